"""7z archives: written here by hand, and by py7zr where it is installed."""

import io
import lzma
import struct
import zlib
from types import ModuleType

import pytest
from tests.extractors.containers.laws import contents, lawful, looked, problems

from truyvet.extractors import archive
from truyvet.extractors.containers.reading import Damage
from truyvet.extractors.containers.sevenformat import Cursor
from truyvet.extractors.settings import Settings

TEXT = b"Nguyen Van Duc 0912345678\n" * 400
CODE = bytes(range(256)) * 3 + b"\xe8\x01\x02\x00\x00" * 200 + b"\xe9\x05\0\0\0" * 99
MODIFIED = 133_444_736_000_000_000


def wrapped(packed: bytes, header: bytes) -> bytes:
    start = struct.pack("<2QL", len(packed), len(header), zlib.crc32(header))
    magic = b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<L", zlib.crc32(start))
    return magic + start + packed + header


def number(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else b"\xff" + struct.pack("<Q", value)


def names(*words: str) -> bytes:
    raw = b"\0" + b"".join(word.encode("utf-16-le") + b"\0\0" for word in words)
    return b"\x11" + number(len(raw)) + raw


def packing(coders: bytes, packed: int, sizes: list[int], pieces: list[bytes]) -> bytes:
    """Return the description of one folder that holds these files."""
    out = b"\6" + number(0) + b"\1\x09" + number(packed) + b"\0"
    out += b"\7\x0b\1\0" + coders + b"\x0c" + b"".join(map(number, sizes)) + b"\0"
    out += b"\x08\x0d" + number(len(pieces))
    if len(pieces) > 1:
        out += b"\x09" + b"".join(number(len(piece)) for piece in pieces[:-1])
    crcs = b"".join(struct.pack("<L", zlib.crc32(piece)) for piece in pieces)
    return out + b"\x0a\1" + crcs + b"\0\0"


def stored(*members: tuple[str, bytes]) -> bytes:
    pieces = [content for _, content in members]
    whole = b"".join(pieces)
    times = b"\1\0" + struct.pack("<Q", MODIFIED) * len(members)
    header = b"\1\4" + packing(b"\1\1\0", len(whole), [len(whole)], pieces)
    header += b"\5" + number(len(members)) + names(*(name for name, _ in members))
    header += b"\x14" + number(len(times)) + times + b"\0\0"
    return wrapped(whole, header)


def coded(coders: bytes, packed: bytes, sizes: list[int], content: bytes) -> bytes:
    header = b"\1\4" + packing(coders, len(packed), sizes, [content])
    return wrapped(packed, header + b"\5\1" + names("a") + b"\0\0")


def test_stored_members_become_children_with_names_and_times() -> None:
    found = lawful(archive, stored(("thư/a.txt", TEXT), ("b", b"two"), ("b", b"three")))
    assert contents(found) == {
        "sevenzip:thư/a.txt": TEXT, "sevenzip:b": b"two", "sevenzip:b@2": b"three",
    }  # fmt: skip
    assert found.children[0].found.modified == "2023-11-14T22:13:20.000000000Z"
    assert found.of("archive")[0].facts["members"] == "3"


def test_lzma_is_read_without_an_end_mark() -> None:
    packed = lzma.compress(TEXT, lzma.FORMAT_ALONE)
    props, body = packed[:5], packed[13:]
    found = lawful(archive, coded(b"\1\x23\3\1\1\5" + props, body, [len(TEXT)], TEXT))
    assert contents(found) == {"sevenzip:a": TEXT}


def test_a_branch_filter_over_lzma2_is_undone_to_the_last_byte() -> None:
    filters = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
    packed = lzma.compress(CODE, lzma.FORMAT_RAW, filters=filters)
    coders = b"\2\x04\3\3\1\3\x21\x21\1\x18\0\1"
    content = coded(coders, packed, [len(CODE), len(CODE)], CODE)
    assert contents(lawful(archive, content)) == {"sevenzip:a": CODE}


def test_a_hostile_name_is_flagged_though_it_stands_packed() -> None:
    found = lawful(archive, stored(("../evil", b"x")))
    (seen,) = found.of("suspicious-name")
    assert seen.locator == ("member-name:sevenzip:../evil",)


def test_what_no_coder_reads_is_named() -> None:
    found = lawful(archive, coded(b"\1\x23\3\4\1\1\0", b"xyz", [9], bytes(9)))
    assert problems(found) == [("unsupported", "sevenzip:a")]
    assert contents(found) == {"sevenzip:a": None}


def test_coders_that_form_no_chain_are_no_loop() -> None:
    coders = b"\2\1\0\1\0\0\0"
    found = lawful(archive, coded(coders, b"xyz", [3, 3], b"xyz"))
    assert found.outcome.status == "corrupt"


def test_a_cut_archive_names_where_its_header_is_missing() -> None:
    content = stored(("a", TEXT))
    found = lawful(archive, content[:-10])
    assert found.outcome.status == "corrupt"
    assert len(found.of("archive")) == 1


def test_a_header_that_was_changed_is_corrupt() -> None:
    content = bytearray(stored(("a", TEXT)))
    content[-3] ^= 1
    assert lawful(archive, bytes(content)).outcome.status == "corrupt"


def test_damage_in_a_folder_keeps_the_members_before_it() -> None:
    first, second = TEXT[:999], bytes(range(256)) * 40
    packed = bytearray(zlib.compress(first)[2:-4])
    whole = first + second
    packed = bytearray(zlib.compress(whole, 1)[2:-4])
    packed[-20] ^= 0xFF
    header = b"\1\4" + packing(b"\1\x03\4\1\x08", len(packed), [len(whole)], [first, second])
    content = wrapped(bytes(packed), header + b"\5\2" + names("a", "b") + b"\0\0")
    found = lawful(archive, content)
    assert contents(found)["sevenzip:a"] == first
    assert problems(found)[0] == ("corrupt", "sevenzip:b")


@pytest.mark.parametrize("claim", [1 << 20, 1 << 40, (1 << 64) - 1])
def test_claims_that_a_header_cannot_hold_are_refused(claim: int) -> None:
    header = b"\1\5" + b"\xff" + struct.pack("<Q", claim)
    assert lawful(archive, wrapped(b"", header)).outcome.status == "corrupt"


@pytest.mark.parametrize("place", [1 << 40, (1 << 64) - 33])
def test_a_header_beyond_the_item_is_corrupt(place: int) -> None:
    start = struct.pack("<2QL", place, 9, 0)
    content = b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<L", zlib.crc32(start)) + start
    assert lawful(archive, content).outcome.status == "corrupt"


def test_packed_streams_beyond_the_item_are_corrupt() -> None:
    header = b"\1\4\6" + number((1 << 64) - 40) + b"\1\x09\5\0\7\x0b\1\0\1\1\0\x0c\5\0\0"
    found = lawful(archive, wrapped(b"", header + b"\5\1" + names("a") + b"\0\0"))
    assert problems(found) == [("corrupt", "sevenzip:a")]


def test_a_bomb_is_stopped_while_it_is_decoded() -> None:
    zeros = bytes(8 << 20)
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
    packed = lzma.compress(zeros, lzma.FORMAT_RAW, filters=filters)
    found = looked(archive, coded(b"\1\x21\x21\1\x18", packed, [len(zeros)], zeros),
                   allowance=1 << 20)  # fmt: skip
    assert found.outcome.status == "bomb"


def test_a_key_that_would_take_too_long_is_not_derived() -> None:
    coders = b"\1\x24\6\xf1\7\1\2" + bytes([24 | 0x40, 0x0F])[:2]
    content = coded(coders, bytes(16), [16], bytes(16))
    found = lawful(archive, content, Settings(passwords=("a", "b", "c")))
    assert found.outcome.status in ("encrypted", "corrupt")


def test_numbers_of_any_length_are_read() -> None:
    assert Cursor(b"\x7f").number() == 0x7F
    assert Cursor(b"\x81\x02").number() == 0x102
    assert Cursor(b"\xff" + struct.pack("<Q", 1 << 60)).number() == 1 << 60
    with pytest.raises(Damage):
        Cursor(b"\xff\0").number()


def test_cut_and_flipped_copies_never_crash(hostile: ModuleType) -> None:
    content = stored(("a", TEXT[:200]), ("../b", b"two"))
    for bad in [*hostile.truncated(content, 8), *hostile.flipped(content, 20)]:
        lawful(archive, bad)
    length = struct.unpack_from("<Q", content, 20)[0]
    for bad in hostile.flipped(content[-length:], 60):  # with a checksum that fits
        lawful(archive, wrapped(content[32:-length], bad))


@pytest.mark.parametrize("names_too", [False, True])
def test_archives_of_py7zr_open_with_their_password(names_too: bool) -> None:
    py7zr = pytest.importorskip("py7zr")
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="bí mật") as writer:
        writer.set_encrypted_header(names_too)
        writer.writestr(TEXT, "a.txt")
        writer.writestr(CODE, "b.exe")
    content = out.getvalue()
    right = lawful(archive, content, Settings(passwords=("wrong", "bí mật")))
    assert contents(right) == {"sevenzip:a.txt": TEXT, "sevenzip:b.exe": CODE}
    assert right.of("encrypted-members")[0].flag == "encrypted"
    closed = lawful(archive, content)
    assert closed.outcome.status == "encrypted"
    assert len(closed.children) == (0 if names_too else 2)
