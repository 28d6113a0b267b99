"""The plan of a chart: places, sizes, bends, all of the graph and nothing else."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.support.charts import part, small
from tests.reports.support.harm import HARM, hostile

from truyvet.evidence.errors import TruyvetError
from truyvet.graph.model import Part
from truyvet.reports.chart.plan import LEAST, MOST, Plan, plan_of


def parallel(count: int) -> Part:
    """A graph of two nodes with so many links between them, in turns of direction."""
    return small(*["A called B" if number % 2 else "B called A" for number in range(count)])


def sides(plan: Plan) -> list[float]:
    """How links are bent, seen from the first node."""
    return [line.bend if line.source == 0 else -line.bend for line in plan.lines]


def test_a_plan_has_every_node_and_link_in_their_order() -> None:
    graph = part(60, 90)
    plan = plan_of(graph)
    assert [place.node for place in plan.places] == list(graph.held_nodes)
    assert [line.edge for line in plan.lines] == list(graph.held_edges)
    for line in plan.lines:
        assert plan.places[line.source].node.id == line.edge.source
        assert plan.places[line.target].node.id == line.edge.target
    assert plan.about == graph.about


@given(st.integers(1, 30), st.integers(0, 60), st.integers(0, 1000))
def test_links_are_counted_as_they_are(nodes: int, edges: int, seed: int) -> None:
    graph = part(nodes, edges if nodes > 1 else 0, seed=seed)
    for place in plan_of(graph).places:
        ends = [{edge.source, edge.target} for edge in graph.held_edges]
        assert place.links == sum(place.node.id in pair for pair in ends)


@given(st.integers(1, 40), st.integers(0, 60), st.integers(0, 1000))
def test_everything_lies_inside_the_picture(nodes: int, edges: int, seed: int) -> None:
    plan = plan_of(part(nodes, edges if nodes > 1 else 0, seed=seed))
    for place in plan.places:
        assert place.radius < place.x < plan.width - place.radius
        assert place.radius < place.y < plan.height - place.radius


@pytest.mark.parametrize("nodes", [1, 2, 7, 60])
def test_a_chart_stands_in_the_middle_of_its_picture(nodes: int) -> None:
    plan = plan_of(part(nodes, nodes * 2 if nodes > 1 else 0))
    xs, ys = ([getattr(place, axis) for place in plan.places] for axis in "xy")
    assert min(xs) == pytest.approx(plan.width - max(xs), abs=0.02)
    assert min(ys) == pytest.approx(plan.height - max(ys), abs=0.02)


def test_a_link_to_itself_counts_once() -> None:
    (place,) = plan_of(small("A called A")).places
    assert place.links == 1


@pytest.mark.parametrize("links", [0, 1, 4, 9, 60, 61, 200])
def test_a_node_grows_with_its_links_up_to_a_limit(links: int) -> None:
    graph = small(*["A called B"] * links, alone="A")
    (radius, *_) = {place.radius for place in plan_of(graph).places}
    assert radius == pytest.approx(min(LEAST + 2.2 * math.sqrt(links), MOST), abs=0.01)


def test_an_empty_graph_is_an_error_that_names_the_question() -> None:
    nothing = Part(about=small(alone="A").about, held_nodes=(), held_edges=())
    with pytest.raises(TruyvetError, match="E640") as caught:
        plan_of(nothing)
    assert "the whole case" in caught.value.text
    assert caught.value.hint


def test_a_single_link_between_two_is_straight() -> None:
    assert sides(plan_of(parallel(1))) == [0.0]


@pytest.mark.parametrize("count", [2, 3, 6, 11])
def test_links_between_the_same_two_are_bent_apart(count: int) -> None:
    found = sides(plan_of(parallel(count)))
    assert len(set(found)) == count
    assert sum(found) == pytest.approx(0, abs=1e-3)


def test_of_three_links_between_two_the_middle_one_is_straight() -> None:
    assert sorted(sides(plan_of(parallel(3)))) == [-0.22, 0.0, 0.22]


def test_links_of_a_node_with_itself_are_told_apart() -> None:
    lines = plan_of(small("A called A", "A messaged A")).lines
    assert [line.source == line.target for line in lines] == [True, True]
    assert len({line.bend for line in lines}) == 2


@pytest.mark.parametrize(
    ("relation", "family", "mutual"),
    [
        ("called", "contact", False), ("met", "contact", True), ("transferred", "money", False),
        ("uses", "holding", False), ("family", "people", True), ("seen_at", "place", False),
        ("mentioned_in", "mention", False), ("alias", "mention", False),
        ("no_such_relation", "mention", False),
    ],
)  # fmt: skip
def test_a_relation_has_its_family_and_its_direction(
    relation: str, family: str, mutual: bool
) -> None:
    (line,) = plan_of(small(f"A {relation} B")).lines
    assert (line.family, line.mutual) == (family, mutual)


@pytest.mark.parametrize("name", list(HARM))
def test_a_text_goes_through_a_plan_as_it_stands(name: str) -> None:
    plan = plan_of(hostile(HARM[name]))
    assert {place.node.label for place in plan.places} == {HARM[name]}
    assert {line.edge.evidence[0].raw for line in plan.lines} == {HARM[name]}
    assert plan.about.title == HARM[name]


def test_names_and_texts_move_no_node() -> None:
    one, other = plan_of(part(6, 8)), plan_of(hostile("</script>" * 99))
    assert [(place.x, place.y) for place in one.places] == [
        (place.x, place.y) for place in other.places
    ]


def test_a_plan_is_the_same_on_every_run() -> None:
    assert plan_of(part(60, 90)) == plan_of(part(60, 90))


def test_a_link_whose_end_is_missing_is_refused() -> None:
    graph = small("A called B")
    with pytest.raises(KeyError):
        plan_of(replace(graph, held_nodes=graph.held_nodes[:1]))
