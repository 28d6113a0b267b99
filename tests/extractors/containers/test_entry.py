"""Steps to members, and what makes a member's name dangerous."""

import pytest

from truyvet.evidence.scans.locator import MAX_STEP, parse_step
from truyvet.evidence.scans.observation import MAX_RAW
from truyvet.extractors.containers.entry import (
    MAX_NAME_IN_STEP,
    Entry,
    Steps,
    suspicions,
    suspicious_name,
)
from truyvet.extractors.interface import Member


def entry(name: bytes, name_at: str = "") -> Entry:
    return Entry(step="zip:x", name=name, name_at=name_at, member=Member(name=name))


@pytest.mark.parametrize(
    ("name", "step"),
    [
        (b"a.txt", "zip:a.txt"),
        ("Hồ sơ/Nguyễn Văn Đức.docx".encode(), "zip:Hồ sơ/Nguyễn Văn Đức.docx"),
        (b"", "zip:"),
        (b"100%", "zip:100%25"),
        (b"a\nb", "zip:a%0Ab"),
        (b"a\0b", "zip:a%00b"),
        (b"t\xe0i li\xec\xc3u", "zip:t%E0i li%EC%C3u"),
        (b"a@b.vn", "zip:a@b.vn"),
        (b"a@", "zip:a@@512"),
        (b"a@12", "zip:a@12@512"),
        (b"@", "zip:@@512"),
    ],
)
def test_the_first_member_of_a_name_gets_the_name_as_its_step(name: bytes, step: str) -> None:
    assert Steps("zip").first(name, 512) == step


def test_a_repeated_name_gets_its_position() -> None:
    maker = Steps("tar")
    assert [maker.first(b"a", at) for at in (0, 512, 1024)] == ["tar:a", "tar:a@512", "tar:a@1024"]


@pytest.mark.parametrize("length", [MAX_NAME_IN_STEP, MAX_NAME_IN_STEP + 1, 65_535])
@pytest.mark.parametrize("letter", [b"x", b"\xff", b"\x01"])
def test_steps_of_long_names_stay_within_a_locator(length: int, letter: bytes) -> None:
    step = Steps("zip").first(letter * length, 7)
    parse_step(step)
    assert len(step) <= MAX_STEP
    assert step.endswith("@7") == (length > MAX_NAME_IN_STEP)


def test_long_names_that_only_differ_at_their_ends_get_different_steps() -> None:
    maker = Steps("zip")
    one, two = b"x" * 5_000 + b"1", b"x" * 5_000 + b"2"
    assert maker.first(one, 1) != maker.first(two, 2)


def test_two_containers_of_one_scheme_share_nothing() -> None:
    assert Steps("zip").first(b"a", 1) == Steps("zip").first(b"a", 2)


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        (b"..", "climbs-out"),
        (b"..\\x", "climbs-out"),
        (b"a\\..\\b", "climbs-out"),
        (b"a/..", "climbs-out"),
        (b"...", ""),
        (b"..a/b..", ""),
        (b"./a", ""),
        (b"/", "absolute"),
        (b"//host/share", "absolute"),
        (b"\\x", "absolute"),
        (b"c:", "drive"),
        (b"C:/Windows", "drive"),
        (b"1:x", ""),
        (b"ab:x", ""),
        (b"\x00", "nul"),
        (b"a\tb", "control-characters"),
        (b"a\x1bb", "control-characters"),
        ("anh\u202egpj.exe".encode(), "text-direction"),
        ("\u200fa".encode(), "text-direction"),
        ("\u2067a".encode(), "text-direction"),
        ("Tết Bính Ngọ.jpg".encode(), ""),
        (b"/../\0\x01" + "\u202b".encode(), "climbs-out absolute nul control-characters "
         "text-direction"),
        (b"\xe2\x80", ""),
    ],
)  # fmt: skip
def test_every_reason_that_holds_is_told(name: bytes, reasons: str) -> None:
    assert suspicions(name) == reasons


def test_a_harmless_name_gives_no_notice() -> None:
    assert suspicious_name(entry(b"a/b.txt")) is None


def test_a_name_that_stands_in_the_item_is_shown_where_it_stands() -> None:
    notice = suspicious_name(entry(b"../a", "bytes:30+4"))
    assert notice is not None
    assert (notice.locator, notice.raw, notice.flag) == ("bytes:30+4", b"../a", "metadata")
    assert notice.facts == {"member": "zip:x", "reason": "climbs-out"}


def test_a_name_that_stands_in_no_piece_is_shown_by_its_member() -> None:
    notice = suspicious_name(entry(b"../a"))
    assert notice is not None
    assert notice.locator == "member-name:zip:x"


@pytest.mark.parametrize("length", [MAX_RAW, MAX_RAW + 1])
def test_a_name_longer_than_a_raw_value_is_cut_and_shown_by_its_member(length: int) -> None:
    name = b"../".ljust(length, b"n")
    notice = suspicious_name(entry(name, f"bytes:0+{length}"))
    assert notice is not None
    assert notice.raw == name[:MAX_RAW]
    assert notice.locator.startswith("bytes:" if length == MAX_RAW else "member-name:")
