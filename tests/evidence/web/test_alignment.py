"""Aligning two sequences: nothing lost, nothing called the same that is not, bounded work."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.web.alignment import Block, blocks

WORDS = st.lists(st.integers(0, 8), max_size=24)


@given(WORDS, WORDS)
def test_the_blocks_are_both_sequences_in_order(old: list[int], new: list[int]) -> None:
    found = blocks(old, new)
    assert [one for block in found for one in old[slice(*block.old)]] == old
    assert [one for block in found for one in new[slice(*block.new)]] == new


@given(WORDS, WORDS)
def test_what_is_called_the_same_is_the_same(old: list[int], new: list[int]) -> None:
    for block in blocks(old, new):
        assert not block.same or old[slice(*block.old)] == new[slice(*block.new)]


@given(WORDS, WORDS)
def test_stretches_take_turns_and_none_is_empty(old: list[int], new: list[int]) -> None:
    found = blocks(old, new)
    assert all(one.same != two.same for one, two in pairwise(found))
    assert all(b.old[0] < b.old[1] or b.new[0] < b.new[1] for b in found)


@given(WORDS)
def test_a_sequence_is_the_same_as_itself(old: list[int]) -> None:
    assert all(block.same for block in blocks(old, list(old)))


def test_two_empty_sequences_have_no_blocks() -> None:
    assert blocks([], []) == []


def test_what_is_put_in_stands_alone() -> None:
    assert blocks("abcdef", "abXYcdef") == [
        Block(True, (0, 2), (0, 2)), Block(False, (2, 2), (2, 4)), Block(True, (2, 6), (4, 8)),
    ]  # fmt: skip


def test_blanks_that_repeat_are_tied_by_what_stands_once() -> None:
    old = ["", "a", "", "b", "", "c", ""]
    new = ["", "x", "", *old]
    assert sum(b.old[1] - b.old[0] for b in blocks(old, new) if not b.same) == 0


def test_what_is_moved_is_gone_from_one_place_and_new_in_another() -> None:
    found = blocks([1, 2, 3, 4, 5, 6], [4, 1, 2, 3, 5, 6])
    assert [b for b in found if not b.same] == [
        Block(False, (0, 0), (0, 1)), Block(False, (3, 4), (4, 4)),
    ]  # fmt: skip


def test_long_sequences_of_any_kind_come_to_an_end() -> None:
    dice = random.Random(7)
    shuffled = list(range(20_000))
    dice.shuffle(shuffled)
    assert blocks(range(20_000), shuffled)
    same = [n % 7 for n in range(20_000)], [n * 3 % 11 for n in range(20_000)]
    assert blocks(*same)
    # Ties that each uncover one more: depth is bounded.
    nested = [n for pair in zip(range(5_000), range(9_999, 4_999, -1), strict=True) for n in pair]
    assert blocks(nested, nested[::-1])
