"""Zip members found by their own headers alone: hidden ones, cut files, fragments of disks.

A header that stands in given spans is tried; what it leads to counts as a member when its data
decodes, to its end or for a while. All tries together may read a few times the length of the
item, so that no arrangement of headers costs more than that.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ...evidence.scans.observation import MAX_RAW
from ..interface import ItemView, Member
from .entry import Entry, Event, Notice, Steps, Trouble
from .reading import Content, Damage, Decoded, Refused
from .zipformat import DESCRIPTOR, LOCAL, Header, local
from .zipmembers import METHODS, STORED, Opener

ENOUGH = 64
"""Bytes that damaged data must give to be taken for a member."""
MAX_TRIED_FACTOR = 4
"""How many times the item's length may be read for trials."""
MAX_TRIED_FLOOR = 64 << 20
"""Bytes that may be read for trials in any item."""
_MAX_NAME = 4_096
SCHEME = "zip"
"""Scheme of the steps to members of a zip file."""


@dataclass(slots=True)
class Budget:
    """What trials may still read."""

    left: int

    @classmethod
    def of(cls, view: ItemView) -> "Budget":
        """Return the budget for an item."""
        return cls(max(MAX_TRIED_FLOOR, MAX_TRIED_FACTOR * view.facts.size))


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """What a header led to; its bytes can be read once."""

    header: Header
    """The header."""
    length: int | None
    """Bytes of its data; none where only its own stream tells."""
    content: Content | None
    """The bytes; none where `refused` says why."""
    decoder: Decoded | None
    """What knows how much of the data was used, where something does."""
    refused: Refused | None
    """Why there are no bytes."""

    @property
    def begin(self) -> int:
        """First byte of the data."""
        return self.header.position + self.header.length

    @property
    def consumed(self) -> int:
        """Bytes of data read so far, or claimed where nothing tells."""
        return self.decoder.consumed if self.decoder is not None else self.length or 0

    def after(self, size: int) -> int:
        """Return where to look on, once its bytes were read, in an item of `size` bytes."""
        whole = self.refused is not None or (self.content is not None and self.content.whole)
        reached = self.begin + (self.consumed if self.length is None else self.length)
        return reached if whole and reached <= size else self.begin

    def open(self) -> Content:
        """Return its bytes; `Refused` where there are none."""
        if self.content is None:
            raise self.refused or Refused("corrupt", "nothing decodes")
        return self.content


def hidden(
    view: ItemView, opener: Opener, spans: list[tuple[int, int]], listed: bool
) -> Iterator[Event]:
    """Yield the members whose headers stand in `spans`; `listed` says a directory names others.

    Each member is to be read before the next is asked for: its end is where the search goes on.
    """
    budget = Budget.of(view)
    memory = view.memory()
    for start, stop in spans:
        place = start
        while (place := memory.find(LOCAL, place, stop)) >= 0:
            if budget.left <= 0:
                yield Trouble(code="partial", text=f"not searched for headers from byte {place}")
                return
            tried = attempt(view, opener, place, stop, budget)
            if tried is None:
                place += 1
                continue
            entry = entry_of(tried, SCHEME)
            if listed:
                header = tried.header
                yield Notice(
                    kind="hidden-member", locator=header.name_at, raw=header.name[:MAX_RAW],
                    facts={"member": entry.step}, flag="metadata",
                )  # fmt: skip
            yield entry
            budget.left -= tried.consumed
            place = tried.after(view.facts.size)


def entry_of(tried: Tried, scheme: str, bare: bool = False) -> Entry:
    """Return the member that a header led to; a `bare` step gives only the header's byte."""
    header = tried.header
    placed = f"{scheme}:{header.position}"
    return Entry(
        step=placed if bare else Steps(scheme).placed(header.name, header.position),
        name=header.name, name_at=header.name_at, content=tried.open,
        member=Member(name=header.name, modified=header.modified, size=header.size or None),
    )  # fmt: skip


def attempt(view: ItemView, opener: Opener, place: int, stop: int, budget: Budget) -> Tried | None:
    """Return what the header at `place` leads to; none where no member of a zip file is there."""
    try:
        header = local(view, place)
    except Damage:
        return None
    begin = place + header.length
    if header.method not in METHODS or not 0 < len(header.name) <= _MAX_NAME:
        return None
    if b"\0" in header.name or (header.name.endswith(b"/") and not header.packed):
        return None
    unknown = bool(header.flags & 8) and not header.packed
    length = None if unknown else header.packed
    if unknown and (header.encrypted or header.method == STORED):
        length = _described(view, begin, stop, budget)
    try:
        content, decoder = opener.open(header, begin, length)
    except Refused as refused:
        return Tried(header=header, length=length or 0, content=None, decoder=None, refused=refused)
    if content.begins(ENOUGH):
        return Tried(header=header, length=length, content=content, decoder=decoder, refused=None)
    budget.left -= decoder.consumed if decoder is not None else 0
    return None


def _described(view: ItemView, begin: int, stop: int, budget: Budget) -> int:
    """Return the length of data by the record that follows it, or up to the next header."""
    memory, place = view.memory(), begin
    while (place := memory.find(DESCRIPTOR, place, stop)) >= 0:
        record = view.read(place + 8, 4)
        if int.from_bytes(record, "little") == place - begin:
            budget.left -= place - begin
            return place - begin
        place += 4
    following = memory.find(LOCAL, begin, stop)
    found = following if following >= 0 else stop
    budget.left -= stop - begin
    return max(found - begin, 0)
