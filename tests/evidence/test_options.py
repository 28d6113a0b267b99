"""Collections of one source with other options are kept apart; what came in slowly is hurried."""

from pathlib import Path

import pytest
from tests.evidence.support.people import acting
from tests.evidence.support.scenes import USB, bring, open_case

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.findings import Found
from truyvet.evidence.intake import FRONTIER_NAME, MANIFEST_NAME
from truyvet.evidence.verification.folder import check_folder


@pytest.fixture
def who() -> Acting:
    """An officer."""
    return acting()


@pytest.fixture
def case(tmp_path: Path, who: Acting) -> Case:
    """A new case."""
    return open_case(tmp_path / "case", who)


def begun(case: Case, who: Acting, options: str) -> tuple[str, bool]:
    """Begin a collection and stop it; its id, and whether an earlier one was continued."""
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "web", USB, "", options)
        found = collecting.intake.pending.collection, collecting.continued
        collecting.pause()
        return found


def test_the_same_options_go_on_and_others_begin_anew(case: Case, who: Acting) -> None:
    first, continued = begun(case, who, "a" * 64)
    assert not continued
    assert begun(case, who, "a" * 64) == (first, True)
    other, continued = begun(case, who, "b" * 64)
    assert (other != first, continued) == (True, False)


def test_a_note_without_options_is_written_as_before(case: Case, who: Acting) -> None:
    begun(case, who, "")
    (note,) = case.work.glob("*/pending.json")
    assert b"options" not in note.read_bytes()


def test_what_was_hurried_is_safe_without_a_flush(case: Case, who: Acting) -> None:
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "web", USB, "")
        bring(case, collecting, {b"a": b"1"})
        manifest = collecting.intake.folder / MANIFEST_NAME
        assert manifest.read_bytes() == b""
        while not manifest.read_bytes():
            collecting.hurry()
        collecting.close()  # killed
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "web", USB, "")
        assert [item.path for item in collecting.items()] == ["a"]
        collecting.close()


def test_hurrying_with_nothing_to_hurry_does_nothing(case: Case, who: Acting) -> None:
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "web", USB, "")
        collecting.hurry()
        assert collecting.next_n == 0
        assert list(collecting.items()) == []
        collecting.close()


def test_the_frontier_of_a_crawl_belongs_into_its_folder(case: Case, who: Acting) -> None:
    collection, _ = begun(case, who, "")
    (case.work / collection / FRONTIER_NAME).write_bytes(b"SQLite")
    found = Found()
    check_folder(case.folder, {collection}, found)
    assert not any(code.startswith("E") for code in found.counts)
    stray = Found()
    check_folder(case.folder, set(), stray)
    assert "E612" in stray.counts
