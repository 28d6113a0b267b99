"""Tar archives as a whole: members, their names and places, damage, and what stands behind."""

import io
import random
import tarfile

import pytest
from tests.extractors.containers import tars
from tests.extractors.containers.laws import contents, lawful, looked, problems, steps
from tests.extractors.containers.tars import END, GNU, OLD, POSIX, block, file, long, padded, pax

from truyvet.extractors import archive

TEXT = "Biên bản khám nghiệm hiện trường\n".encode() * 30


def child(content: bytes):
    (found,) = lawful(archive, content).children
    return found.found


@pytest.mark.parametrize(
    ("magic", "variant", "shown"),
    [(POSIX, "posix", POSIX), (GNU, "gnu", GNU), (OLD, "old", None)],
)
def test_the_variant_is_told_where_its_magic_or_sum_stands(
    magic: bytes, variant: str, shown: bytes | None
) -> None:
    content = file(b"a", TEXT, magic=magic) + END
    (seen,) = lawful(archive, content).of("archive")
    assert seen.facts["variant"] == variant
    assert seen.value() == (content[148:156] if shown is None else shown)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 5_000])
def test_data_of_any_length_is_followed_by_the_next_member(size: int) -> None:
    data = random.Random(size).randbytes(size)
    found = lawful(archive, file(b"a", data) + file(b"b", b"two") + END)
    assert contents(found) == {"tar:a": data, "tar:b": b"two"}
    assert found.outcome.status == "ok"


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("length", [1, 99, 100, 101, 155, 190])
def test_names_of_any_length_agree_with_the_standard_library(form: int, length: int) -> None:
    name = ("t" * 110 + "/" + "f" * 80).rjust(length, "d")[-length:]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as writer:
        member = tarfile.TarInfo(name)
        member.size = 3
        writer.addfile(member, io.BytesIO(b"one"))
    found = lawful(archive, out.getvalue())
    assert contents(found) == {f"tar:{name}": b"one"}


@pytest.mark.parametrize("kind", [b"0", b"\0", b"7"])
@pytest.mark.parametrize("cut", [98, 99, 100])
def test_a_long_name_whose_short_form_ends_with_a_slash_is_a_file(kind: bytes, cut: int) -> None:
    name = b"d" * (cut - 1) + b"/" + "Hồ sơ.txt".encode()
    content = long(b"L", name) + block(name[:100], kind, 3) + padded(b"one") + END
    assert contents(lawful(archive, content)) == {f"tar:{name.decode()}": b"one"}


@pytest.mark.parametrize(
    ("head", "is_file"),
    [
        (block(b"d/", b"5"), False), (block(b"d", b"5"), False), (block(b"d/", b"0"), False),
        (block(b"d/", b"\0", magic=OLD), False), (file(b"d/", b"hidden"), True),
    ],
)  # fmt: skip
def test_a_directory_is_no_child_unless_it_holds_bytes(head: bytes, is_file: bool) -> None:
    found = lawful(archive, head + file(b"z", b"1") + END)
    assert steps(found) == (["tar:d/"] if is_file else []) + ["tar:z"]


@pytest.mark.parametrize(
    ("kind", "told"),
    [(b"0", "file"), (b"\0", "file"), (b"7", "file"), (b"1", "file"), (b"2", "symlink"),
     (b"3", "character"), (b"4", "block"), (b"6", "fifo"), (b"V", "unknown"), (b"N", "unknown"),
     (b"M", "file"), (b"A", "file"), (b"D", "file")],
)  # fmt: skip
def test_the_type_says_what_a_member_is(kind: bytes, told: str) -> None:
    assert child(block(b"a", kind) + END).kind == told


@pytest.mark.parametrize("kind", [b"2", b"3", b"4", b"5", b"6"])
def test_links_and_devices_that_claim_a_length_have_no_data(kind: bytes) -> None:
    found = lawful(archive, block(b"a", kind, 5_000) + file(b"b", TEXT) + END)
    assert contents(found)["tar:b"] == TEXT
    assert found.outcome.status == "ok"


@pytest.mark.parametrize(
    ("before", "target"),
    [(b"", "short"), (pax((b"linkpath", "../Hồ sơ".encode())), "../Hồ sơ"),
     (long(b"K", b"t" * 400), "t" * 400)],
)  # fmt: skip
@pytest.mark.parametrize("kind", [b"1", b"2"])
def test_the_target_of_a_link_is_told(before: bytes, target: str, kind: bytes) -> None:
    found = child(before + block(b"a", kind, fields={157: b"short"}) + END)
    assert (found.target, found.sha256) == (target, None)


def test_a_file_has_no_target_though_its_header_holds_one() -> None:
    assert child(block(b"a", fields={157: b"x"}) + END).target == ""


def test_a_hard_link_with_data_behind_it_has_that_data() -> None:
    found = lawful(archive, block(b"a", b"1", len(TEXT), fields={157: b"x"}) + padded(TEXT) + END)
    assert contents(found) == {"tar:a": TEXT}
    assert found.children[0].found.target == "x"


@pytest.mark.parametrize(
    ("before", "fields", "modified"),
    [
        (b"", {}, tars.UTC),
        (b"", {136: bytes(12)}, "1970-01-01T00:00:00.000000000Z"),
        (b"", {136: tars.wide(-1)}, "1969-12-31T23:59:59.000000000Z"),
        (b"", {136: tars.wide(1 << 60)}, None),
        (b"", {136: b"tomorrow"}, None),
        (pax((b"mtime", b"1700000000.25")), {}, tars.UTC.replace(".00", ".25")),
        (pax((b"mtime", b"-1.5")), {}, "1969-12-31T23:59:58.500000000Z"),
        (pax((b"mtime", b"soon")), {}, None),
        (pax((b"atime", b"1")), {}, tars.UTC),
        (pax((b"mtime", b"5"), kind=b"g"), {}, "1970-01-01T00:00:05.000000000Z"),
        (pax((b"mtime", b"5"), kind=b"g") + pax((b"mtime", b"6")), {},
         "1970-01-01T00:00:06.000000000Z"),
    ],
)  # fmt: skip
def test_the_time_of_a_member_is_that_nearest_to_it(
    before: bytes, fields: dict[int, bytes], modified: str | None
) -> None:
    found = child(before + block(b"a", fields=fields) + END).modified
    if modified is None and 136 in fields and fields[136][:1] == b"\x90":
        assert found is not None
        assert found.startswith("9999")
    else:
        assert found == modified


def test_what_is_said_before_one_member_is_not_said_of_the_next() -> None:
    content = pax((b"path", b"long"), (b"mtime", b"5")) + file(b"a", b"1") + file(b"b", b"2") + END
    found = lawful(archive, content)
    assert steps(found) == ["tar:long", "tar:b"]
    assert found.children[1].found.modified == tars.UTC


def test_what_is_said_of_all_members_is_said_of_each() -> None:
    content = pax((b"mtime", b"5"), kind=b"g") + file(b"a", b"1") + file(b"b", b"2") + END
    assert {one.found.modified for one in lawful(archive, content).children} == {
        "1970-01-01T00:00:05.000000000Z"
    }


def test_a_length_in_an_extended_header_holds_over_that_of_the_block() -> None:
    content = pax((b"size", b"%d" % len(TEXT))) + block(b"a", size=0) + padded(TEXT)
    found = lawful(archive, content + file(b"b", b"2") + END)
    assert contents(found) == {"tar:a": TEXT, "tar:b": b"2"}


@pytest.mark.parametrize("size", [b"", b"many", b"-5", b"99999999999999999999"])
def test_a_length_that_cannot_be_is_damage_and_the_rest_comes_out(size: bytes) -> None:
    content = pax((b"size", size)) + file(b"a", b"1") + file(b"b", b"2") + END
    found = lawful(archive, content)
    assert contents(found)["tar:b"] == b"2"
    assert found.outcome.status == "corrupt"


@pytest.mark.parametrize(
    ("before", "name"),
    [
        (long(b"L", b"gnu"), "gnu"), (pax((b"path", b"pax")), "pax"),
        (pax((b"path", b"global"), kind=b"g"), "global"),
        (long(b"L", b"gnu") + pax((b"path", b"pax")), "pax"),
        (pax((b"GNU.sparse.name", b"real"), (b"path", b"pax")), "real"),
        (pax((b"path", b"solaris"), kind=b"X"), "solaris"), (b"", "block"),
    ],
)  # fmt: skip
def test_the_name_of_a_member_is_that_nearest_to_it(before: bytes, name: str) -> None:
    assert child(before + file(b"block", b"1") + END).name == name


@pytest.mark.parametrize(
    ("head", "at"),
    [(file(b"../a", b"1"), "bytes:0+4"),
     (pax((b"path", b"../a")) + file(b"x", b"1"), "bytes:520+4"),
     (long(b"L", b"../a") + file(b"x", b"1"), "bytes:512+4"),
     (file(b"a", b"1", magic=POSIX, fields={345: b".."}), "member-name:tar:../a")],
)  # fmt: skip
def test_a_dangerous_name_is_shown_where_it_stands(head: bytes, at: str) -> None:
    found = lawful(archive, head + END)
    (seen,) = found.of("suspicious-name")
    assert seen.value() == b"../a"
    assert seen.locator == (at,)


def test_names_that_are_not_utf8_keep_their_bytes() -> None:
    name = b"h\xe5 s\xbd"  # as old Vietnamese fonts had it
    found = child(file(name, b"1") + END)
    assert (found.name_bytes, found.locator) == (name.hex(), "tar:h%E5 s%BD")


def test_the_header_between_two_members_damaged_costs_only_its_member() -> None:
    parts = [file(b"%d" % number, TEXT) for number in range(4)]
    content = bytearray(b"".join(parts) + END)
    place = len(parts[0])
    for at in (0, 100, 124, 148, 156, 257, 500):
        changed = bytearray(content)
        changed[place + at] ^= 0x15
        found = lawful(archive, bytes(changed))
        assert steps(found) == ["tar:0", "tar:2", "tar:3"]
        assert problems(found) == [("corrupt", "")]
        assert f"byte {place}" in found.outcome.defects[0].text


@pytest.mark.parametrize("lost", [1, 100, 511, 512, 700, 1_024])
def test_members_after_lost_bytes_are_found_only_on_the_grid_of_blocks(lost: int) -> None:
    one, two, three = (file(name, TEXT) for name in (b"1", b"2", b"3"))
    content = one + two[lost:] + three + END
    found = lawful(archive, content)
    assert ("tar:3" in steps(found)) == (lost % 512 == 0)
    assert found.outcome.status in ("corrupt", "ok")


def test_old_headers_without_magic_are_not_looked_for_behind_damage() -> None:
    content = file(b"a", b"1") + b"\xee" * 512 + file(b"b", b"2", magic=OLD) + END
    found = lawful(archive, content)
    assert steps(found) == ["tar:a"]


@pytest.mark.parametrize("zeros", [1, 2, 20, 40])
def test_an_archive_behind_another_is_found_over_any_number_of_zeros(zeros: int) -> None:
    content = file(b"a", b"1") + bytes(512 * zeros) + file(b"b", b"2") + END
    found = lawful(archive, content)
    assert steps(found) == ["tar:a", "tar:b"]
    (seen,) = found.of("foreign-bytes")
    assert seen.facts["offset"] == str(1_024 + 512 * zeros)


@pytest.mark.parametrize("end", [b"", bytes(100), bytes(512)])
def test_an_archive_without_its_whole_end_mark_is_judged_by_what_is_there(end: bytes) -> None:
    found = lawful(archive, file(b"a", b"1") + end)
    assert steps(found) == ["tar:a"]
    assert found.outcome.status == ("ok" if end else "corrupt")


@pytest.mark.parametrize("cut", [1, 100, 512, 600])
def test_the_last_member_cut_off_keeps_what_is_there(cut: int) -> None:
    content = (file(b"a", b"1") + block(b"b", size=2_048) + b"\xee" * 2_048)[:-cut]
    found = lawful(archive, content)
    assert contents(found)["tar:b"] == b"\xee" * (2_048 - cut)
    assert problems(found) == [("corrupt", "tar:b")]


def test_every_byte_of_a_header_replaced_is_no_crash() -> None:
    content = pax((b"path", b"p"), (b"size", b"3")) + file(b"a", b"one") + file(b"b", TEXT) + END
    for place in [*range(160), 257, 263, 345, *range(512, 540), *range(1024, 1190)]:
        changed = bytearray(content)
        changed[place] = 0x80 | changed[place] ^ 0x31
        base = place // 512 * 512
        if base != 512:  # with a sum that fits, so that the field itself is judged
            changed[base : base + 512] = tars.summed(changed[base : base + 512])
        status = looked(archive, bytes(changed)).outcome.status
        assert status in ("ok", "corrupt") or (status == "empty" and place < 512), place
