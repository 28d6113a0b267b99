"""Making a desk: whole, or begun and finished by whoever began it; nothing else becomes one."""

from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting, officer

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Note
from truyvet.evidence.case import Case, create
from truyvet.evidence.errors import TruyvetError
from truyvet.query.desk.desk import opened
from truyvet.query.desk.making import make_desk


def make(folder: Path, who: Acting | None = None, title: str = "Desk", number: str = "d") -> Case:
    """Make a desk."""
    return make_desk(folder, who or acting(), title=title, number=number)


@pytest.fixture
def begun(tmp_path: Path) -> Case:
    """What a kill left: a case, and no look-up index."""
    return create(tmp_path / "desk", acting(), title="Desk", number="d")


def test_a_desk_is_made_where_nothing_stands(tmp_path: Path) -> None:
    case = make(tmp_path / "deep/desk")
    with opened(case.folder) as desk:
        assert (desk.id, desk.cases()) == (case.opening()[0], [])


def test_a_desk_that_was_begun_is_finished(begun: Case) -> None:
    (begun.folder / "desk.draft").write_bytes(b"half a draft")
    case = make(begun.folder, acting(seed=7, clock=Clock(9)))
    assert case.opening()[0] == begun.opening()[0]
    assert case.ledger.tail().seq == 1
    with opened(case.folder) as desk:
        assert desk.id == begun.opening()[0]


def refused(
    folder: Path, who: Acting | None = None, title: str = "Desk", number: str = "d"
) -> None:
    """Try to make a desk where something else stands; nothing of that changes."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(TruyvetError, match="E102"):
        make(folder, who, title, number)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path.name for path in before} == {path.name for path in after}
    assert before[folder / "ledger/entries.jsonl"] == after[folder / "ledger/entries.jsonl"]


def test_another_s_case_or_one_of_another_name_is_none_that_was_begun(begun: Case) -> None:
    refused(begun.folder, acting(officer(2)))
    refused(begun.folder, title="Vụ án")
    refused(begun.folder, number="12/2026")


def test_a_case_in_which_something_happened_is_none_that_was_begun(begun: Case) -> None:
    with begun.writing() as writer:
        writer.append(acting(clock=Clock(5)), Note(text="x"))
    refused(begun.folder)


def test_a_desk_is_not_made_over_a_desk(tmp_path: Path) -> None:
    make(tmp_path / "desk")
    refused(tmp_path / "desk")


def test_a_case_that_cannot_be_read_is_left_alone(begun: Case) -> None:
    begun.ledger.path.write_bytes(b"no entry\n")
    refused(begun.folder)
