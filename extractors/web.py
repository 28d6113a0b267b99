"""Pages: the text that HTML, XHTML and SVG show, apart from what they hide; archives of pages.

What is shown, what is hidden and what is script are three texts, so that a search for one finds
it and a reader sees which. Links are found by `entities` in the bytes of the page. The parts of a
web archive (MHTML, RFC 2557) are children, and so is what a page carries in itself as `data:`
addresses, such as the pages that SingleFile saves.
"""

import re
from collections.abc import Mapping

from ..evidence.scans.locator import NotALocator, parse_span, span
from ..evidence.scans.observation import MAX_RAW
from .charsets import charset_of, decode, detect, wide_markup
from .interface import Accepts, Emit, ItemView, Limits, Member
from .letters.bodies import Decoded, decoded
from .letters.content import name_of
from .letters.parts import Part, parse_message
from .markup import pages
from .settings import Settings
from .webarchives import embedded

NAME = "web"
VERSION = "3"
ACCEPTS = Accepts(
    media=("text/html", "application/xhtml+xml", "image/svg+xml", "multipart/related"),
    names=(".html", ".htm", ".xhtml", ".mht", ".mhtml", ".svg"),
)
LIMITS = Limits(wall=120.0, cpu=120, text=128 << 20)
MARKS: Mapping[str, str] = {
    "title": "title of a page",
    "language": "language that a page claims",
    "canonical": "address that a page calls its own",
    "generator": "program that wrote a page",
    "author": "author that a page names",
    "description": "what a page says it is about",
    "refresh": "address that a page goes on to by itself",
    "saved-from": "address that a browser saved a page from",
    "base": "address that the links of a page begin at",
}
"""What a page says of itself: the word after `page-` in the kind."""
KINDS: Mapping[str, str] = {
    **{f"page-{name}": words for name, words in MARKS.items()},
    "page-form": "where a form sends what is typed into it",
    "web-archive": "the item is an archive of web pages: its form",
    "page-saved": "when SingleFile saved a page",
}
STEPS: Mapping[str, str] = {
    "html": "`html:text`: what a page shows; `html:hidden`; `html:script`; `html:title` and the "
    "other marks; `html:form/0`: where the first form sends; `html:data/1234+567`: what the data: "
    "address at these bytes holds",
    "mhtml": "`mhtml:part/2`: bytes of a part of a web archive",
}
PROGRAMS: tuple[str, ...] = ()

_META = re.compile(
    rb"""<(?:meta[^>]{0,300}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w:.-]{1,40})""",
    re.IGNORECASE,
)
_WEAK = ("windows-1252", "us-ascii")


def configuration(settings: Settings) -> Mapping[str, str]:
    """Return the versions of the parser."""
    return {"lxml": pages.version()}


def prepare(settings: Settings) -> object:
    """Load the parser."""
    pages.version()
    return None


def extract(view: ItemView, emit: Emit) -> None:
    """Take the texts and marks of a page, or the parts of a web archive."""
    if _is_archive(view):
        _archive(view, emit)
        return
    if not _is_page(view):
        return
    _carried(view, emit)
    try:
        page = _page(view)
    except LookupError as missing:
        emit.problem("unsupported", "", str(missing))
        return
    if view.facts.size > pages.MAX_BYTES:
        emit.problem("partial", "", f"more than {pages.MAX_BYTES} bytes of one page")
    for name, value in _texts(page):
        emit.text(f"html:{name}", value)
    for name in MARKS:
        raw = _cut(page.marks.get(name, ""))
        if raw:
            emit.observation(f"page-{name}", f"html:{name}", raw, normal=page.marks[name])
    for number, form in enumerate(page.forms):
        raw = _cut(form.action)
        emit.observation(
            "page-form",
            f"html:form/{number}",
            raw,
            normal=form.action,
            facts={
                "method": form.method,
                "fields": " ".join(form.fields),
                "password": "yes" if any(one.startswith("password") for one in form.fields) else "",
            },
        )


def _carried(view: ItemView, emit: Emit) -> None:
    """Emit SingleFile's remark, and what stands in the page as `data:` addresses."""
    content = view.memory()
    remark = embedded.remark_of(content)
    if remark is not None:
        _told(view, {"format": "SingleFile"}, emit)
        facts = {"program": "SingleFile", "saved": remark.saved.decode("utf-8", "replace")}
        place = span(remark.url_at, len(remark.url))
        emit.observation("page-saved-from", place, remark.url, facts=facts)
        emit.observation("page-saved", span(remark.saved_at, len(remark.saved)), remark.saved)
    count = 0
    for one in embedded.embedded(content):
        step = f"html:data/{one.place}+{one.length}"
        if count == embedded.MAX_EMBEDDED:
            text = f"more than {count} data: addresses"
            emit.problem("partial", span(one.place, one.length), text)
            return
        try:
            held, wrong = embedded.content_at(content, one.place, one.length)
        except LookupError as error:
            emit.problem("partial", span(one.place, one.length), str(error.args[0]))
            continue
        if len(held) >= embedded.MIN_CONTENT:
            emit.child(step, held, Member(name=one.name))
            count += 1
            if wrong:
                emit.problem("corrupt", step, f"the data: address at byte {one.place}: {wrong}")


def _texts(page: pages.Page) -> tuple[tuple[str, str], ...]:
    return ("text", page.text), ("hidden", page.hidden), ("script", page.script)


def _cut(text: str) -> bytes:
    """Return text as a raw value, cut between characters."""
    return text.encode("utf-8", "replace")[:MAX_RAW].decode("utf-8", "ignore").encode()


def _is_page(view: ItemView) -> bool:
    """Tell whether this is markup: an ending alone makes none of a picture or an archive."""
    media = view.facts.media_type
    return media in ACCEPTS.media or media.startswith("text/") or media == "application/json"


def _is_archive(view: ItemView) -> bool:
    return view.facts.media_type in ("multipart/related", "message/rfc822") and (
        view.facts.media_type == "multipart/related" or view.facts.name.endswith((".mht", ".mhtml"))
    )


def _page(view: ItemView) -> pages.Page:
    content = view.read(0, pages.MAX_BYTES)
    markup = decode(content, charset_for(content, cut=view.facts.size > len(content)))
    return pages.read_page(markup.lstrip("\ufeff"))


def charset_for(content: bytes, *, cut: bool = False) -> str:
    """Return the encoding of a page: mark, form of Unicode, spelling, then what it declares."""
    wide = wide_markup(content)
    if wide:
        return wide
    guess = detect(content, cut=cut)
    if guess.confidence >= 60 and guess.charset not in _WEAK:
        return guess.charset
    found = _META.search(content, 0, 8192)
    try:
        named = charset_of(found[1].decode("ascii", "replace")) if found else ""
    except LookupError:
        named = ""
    if not named or named.startswith("utf-"):  # no UTF, or it would have been seen
        return guess.charset
    return named


def _archive(view: ItemView, emit: Emit) -> None:
    buffer = view.memory()
    root = parse_message(buffer, 0, len(buffer))
    for defect in (text for part in root.all() for text in part.defects):
        emit.problem("corrupt", "", defect)
    count = 0
    for part in root.leaves():
        if part.media.startswith("multipart/"):
            continue
        count += 1
        stream = Decoded(decoded(buffer, part.block.end, part.end, part.encoding))
        emit.child(f"mhtml:part/{part.number}", stream, Member(name=_name(part)))  # type: ignore[arg-type]
    if count:
        _told(view, {"format": "MHTML", "parts": str(count)}, emit)


def _told(view: ItemView, facts: Mapping[str, str], emit: Emit) -> None:
    """Emit that the item is an archive of web pages."""
    raw = view.read(0, 4)
    emit.observation("web-archive", span(0, len(raw)), raw, facts=facts)


def _name(part: Part) -> str:
    """Return the address a part stood at, as its name; its number where it has none."""
    location = part.block.text("content-location")
    return location or name_of(part)


def resolve(view: ItemView, step: str) -> bytes:
    """Return a text, a mark, a form's address, what is embedded, or a part of a web archive."""
    scheme, _, rest = step.partition(":")
    if scheme == "mhtml":
        buffer = view.memory()
        number = rest.removeprefix("part/")
        for part in parse_message(buffer, 0, len(buffer)).leaves():
            if part.number == number:
                return b"".join(decoded(buffer, part.block.end, part.end, part.encoding))
        raise LookupError(step)
    if rest.startswith("data/"):
        try:
            place, length = parse_span(rest[5:])
        except NotALocator:
            raise LookupError(step[:200]) from None
        return embedded.content_at(view.memory(), place, length)[0]
    page = _page(view)
    for name, value in _texts(page):
        if rest == name:
            return value.encode("utf-8", "replace")
    if rest.startswith("form/") and rest[5:].isdecimal() and int(rest[5:]) < len(page.forms):
        return _cut(page.forms[int(rest[5:])].action)
    if rest in page.marks:
        return _cut(page.marks[rest])
    raise LookupError(step)
