"""What speaks for it that two are one, what against it, and the score that comes of both."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.graph.alikeness import Name
from truyvet.graph.judging import STRONG, Reason, Someone, best_score, judge

PHONE = ("phone", "+84912345678", 2)
CCCD = ("cccd", "001090012345", 2)


def person(*names: str, years: tuple[int, ...] = (), sex: str = "", **holds: str) -> Someone:
    """Someone of whom this is known."""
    return Someone(
        kind="person",
        names=[Name.read(name) for name in names],
        years=set(years),
        sexes={sex} - {""},
        holds={kind: {value} for kind, value in holds.items()},
    )


def score(one: Someone, two: Someone, *shared: Any, bearers: dict[Any, int] | None = None) -> int:
    """How likely two are one."""
    return judge(one, two, shared, bearers or {})[0]


def reasons(one: Someone, two: Someone, *shared: Any) -> tuple[Reason, ...]:
    """Why."""
    return judge(one, two, shared, {})[1]


DUC = person("Nguyễn Văn Đức")


def test_nothing_in_common_says_nothing() -> None:
    assert judge(DUC, person("Trần Thị Lan"), (), {}) == (0, ())


def test_each_reason_more_makes_it_likelier() -> None:
    same_name = score(DUC, DUC)
    assert 50 < same_name < score(DUC, DUC, PHONE) < score(DUC, DUC, PHONE, CCCD) <= 100


def test_a_number_of_the_state_says_more_than_a_telephone() -> None:
    assert score(DUC, DUC, CCCD) > score(DUC, DUC, PHONE)


def test_what_many_share_says_less() -> None:
    few, many = ("phone", "+84912345678", 2), ("phone", "+84912345678", 15)
    assert score(DUC, DUC, few) > score(DUC, DUC, many)
    assert "13 more have it" in reasons(DUC, DUC, many)[1].text


def test_a_name_that_many_bear_says_less() -> None:
    words = tuple(sorted(Name.read("Nguyễn Văn Đức").words))
    assert score(DUC, DUC, bearers={words: 40}) < 50 < score(DUC, DUC, bearers={words: 2})


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        (person("A B", cccd="001090012345"), person("A B", cccd="001085054321"), "another cccd"),
        (person("A B", sex="male"), person("A B", sex="female"), "one is male"),
        (person("A B", years=(1990,)), person("A B", years=(1971,)), "1990 – 1971"),
        (person("A B", years=(1990,)), person("A B", years=(1991,)), "1990 – 1991"),
    ],
)
def test_what_contradicts_speaks_against_it(one: Someone, two: Someone, words: str) -> None:
    assert score(one, two, PHONE) < score(person("A B"), person("A B"), PHONE)
    (against,) = [reason for reason in reasons(one, two, PHONE) if reason.weight < 0]
    assert words in against.text


def test_the_next_year_speaks_less_against_it_than_another() -> None:
    nearly = score(person("A B", years=(1990,)), person("A B", years=(1991,)))
    not_at_all = score(person("A B", years=(1990,)), person("A B", years=(1950,)))
    assert nearly > not_at_all


def test_the_same_year_of_birth_speaks_for_it() -> None:
    assert score(person("A B", years=(1990,)), person("A B", years=(1990,))) > score(
        person("A B"), person("A B")
    )


def test_one_citizen_id_of_several_in_common_is_no_contradiction() -> None:
    one, two = person("A B", cccd="001090012345"), person("A B", cccd="001090012345")
    two.holds["cccd"].add("001085054321")
    assert all(reason.weight > 0 for reason in reasons(one, two, CCCD))


def test_a_number_of_one_part_alone_contradicts() -> None:
    one, two = person("A B", cccd="001090012345"), person("A B", cccd="001085054321")
    both = person("A B", cccd="001090012345")
    both.holds["cccd"].add("001085054321")
    both.parts = {1: one, 2: two}
    (against,) = [reason for reason in reasons(both, one, CCCD) if reason.weight < 0]
    assert "another cccd" in against.text


def test_the_worst_of_its_parts_counts_once() -> None:
    whole = person("A B", years=(1990, 1991, 1950))
    whole.parts = {year: person("A B", years=(year,)) for year in whole.years}
    (against,) = [
        reason for reason in reasons(whole, person("A B", years=(1990,))) if reason.weight < 0
    ]
    assert "1950 – 1990" in against.text


def test_sharing_a_telephone_under_other_names_is_told_so() -> None:
    told = reasons(DUC, person("Trần Thị Lan"), PHONE)
    assert any("other names" in reason.text and reason.weight < 0 for reason in told)
    assert score(DUC, person("Trần Thị Lan"), PHONE) < score(DUC, person(), PHONE)


def test_the_best_of_all_names_counts_once() -> None:
    one = person("Đức Cá", "Nguyễn Văn Đức")
    told = [reason for reason in reasons(one, DUC) if reason.text.startswith("names")]
    assert len(told) == 1
    assert "(100)" in told[0].text


def test_the_weightiest_reason_comes_first() -> None:
    told = reasons(DUC, DUC, PHONE, CCCD)
    assert [reason.weight for reason in told] == sorted(
        (reason.weight for reason in told), reverse=True
    )


def test_no_identifier_is_sure() -> None:
    assert all(0 < weight < 1 for weight in STRONG.values())


# Laws.

NAMES = st.sampled_from(["Nguyễn Văn Đức", "Duc Nguyen Van", "Đức Cá", "Trần Lan", "!"])
SOMEONE = st.builds(
    lambda names, years, sex, cccd: person(
        *names, years=tuple(years), sex=sex, **({"cccd": cccd} if cccd else {})
    ),
    st.lists(NAMES, max_size=2), st.lists(st.sampled_from([1990, 1991, 1971]), max_size=2),
    st.sampled_from(["", "male", "female"]), st.sampled_from(["", "001090012345", "001171000001"]),
)  # fmt: skip
SHARED = st.lists(st.tuples(st.sampled_from(sorted(STRONG)), st.just("x"), st.integers(1, 30)))


@given(SOMEONE, SOMEONE, SHARED)
def test_it_is_the_same_from_both_sides_and_within_bounds(
    one: Someone, two: Someone, shared: list[tuple[str, str, int]]
) -> None:
    assert score(one, two, *shared) == score(two, one, *shared)
    assert 0 <= score(one, two, *shared) <= 100


@given(SOMEONE, SOMEONE, SHARED, st.sampled_from(sorted(STRONG)))
def test_a_further_identifier_in_common_never_speaks_against_it(
    one: Someone, two: Someone, shared: list[tuple[str, str, int]], kind: str
) -> None:
    if shared:  # the first one may show that names are others
        assert score(one, two, *shared, (kind, "y", 2)) >= score(one, two, *shared)


@given(SOMEONE, SOMEONE, SHARED)
def test_the_order_of_what_is_shared_does_not_matter(
    one: Someone, two: Someone, shared: list[tuple[str, str, int]]
) -> None:
    assert judge(one, two, shared, {}) == judge(one, two, shared[::-1], {})


@given(SOMEONE, SOMEONE, SHARED)
def test_no_birth_and_no_sex_lift_a_score_above_what_it_may_become(
    one: Someone, two: Someone, shared: list[tuple[str, str, int]]
) -> None:
    left, right = (
        Someone(kind=side.kind, names=side.names, holds=side.holds) for side in (one, two)
    )
    assert score(one, two, *shared) <= best_score(score(left, right, *shared)) + 1


@pytest.mark.parametrize(
    ("years", "least"), [((1990,), 60), ((), 55), ((1991,), 45), ((1971,), 20)]
)
def test_births_are_ranked_by_how_well_they_fit(years: tuple[int, ...], least: int) -> None:
    found = score(person("Lê Hải", years=(1990,)), person("Lê Hải", years=years))
    assert least <= found <= 100
    if years != (1990,):
        better = score(person("Lê Hải", years=(1990,)), person("Lê Hải", years=(1990,)))
        assert found < better


@pytest.mark.parametrize("kind", sorted(STRONG))
def test_any_identifier_in_common_is_told_with_its_value(kind: str) -> None:
    (reason,) = judge(person(), person(), [(kind, "x", 2)], {})[1]
    assert reason.text == f"both have {kind}:x"
    assert reason.weight == round(100 * STRONG[kind])
