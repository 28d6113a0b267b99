"""Zip files as a whole: what is said of them, of contradictions, overlaps, gaps and links."""

import random
from typing import Any

import pytest
from tests.extractors.containers.laws import contents, lawful, looked, problems, steps
from tests.extractors.containers.zips import (
    Part,
    bodies,
    descriptor,
    end,
    extra,
    pkzip,
    winzip,
    zipped,
    zipped64,
)

from truyvet.extractors import archive
from truyvet.extractors.settings import Settings

TEXT = "Hợp đồng số 15/2026/HĐ-MB\n".encode() * 60
RIGHT = Settings(passwords=("123456",))


def facts(content: bytes) -> dict[str, str]:
    (seen,) = lawful(archive, content).of("archive")
    return dict(seen.facts)


@pytest.mark.parametrize(
    ("made_by", "word"),
    [(20, "dos"), (0x031E, "unix"), (0x0714, "macintosh"), (0x0A14, "ntfs"), (0x131E, "macos"),
     (0x0E00, "vfat"), (0x0B00, "mvs"), (0x6300, "99")],
)  # fmt: skip
def test_the_system_that_made_an_archive_is_told(made_by: int, word: str) -> None:
    assert facts(zipped(Part(content=TEXT, made_by=made_by)))["made-on"] == word


def test_all_methods_and_systems_are_told_once_in_order() -> None:
    told = facts(zipped(
        Part(name=b"a", content=TEXT, method=8, made_by=0x031E), Part(name=b"b", content=TEXT),
        Part(name=b"c", content=TEXT, method=77, made_by=0x031E),
    ))  # fmt: skip
    assert told["methods"] == "77 deflated stored"
    assert told["made-on"] == "dos unix"
    assert told["size"] == str(3 * len(TEXT))


@pytest.mark.parametrize("claimed", [1, 3, 0xFFFF])
def test_a_wrong_number_of_members_is_told(claimed: int) -> None:
    told = facts(zipped(Part(name=b"a"), Part(name=b"b"), members=claimed))
    assert (told["members"], told["claimed-members"]) == ("2", str(claimed))


def test_a_right_number_of_members_is_told_once() -> None:
    for content in (zipped(Part(name=b"a")), zipped64(Part(name=b"a"))):
        assert "claimed-members" not in facts(content)


@pytest.mark.parametrize("letters", ["đ" * 500, "x" * 65_535])
def test_a_long_comment_is_told_as_far_as_a_fact_goes(letters: str) -> None:
    raw = letters.encode()
    assert facts(zipped(Part(content=b"1"), comment=raw))["comment"] == letters[:1_024]


def test_an_empty_archive_is_one_of_no_members() -> None:
    found = lawful(archive, zipped())
    assert found.of("archive")[0].facts["members"] == "0"
    assert (steps(found), found.outcome.status) == ([], "ok")


@pytest.mark.parametrize("length", [1, 500, 0xFFFFFFFF])
def test_an_end_record_with_a_directory_before_the_item_is_no_crash(length: int) -> None:
    found = lawful(archive, end(0, length, 0))
    assert problems(found) == [("corrupt", "")]
    assert found.of("archive")[0].facts["central-directory"] == "missing"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (Part(own_name=b"zz"), {"name": "aa"}),
        (Part(own_method=8), {"method": "0, here 8"}),
        (Part(own_flags=1), {"encrypted": "false, here true"}),
        (Part(own_size=5), {"size": f"{len(TEXT)}, here 5"}),
        (Part(own_packed=5), {"packed": f"{len(TEXT)}, here 5"}),
        (Part(own_crc=5), {"crc": "CRC, here 5"}),
        (Part(own_flags=8, own_crc=0, own_size=0, own_packed=0), {}),
        (Part(own_flags=8, own_crc=7, own_size=0, own_packed=0), {"crc": "CRC, here 7"}),
        (Part(own_size=0), {"size": f"{len(TEXT)}, here 0"}),
        (Part(own_name=b"zz", own_method=8), {"name": "aa", "method": "0, here 8"}),
    ],
)
def test_each_field_that_a_members_own_header_gives_otherwise_is_told(
    part: Part, said: dict[str, str]
) -> None:
    part.name, part.content = b"aa", TEXT
    content = b"".join([b"", zipped(Part(name=b"b", content=b"1"), part)])
    place = content.index(b"PK\3\4", 4)
    crc = str(part.numbers()[0])
    told = [dict(seen.facts) for seen in lawful(archive, content).of("disagreeing-headers")]
    wanted = {word: value.replace("CRC", crc) for word, value in said.items()}
    assert told == ([{**wanted, "header": str(place)}] if wanted else [])
    assert contents(lawful(archive, content))["zip:aa"] == TEXT


def test_the_extra_fields_of_the_two_headers_may_differ() -> None:
    part = Part(content=TEXT, own_extra=extra(0x5455, b"\1\0\0\0\0"), row_extra=b"")
    found = lawful(archive, zipped(part))
    assert contents(found) == {"zip:a": TEXT}
    assert not found.of("disagreeing-headers")


@pytest.mark.parametrize("offset", [1, 40, 100_000, 0xFFFFFFFE])
def test_a_row_that_leads_to_no_header_is_a_child_without_bytes(offset: int) -> None:
    found = lawful(archive, zipped(Part(name=b"a", content=TEXT, offset=offset)))
    assert contents(found)["zip:a"] is None
    assert ("corrupt", "zip:a") in problems(found)
    assert "zip:a@0" in steps(found)  # and the header itself is found as a hidden one


def test_two_rows_of_one_member_overlap() -> None:
    parts = [Part(name=b"a", content=TEXT), Part(name=b"a", content=TEXT, offset=0)]
    body, rows, _ = bodies(parts)
    content = body + rows + end(2, len(rows), len(body))
    (seen,) = lawful(archive, content).of("overlapping-members")
    assert (seen.value(), seen.facts["members"], seen.flag) == (b"PK\3\4", "1", "bomb")


def test_members_side_by_side_do_not_overlap() -> None:
    parts = [Part(name=b"%d" % number, content=TEXT, after=b"-" * number) for number in range(4)]
    assert not lawful(archive, zipped(*parts)).of("overlapping-members")


@pytest.mark.parametrize("method", [0, 8])
def test_links_name_their_targets_up_to_a_length(method: int) -> None:
    link: dict[str, Any] = {"made_by": 3 << 8, "external": 0o120777 << 16, "method": method}
    found = lawful(archive, zipped(
        Part(name=b"one", content="../Hồ sơ".encode(), **link),
        Part(name=b"two", content=b"t" * 5_000, **link),
        Part(name=b"six", content=b"t", offset=3, **link),
    ))  # fmt: skip
    told = [(child.name, child.found.kind, child.found.target) for child in found.children]
    assert told[:3] == [
        ("one", "symlink", "../Hồ sơ"), ("two", "symlink", ""), ("six", "symlink", ""),
    ]  # fmt: skip
    assert [child.content for child in found.children[:3]] == [None] * 3


def test_an_encrypted_link_is_no_crash() -> None:
    part = pkzip(b"123456", b"target", made_by=3 << 8, external=0o120777 << 16)
    for settings, target in ((Settings(), ""), (RIGHT, "target")):
        (child,) = lawful(archive, zipped(part), settings).children
        assert (child.found.kind, child.found.target) == ("symlink", target)


@pytest.mark.parametrize("part", [pkzip(b"123456", TEXT), winzip(b"123456", TEXT)])
def test_encrypted_members_are_counted_and_the_first_is_shown(part: Part) -> None:
    content = zipped(Part(name=b"open", content=TEXT), part, pkzip(b"x", TEXT))
    (seen,) = lawful(archive, content).of("encrypted-members")
    assert (seen.value(), seen.facts["members"], seen.flag) == (b"kin.txt", "2", "encrypted")
    assert contents(lawful(archive, content, RIGHT))["zip:kin.txt"] == TEXT


def test_a_hidden_member_between_listed_ones_is_found_by_its_gap() -> None:
    parts = [Part(name=name, content=TEXT, listed=name != b"b") for name in (b"a", b"b", b"c")]
    content = zipped(*parts)
    place = content.index(parts[1].local())
    found = lawful(archive, content)
    assert steps(found) == ["zip:a", "zip:c", f"zip:b@{place}"]
    assert [seen.value() for seen in found.of("hidden-member")] == [b"b"]


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_hidden_member_outside_the_archive_is_found(where: str) -> None:
    other = Part(name=b"secret", content=TEXT)
    alone = other.local() + other.stored
    whole = zipped(Part(name=b"a", content=TEXT))
    content = alone + whole if where == "before" else whole + alone
    found = lawful(archive, content)
    assert f"zip:secret@{content.index(alone)}" in steps(found)
    (seen,) = found.of("foreign-bytes")
    assert (seen.facts["place"], seen.facts["length"]) == (where, str(len(alone)))


def test_records_after_members_are_no_hidden_members() -> None:
    parts = [
        Part(name=name, content=TEXT, method=8, flags=8, own_crc=0, own_size=0, own_packed=0)
        for name in (b"a", b"b")
    ]
    for part in parts:
        part.after = descriptor(TEXT, len(part.stored))
    found = lawful(archive, zipped(*parts))
    assert contents(found) == {"zip:a": TEXT, "zip:b": TEXT}
    assert {seen.kind for seen in found.observations} == {"archive"}


@pytest.mark.parametrize("length", [5_000, 65_535])
def test_a_dangerous_name_of_any_length_is_shown_and_found_again(length: int) -> None:
    name = b"../".ljust(length, b"n")
    found = lawful(archive, zipped(Part(name=name, content=TEXT)))
    (seen,) = found.of("suspicious-name")
    assert seen.value() == name[:4_096]
    assert [child.content for child in found.children] == [TEXT]


@pytest.mark.parametrize("method", [0, 8, 12, 14, 93, 95])
def test_an_archive_cut_anywhere_near_its_first_data_is_no_crash(method: int) -> None:
    content = zipped(Part(content=TEXT, method=method, data=bytes(range(40)), packed=200))
    for length in range(28, 75):
        assert looked(archive, content[:length]).outcome.status in ("corrupt", "unsupported")


def test_every_byte_of_every_header_changed_once_is_no_crash() -> None:
    noise = random.Random(1).randbytes(90)
    content = zipped64(
        Part(
            name=b"a", content=noise, own_extra=extra(1, bytes(16)), row_extra=extra(1, bytes(24))
        ),
        Part(name="đ".encode(), content=TEXT, method=8, comment=b"note"),
    )
    places = [*range(46), *range(content.index(b"PK\1\2"), len(content))]
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 0xFF
        found = looked(archive, bytes(changed))
        assert found.outcome.status in ("ok", "corrupt", "encrypted", "unsupported", "empty"), place
        assert found.outcome.status != "empty" or place < 4
