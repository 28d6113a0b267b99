"""What a scan under way has gathered: whole items, kept together, in an order of its own."""

import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vectors.scanning import gathered, inside, saw

from truyvet.evidence.item import Item
from truyvet.evidence.scans.gathering import Gathered, Gathering, child_id, child_key, root_key
from truyvet.evidence.scans.observation import TextLine
from truyvet.evidence.scans.outcome import Outcome

OK = Outcome(extractor="filetype", status="ok")
Make = Callable[[], Gathering]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Opens the same database as often as asked, closing the one before."""
    opened = list[Gathering]()

    def again() -> Gathering:
        for one in opened:
            one.close()
        opened.append(Gathering(tmp_path / "scan.db"))
        return opened[-1]

    yield again
    for one in opened:
        one.close()


def id_of(number: int) -> str:
    return f"{number:064x}"


def one(number: int, *, key: bytes = b"", children: int = 0, locked: int = 0) -> Gathered:
    """Return what was gathered of item `number`: children with bytes, and locked ones without."""
    at, of = key or root_key(1, number), id_of(number)
    made = tuple(
        (child_key(at, n), inside(of, n, f"{n}", b"x" if n < children else None))
        for n in range(children + locked)
    )
    text = TextLine(extractor="plaintext", item=of, locator=("bytes:0+1",), text=f"text {number}")
    seen = saw(of, "filetype", "file-type", "type:media", f"type/{number}".encode())
    return gathered(at, of, 10 + number, [OK], [seen, seen], [text], made)


@given(
    st.lists(
        st.tuples(st.integers(0, 2**53), st.integers(0, 2**53), st.lists(st.integers(0, 2**32 - 1)))
    )
)
def test_keys_sort_as_people_read(places: list[tuple[int, int, list[int]]]) -> None:
    def key(place: tuple[int, int, list[int]]) -> bytes:
        found = root_key(place[0], place[1])
        for step in place[2]:
            found = child_key(found, step)
        return found

    assert sorted(places) == sorted(places, key=key)


def test_what_was_not_committed_is_forgotten(make: Make) -> None:
    first = make()
    first.add(one(1))
    first.commit()
    first.add(one(2))
    assert first.counts() == (2, 23)
    again = make()
    assert again.counts() == (1, 11)
    assert again.has(id_of(1))
    assert not again.has(id_of(2))


def test_counts_are_items_and_their_bytes(make: Make) -> None:
    gathering = make()
    assert gathering.counts() == (0, 0)
    for number in range(5):
        gathering.add(one(number))
    assert gathering.counts() == (5, 60)


def test_an_item_that_fails_half_way_leaves_nothing_of_itself_and_all_before_it(
    make: Make,
) -> None:
    def lines() -> Iterator[bytes]:
        yield b"{}"
        raise ValueError("the results break off")

    gathering, broken = make(), one(2, children=2)
    gathering.add(one(1))
    halves = Gathered(
        key=broken.key, size=broken.size, examined=broken.examined, efforts=broken.efforts,
        observations=lines(), texts=broken.texts, children=broken.children,
    )  # fmt: skip
    with pytest.raises(ValueError, match="break off"):
        gathering.add(halves)
    gathering.commit()
    again = make()
    assert again.counts()[0] == 1
    assert not again.has(id_of(2))
    assert len(list(again.lines("observations"))) == 2
    assert list(again.children()) == []
    again.add(broken)
    assert again.counts()[0] == 2


@pytest.mark.parametrize("same", ["key", "item"])
def test_an_item_is_gathered_once(make: Make, same: str) -> None:
    gathering = make()
    gathering.add(one(1))
    twin = one(1, key=root_key(9, 9)) if same == "item" else one(7, key=root_key(1, 1))
    with pytest.raises(sqlite3.IntegrityError):
        gathering.add(twin)
    gathering.commit()
    assert make().counts()[0] == 1


def test_children_are_given_out_in_order_each_once(make: Make) -> None:
    gathering = make()
    gathering.add(one(2, children=2))
    gathering.add(one(1, children=1))
    given_out = [gathering.take_child() for _ in range(4)]
    assert [None if pair is None else pair[0] for pair in given_out] == [
        child_key(root_key(1, 1), 0),
        child_key(root_key(1, 2), 0),
        child_key(root_key(1, 2), 1),
        None,
    ]


def test_a_child_that_was_given_out_and_not_examined_waits_again(make: Make) -> None:
    gathering = make()
    gathering.add(one(1, children=2))
    first, second = gathering.take_child(), gathering.take_child()
    assert first is not None
    assert second is not None
    gathering.add(gathered(first[0], child_id(first[1]), 1, [OK], [], []))
    gathering.commit()
    again = make()
    assert again.take_child() == second
    assert again.take_child() is None


def test_a_child_without_bytes_never_waits_not_even_after_a_kill(make: Make) -> None:
    gathering = make()
    gathering.add(one(1, locked=3))
    gathering.commit()
    assert gathering.take_child() is None
    again = make()
    assert again.take_child() is None
    assert len(list(again.children())) == 3


def test_a_child_that_is_known_by_now_is_given_out_no_more_and_stays_listed(make: Make) -> None:
    gathering = make()
    gathering.add(one(1, children=3))
    gathering.commit()
    again = make()
    again.leave(lambda item: item.path.endswith("/1"))
    taken = [pair[1].path[-1] for pair in iter(again.take_child, None)]
    assert taken == ["0", "2"]
    assert len(list(again.children())) == 3
    again.commit()
    assert [pair[1].path[-1] for pair in iter(make().take_child, None)] == ["0", "2"]


def test_children_are_numbered_over_all_parents(make: Make) -> None:
    gathering = make()
    gathering.add(one(3, children=2))
    gathering.add(one(1, locked=1))
    items = list(gathering.children())
    assert [item.n for item in items] == [0, 1, 2]
    assert [item.parent for item in items] == [id_of(1), id_of(3), id_of(3)]
    assert all(isinstance(item, Item) for item in items)


def test_grandchildren_stand_behind_their_parent_before_its_next_sibling(make: Make) -> None:
    gathering = make()
    gathering.add(one(1, children=2))
    pair = gathering.take_child()
    assert pair is not None
    inner = inside(child_id(pair[1]), 0, "deep", b"x")
    gathering.add(
        gathered(pair[0], child_id(pair[1]), 1, [OK], [], [], ((child_key(pair[0], 0), inner),))
    )
    assert [item.path.rpartition("/")[2] for item in gathering.children()] == ["0", "deep", "1"]


@given(st.permutations(range(6)))
def test_the_lists_are_the_same_in_whatever_order_items_come(order: list[int]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Gathering(Path(folder) / "scan.db")) as gathering,
    ):
        for number in order:
            gathering.add(one(number, children=number % 3))
            if number % 2:
                gathering.commit()
        seen = list(gathering.lines("observations"))
        texts = [line.partition(b'"text":')[2] for line in gathering.lines("texts")]
        outcomes = [line[9:73].decode() for line in gathering.outcomes()]
        efforts = [line[-66:-2].decode() for line in gathering.efforts()]
    assert [line.count(b"type/%d" % n) for n in range(6) for line in seen[2 * n : 2 * n + 2]] == (
        [1] * 12
    )
    assert texts == [b'"text %d"}' % n for n in range(6)]
    assert outcomes == efforts == [id_of(n) for n in range(6)]


def test_lines_of_one_item_keep_the_order_in_which_they_were_seen(make: Make) -> None:
    gathering = make()
    of = id_of(1)
    seen = [saw(of, "entities", "phone", f"bytes:{n}+1", b"1") for n in (9, 3, 200, 4)]
    gathering.add(gathered(root_key(1, 1), of, 1, [OK], seen, []))
    found = [line.partition(b"bytes:")[2].partition(b"+")[0] for line in
             gathering.lines("observations")]  # fmt: skip
    assert found == [b"9", b"3", b"200", b"4"]


def test_the_database_is_for_its_owner_alone(make: Make, tmp_path: Path) -> None:
    make()
    assert stat.S_IMODE((tmp_path / "scan.db").stat().st_mode) == 0o600


def test_beginning_twice_and_committing_nothing_are_harmless(make: Make) -> None:
    gathering = make()
    gathering.commit()
    gathering.begin()
    gathering.begin()
    gathering.add(one(1))
    gathering.commit()
    gathering.commit()
    assert make().counts()[0] == 1


def test_the_id_of_a_child_holds_its_parent_and_its_step() -> None:
    first = inside(id_of(1), 0, "a", b"x")
    assert child_id(first) == child_id(inside(id_of(1), 5, "a", b"other bytes"))
    assert child_id(first) != child_id(inside(id_of(2), 0, "a", b"x"))
    assert child_id(first) != child_id(inside(id_of(1), 0, "b", b"x"))
