"""The members of a Unix `ar` archive, as Debian packages and static libraries are.

FreeBSD ar(5): System V and GNU names (`/`, `//`, `name/`) and BSD names (`#1/LENGTH`).
"""

import re
from collections.abc import Iterator
from functools import partial

from ...evidence.scans.locator import span
from ...evidence.times import utc_of
from ..interface import ItemView, Member
from .entry import Entry, Event, Notice, Steps, Trouble
from .reading import Content, Source

SCHEME = "ar"
"""Scheme of the steps to members."""
MAGIC = b"!<arch>\n"
"""How an archive begins."""
MAX_NAMES = 4 << 20
"""Bytes of the table of long names."""
_HEADER = 60
_NUMBER = re.compile(rb"[0-9]{1,15}")
_ENDED = re.compile(rb"[\n\0]")  # NUL in the libraries of Windows


def events(view: ItemView, keys: object = None) -> Iterator[Event]:
    """Yield what there is to say of an archive."""
    yield Notice(kind="archive", locator=span(0, 8), raw=view.read(0, 8), facts={"format": "ar"})
    place, names, steps = len(MAGIC), (b"", 0), Steps(SCHEME)
    while place < view.facts.size:
        header = view.read(place, _HEADER)
        size = _number(header[48:58])
        if header[58:] != b"`\n" or size is None:
            yield Trouble(code="corrupt", text=f"no header stands at byte {place}")
            return
        begin, field = place + _HEADER, header[:16].rstrip(b" ")
        if field == b"//":
            names = (view.read(begin, min(size, MAX_NAMES)), begin)
        elif field not in (b"/", b"/SYM64/"):
            yield _entry(view, header, place, size, names, steps)
        place = begin + size + size % 2


def _number(raw: bytes) -> int | None:
    text = raw.strip(b" ")
    return int(text) if _NUMBER.fullmatch(text) else None


def _entry(
    view: ItemView, header: bytes, place: int, size: int, names: tuple[bytes, int], steps: Steps
) -> Entry:
    begin, field = place + _HEADER, header[:16].rstrip(b" ")
    name, at = field.removesuffix(b"/"), place
    long = _number(field[1:]) if field[:1] == b"/" else None
    inline = _number(field[3:]) if field.startswith(b"#1/") else None
    if long is not None:
        name = _ENDED.split(names[0][long:], 1)[0].removesuffix(b"/")
        at = names[1] + long
    elif inline is not None and inline <= min(size, MAX_NAMES):
        name, at = view.read(begin, inline).rstrip(b"\0"), begin
        begin, size = begin + inline, size - inline
    seconds = _number(header[16:28])
    return Entry(
        step=steps.first(name, place), name=name, name_at=span(at, len(name)),
        content=partial(_open, view, begin, size),
        member=Member(
            name=name, size=size, modified=utc_of(seconds * 1_000_000_000) if seconds else None
        ),
    )  # fmt: skip


def _open(view: ItemView, begin: int, size: int) -> Content:
    return Content(Source(view, begin, size), size=size)
