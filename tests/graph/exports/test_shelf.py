"""What writers lay aside comes back as it was, for any id, and takes no memory."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.graph.support.graphs import HOSTILE

from truyvet.graph.exports.shelf import shelf

ids = st.text(st.characters(codec=None), max_size=6)


@given(st.dictionaries(ids, ids, max_size=6))
def test_what_was_kept_comes_back_by_its_id(kept: dict[str, str]) -> None:
    with shelf() as held:
        held.keep(kept.items())
        assert {one: held.get(one) for one in kept} == kept


@given(st.lists(st.tuples(ids, st.integers()), max_size=8))
def test_pieces_come_back_in_their_order(pieces: list[tuple[str, int]]) -> None:
    with shelf() as held:
        held.lay(pieces)
        for one in {one for one, _ in pieces}:
            assert list(held.pieces(one)) == [value for name, value in pieces if name == one]


def test_what_was_never_kept_is_none() -> None:
    with shelf() as held:
        assert held.get("x") is None
        assert list(held.pieces("x")) == []


def test_the_last_that_was_kept_counts() -> None:
    with shelf() as held:
        held.keep([("x", 1)])
        held.keep([("x", [2, None, {"a": "b"}])])
        assert held.get("x") == [2, None, {"a": "b"}]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_ids_stay_apart(name: str) -> None:
    with shelf() as held:
        held.keep([(HOSTILE[name], 1), (HOSTILE[name] + "\x00", 2)])
        assert (held.get(HOSTILE[name]), held.get(HOSTILE[name] + "\x00")) == (1, 2)


def test_nothing_lies_in_a_folder(tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    with shelf() as held:
        held.keep((str(number), "x" * 100) for number in range(5_000))
        assert set(tmp_path.iterdir()) == before


def test_many_facts_are_not_in_memory() -> None:
    with shelf() as held:
        tracemalloc.start()
        held.keep((str(number), number) for number in range(20_000))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 1_000_000
        assert held.get("19999") == 19_999
