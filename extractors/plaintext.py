"""Plain text: any text file, in windows cut at line ends, in whatever encoding it is; and RTF.

A window that is UTF-8 already is located by its bytes; any other by `text:OFFSET+LENGTH;CHARSET`.
The encoding of old Vietnamese text is found by spelling (`charsets.detection`).
"""

import codecs
import re
from collections.abc import Iterator, Mapping

from ..evidence.scans.locator import NotALocator, parse_span, span
from .charsets import Guess, decode, detect
from .charsets.detection import is_utf8
from .interface import Accepts, Emit, ItemView, Limits, Member
from .markup import rtf
from .settings import Settings

NAME = "plaintext"
VERSION = "2"
ACCEPTS = Accepts(
    media=(
        "text/*", "application/json", "application/x-ndjson", "application/javascript",
        "application/*+xml", "application/*+json", "application/x-subrip", "application/sql",
        "application/x-mpegurl", "application/x-wine-extension-ini", "application/pgp-*",
        "application/x-setupscript", "application/x-yaml", "application/toml",
    ),
    magic=(b"{\\rtf",),
    names=(".txt", ".csv", ".log", ".json", ".xml", ".sql", ".vcf", ".srt"),
)  # fmt: skip
LIMITS = Limits(text=256 << 20)
KINDS: Mapping[str, str] = {"text-encoding": "encoding of a text that is not UTF-8"}
STEPS: Mapping[str, str] = {
    "text": "`text:OFFSET+LENGTH;CHARSET`: bytes decoded; `text:encoding`: name of the encoding",
    "rtf": "`rtf:text`: what an RTF document shows; `rtf:object/0`: an object in it",
}
PROGRAMS: tuple[str, ...] = ()

WINDOW_BYTES = 256 << 10
"""Longest window; a longer line is cut."""
_ELSEWHERE = ("text/html", "application/xhtml+xml", "application/mbox")
_PAGES = (".html", ".htm", ".xhtml", ".svg")  # what is called so and is text is read by `web`
_SURE = 80  # confidence from which later windows are not asked again
_BINARY = re.compile(rb"\x00")
_WIDTHS = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
_MARKED = {"utf-8-sig": ("utf-8", 3), "utf-16": ("", 2), "utf-32": ("", 4)}
_STEP = re.compile(r"([0-9]+\+[0-9]+);([a-z0-9-]+)")


def configuration(settings: Settings) -> Mapping[str, str]:
    """Return nothing: only the bytes count."""
    return {}


def prepare(settings: Settings) -> object:
    """Prepare nothing."""
    return None


def extract(view: ItemView, emit: Emit) -> None:
    """Take the text in windows."""
    if view.read(0, 5) == rtf.MAGIC:
        _rtf(view, emit)
        return
    if not _is_text(view):
        return
    head = view.read(0, 64 << 10)
    cut = view.facts.size > len(head)
    guess, start = _named(detect(head, cut=cut), head)
    said = False
    for offset, length, charset, sure in _windows(view, guess, start):
        if charset == "utf-8" and sure == 100:
            emit.text(span(offset, length), view.read(offset, length).decode())
            continue
        if not said and charset != "utf-8":
            said = True
            _say(view, emit, charset, sure)
        emit.text(_step(offset, length, charset), decode(view.read(offset, length), charset))


def _say(view: ItemView, emit: Emit, charset: str, sure: int) -> None:
    emit.observation("text-encoding", "text:encoding", charset, normal=charset, confidence=sure)


def _is_text(view: ItemView) -> bool:
    """Tell whether this is text that no other extractor reads: an ending alone is not enough."""
    media = view.facts.media_type
    if media in _ELSEWHERE or media.startswith(("image/", "video/", "audio/", "message/")):
        return False
    if view.facts.name.endswith(_PAGES):
        return False
    if media == "application/octet-stream":
        return _BINARY.search(view.read(0, 4096)) is None
    return (
        media.startswith(("text/", "application/pgp-"))
        or media in ACCEPTS.media
        or media.endswith(("+xml", "+json"))
    )


def _named(guess: Guess, head: bytes) -> tuple[Guess, int]:
    """Return the guess with the order of bytes in its name, and the length of the mark."""
    if guess.charset not in _MARKED:
        return guess, 0
    name, length = _MARKED[guess.charset]
    if not name:
        little = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE))
        name = f"{guess.charset}-{'le' if little else 'be'}"
    return Guess(charset=name, confidence=100), length


def _windows(view: ItemView, guess: Guess, start: int) -> Iterator[tuple[int, int, str, int]]:
    """Yield (offset, length, charset, confidence) of each window."""
    width = _WIDTHS.get(guess.charset, 1)
    old = guess if guess.charset not in ("us-ascii", "utf-8") else None
    at = start
    while True:
        content = view.read(at, WINDOW_BYTES)
        if not content:
            return
        if at + len(content) < view.facts.size:
            content = content[: _cut(content, guess.charset, width)]
        if not content.strip(b"\0"):
            pass  # a hole in a sparse file
        elif width > 1:
            yield at, len(content), guess.charset, guess.confidence
        elif is_utf8(content):
            yield at, len(content), "utf-8", 100
        else:
            if old is None or old.confidence < _SURE:
                own = _narrow(detect(content))
                if old is None or own.confidence > old.confidence:
                    old = own
            yield at, len(content), old.charset, old.confidence
        at += len(content)


def _narrow(guess: Guess) -> Guess:
    """Return a guess for a window in the middle of a text, where no wide encoding begins."""
    wide = guess.charset.startswith(("utf-16", "utf-32"))
    return Guess(charset="windows-1252", confidence=20) if wide else guess


def _cut(content: bytes, charset: str, width: int) -> int:
    """Return where to cut a window: after its last line, else blank, else whole character."""
    if width > 1:
        line = "\n".encode(charset)
        at = content.rfind(line)
        while at >= 0 and at % width:
            at = content.rfind(line, 0, at + width - 1)
        return at + width if at >= 0 else _whole(content, charset, width)
    at = content.rfind(b"\n")
    if at < 0:
        at = content.rfind(b" ", len(content) - 4096)
    if at >= 0:
        return at + 1
    end = len(content)
    while end > len(content) - 4 and content[end - 1] & 0xC0 == 0x80:
        end -= 1  # the last character may be cut: keep it whole for the next window
    return max(end - (content[end - 1] >= 0xC0), 1)


def _whole(content: bytes, charset: str, width: int) -> int:
    """Return where the last whole character of UTF-16 or UTF-32 ends."""
    end = len(content) - len(content) % width
    last = content[end - 2 : end]
    high = int.from_bytes(last, "little" if charset.endswith("le") else "big")
    return end - 2 if width == 2 and 0xD800 <= high <= 0xDBFF and end > 2 else end


def _step(offset: int, length: int, charset: str) -> str:
    return f"text:{offset}+{length};{charset}"


def _rtf(view: ItemView, emit: Emit) -> None:
    content = view.read(0, rtf.MAX_BYTES)
    if view.facts.size > len(content):
        emit.problem("partial", "", f"more than {rtf.MAX_BYTES} bytes of RTF")
    document = rtf.read_rtf(content)
    emit.text("rtf:text", document.text)
    for number, item in enumerate(document.objects):
        emit.child(f"rtf:object/{number}", item, Member(name=f"object-{number}.bin"))


def resolve(view: ItemView, step: str) -> bytes:
    """Return a window's text, the encoding's name, what an RTF document shows or holds."""
    scheme, _, rest = step.partition(":")
    if scheme == "rtf":
        document = rtf.read_rtf(view.read(0, rtf.MAX_BYTES))
        if rest == "text":
            return document.text.encode("utf-8", "replace")
        number = rest.removeprefix("object/")
        if number.isdecimal() and int(number) < len(document.objects):
            return document.objects[int(number)]
        raise LookupError(step)
    if rest == "encoding":
        return _encoding(view).encode()
    found = _STEP.fullmatch(rest)
    if found is None:
        raise LookupError(step)
    try:
        offset, length = parse_span(found[1])
    except NotALocator:
        raise LookupError(step) from None
    return decode(view.read(offset, length), found[2]).encode("utf-8", "replace")


def _encoding(view: ItemView) -> str:
    head = view.read(0, 64 << 10)
    guess, start = _named(detect(head, cut=view.facts.size > len(head)), head)
    for _, _, charset, _ in _windows(view, guess, start):
        if charset != "utf-8":
            return charset
    raise LookupError("text:encoding")
