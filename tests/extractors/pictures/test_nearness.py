"""Near duplicates: the index finds exactly what comparing with every hash finds."""

import random

import pytest

from truyvet.extractors.pictures.nearness import BITS, PIECES, Nearness, near
from truyvet.extractors.pictures.perceptual import distance

FULL = (1 << 64) - 1


def brute(hashes: list[int], wanted: int, within: int) -> list[tuple[int, int]]:
    """Return what a comparison bit by bit finds."""
    apart = [bin(value ^ wanted).count("1") for value in hashes]
    return sorted((bits, place) for place, bits in enumerate(apart) if bits <= within)


def changed(value: int, bits: int, source: random.Random) -> int:
    for place in source.sample(range(64), bits):
        value ^= 1 << place
    return value


@pytest.mark.parametrize("within", range(13))
@pytest.mark.parametrize("seed", range(4))
def test_the_index_agrees_with_brute_force_at_every_distance(within: int, seed: int) -> None:
    source = random.Random(100 * seed + within)
    wanted = source.getrandbits(64)
    hashes = [changed(wanted, source.randrange(16), source) for _ in range(150)]
    hashes += [source.getrandbits(64) for _ in range(150)]
    found = Nearness(hashes).near(wanted, within)
    assert found == brute(hashes, wanted, within)
    assert found == near(hashes, wanted, within)


@pytest.mark.parametrize("within", [3, 4, 7, 8, 11, 12, 31])
def test_bits_spread_as_badly_as_can_be_are_still_found(within: int) -> None:
    spread = 0
    for bit in range(within):
        spread |= 1 << (bit % PIECES * BITS + bit // PIECES)
    assert Nearness([spread, FULL ^ spread]).near(0, within)[0] == (within, 0)


@pytest.mark.parametrize("piece", range(PIECES))
def test_bits_all_in_one_piece_are_found(piece: int) -> None:
    value = ((1 << 11) - 1) << piece * BITS
    assert Nearness([value]).near(0, 11) == [(11, 0)]


def test_the_same_hash_at_many_places_is_found_at_each() -> None:
    assert Nearness([5, 7, 5, 5]).near(5, 0) == [(0, 0), (0, 2), (0, 3)]


def test_the_nearest_comes_first_and_then_the_first_place() -> None:
    assert Nearness([0b111, 0b1, 0b0, 0b10]).near(0, 4) == [(0, 2), (1, 1), (1, 3), (3, 0)]


@pytest.mark.parametrize("within", [0, 5, 12, 64])
def test_nothing_is_near_in_an_empty_index(within: int) -> None:
    assert Nearness([]).near(FULL, within) == []


@pytest.mark.parametrize("within", [-1, -100])
def test_nothing_is_nearer_than_the_same(within: int) -> None:
    assert Nearness([1]).near(1, within) == near([1], 1, within) == []


def test_the_whole_index_is_within_all_bits() -> None:
    hashes = [0, FULL, 1, FULL - 1]
    assert {place for _, place in Nearness(hashes).near(0, 64)} == {0, 1, 2, 3}


def test_the_smallest_and_largest_hash_are_64_bits_apart() -> None:
    assert (distance(0, FULL), Nearness([FULL]).near(0, 63), Nearness([FULL]).near(0, 64)) == (
        64, [], [(64, 0)],
    )  # fmt: skip


@pytest.mark.parametrize("value", [-1, 1 << 64])
def test_a_hash_of_more_than_64_bits_is_refused(value: int) -> None:
    with pytest.raises(OverflowError):
        Nearness([value])


def test_an_index_of_a_stream_is_that_of_a_list() -> None:
    hashes = [random.Random(3).getrandbits(64) for _ in range(20)]
    assert Nearness(iter(hashes)).near(hashes[3], 9) == Nearness(hashes).near(hashes[3], 9)


def test_distance_is_a_metric() -> None:
    source = random.Random(8)
    for _ in range(100):
        one, two, three = (source.getrandbits(64) for _ in range(3))
        assert distance(one, one) == 0
        assert distance(one, two) == distance(two, one)
        assert distance(one, three) <= distance(one, two) + distance(two, three)
