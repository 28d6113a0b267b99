"""Looking up equals reading all rows; how a case stands is seen at its folder."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.query.desk.laying import Held, case_id, fill, lay

from truyvet.evidence.folding import folded
from truyvet.query.desk.desk import Desk, OnDesk
from truyvet.query.desk.lookup import look_up, standing
from truyvet.query.desk.schema import NAME

NUMBERS = {"+84912345678": ("0912345678", "+84 912 345 678", "84912345678", "0912.345.678")}
NAMES = ("Đức", "Duc", "đức", "Đức Cá", "D", "Trần Hải")
THINGS = [("phone", one) for one in NUMBERS] + [("phone", "+84987654321")]
THINGS += [(NAME, one) for one in NAMES] + [("user-account", "Duc"), ("passport", "C1234567")]
HELD = st.dictionaries(
    st.integers(1, 3),
    st.lists(st.sampled_from(THINGS), unique=True).map(
        lambda found: [(kind, value, 1) for kind, value in found]
    ),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of three cases."""
    laid = lay(tmp_path_factory.mktemp("lookup") / "desk")
    for number in (1, 2, 3):
        laid.attach(case_id(number), f"/nowhere/{number}", number=f"{number}/2026")
    with laid.opened() as there:
        yield there


def found(desk: Desk, value: str) -> set[tuple[int, str, str]]:
    """Return (place, kind, value) of all hits."""
    return {(hit.place, hit.kind, hit.value) for hit in look_up(desk, value).hits}


@settings(max_examples=60)
@given(HELD)
def test_a_number_is_found_wherever_it_stands_in_any_spelling(
    desk: Desk, held: dict[int, list[Held]]
) -> None:
    fill(desk, held, {})
    for number, spellings in NUMBERS.items():
        told = {
            (place, kind, value)
            for place, things in held.items()
            for kind, value, _ in things
            if value == number
        }
        for spelling in spellings:
            assert found(desk, spelling) == told


@settings(max_examples=60)
@given(HELD, st.sampled_from(NAMES))
def test_a_name_is_found_by_its_letters_without_marks(
    desk: Desk, held: dict[int, list[Held]], name: str
) -> None:
    fill(desk, held, {})
    told = {
        (place, kind, value)
        for place, things in held.items()
        for kind, value, _ in things
        if (kind == NAME and folded(value) == folded(name)) or (kind != NAME and value == name)
    }
    assert found(desk, name) == told


def test_the_exactly_accented_name_comes_first(desk: Desk) -> None:
    fill(desk, {1: [(NAME, "Duc", 1), (NAME, "Đức", 1)]}, {})
    assert [hit.value for hit in look_up(desk, "Đức").hits] == ["Đức", "Duc"]
    assert [hit.value for hit in look_up(desk, "duc").hits] == ["Duc", "Đức"]


@pytest.mark.parametrize(
    "value", ["", " ", "%", "_", "*", "'", '"', "\t", "a\0b", "x" * 10_000, "\u202e", "-1", "😀"]
)
def test_what_nobody_holds_is_not_found_and_says_what_was_tried(desk: Desk, value: str) -> None:
    fill(desk, {1: [("phone", "+84912345678", 1), (NAME, "Đức", 1)]}, {})
    answer = look_up(desk, value)
    assert answer.hits == ()
    assert answer.asked == value
    assert answer.tried


def test_a_kind_before_a_colon_asks_for_that_kind_alone(desk: Desk) -> None:
    fill(desk, {1: [("passport", "C1234567", 1)], 2: [("serial", "C1234567", 1)]}, {})
    assert found(desk, "C1234567") == {
        (1, "passport", "C1234567"), (2, "serial", "C1234567")
    }  # fmt: skip
    assert (1, "passport", "C1234567") in found(desk, "passport:C1234567")


def test_a_citizen_id_with_few_different_digits_is_looked_up_in_groups(desk: Desk) -> None:
    fill(desk, {1: [("cccd", "001151105001", 1)]}, {})
    assert found(desk, "001 151 105 001") == {(1, "cccd", "001151105001")}


@pytest.fixture
def on_desk(tmp_path: Path) -> OnDesk:
    """A case as it was read: five bytes of ledger."""
    ledger = tmp_path / "case/ledger/entries.jsonl"
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(b"12345")
    return OnDesk(
        place=1, id="x", number="1", path=str(tmp_path / "case"), access="open", contact="",
        entries=3, prev="", size=5, utc="", coverage="", problem="",
    )  # fmt: skip


def grown(ledger: Path) -> None:
    ledger.write_bytes(b"123456")


def shorter(ledger: Path) -> None:
    ledger.write_bytes(b"1")


def without_ledger(ledger: Path) -> None:
    ledger.unlink()


def without_folder(ledger: Path) -> None:
    shutil.rmtree(ledger.parent.parent)


def a_file_instead(ledger: Path) -> None:
    without_folder(ledger)
    ledger.parent.parent.write_bytes(b"")


@pytest.mark.parametrize(
    ("change", "state", "why"),
    [
        (lambda _: None, "current", ""),
        (grown, "behind", "has grown since"),
        (shorter, "behind", "is shorter than it was"),
        (without_ledger, "missing", "not there"),
        (without_folder, "missing", "not there"),
        (a_file_instead, "missing", "not there"),
    ],
)
def test_how_a_case_stands_is_seen_without_opening_it(
    on_desk: OnDesk, change: Callable[[Path], None], state: str, why: str
) -> None:
    change(Path(on_desk.path) / "ledger/entries.jsonl")
    told = standing(on_desk)
    assert (told.state, why in told.reason, told.covered) == (state, True, True)
    assert bool(told.reason) == (state != "current")


@pytest.mark.parametrize(
    ("entries", "problem", "state"),
    [(0, "", "unread"), (0, "E202", "unread"), (3, "E202", "behind"), (3, "", "current")],
)
def test_what_hindered_reading_it_last_counts_too(
    on_desk: OnDesk, entries: int, problem: str, state: str
) -> None:
    told = standing(replace(on_desk, entries=entries, problem=problem))
    assert (told.state, told.reason, told.covered) == (state, problem, entries > 0)
