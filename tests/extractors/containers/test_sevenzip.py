"""7z archives as a whole: members and their order, kinds, encoded headers, passwords, damage."""

import io
import lzma
import random
import zlib

import pytest
from tests.extractors.containers import sevens
from tests.extractors.containers.laws import contents, lawful, looked, problems, steps
from tests.extractors.containers.sevens import (
    COPY,
    FILETIME,
    UTC,
    archived,
    attributes,
    bits,
    chain,
    coder,
    folders,
    listed,
    names,
    number,
    part,
    stored,
    times,
    wrapped,
)
from tests.extractors.containers.views import Plain, view

from truyvet.extractors import archive
from truyvet.extractors.containers.reading import Damage
from truyvet.extractors.containers.sevenzip import Solid
from truyvet.extractors.settings import Settings

TEXT = "Lệnh bắt bị can để tạm giam\n".encode() * 40
UNIX = 0x8000


def unix(mode: int) -> int:
    return mode << 16 | UNIX


def encoded(content: bytes, crc: bool = True, times_: int = 1) -> bytes:
    """Return an archive whose header is packed, so often."""
    at = 32 + int.from_bytes(content[12:20], "little")
    packed, header = content[32:at], content[at:]
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
    for _ in range(times_):
        small = lzma.compress(header, lzma.FORMAT_RAW, filters=filters)
        described = b"\6" + number(len(packed)) + b"\1\x09" + number(len(small)) + b"\0\7\x0b\1\0"
        described += chain(coder(b"\x21", b"\x08")) + b"\x0c" + number(len(header))
        described += (b"\x0a\1" + zlib.crc32(header).to_bytes(4, "little")) if crc else b""
        packed, header = packed + small, b"\x17" + described + b"\0\0"
    return wrapped(packed, header)


def test_an_archive_tells_its_members_and_folders() -> None:
    pieces = [[b"one", b"two"], [b"three"]]
    described = folders([COPY] * 2, [6, 5], [[6], [5]], pieces)
    called = number(3) + names("a", "thư/b", "c") + times(FILETIME, None, FILETIME)
    found = lawful(archive, wrapped(b"onetwothree", listed(described, called)))
    (seen,) = found.of("archive")
    assert dict(seen.facts) == {"folders": "2", "format": "7z", "members": "3"}
    assert len(seen.value()) == 32
    assert contents(found) == {
        "sevenzip:a": b"one", "sevenzip:thư/b": b"two", "sevenzip:c": b"three",
    }  # fmt: skip
    assert [child.found.modified for child in found.children] == [UTC, None, UTC]


def test_an_archive_of_nothing_is_one() -> None:
    found = lawful(archive, wrapped(b"", b""))
    assert found.of("archive")[0].facts["members"] == "0"
    assert (steps(found), found.outcome.status) == ([], "ok")


def test_empty_files_come_last_and_directories_and_marks_not_at_all() -> None:
    files = part(0x0E, bits([True, False, True, True])) + part(0x0F, bits([True, False, True]))
    files += part(0x10, bits([False, False, True]))
    described = folders([COPY], [3], [[3]], [[b"one"]])
    called = number(4) + names("empty", "full", "dir", "anti") + files
    found = lawful(archive, wrapped(b"one", listed(described, called)))
    assert contents(found) == {"sevenzip:full": b"one", "sevenzip:empty": b""}
    assert found.outcome.status == "ok"


@pytest.mark.parametrize(
    ("attribute", "kind", "has_bytes"),
    [(0x20, "file", True), (unix(0o100644), "file", True), (unix(0o120777), "symlink", False),
     (unix(0o010644), "fifo", False), (unix(0o020644), "character", False),
     (unix(0o060644), "block", False), (unix(0o140755), "socket", False),
     (unix(0o040755), "file", True), (0o120777 << 16, "file", True)],
)  # fmt: skip
def test_the_mode_of_unix_says_what_a_member_is(attribute: int, kind: str, has_bytes: bool) -> None:
    found = lawful(archive, stored(b"../x", b"next",
                                   files=attributes(attribute, 0)))  # fmt: skip
    first, second = found.children
    assert (first.found.kind, first.content is not None) == (kind, has_bytes)
    assert first.found.target == ("../x" if kind == "symlink" else "")
    assert second.content == b"next"


def test_a_target_longer_than_any_is_left_out() -> None:
    found = lawful(archive, stored(b"t" * 5_000, b"next", files=attributes(unix(0o120777), 0)))
    assert found.children[0].found.target == ""
    assert found.children[1].content == b"next"


@pytest.mark.parametrize("crc", [True, False])
@pytest.mark.parametrize("times_", [1, 2, 3])
def test_a_header_may_be_packed_a_few_times(crc: bool, times_: int) -> None:
    found = lawful(archive, encoded(stored(TEXT, b"two"), crc, times_))
    assert contents(found) == {"sevenzip:a": TEXT, "sevenzip:b": b"two"}


def test_a_header_packed_too_often_is_damage() -> None:
    found = lawful(archive, encoded(stored(TEXT), times_=5))
    assert problems(found) == [("corrupt", "")]
    assert "too often" in found.outcome.defects[0].text


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"\2\0", "it begins with none"), (b"\1\x09\0", "part 9"), (b"\1\2", "ends too early"),
        (b"\x17\0", "encoded in no folder"), (b"\1\5\x7f\0", "more than it can hold"),
        (b"\1\4\6", "ends too early"),
        (b"\x17\6\0\1\x09\x7f\0\7\x0b\1\0" + COPY + b"\x0c\x7f\0\0", "109 bytes too early"),
    ],
)  # fmt: skip
def test_a_header_that_cannot_be_is_damage(header: bytes, said: str) -> None:
    found = lawful(archive, wrapped(b"", header))
    assert problems(found) == [("corrupt", "")]
    assert said in found.outcome.defects[0].text
    assert len(found.of("archive")) == 1


def test_a_header_longer_than_allowed_is_refused_before_it_is_read() -> None:
    start = b"7z\xbc\xaf\x27\x1c\0\4"
    body = (0).to_bytes(8, "little") + (1 << 40).to_bytes(8, "little") + bytes(4)
    found = lawful(archive, start + zlib.crc32(body).to_bytes(4, "little") + body)
    assert problems(found) == [("unsupported", "")]


def test_properties_and_further_streams_before_the_main_ones_are_passed_over() -> None:
    described = folders([COPY], [3], [[3]], [[b"one"]])
    header = b"\1\2\x19\2xx\0\3" + described + b"\4" + described + b"\5\1" + names("a") + b"\0\0"
    assert contents(lawful(archive, wrapped(b"one", header))) == {"sevenzip:a": b"one"}


@pytest.mark.parametrize("place", [0, 500, 1_100, -1])
def test_a_changed_byte_is_named_at_its_member_and_hides_none(place: int) -> None:
    content = bytearray(stored(TEXT, TEXT[::-1]))
    content[32 + place if place >= 0 else 32 + 2 * len(TEXT) - 1] ^= 1
    found = lawful(archive, bytes(content))
    damaged = "sevenzip:a" if 0 <= place < len(TEXT) else "sevenzip:b"
    assert problems(found) == [("corrupt", damaged)]
    assert [len(child.content or b"") for child in found.children] == [len(TEXT)] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_more_or_fewer_files_than_are_packed_are_named(count: int) -> None:
    described = folders([COPY], [6], [[6]], [[b"one", b"two"]])
    called = number(count) + names(*"abc"[:count])
    found = lawful(archive, wrapped(b"onetwo", listed(described, called)))
    assert ("corrupt", "") in problems(found)
    assert contents(found)["sevenzip:a"] == b"one"


def test_a_folder_that_is_not_read_closes_only_its_own_members() -> None:
    described = folders(
        [chain(coder(b"\3\4\1", b"\6\0\0\1\0")), COPY],
        [3, 3],
        [[8], [3]],
        [[b"12345678"], [b"two"]],
    )
    called = number(2) + names("a", "b")
    found = lawful(archive, wrapped(b"xyztwo", listed(described, called)))
    assert contents(found) == {"sevenzip:a": None, "sevenzip:b": b"two"}
    assert problems(found) == [("unsupported", "sevenzip:a")]


@pytest.mark.parametrize("length", [4_097, 30_000])
def test_a_dangerous_name_of_any_length_is_shown_and_found_again(length: int) -> None:
    described = folders([COPY], [3], [[3]], [[b"one"]])
    called = number(1) + names("../".ljust(length, "n"))
    found = lawful(archive, wrapped(b"one", listed(described, called)))
    (seen,) = found.of("suspicious-name")
    assert seen.value() == b"../".ljust(4_096, b"n")


def test_lone_surrogates_in_names_are_no_crash() -> None:
    described = folders([COPY], [3], [[3]], [[b"one"]])
    found = lawful(archive, wrapped(b"one", listed(described, number(1) + names("a\ud800b"))))
    assert contents(found) == {"sevenzip:a%ED%A0%80b": b"one"}
    assert found.children[0].found.name_bytes == b"a\xed\xa0\x80b".hex()


def aes(content: bytes, password: str, power: int = 4) -> tuple[bytes, bytes]:
    """Return (coder, encrypted bytes) without salt."""
    import hashlib

    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    digest = hashlib.sha256()
    for count in range(1 << power):
        digest.update(password.encode("utf-16-le") + count.to_bytes(8, "little"))
    vector = bytes(range(16))
    cipher = Cipher(algorithms.AES(digest.digest()), modes.CBC(vector)).encryptor()
    packed = cipher.update(content + bytes(-len(content) % 16))
    return coder(b"\6\xf1\7\1", bytes([power | 0x40, 0x0F]) + vector), packed


@pytest.mark.parametrize("keys", [(), ("sai",), ("sai", "bí mật"), ("bí mật",)])
def test_an_encrypted_folder_opens_with_the_password_that_fits(keys: tuple[str, ...]) -> None:
    method, packed = aes(TEXT + b"two", "bí mật")
    content = archived(chain(method), packed, [len(TEXT) + 3], TEXT, b"two")
    found = lawful(archive, content, Settings(passwords=keys))
    (seen,) = found.of("encrypted-members")
    assert (seen.facts["members"], seen.value(), seen.flag) == ("2", b"a", "encrypted")
    if "bí mật" in keys:
        assert contents(found) == {"sevenzip:a": TEXT, "sevenzip:b": b"two"}
        assert found.outcome.status == "ok"
    else:
        assert contents(found) == {"sevenzip:a": None, "sevenzip:b": None}
        assert problems(found) == [("encrypted", "sevenzip:a"), ("encrypted", "sevenzip:b")]


@pytest.mark.parametrize("crc", [True, False])
def test_an_encrypted_header_hides_the_names_until_it_opens(crc: bool) -> None:
    plain = stored(TEXT)
    at = 32 + len(TEXT)
    header = plain[at:]
    method, packed = aes(header, "bí mật")
    described = b"\6" + number(len(TEXT)) + b"\1\x09" + number(len(packed)) + b"\0\7\x0b\1\0"
    described += chain(method) + b"\x0c" + number(len(header))
    described += (b"\x0a\1" + zlib.crc32(header).to_bytes(4, "little")) if crc else b""
    content = wrapped(TEXT + packed, b"\x17" + described + b"\0\0")
    closed = lawful(archive, content, Settings(passwords=("sai",)))
    assert (closed.outcome.status, closed.children) == ("encrypted", [])
    assert closed.of("encrypted-members")[0].facts["names"] == "encrypted"
    found = lawful(archive, content, Settings(passwords=("sai", "bí mật")))
    assert contents(found) == {"sevenzip:a": TEXT}
    assert found.of("archive")[0].facts["names"] == "encrypted"


def test_pieces_of_a_solid_folder_may_be_passed_over() -> None:
    solid = Solid(Plain(b"0123456789", most=3))
    assert solid.piece(4, 3).read(9) == b"456"
    assert solid.piece(7, 2).read(9) == b"78"
    assert solid.piece(9, 0).read(9) == b""


def test_damage_in_a_solid_folder_is_that_of_all_later_pieces() -> None:
    solid = Solid(Plain(b"0123"))
    for _ in range(2):
        with pytest.raises(Damage, match="ends too early"):
            solid.piece(2, 9).read(9) and solid.piece(6, 1).read(1)


METHODS = ["lzma2", "lzma", "bzip2", "deflate", "delta", "copy", "bcj"]


@pytest.mark.parametrize("method", METHODS)
def test_archives_of_py7zr_are_read(method: str) -> None:
    py7zr = pytest.importorskip("py7zr")
    kinds = {
        "lzma2": [py7zr.FILTER_LZMA2], "lzma": [py7zr.FILTER_LZMA], "bzip2": [py7zr.FILTER_BZIP2],
        "deflate": [py7zr.FILTER_DEFLATE], "delta": [py7zr.FILTER_DELTA, py7zr.FILTER_LZMA2],
        "copy": [py7zr.FILTER_COPY], "bcj": [py7zr.FILTER_X86, py7zr.FILTER_LZMA2],
    }  # fmt: skip
    out, noise = io.BytesIO(), random.Random(3).randbytes(3_000)
    with py7zr.SevenZipFile(out, "w", filters=[{"id": kind} for kind in kinds[method]]) as writer:
        writer.writestr(TEXT, "thư/Đơn.txt")
        writer.writestr(noise, "b")
    found = lawful(archive, out.getvalue())
    assert contents(found) == {"sevenzip:thư/Đơn.txt": TEXT, "sevenzip:b": noise}
    assert found.outcome.status == "ok"


def test_every_byte_of_a_header_changed_with_a_sum_that_fits_is_no_crash() -> None:
    content = stored(b"one", b"two", files=times(FILETIME, None) + attributes(0, unix(0o120777)))
    header = content[32 + 6 :]
    for place in range(len(header)):
        for turned in (0x01, 0x80, 0xFF):
            changed = bytearray(header)
            changed[place] ^= turned
            found = looked(archive, wrapped(b"onetwo", bytes(changed)))
            assert found.outcome.status in ("ok", "corrupt", "unsupported", "encrypted"), place
    assert view(sevens.wrapped(b"", b"")).facts.size == 32
