"""Archives of ar: short and long names of every system, symbol tables, every field wrong."""

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.extractors.containers.laws import contents, lawful, looked, problems, steps

from truyvet.extractors import archive

TEXT = "Gói cài đặt\n".encode() * 30
MAGIC = b"!<arch>\n"
UTC = "2023-11-14T22:13:20.000000000Z"


def one(
    name: bytes, content: bytes = b"", time: bytes = b"1700000000", size: bytes | None = None,
    end: bytes = b"`\n",
) -> bytes:  # fmt: skip
    claimed = b"%d" % len(content) if size is None else size
    head = b"%-16s%-12s%-6s%-6s%-8s%-10s" % (name, time, b"0", b"0", b"100644", claimed) + end
    return head + content + b"\n" * (len(content) % 2)


def ar(*members: bytes) -> bytes:
    return MAGIC + b"".join(members)


@pytest.mark.parametrize(
    ("field", "name"),
    [(b"a.txt", "a.txt"), (b"a.txt/", "a.txt"), (b"with space", "with space"), (b"a/b/", "a/b"),
     (b"sixteen-letters!", "sixteen-letters!"), ("đơn".encode(), "đơn"), (b"", ""), (b"//x", "//x"),
     (b"/x", "/x"), (b"#1/x", "#1/x")],
)  # fmt: skip
def test_a_short_name_is_that_of_its_field(field: bytes, name: str) -> None:
    found = lawful(archive, ar(one(field, TEXT)))
    assert contents(found) == {f"ar:{name}": TEXT}


@pytest.mark.parametrize("ending", [b"/\n", b"\n", b"\0"])
def test_long_names_stand_in_a_table_whatever_ends_them(ending: bytes) -> None:
    first, second = b"a-name-of-more-than-sixteen.o", "thư-mục/đối-tượng-rất-dài.o".encode()
    table = first + ending + second + ending
    place = b"/%d" % (len(first) + len(ending))
    found = lawful(archive, ar(one(b"//", table), one(b"/0", b"1"), one(place, b"22")))
    assert contents(found) == {f"ar:{first.decode()}": b"1", f"ar:{second.decode()}": b"22"}


def test_a_dangerous_long_name_is_shown_where_it_stands() -> None:
    table = b"harmless-name.o/\n../../evil-name.o/\n"
    content = ar(one(b"//", table), one(b"/17", b"1"))
    (seen,) = lawful(archive, content).of("suspicious-name")
    assert seen.locator == (f"bytes:{68 + 17}+17",)
    assert seen.value() == b"../../evil-name.o"


@pytest.mark.parametrize("place", [b"/99", b"/999999999999999", b"/5"])
def test_a_long_name_beyond_its_table_is_empty(place: bytes) -> None:
    found = lawful(archive, ar(one(b"//", b"a.o/\n"), one(place, TEXT), one(b"b", b"1")))
    assert contents(found) == {"ar:": TEXT, "ar:b": b"1"}


def test_a_long_name_without_a_table_is_empty() -> None:
    assert steps(lawful(archive, ar(one(b"/0", TEXT)))) == ["ar:"]


@pytest.mark.parametrize(
    ("name", "rest"),
    [(b"name.o", TEXT), (b"name.o\0\0", TEXT), (b"only-a-name", b""), (b"x", b"1")],
)
def test_a_bsd_name_stands_before_the_data(name: bytes, rest: bytes) -> None:
    content = ar(one(b"#1/%d" % len(name), name + rest), one(b"z", b"1"))
    found = lawful(archive, content)
    assert contents(found) == {f"ar:{name.rstrip(bytes(1)).decode()}": rest, "ar:z": b"1"}
    assert found.children[0].found.size == len(rest)


def test_a_bsd_name_longer_than_its_member_is_none() -> None:
    assert contents(lawful(archive, ar(one(b"#1/99", b"short")))) == {"ar:#1/99": b"short"}


@pytest.mark.parametrize("field", [b"/", b"/SYM64/"])
def test_symbol_tables_are_no_children(field: bytes) -> None:
    assert steps(lawful(archive, ar(one(field, b"symbols"), one(b"a", b"1")))) == ["ar:a"]


@pytest.mark.parametrize(
    ("time", "modified"),
    [(b"1700000000", UTC), (b"0", None), (b"", None), (b"soon", None), (b"-5", None),
     (b"999999999999", "9999-12-31T23:59:59.000000000Z")],
)  # fmt: skip
def test_a_time_is_told_where_there_is_one(time: bytes, modified: str | None) -> None:
    (child,) = lawful(archive, ar(one(b"a", b"1", time))).children
    assert child.found.modified == modified


@pytest.mark.parametrize("size", [0, 1, 2, 59, 60, 61])
def test_data_of_any_length_is_followed_by_the_next_member(size: int) -> None:
    found = lawful(archive, ar(one(b"a", b"\xee" * size), one(b"z", TEXT)))
    assert contents(found) == {"ar:a": b"\xee" * size, "ar:z": TEXT}


def test_an_archive_without_members_is_one() -> None:
    found = lawful(archive, MAGIC)
    assert (found.outcome.status, found.children) == ("ok", [])
    assert found.of("archive")[0].value() == MAGIC


@pytest.mark.parametrize(
    "damaged",
    [one(b"b", TEXT, end=b"'\n"), one(b"b", TEXT, size=b""), one(b"b", TEXT, size=b"-1"),
     one(b"b", TEXT, size=b"0x10"), one(b"b", TEXT)[:59], b"\n", b"\n" + one(b"b", TEXT)],
)  # fmt: skip
def test_what_is_no_header_ends_the_archive_and_is_named(damaged: bytes) -> None:
    first = ar(one(b"a", b"12"))
    found = lawful(archive, first + damaged)
    assert contents(found) == {"ar:a": b"12"}
    assert problems(found) == [("corrupt", "")]
    assert f"byte {len(first)}" in found.outcome.defects[0].text


@pytest.mark.parametrize("size", [b"900", b"9999999999"])
def test_data_beyond_the_item_comes_out_as_far_as_it_goes(size: bytes) -> None:
    found = lawful(archive, ar(one(b"a", TEXT, size=size)))
    assert (contents(found)["ar:a"] or b"").startswith(TEXT)
    assert problems(found) == [("corrupt", "ar:a")]


def test_a_name_twice_is_told_apart_by_the_byte_of_its_header() -> None:
    found = lawful(archive, ar(one(b"a", b"12"), one(b"a", b"34")))
    assert steps(found) == ["ar:a", "ar:a@70"]


def test_archives_of_another_program_are_read(tmp_path: Path) -> None:
    program = shutil.which("ar")
    if program is None:
        pytest.skip("there is no ar here")
    names = ["a.txt", "một-tên-rất-dài-của-tệp.txt", "b"]
    for name in names:
        tmp_path.joinpath(name).write_bytes(name.encode() * 7)
    subprocess.run([program, "rcD", "made.a", *names], cwd=tmp_path, check=True)
    found = lawful(archive, tmp_path.joinpath("made.a").read_bytes())
    assert contents(found) == {f"ar:{name}": name.encode() * 7 for name in names}
    assert found.outcome.status == "ok"


def test_every_byte_of_a_header_changed_once_is_no_crash() -> None:
    content = ar(one(b"//", b"long-name.o/\n"), one(b"/0", TEXT), one(b"#1/4", b"name12"))
    for place in [*range(8, 69), *range(82, 142), *range(len(content) - 66, len(content))]:
        changed = bytearray(content)
        changed[place] ^= 0x05
        assert looked(archive, bytes(changed)).outcome.status in ("ok", "corrupt"), place
