"""Sparse files in tar archives: four forms of their map, and maps that cannot be."""

import pytest
from tests.extractors.containers.laws import contents, lawful, looked
from tests.extractors.containers.tars import (
    BLOCK,
    END,
    block,
    file,
    octal,
    padded,
    pax,
    wide,
)
from tests.extractors.containers.views import Plain, everything, until_damage, view

from truyvet.extractors import archive
from truyvet.extractors.containers.reading import Damage
from truyvet.extractors.containers.tarformat import MAX_SPARSE, Block, Extended, read_extended
from truyvet.extractors.containers.tarsparse import Holes, pieces_of

MAPS = {
    "empty": ([], 0),
    "only a hole": ([], 2_000),
    "all kept": ([(0, 9)], 9),
    "in the middle": ([(10, 3)], 99),
    "at the end": ([(90, 9)], 99),
    "many": ([(number * 1_000, 7) for number in range(40)], 50_000),
    "touching": ([(0, 5), (5, 5)], 10),
    "pieces of nothing": ([(0, 0), (7, 3), (10, 0)], 12),
}
Pieces = list[tuple[int, int]]


def kept(pieces: Pieces) -> bytes:
    return bytes(range(1, 256)) * 4 + b"x" * 999 if not pieces else b"".join(
        bytes([65 + at % 26]) * length for at, (_, length) in enumerate(pieces)
    )  # fmt: skip


def whole(pieces: Pieces, size: int) -> bytes:
    out = bytearray(size)
    for at, (offset, length) in enumerate(pieces):
        out[offset : offset + length] = bytes([65 + at % 26]) * length
    return bytes(out)


def data_of(pieces: Pieces) -> bytes:
    return kept(pieces) if pieces else b""


def old(pieces: Pieces, size: int, name: bytes = b"a") -> bytes:
    numbers = b"".join(octal(offset) + octal(length) for offset, length in pieces)
    fields = {386: numbers[:96], 482: b"\1" if len(pieces) > 4 else b"\0", 483: octal(size)}
    head = block(name, b"S", len(data_of(pieces)), fields=fields)
    rest = numbers[96:]
    while rest:
        more = rest[504:]
        head += rest[:504].ljust(504, b"\0") + (b"\1" if more else b"\0") + bytes(7)
        rest = more
    return head + padded(data_of(pieces))


def zero_zero(pieces: Pieces, size: int) -> bytes:
    records = [(b"GNU.sparse.size", b"%d" % size), (b"GNU.sparse.numblocks", b"%d" % len(pieces))]
    for offset, length in pieces:
        records += [
            (b"GNU.sparse.offset", b"%d" % offset),
            (b"GNU.sparse.numbytes", b"%d" % length),
        ]
    return pax(*records) + file(b"a", data_of(pieces))


def zero_one(pieces: Pieces, size: int) -> bytes:
    written = b",".join(b"%d,%d" % pair for pair in pieces)
    records = [(b"GNU.sparse.size", b"%d" % size), (b"GNU.sparse.map", written)]
    return pax(*records, (b"GNU.sparse.name", b"a")) + file(b"GNUSparseFile.1/a", data_of(pieces))


def one_zero(pieces: Pieces, size: int, in_pax: bool = False) -> bytes:
    numbers = b"%d\n" % len(pieces) + b"".join(b"%d\n%d\n" % pair for pair in pieces)
    data = padded(numbers) + data_of(pieces)
    records = [(b"GNU.sparse.major", b"1"), (b"GNU.sparse.minor", b"0"),
               (b"GNU.sparse.name", b"a"), (b"GNU.sparse.realsize", b"%d" % size)]  # fmt: skip
    if in_pax:
        records.append((b"size", b"%d" % len(data)))
    head = block(b"GNUSparseFile.1/a", size=0 if in_pax else len(data))
    return pax(*records) + head + padded(data)


FORMS = {
    "old": old, "0.0": zero_zero, "0.1": zero_one, "1.0": one_zero,
    "1.0 with its length in pax": lambda pieces, size: one_zero(pieces, size, in_pax=True),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", MAPS)
def test_a_sparse_file_of_every_form_is_whole_again(form: str, name: str) -> None:
    pieces, size = MAPS[name]
    if name == "pieces of nothing" and form == "old":
        pieces = pieces[1:]
    content = FORMS[form](pieces, size) + file(b"next", b"1") + END
    found = lawful(archive, content)
    assert contents(found) == {"tar:a": whole(pieces, size), "tar:next": b"1"}
    assert found.outcome.status == "ok"


@pytest.mark.parametrize("step", [1, 7, 4_096])
def test_holes_are_given_in_pieces_of_any_size(step: int) -> None:
    pieces, size = [(3, 4), (20, 1)], 30
    holes = Holes(Plain(data_of(pieces), most=2), pieces, size)
    assert everything(holes, step) == whole(pieces, size)


@pytest.mark.parametrize(
    ("pieces", "size", "said"),
    [
        ([(5, 5), (9, 1)], 20, "overlap"), ([(5, 5), (0, 1)], 20, "overlap"),
        ([(0, 5)], 4, "overlap"), ([(0, 9)], 20, "longer than the data"),
        ([(1, 1), (1, 1)], 5, "overlap"), ([], -5, "overlap"), ([(0, 3), (1, 3)], 9, "overlap"),
    ],
)  # fmt: skip
def test_pieces_that_cannot_be_are_damage(pieces: Pieces, size: int, said: str) -> None:
    _, damage = until_damage(Holes(Plain(b"123456"), pieces, size))
    assert said in damage


def test_what_stands_before_pieces_that_cannot_be_comes_out() -> None:
    out, damage = until_damage(Holes(Plain(b"abcdef"), [(2, 3), (4, 1)], 9), 2)
    assert out == b"\0\0abc"
    assert damage


def pieces(raw: bytes):
    """Return what the map of the last header in `raw` says."""
    extended, place = Extended(), 0
    while True:
        head = Block(position=place, raw=raw[place : place + BLOCK])
        if head.type != b"x":
            return pieces_of(view(raw), head, extended)
        read_extended(view(raw), head, extended)
        place += BLOCK + len(padded(bytes(head.size)))


def test_a_file_without_a_map_is_not_sparse() -> None:
    assert pieces(file(b"a", b"1")) is None
    assert pieces(pax((b"GNU.sparse.name", b"b")) + file(b"a", b"1")) is None


@pytest.mark.parametrize(
    "raw",
    [
        pax((b"GNU.sparse.size", b"many"), (b"GNU.sparse.map", b"0,1")) + file(b"a", b"1"),
        pax((b"GNU.sparse.size", b"5"), (b"GNU.sparse.map", b"0,1,2")) + file(b"a", b"1"),
        pax((b"GNU.sparse.size", b"5"), (b"GNU.sparse.map", b"0;1")) + file(b"a", b"1"),
        pax((b"GNU.sparse.size", b"5"), (b"GNU.sparse.map", b"0,-1")) + file(b"a", b"1"),
        pax((b"GNU.sparse.size", b"5"), (b"GNU.sparse.offset", b"0")) + file(b"a", b"1"),
        block(b"a", b"S", 3, fields={386: b"z" * 24, 483: octal(9)}),
        block(b"a", b"S", 3, fields={386: octal(0) + octal(3), 483: b"zzz"}),
        block(b"a", b"S", 3, fields={386: octal(0) + wide(-3), 483: octal(9)}),
        block(b"a", b"S", 3, fields={386: octal(0) + octal(3), 482: b"\1", 483: octal(9)}),
    ],
)
def test_a_map_that_cannot_be_is_damage(raw: bytes) -> None:
    with pytest.raises(Damage):
        pieces(raw)
    assert looked(archive, file(b"first", b"1") + raw + END).outcome.status == "corrupt"


@pytest.mark.parametrize(
    "data",
    [b"", b"1", b"1\n0", b"1\n0\n", b"x\n", b"-1\n", b"\n", b"%d\n" % (MAX_SPARSE + 1),
     b"1\n0\n-5\n", b"9" * 30 + b"\n", b"1" * 600],
)  # fmt: skip
def test_a_map_in_the_data_that_cannot_be_is_damage(data: bytes) -> None:
    records = [(b"GNU.sparse.major", b"1"), (b"GNU.sparse.realsize", b"9")]
    raw = pax(*records) + block(b"a", size=len(data)) + data
    with pytest.raises(Damage):
        pieces(raw)


@pytest.mark.parametrize("size", [-1, -5_000, -(1 << 60)])
def test_a_map_in_data_of_a_negative_length_is_damage(size: int) -> None:
    records = [(b"GNU.sparse.major", b"1"), (b"GNU.sparse.realsize", b"9")]
    by_block = pax(*records) + block(b"a", fields={124: wide(size)})
    by_pax = pax(*records, (b"size", b"%d" % size)) + block(b"a")
    for raw in (by_block, by_pax):
        with pytest.raises(Damage):
            pieces(raw)
        found = lawful(archive, raw + file(b"next", b"1") + END)
        assert found.outcome.status == "corrupt"
        assert contents(found)["tar:next"] == b"1"


def test_a_long_map_takes_as_many_blocks_as_it_needs() -> None:
    many = [(number * 10, 1) for number in range(500)]
    found = pieces(one_zero(many, 5_000))
    assert found is not None
    assert found[0] == many
    assert found[2] == len(padded(b"500\n" + b"".join(b"%d\n1\n" % at for at, _ in many))) // BLOCK
