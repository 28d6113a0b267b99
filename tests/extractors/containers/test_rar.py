"""Rar archives of both formats, written here: stored members, and what is named but not read.

The format of RAR 5.0: rarlab.com/technote.htm; that of RAR 3: the same maker's technote.txt.
"""

import struct
import zlib
from collections.abc import Callable
from types import ModuleType

import pytest
from tests.extractors.containers.laws import contents, lawful, looked, problems, steps

from truyvet.extractors import archive
from truyvet.extractors.containers import rar

pytest.importorskip("rarfile")

TEXT = "Hồ sơ mật, số 7\n".encode() * 30
FIVE, THREE = b"Rar!\x1a\7\1\0", b"Rar!\x1a\7\0"
SPLIT_AFTER, SPLIT_BEFORE = 16, 8


def vint(value: int) -> bytes:
    out = b""
    while value >= 0x80:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def head5(
    kind: int, body: bytes, data: bytes | None = None, flags: int = 0, extra: bytes = b""
) -> bytes:
    flags |= (2 if data is not None else 0) | (1 if extra else 0)
    whole = vint(kind) + vint(flags)
    whole += vint(len(extra)) if extra else b""
    whole += vint(len(data)) if data is not None else b""
    whole += body + extra
    sized = vint(len(whole)) + whole
    return struct.pack("<L", zlib.crc32(sized)) + sized + (data or b"")


def file5(
    name: bytes, content: bytes, method: int = 0, mode: int = 0o100644, crc: int | None = None,
    flags: int = 0, extra: bytes = b"", directory: bool = False, kind: int = 2,
) -> bytes:  # fmt: skip
    body = vint(4 | directory) + vint(len(content)) + vint(mode)
    body += struct.pack("<L", zlib.crc32(content) if crc is None else crc)
    body += vint(method << 7) + vint(1) + vint(len(name)) + name
    return head5(kind, body, content, flags, extra)


def record(kind: int, body: bytes) -> bytes:
    whole = vint(kind) + body
    return vint(len(whole)) + whole


ENCRYPTED = record(1, vint(0) + vint(1) + bytes([15]) + bytes(16) + bytes(16) + bytes(12))


def redirected(kind: int, target: bytes) -> bytes:
    return record(5, vint(kind) + vint(0) + vint(len(target)) + target)


def rar5(*parts: bytes, volume: int = 0, end: int = 0) -> bytes:
    return FIVE + head5(1, vint(volume)) + b"".join(parts) + head5(5, vint(end))


def head3(kind: int, flags: int, body: bytes) -> bytes:
    whole = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(whole) & 0xFFFF) + whole


def file3(
    name: bytes, content: bytes, method: int = 0x30, mode: int = 0o100644, flags: int = 0
) -> bytes:
    body = struct.pack(
        "<2LB2LBBHL", len(content), len(content), 3, zlib.crc32(content), 0x5C6E0000, 29, method,
        len(name), mode,
    )  # fmt: skip
    return head3(0x74, 0x8000 | flags, body + name) + content


def rar3(*parts: bytes, flags: int = 0) -> bytes:
    return THREE + head3(0x73, flags, bytes(6)) + b"".join(parts) + head3(0x7B, 0x4000, b"")


FORMS: dict[str, tuple[Callable[..., bytes], Callable[..., bytes]]] = {
    "5": (rar5, file5),
    "3": (rar3, file3),
}


@pytest.mark.parametrize("form", FORMS)
def test_stored_members_become_children_in_their_order(form: str) -> None:
    whole, one = FORMS[form]
    found = lawful(archive, whole(one(b"b.txt", TEXT), one(b"a", b""), one(b"c", b"two")))
    assert contents(found) == {"rar:b.txt": TEXT, "rar:a": b"", "rar:c": b"two"}
    (seen,) = found.of("archive")
    assert dict(seen.facts) == {"format": "rar", "members": "3"}
    assert found.outcome.status == "ok"


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_without_members_is_one(form: str) -> None:
    found = lawful(archive, FORMS[form][0]())
    assert (found.outcome.status, found.children) == ("ok", [])


@pytest.mark.parametrize("form", FORMS)
def test_a_name_twice_is_told_apart_by_its_number(form: str) -> None:
    whole, one = FORMS[form]
    found = lawful(archive, whole(one(b"a", b"12"), one(b"a", b"34"), one(b"a@1", b"56")))
    assert contents(found) == {"rar:a": b"12", "rar:a@1": b"34", "rar:a@1@2": b"56"}


@pytest.mark.parametrize("form", FORMS)
def test_a_dangerous_name_is_shown_by_its_member(form: str) -> None:
    whole, one = FORMS[form]
    (seen,) = lawful(archive, whole(one(b"../a", b"1"))).of("suspicious-name")
    assert seen.locator == ("member-name:rar:../a",)


def test_names_of_the_new_format_are_utf8() -> None:
    found = lawful(archive, rar5(file5("Đơn/tố cáo.txt".encode(), TEXT)))
    assert contents(found) == {"rar:Đơn/tố cáo.txt": TEXT}


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_sum_is_named_and_the_bytes_stay(form: str) -> None:
    whole, one = FORMS[form]
    content = bytearray(whole(one(b"a", TEXT), one(b"b", b"two")))
    content[content.index(TEXT) + 5] ^= 1
    found = lawful(archive, bytes(content))
    assert problems(found) == [("corrupt", "rar:a")]
    assert contents(found)["rar:b"] == b"two"


@pytest.mark.parametrize("method", [1, 2, 3, 4, 5])
def test_compressed_members_are_named_and_have_no_bytes(method: int) -> None:
    for content in (
        rar5(file5(b"a", TEXT, method), file5(b"b", b"1")),
        rar3(file3(b"a", TEXT, 0x30 + method), file3(b"b", b"1")),
    ):
        found = lawful(archive, content)
        assert problems(found) == [("unsupported", "rar:a")]
        assert contents(found) == {"rar:a": None, "rar:b": b"1"}


def test_directories_are_no_children() -> None:
    five = rar5(file5(b"d", b"", directory=True, mode=0o40755), file5(b"d/a", b"1"))
    three = rar3(file3(b"d", b"", mode=0o40755, flags=0xE0), file3(b"d/a", b"1"))
    for content in (five, three):
        assert steps(lawful(archive, content)) == ["rar:d/a"]


def test_links_are_children_without_bytes() -> None:
    link = "../Hồ sơ".encode()
    five = rar5(file5(b"ln", b"", mode=0o120777, extra=redirected(1, link)), file5(b"b", b"1"))
    three = rar3(file3(b"ln", link, mode=0o120777), file3(b"b", b"1"))
    for content in (five, three):
        first, second = lawful(archive, content).children
        assert (first.found.kind, first.content) == ("symlink", None)
        assert first.found.target == "../Hồ sơ"
        assert second.content == b"1"


@pytest.mark.parametrize("kind", [4, 5])
def test_hard_links_and_copies_name_the_member_that_holds_the_bytes(kind: int) -> None:
    content = rar5(file5(b"a", TEXT), file5(b"b", b"", extra=redirected(kind, b"a")))
    found = lawful(archive, content)
    assert contents(found) == {"rar:a": TEXT, "rar:b": None}
    assert (found.children[1].found.kind, found.children[1].found.target) == ("file", "a")
    assert found.outcome.status == "ok"


def test_encrypted_members_are_counted_and_stay_closed() -> None:
    for content in (
        rar5(file5(b"a", TEXT, extra=ENCRYPTED), file5(b"b", b"1")),
        rar3(file3(b"a", TEXT, flags=4), file3(b"b", b"1")),
    ):
        found = lawful(archive, content)
        (seen,) = found.of("encrypted-members")
        assert (seen.value(), seen.facts["members"], seen.flag) == (b"a", "1", "encrypted")
        assert problems(found) == [("encrypted", "rar:a")]
        assert contents(found) == {"rar:a": None, "rar:b": b"1"}


def test_encrypted_headers_are_named() -> None:
    five = FIVE + head5(4, vint(0) + vint(0) + bytes([15]) + bytes(16)) + b"\xee" * 200
    three = rar3(flags=0x80) + b"\xee" * 200
    for content in (five, three):
        found = lawful(archive, content)
        (seen,) = found.of("encrypted-members")
        assert seen.facts["names"] == "encrypted"
        assert (found.outcome.status, found.children) == ("encrypted", [])


def test_a_comment_is_told() -> None:
    comment = "Mật khẩu ở trang 2".encode()
    found = lawful(archive, rar5(file5(b"CMT", comment, kind=3), file5(b"a", b"1")))
    assert found.of("archive")[0].facts["comment"] == "Mật khẩu ở trang 2"
    assert steps(found) == ["rar:a"]


@pytest.mark.parametrize("split", [SPLIT_AFTER, SPLIT_BEFORE])
def test_a_part_of_a_split_archive_gives_what_is_whole_in_it(split: int) -> None:
    pieces = [file5(b"a", b"whole"), file5(b"b", b"half", flags=split)]
    content = rar5(*pieces[:: 1 if split == SPLIT_AFTER else -1], volume=1, end=1)
    found = lawful(archive, content)
    assert contents(found)["rar:a"] == b"whole"
    if split == SPLIT_AFTER:
        assert problems(found) == [("unsupported", "rar:b")]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("cut", [1, 8, 30, 100])
def test_a_cut_archive_is_corrupt_or_gives_what_is_there(form: str, cut: int) -> None:
    whole, one = FORMS[form]
    found = lawful(archive, whole(one(b"a", b"first"), one(b"b", TEXT))[:-cut])
    assert found.outcome.status in ("corrupt", "ok")
    assert found.of("archive")


@pytest.mark.parametrize("form", FORMS)
def test_a_header_with_any_changed_byte_is_no_crash(form: str, hostile: ModuleType) -> None:
    whole, one = FORMS[form]
    content = whole(one(b"a", b"first"), one("Đ".encode(), b"two"))
    for place in range(8, len(content)):
        changed = bytearray(content)
        changed[place] ^= 0x11
        status = looked(archive, bytes(changed)).outcome.status
        assert status in ("ok", "corrupt", "encrypted", "unsupported"), place
    for bad in hostile.flipped(content, 20):
        lawful(archive, bad)


@pytest.mark.parametrize(
    "content", [FIVE, THREE, FIVE + b"\xff" * 99, THREE + bytes(99), b"Rar!\x1a\7\2\0"]
)
def test_a_beginning_alone_is_corrupt_or_empty_but_an_archive(content: bytes) -> None:
    found = lawful(archive, content)
    assert found.outcome.status in ("corrupt", "ok")
    assert found.of("archive")[0].value() == content[:8]


def test_the_version_of_the_library_is_part_of_the_configuration() -> None:
    assert rar.versions()["rarfile"][0].isdigit()
    assert len(rar.libraries()) == 1
