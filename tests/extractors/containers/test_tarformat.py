"""Headers of tar archives: numbers, sums, names, extended headers, and each of them wrong."""

import io
import tarfile

import pytest
from tests.extractors.containers import tars
from tests.extractors.containers.views import view

from truyvet.extractors.containers.reading import Damage
from truyvet.extractors.containers.tarformat import (
    BLOCK,
    MAX_EXTENDED,
    Block,
    Extended,
    decimal,
    nanoseconds,
    number,
    read_extended,
    recognised,
    valid,
)


def extended(raw: bytes, lead: int = 0) -> Extended:
    content = bytes(lead) + raw
    into = Extended()
    read_extended(view(content), Block(position=lead, raw=content[lead : lead + BLOCK]), into)
    return into


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"", 0), (bytes(12), 0), (b" " * 12, 0), (b"0", 0), (b"7\0", 7), (b"00000000010\0", 8),
        (b"      10\0 ", 8), (b"10 \0 \0", 8), (b"77777777777\0", 8**11 - 1),
        (b"777777777777", 8**12 - 1), (tars.wide(5), 5), (tars.wide(8**12), 8**12),
        (tars.wide((1 << 62) - 1), (1 << 62) - 1), (tars.wide(-1), -1), (tars.wide(-500), -500),
        (b"\x80" + bytes(7), 0), (tars.wide(300, 8), 300),
    ],
)  # fmt: skip
def test_a_number_is_octal_or_to_the_base_256(raw: bytes, value: int) -> None:
    assert number(raw) == value


@pytest.mark.parametrize("value", [0, 1, 8**11 - 1, 8**11, 1 << 50, -1, -(1 << 40)])
def test_numbers_of_the_standard_library_are_read(value: int) -> None:
    member = tarfile.TarInfo("a")
    member.size = value
    raw = member.tobuf(tarfile.GNU_FORMAT)
    assert Block(position=0, raw=raw).size == value


@pytest.mark.parametrize(
    "raw",
    [b"8", b"-1", b"0x1", b"1 2", b"12a\0", b"1\0002", tars.wide(1 << 62), b"\xff" + b"\0" * 11],
)
def test_what_is_no_number_is_damage(raw: bytes) -> None:
    with pytest.raises(Damage):
        number(raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [(b"0", 0), (b"12", 12), (b"-7", -7), (b"12.9", 12), (b"007", 7), (b"9" * 18, 10**18 - 1)],
)
def test_a_whole_number_of_an_extended_header_is_read(raw: bytes, value: int) -> None:
    assert decimal(raw) == value


@pytest.mark.parametrize("raw", [b"", b" 1", b"+1", b"1e3", b"9" * 19, b"0x1", b"1,5", b"1\n"])
def test_what_is_no_whole_number_is_damage(raw: bytes) -> None:
    for read in (decimal, nanoseconds):
        with pytest.raises(Damage):
            read(raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"1", 10**9), (b"1.5", 1_500_000_000), (b"1.", 10**9), (b"0.000000001", 1),
        (b"0.0000000019", 1), (b"-0.25", -250_000_000), (b"-1.75", -1_750_000_000),
        (b"1700000000.123456789123", 1_700_000_000_123_456_789),
    ],
)  # fmt: skip
def test_a_time_keeps_its_fraction(raw: bytes, value: int) -> None:
    assert nanoseconds(raw) == value


@pytest.mark.parametrize("magic", [tars.GNU, tars.POSIX, tars.OLD])
@pytest.mark.parametrize("name", [b"a", "Hồ sơ/Đơn.txt".encode(), b"\xff" * 100])
@pytest.mark.parametrize("signed", [False, True])
def test_a_header_whose_sum_holds_is_valid(magic: bytes, name: bytes, signed: bool) -> None:
    raw = tars.summed(tars.block(name, magic=magic), signed)
    assert valid(raw)
    assert recognised(raw + b"more")
    assert not recognised(raw[:-1])


@pytest.mark.parametrize("place", [*range(0, 512, 37), 148, 149, 153, 511])
def test_a_header_with_any_changed_byte_is_not_valid(place: int) -> None:
    raw = bytearray(tars.block("Hồ sơ".encode()))
    raw[place] ^= 0x01
    assert not valid(bytes(raw))


@pytest.mark.parametrize("field", [b"\xff" * 12, b"99999999999\0", b"abc", tars.wide(1 << 62)])
def test_a_header_whose_length_is_no_number_is_not_valid(field: bytes) -> None:
    assert valid(tars.block(fields={124: field})) == (field == b"\xff" * 12)


def test_zeros_are_no_header() -> None:
    assert not valid(bytes(512))


def test_a_block_says_what_its_fields_say() -> None:
    block = Block(position=512, raw=tars.block(b"n", b"2", 77, fields={157: b"../target\0x"}))
    assert (block.type, block.size, block.name, block.target) == (b"2", 77, b"n", b"../target")
    assert (block.time, block.ustar) == (b"1700000000", False)


@pytest.mark.parametrize(
    ("magic", "prefix", "name", "whole"),
    [
        (tars.POSIX, b"dir", b"a", b"dir/a"), (tars.POSIX, b"", b"a", b"a"),
        (tars.POSIX, b"p" * 155, b"n" * 100, b"p" * 155 + b"/" + b"n" * 100),
        (tars.GNU, b"dir", b"a", b"a"), (tars.OLD, b"dir", b"a", b"a"),
        (tars.POSIX, b"d\0x", b"a\0x", b"d/a"),
    ],
)  # fmt: skip
def test_only_posix_headers_have_a_prefix(
    magic: bytes, prefix: bytes, name: bytes, whole: bytes
) -> None:
    raw = tars.block(name, magic=magic, fields={345: prefix})
    assert Block(position=0, raw=raw).name == whole


@pytest.mark.parametrize("lead", [0, 1_024])
@pytest.mark.parametrize("value", [b"", b"a", "Nguyễn Văn Đức".encode(), b"a=b\nc d", b"x" * 9_000])
def test_the_records_of_an_extended_header_are_read_with_their_places(
    lead: int, value: bytes
) -> None:
    raw = tars.pax((b"comment", b"first"), (b"path", value))
    found = extended(raw, lead)
    assert found.get(b"comment") == b"first"
    _, place = found.words[b"path"]
    assert found.get(b"path") == value
    assert (bytes(lead) + raw)[place : place + len(value)] == value


def test_extended_headers_of_the_standard_library_are_read() -> None:
    member = tarfile.TarInfo("Đơn tố cáo " * 20)
    member.mtime, member.uname = 1_700_000_000.5, "Nguyễn"
    raw = member.tobuf(tarfile.PAX_FORMAT)
    found = extended(raw)
    assert found.get(b"path") == member.name.encode()
    assert found.get(b"mtime") == b"1700000000.5"
    with tarfile.open(fileobj=io.BytesIO(raw + tars.END)) as reader:
        assert reader.getmembers()[0].name == member.name


def test_the_last_of_two_records_of_one_keyword_holds() -> None:
    assert extended(tars.pax((b"path", b"1"), (b"path", b"2"))).get(b"path") == b"2"


def test_pieces_of_a_sparse_file_keep_their_order() -> None:
    pairs = [(b"GNU.sparse.offset", b"0"), (b"GNU.sparse.numbytes", b"5"),
             (b"GNU.sparse.offset", b"9"), (b"GNU.sparse.numbytes", b"1")]  # fmt: skip
    assert extended(tars.pax(*pairs)).pieces == pairs


@pytest.mark.parametrize(("kind", "word"), [(b"L", b"path"), (b"K", b"linkpath")])
def test_a_long_name_of_gnu_ends_at_its_zero(kind: bytes, word: bytes) -> None:
    found = extended(tars.long(kind, "thư mục/".encode() * 40))
    assert found.words[word] == ("thư mục/".encode() * 40, BLOCK)


@pytest.mark.parametrize(
    "body",
    [
        b"5 a=b", b"7 a=b\n", b"x a=b\n", b"-6 a=b\n", b"6 ab\n\n", b"6a=b \n", b"3 a=b\n",
        b"99999999999999999999 a=b\n", b"6 a=b\n6 a", b"=\n", b"2 =", "٦ a=b\n".encode(),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_is_damage(body: bytes) -> None:
    with pytest.raises(Damage, match="byte 0 is damaged"):
        extended(tars.block(b"pax", b"x", len(body)) + tars.padded(body))


def test_zeros_end_the_records() -> None:
    body = tars.record(b"path", b"a") + bytes(9) + b"junk"
    found = extended(tars.block(b"pax", b"x", len(body)) + tars.padded(body))
    assert found.get(b"path") == b"a"


@pytest.mark.parametrize("size", [MAX_EXTENDED + 1, 1 << 40, -1])
def test_an_extended_header_longer_than_allowed_is_damage(size: int) -> None:
    with pytest.raises(Damage, match="too long"):
        extended(tars.block(b"pax", b"x", fields={124: tars.wide(size)}))


def test_an_extended_header_that_is_cut_off_is_damage() -> None:
    with pytest.raises(Damage, match="byte 512 is cut off"):
        extended(tars.pax((b"path", b"a" * 600))[:-512], 512)


def test_a_number_that_is_none_is_damage_only_where_it_is_wanted() -> None:
    found = extended(tars.pax((b"size", b"many"), (b"path", b"a")))
    assert found.get(b"path") == b"a"
    assert found.number(b"mtime") is None
    with pytest.raises(Damage):
        found.number(b"size")
