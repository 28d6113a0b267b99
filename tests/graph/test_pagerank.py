"""PageRank is that of networkx, whatever the graph looks like."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from tests.graph.support.arrays import arrays_of, numbered
from tests.graph.support.linking import linked, statement

from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.pagerank import MAX_ROUNDS, TOLERANCE, pagerank_of
from truyvet.graph.ranking import rank
from truyvet.graph.snapshot import build


def weighted(plain: "nx.Graph[int]", seed: int) -> "nx.Graph[int]":
    chance = np.random.default_rng(seed)
    for one, two in plain.edges:
        plain.edges[one, two]["weight"] = int(chance.integers(1, 9))
    return plain


SHAPES = {
    "one link": nx.path_graph(2),
    "a chain": nx.path_graph(60),
    "a ring, where all are alike": nx.cycle_graph(12),
    "a star": nx.star_graph(30),
    "all with all": nx.complete_graph(9),
    "two cliques on a thread": nx.barbell_graph(8, 3),
    "nodes without links": nx.empty_graph(4),
    "a chain and nodes without links": nx.disjoint_union(nx.path_graph(5), nx.empty_graph(3)),
    "parts of several sizes": nx.disjoint_union_all(
        [nx.star_graph(9), nx.path_graph(2), nx.cycle_graph(5), nx.empty_graph(1)]
    ),
    "few with very many links": nx.barabasi_albert_graph(400, 2, seed=5),
    "two sides": numbered(nx.complete_bipartite_graph(3, 40)),
    "weights": weighted(nx.gnm_random_graph(50, 90, seed=6), 6),
    "weights, many apart": weighted(nx.gnm_random_graph(90, 60, seed=7), 7),
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_it_is_that_of_networkx(shape: str) -> None:
    plain = SHAPES[shape]
    found, _ = pagerank_of(arrays_of(plain))
    wanted = nx.pagerank(plain, tol=1e-12, max_iter=2_000)
    assert found.tolist() == pytest.approx([wanted[place] for place in range(len(plain))], abs=1e-6)


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_all_ranks_together_are_one(shape: str) -> None:
    found, _ = pagerank_of(arrays_of(SHAPES[shape]))
    assert float(found.sum()) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("damping", [0.1, 0.5, 0.99])
@pytest.mark.parametrize("shape", ["weights", "a star", "a chain and nodes without links"])
def test_it_is_that_of_networkx_with_another_damping(shape: str, damping: float) -> None:
    plain = SHAPES[shape]
    found, _ = pagerank_of(arrays_of(plain), damping=damping)
    wanted = nx.pagerank(plain, alpha=damping, tol=1e-10, max_iter=20_000)
    assert found.tolist() == pytest.approx([wanted[place] for place in range(len(plain))], abs=1e-4)


def test_it_leaves_weights_aside_if_asked() -> None:
    plain = SHAPES["weights"]
    found, _ = pagerank_of(arrays_of(plain), weighted=False)
    wanted = nx.pagerank(plain, weight=None, tol=1e-12, max_iter=500)
    assert found.tolist() == pytest.approx([wanted[place] for place in range(len(plain))], abs=1e-6)


def test_what_another_round_would_change_is_less_than_the_tolerance() -> None:
    plain = SHAPES["few with very many links"]
    found, rounds = pagerank_of(arrays_of(plain))
    onward = nx.to_scipy_sparse_array(plain, nodelist=range(len(plain)))
    fresh = 0.85 * (onward @ (found / onward.sum(axis=0))) + 0.15 / len(plain)
    assert float(np.abs(fresh - found).sum()) < TOLERANCE
    assert rounds < MAX_ROUNDS


def test_it_does_not_stop_early_in_a_large_graph() -> None:
    plain = nx.barabasi_albert_graph(3_000, 3, seed=1)
    exact = nx.pagerank(plain, tol=1e-13, max_iter=1_000)
    found, _ = pagerank_of(arrays_of(plain))
    assert max(abs(found[place] - exact[place]) / exact[place] for place in exact) < 1e-3


def test_along_the_links_it_is_that_of_the_directed_graph(tmp_path: Path) -> None:
    told = [statement(pair) for pair in ("12", "13", "32", "24", "24", "41", "56")]
    directed: nx.DiGraph[str] = nx.DiGraph()
    for one in told:
        pair = str(one.subject), str(one.object)
        before = directed.get_edge_data(*pair, {"weight": 0})["weight"]
        directed.add_edge(*pair, weight=before + 1)
    with Links.open(linked(tmp_path / "case", told)) as links:
        found = rank(links, build(links, Lens()), "pagerank", limit=None, directed=True)
    values = {str(row.node): value for row, value in found.rows}
    assert values == pytest.approx(nx.pagerank(directed, tol=1e-12), abs=1e-6)
