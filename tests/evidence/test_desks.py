"""What stands on a desk, followed entry by entry: equal to what a plain reading finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.acts import Act, Attach, Collect, Note, SourcePath, Tag
from truyvet.evidence.desks import (
    ACCESS,
    COLLECTOR,
    DESK_FILES,
    DESK_NAME,
    LEFT_BY_DESK,
    REMOVED,
    standing_of,
)
from truyvet.evidence.entry import Entry
from truyvet.evidence.intake import NOTHING, sum_up
from truyvet.evidence.records import Actor, Moment, Ref, Tool

TOOL = Tool(
    name="truyvet", version="0", python="3", system="x", host="x", arguments=(), dependencies={}
)
ACTOR = Actor(key="0" * 32, name="An", role="investigator", unit="PA05")


def entry(seq: int, act: Act, *outputs: Ref) -> Entry:
    """Return an entry with this act."""
    return Entry(
        act=act, actor=ACTOR, case=ident(0), outputs=outputs, prev="0" * 64, salt="0" * 32,
        seq=seq, time=Moment(utc=f"2026-03-14T02:15:{seq:02d}.000000Z", zone="+07:00"), tool=TOOL,
        version=1,
    )  # fmt: skip


def ident(number: int) -> str:
    """Return the id of a case."""
    return f"{number:08x}-0000-4000-8000-000000000000"


def attach(number: int, *, off: bool = False, path: str = "/x") -> Attach:
    """Return the act that puts a case on the desk."""
    return Attach(access="open", attached=ident(number), number="1", off=off, path=path)


def brought(seq: int, collector: str = COLLECTOR) -> Entry:
    """Return the entry of a collection."""
    act = Collect(
        collection=f"{seq:032x}", collector=collector, sources=(SourcePath(path="/t"),),
        source_count=1, status="complete", totals=sum_up([], NOTHING),
    )  # fmt: skip
    return entry(seq, act, Ref(kind="manifest", sha256="a" * 64, size=1, count=3, root="b" * 64))


def removed(name: str, *, off: bool = False) -> Tag:
    """Return the act that takes a register out of look-ups."""
    return Tag(item="c" * 64, name=name, off=off, tag=REMOVED)


def test_an_empty_ledger_says_that_nothing_stands_there() -> None:
    standing = standing_of([])
    assert (standing.cases(), standing.registers()) == ({}, {})


def test_a_case_stands_at_the_entry_that_first_put_it_there() -> None:
    acts = [attach(1), attach(2), attach(1, path="/new")]
    found = standing_of(entry(seq + 1, act) for seq, act in enumerate(acts)).cases()
    assert [(one.place, one.seq, one.act.path) for one in found.values()] == [
        (1, 3, "/new"), (2, 2, "/x")
    ]  # fmt: skip


def test_a_register_is_a_collection_by_its_collector_only() -> None:
    found = standing_of([brought(1), brought(2, "files"), brought(3)]).registers()
    assert list(found) == [1, 3]
    assert (found[1].manifest, found[1].collection) == ("a" * 64, f"{1:032x}")


@pytest.mark.parametrize(
    ("acts", "stands"),
    [
        ([], [1, 2]),
        ([removed("1.1")], [2]),
        ([removed("1.1"), removed("1.1", off=True)], [1, 2]),
        ([removed("1.1", off=True)], [1, 2]),
        ([removed("1.1"), removed("2.1")], []),
        ([removed("9.1")], [1, 2]),
        ([Tag(item="c" * 64, name="1.1", tag="flag")], [1, 2]),
        ([Note(text=REMOVED)], [1, 2]),
    ],
)
def test_a_tag_takes_a_register_out_and_taken_off_brings_it_back(
    acts: list[Act], stands: list[int]
) -> None:
    entries = [brought(1), brought(2), *(entry(3 + n, act) for n, act in enumerate(acts))]
    assert list(standing_of(entries).registers()) == stands


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=20))
def test_what_was_said_last_of_each_case_counts(steps: list[tuple[int, bool]]) -> None:
    found = standing_of(entry(seq, attach(n, off=off)) for seq, (n, off) in enumerate(steps))
    last = {ident(n): off for n, off in steps}
    assert set(found.cases()) == {one for one, off in last.items() if not off}
    first = list(dict.fromkeys(ident(n) for n, _ in steps))
    assert list(found.cases()) == [one for one in first if not last[one]]


def test_only_what_sqlite_or_a_kill_leaves_is_called_left() -> None:
    assert DESK_NAME not in LEFT_BY_DESK
    assert {"desk.db-wal", "desk.db-shm", "desk.draft", "desk.draft-journal"} <= LEFT_BY_DESK
    assert {DESK_NAME} == DESK_FILES - LEFT_BY_DESK


def test_access_classes_go_from_the_widest_to_the_narrowest() -> None:
    assert ACCESS == ("open", "restricted", "secret")
