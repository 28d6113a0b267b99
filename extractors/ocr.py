"""OCR: text that stands in pictures and on scanned pages, read by tesseract when installed.

The picture is decoded here, bounded, and handed over as grey PNG; so tesseract's own readers never
see hostile bytes. Text is what the program says, without the blanks at line ends; how sure it is
differs with the picture, so it is read as a hint where to look.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from .fields.field import DAMAGE
from .interface import Accepts, Emit, ItemView, Limits
from .pictures import decode
from .settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

NAME = "ocr"
VERSION = "1"
ACCEPTS = Accepts(media=(*decode.MEDIA, "application/pdf"), magic=(*decode.MAGIC, b"%PDF-"))
LIMITS = Limits(wall=900.0, cpu=900, records=0, children=0)
PROGRAMS: tuple[str, ...] = ("tesseract",)
KINDS: Mapping[str, str] = {}
STEPS: Mapping[str, str] = {
    "ocr": "text of a picture, `ocr:page/0`, or of a PDF's page, `ocr:page/3/image/0`"
}
SMALLEST = 32
"""Pixels of the shorter side below which no text is looked for: icons."""
MAX_READ = 8_000_000
"""Pixels that the program is given; a larger picture is scaled down, an A4 page at 300 dpi fits."""
LARGE_ENOUGH = 1_000
"""Pixels of the longer side below which a picture is doubled: small letters are read badly."""
SECONDS = 120.0
"""How long the program may take."""
ANSWER_SECONDS = 20.0
"""How long it may take to tell its version."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """The program as it is installed."""

    path: str
    """Where it is; empty where it is not."""
    version: str
    """Its version; `absent` without it."""
    languages: frozenset[str]
    """Languages that it has."""


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the program's version and the languages asked for, `absent` where it cannot read."""
    reader = installed()
    ready = not _lacking(reader, settings)
    return {
        "languages": settings.languages,
        "pillow": decode.version(),
        "tesseract": reader.version if ready else "absent",
    }


def prepare(settings: Settings, /) -> object:
    """Import what decodes; what is missing, if anything."""
    if not decode.available():
        return decode.NEEDS
    return _lacking(installed(), settings)


@cache
def installed() -> Reader:
    """Return the program as it is installed; asked once in the life of a process."""
    path = shutil.which("tesseract") or ""
    if not path:
        return Reader(path="", version="absent", languages=frozenset())
    try:
        version = _answer([path, "--version"]).partition("\n")[0].rpartition(" ")[2]
        listed = _answer([path, "--list-langs"]).splitlines()[1:]
    except (OSError, subprocess.SubprocessError):
        return Reader(path="", version="absent", languages=frozenset())
    return Reader(path=path, version=version, languages=frozenset(map(str.strip, listed)))


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit the text of a picture, or of each picture on pages without text of a PDF."""
    for step, file in _pages(view):
        try:
            text = _text(view, file)
        except decode.Bomb as error:
            emit.problem("bomb", step, str(error))
        except decode.TooLarge as error:
            emit.problem("partial", step, str(error))
        except Lacking as error:
            emit.problem("unsupported", "", str(error))
            return
        except subprocess.TimeoutExpired:
            emit.problem("partial", step, f"not read within {SECONDS:.0f} s")
        except subprocess.CalledProcessError as error:
            if error.returncode < 0:
                # Killed, or crashed: that is no answer about the picture. This process ends as its
                # program did, so that the engine tries again and says what happened.
                signal.raise_signal(-error.returncode)
            emit.problem("unsupported", step, "tesseract could not read the picture")
        except DAMAGE as error:
            emit.problem("corrupt", step, f"damaged picture ({type(error).__name__})")
        else:
            if text:
                emit.text(step, text)


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return the text of a picture, read again."""
    for known, file in _pages(view):
        if known != step:
            continue
        try:
            text = _text(view, file)
        except (subprocess.SubprocessError, Lacking, *DAMAGE):
            break
        if text:
            return text.encode()
    raise LookupError(step)


class Lacking(Exception):
    """The program or a language that is needed is not installed; the text says which."""


def _pages(view: ItemView) -> Iterator[tuple[str, BinaryIO]]:
    """Yield (step, picture file) of what may hold text."""
    if b"%PDF-" not in view.read(0, 1_024):
        yield "ocr:page/0", view.open()
        return
    try:
        from .documents.pdfpages import page_images
    except ImportError:
        return  # `pdf` says what is missing
    for step, content in page_images(view):
        yield f"ocr:{step.partition(':')[2]}", BytesIO(content)


def _text(view: ItemView, file: BinaryIO) -> str:
    """Return the text of a picture file; `Lacking`, SubprocessError, or what damage raises."""
    if view.prepared == decode.NEEDS:
        raise Lacking(decode.NEEDS)
    picture = decode.opened(file)
    if min(picture.size) < SMALLEST:
        return ""
    if view.prepared:
        raise Lacking(str(view.prepared))
    path = view.folder / "page.png"
    _sized(decode.grey(picture)).save(path, "PNG", compress_level=1)
    command = [installed().path, str(path), "stdout", "-l", view.settings.languages]
    done = subprocess.run(
        command, capture_output=True, check=True, timeout=SECONDS, env=_environment(),
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    lines = done.stdout.decode("utf-8", "replace").replace("\f", "").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()


def _sized(grey: "Image") -> "Image":
    """Return the picture at a size that letters are read at best."""
    from PIL.Image import Resampling

    width, height = grey.size
    if width * height > MAX_READ:
        scale = (MAX_READ / (width * height)) ** 0.5
        size = max(int(width * scale), 1), max(int(height * scale), 1)
        return grey.resize(size, Resampling.LANCZOS)
    if max(width, height) < LARGE_ENOUGH:
        return grey.resize((2 * width, 2 * height), Resampling.LANCZOS)
    return grey


def _lacking(reader: Reader, settings: Settings) -> str:
    """Return what must be installed; empty where nothing lacks."""
    wanted = [language for language in settings.languages.split("+") if language]
    if reader.path and wanted and reader.languages.issuperset(wanted):
        return ""
    packages = " ".join(f"tesseract-ocr-{language}" for language in wanted if language != "eng")
    return (
        f"needs tesseract with {settings.languages}: "
        f"apt-get install tesseract-ocr {packages}".rstrip()
    )


def _answer(command: list[str]) -> str:
    done = subprocess.run(
        command, capture_output=True, check=True, timeout=ANSWER_SECONDS, env=_environment(),
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return (done.stdout or done.stderr).decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """Return an environment in which the program says the same everywhere: one thread, no words."""
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return kept | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
