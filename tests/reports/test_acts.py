"""Acts as a report tells them: one row for each kind, with the facts that matter."""

from pathlib import Path
from typing import get_args

import pytest
from tests.evidence.support.forging import change, entries_of

from truyvet.evidence.acts import Act as EveryAct
from truyvet.evidence.entry import Entry
from truyvet.evidence.records import Authority
from truyvet.reports.acts import FACTS, describe
from truyvet.reports.document import Act
from truyvet.reports.texts import LANGUAGES


@pytest.fixture
def entries(history: Path) -> list[Entry]:
    """The entries of a case with every kind of act."""
    return entries_of(history)


def told(entry: Entry) -> Act:
    """Describe an entry."""
    return describe(entry, entry.seq, "00" * 32)


def facts(entry: Entry) -> dict[str, str | int]:
    """Return the facts of an entry by code."""
    return {fact.code: fact.value for fact in told(entry).facts}


def test_every_kind_of_act_has_its_row() -> None:
    assert set(FACTS) == set(get_args(EveryAct))


def test_every_fact_has_words_in_every_language(entries: list[Entry]) -> None:
    assert {type(entry.act) for entry in entries} == set(FACTS)
    named = {fact.code for entry in entries for fact in told(entry).facts}
    for language in LANGUAGES.values():
        assert [code for code in sorted(named) if not language.has(f"fact.{code}")] == []


def test_an_opening_tells_number_title_and_key(entries: list[Entry]) -> None:
    assert facts(entries[0])["number"] == "12/2026"
    assert facts(entries[0])["title"] == "Lừa đảo qua mạng"
    assert facts(entries[0])["key"] == entries[0].actor.key


def test_a_collection_tells_its_sources_and_totals(entries: list[Entry]) -> None:
    found = facts(entries[1])
    assert found["source"] == "/media/usb"
    assert (found["items"], found["stored"], found["problems"]) == (10, 5, 2)
    assert told(entries[1]).note == "vật chứng số 3"


def test_sources_that_the_entry_does_not_list_are_counted(entries: list[Entry]) -> None:
    act = change(entries[1].act, source_count=900)
    assert facts(change(entries[1], act=act))["sources"] == 900
    assert "sources" not in facts(entries[1])


def test_an_admission_tells_whose_key(entries: list[Entry]) -> None:
    assert facts(entries[2])["holder"] == "Trần Thị Bình"
    assert facts(entries[2])["role"] == "custodian"


def test_an_export_tells_item_target_and_hash(entries: list[Entry]) -> None:
    (export,) = (entry for entry in entries if told(entry).type == "export")
    found = facts(export)
    assert str(found["destination"]).endswith("copy.docx")
    assert found["sha256"] == export.inputs[0].sha256
    assert str(found["item"]).startswith("1.")


def test_a_repair_tells_what_was_taken_off(entries: list[Entry]) -> None:
    (mended,) = (entry for entry in entries if told(entry).type == "ledger.repair")
    assert facts(mended)["torn"] == len(b'{"entry":{"act":{"act')
    assert facts(mended)["after"] == mended.seq


def test_a_revocation_tells_the_reason(entries: list[Entry]) -> None:
    assert facts(entries[-1])["reason"] == "mất thẻ"


def test_a_clock_that_was_set_back_is_told(entries: list[Entry]) -> None:
    entry = change(entries[1], time=change(entries[1].time, step="pin đồng hồ"))
    assert facts(entry)["step"] == "pin đồng hồ"


def test_ground_purpose_and_program_are_told(entries: list[Entry]) -> None:
    entry = change(entries[1], authority=Authority(text="QĐ 45"), purpose="giám định")
    act = told(entry)
    assert (act.authority, act.purpose) == ("QĐ 45", "giám định")
    assert act.tool == "truyvet 0.1.0 · Python 3.11.7 · Linux 6.1 · pa05-may-03"
    assert told(entries[1]).authority == ""
