"""Records of zip files: end records, rows, members' own headers, extra fields, each field wrong."""

import struct

import pytest
from tests.extractors.containers.views import view
from tests.extractors.containers.zips import (
    ALL32,
    Part,
    bodies,
    end,
    end64,
    extra,
    locator64,
    zipped,
    zipped64,
)

from truyvet.extractors.containers.reading import Damage
from truyvet.extractors.containers.zipformat import (
    MAX_COMMENT,
    Header,
    central,
    find_end,
    local,
)

ONE = Part(name="Hồ sơ.txt".encode(), content=b"one" * 50, method=8)
TWO = Part(name=b"b", content=b"two")
NTFS_TIME = 133_444_736_000_000_000
UTC = "2023-11-14T22:13:20.000000000Z"


def rows(content: bytes) -> list[Header]:
    found = find_end(view(content))
    assert found is not None
    return list(central(view(content), found))


def row(part: Part) -> Header:
    (header,) = rows(zipped(part))
    return header


@pytest.mark.parametrize("count", [0, 1, 2, 300])
def test_the_end_record_says_where_the_directory_stands(count: int) -> None:
    parts = [Part(name=b"%d" % number) for number in range(count)]
    body, directory, _ = bodies(parts)
    found = find_end(view(zipped(*parts)))
    assert found is not None
    assert (found.start, found.stop) == (len(body), len(body) + len(directory))
    assert (found.members, found.shift, found.parts, found.comment) == (count, 0, 0, b"")
    assert found.after == found.position + 22


@pytest.mark.parametrize("comment", [b"", b"x", "Mật khẩu: 123".encode(), b"c" * MAX_COMMENT])
def test_the_end_record_is_found_before_its_comment(comment: bytes) -> None:
    content = zipped(ONE, comment=comment)
    found = find_end(view(content))
    assert found is not None
    assert (found.comment, found.after) == (comment, len(content))


def test_an_end_record_further_from_the_end_than_any_comment_is_none() -> None:
    content = zipped(ONE)
    assert find_end(view(content + bytes(MAX_COMMENT))) is not None
    assert find_end(view(content + bytes(MAX_COMMENT + 1))) is None


@pytest.mark.parametrize("decoy", [b"PK\5\6", b"PK\5\6" + b"\xff" * 18, end(1, 4, 0), end(5, 9, 3)])
def test_what_only_looks_like_an_end_record_is_passed_over(decoy: bytes) -> None:
    found = find_end(view(zipped(ONE, comment=b"note " + decoy)))
    assert found is not None
    assert found.members == 1
    assert found.comment.endswith(decoy)


def test_a_cut_comment_is_kept_as_far_as_it_goes() -> None:
    content = zipped(ONE, comment=b"abcdef")[:-3]
    found = find_end(view(content))
    assert found is not None
    assert (found.comment, found.after) == (b"abc", len(content) + 3)


@pytest.mark.parametrize("lead", [1, 4, 5_000])
def test_bytes_before_the_archive_shift_every_offset(lead: int) -> None:
    content = b"\xee" * lead + zipped(ONE, TWO)
    found = find_end(view(content))
    assert found is not None
    assert found.shift == lead
    for header in central(view(content), found):
        assert local(view(content), header.local).name == header.name


@pytest.mark.parametrize(
    ("members", "length", "found"),
    [(1, 0, False), (1, 1, False), (1, 999, False), (0, 0, True), (0, 999, False),
     (0xFFFF, ALL32, False), (0, ALL32, False)],
)  # fmt: skip
def test_an_end_record_whose_directory_cannot_be_is_none(
    members: int, length: int, found: bool
) -> None:
    assert (find_end(view(end(members, length, 0))) is not None) == found


@pytest.mark.parametrize("disk", [0, 1, 7, 0xFFFF])
def test_the_number_of_parts_before_the_last_is_told(disk: int) -> None:
    found = find_end(view(zipped(ONE, disk=disk)))
    assert found is not None
    assert found.parts == (disk if disk != 0xFFFF else 0)


@pytest.mark.parametrize("lead", [b"", b"\xee" * 77])
@pytest.mark.parametrize("place", [None, 1, 1 << 40, (1 << 64) - 1])
def test_a_zip64_end_record_is_found_where_it_says_or_before_its_locator(
    lead: bytes, place: int | None
) -> None:
    content = zipped64(ONE, TWO, place=place, lead=lead)
    assert [header.name for header in rows(content)] == [ONE.name, TWO.name]
    found = find_end(view(content))
    assert found is not None
    assert (found.members, found.shift) == (2, len(lead))


def test_without_a_zip64_record_the_numbers_of_the_end_record_hold() -> None:
    body, directory, count = bodies([ONE])
    last = end(count, len(directory) + 20, len(body))
    content = body + directory + locator64(3)
    found = find_end(view(content + last))
    assert found is not None
    assert (found.members, found.start) == (1, len(body))


@pytest.mark.parametrize("length", [1 << 40, (1 << 64) - 1])
@pytest.mark.parametrize("members", [0, 1])
def test_a_zip64_directory_longer_than_the_item_is_none(length: int, members: int) -> None:
    wide = end64(members, length, 0)
    assert find_end(view(wide + locator64(0) + end(0xFFFF, ALL32, ALL32))) is None


def test_a_row_says_all_that_its_fields_say() -> None:
    part = Part(
        name=b"n", content=b"text", method=8, flags=0x0806, time=0x1234, made_by=0x031E,
        external=0o100600 << 16, comment=b"note", row_extra=extra(0xCAFE, b"\1\2"),
    )  # fmt: skip
    header = row(part)
    crc, packed, size = part.numbers()
    assert (header.crc, header.packed, header.size) == (crc, packed, size)
    assert (header.method, header.flags, header.stamp) == (8, 0x0806, 0x5C6E1234)
    assert (header.made_by, header.external >> 16) == (0x031E, 0o100600)
    assert (header.name, header.comment, header.extra) == (b"n", b"note", {0xCAFE: b"\1\2"})
    assert header.name_at == f"bytes:{header.position + 46}+1"
    assert header.length == 46 + 1 + 4 + 6
    assert header.local == 0


def test_rows_longer_than_a_window_are_read_one_by_one() -> None:
    parts = [
        Part(name=b"%d" % number + b"n" * 60_000, comment=b"c" * 60_000, row_extra=b"e" * 60_000)
        for number in range(7)
    ]
    assert [header.name for header in rows(zipped(*parts))] == [part.name for part in parts]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_row_that_is_none_is_damage_after_the_rows_before_it(number: int) -> None:
    parts = [Part(name=name) for name in (b"one", b"two", b"six")]
    content = bytearray(zipped(*parts))
    place = content.index(b"PK\1\2")
    for _ in range(number):
        place = content.index(b"PK\1\2", place + 1)
    found = find_end(view(bytes(content)))
    assert found is not None
    content[place] ^= 1
    seen: list[bytes] = []
    with pytest.raises(Damage, match=f"damaged at byte {place}"):
        seen.extend(header.name for header in central(view(bytes(content)), found))
    assert len(seen) <= number


@pytest.mark.parametrize("field", [28, 30, 32])
def test_a_row_that_leads_out_of_the_directory_is_damage(field: int) -> None:
    content = bytearray(zipped(ONE))
    struct.pack_into("<H", content, content.index(b"PK\1\2") + field, 60_000)
    with pytest.raises(Damage):
        rows(bytes(content))


@pytest.mark.parametrize(
    ("fields", "numbers"),
    [
        ({"size": ALL32}, (70_000, None, None)),
        ({"packed": ALL32}, (None, 70_000, None)),
        ({"offset": ALL32}, (None, None, 70_000)),
        ({"size": ALL32, "packed": ALL32}, (70_000, 80_000, None)),
        ({"packed": ALL32, "offset": ALL32}, (None, 70_000, 80_000)),
        ({"size": ALL32, "packed": ALL32, "offset": ALL32}, (70_000, 80_000, 90_000)),
        ({}, (None, None, None)),
    ],
)
def test_the_zip64_field_holds_the_numbers_that_are_all_ones(
    fields: dict[str, int], numbers: tuple[int | None, ...]
) -> None:
    wide = extra(0x0001, struct.pack("<3Q", 70_000, 80_000, 90_000))
    header = row(Part(name=b"a", content=b"abc", row_extra=wide, **fields))  # type: ignore[arg-type]
    given = (header.size, header.packed, header.local)
    assert given == tuple(
        plain if number is None else number
        for number, plain in zip(numbers, (3, 3, 0), strict=True)
    )


@pytest.mark.parametrize("body", [b"", b"\0" * 7, struct.pack("<Q", 5)])
def test_a_zip64_field_that_is_too_short_leaves_the_numbers_as_they_are(body: bytes) -> None:
    header = row(Part(content=b"abc", size=ALL32, packed=ALL32, row_extra=extra(1, body)))
    assert header.packed == ALL32
    assert header.size == (5 if len(body) == 8 else ALL32)


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        (b"", {}), (b"\1", {}), (b"\1\0\2", {}), (extra(7, b""), {7: b""}),
        (extra(7, b"ab") + extra(8, b"c"), {7: b"ab", 8: b"c"}),
        (extra(7, b"first") + extra(7, b"second"), {7: b"first"}),
        (struct.pack("<2H", 7, 99) + b"cut", {7: b"cut"}),
        (extra(7, b"a") + b"\0\0", {7: b"a"}),
    ],
)  # fmt: skip
def test_extra_fields_are_read_as_far_as_they_go(raw: bytes, fields: dict[int, bytes]) -> None:
    assert row(Part(row_extra=raw)).extra == fields
    assert local(view(Part(own_extra=raw).local()), 0).extra == fields


def ntfs(body: bytes) -> bytes:
    return extra(0x000A, bytes(4) + body)


@pytest.mark.parametrize(
    ("raw", "modified"),
    [
        (extra(0x5455, struct.pack("<Bl", 1, 1_700_000_000)), UTC),
        (extra(0x5455, struct.pack("<B3l", 7, 1_700_000_000, 1, 2)), UTC),
        (extra(0x5455, struct.pack("<Bl", 1, -1)), "1969-12-31T23:59:59.000000000Z"),
        (extra(0x5455, struct.pack("<Bl", 2, 1_700_000_000)), None),
        (extra(0x5455, b"\1\0\0\0"), None),
        (extra(0x5455, b""), None),
        (ntfs(struct.pack("<2H3Q", 1, 24, NTFS_TIME + 7, 1, 2)), UTC.replace("000Z", "700Z")),
        (ntfs(struct.pack("<2HQ", 1, 24, 0)), None),
        (ntfs(struct.pack("<2HQ", 1, 24, 1)), "1601-01-01T00:00:00.000000100Z"),
        (ntfs(struct.pack("<2HQ", 2, 24, NTFS_TIME)), None),
        (ntfs(struct.pack("<2HL", 1, 24, 5)), None),
        (ntfs(struct.pack("<2HQ", 1, 24, (1 << 64) - 1)), "9999-12-31T23:59:59.955161500Z"),
        (
            extra(0x5455, struct.pack("<Bl", 1, 5)) + ntfs(struct.pack("<2HQ", 1, 24, NTFS_TIME)),
            UTC,
        ),
        (extra(0x000D, struct.pack("<2L2H", 1, 2, 0, 0)), None),
    ],
)
def test_a_time_is_told_where_a_field_gives_it_in_utc(raw: bytes, modified: str | None) -> None:
    assert row(Part(row_extra=raw)).modified == modified


@pytest.mark.parametrize(
    ("mode", "kind"),
    [(0o100644, "file"), (0o120777, "symlink"), (0o010644, "fifo"), (0o020644, "character"),
     (0o060644, "block"), (0o140755, "socket"), (0o040755, "directory"), (0, "file"),
     (0o170000, "file")],
)  # fmt: skip
def test_the_mode_of_unix_says_what_a_member_is(mode: int, kind: str) -> None:
    assert row(Part(made_by=3 << 8, external=mode << 16)).kind == kind
    assert row(Part(made_by=0, external=mode << 16)).kind == "file"


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (Part(name=b"d/"), "directory"),
        (Part(name=b"d/", method=8), "directory"),
        (Part(name=b"d/", content=b"x"), "file"),
        (Part(name=b"d/", content=b"x" * 99, method=8), "file"),
        (Part(name=b"d", made_by=3 << 8, external=0o040755 << 16, content=b"xyz"), "file"),
        (Part(name=b"d\\"), "file"),
    ],
)
def test_a_directory_that_holds_bytes_is_a_file(part: Part, kind: str) -> None:
    assert row(part).kind == kind


def test_a_members_own_header_says_all_that_its_fields_say() -> None:
    part = Part(name=b"name", content=b"text", flags=9, time=7, own_extra=extra(5, b"x"))
    header = local(view(b"\xee" * 9 + part.local()), 9)
    assert (header.position, header.local, header.length) == (9, 9, 30 + 4 + 5)
    assert (header.name, header.name_at, header.extra) == (b"name", "bytes:39+4", {5: b"x"})
    assert (header.flags, header.encrypted, header.stamp) == (9, True, 0x5C6E0007)
    assert (header.made_by, header.external, header.comment) == (0, 0, b"")


@pytest.mark.parametrize("position", [-1, 1, 30, 999, 1 << 70])
def test_where_no_header_stands_is_damage(position: int) -> None:
    with pytest.raises(Damage, match=f"no member's header stands at byte {position}"):
        local(view(Part(name=b"name").local()), position)


@pytest.mark.parametrize("length", [4, 29, 30, 33])
def test_a_header_that_is_cut_off_is_damage(length: int) -> None:
    with pytest.raises(Damage):
        local(view(Part(name=b"name").local()[:length]), 0)
