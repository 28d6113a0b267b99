"""Acts as a report tells them: one row for each kind, with the facts that matter."""

from pathlib import Path
from typing import get_args

import pytest
from tests.evidence.support.forging import change, entries_of

from truyvet.evidence.acts import Act as EveryAct
from truyvet.evidence.acts import Collect, Exported, Packed
from truyvet.evidence.entry import Entry
from truyvet.evidence.records import Authority
from truyvet.reports.acts import FACTS, describe
from truyvet.reports.document import Act
from truyvet.reports.texts import LANGUAGES

from .support.made import VECTORS


@pytest.fixture
def entries(scanned: Path) -> list[Entry]:
    """The entries of a case with every kind of act."""
    return entries_of(scanned)


def watches() -> list[Entry]:
    """The entries of the vector in which a page and an account are watched."""
    return entries_of(VECTORS / "good" / "watched" / "case")[1:]


def linked() -> list[Entry]:
    """The entries of the vector in which people are linked: what is stated, ended, decided."""
    return entries_of(VECTORS / "good" / "linked" / "case")


def desk() -> list[Entry]:
    """The entries of the vector of a desk: a case put on it, two look-ups, the case taken off."""
    return entries_of(VECTORS / "good" / "desk" / "case")


def one_of(entries: list[Entry], type_: str) -> list[Entry]:
    """Return the entries of one kind of act."""
    return [entry for entry in entries if told(entry).type == type_]


def told(entry: Entry) -> Act:
    """Describe an entry."""
    return describe(entry, entry.seq, "00" * 32)


def facts(entry: Entry) -> dict[str, str | int]:
    """Return the facts of an entry by code."""
    return {fact.code: fact.value for fact in told(entry).facts}


def test_every_kind_of_act_has_its_row() -> None:
    assert set(FACTS) == set(get_args(EveryAct))


def test_every_fact_has_words_in_every_language(entries: list[Entry]) -> None:
    entries = [*entries, *watches(), *linked(), *desk()]
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


def test_a_collection_tells_how_much_came_from_untrusted_servers(entries: list[Entry]) -> None:
    act = entries[1].act
    assert isinstance(act, Collect)
    marked = change(act, totals=change(act.totals, unverified=3))
    assert facts(change(entries[1], act=marked))["unverified"] == 3
    assert "unverified" not in facts(entries[1])


def test_sources_that_the_entry_does_not_list_are_counted(entries: list[Entry]) -> None:
    act = change(entries[1].act, source_count=900)
    assert facts(change(entries[1], act=act))["sources"] == 900
    assert "sources" not in facts(entries[1])


def test_an_admission_tells_whose_key(entries: list[Entry]) -> None:
    assert facts(entries[2])["holder"] == "Trần Thị Bình"
    assert facts(entries[2])["role"] == "custodian"


def test_a_pack_tells_all_its_items_and_the_hash_of_the_file(entries: list[Entry]) -> None:
    (export,) = (entry for entry in entries if told(entry).type == "export")
    act = change(
        export.act,
        more=(Exported(item="0" * 64, name="1.9"),),
        packed=Packed(format="wacz", sha256="ab" * 32, size=7),
    )
    found = facts(change(export, act=act))
    assert str(found["item"]).endswith(", 1.9")
    assert (found["packed"], found["bytes"], found["sha256"]) == ("wacz", 7, "ab" * 32)
    for language in LANGUAGES.values():
        assert language.has("fact.packed")


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
    (revocation,) = one_of(entries, "key.revoke")
    assert facts(revocation)["reason"] == "mất thẻ"


def test_a_scan_tells_how_far_it_came_and_who_examined(entries: list[Entry]) -> None:
    (scan,) = one_of(entries, "scan")
    found = facts(scan)
    assert (found["items"], found["full"], found["partly"], found["unexamined"]) == (8, 6, 1, 1)
    assert (found["observations"], found["flags"], found["children"]) == (3, 2, 1)
    assert found["extractors"] == "filetype 1, archive 1"
    assert found["left_out"] == "ocr"
    assert found["outcomes"] in {ref.sha256 for ref in scan.outputs}


def test_what_held_the_examining_processes_is_told_word_by_word(entries: list[Entry]) -> None:
    (scan,) = one_of(entries, "scan")
    held = [one.value for one in told(scan).facts if one.code == "confinement"]
    assert held == ["privileges", "network"]


def test_a_tag_tells_what_bears_it(entries: list[Entry]) -> None:
    first, second = one_of(entries, "tag")
    assert facts(first) == {"of": "1.5", "tag": "nghi phạm A"}
    assert facts(second)["of"] == "7:1"


def test_a_tag_that_is_taken_off_is_called_so(entries: list[Entry]) -> None:
    first, _ = one_of(entries, "tag")
    off = change(first, act=change(first.act, off=True))
    assert facts(off) == {"of": "1.5", "tag_off": "nghi phạm A"}
    assert all(language.has("fact.tag_off") for language in LANGUAGES.values())


def test_a_note_tells_its_text_and_what_it_is_of(entries: list[Entry]) -> None:
    of_item, of_case = one_of(entries, "note")
    assert (told(of_item).note, facts(of_item)) == ("đã gọi ngân hàng", {"of": "1.5"})
    assert (told(of_case).note, facts(of_case)) == ("bàn giao ca trực", {})


def test_a_watch_tells_what_is_watched_how_often_and_why() -> None:
    page, account, ended = watches()
    assert facts(page) == {"watch_page": "https://ngan-hang.example/", "every": 360}
    assert facts(account)["watch_selector"] == "0912 345 678"
    assert [one.value for one in told(account).facts if one.code == "reading"] == [
        "phone +84912345678", "zalo +84912345678",
    ]  # fmt: skip
    assert (facts(ended)["watch_off"], told(ended).note) == (
        "https://ngan-hang.example/", "trang đã đóng",
    )  # fmt: skip


def test_a_clock_that_was_set_back_is_told(entries: list[Entry]) -> None:
    entry = change(entries[1], time=change(entries[1].time, step="pin đồng hồ"))
    assert facts(entry)["step"] == "pin đồng hồ"


def test_ground_purpose_and_program_are_told(entries: list[Entry]) -> None:
    entry = change(entries[1], authority=Authority(text="QĐ 45"), purpose="giám định")
    act = told(entry)
    assert (act.authority, act.purpose) == ("QĐ 45", "giám định")
    assert act.tool == "truyvet 0.1.0 · Python 3.11.7 · Linux 6.1 · pa05-may-03"
    assert told(entries[1]).authority == ""


def test_facts_that_were_stated_are_counted_and_their_list_is_named() -> None:
    stated = linked()[3]
    assert facts(stated) == {"statements": 4, "sha256": stated.outputs[0].sha256}
    assert told(stated).note == "lời khai ngày 14/3/2026"


def test_the_end_of_a_statement_tells_which_and_why() -> None:
    assert facts(linked()[4]) == {"ended": "3:3", "reason": "nhầm người"}


def test_a_decision_tells_of_whom_why_and_how_alike_they_are() -> None:
    decided = linked()[5]
    assert [fact.value for fact in told(decided).facts if fact.code == "between"] == [
        "person:3f2a91c05d7e8b64",
        "person:c7d10e6625fa8b19",
    ]
    assert facts(decided)["decision"] == "same"
    assert facts(decided)["score"] == 85
    assert facts(decided)["reason"] == "cùng số điện thoại"


def test_a_confirmation_and_an_undoing_tell_which_entry_they_are_of() -> None:
    assert facts(linked()[6])["confirms"] == "5"
    assert facts(linked()[8])["undoes"] == "5"


def test_a_desk_tells_what_was_put_on_it_and_taken_off() -> None:
    assert facts(desk()[1])["attached"] == "31/2026"
    assert facts(desk()[1])["contact"] == "Trần Thị Bình, PA05"
    assert facts(desk()[4])["detached"] == "31/2026"


def test_a_look_up_tells_what_was_asked_and_what_was_withheld() -> None:
    asked, overlaps = desk()[2:4]
    assert facts(asked)["question"] == "0912 345 678"
    assert (facts(asked)["questions"], facts(asked)["covered"]) == (3, 1)
    assert (facts(asked)["hits"], facts(asked)["withheld"]) == (2, 2)
    assert "withheld" not in facts(overlaps)


def test_how_it_was_decided_has_words_in_every_language() -> None:
    for language in LANGUAGES.values():
        for decision in ("same", "different", "unsure", "undo"):
            assert language.has(f"decision.{decision}")
