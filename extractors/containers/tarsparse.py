"""Sparse files in tar archives: four ways to write which pieces of a file are kept.

GNU tar's manual, "Sparse Formats": the old GNU header, pax formats 0.0, 0.1 and 1.0.
"""

from ..interface import ItemView
from .reading import Damage, Reader, Source
from .tarformat import BLOCK, MAX_SPARSE, Block, Extended, decimal, number

_ZEROS = bytes(1 << 16)
_MAX_DIGITS = 24

Pieces = list[tuple[int, int]]
"""Offset and length of each kept piece, in order."""


class Holes:
    """A sparse file's bytes: the kept pieces from below, zeros between them."""

    def __init__(self, below: Reader, pieces: Pieces, size: int) -> None:
        """`size` is the length of the whole file."""
        self._below = below
        self._pieces = [*pieces, (size, 0)]
        self._number = 0
        self._given = 0  # bytes of the present piece
        self._place = 0

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; `Damage` where the pieces do not follow one another."""
        while self._number < len(self._pieces):
            offset, length = self._pieces[self._number]
            if self._place < offset:
                chunk = _ZEROS[: min(size, offset - self._place)]
            elif self._place != offset + self._given:
                raise Damage("the kept pieces of a sparse file overlap")
            elif self._given < length:
                chunk = self._below.read(min(size, length - self._given))
                if not chunk:
                    raise Damage("the kept pieces are longer than the data")
                self._given += len(chunk)
            else:
                self._number, self._given = self._number + 1, 0
                continue
            self._place += len(chunk)
            return chunk
        return b""


def pieces_of(view: ItemView, block: Block, extended: Extended) -> tuple[Pieces, int, int] | None:
    """Return (pieces, length of the file, blocks of data that hold the map); none if not sparse."""
    if block.type == b"S":
        return _old(view, block)
    if extended.get(b"GNU.sparse.major") == b"1":
        return _map_in_data(view, block, extended)
    size = extended.number(b"GNU.sparse.size")
    if size is None:
        return None
    written = extended.get(b"GNU.sparse.map")
    if written is not None:
        numbers = [decimal(value) for value in written.split(b",") if value]
    else:
        numbers = [decimal(value) for _, value in extended.pieces]
    return _paired(numbers), size, 0


def _paired(numbers: list[int]) -> Pieces:
    if len(numbers) % 2 or len(numbers) > 2 * MAX_SPARSE or any(value < 0 for value in numbers):
        raise Damage("the map of a sparse file is damaged")
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _old(view: ItemView, block: Block) -> tuple[Pieces, int, int]:
    numbers = _numbers(block.raw[386:482])
    more, extra = block.raw[482], 0
    while more:
        raw = view.read(block.position + BLOCK * (1 + extra), BLOCK)
        if len(raw) < BLOCK or len(numbers) > 2 * MAX_SPARSE:
            raise Damage("the map of a sparse file is cut off")
        numbers += _numbers(raw[:504])
        more, extra = raw[504], extra + 1
    return _paired(numbers), number(block.raw[483:495]), extra


def _numbers(raw: bytes) -> list[int]:
    found = []
    for place in range(0, len(raw), 24):
        if raw[place : place + 1] == b"\0":
            break
        found += [number(raw[place : place + 12]), number(raw[place + 12 : place + 24])]
    return found


def _map_in_data(view: ItemView, block: Block, extended: Extended) -> tuple[Pieces, int, int]:
    size = extended.number(b"GNU.sparse.realsize") or 0
    written = extended.number(b"size")  # a length that the header itself does not hold
    stored = block.size if written is None else written
    if stored < 0:
        raise Damage("a member has a negative length")
    begin = block.position + BLOCK
    source = Source(view, begin, stored)
    numbers: list[int] = []
    raw, wanted = b"", 1
    while len(numbers) < wanted:
        if b"\n" not in raw:
            chunk = source.read(BLOCK)
            if not chunk or len(raw) > _MAX_DIGITS:
                raise Damage("the map of a sparse file is cut off")
            raw += chunk
            continue
        line, raw = raw.split(b"\n", 1)
        numbers.append(decimal(line))
        if len(numbers) == 1:
            wanted = 1 + 2 * numbers[0]
            if not 0 <= numbers[0] <= MAX_SPARSE:
                raise Damage("the map of a sparse file is too long")
    return _paired(numbers[1:]), size, (source.offset - begin) // BLOCK
