"""A storage inside an OLE compound file, written out as a compound file of its own ([MS-CFB]).

So that a message inside an Outlook item is an item that any program can open. Version 3, sectors
of 512 bytes; the same storage always gives the same bytes.
"""

import struct
from collections.abc import Mapping

Tree = Mapping[str, "bytes | Tree"]
"""What a storage holds: streams and storages, by name."""

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_ROOT, _STORAGE, _STREAM = 5, 1, 2
MAX_BYTES = 6 << 20
"""Bytes that a written file may have: 109 sectors of the allocation table reach that far."""


class TooLarge(Exception):
    """The storage holds more than `MAX_BYTES`."""


class _Entry:
    """A directory entry in the making."""

    def __init__(self, name: str, kind: int, content: bytes = b"") -> None:
        self.name, self.kind, self.content = name, kind, content
        self.left = self.right = self.child = _NONE
        self.start, self.size = _END, len(content)

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")[:62] + b"\0\0"
        return struct.pack(
            "<64sHBBLLL16sLQQLQ", name, len(name), self.kind, 1, self.left, self.right,
            self.child, bytes(16), 0, 0, 0, self.start, self.size,
        )  # fmt: skip


def written(tree: Tree) -> bytes:
    """Return a compound file that holds `tree`; `TooLarge` where it would be too long."""
    root = _Entry("Root Entry", _ROOT)
    entries = [root]
    root.child = _listed(tree, entries)
    chains: list[bytes] = []
    links: list[int] = []
    mini, mini_links = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == _STREAM and 0 < entry.size < _CUTOFF:
            entry.start = len(mini) // _MINI
            mini += _padded(entry.content, _MINI)
            _chain(mini_links, entry.start, len(mini) // _MINI)
        elif entry.kind == _STREAM and entry.size:
            entry.start = _append(chains, links, entry.content)
    root.size = len(mini)
    root.start = _append(chains, links, bytes(mini)) if mini else _END
    table = struct.pack(f"<{len(mini_links)}L", *mini_links)
    mini_table = _append(chains, links, _padded(table, _SECTOR, b"\xff")) if table else _END
    directory = b"".join(entry.packed() for entry in entries)
    first_directory = _append(chains, links, directory)
    return _file(chains, links, first_directory, mini_table, -(-len(table) // _SECTOR))


def _listed(tree: Tree, entries: list[_Entry]) -> int:
    """Add the entries of a storage; return the number of the root of their tree."""
    numbers = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        held = tree[name]
        entry = _Entry(name, _STREAM, held) if isinstance(held, bytes) else _Entry(name, _STORAGE)
        numbers.append(len(entries))
        entries.append(entry)
        if isinstance(held, Mapping):
            entry.start, entry.child = 0, _listed(held, entries)
    return _balanced(numbers, entries)


def _balanced(numbers: list[int], entries: list[_Entry]) -> int:
    if not numbers:
        return _NONE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balanced(numbers[:middle], entries)
    entry.right = _balanced(numbers[middle + 1 :], entries)
    return numbers[middle]


def _padded(content: bytes, size: int, fill: bytes = b"\0") -> bytes:
    return content + fill * (-len(content) % size)


def _chain(links: list[int], start: int, end: int) -> None:
    links.extend(range(start + 1, end))
    links.append(_END)


def _append(chains: list[bytes], links: list[int], content: bytes) -> int:
    """Append a stream in whole sectors; return its first."""
    start = len(links)
    padded = _padded(content, _SECTOR)
    chains.append(padded)
    _chain(links, start, start + len(padded) // _SECTOR)
    if len(links) * _SECTOR > MAX_BYTES:
        raise TooLarge
    return start


def _file(
    chains: list[bytes], links: list[int], directory: int, mini_table: int, mini_sectors: int
) -> bytes:
    sectors = 1
    while (len(links) + sectors) * 4 > sectors * _SECTOR:
        sectors += 1
    first = len(links)
    table = [*links, *[_FAT] * sectors]
    table += [_FREE] * (-len(table) % (_SECTOR // 4))
    places = [first + number for number in range(sectors)]
    header = struct.pack(
        "<8s16sHHHHH6xLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE,
        9, 6, 0, sectors, directory, 0, _CUTOFF, mini_table, mini_sectors, _END, 0,
    )  # fmt: skip
    head = header + struct.pack("<109L", *places, *[_FREE] * (109 - sectors))
    return head + b"".join(chains) + struct.pack(f"<{len(table)}L", *table)
