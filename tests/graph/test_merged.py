"""An answer names the decisions that it rests on, and no others."""

from pathlib import Path

from tests.evidence.support.linking import CUONG, DUC, HUNG, OTHER, PHONE, decided, fact, stated
from tests.evidence.support.people import Clock, acting

from truyvet.evidence.case import create
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.merged import Merged, beside, between
from truyvet.graph.steps import Steps
from truyvet.graph.together import TogetherSteps


def test_it_is_the_way_between_two_that_counts() -> None:
    told = beside([(5, "a", "b"), (3, "b", "c"), (4, "c", "d"), (9, "x", "y")])
    assert between(told, "a", ["c"]) == {3, 5}
    assert between(told, "b", ["a", "d"]) == {3, 4, 5}


def test_of_two_decisions_the_first_is_named() -> None:
    assert between(beside([(8, "a", "b"), (7, "b", "a")]), "a", ["b"]) == {7}


def test_what_is_not_one_by_any_is_left_aside() -> None:
    assert between(beside([(3, "b", "c")]), "a", ["c", "a"]) == set()


def seen(folder: Path, *, together: bool = False, apart: Node = CUONG) -> dict[str, list[int]]:
    """The decisions under Đức with each of his phones: he has one, `apart` has the other."""
    who = acting(clock=Clock(0), seed=7)
    case = create(folder, who, title="T", number="1")
    stated(case, who, fact(DUC, "uses", PHONE), fact(apart, "uses", OTHER))
    decided(case, who, "same", DUC, CUONG)
    decided(case, who, "same", CUONG, HUNG)
    decided(case, who, "unsure", DUC, HUNG)
    with Links.open(case) as links:
        steps = (TogetherSteps if together else Steps)(links, Lens())
        merged, middle = Merged(steps), links.find(DUC)
        assert middle is not None
        found = {}
        for phone in (PHONE, OTHER):
            row = links.find(phone)
            assert row is not None
            edges = list(steps.edges_at([row.id]))
            found[phone.value[-1]] = [one.seq for one in merged.under([middle, row], edges)]
        return found


def test_only_what_is_of_another_member_rests_on_a_decision(tmp_path: Path) -> None:
    assert seen(tmp_path / "case") == {"8": [], "9": [2]}


def test_what_is_of_a_third_rests_on_all_decisions_on_the_way(tmp_path: Path) -> None:
    assert seen(tmp_path / "case", apart=HUNG) == {"8": [], "9": [2, 3]}


def test_standing_together_asks_the_same(tmp_path: Path) -> None:
    assert seen(tmp_path / "case", together=True) == {"8": [], "9": [2]}
