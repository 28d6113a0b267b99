"""The document model: frozen, slotted, by keyword, and the same for the same case."""

from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from inspect import getmembers, isclass

import pytest

from truyvet.reports import document, examination
from truyvet.reports.document import Completeness, Head

from .support.made import filled

NOUNS = [
    noun
    for module in (document, examination)
    for _, noun in getmembers(module, isclass)
    if noun.__module__ == module.__name__ and is_dataclass(noun)
]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_noun_is_frozen_slotted_and_by_keyword(noun: type) -> None:
    assert noun.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__dict__" not in dir(noun)
    assert all(field.kw_only for field in fields(noun))


def test_a_field_cannot_be_set() -> None:
    head = Head(size=1, root="00", words="babab")
    with pytest.raises(FrozenInstanceError):
        head.size = 2  # type: ignore[misc]


def test_documents_are_compared_by_value() -> None:
    assert filled("a") == filled("a")
    assert filled("a") != filled("b")


def test_all_items_with_a_problem_are_counted() -> None:
    whole = Completeness(
        problems=(("cut", 2), ("unreadable", 5)), listed=(), unfinished=(), collectors=()
    )
    assert whole.count == 7
    assert replace(whole, problems=()).count == 0
