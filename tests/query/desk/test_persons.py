"""Bringing persons together: by what they share, never against a decision, never by a hub."""

from truyvet.query.desk.persons import MOST_HOLDERS, Person, _Groups, _one
from truyvet.query.desk.schema import name_key

A, B, C, D = (1, "person:a"), (2, "person:b"), (3, "person:c"), (1, "person:d")


def groups(
    *pairs: tuple[Person, Person], apart: tuple[tuple[Person, Person], ...] = ()
) -> list[list[Person]]:
    """Return the groups after these were brought together."""
    found = _Groups(apart)
    for one, two in pairs:
        found.bring(one, two)
    return sorted(sorted(group) for group in found.all())


def test_who_shares_with_a_third_is_with_him() -> None:
    assert groups((A, B), (B, C)) == [[A, B, C]]


def test_who_was_decided_to_be_different_is_not_brought_together() -> None:
    assert groups((A, D), apart=((A, D),)) == [[A], [D]]


def test_nor_through_a_third() -> None:
    assert groups((A, B), (B, D), apart=((D, A),)) == [[A, B], [D]]


def test_a_key_of_one_case_brings_nobody_together() -> None:
    assert list(_one([("phone", "1", A), ("phone", "1", D)], {1, 2})) == []


def test_a_key_that_very_many_share_brings_nobody_together() -> None:
    many = [("phone", "1", (place, "person:x")) for place in range(MOST_HOLDERS + 1)]
    assert list(_one(many, set(range(1000)))) == []


def test_nothing_comes_from_a_case_that_is_not_shown() -> None:
    group = [("name", name_key("Đức"), A), ("name", name_key("Duc"), B)]
    ((reason, holders, hidden),) = _one(group, {2})
    assert (reason.value, reason.exact, holders, hidden) == ("Duc", True, [B], {1})
