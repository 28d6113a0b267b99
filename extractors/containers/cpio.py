"""The members of a cpio archive: the new portable, the old portable and the old binary format.

FreeBSD cpio(5). Binary archives of machines with the other byte order are not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ...evidence.item import Kind
from ...evidence.scans.locator import span
from ...evidence.times import utc_of
from ..interface import ItemView, Member
from .entry import Entry, Event, Notice, Steps, Trouble
from .reading import Content, Source

SCHEME = "cpio"
"""Scheme of the steps to members."""
END = b"TRAILER!!!"
"""Name of the member that ends an archive."""
MAX_NAME = 65_536
"""Bytes of a name; more is damage."""
_SUMMED = b"070702"
_NEW, _OLD, _BINARY = (b"070701", _SUMMED), b"070707", b"\xc7\x71"
_HEX, _OCTAL = re.compile(rb"[0-9A-Fa-f]+"), re.compile(rb"[0-7]+")
_KINDS: dict[int, Kind] = {
    0o01: "fifo", 0o02: "character", 0o04: "directory", 0o06: "block", 0o12: "symlink",
    0o14: "socket",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class _Header:
    """One member's header."""

    mode: int
    modified: int
    named: int
    size: int
    length: int
    round_to: int
    check: int | None = None
    """Sum of all bytes, where the header gives one."""

    def after(self, place: int, data: bool) -> int:
        """Return where what follows the name, or with `data` the data, begins."""
        at = self._rounded(place, self.length + self.named)
        return self._rounded(at, self.size) if data else at

    def _rounded(self, place: int, length: int) -> int:
        return place + -(-length // self.round_to) * self.round_to


def events(view: ItemView, keys: object = None) -> Iterator[Event]:
    """Yield what there is to say of an archive."""
    magic = view.read(0, 6 if view.read(0, 1) == b"0" else 2)
    yield Notice(kind="archive", locator=span(0, len(magic)), raw=magic, facts={"format": "cpio"})
    place, steps = 0, Steps(SCHEME)
    while place < view.facts.size:
        header = _header(view.read(place, 110))
        if header is None or not 0 < header.named <= MAX_NAME:
            yield Trouble(code="corrupt", text=f"no header stands at byte {place}")
            return
        name = view.read(place + header.length, header.named).removesuffix(b"\0")
        if name == END:
            yield from _outside(view, header.after(place, data=True))
            return
        kind = _KINDS.get(header.mode >> 12 & 0o17, "file")
        if kind != "directory":
            yield _entry(view, header, place, name, kind, steps)
        place = header.after(place, data=True)
    yield Trouble(code="corrupt", text=f"no end mark: the item ends at byte {view.facts.size}")


def _entry(
    view: ItemView, header: _Header, place: int, name: bytes, kind: Kind, steps: Steps
) -> Entry:
    begin = header.after(place, data=False)
    target = view.read(begin, min(header.size, 4096)) if kind == "symlink" else b""
    return Entry(
        step=steps.first(name, place), name=name, name_at=span(place + header.length, len(name)),
        content=partial(_open, view, begin, header) if kind == "file" else None,
        member=Member(
            name=name, kind=kind, target=target, size=header.size,
            modified=utc_of(header.modified * 1_000_000_000) if header.modified else None,
        ),
    )  # fmt: skip


class _Counted:
    """Bytes whose sum is kept."""

    def __init__(self, below: Source) -> None:
        self._below = below
        self.sum = 0

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        chunk = self._below.read(size)
        self.sum += sum(chunk)
        return chunk


def _open(view: ItemView, begin: int, header: _Header) -> Content:
    reader, check = _Counted(Source(view, begin, header.size)), header.check
    if not check:  # links to one file bear 0, and so do programs that do not count
        return Content(Source(view, begin, header.size), size=header.size)

    def finish() -> str:
        found = reader.sum & 0xFFFFFFFF
        return "" if found == check else f"its sum is {found} where {check} is claimed"

    return Content(reader, size=header.size, finish=finish)


def _outside(view: ItemView, place: int) -> Iterator[Notice]:
    rest = view.read(place, 4096)
    if rest.strip(b"\0"):
        raw = rest[:64]
        facts = {"place": "after", "offset": str(place), "length": str(view.facts.size - place)}
        yield Notice(kind="foreign-bytes", locator=span(place, len(raw)), raw=raw, facts=facts,
                     flag="metadata")  # fmt: skip


def _header(raw: bytes) -> _Header | None:
    if raw[:6] in _NEW and len(raw) == 110 and _HEX.fullmatch(raw[6:110]):
        words = [int(raw[at : at + 8], 16) for at in range(6, 110, 8)]
        return _Header(mode=words[1], modified=words[5], size=words[6], named=words[11],
                       length=110, round_to=4,
                       check=words[12] if raw[:6] == _SUMMED else None)  # fmt: skip
    if raw[:6] == _OLD and len(raw) >= 76 and _OCTAL.fullmatch(raw[6:76]):
        return _Header(mode=int(raw[18:24], 8), modified=int(raw[48:59], 8),
                       named=int(raw[59:65], 8), size=int(raw[65:76], 8),
                       length=76, round_to=1)  # fmt: skip
    if raw[:2] == _BINARY and len(raw) >= 26:
        words = [int.from_bytes(raw[at : at + 2], "little") for at in range(0, 26, 2)]
        return _Header(mode=words[3], modified=words[8] << 16 | words[9], named=words[10],
                       size=words[11] << 16 | words[12], length=26, round_to=2)  # fmt: skip
    return None
