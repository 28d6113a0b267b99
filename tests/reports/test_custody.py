"""The report of a case: what the ledger, the manifests and the verification say, and no more."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.evidence.support.people import acting, officer
from tests.evidence.support.scenes import check, collect, stop, tear

from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import MAX_LISTED, Verdict
from truyvet.evidence.ledger import READ_BYTES
from truyvet.evidence.records import Moment
from truyvet.evidence.verification.trust import Trust, read_kept
from truyvet.hashes.words import words
from truyvet.reports.document import CustodyReport
from truyvet.reports.ledger import read_ledger

from .support.made import BAD, GOOD, every_text, report_on, report_on_vector


@pytest.fixture(scope="module")
def report(history: Path) -> CustodyReport:
    """The report on a case with every kind of act."""
    return report_on(history)


def test_a_case_is_introduced_by_its_opening(report: CustodyReport) -> None:
    assert (report.number, report.title) == ("12/2026", "Lừa đảo qua mạng")
    assert report.opening is not None
    assert report.opening.actor.name == "Nguyễn Văn An"
    assert report.opening.time.zone == "+07:00"


def test_every_entry_is_an_act_in_order(report: CustodyReport) -> None:
    assert [act.seq for act in report.acts] == list(range(report.result.entries))
    assert (report.unlisted_acts, report.unread) == (0, ())


def test_an_act_has_the_hash_that_the_next_entry_names(history: Path) -> None:
    entries = [signed.entry for signed in Case(history).ledger.entries()]
    acts = report_on(history).acts
    assert [act.sha256 for act in acts[:-1]] == [entry.prev for entry in entries[1:]]


def test_the_result_is_that_of_the_verification(history: Path) -> None:
    answer = check(history)
    result = report_on(history, answer=answer).result
    assert result.verdict is Verdict.VALID
    assert (result.items, result.objects, result.bytes) == (
        answer.items,
        answer.objects,
        answer.bytes,
    )
    assert result.head.root == answer.root
    assert result.head.words == words(bytes.fromhex(answer.root)[:16])
    assert result.unproved == answer.unproved


def test_the_newest_checkpoint_stands_word_for_word(history: Path, report: CustodyReport) -> None:
    note = (Case(history).checkpoints.folder / str(report.result.entries)).read_text("utf-8")
    assert report.checkpoint is not None
    assert report.checkpoint.text == note
    assert report.checkpoint.head == report.result.head


def test_collections_name_their_manifests(history: Path, report: CustodyReport) -> None:
    assert [one.seq for one in report.collections] == [1, 3]
    for one in report.collections:
        assert Case(history).store.has(one.manifest)
        assert one.state == "sound"
        assert len(one.items) == one.count == one.totals.items


def test_an_item_knows_the_entries_by_which_it_left(report: CustodyReport) -> None:
    (export,) = (act.seq for act in report.acts if act.type == "export")
    gone = [item.name for item in report.collections[0].items if item.exports]
    assert len(gone) == 1
    assert {item.exports for item in report.collections[0].items} == {(), (export,)}


def test_keys_tell_their_span_and_how_much_they_signed(report: CustodyReport) -> None:
    an, binh = report.keys
    assert (an.since, an.until, an.reason) == (0, None, "")
    assert (binh.since, binh.until, binh.reason) == (3, len(report.acts), "mất thẻ")
    assert an.entries + binh.entries == len(report.acts)
    assert not an.trusted
    assert binh.words == words(bytes.fromhex(binh.card.id))


def test_what_the_verifier_brought_is_told(history: Path) -> None:
    note = (Case(history).checkpoints.folder / "2").read_bytes()
    trust = Trust(keys=(officer().card,), checkpoint=read_kept(note))
    report = report_on(history, trust=trust)
    assert (report.result.kept, report.result.trusted) == (2, (officer().card,))
    assert {one.code for one in report.result.statements} >= {"S8", "S9"}
    assert report.keys[0].trusted
    assert {"P3", "P4"}.isdisjoint(report.result.unproved)


def test_completeness_counts_what_could_not_be_had(report: CustodyReport) -> None:
    assert report.completeness.problems == (("special", 1), ("unreadable", 1))
    assert [one.name for one in report.completeness.listed] == ["1.2", "1.3"]
    assert report.completeness.collectors == ("files",)


def test_unfinished_collections_are_told(copy: Case) -> None:
    who = acting(clock=lambda: moment("2026-04-01T00:00:00.000000Z"), seed=9)
    stop(copy, who, {b"phone/9": b"nine"}, note="điện thoại", safe=True)
    report = report_on(copy.folder)
    (unfinished,) = report.completeness.unfinished
    assert unfinished.actor.name == "Nguyễn Văn An"
    assert unfinished.sources[0].path == "/media/usb"
    assert "P5" in report.result.unproved


def moment(utc: str) -> Moment:
    """Return a moment in Vietnam."""
    return Moment(utc=utc, zone="+07:00")


@pytest.mark.parametrize("rows", [0, 1, 10, 11, 12, 2000])
def test_what_is_not_listed_is_counted(history: Path, rows: int) -> None:
    report = report_on(history, rows=rows)
    listed = sum(len(one.items) for one in report.collections)
    assert listed == min(rows, 12)
    assert listed + report.unlisted == 12 == report.result.items


def test_all_rows_are_listed_where_all_are_wanted(history: Path) -> None:
    assert report_on(history, rows=None) == report_on(history, rows=2000)


def test_very_many_acts_are_counted(history: Path) -> None:
    answer = check(history)
    read = read_ledger(Case(history).ledger, answer, 3)
    assert [act.seq for act in read.acts] == [0, 1, 2]
    assert read.more == answer.entries - 3


def test_the_same_inputs_give_the_same_report(history: Path) -> None:
    answer = replace(check(history), timings={})
    again = replace(check(history), timings={"ledger": 9.0})
    assert report_on(history, answer=answer) == report_on(history, answer=again)


def test_building_changes_nothing_in_the_case(copy: Case) -> None:
    def state() -> list[tuple[str, int, int]]:
        return [
            (str(path), path.lstat().st_size, path.lstat().st_mtime_ns)
            for path in sorted(copy.folder.rglob("*"))
        ]

    before = state()
    report_on(copy.folder)
    assert state() == before


def test_the_index_is_not_needed(copy: Case) -> None:
    copy.drop_index()
    assert len(report_on(copy.folder).collections[0].items) == 10


def test_a_ledger_that_changed_after_verification_is_refused(copy: Case) -> None:
    answer = check(copy.folder)
    content = copy.ledger.path.read_bytes()
    copy.ledger.path.write_bytes(content.replace("mất thẻ".encode(), "mất thể".encode()))
    with pytest.raises(TruyvetError) as raised:
        report_on(copy.folder, answer=answer)
    assert raised.value.code == "E202"


def test_a_ledger_that_was_cut_after_verification_is_refused(copy: Case) -> None:
    answer = check(copy.folder)
    os.truncate(copy.ledger.path, 10)
    with pytest.raises(TruyvetError):
        report_on(copy.folder, answer=answer)


def test_what_was_appended_after_verification_is_not_in_the_report(copy: Case) -> None:
    answer = check(copy.folder)
    before = report_on(copy.folder, answer=answer)
    who = acting(clock=lambda: moment("2026-04-01T00:00:00.000000Z"), seed=9)
    collect(copy, who, {b"later": b"later"})
    assert report_on(copy.folder, answer=answer) == before


def test_a_torn_tail_is_no_act(copy: Case) -> None:
    tear(copy, b'{"entry":')
    report = report_on(copy.folder)
    assert report.result.verdict is Verdict.INCOMPLETE
    assert len(report.acts) == report.result.entries


def test_lines_that_are_no_entries_are_named(copy: Case) -> None:
    with copy.ledger.path.open("ab") as file:
        file.write(b"no entry\n" + b"x" * (READ_BYTES * 2) + b"\n")
    report = report_on(copy.folder)
    count = len(report.acts)
    assert report.unread == (count, count + 1)
    assert report.unread_count == 2
    assert report.result.entries == count + 2


def test_damage_stands_at_the_items_it_concerns(copy: Case) -> None:
    item = report_on(copy.folder).collections[0].items[5]
    assert item.sha256 is not None
    copy.store.path(item.sha256).unlink()
    marked = report_on(copy.folder).collections[0].items
    assert {one.name: one.findings for one in marked if one.findings} == {"1.5": ("E310",)}


def test_findings_that_are_not_listed_are_counted(history: Path) -> None:
    answer = replace(check(history), counts={"E311": MAX_LISTED + 7, "E310": 2})
    assert report_on(history, answer=answer).result.unlisted == (("E311", 7),)


@pytest.mark.parametrize("vector", [*GOOD, *BAD], ids=lambda path: path.name)
def test_every_vector_gets_its_report(vector: Path) -> None:
    report, verdict = report_on_vector(vector)
    assert report.result.verdict is verdict
    assert len(report.acts) + report.unread_count == report.result.entries


def test_no_place_on_the_verifiers_computer_is_told(history: Path) -> None:
    assert not [text for text in every_text(report_on(history)) if str(history) in text]
