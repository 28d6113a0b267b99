"""The members of a tar archive, in its order, over damage and beyond its end mark."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import partial

from ...evidence.item import Kind
from ...evidence.scans.locator import span
from ...evidence.times import utc_of
from ..interface import ItemView, Member
from .entry import Entry, Event, Notice, Steps, Trouble
from .reading import Content, Damage, Refused, Source
from .tarformat import BLOCK, Block, Extended, nanoseconds, read_extended, valid
from .tarsparse import Holes, pieces_of

SCHEME = "tar"
"""Scheme of the steps to members."""
_EXTENDED = (b"x", b"g", b"L", b"K", b"X")
_KINDS: dict[bytes, Kind] = {
    b"2": "symlink", b"3": "character", b"4": "block", b"5": "directory",
    b"6": "fifo",
}  # fmt: skip
_SET = re.compile(rb"[^\0]")
_SHOWN = 64
_AHEAD = 64 << 20
"""Bytes after the end mark, or after damage, in which a further header is looked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Member:
    """A member's own header with all that stands before it."""

    block: Block
    extended: Extended
    globals: Extended

    def get(self, word: bytes) -> tuple[bytes, int] | None:
        """Return a keyword's value and place, the member's own first."""
        return self.extended.words.get(word) or self.globals.words.get(word)

    @property
    def name(self) -> tuple[bytes, str]:
        """The raw name and the step to it, empty where it is in two pieces."""
        for word in (b"GNU.sparse.name", b"path"):
            found = self.get(word)
            if found is not None:
                return found[0], span(found[1], len(found[0]))
        name = self.block.name
        whole = self.block.raw.startswith(name)
        return name, span(self.block.position, len(name)) if whole else ""

    @property
    def size(self) -> int:
        """Length of the data."""
        found = self.get(b"size")
        size = self.extended.number(b"size") if found and b"size" in self.extended.words else None
        return self.block.size if size is None else size

    def time(self) -> str | None:
        """Last modification in UTC."""
        found = self.get(b"mtime")
        try:
            return utc_of(nanoseconds(found[0] if found else self.block.time))
        except Damage:
            return None


def events(view: ItemView, keys: object = None) -> Iterator[Event]:
    """Yield what there is to say of a tar archive."""
    head = view.read(0, BLOCK)
    ustar = head[257:262] == b"ustar"
    at = (257, 8) if ustar else (148, 8)
    form = {b"ustar\0": "posix", b"ustar ": "gnu"}.get(head[257:263], "old")
    yield Notice(kind="archive", locator=span(*at), raw=head[at[0] : at[0] + at[1]],
                 facts={"format": "tar", "variant": form})  # fmt: skip
    steps, globals_, extended = Steps(SCHEME), Extended(), Extended()
    place, size = 0, view.facts.size
    while place < size:
        raw = view.read(place, BLOCK)
        block = Block(position=place, raw=raw)
        if len(raw) < BLOCK or not valid(raw):
            found = yield from _beyond(view, place, raw)
            if found is None:
                return
            place, extended = found, Extended()
            continue
        try:
            if block.type in _EXTENDED:
                read_extended(view, block, globals_ if block.type == b"g" else extended)
                place += BLOCK + _rounded(block.size)
                continue
            member = _Member(block=block, extended=extended, globals=globals_)
            yield from _entry(view, member, steps)
            place += BLOCK + _rounded(_stored(view, member))
        except Damage as damage:
            yield Trouble(code="corrupt", text=str(damage))
            place += BLOCK
        extended = Extended()
    if place > size:
        return
    yield Trouble(code="corrupt", text=f"no end mark: the item ends at byte {size}")


def _rounded(size: int) -> int:
    if size < 0:
        raise Damage("a member has a negative length")
    return -(-size // BLOCK) * BLOCK


def _stored(view: ItemView, member: _Member) -> int:
    """Return the bytes of data after a member's header."""
    if member.block.type in _KINDS or not _holds(view, member):
        return 0
    found = pieces_of(view, member.block, member.extended) if member.block.type == b"S" else None
    return member.size + (found[2] * BLOCK if found else 0)


def _holds(view: ItemView, member: _Member) -> bool:
    """Tell whether data follows; after a hard link, pax may write it where others only claim it."""
    if member.block.type != b"1" or member.size <= 0:
        return member.block.type != b"1"
    following = view.read(member.block.position + BLOCK, BLOCK)
    return bool(following.strip(b"\0")) and not (len(following) == BLOCK and valid(following))


def _beyond(view: ItemView, place: int, raw: bytes) -> Generator[Event, None, int | None]:
    """Yield what stands where no header is; return where the next header stands, if one does."""
    ended = not raw.strip(b"\0")
    if not ended:
        yield Trouble(code="corrupt", text=f"no header stands at byte {place}")
    following = _next_header(view, place + BLOCK)
    if ended:
        stop = min(view.facts.size, place + _AHEAD if following is None else following + BLOCK)
        found = _SET.search(view.memory(), place, stop)
        if found is not None:
            shown = view.read(found.start(), min(_SHOWN, stop - found.start()))
            facts = {"place": "after", "offset": str(found.start())}
            yield Notice(kind="foreign-bytes", locator=span(found.start(), len(shown)),
                         raw=shown, facts=facts, flag="metadata")  # fmt: skip
    return following


def _next_header(view: ItemView, place: int) -> int | None:
    """Return where the next header stands, on a block's boundary."""
    stop = min(view.facts.size - BLOCK, place + _AHEAD)
    memory = view.memory()
    while place <= stop:
        found = _SET.search(memory, place, stop + BLOCK)
        if found is None:
            return None
        place += (found.start() - place) // BLOCK * BLOCK
        raw = view.read(place, BLOCK)
        if raw[257:262] == b"ustar" and valid(raw):
            return place
        place += BLOCK
    return None


def _entry(view: ItemView, member: _Member, steps: Steps) -> Iterator[Entry]:
    block = member.block
    kind = _KINDS.get(block.type, "file")
    name, at = member.name
    if kind == "directory" or (kind == "file" and name.endswith(b"/") and member.size <= 0):
        return
    if block.type in (b"V", b"M", b"N"):  # a volume's label, a piece of another volume, old names
        kind = "unknown" if block.type != b"M" else "file"
    link = member.get(b"linkpath")
    target = (link[0] if link else block.target) if block.type in (b"1", b"2") else b""
    holds = kind == "file" and _holds(view, member)
    sparse = pieces_of(view, block, member.extended) if holds else None
    yield Entry(
        step=steps.first(name, block.position), name=name, name_at=at,
        content=partial(_open, view, member, sparse) if holds else None,
        member=Member(
            name=name, kind=kind, modified=member.time(), target=target,
            size=sparse[1] if sparse else member.size,
        ),
    )  # fmt: skip


def _open(
    view: ItemView, member: _Member, sparse: tuple[list[tuple[int, int]], int, int] | None
) -> Content:
    begin, size = member.block.position + BLOCK, member.size
    if size < 0:
        raise Refused("corrupt", "a negative length")
    if sparse is None:
        return Content(Source(view, begin, size), size=size)
    pieces, whole, blocks = sparse
    shift = blocks * BLOCK
    kept = size if member.block.type == b"S" else max(size - shift, 0)
    return Content(Holes(Source(view, begin + shift, kept), pieces, whole), size=whole)
