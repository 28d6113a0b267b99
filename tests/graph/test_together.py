"""Standing together is computed from mentions, and a crowd links nobody."""

import pytest
from tests.graph.support.collecting import collected
from tests.graph.support.linking import node, statement

from truyvet.evidence.case import Case
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.stating import state
from truyvet.evidence.links.view import Links
from truyvet.graph.neighbourhood import ego_of
from truyvet.graph.together import CROWD, TogetherSteps


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """1, 2 and 3 stand in a, 1 and 2 in b, 4 and a crowd in c; 3 called 4."""
    made, who, items = collected(tmp_path_factory.mktemp("made"), {"a": b"", "b": b"", "c": b""})
    crowd = [str(100 + number) for number in range(CROWD)]
    mentions = [("a", "1"), ("a", "2"), ("a", "3"), ("b", "1"), ("b", "2"), ("c", "4")]
    mentions += [("c", one) for one in crowd]
    told = [
        statement((one, f"item:{items[file]}", "mentioned_in"), item=items[file])
        for file, one in mentions
    ]
    with made.writing() as writer:
        state(writer, who, [*told, statement(("3", "4"))])
    return made


def number(links: Links, name: str) -> int:
    row = links.find(parse_node(node(name)))
    assert row is not None
    return row.id


def test_two_in_one_item_are_linked_and_items_are_no_nodes(case: Case) -> None:
    with Links.open(case) as links:
        one, two, three, four = (number(links, name) for name in "1234")
        steps = TogetherSteps(links, Lens())
        assert steps.reached([one]) - {one} == {two, three}
        assert steps.reached([three]) - {three} == {one, two, four}


def test_the_link_counts_the_items_and_rests_on_the_mentions(case: Case) -> None:
    with Links.open(case) as links:
        one, two = number(links, "1"), number(links, "2")
        steps = TogetherSteps(links, Lens())
        (edge,) = steps.edges_of([(one, two), (two, one)])
        assert (edge.relation, edge.count, edge.id < 0) == ("mentioned_with", 2, True)
        assert len(steps.standing([edge.id])[edge.id]) == 4


def test_a_crowd_is_passed_over_and_named(case: Case) -> None:
    with Links.open(case) as links:
        steps = TogetherSteps(links, Lens())
        assert steps.reached([number(links, "4")]) == {number(links, "3")}
        assert len(steps.crowded) == 1


def test_it_may_be_the_only_relation_asked_for(case: Case) -> None:
    with Links.open(case) as links:
        one, two, three = (number(links, name) for name in "123")
        steps = TogetherSteps(links, Lens(relations=frozenset({"mentioned_with"})))
        assert steps.reached([three]) - {three} == {one, two}
        assert set(steps.pairs([three])) == {(three, one), (three, two)}
        called = TogetherSteps(links, Lens(relations=frozenset({"called"})))
        assert number(links, "4") in called.reached([three])


def test_an_ego_is_made_of_it_as_of_any_link(case: Case) -> None:
    with Links.open(case) as links:
        steps = TogetherSteps(links, Lens())
        told = ego_of(links, steps, links.node(number(links, "1")), hops=2)
        assert [(one.node.node.value, one.hop, one.count) for one in told.told] == [
            ("2", 1, 2), ("3", 1, 1), ("4", 2, 1),
        ]  # fmt: skip


def test_an_exhibit_that_is_left_out_links_nobody(case: Case) -> None:
    with Links.open(case) as links:
        a, b, _ = (row.id for row in links.index.items() if row.kind == "file")
        steps = TogetherSteps(links, Lens(without=frozenset({a, b})))
        assert steps.reached([number(links, "1")]) == set()
