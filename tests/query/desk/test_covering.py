"""What an answer covered: each case once, as far as it may be named, and what was left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.query.desk.laying import Laid, case_id, fill, lay

from truyvet.query.desk.covering import covering
from truyvet.query.desk.desk import Desk
from truyvet.query.desk.searching import HIDDEN


@pytest.fixture
def laid(tmp_path: Path) -> Laid:
    """A desk of two open cases and a secret one, all out of reach."""
    made = lay(tmp_path / "desk")
    for number, access in enumerate(("open", "open", "secret"), 1):
        made.attach(case_id(number), f"/nowhere/{number}", number=f"{number}", access=access)
    return made


@pytest.fixture
def desk(laid: Laid) -> Iterator[Desk]:
    """That desk, of which all cases were read once."""
    with laid.opened() as there:
        fill(there, {}, {})
        yield there


def test_cases_that_are_known_are_covered_and_counted(laid: Laid, desk: Desk) -> None:
    covered = covering(desk, laid.viewer(desk))
    assert [one.case.number for one in covered.cases] == ["1", "2"]
    assert (covered.missed, covered.count) == ((), 3)


def test_a_hidden_case_is_covered_without_its_name(laid: Laid, desk: Desk) -> None:
    covered = covering(desk, laid.viewer(desk))
    assert (covered.unnamed, covered.unnamed_missed) == (True, True)


def test_a_case_that_was_never_read_is_missed(laid: Laid, desk: Desk) -> None:
    desk.database.execute("UPDATE cases SET entries = 0, problem = 'E202' WHERE place = 2")
    covered = covering(desk, laid.viewer(desk))
    assert [(one.case.number, one.reason) for one in covered.missed] == [("2", "E202")]
    assert covered.count == 2


def test_a_case_that_could_not_be_asked_is_missed_with_the_reason(laid: Laid, desk: Desk) -> None:
    covered = covering(desk, laid.viewer(desk), [(1, "locked"), (3, "a secret reason")])
    assert [(one.case.number, one.state, one.reason) for one in covered.missed] == [
        ("1", "failed", "locked")
    ]
    assert (covered.unnamed, covered.unnamed_missed, covered.count) == (False, True, 1)


def test_registers_count_where_they_were_asked(laid: Laid, desk: Desk) -> None:
    for place, problem in ((7, ""), (8, "E302: damaged")):
        row = (place, f"r{place}", problem)
        desk.database.execute(
            "INSERT INTO registers VALUES (?, ?, 'p', 'utc', '', '', '', '', '', '[]', 5, 0, ?)",
            row,
        )
    covered = covering(desk, laid.viewer(desk))
    assert [one.name for one in covered.registers] == ["r7"]
    assert [one.place for one in covered.missed_registers] == [8]
    assert covered.count == 4
    without = covering(desk, laid.viewer(desk), registers=False)
    assert (without.registers, without.missed_registers, without.count) == ((), (), 3)


def test_a_hidden_case_that_refuses_a_question_is_told_apart_from_one_behind(
    laid: Laid, desk: Desk
) -> None:
    covered = covering(desk, laid.viewer(desk), [(3, HIDDEN)])
    assert (covered.unnamed, covered.unnamed_missed, covered.unnamed_refused) == (
        False, False, True
    )  # fmt: skip
