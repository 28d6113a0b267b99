"""PDF files: text of the pages, what they tell of their making, scripts, files, earlier states.

Read through pypdf. A file that it cannot open is searched for strings and text all the same and
called corrupt. An earlier state of a file is an item of its own, but not its own earlier states.
"""

import re
from collections.abc import Generator, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from .documents.findings import Finding, Job, Seen, Trouble, deliver, run, search
from .documents.kinds import PDF
from .interface import Accepts, Emit, ItemView, Limits
from .settings import Settings

if TYPE_CHECKING:
    from pypdf import PdfReader

NAME = "pdf"
VERSION = "1"
ACCEPTS = Accepts(media=("application/pdf",), magic=(b"%PDF-",), names=(".pdf",))
LIMITS = Limits(wall=300.0, cpu=240)
KINDS: Mapping[str, str] = PDF
STEPS: Mapping[str, str] = {
    "pdf": "text of a page `pdf:page/3`, a picture of it `pdf:page/3/image/0`, a value of an "
    "object `pdf:object/12/A/URI`, of the properties `pdf:info/Author`, `pdf:xmp/dc:creator`, "
    "an embedded file `pdf:file/12/NAME`, an earlier state `pdf:revision/1`",
}
PROGRAMS: tuple[str, ...] = ()
_PAGE = re.compile(r"pdf:page/([1-9][0-9]{0,6})(?:/image/(0|[1-9][0-9]{0,3}))?")
_OBJECT = re.compile(r"pdf:(?:object|file)/([0-9]{1,9})(?:/|$)")
_MISSING = "needs pypdf: pip install pypdf"


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the versions that the results depend on, and how many passwords are tried."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"passwords": str(len(settings.passwords))}
    for name in ("pypdf", "cryptography"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def prepare(settings: Settings, /) -> object:
    """Import the readers; the answer is why there are none, empty if there are."""
    try:
        from .documents import pdfbroken, pdfmeta, pdfpages  # noqa: F401
    except ImportError:
        return _MISSING
    return ""


def extract(view: ItemView, emit: Emit, /) -> None:
    """Examine one file."""
    if view.prepared:
        emit.problem("unsupported", "", str(view.prepared))
        return
    from .documents.pdffile import bounded

    with bounded():
        deliver(_findings(view), emit)


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return what stands at a step."""
    if view.prepared:
        raise LookupError(_MISSING)
    from .documents import pdfpages
    from .documents.pdffile import DAMAGE, bounded

    with bounded():
        page = _PAGE.fullmatch(step)
        if page is None:
            return search(_findings(view, step), step)
        try:
            reader = _opened(view)
            return pdfpages.resolve(reader, int(page[1]), int(page[2]) if page[2] else None)
        except DAMAGE as error:
            raise LookupError(f"nothing stands at {step}") from error


def _opened(view: ItemView) -> "PdfReader":
    from .documents.pdffile import opened, unlock

    reader = opened(view.open(), view.facts.size)
    if reader.is_encrypted:
        unlock(reader, view.settings.passwords)
    return reader


def _findings(view: ItemView, wanted: str = "") -> Iterator[Finding]:
    """Yield what the item holds, all of it or only what may stand at the step `wanted`."""
    from .documents import pdfbroken, pdfmeta
    from .documents.pdffile import DAMAGE, opened, trouble

    content = view.memory()
    if not content:
        return
    first: list[Job] = [(("bytes:",), partial(pdfmeta.header, content))]
    if not view.facts.locator.startswith("pdf:revision/"):
        earlier = partial(pdfmeta.revisions, content, view.facts.size)
        first.append((("pdf:revision",), earlier))
    yield from run(first, wanted)
    try:
        reader = opened(view.open(), view.facts.size)
        if reader.is_encrypted:
            locked = yield from _locks(view, reader)
            if locked:
                return
        reader.root_object  # noqa: B018 - a file without one is as good as closed
    except DAMAGE as error:
        code = trouble(error, "").code
        yield Trouble(code=code, why=f"the file cannot be opened: {type(error).__name__}")
        yield from run([(("",), partial(pdfbroken.read, content))], wanted)
        return
    yield from _contents(view, reader, wanted)


def _contents(view: ItemView, reader: "PdfReader", wanted: str) -> Iterator[Finding]:
    from .documents import pdfmeta, pdfobjects, pdfpages

    number = _OBJECT.match(wanted)
    one = int(number[1]) if number else None
    jobs: list[Job] = [
        (("pdf:id/",), partial(pdfmeta.identifiers, reader)),
        (("pdf:info/",), partial(pdfmeta.information, reader)),
        (("pdf:xmp",), partial(pdfmeta.xmp, reader)),
        (("pdf:page",), partial(pdfpages.read, reader)),
        (("pdf:object/", "pdf:file/"), partial(pdfobjects.read, reader, view.facts.size, one)),
    ]
    yield from run(jobs, wanted)


def _locks(view: ItemView, reader: "PdfReader") -> Generator[Finding, None, bool]:
    """Yield that the file is encrypted; the value is whether it stays locked."""
    from .documents.pdffile import unlock

    which = unlock(reader, view.settings.passwords)
    opened_by = {None: "nothing", -1: "the empty password"}.get(which, "a given password")
    facts = {"opened-by": opened_by}
    yield Seen(
        kind="encryption", step="pdf:encryption", raw="Encrypt", facts=facts, flag="encrypted"
    )
    if which is None:
        yield Trouble(code="encrypted", why="no password that was tried opens the file")
    return which is None
