"""How far a case is examined: counted from its lists, like by the index, and honest of damage."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evidence.support.forging import altered_last, change, entries_of, rewrite
from tests.evidence.support.scenes import check, collect, open_case

from truyvet.evidence.case import Case
from truyvet.evidence.completeness import of_case
from truyvet.evidence.database import INDEX_NAME
from truyvet.evidence.entry import Entry
from truyvet.evidence.findings import Verdict
from truyvet.reports.document import Exhibit
from truyvet.reports.examination import Attention, Examination
from truyvet.reports.examining import MAX_FACT, MAX_VALUE

from .support.made import report_on
from .support.scanned import Result, later, note, outcomes_of, scan, tag

SCAN = 7
"""The entry of the first scan."""


def examination(case: Case | Path, rows: int | None = 2000) -> Examination:
    """Return what the report says of the examination."""
    return report_on(case if isinstance(case, Path) else case.folder, rows=rows).examination


def attention(case: Case | Path, rows: int | None = 2000) -> Attention:
    """Return what the report says asks for attention."""
    return report_on(case if isinstance(case, Path) else case.folder, rows=rows).attention


def exhibits(case: Case) -> dict[str, Exhibit]:
    """Return all rows of items, by short name."""
    report = report_on(case.folder, rows=None)
    parts = [one.items for one in report.collections] + [one.items for one in report.unpacked]
    return {item.name: item for items in parts for item in items}


def whole_case(folder: Path) -> Case:
    """Return a case of two files and nothing else."""
    case = open_case(folder / "case")
    collect(case, later(1), {b"a": b"one", b"b": b"two"})
    return case


def adds_up(told: Examination) -> bool:
    """Tell whether the counts of items add up to all items."""
    return told.items == told.without_bytes + told.full + told.partly + told.left


def agrees(case: Case, told: Examination) -> bool:
    """Tell whether the report counts as `truyvet outcomes` does."""
    with case.reading() as index:
        counted = of_case(index)
    same = ("items", "without_bytes", "full", "partly", "unexamined", "never", "not_collected")
    return (
        all(getattr(told, name) == getattr(counted, name) for name in same)
        and told.left_out == counted.left_out
        and {one.name: one.examined + sum(n for _, n in one.short) for one in told.extractors}
        == {name: sum(of_one.values()) for name, of_one in counted.statuses.items()}
    )


# Counting.


def test_every_item_is_counted_once(scanned: Path) -> None:
    told = examination(scanned)
    assert (told.items, told.full, told.partly, told.unexamined) == (13, 6, 1, 1)
    assert (told.never, told.not_collected, told.without_bytes) == (0, 3, 2)
    assert adds_up(told)
    assert told.sure


def test_the_report_counts_as_the_index_does(scanned: Path) -> None:
    assert agrees(Case(scanned), examination(scanned))


def test_the_index_of_the_case_is_not_looked_at(scanned_copy: Case) -> None:
    before = examination(scanned_copy)
    scanned_copy.drop_index()
    assert examination(scanned_copy) == before
    (scanned_copy.folder / INDEX_NAME).write_bytes(b"no index at all")
    assert examination(scanned_copy) == before


def test_a_case_without_a_scan_is_not_examined_at_all(history: Path) -> None:
    told = examination(history)
    assert (told.extent, told.full, told.never) == ("none", 0, 7)
    assert adds_up(told)


def test_items_that_came_after_the_scan_were_never_examined(scanned_copy: Case) -> None:
    collect(scanned_copy, later(9, month=6), {b"late/1": b"1", b"late/2": b"2"})
    told = examination(scanned_copy)
    assert (told.never, told.extent) == (2, "part")
    assert adds_up(told)
    assert agrees(scanned_copy, told)


def test_a_case_is_wholly_examined_when_nothing_is_left(tmp_path: Path) -> None:
    case = whole_case(tmp_path)
    scan(case, left_out=())
    told = examination(case)
    assert (told.extent, told.full, told.left, told.statuses) == ("whole", 2, 0, ())


def test_extractors_that_were_never_asked_are_named(scanned_copy: Case) -> None:
    assert examination(scanned_copy).left_out == ("ocr",)
    scan(scanned_copy, names=("ocr",), left_out=("filetype", "archive"), who=later(8, month=6))
    told = examination(scanned_copy)
    assert told.left_out == ()
    assert [one.name for one in told.extractors] == ["archive", "filetype", "ocr"]


def test_an_extractor_that_was_asked_only_of_some_items_leaves_the_others(tmp_path: Path) -> None:
    case = whole_case(tmp_path)
    scan(case, names=("filetype",))
    scan(case, names=("ocr",), only={"1.0"}, who=later(8))
    told = examination(case)
    assert (told.full, told.partly) == (1, 1)
    assert [(one.name, one.short) for one in told.extractors] == [
        ("filetype", ()),
        ("ocr", (("skipped", 1),)),
    ]


def test_the_newest_scan_of_an_extractor_counts(scanned_copy: Case) -> None:
    scan(scanned_copy, {"1.6": Result(statuses={"archive": "corrupt"})}, who=later(8, month=6))
    told = examination(scanned_copy)
    assert told.statuses == (("corrupt", 1),)
    assert [(one.item, one.status) for one in told.listed] == [("1.6", "corrupt")]
    assert agrees(scanned_copy, told)


def test_a_table_sums_up_the_extractors(scanned: Path) -> None:
    archive, filetype = examination(scanned).extractors
    assert (archive.name, archive.examined) == ("archive", 6)
    assert archive.short == (("timeout", 1), ("unsupported", 1))
    assert (filetype.examined, filetype.short) == (7, (("crash", 1),))


# Lists.


def test_items_that_fell_short_are_listed_in_order_with_their_reasons(scanned: Path) -> None:
    told = examination(scanned)
    rows = [(one.item, one.extractor, one.status, one.reason) for one in told.listed]
    assert rows == [
        ("1.6", "archive", "timeout", "wall: 60 s"),
        ("3.0", "archive", "unsupported", "vì thế"),
        ("3.0", "filetype", "crash", "vì thế"),
    ]
    assert told.listed[0].path == "usb/a\nb"


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 4])
def test_what_fell_short_beyond_the_rows_is_counted(scanned: Path, rows: int) -> None:
    told = examination(scanned, rows=rows)
    assert len(told.listed) == min(rows, 3)
    assert len(told.listed) + told.unlisted == 3
    assert sum(count for _, count in told.statuses) == 3


def test_a_scan_tells_who_when_and_with_what(scanned: Path) -> None:
    (run,) = examination(scanned).scans
    assert (run.seq, run.actor.name, run.status) == (SCAN, "Nguyễn Văn An", "partial")
    assert run.confinement == ("privileges", "network")
    assert [(one.name, one.version) for one in run.extractors] == [
        ("filetype", "1"),
        ("archive", "1"),
    ]
    assert (run.outcomes.count, run.outcomes.state) == (8, "sound")


def test_items_found_inside_others_stand_under_their_parent(scanned: Path) -> None:
    (unpacked,) = report_on(scanned).unpacked
    (child,) = unpacked.items
    assert (unpacked.seq, unpacked.state, unpacked.unlisted) == (SCAN, "sound", 0)
    assert child.inside is not None
    assert (child.name, child.inside.parent, child.inside.step) == ("7.0", "1.5", "zip:a.txt")


def test_they_share_the_room_for_rows(scanned: Path) -> None:
    report = report_on(scanned, rows=12)
    assert [one.unlisted for one in report.unpacked] == [1]
    assert report.unlisted == 1
    assert report_on(scanned, rows=5).unlisted == 8


def test_an_unfinished_scan_is_told_and_nothing_of_it_counts(scanned_copy: Case) -> None:
    before = examination(scanned_copy)
    scan(scanned_copy, names=("ocr",), who=later(8, month=6), stop=True)
    told = examination(scanned_copy)
    (unfinished,) = told.unfinished
    assert (unfinished.extractors, unfinished.actor.name) == (1, "Nguyễn Văn An")
    assert (told.full, told.left_out) == (before.full, ("ocr",))


# Attention.


def test_flagged_observations_are_listed_with_their_names(scanned: Path) -> None:
    told = attention(scanned)
    assert told.flags == (("encrypted", 1), ("yara", 1))
    assert [(one.name, one.item, one.flag) for one in told.listed] == [
        ("7:1", "1.5", "yara"),
        ("7:2", "1.5", "encrypted"),
    ]


def test_short_facts_are_told_and_long_ones_are_not(scanned: Path) -> None:
    first, _ = attention(scanned).listed
    assert first.facts == (("rule", "thẻ"),)
    assert MAX_FACT < 1000


def test_of_a_long_value_the_beginning_is_told(tmp_path: Path) -> None:
    case = whole_case(tmp_path)
    scan(case, {"1.0": Result(flags=("macros",), seen="é" * 300)})
    (one,) = attention(case).listed
    assert one.value == "é" * MAX_VALUE + "…"


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_flags_beyond_the_rows_are_counted(scanned: Path, rows: int) -> None:
    told = attention(scanned, rows)
    assert (len(told.listed), told.count) == (rows, 2)


def test_what_a_later_scan_superseded_asks_no_more(scanned_copy: Case) -> None:
    scan(scanned_copy, {"1.5": Result(flags=("macros",))}, who=later(8, month=6))
    assert attention(scanned_copy).flags == (("macros", 1),)
    assert exhibits(scanned_copy)["1.5"].flags == (("macros", 1),)


def test_exhibits_bear_their_flags_tags_and_notes(scanned_copy: Case) -> None:
    item = exhibits(scanned_copy)["1.5"]
    assert item.flags == (("encrypted", 1), ("yara", 1))
    assert [(one.name, one.text) for one in item.tags] == [
        ("1.5", "nghi phạm A"),
        ("7:1", "thẻ giả"),
    ]
    assert [(one.seq, one.text) for one in item.notes] == [(10, "đã gọi ngân hàng")]
    assert not exhibits(scanned_copy)["1.6"].tags


def test_an_observation_bears_its_own_tags_and_notes(scanned_copy: Case) -> None:
    note(scanned_copy, "cần xem lại", name="7:2", of="1.5", month=6)
    first, second = attention(scanned_copy).listed
    assert [one.text for one in first.tags] == ["thẻ giả"]
    assert [one.text for one in second.notes] == ["cần xem lại"]


def test_a_tag_that_was_taken_off_is_gone(scanned_copy: Case) -> None:
    tag(scanned_copy, "1.5", "1.5", "nghi phạm A", off=True, month=6)
    assert [one.text for one in exhibits(scanned_copy)["1.5"].tags] == ["thẻ giả"]


# Damage.


def test_a_missing_list_of_outcomes_is_said(scanned_copy: Case) -> None:
    outcomes_of(scanned_copy, SCAN).unlink()
    told = examination(scanned_copy)
    assert (told.scans[0].outcomes.state, told.sure) == ("missing", False)
    assert (told.full, told.never) == (0, 8)
    assert adds_up(told)


def test_of_a_changed_list_of_outcomes_what_is_left_is_counted(scanned_copy: Case) -> None:
    path = outcomes_of(scanned_copy, SCAN)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([b"nothing\n", b"{}\n", b"\xff\n", *lines[3:]]))
    told = examination(scanned_copy)
    assert (told.scans[0].outcomes.state, told.sure) == ("damaged", False)
    assert told.never == 3
    assert adds_up(told)


@pytest.mark.parametrize(
    "alter",
    [
        lambda lines: [*lines, lines[-1]],
        lambda lines: [line.replace(b'"archive"', b'"arcHive"') for line in lines],
        lambda lines: [line[:-2] for line in lines],
        lambda lines: lines[:-1],
        lambda lines: [b"\n", *lines],
        lambda lines: [b'{"item":"' + b"ab" * 32 + b'"}\n', *lines],
        lambda lines: [line.replace(b'"timeout"', b'"tired"') for line in lines],
        lambda lines: [line.replace(b'"timeout"', b'"t\\ud800"') for line in lines],
    ],
)
def test_whatever_becomes_of_the_outcomes_the_report_is_made(
    scanned_copy: Case, alter: Callable[[list[bytes]], list[bytes]]
) -> None:
    path = outcomes_of(scanned_copy, SCAN)
    path.write_bytes(b"".join(alter(path.read_bytes().splitlines(keepends=True))))
    told = examination(scanned_copy)
    assert not told.sure
    assert adds_up(told)


def test_outcomes_of_what_is_no_item_are_not_counted(scanned_copy: Case) -> None:
    path = outcomes_of(scanned_copy, SCAN)
    path.write_bytes(path.read_bytes() + b'{"item":"' + b"ab" * 32 + b'"}\n')
    told = examination(scanned_copy)
    assert (told.strangers, told.full) == (1, 6)


def test_a_changed_list_of_observations_leaves_the_flags_unsure(scanned_copy: Case) -> None:
    path = outcomes_of(scanned_copy, SCAN, "observations")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b'{"flag":"yara"}\n' + lines[2])
    told = attention(scanned_copy)
    assert ([one.name for one in told.listed], told.sure) == (["7:2"], False)


def test_a_missing_manifest_of_children_makes_it_unsure(scanned_copy: Case) -> None:
    outcomes_of(scanned_copy, SCAN, "manifest").unlink()
    report = report_on(scanned_copy.folder)
    assert [one.state for one in report.unpacked] == ["missing"]
    assert (report.examination.strangers, report.examination.sure) == (1, False)
    (s4,) = (one for one in report.result.statements if one.code == "S4")
    assert s4.state == "open"


def test_an_entry_that_cannot_be_read_makes_it_unsure(scanned_copy: Case) -> None:
    with scanned_copy.ledger.path.open("ab") as file:
        file.write(b"no entry\n")
    assert not examination(scanned_copy).sure


def test_a_scan_that_names_no_outcomes_is_said(scanned_copy: Case) -> None:
    def without(entries: list[Entry]) -> list[Entry]:
        return [
            change(one, outputs=tuple(ref for ref in one.outputs if ref.kind != "outcomes"))
            if one.seq == SCAN
            else one
            for one in entries
        ]

    rewrite(scanned_copy, without)
    told = examination(scanned_copy)
    assert (told.scans[0].outcomes.state, told.sure) == ("missing", False)


def test_two_scans_that_claim_one_number_do_not_stop_the_report(scanned_copy: Case) -> None:
    scan(scanned_copy, names=("ocr",), who=later(8, month=6))
    rewrite(scanned_copy, altered_last(seq=SCAN))
    told = examination(scanned_copy)
    assert (len(told.scans), told.sure) == (1, False)


def test_the_scans_are_proved_where_nothing_was_touched(scanned: Path) -> None:
    assert check(scanned).verdict is Verdict.VALID
    assert len(entries_of(scanned)) == 12
