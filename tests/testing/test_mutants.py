"""What is done to samples: the same from the same seed, and all that is promised."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.testing.mutants import MAX_MUTATED, mutants, write_huge

CONTENT = bytes(range(256)) * 5


def bits_between(one: bytes, other: bytes) -> int:
    return sum((left ^ right).bit_count() for left, right in zip(one, other, strict=True))


def test_the_same_seed_gives_the_same_mutants_and_another_one_others() -> None:
    first = list(mutants(CONTENT, seed=1, cuts=5, flips=5))
    assert first == list(mutants(CONTENT, seed=1, cuts=5, flips=5))
    assert first != list(mutants(CONTENT, seed=2, cuts=5, flips=5))


def test_an_empty_sample_gives_the_empty_item_only() -> None:
    assert [one.content for one in mutants(b"", seed=1, cuts=5, flips=5)] == [b""]


@given(st.binary(min_size=1, max_size=200), st.integers(0, 9), st.integers(0, 9))
def test_every_kind_comes_out_of_every_sample(content: bytes, cuts: int, flips: int) -> None:
    found = list(mutants(content, seed=3, cuts=cuts, flips=flips))
    cut = [one for one in found if one.name.endswith("bytes") and one.name.startswith("first")]
    assert len(cut) <= cuts
    assert all(content.startswith(one.content) and one.content != content for one in cut)
    flipped = [one for one in found if "flipped" in one.name]
    assert len(flipped) == flips
    assert all(len(one.content) == len(content) for one in flipped)
    assert found[0].content == b""
    assert content + content in [one.content for one in found]


def test_truncations_are_as_many_as_wanted_and_differ() -> None:
    found = [one for one in mutants(CONTENT, seed=1, cuts=9, flips=0) if one.name[-5:] == "bytes"]
    assert len({one.content for one in found if one.name.startswith("first")}) == 9


def test_a_single_bit_is_flipped_first() -> None:
    flipped = [one for one in mutants(CONTENT, seed=1, cuts=0, flips=2) if "flipped" in one.name]
    assert [bits_between(CONTENT, one.content) for one in flipped] == [1, 8]


def test_the_middle_is_zeroed_and_the_ends_stay() -> None:
    (zeroed,) = [one for one in mutants(CONTENT, seed=1, cuts=0, flips=0) if "zeros" in one.name]
    third = len(CONTENT) // 3
    assert zeroed.content[:third] == CONTENT[:third]
    assert zeroed.content[-third:] == CONTENT[-third:]
    assert not any(zeroed.content[third:-third])
    assert len(zeroed.content) == len(CONTENT)


def test_of_a_long_sample_the_beginning_is_mutated() -> None:
    longest = max(len(one.content) for one in mutants(bytes(5 << 20), seed=1, cuts=0, flips=0))
    assert longest == 2 * MAX_MUTATED


@pytest.mark.parametrize("size", [0, 5, 10 << 30])
def test_a_huge_file_begins_as_the_sample_and_takes_no_room(size: int, tmp_path: Path) -> None:
    path = tmp_path / "huge"
    write_huge(path, b"sample", size)
    assert path.stat().st_size == max(size, 6)
    assert path.stat().st_blocks * 512 <= 1 << 16
    with path.open("rb") as file:
        assert file.read(8).rstrip(b"\0") == b"sample"
