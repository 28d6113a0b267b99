"""Archives of cpio: four headers, padding, links, sums, names, and every field wrong."""

import struct
from collections.abc import Callable

import pytest
from tests.extractors.containers.laws import contents, lawful, looked, problems, steps

from truyvet.extractors import archive
from truyvet.extractors.containers.cpio import MAX_NAME

TEXT = "Giấy triệu tập\n".encode() * 20
TIME = 1_700_000_000
UTC = "2023-11-14T22:13:20.000000000Z"


def newc(
    name: bytes = b"a", content: bytes = b"", mode: int = 0o100644, magic: bytes = b"070701",
    check: int = 0, time: int = TIME, size: int | None = None, named: int | None = None,
) -> bytes:  # fmt: skip
    fields = (1, mode, 0, 0, 1, time, len(content) if size is None else size, 0, 0, 0, 0,
              len(name) + 1 if named is None else named, check)  # fmt: skip
    head = magic + b"".join(b"%08x" % field for field in fields) + name + b"\0"
    return head + bytes(-len(head) % 4) + content + bytes(-len(content) % 4)


def summed(name: bytes = b"a", content: bytes = b"", mode: int = 0o100644, **given: int) -> bytes:
    known = {"check": sum(content) & 0xFFFFFFFF, **given}
    return newc(name, content, mode, b"070702", **known)


def odc(name: bytes = b"a", content: bytes = b"", mode: int = 0o100644, time: int = TIME) -> bytes:
    head = b"070707" + b"%06o" * 7 % (0, 1, mode, 0, 0, 1, 0)
    head += b"%011o%06o%011o" % (time, len(name) + 1, len(content))
    return head + name + b"\0" + content


def binary(
    name: bytes = b"a", content: bytes = b"", mode: int = 0o100644, time: int = TIME
) -> bytes:
    size = len(content)
    words = (0o70707, 0, 1, mode, 0, 0, 1, 0, time >> 16, time & 0xFFFF, len(name) + 1,
             size >> 16, size & 0xFFFF)  # fmt: skip
    named = name + b"\0"
    return struct.pack("<13H", *words) + named + bytes(len(named) % 2) + content + bytes(size % 2)


FORMS: dict[str, Callable[..., bytes]] = {"newc": newc, "crc": summed, "odc": odc, "binary": binary}
END = b"TRAILER!!!"


def ended(form: str, *members: bytes) -> bytes:
    return b"".join(members) + FORMS[form](END, b"", 0)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("named", [1, 2, 3, 4, 5, 300])
@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5])
def test_names_and_data_of_any_length_are_followed_by_the_next_member(
    form: str, named: int, size: int
) -> None:
    one = FORMS[form]
    found = lawful(archive, ended(form, one(b"n" * named, b"\xee" * size), one(b"z", TEXT)))
    assert contents(found) == {f"cpio:{'n' * named}": b"\xee" * size, "cpio:z": TEXT}
    assert found.outcome.status == "ok"


@pytest.mark.parametrize(("form", "magic"), [
    ("newc", b"070701"), ("crc", b"070702"), ("odc", b"070707"), ("binary", b"\xc7\x71"),
])  # fmt: skip
def test_an_archive_shows_how_it_begins(form: str, magic: bytes) -> None:
    (seen,) = lawful(archive, ended(form, FORMS[form]())).of("archive")
    assert (seen.value(), seen.facts["format"]) == (magic, "cpio")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("mode", "kind"),
    [(0o100644, "file"), (0o120777, "symlink"), (0o010644, "fifo"), (0o020644, "character"),
     (0o060644, "block"), (0o140755, "socket"), (0o000644, "file")],
)  # fmt: skip
def test_the_mode_says_what_a_member_is(form: str, mode: int, kind: str) -> None:
    content = ended(form, FORMS[form](b"a", "../Hồ sơ".encode(), mode), FORMS[form](b"z", TEXT))
    first, second = lawful(archive, content).children
    assert (first.found.kind, first.content is not None) == (kind, kind == "file")
    assert first.found.target == ("../Hồ sơ" if kind == "symlink" else "")
    assert second.content == TEXT


@pytest.mark.parametrize("form", FORMS)
def test_directories_are_no_children(form: str) -> None:
    one = FORMS[form]
    assert steps(lawful(archive, ended(form, one(b"d", b"", 0o40755), one(b"d/a")))) == ["cpio:d/a"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("time", "modified"), [(TIME, UTC), (0, None)])
def test_a_time_is_told_where_there_is_one(form: str, time: int, modified: str | None) -> None:
    (child,) = lawful(archive, ended(form, FORMS[form](time=time))).children
    assert child.found.modified == modified


@pytest.mark.parametrize("form", FORMS)
def test_a_dangerous_name_is_shown_where_it_stands(form: str) -> None:
    content = ended(form, FORMS[form](b"../a", b"1"))
    (seen,) = lawful(archive, content).of("suspicious-name")
    assert seen.locator == (f"bytes:{content.index(b'../a')}+4",)


@pytest.mark.parametrize("form", FORMS)
def test_a_name_twice_is_told_apart_by_the_byte_of_its_header(form: str) -> None:
    one = FORMS[form](b"a", b"12")
    assert steps(lawful(archive, ended(form, one, one))) == ["cpio:a", f"cpio:a@{len(one)}"]


@pytest.mark.parametrize(("check", "status"), [(None, "ok"), (1, "corrupt"), (0, "ok")])
def test_the_sum_of_a_member_is_checked_where_it_bears_one(check: int | None, status: str) -> None:
    given = {} if check is None else {"check": check}
    found = lawful(archive, ended("crc", summed(b"a", TEXT, **given)))
    assert contents(found) == {"cpio:a": TEXT}
    assert found.outcome.status == status
    if status == "corrupt":
        assert f"its sum is {sum(TEXT)} where 1 is claimed" in found.outcome.defects[0].text


def test_a_changed_byte_is_found_by_the_sum_alone() -> None:
    for one, status in ((summed, "corrupt"), (newc, "ok")):
        content = ended("newc", one(b"a", TEXT)).replace(b"tri", b"trj", 1)
        assert lawful(archive, content).outcome.status == status


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("after", "told"), [
    (b"", []), (bytes(400), []), (b"more", [b"more"]),
    (bytes(9) + b"x" * 90, [bytes(9) + b"x" * 55]),
])  # fmt: skip
def test_what_follows_the_end_is_told_unless_it_is_padding(
    form: str, after: bytes, told: list[bytes]
) -> None:
    found = lawful(archive, ended(form, FORMS[form]()) + after)
    seen = found.of("foreign-bytes")
    assert [one.value() for one in seen] == told
    assert [one.facts["length"] for one in seen] == [str(len(after))] * len(told)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("junk", [b"junk" * 40, b"0", b"070701zz" * 20, b"\xc7\x71"])
def test_what_is_no_header_ends_the_archive(form: str, junk: bytes) -> None:
    one = FORMS[form](b"a", TEXT)
    found = lawful(archive, one + junk)
    assert contents(found) == {"cpio:a": TEXT}
    assert problems(found) == [("corrupt", "")]
    assert f"byte {len(one)}" in found.outcome.defects[0].text


@pytest.mark.parametrize("named", [0, MAX_NAME + 1, 0xFFFFFFFF])
def test_a_name_of_no_or_too_much_length_is_no_header(named: int) -> None:
    found = lawful(archive, newc(b"a", TEXT, named=named))
    assert (steps(found), problems(found)) == ([], [("corrupt", "")])


def test_a_name_without_its_zero_keeps_its_last_letter() -> None:
    content = newc(b"abc", named=3) + newc(END)
    assert steps(lawful(archive, content)) == ["cpio:abc"]


@pytest.mark.parametrize("size", [len(TEXT) + 1, 1 << 20, 0xFFFFFFFF])
def test_data_beyond_the_item_comes_out_as_far_as_it_goes(size: int) -> None:
    content = newc(b"a", TEXT, size=size)
    found = lawful(archive, content)
    assert (contents(found)["cpio:a"] or b"").startswith(TEXT)
    assert problems(found) == [("corrupt", "cpio:a"), ("corrupt", "")]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("cut", [1, 30, 70, 105])
def test_a_cut_archive_is_named(form: str, cut: int) -> None:
    found = lawful(archive, ended(form, FORMS[form](b"a", TEXT))[:-cut])
    assert found.outcome.status == ("ok" if cut == 1 else "corrupt")


@pytest.mark.parametrize("form", FORMS)
def test_every_byte_of_a_header_changed_once_is_no_crash(form: str) -> None:
    content = ended(form, FORMS[form](b"ab", TEXT), FORMS[form](b"c", b"1"))
    for place in range(2, 116):
        changed = bytearray(content)
        changed[place] ^= 0x07
        assert looked(archive, bytes(changed)).outcome.status in ("ok", "corrupt", "empty"), place
