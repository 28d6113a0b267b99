"""A scan being recorded: begun, stopped, continued, finished, and always the same lists."""

import random
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from tests.evidence.support.examining import (
    FILES,
    NAMES,
    examined,
    lines_of,
    refs_of,
    run,
    scan,
    stop_scan,
)
from tests.evidence.support.people import Clock, acting, another, officer
from tests.evidence.support.scenes import check, codes, collect, open_case
from tests.vectors.scanning import configuration

from truyvet.evidence import examining
from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import KeyAdd, Scan, ScanTotals
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.item import trusted_item
from truyvet.evidence.scans.configuration import Configuration
from truyvet.evidence.scans.gathering import child_id, root_key
from truyvet.evidence.scans.pending import LISTS
from truyvet.evidence.writing import Writer
from truyvet.hashes.merkle import leaf_hash, root


@pytest.fixture
def full(case: Case, who: Acting) -> Case:
    """A case with files of which the toy makes every sort of record."""
    collect(case, who, FILES)
    return case


def act_of(entry: Entry) -> Scan:
    assert isinstance(entry.act, Scan)
    return entry.act


def roots_of(entry: Entry) -> dict[str, str | None]:
    return {ref.kind: ref.root for ref in entry.outputs if ref.kind != "efforts"}


def test_a_scan_is_one_entry_that_names_its_lists_and_verifies(full: Case, who: Acting) -> None:
    entry = scan(full, who, left_out=("ocr",))
    assert list(refs_of(entry)) == [*LISTS, "configuration"]
    assert act_of(entry).left_out == ("ocr",)
    assert act_of(entry).confinement == ("privileges", "network")
    assert [one.name for one in act_of(entry).extractors] == list(NAMES)
    assert codes(full.folder) == []
    assert not any(path for path in full.work.iterdir() if path.name != "parts")


@pytest.mark.parametrize("kind", LISTS)
def test_each_list_has_the_count_and_root_that_its_entry_says(
    full: Case, who: Acting, kind: str
) -> None:
    entry = scan(full, who)
    ref, lines = refs_of(entry)[kind], lines_of(full, entry, kind)
    assert ref.count == len(lines)
    assert ref.root == root(map(leaf_hash, lines)).hex()
    assert ref.size == sum(map(len, lines)) + len(lines)


def test_the_totals_are_those_of_the_lists(full: Case, who: Acting) -> None:
    entry = scan(full, who)
    assert act_of(entry).status == "partial"
    assert act_of(entry).totals == ScanTotals(
        bytes=sum(map(len, FILES.values()))
        + len(b"ring 0901234567")
        + len(b"BOX:deep.txt=EVIL 0333333333")
        + len(b"EVIL 0333333333"),
        children=4,
        flags=4,
        full=5,
        items=8,
        observations=8 + 8,
        partly=3,
        texts=5,
        unexamined=0,
    )


def test_a_scan_of_which_nothing_is_left_is_complete(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"0912345678", b"b": b"nothing"})
    entry = scan(case, who)
    assert act_of(entry).status == "complete"
    assert list(refs_of(entry)) == ["outcomes", "observations", "texts", "efforts", "configuration"]


def test_lists_without_lines_are_left_out_but_for_outcomes(case: Case, who: Acting) -> None:
    with case.writing() as writer:
        scanning = examining.begin(writer, who, configuration(NAMES), ())
        with closing(scanning.gathering):
            entry = examining.finish(writer, who, scanning, finished=True)
    assert [(ref.kind, ref.count) for ref in entry.outputs] == [
        ("outcomes", 0),
        ("configuration", None),
    ]
    assert codes(case.folder) == []


def test_children_are_numbered_in_the_order_in_which_people_read(full: Case, who: Acting) -> None:
    entry = scan(full, who)
    items = [trusted_item(line) for line in lines_of(full, entry, "manifest")]
    assert [(item.n, item.path, item.depth) for item in items] == [
        (0, "phone/box/inner.txt", 1),
        (1, "phone/box/nested", 1),
        (2, "phone/box/nested/deep.txt", 2),
        (3, "phone/box/k", 1),
    ]
    with full.reading() as index:
        rows = [row for row in index.items(seq=entry.seq) if row.parent]
        assert [row.name for row in rows] == [f"{entry.seq}.{n}" for n in range(4)]
        assert rows[2].parent == rows[1].id


def test_the_lists_do_not_depend_on_the_order_in_which_results_came(
    tmp_path: Path, who: Acting
) -> None:
    roots = []
    for seed in range(4):
        case = open_case(tmp_path / str(seed), acting(seed=3))
        collect(case, acting(clock=Clock(9), seed=4), FILES)
        roots.append(roots_of(_in_any_order(case, random.Random(seed))))
    assert roots[1:] == roots[:1] * 3


def _in_any_order(case: Case, rng: random.Random) -> Entry:
    who = acting(clock=Clock(90), seed=5)
    with case.writing() as writer:
        scanning = examining.begin(writer, who, configuration(NAMES), ())
        with closing(scanning.gathering):
            waiting = [
                (root_key(row.seq, row.n), row.id, row.path, 0, row.sha256)
                for row in writer.index.items_with_bytes()
            ]
            while waiting:
                key, of, path, depth, sha256 = waiting.pop(rng.randrange(len(waiting)))
                content = b"".join(case.store.read(sha256 or ""))
                scanning.gathering.add(examined(case.store, key, of, path, depth, content))
                while (child := scanning.gathering.take_child()) is not None:
                    at, item = child
                    waiting.append((at, child_id(item), item.path, item.depth, item.sha256))
            return examining.finish(writer, who, scanning, finished=True)


@pytest.mark.parametrize("most", range(9))
def test_a_scan_that_was_stopped_goes_on_to_the_same_lists(tmp_path: Path, most: int) -> None:
    entries, first = [], ""
    for name, stops in (("whole", False), ("stopped", True)):
        case = open_case(tmp_path / name, acting(seed=3))
        collect(case, acting(clock=Clock(9), seed=4), FILES)
        who = acting(clock=Clock(900), seed=6)
        if stops:
            first = stop_scan(case, who, most=most)
            assert codes(case.folder) in (["W101"], ["W101", "W102"])
            assert [one.scan for _, one in case.scans_under_way()] == [first]
        entries.append(scan(case, who))
        assert codes(case.folder) == []
        if stops:
            assert act_of(entries[-1]).scan == first
    assert roots_of(entries[0]) == roots_of(entries[1])


def test_what_was_gathered_is_not_examined_again(full: Case, who: Acting) -> None:
    stop_scan(full, who, most=3)
    with full.writing() as writer:
        scanning = examining.begin(writer, who, configuration(NAMES), ())
        with closing(scanning.gathering):
            assert scanning.continued
            assert scanning.gathering.counts()[0] == 3
            assert run(writer, scanning) == 5


def test_a_finished_scan_leaves_nothing_to_examine(full: Case, who: Acting) -> None:
    scan(full, who)
    with full.writing() as writer:
        scanning = examining.begin(writer, who, configuration(NAMES), ())
        assert run(writer, scanning) == 0
        examining.forget(scanning)
    assert full.scans_under_way() == []
    assert codes(full.folder) == []


def test_an_extractor_of_another_configuration_examines_again(full: Case, who: Acting) -> None:
    first = scan(full, who)
    newer = _of_version("2")
    second = scan(full, who, settings=newer)
    assert act_of(second).totals.items == act_of(first).totals.items
    assert act_of(second).totals.children == 0
    with full.reading() as index:
        seen = list(index.examinations.observations())
        assert {one.seq for one in seen} == {second.seq}
        every = list(index.examinations.observations(superseded=True))
        assert len(every) == 2 * len(seen)
    assert codes(full.folder) == []


def _of_version(version: str) -> Configuration:
    settings = configuration(NAMES)
    changed = tuple(msgspec.structs.replace(one, version=version) for one in settings.extractors)
    return msgspec.structs.replace(settings, extractors=changed)


@pytest.mark.parametrize("change", ["officer", "configuration", "left out"])
def test_another_officer_or_configuration_begins_a_scan_of_its_own(
    full: Case, who: Acting, change: str
) -> None:
    second = officer(2, name="Cúc", role="analyst")
    with full.writing() as writer:
        writer.append(who, KeyAdd(key=second.card))
    stop_scan(full, who)
    with full.writing() as writer:
        scanning = examining.begin(
            writer,
            another(who, second) if change == "officer" else who,
            _of_version("2") if change == "configuration" else configuration(NAMES),
            ("ocr",) if change == "left out" else (),
        )
        with closing(scanning.gathering):
            assert not scanning.continued
            (other,) = examining.others(writer, scanning)
            other.gathering.close()
            both = examining.others(writer)
            assert len(both) == 2
            for one in both:
                one.gathering.close()


def test_a_scan_that_is_closed_says_so_and_the_next_one_examines_the_rest(
    full: Case, who: Acting
) -> None:
    stop_scan(full, who, most=3)
    with full.writing() as writer:
        (open_one,) = examining.others(writer)
        with closing(open_one.gathering):
            entry = examining.finish(writer, who, open_one, finished=False)
    assert act_of(entry).status == "closed"
    assert act_of(entry).totals.items == 3
    assert codes(full.folder) == []
    rest = scan(full, who)
    assert act_of(rest).totals.items == 5
    assert codes(full.folder) == []


def test_what_two_scans_under_way_find_is_listed_once(full: Case, who: Acting) -> None:
    stop_scan(full, who, most=9)
    first = scan(full, who, settings=_of_version("2"))
    second = scan(full, who)
    assert act_of(first).totals.children == 4
    assert act_of(second).totals.children == 0
    assert "manifest" not in refs_of(second)
    assert codes(full.folder) == []
    with full.reading() as index:
        inner = [row.path for row in index.items(glob="phone/box/*")]
    assert len(inner) == len(set(inner)) == 4


def test_objects_that_a_killed_run_left_are_removed(full: Case, who: Acting) -> None:
    stop_scan(full, who, most=1)
    left = full.store.put_bytes(b"the bytes of a child that was never gathered").sha256
    assert codes(full.folder) == ["W101", "W102"]
    scan(full, who)
    assert left not in set(full.store.names())
    assert codes(full.folder) == []


def test_a_collection_that_ends_meanwhile_keeps_the_objects_of_the_scan(
    full: Case, who: Acting
) -> None:
    from tests.evidence.support.scenes import stop

    stop(full, who, {b"x": b"1"}, note="x", safe=True)
    stop_scan(full, who, most=9)
    collect(full, who, {b"x": b"1"}, note="x")
    scan(full, who)
    assert codes(full.folder) == []


def test_a_role_that_may_not_scan_is_refused_before_anything_is_written(
    full: Case, who: Acting
) -> None:
    custodian = officer(2, role="custodian")
    with full.writing() as writer:
        writer.append(who, KeyAdd(key=custodian.card))
    with full.writing() as writer, pytest.raises(TruyvetError, match="E706"):
        examining.begin(writer, another(who, custodian), configuration(NAMES), ())
    assert full.scans_under_way() == []


def test_a_clock_that_was_set_back_is_refused_before_anything_is_written(full: Case) -> None:
    early = acting(clock=Clock(-99_999))
    with full.writing() as writer, pytest.raises(TruyvetError, match="E203"):
        examining.begin(writer, early, configuration(NAMES), ())
    assert full.scans_under_way() == []


def test_an_entry_that_would_be_too_long_is_refused_before_anything_is_examined(
    full: Case, who: Acting
) -> None:
    many = configuration(tuple(f"extractor-{n}" for n in range(700)))
    with full.writing() as writer, pytest.raises(TruyvetError, match="E204"):
        examining.begin(writer, who, many, ())


def test_the_status_is_partial_where_something_was_left_and_complete_where_not(
    case: Case, who: Acting
) -> None:
    collect(case, who, {b"a": b"fine"}, note="a")
    assert act_of(scan(case, who)).status == "complete"
    collect(case, who, {b"b": b"SLOW"}, note="b")
    entry = scan(case, who)
    assert act_of(entry).status == "partial"
    assert (act_of(entry).totals.full, act_of(entry).totals.partly) == (0, 1)


def test_efforts_are_no_part_of_what_is_compared(full: Case, who: Acting) -> None:
    entry = scan(full, who)
    for kind in ("manifest", "outcomes", "observations", "texts"):
        content = b"".join(lines_of(full, entry, kind))
        assert b'"cpu"' not in content
        assert b'"attempts"' not in content


def test_a_flag_in_a_raw_value_is_not_counted_as_one(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b'{"flag":"yara"} 0912345678'})
    entry = scan(case, who)
    assert act_of(entry).totals.flags == 0
    assert check(case.folder).verdict is Verdict.VALID


def test_the_writer_removes_what_is_left_of_a_recorded_scan(full: Case, who: Acting) -> None:
    stop_scan(full, who, most=1)
    ((folder, _),) = full.scans_under_way()
    note = (folder / "scan.json").read_bytes()
    scan(full, who)
    folder.mkdir()
    (folder / "scan.json").write_bytes(note)
    assert "W105" not in codes(full.folder)
    with full.writing() as writer:
        assert isinstance(writer, Writer)
    assert not folder.exists()
    assert codes(full.folder) == []
