"""Ranks are those of networkx, exact or within the bound that is told."""

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import linked, statement

from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph import ranking
from truyvet.graph.ranking import Ranked, longest_path, rank, sampled
from truyvet.graph.snapshot import Snapshot, build


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 51, nodes=60, edges=110) as made:
        yield made


@pytest.fixture(scope="module")
def graph(case: Drawn) -> Snapshot:
    return build(case.links, Lens())


def values(told: Ranked) -> dict[str, float]:
    return {str(row.node): value for row, value in told.rows}


def test_pagerank_is_that_of_networkx(case: Drawn, graph: Snapshot) -> None:
    told = rank(case.links, graph, "pagerank", limit=None)
    wanted = nx.pagerank(case.plain, tol=1e-12, max_iter=500)
    assert values(told) == pytest.approx(wanted, abs=1e-6)


def test_betweenness_is_that_of_networkx(case: Drawn, graph: Snapshot) -> None:
    told = rank(case.links, graph, "betweenness", limit=None)
    assert values(told) == pytest.approx(nx.betweenness_centrality(case.plain))
    assert told.error is None


def test_a_degree_is_the_number_of_neighbours(case: Drawn, graph: Snapshot) -> None:
    told = rank(case.links, graph, "degree", limit=None)
    assert values(told) == dict(case.plain.degree())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sampled_betweenness_is_within_its_bound(case: Drawn, graph: Snapshot, seed: int) -> None:
    found, method, error = sampled(case.links, graph, error=0.05, seed=seed)
    exact = nx.betweenness_centrality(case.plain)
    names = {row.id: str(row.node) for row in case.links.nodes(graph.ids.tolist()).values()}
    off = [abs(found[place] - exact[names[number]]) for place, number in enumerate(graph.ids)]
    assert max(off) <= error == 0.05
    assert f"seed {seed}" in method


def test_the_same_seed_gives_the_same_sample(case: Drawn, graph: Snapshot) -> None:
    one, two = (sampled(case.links, graph, error=0.2, seed=5)[0] for _ in "12")
    assert one.tolist() == two.tolist()


def test_no_shortest_path_has_more_nodes_than_the_bound(case: Drawn, graph: Snapshot) -> None:
    longest = max(
        nx.diameter(case.plain.subgraph(part)) + 1 for part in nx.connected_components(case.plain)
    )
    assert longest <= longest_path(graph)


def test_the_highest_come_first_and_only_so_many(case: Drawn, graph: Snapshot) -> None:
    told = rank(case.links, graph, "degree", limit=5)
    numbers = [value for _, value in told.rows]
    assert numbers == sorted(numbers, reverse=True)[:5]
    assert max(dict(case.plain.degree()).values()) == numbers[0]
    assert (told.nodes, told.links) == (len(case.plain), case.plain.number_of_edges())


def test_only_the_kinds_asked_for_are_told(tmp_path: Path) -> None:
    told = [statement(("person:an", "1", "uses")), statement(("1", "2")), statement(("1", "3"))]
    with Links.open(linked(tmp_path / "case", told)) as links:
        found = rank(links, build(links, Lens()), "degree", kinds=frozenset({"person"}))
        assert values(found) == {"person:an": 1}


def test_a_case_without_links_has_no_ranks(tmp_path: Path) -> None:
    with Links.open(linked(tmp_path / "case", [])) as links:
        graph = build(links, Lens())
        for metric in ("pagerank", "betweenness", "degree"):
            assert rank(links, graph, metric).rows == ()


def test_above_a_size_betweenness_is_sampled() -> None:
    size = ranking.EXACT_WORK
    assert ranking.is_small(1_000, 10_000)
    assert not ranking.is_small(size, 1)
