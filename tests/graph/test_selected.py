"""Parts of a case that leave it: what networkx finds around a node, and between two."""

import random
from pathlib import Path

import networkx as nx
import pytest
from tests.graph.support.linking import graph_of, linked, node, statement

from truyvet.evidence.case import Case
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens, NodeRow
from truyvet.evidence.links.view import Links
from truyvet.graph.model import Part
from truyvet.graph.paths import Question, find_paths
from truyvet.graph.selected import ego_part, path_part
from truyvet.graph.steps import Steps
from truyvet.graph.whole import CaseSource


def chance_links(seed: int) -> list[tuple[str, str, str, str]]:
    """Sixty links between thirty telephones, of two relations."""
    chance = random.Random(seed)
    pairs = (chance.sample(range(30), 2) for _ in range(60))
    return [(f"+8490000{a:04}", f"+8490000{b:04}", chance.choice(["called", "messaged"]), "2026")
            for a, b in pairs]  # fmt: skip


LINKS = chance_links(3)
TOLD = [statement(one) for one in LINKS]
GRAPH = graph_of(TOLD)
FIRST = node(LINKS[0][0])


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return linked(tmp_path_factory.mktemp("selected") / "case", TOLD)


def row(links: Links, one: str) -> NodeRow:
    found = links.find(parse_node(one))
    assert found is not None
    return found


def ego(
    case: Case, one: str, hops: int, *, evidence: bool = False, lens: Lens | None = None
) -> Part:
    with Links.open(case) as links:
        steps = Steps(links, lens or Lens())
        return ego_part(case, steps, row(links, one), hops, question="q", evidence=evidence)


def between(case: Case, one: str, other: str, most: int = 5) -> Part:
    lens = Lens()
    with Links.open(case) as links:
        found = find_paths(
            links, row(links, one), row(links, other), Question(lens=lens, paths=most)
        )
        return path_part(case, Steps(links, lens), found, question="q", evidence=False)


@pytest.mark.parametrize("hops", [1, 2, 3, 6])
@pytest.mark.parametrize("place", [0, 7, 31])
def test_an_ego_is_the_ego_of_networkx_with_all_links_inside(
    case: Case, hops: int, place: int
) -> None:
    middle = node(LINKS[place][0])
    part = ego(case, middle, hops)
    wanted = nx.ego_graph(GRAPH, middle, radius=hops)
    assert {one.id for one in part.nodes()} == set(wanted)
    assert {frozenset((one.source, one.target)) for one in part.edges()} == {
        frozenset(pair) for pair in wanted.edges
    }


def test_an_edge_counts_its_statements_and_keeps_its_direction(case: Case) -> None:
    part = ego(case, FIRST, 6)
    for edge in part.edges():
        same = [one for one in LINKS if (node(one[0]), one[2], node(one[1])) ==
                (edge.source, edge.relation, edge.target)]  # fmt: skip
        assert edge.count == len(same) > 0


@pytest.mark.parametrize("place", range(1, 12))
def test_paths_have_the_length_that_networkx_finds(case: Case, place: int) -> None:
    other = node(LINKS[place][1])
    if other == FIRST or not nx.has_path(GRAPH, FIRST, other):
        return
    part = between(case, FIRST, other, most=1)
    assert len(part.held_nodes) == nx.shortest_path_length(GRAPH, FIRST, other) + 1


def test_every_node_and_link_of_a_path_is_in_the_case_as_it_is_there(case: Case) -> None:
    with Links.open(case) as links:
        whole = CaseSource(case, links, Lens())
        nodes, edges = list(whole.nodes()), list(whole.edges())
    part = between(case, FIRST, node(LINKS[9][1]))
    assert set(map(repr, part.nodes())) <= set(map(repr, nodes))
    assert set(map(repr, part.edges())) <= set(map(repr, edges))


def test_nodes_and_edges_stand_in_the_order_of_the_case(case: Case) -> None:
    part = ego(case, FIRST, 6)
    with Links.open(case) as links:
        whole = CaseSource(case, links, Lens())
        order = [one.id for one in whole.nodes()]
        numbers = [one.id for one in whole.edges()]
    for ids, every in (
        ([one.id for one in part.nodes()], order), ([one.id for one in part.edges()], numbers)
    ):  # fmt: skip
        assert ids == [one for one in every if one in set(ids)]


def test_evidence_is_read_back_only_when_asked_for(case: Case) -> None:
    assert not any(one.evidence for one in ego(case, FIRST, 2).edges())
    part = ego(case, FIRST, 2, evidence=True)
    assert all(len(one.evidence) == one.count for one in part.edges())
    assert {each.entry for one in part.edges() for each in one.evidence} == {1}


@pytest.mark.parametrize(
    ("lens", "relations"),
    [
        (Lens(relations=frozenset({"called"})), {"called"}),
        (Lens(as_of="2020-01-01"), set()),
        (Lens(since="2027"), set()),
        (Lens(least_grade="A1"), set()),
    ],
)
def test_a_lens_leaves_out_what_it_does_not_let_through(
    case: Case, lens: Lens, relations: set[str]
) -> None:
    part = ego(case, FIRST, 6, lens=lens)
    assert {one.relation for one in part.edges()} == relations
    if not relations:
        assert [one.id for one in part.nodes()] == [FIRST]


@pytest.mark.parametrize(("hops", "far"), [(1, "1 link"), (2, "2 links")])
def test_an_ego_says_whose_it_is_and_how_far_it_goes(case: Case, hops: int, far: str) -> None:
    about = ego(case, FIRST, hops).about
    assert about.title == f"{FIRST.partition(':')[2]} and what is within {far}"
    assert (about.question, about.cases, about.entries) == ("q", ("5",), 2)


def test_paths_say_between_whom_and_how_many(case: Case) -> None:
    about = between(case, FIRST, node(LINKS[9][1]), most=2).about
    assert about.title.startswith("Paths from +8490000")
    assert about.notes[0].startswith("paths of the least length: ")


def test_a_node_without_links_is_an_ego_of_one(tmp_path: Path) -> None:
    alone = linked(tmp_path / "case", [statement(("1", "1"))])
    part = ego(alone, "phone:1", 3)
    assert [one.id for one in part.nodes()] == ["phone:1"]
