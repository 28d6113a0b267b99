"""Image file directories of TIFF 6.0 as Exif 2.32 nests them: which values stand where.

Damage in one entry leaves it out; a directory that points back to one already read ends there.
BigTIFF is not read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import calcsize, unpack_from

from .block import Buffer

MAX_ENTRIES = 20_000
"""Entries of all directories of one block; guards time."""
MAX_DIRECTORIES = 128
"""Directories that are followed."""
MAX_VALUE = 1 << 16
"""Bytes of one value that are read; the whole is told by its length."""
MAX_VALUES = 64 << 20
"""Bytes of all values of one block that are read; entries may all point to the same ones."""
_FORMS = {
    1: "B", 2: "c", 3: "H", 4: "I", 5: "II", 6: "b", 7: "c", 8: "h", 9: "i", 10: "ii",
    11: "f", 12: "d", 13: "I", 129: "c",
}  # fmt: skip
ASCII, UNDEFINED, UTF8 = 2, 7, 129
BYTE = 1
_RATIONALS = (5, 10)
_BRANCHES = {0x8769: "Exif", 0x8825: "GPS", 0xA005: "Interop"}


class NotTiff(ValueError):
    """The bytes do not begin as TIFF does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry of a directory."""

    directory: str
    """IFD0, IFD1, SubIFD0, Exif, GPS or Interop."""
    tag: int
    """Its tag."""
    form: int
    """Its type."""
    count: int
    """How many values it claims."""
    offset: int
    """Where its value begins, from the begin of the block."""
    size: int
    """Bytes of its value that there are."""
    little: bool
    """Byte order of its numbers."""
    value: bytes
    """The value, at most `MAX_VALUE` bytes of it."""

    def numbers(self, most: int = 64) -> list[tuple[int, int] | int | float]:
        """Return its numbers, at most `most`; rationals as pairs; none where it is text."""
        form = _FORMS[self.form]
        if form == "c":
            return []
        width = calcsize("<" + form)
        order = "<" if self.little else ">"
        count = min(self.count, most, len(self.value) // width)
        flat = unpack_from(f"{order}{form * count}", self.value)
        if self.form in _RATIONALS:
            return list(zip(flat[::2], flat[1::2], strict=True))
        return list(flat)


def entries(source: Buffer, start: int, length: int) -> Iterator[Entry]:
    """Yield the entries of all directories, IFD0 first; `NotTiff` where it is none.

    EOFError after all that could be read where a directory lies beyond the end.
    """
    head = source[start : start + 8]
    little = head[:2] == b"II"
    if len(head) < 8 or head[:4] not in (b"II*\0", b"MM\0*"):
        raise NotTiff("no TIFF header")
    order = "<" if little else ">"
    queue = [(int(unpack_from(order + "I", head, 4)[0]), "IFD0")]
    seen: set[int] = set()
    left, room, whole = MAX_ENTRIES, MAX_VALUES, True
    while queue:
        position, name = queue.pop(0)
        if position in seen or len(seen) >= MAX_DIRECTORIES:
            continue
        seen.add(position)
        if position + 2 > length:
            whole = False  # damage in one directory hides no other
            continue
        count = int(unpack_from(order + "H", source, start + position)[0])
        for number in range(count):
            left -= 1
            at = position + 2 + 12 * number
            if left < 0:
                raise ValueError("more entries than any picture has")
            if at + 12 > length:
                whole = False
                break
            entry = _entry(source, start, length, at, name, little)
            if entry is None:
                continue
            room -= len(entry.value)
            if room < 0:
                raise ValueError("values of more bytes than any picture has")
            yield entry
            queue += _branches(entry)
        link = position + 2 + 12 * count
        if name.startswith("IFD") and link + 4 <= length:
            following = int(unpack_from(order + "I", source, start + link)[0])
            if following:
                queue.append((following, f"IFD{int(name[3:]) + 1}"))
    if not whole:
        raise EOFError("a directory or entry beyond the end")


def _entry(
    source: Buffer, start: int, length: int, at: int, name: str, little: bool
) -> Entry | None:
    order = "<" if little else ">"
    tag, form, count = unpack_from(order + "HHI", source, start + at)
    if form not in _FORMS:
        return None
    size = calcsize("<" + _FORMS[form]) * count
    inline = size <= 4
    offset = at + 8 if inline else int(unpack_from(order + "I", source, start + at + 8)[0])
    if offset + size > length:
        return None
    begin = start + offset
    return Entry(
        directory=name,
        tag=tag,
        form=form,
        count=count,
        offset=offset,
        size=size,
        little=little,
        value=source[begin : begin + min(size, MAX_VALUE)],
    )


def _branches(entry: Entry) -> list[tuple[int, str]]:
    """Return the directories that an entry points to."""
    if entry.tag in _BRANCHES:
        numbers = entry.numbers(1)
        return [(n, _BRANCHES[entry.tag]) for n in numbers if isinstance(n, int)]
    if entry.tag == 0x014A:
        numbers = entry.numbers(8)
        return [(n, f"SubIFD{i}") for i, n in enumerate(numbers) if isinstance(n, int)]
    return []
