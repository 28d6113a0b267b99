"""The bomb rule: a whole tree stays within what its outermost item may be decoded to."""

from hypothesis import given
from hypothesis import strategies as st

from truyvet.extractors.engine.allowance import FEE, FLOOR, RATIO, of_children, of_evidence


def test_a_small_item_may_become_a_gigabyte() -> None:
    assert of_evidence(0) == of_evidence(1) == of_evidence(5_000_000) == FLOOR == 1 << 30


def test_a_large_item_may_become_two_hundred_times_itself() -> None:
    assert of_evidence(10 << 30) == (10 << 30) * RATIO == (10 << 30) * 200


def test_ratio_and_floor_meet_without_a_step() -> None:
    edge = FLOOR // RATIO
    assert of_evidence(edge) == FLOOR
    assert FLOOR < of_evidence(edge + 1) <= FLOOR + RATIO


def test_what_is_decoded_is_taken_off_and_the_rest_shared() -> None:
    assert of_children(FEE + 1_000, [100]) == [900]
    assert of_children(2 * FEE + 1_000, [100, 100]) == [400, 400]
    assert of_children(2 * FEE + 1_000, [0, 200]) == [200, 600]


def test_every_child_costs_a_fee_so_that_a_flood_of_small_ones_ends_too() -> None:
    assert of_children(10 * FEE, [0] * 10) == [0] * 10
    assert of_children(FLOOR, [1] * 100)[0] < (FLOOR - 100 * FEE) // 100
    # Sixteen children of sixteen, and so on: what the smallest file may become is bounded.
    allowance, items = FLOOR, 1
    while (allowance := of_children(allowance, [100] * 16)[0]) > 17 * FEE:
        items *= 16
    assert items * 16 * FEE < FLOOR


def test_children_without_bytes_share_equally() -> None:
    assert of_children(4 * FEE + 1_000, [0, 0, 0, 0]) == [125, 125, 125, 125]


def test_nothing_is_left_once_all_was_decoded() -> None:
    assert of_children(100, [60, 60]) == [0, 0]
    assert of_children(0, [0]) == [0]


def test_no_children_have_no_allowances() -> None:
    assert of_children(1_000, []) == []


SIZES = st.lists(st.integers(0, 1 << 40), min_size=1, max_size=30)


@given(st.integers(0, 1 << 50), SIZES)
def test_children_never_have_more_than_is_left(allowance: int, sizes: list[int]) -> None:
    given_ = of_children(allowance, sizes)
    assert len(given_) == len(sizes)
    assert min(given_) >= 0
    assert sum(given_) <= max(0, allowance - sum(sizes) - FEE * len(sizes))


@given(st.integers(0, 1 << 50), SIZES)
def test_the_larger_child_has_no_less(allowance: int, sizes: list[int]) -> None:
    given_ = of_children(allowance, sorted(sizes))
    assert given_ == sorted(given_)


@given(st.integers(0, 1 << 40), SIZES, st.randoms())
def test_the_order_of_children_does_not_matter(allowance, sizes: list[int], chance) -> None:
    pairs = sorted(zip(sizes, of_children(allowance, sizes), strict=True))
    mixed = list(sizes)
    chance.shuffle(mixed)
    assert sorted(zip(mixed, of_children(allowance, mixed), strict=True)) == pairs


@given(st.integers(1, 50), st.integers(1, 3))
def test_a_tree_that_doubles_ends(size: int, width: int) -> None:
    allowance, depth = FLOOR, 0
    while allowance >= width * size and depth < 100:
        allowance = of_children(allowance, [size] * width)[0]
        size *= 2
        depth += 1
    assert depth < 40
