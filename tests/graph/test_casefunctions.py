"""networkx's own functions, called by name, run on the case and say what networkx says."""

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import linked, statement

from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.rows import Lens
from truyvet.graph.backend import FUNCTIONS, case_graph, dispatch, to_networkx
from truyvet.graph.casegraph import CaseGraph


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    if "truyvet" not in entry_points(group="networkx.backends").names:
        pytest.skip("networkx knows no backend truyvet: the package is not installed anew")
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 81, edges=55) as made:
        made.plain.remove_nodes_from(list(nx.isolates(made.plain)))
        yield made


@pytest.fixture(scope="module")
def graph(case: Drawn) -> Iterator[CaseGraph]:
    with case_graph(case.case.folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def pairs(case: Drawn) -> list[tuple[str, str]]:
    """Some linked by a path, some not."""
    names = sorted(case.plain)
    return [*zip(names[::4], names[7::4], strict=False)]


def test_paths_are_as_long_and_of_the_same_number(
    case: Drawn, graph: Any, pairs: list[tuple[str, str]]
) -> None:
    for one, two in pairs:
        assert nx.has_path(graph, one, two) == nx.has_path(case.plain, one, two)
        if not nx.has_path(case.plain, one, two):
            with pytest.raises(nx.NetworkXNoPath):
                nx.shortest_path(graph, one, two)
            continue
        every = sorted(nx.all_shortest_paths(case.plain, one, two))
        assert sorted(nx.all_shortest_paths(graph, one, two)) == every
        assert nx.shortest_path(graph, one, two) in every
        assert nx.bidirectional_shortest_path(graph, one, two) in every
        assert nx.shortest_path_length(graph, one, two) == len(every[0]) - 1
        simple = nx.shortest_simple_paths(case.plain, one, two)
        lengths = [len(path) for path, _ in zip(simple, range(8), strict=False)]
        ours = zip(nx.shortest_simple_paths(graph, one, two), range(8), strict=False)
        assert [len(path) for path, _ in ours] == lengths


def test_neighbours_are_the_same(case: Drawn, graph: Any, pairs: list[tuple[str, str]]) -> None:
    for one, two in pairs:
        assert set(graph.neighbors(one)) == set(case.plain[one])
        assert graph.degree(one) == case.plain.degree(one)
        assert graph.has_edge(one, two) == case.plain.has_edge(one, two)


def test_the_ego_graph_is_a_plain_one_with_evidence(case: Drawn, graph: Any) -> None:
    name = max(case.plain, key=case.plain.degree)
    ego: Any = nx.ego_graph(graph, name, radius=2)
    plain = nx.ego_graph(case.plain, name, radius=2)
    assert set(ego) == set(plain)
    edges = {frozenset(pair) for pair in ego.edges() if pair[0] != pair[1]}
    assert edges == set(map(frozenset, plain.edges))
    assert all(facts["evidence"] for _, _, facts in ego.edges(data=True))
    assert type(ego) is nx.MultiDiGraph
    assert name not in nx.ego_graph(graph, name, center=False)


def test_what_hangs_together_is_the_same(case: Drawn, graph: Any) -> None:
    parts = sorted(map(sorted, nx.connected_components(case.plain)))
    assert sorted(map(sorted, nx.connected_components(graph))) == parts
    assert nx.number_connected_components(graph) == len(parts)
    name = sorted(case.plain)[3]
    assert nx.node_connected_component(graph, name) == nx.node_connected_component(case.plain, name)


def test_centralities_are_the_same(case: Drawn, graph: Any) -> None:
    assert nx.degree_centrality(graph) == pytest.approx(nx.degree_centrality(case.plain))
    assert nx.betweenness_centrality(graph) == pytest.approx(nx.betweenness_centrality(case.plain))
    assert nx.pagerank(graph) == pytest.approx(nx.pagerank(case.plain, tol=1e-12), abs=1e-6)
    light = nx.pagerank(case.plain, weight=None, tol=1e-12)
    assert nx.pagerank(graph, weight=None) == pytest.approx(light, abs=1e-6)


def test_distances_from_one_are_the_same(case: Drawn, graph: Any) -> None:
    name = sorted(case.plain)[3]
    far = nx.single_source_shortest_path_length
    assert far(graph, name) == far(case.plain, name)
    assert far(graph, name, cutoff=2) == far(case.plain, name, cutoff=2)


def test_the_graph_answers_what_graphs_answer(case: Drawn, graph: Any) -> None:
    assert (len(graph), graph.size()) == (len(case.plain), case.plain.number_of_edges())
    assert set(graph) == set(graph.nodes()) == set(case.plain)
    assert sorted(case.plain)[0] in graph
    assert "phone:999" not in graph
    assert "no node" not in graph
    assert 5 not in graph
    assert not graph.is_directed()
    assert not graph.is_multigraph()


@pytest.mark.parametrize(
    "ask",
    [
        lambda graph: nx.minimum_spanning_tree(graph),
        lambda graph: nx.closeness_centrality(graph),
        lambda graph: nx.community.louvain_communities(graph),
    ],
)  # fmt: skip
def test_what_is_not_provided_fails_at_once(graph: Any, ask: Any) -> None:
    with pytest.raises(NotImplementedError, match="not implemented by"):
        ask(graph)


@pytest.mark.parametrize(
    "ask",
    [
        lambda graph: nx.shortest_path(graph, "phone:5"),
        lambda graph: nx.shortest_path(graph, "phone:5", "phone:6", weight="weight"),
        lambda graph: nx.ego_graph(graph, "phone:5", distance="weight"),
        lambda graph: nx.pagerank(graph, personalization={"phone:5": 1}),
        lambda graph: nx.betweenness_centrality(graph, weight="weight"),
        lambda graph: dispatch.convert_to_nx(graph),
        lambda graph: dispatch.convert_from_nx(nx.Graph()),
    ],
)
def test_what_a_case_cannot_answer_is_refused(graph: Any, ask: Any) -> None:
    with pytest.raises(TruyvetError) as caught:
        ask(graph)
    assert caught.value.code == "E577"


def test_an_unknown_node_is_networkxs_own_error(graph: Any) -> None:
    with pytest.raises(nx.NodeNotFound):
        nx.shortest_path(graph, "phone:5", "phone:999")


def test_every_function_listed_is_networkxs_and_ours() -> None:
    for name in FUNCTIONS:
        assert callable(getattr(dispatch, name))
        assert hasattr(nx, name)
    with pytest.raises(AttributeError):
        _ = dispatch.minimum_spanning_tree


def test_a_lens_is_looked_through(tmp_path: Path) -> None:
    told = [statement(("1", "2", "called")), statement(("2", "3", "messaged"))]
    made = linked(tmp_path / "case", told)
    with case_graph(made.folder, Lens(relations=frozenset({"called"}))) as graph:
        assert graph.has_edge("phone:1", "phone:2")
        assert not graph.has_edge("phone:2", "phone:3")
        assert len(graph) == 2


def test_a_part_as_networkx_holds_it_has_all_its_facts(tmp_path: Path) -> None:
    from truyvet.evidence.links.view import Links
    from truyvet.graph.parts import about_of, part_of

    told = [statement(("1", "2", "called", "2026-01-01"), grade="B2")]
    made = linked(tmp_path / "case", told)
    with Links.open(made) as links:
        about = about_of(made, links, Lens(), title="two", question="all")
        plain = to_networkx(part_of(made, links, (), links.all_edges(), about, Lens()))
    assert plain.graph["title"] == "two"
    assert plain.nodes["phone:1"]["kind"] == "phone"
    (facts,) = (facts for _, _, facts in plain.edges(data=True))
    assert (facts["relation"], facts["count"], facts["grade"]) == ("called", 1, "B2")
