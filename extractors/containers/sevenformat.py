"""The header of a 7z archive: which packed streams, folders and files there are.

7-Zip's own description, 7zFormat.txt. Counts are believed only as far as the header's length
could hold them.
"""

import zlib
from dataclasses import dataclass, field

from .reading import Damage

MAGIC = b"7z\xbc\xaf\x27\x1c"
"""How an archive begins."""
START = 32
"""Bytes before the packed streams."""
MAX_HEADER = 64 << 20
"""Bytes of a decoded header; more is refused."""
MAX_FILES = 1_000_000
"""Files in one archive; more is damage."""
(
    END, HEADER, PROPERTIES, ADDITIONAL, MAIN, FILES, PACK, UNPACK, SUBSTREAMS, SIZE, CRC, FOLDER,
    SIZES, STREAMS, EMPTY, EMPTY_FILE, ANTI, NAMES, CREATED, ACCESSED, MODIFIED, ATTRIBUTES,
    COMMENT, ENCODED,
) = range(24)  # fmt: skip
"""Identifiers of the header's parts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coder:
    """One step of decoding."""

    method: bytes
    """Its identifier."""
    inputs: int
    outputs: int
    properties: bytes


@dataclass(kw_only=True, slots=True)
class Folder:
    """What is decoded together: a chain of coders, and the files in it one after another."""

    coders: list[Coder]
    binds: list[tuple[int, int]]
    """Pairs (input, output of another coder that feeds it)."""
    packed: list[int]
    """Inputs that are fed by packed streams."""
    sizes: list[int] = field(default_factory=list)
    """Length of each output."""
    crc: int | None = None
    """CRC-32 of the last output."""
    pieces: list[tuple[int, int | None]] = field(default_factory=list)
    """Length and CRC-32 of each file in it."""
    first: int = 0
    """Number of its first packed stream."""

    @property
    def last(self) -> int:
        """The output that feeds no other coder; `Damage` where there is none."""
        bound = {output for _, output in self.binds}
        for output in range(sum(coder.outputs for coder in self.coders)):
            if output not in bound:
                return output
        raise Damage("a folder has no last coder")

    @property
    def size(self) -> int:
        """Length of what it decodes to."""
        if self.last >= len(self.sizes):
            raise Damage("a folder's length is missing")
        return self.sizes[self.last]


@dataclass(kw_only=True, slots=True)
class Streams:
    """Where the packed streams stand and which folders decode them."""

    packed: list[tuple[int, int]] = field(default_factory=list)
    """Byte in the item and length of each packed stream."""
    folders: list[Folder] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class File:
    """A file in the archive."""

    name: bytes = b""
    """Its name in UTF-8 (lone surrogates as WTF-8 writes them)."""
    empty: bool = False
    """It has no stream: a directory, or an empty file."""
    empty_file: bool = False
    anti: bool = False
    modified: int | None = None
    """FILETIME."""
    attributes: int = 0


class Cursor:
    """Reads a header from its beginning; `Damage` where it ends too early."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.place = 0

    def take(self, length: int) -> bytes:
        """Return the next bytes."""
        if length < 0 or self.place + length > len(self.raw):
            raise Damage("the header ends too early")
        self.place += length
        return self.raw[self.place - length : self.place]

    def byte(self) -> int:
        """Return the next byte."""
        return self.take(1)[0]

    def number(self) -> int:
        """Return the next number: its first byte's leading ones count the bytes that follow."""
        first = self.byte()
        value, mask = 0, 0x80
        for shift in range(8):
            if not first & mask:
                return value | (first & mask - 1) << 8 * shift
            value |= self.byte() << 8 * shift
            mask >>= 1
        return value

    def count(self) -> int:
        """Return a number of things that the header could hold."""
        number = self.number()
        if number > len(self.raw) or number > MAX_FILES:
            raise Damage("the header claims more than it can hold")
        return number

    def bits(self, count: int) -> list[bool]:
        """Return so many bits, the highest of each byte first."""
        raw = self.take((count + 7) // 8)
        return [bool(raw[at >> 3] & 0x80 >> (at & 7)) for at in range(count)]

    def defined(self, count: int) -> list[bool]:
        """Return which of `count` things a property has a value for."""
        return [True] * count if self.byte() else self.bits(count)

    def crcs(self, count: int) -> list[int | None]:
        """Return a CRC-32 for each of `count` things that has one."""
        known = self.defined(count)
        return [int.from_bytes(self.take(4), "little") if has else None for has in known]


def start(raw: bytes) -> tuple[int, int, int]:
    """Return (byte, length, CRC-32) of the header, from an archive's first 32 bytes."""
    if len(raw) < START or raw[:6] != MAGIC:
        raise Damage("the beginning is cut off")
    if zlib.crc32(raw[12:32]) != int.from_bytes(raw[8:12], "little"):
        raise Damage("the beginning is damaged: its CRC-32 does not fit")
    place, length = int.from_bytes(raw[12:20], "little"), int.from_bytes(raw[20:28], "little")
    return START + place, length, int.from_bytes(raw[28:32], "little")


def streams(cursor: Cursor) -> Streams:
    """Read a description of streams, up to its end mark."""
    found = Streams()
    while (part := cursor.number()) != END:
        if part == PACK:
            _pack(cursor, found)
        elif part == UNPACK:
            _unpack(cursor, found)
        elif part == SUBSTREAMS:
            _substreams(cursor, found)
        else:
            raise Damage(f"part {part} does not belong to streams")
    return found


def _pack(cursor: Cursor, found: Streams) -> None:
    place, count = START + cursor.number(), cursor.count()
    while (part := cursor.number()) != END:
        if part == SIZE:
            for _ in range(count):
                length = cursor.number()
                found.packed.append((place, length))
                place += length
        elif part == CRC:
            cursor.crcs(count)
        else:
            raise Damage(f"part {part} does not belong to packed streams")


def _unpack(cursor: Cursor, found: Streams) -> None:
    first = 0
    while (part := cursor.number()) != END:
        if part == FOLDER:
            count = cursor.count()
            if cursor.byte():
                raise Damage("external folders are not read")
            for _ in range(count):
                folder = _folder(cursor)
                folder.first, first = first, first + len(folder.packed)
                found.folders.append(folder)
        elif part == SIZES:
            for folder in found.folders:
                outputs = sum(coder.outputs for coder in folder.coders)
                folder.sizes = [cursor.number() for _ in range(outputs)]
        elif part == CRC:
            for folder, crc in zip(found.folders, cursor.crcs(len(found.folders)), strict=True):
                folder.crc = crc
        else:
            raise Damage(f"part {part} does not belong to folders")
    for folder in found.folders:
        folder.pieces = [(folder.size, folder.crc)]


def _folder(cursor: Cursor) -> Folder:
    coders: list[Coder] = []
    for _ in range(cursor.number()):
        flags = cursor.byte()
        method = cursor.take(flags & 15)
        inputs, outputs = (cursor.number(), cursor.number()) if flags & 16 else (1, 1)
        if inputs > 32 or outputs > 32 or flags & 0x80 or len(coders) >= 32:
            raise Damage("a coder is damaged")
        properties = cursor.take(cursor.number()) if flags & 32 else b""
        coders.append(Coder(method=method, inputs=inputs, outputs=outputs, properties=properties))
    inputs = sum(coder.inputs for coder in coders)
    bound = max(sum(coder.outputs for coder in coders) - 1, 0)
    binds = [(cursor.number(), cursor.number()) for _ in range(bound)]
    packed = inputs - bound
    if packed < 1 or not coders:
        raise Damage("a folder has no packed stream")
    if packed == 1:
        fed = {into for into, _ in binds}
        free = [into for into in range(inputs) if into not in fed]
    else:
        free = [cursor.number() for _ in range(packed)]
    return Folder(coders=coders, binds=binds, packed=free[:packed])


def _substreams(cursor: Cursor, found: Streams) -> None:
    counts = [1] * len(found.folders)
    part = cursor.number()
    if part == STREAMS:
        counts = [cursor.count() for _ in found.folders]
        if sum(counts) > MAX_FILES:
            raise Damage("the header claims more than it can hold")
        part = cursor.number()
    for folder, count in zip(found.folders, counts, strict=True):
        lengths = [cursor.number() for _ in range(count - 1)] if part == SIZE else [0] * (count - 1)
        if count:
            lengths.append(folder.size - sum(lengths))
        if any(length < 0 for length in lengths):
            raise Damage("the files of a folder are longer than it is")
        known = folder.crc if count == 1 else None
        folder.pieces = [(length, known) for length in lengths]
    if part == SIZE:
        part = cursor.number()
    while part != END:
        if part != CRC:
            raise Damage(f"part {part} does not belong to files in folders")
        _piece_crcs(cursor, found)
        part = cursor.number()


def _piece_crcs(cursor: Cursor, found: Streams) -> None:
    """Give the files their CRCs; one alone in its folder has the folder's, if that has one."""
    open_ = [f for f in found.folders if not (len(f.pieces) == 1 and f.crc is not None)]
    crcs = iter(cursor.crcs(sum(len(folder.pieces) for folder in open_)))
    for folder in open_:
        folder.pieces = [(length, next(crcs)) for length, _ in folder.pieces]


def files(cursor: Cursor) -> list[File]:
    """Read the list of files, up to its end mark."""
    found = [File() for _ in range(cursor.count())]
    while (part := cursor.number()) != END:
        inner = Cursor(cursor.take(cursor.number()))
        if part == EMPTY:
            for file, bit in zip(found, inner.bits(len(found)), strict=True):
                file.empty = bit
        elif part in (EMPTY_FILE, ANTI):
            without = [file for file in found if file.empty]
            for file, bit in zip(without, inner.bits(len(without)), strict=True):
                if part == EMPTY_FILE:
                    file.empty_file = bit
                else:
                    file.anti = bit
        elif part == NAMES:
            _names(inner, found)
        elif part in (MODIFIED, ATTRIBUTES):
            _values(inner, found, part)
    return found


def _names(inner: Cursor, found: list[File]) -> None:
    if inner.byte():
        raise Damage("external names are not read")
    text = inner.raw[1 : len(inner.raw) - (len(inner.raw) - 1) % 2]
    names = text.decode("utf-16-le", "surrogatepass").split("\0")
    for file, name in zip(found, names, strict=False):
        file.name = name.encode("utf-8", "surrogatepass")


def _values(inner: Cursor, found: list[File], part: int) -> None:
    known = inner.defined(len(found))
    if inner.byte():
        raise Damage("external values are not read")
    width = 8 if part == MODIFIED else 4
    for file, has in zip(found, known, strict=True):
        if has:
            value = int.from_bytes(inner.take(width), "little")
            if part == MODIFIED:
                file.modified = value
            else:
                file.attributes = value
