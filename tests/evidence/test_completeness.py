"""How completely a case is examined: nothing that was not examined is ever called so."""

from contextlib import closing

import pytest
from tests.evidence.support.examining import NAMES, scan, stop_scan
from tests.evidence.support.people import acting
from tests.evidence.support.scenes import MODIFIED, VARIED, Memory, add, bring, collect
from tests.vectors.scanning import configuration

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import SourcePath
from truyvet.evidence.case import Case
from truyvet.evidence.completeness import Completeness, of_case
from truyvet.evidence.item import Item
from truyvet.evidence.times import utc_of

USB = (SourcePath(path="/media/usb"),)


def told_of(case: Case) -> Completeness:
    with case.reading() as index:
        return of_case(index)


def test_a_case_without_items_is_whole(case: Case) -> None:
    told = told_of(case)
    assert (told.items, told.full, told.never, told.statuses) == (0, 0, 0, {})
    assert told.whole


def test_what_no_scan_has_come_to_is_never_examined(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"1", b"b": b"2"})
    told = told_of(case)
    assert (told.items, told.never, told.full) == (2, 2, 0)
    assert not told.whole


def test_a_case_of_which_nothing_is_left_is_whole(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"0912345678", b"b": b"BOX:x=1|y=2"})
    scan(case, who)
    told = told_of(case)
    assert (told.items, told.full, told.partly, told.unexamined, told.never) == (4, 4, 0, 0, 0)
    assert told.whole


@pytest.mark.parametrize(
    ("content", "field"),
    [(b"SLOW", "partly"), (b"CRASH 1", "partly"), (b"BOX:k=LOCKED", "partly")],
)
def test_what_fell_short_is_partly_examined(
    case: Case, who: Acting, content: bytes, field: str
) -> None:
    collect(case, who, {b"a": b"fine", b"b": content})
    scan(case, who)
    told = told_of(case)
    assert (told.full, getattr(told, field)) == (1, 1)
    assert not told.whole


def test_a_member_without_bytes_is_not_collected(case: Case, who: Acting) -> None:
    collect(case, who, {b"b": b"BOX:k=LOCKED|x=1"})
    scan(case, who)
    told = told_of(case)
    assert (told.items, told.not_collected, told.full, told.partly) == (3, 1, 1, 1)


def test_folders_and_links_need_no_examination_and_the_unreadable_is_counted_apart(
    case: Case, who: Acting
) -> None:
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "files", USB, "")
        add(collecting, VARIED)
        bring(case, collecting, {b"x": b"1"})
        writer.finish_collect(who, collecting, finished=True)
    scan(case, who)
    told = told_of(case)
    assert told.items == len(VARIED) + 1
    assert told.full == 1
    assert told.without_bytes + told.not_collected == len(VARIED)
    assert told.not_collected == 3  # special, unreadable, and a file without bytes
    assert not told.whole


def test_an_extractor_that_was_left_out_is_named_until_it_was_asked(
    case: Case, who: Acting
) -> None:
    collect(case, who, {b"a": b"fine"})
    scan(case, who, left_out=("ocr", "yara"))
    told = told_of(case)
    assert told.left_out == ("ocr", "yara")
    assert (told.full, told.whole) == (1, False)
    scan(case, who, settings=configuration((*NAMES, "ocr")), left_out=("yara",))
    assert told_of(case).left_out == ("yara",)


def test_what_came_in_after_an_extractor_was_asked_counts_as_skipped_by_it(
    case: Case, who: Acting
) -> None:
    collect(case, who, {b"a": b"fine"}, note="a")
    scan(case, who)
    collect(case, who, {b"b": b"fine too"}, note="b")
    scan(case, who, settings=configuration(("filetype",)), left_out=NAMES[1:])
    told = told_of(case)
    assert told.statuses["entities"].get("skipped") == 1
    assert (told.full, told.partly) == (1, 1)
    assert told.left_out == ()


def test_what_is_not_finished_yet_counts_for_nothing(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"1", b"b": b"2"})
    stop_scan(case, who, most=1)
    assert told_of(case).never == 2


def test_the_same_bytes_twice_are_two_items(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"same", b"b": b"same"})
    scan(case, who)
    assert told_of(case).full == 2


def test_of_a_file_that_was_met_twice_the_later_line_counts(case: Case, who: Acting) -> None:
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "files", USB, "")
        for n, content in enumerate((b"0911111111", b"0922222222 changed since")):
            stored = case.store.put(Memory(content))
            line = Item(
                n=n, kind="file", path="a", source=0, sha256=stored.sha256, size=stored.size,
                modified=utc_of(MODIFIED + n),
            )  # fmt: skip
            add(collecting, [line])
        writer.finish_collect(who, collecting, finished=True)
    scan(case, who)
    told = told_of(case)
    assert (told.items, told.full, told.never, told.whole) == (1, 1, 0, True)
    with case.reading() as index:
        assert [one.value for one in index.examinations.observations(kind="phone")] == [
            "+84922222222"
        ]


def test_two_scans_under_way_at_once_count_no_child_twice(case: Case, who: Acting) -> None:
    collect(case, who, {b"b": b"BOX:x=1|y=BOX;z:EVIL"})
    stop_scan(case, who, most=2)
    other = configuration((*NAMES, "ocr"))
    scan(case, acting(clock=who.clock, seed=77), settings=other)
    scan(case, who)
    told = told_of(case)
    assert (told.items, told.never) == (4, 0)
    with case.reading() as index, closing(index):
        paths = [row.path for row in index.items()]
        assert len(paths) == len(set(paths))
