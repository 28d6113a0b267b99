"""The ids of a case's items, and which of them a scan has examined."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from truyvet.evidence.verification.identities import Identities

ONE, TWO, THREE = ("ab" * 32, "cd" * 32, "ef" * 32)


@pytest.fixture
def identities() -> Iterator[Identities]:
    with closing(Identities()) as made:
        yield made


def test_what_was_learned_is_known(identities: Identities) -> None:
    identities.learn([(ONE, None), (TWO, None), (ONE, THREE)])
    identities.learn([])
    assert [identities.knows(one) for one in (ONE, TWO, THREE)] == [True, True, False]


def test_an_item_repeats_where_it_has_these_bytes_already(identities: Identities) -> None:
    identities.learn([(ONE, THREE), (TWO, None)])
    assert identities.repeats(ONE, THREE)
    assert identities.repeats(ONE, None)
    assert not identities.repeats(ONE, TWO)
    assert not identities.repeats(THREE, None)


def test_what_had_no_bytes_is_no_repetition_once_it_has_them(identities: Identities) -> None:
    identities.learn([(TWO, None)])
    assert identities.repeats(TWO, None)
    assert not identities.repeats(TWO, THREE)
    identities.learn([(TWO, THREE)])
    assert identities.repeats(TWO, THREE)


def test_an_item_is_examined_once_in_a_scan(identities: Identities) -> None:
    assert identities.examine(ONE)
    assert not identities.examine(ONE)
    assert identities.examine(TWO)


def test_what_is_examined_need_not_be_known(identities: Identities) -> None:
    identities.examine(ONE)
    assert not identities.knows(ONE)
    assert identities.is_examined(ONE)


def test_each_scan_begins_anew(identities: Identities) -> None:
    identities.learn([(ONE, None)])
    identities.examine(ONE)
    assert identities.is_examined(ONE)
    identities.begin_scan()
    assert not identities.is_examined(ONE)
    assert identities.knows(ONE)
    assert identities.examine(ONE)


def test_the_last_answer_is_not_mistaken_for_another_item(identities: Identities) -> None:
    identities.examine(ONE)
    assert identities.is_examined(ONE)
    assert not identities.is_examined(TWO)
    assert identities.is_examined(ONE)
    identities.examine(TWO)
    assert identities.is_examined(TWO)


def test_many_are_held_outside_of_memory(identities: Identities) -> None:
    identities.learn((f"{n:064x}", None) for n in range(50_000))
    assert identities.knows(f"{49_999:064x}")
    assert not identities.knows(f"{50_000:064x}")
