"""Zip archives: members, names, damage, what is hidden, what contradicts itself."""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from types import ModuleType

import pytest
from tests.extractors.containers.laws import (
    contents,
    lawful,
    led,
    looked,
    problems,
    steps,
)

from truyvet.extractors import archive
from truyvet.extractors.settings import Settings
from truyvet.testing.bench import examine, resolve

TEXT = "Nguyễn Văn Đức, 0912345678\n".encode() * 400
DAY = (2026, 3, 14, 9, 15, 0)


class Pipe(io.RawIOBase):
    """A file that cannot go back, so that zip writes lengths after the members."""

    def __init__(self) -> None:
        self.written = b""

    def writable(self) -> bool:
        return True

    def write(self, chunk) -> int:
        self.written += bytes(chunk)
        return len(chunk)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment=b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as writer:
        writer.comment = comment
        for name, content in members:
            info = zipfile.ZipInfo(name, DAY)
            info.external_attr = 0o644 << 16
            info.compress_type = method
            writer.writestr(info, content)
    return out.getvalue()


def piped(*members: tuple[str, bytes]) -> bytes:
    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in members:
            writer.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)
    return out.written


def without_row(content: bytes, name: bytes) -> bytes:
    """Take a member's row out of the central directory and leave the member."""
    end = content.rindex(b"PK\5\6")
    row = content.rindex(b"PK\1\2", 0, content.rindex(name))
    fields = struct.unpack_from("<3H", content, row + 28)
    length = 46 + sum(fields)
    members, size, offset = struct.unpack_from("<H2L", content, end + 10)
    tail = bytearray(content[end:])
    struct.pack_into("<2H2L", tail, 8, members - 1, members - 1, size - length, offset)
    return content[:row] + content[row + length : end] + bytes(tail)


def test_every_member_of_a_zip_becomes_a_child_in_its_order() -> None:
    found = lawful(archive, zipped(("b.txt", TEXT), ("a/c.txt", b"two"), ("empty", b"")))
    assert steps(found) == ["zip:b.txt", "zip:a/c.txt", "zip:empty"]
    assert [child.content for child in found.children] == [TEXT, b"two", b""]
    assert found.outcome.status == "ok"


@pytest.mark.parametrize("method", [0, 8, 12, 14])
def test_the_methods_of_the_standard_library_are_read(method: int) -> None:
    found = lawful(archive, zipped(("a", TEXT), method=method))
    assert contents(found) == {"zip:a": TEXT}


def test_an_archive_tells_its_format_comment_and_number_of_members() -> None:
    found = lawful(archive, zipped(("a", b"1"), ("b", b"2"), comment="bí mật".encode()))
    (seen,) = found.of("archive")
    assert seen.facts["format"] == "zip"
    assert seen.facts["members"] == "2"
    assert seen.facts["comment"] == "bí mật"
    assert seen.value().startswith(b"PK\5\6")


def test_directories_are_no_children() -> None:
    assert steps(lawful(archive, zipped(("d/", b""), ("d/a", b"1")))) == ["zip:d/a"]


def test_a_directory_that_holds_bytes_is_a_child() -> None:
    content = zipped(("d_", TEXT)).replace(b"d_", b"d/")
    assert contents(lawful(archive, content)) == {"zip:d/": TEXT}


def test_a_link_is_a_child_without_bytes_that_names_its_target() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as writer:
        info = zipfile.ZipInfo("link", DAY)
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        writer.writestr(info, "/etc/passwd")
    (child,) = lawful(archive, out.getvalue()).children
    assert (child.found.kind, child.found.target, child.content) == ("symlink", "/etc/passwd", None)


def test_a_dos_time_has_no_zone_and_is_left_out() -> None:
    (child,) = looked(archive, zipped(("a", b"1"))).children
    assert child.found.modified is None


@pytest.mark.parametrize(
    ("extra", "modified"),
    [
        (struct.pack("<2HBL", 0x5455, 5, 1, 1_700_000_000), "2023-11-14T22:13:20.000000000Z"),
        (
            struct.pack("<2HL2H3Q", 0x000A, 32, 0, 1, 24, 133_444_736_000_000_000, 0, 0),
            "2023-11-14T22:13:20.000000000Z",
        ),
    ],
)
def test_a_time_in_utc_is_told(extra: bytes, modified: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as writer:
        info = zipfile.ZipInfo("a", DAY)
        info.extra = extra
        writer.writestr(info, b"1")
    (child,) = looked(archive, out.getvalue()).children
    assert child.found.modified == modified


def test_a_name_that_comes_twice_is_told_apart_by_the_byte_of_its_row(hostile: ModuleType) -> None:
    content = hostile.zipped([("a", b"one"), ("a", b"two"), ("a@7", b"three")])
    found = lawful(archive, content)
    first, second, third = steps(found)
    assert first == "zip:a"
    assert second.startswith("zip:a@")
    assert third.startswith("zip:a@7@")
    assert content[int(second.rpartition("@")[2]) :].startswith(b"PK\1\2")
    assert [child.content for child in found.children] == [b"one", b"two", b"three"]


def test_names_that_are_not_utf8_keep_their_bytes() -> None:
    content = zipped(("ten.txt", b"1")).replace(b"ten.txt", b"t\x88n.txt")
    (child,) = lawful(archive, content).children
    assert child.found.name_bytes == b"t\x88n.txt".hex()
    assert child.found.locator == "zip:t%88n.txt"


def test_hostile_names_are_flagged_where_they_stand(hostile: ModuleType) -> None:
    found = lawful(archive, hostile.escaping())
    reasons = {seen.value(): seen.facts["reason"] for seen in found.of("suspicious-name")}
    assert reasons[b"../../etc/passwd"] == "climbs-out"
    assert reasons[b"..\\..\\windows\\win.ini"] == "climbs-out"
    assert reasons[b"/etc/shadow"] == "absolute"
    assert reasons[b"C:\\boot.ini"] == "drive"
    assert reasons["invoice\u202efdp.exe".encode()] == "text-direction"
    assert "Nguyễn Văn Đức/thư.txt".encode() not in reasons
    assert {seen.flag for seen in found.of("suspicious-name")} == {"metadata"}
    assert len(found.children) == len(hostile.NAMES)


def test_lengths_that_stand_after_a_member_are_read() -> None:
    content = piped(("a", TEXT), ("b", b"two"))
    assert contents(lawful(archive, content)) == {"zip:a": TEXT, "zip:b": b"two"}
    assert not looked(archive, content).of("disagreeing-headers")


def test_zip64_records_are_read() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as writer,
        writer.open("wide", "w", force_zip64=True) as member,
    ):
        member.write(TEXT)
    content = out.getvalue()
    end = content.rindex(b"PK\5\6")
    members, length, start = struct.unpack_from("<H2L", content, end + 10)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, members, members, length, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert contents(lawful(archive, content[:end] + end64 + locator + last)) == {"zip:wide": TEXT}


def test_bytes_before_and_after_an_archive_are_told() -> None:
    found = lawful(archive, b"MZ" + bytes(60) + zipped(("a", TEXT)) + b"trailer")
    places = {seen.facts["place"]: seen for seen in found.of("foreign-bytes")}
    assert places["before"].facts["length"] == "62"
    assert places["after"].value() == b"trailer"
    assert contents(found) == {"zip:a": TEXT}


def test_offsets_that_already_count_what_stands_before_are_not_shifted() -> None:
    lead, content = b"MZ" + bytes(60), zipped(("a", TEXT))
    end, row = content.rindex(b"PK\5\6"), content.rindex(b"PK\1\2")
    fixed = bytearray(content)
    struct.pack_into("<L", fixed, row + 42, len(lead))
    struct.pack_into("<L", fixed, end + 16, row + len(lead))
    assert contents(lawful(archive, lead + bytes(fixed))) == {"zip:a": TEXT}


def test_members_that_the_central_directory_hides_are_found() -> None:
    content = without_row(zipped(("seen", TEXT), ("hidden", b"secret" * 50)), b"hidden")
    found = lawful(archive, content)
    place = content.index(b"PK\3\4", 4)
    assert contents(found) == {"zip:seen": TEXT, f"zip:hidden@{place}": b"secret" * 50}
    (seen,) = found.of("hidden-member")
    assert (seen.value(), seen.flag) == (b"hidden", "metadata")


def test_a_hidden_member_of_unknown_length_is_found() -> None:
    content = without_row(piped(("seen", TEXT), ("hidden", b"secret" * 50)), b"hidden")
    assert b"secret" * 50 in contents(lawful(archive, content)).values()


def test_headers_that_contradict_each_other_are_told() -> None:
    content = bytearray(zipped(("aa", TEXT), ("bb", b"two")))
    content[30:32] = b"zz"
    found = lawful(archive, bytes(content))
    (seen,) = found.of("disagreeing-headers")
    assert (seen.value(), seen.facts["name"], seen.flag) == (b"zz", "aa", "metadata")
    assert contents(found)["zip:aa"] == TEXT


def test_overlapping_members_are_told_before_any_is_decoded(hostile: ModuleType) -> None:
    content = hostile.overlapping_bomb()
    found = looked(archive, content, allowance=len(content) * 200)
    (seen,) = found.of("overlapping-members")
    assert (seen.facts["members"], seen.flag) == ("199", "bomb")
    assert found.outcome.status == "bomb"


def test_a_flat_bomb_is_stopped_while_it_is_decoded(hostile: ModuleType) -> None:
    content = hostile.flat_bomb()
    found = looked(archive, content, allowance=len(content) * 200)
    assert (found.outcome.status, found.outcome.children) == ("bomb", 0)


def test_many_members_end_at_the_limit_of_children() -> None:
    row = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0x5C6E, *(0,) * 3, 1, *(0,) * 6)
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0x5C6E, 0, 0, 0, 1, 0) + b"a"
    rows = (row + b"a") * (archive.LIMITS.children + 5)
    end64 = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 100_005, 100_005, len(rows), len(head)
    )
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(head) + len(rows), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    found = looked(archive, head + rows + end64 + locator + last, allowance=1 << 40)
    assert (found.outcome.status, found.outcome.children) == ("partial", 100_000)


def test_a_member_whose_checksum_is_wrong_keeps_its_bytes_and_is_named() -> None:
    content = bytearray(zipped(("a", TEXT), ("b", b"two"), method=0))
    content[40] ^= 1
    found = lawful(archive, bytes(content))
    assert problems(found) == [("corrupt", "zip:a")]
    assert len(contents(found)["zip:a"] or b"") == len(TEXT)


def test_what_decodes_before_damage_stays() -> None:
    noise = zlib.compress(bytes(range(256)) * 999)  # does not deflate to a few bytes
    text = (noise * 3 + TEXT) * 3
    content = bytearray(zipped(("a", text)))
    content[len(content) // 2] ^= 0xFF
    found = lawful(archive, bytes(content))
    kept = contents(found)["zip:a"]
    assert kept
    assert problems(found) == [("corrupt", "zip:a")]


def test_a_cut_archive_gives_what_stands_before_the_cut() -> None:
    content = zipped(("a", TEXT), ("b", b"two" * 100), ("c", b"three" * 100))
    found = lawful(archive, content[: content.index(b"PK\1\2")])
    assert [name.partition("@")[0] for name in steps(found)] == ["zip:a", "zip:b", "zip:c"]
    assert found.outcome.status == "corrupt"


@pytest.mark.parametrize("method", [1, 6, 9, 97, 98])
def test_a_method_that_is_not_read_is_named(method: int) -> None:
    content = bytearray(zipped(("a", TEXT), method=0))
    struct.pack_into("<H", content, 8, method)
    struct.pack_into("<H", content, content.rindex(b"PK\1\2") + 10, method)
    found = lawful(archive, bytes(content))
    assert problems(found) == [("unsupported", "zip:a")]
    assert contents(found) == {"zip:a": None}


def test_a_part_of_a_split_archive_is_named() -> None:
    content = bytearray(zipped(("a", TEXT)))
    struct.pack_into("<H", content, content.rindex(b"PK\5\6") + 4, 3)
    assert ("unsupported", "") in problems(lawful(archive, bytes(content)))


@pytest.mark.parametrize("magic", [b"MSCF\0\0\0\0", b"xar!\x00\x1c", b"hsqs", b"MSWIM\0\0\0"])
def test_archives_without_a_reader_are_named(magic: bytes) -> None:
    assert looked(archive, magic + bytes(600)).outcome.status == "unsupported"


@pytest.mark.parametrize("content", [b"", b"P", b"text", bytes(600), b"PK\3\4", b"PK\5\6"])
def test_what_is_no_archive_ends_quietly(content: bytes) -> None:
    assert lawful(archive, content).children == []


def test_a_step_that_leads_nowhere_is_a_lookup_error() -> None:
    for content in (zipped(("a", b"1")), b"nothing"):
        for step in ("zip:b", "zip:a@0@", "zip:a@99999", "tar:a", "member-name:zip:b"):
            with pytest.raises(LookupError):
                led(archive, content, step)


@pytest.mark.parametrize("far", [1 << 40, (1 << 63) + 5, (1 << 64) - 1])
def test_offsets_and_lengths_beyond_the_item_are_no_crash(far: int) -> None:
    content = zipped(("a", TEXT))
    row, end = content.rindex(b"PK\1\2"), content.rindex(b"PK\5\6")
    wide = bytearray(content[row:end] + struct.pack("<2H3Q", 1, 24, far, far, far))
    wide[20:28], wide[42:46] = b"\xff" * 8, b"\xff" * 4
    struct.pack_into("<H", wide, 30, 28)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, 2 * len(wide), row, 0)
    found = lawful(archive, content[:row] + bytes(wide) * 2 + last)
    assert problems(found)[0] == ("corrupt", "zip:a")


def test_cut_and_flipped_copies_never_crash(hostile: ModuleType) -> None:
    content = zipped(("a", TEXT), ("d/b", b"two"), ("c", TEXT[:99]))
    for bad in [*hostile.truncated(content, 12), *hostile.flipped(content, 40)]:
        lawful(archive, bad)


def test_the_known_answers_of_the_docx_are_found(samples: Path) -> None:
    path = samples / "offsets" / "testfilex.docx"
    whole = path.read_bytes()
    found = examine(archive, path, media_type="application/zip")
    for header, place in ((1771, 402), (2396, 1012)):
        length = int.from_bytes(whole[header + 26 : header + 28], "little")
        name = whole[header + 30 : header + 30 + length].decode()
        wanted = b"user_docx@microsoftword.com"
        content = contents(found)[f"zip:{name}"]
        assert content is not None
        assert content[place : place + len(wanted)] == wanted
        span = (f"zip:{name}", f"bytes:{place}+{len(wanted)}")
        assert resolve(archive, path, span, media_type="application/zip") == wanted


def test_the_configuration_shows_no_password() -> None:
    one = archive.configuration(Settings(passwords=("secret",)))
    two = archive.configuration(Settings(passwords=("other",)))
    assert "secret" not in str(one)
    assert one != archive.configuration(Settings())
    assert len({str(one), str(two)}) == 2
