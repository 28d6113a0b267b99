"""Components are those of networkx."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from tests.graph.support.arrays import arrays_of, numbered
from tests.graph.support.drawing import drawn
from tests.graph.support.linking import linked

from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.components import components
from truyvet.graph.snapshot import build


@pytest.mark.parametrize(("seed", "edges"), [(1, 20), (2, 35), (3, 80)])
def test_the_same_nodes_hang_together(tmp_path: Path, seed: int, edges: int) -> None:
    with drawn(tmp_path / "case", seed, edges=edges) as case:
        graph = build(case.links, Lens())
        told = components(graph)
        found = [
            case.names(graph.ids[told.labels == number].tolist())
            for number in range(len(told.sizes))
        ]
        wanted = [set(part) for part in nx.connected_components(case.plain)]
        # 0 is linked with itself alone where the graph has no other link of it
        wanted = [part for part in wanted if part != {"phone:0"}]
        assert sorted(map(sorted, found)) == sorted(map(sorted, wanted + lone(found)))
        assert [len(part) for part in found] == told.sizes.tolist()


def lone(found: list[set[str]]) -> list[set[str]]:
    return [part for part in found if part == {"phone:0"}]


def test_a_case_without_links_has_none(tmp_path: Path) -> None:
    with Links.open(linked(tmp_path / "case", [])) as links:
        assert components(build(links, Lens())).sizes.tolist() == []


SHAPES = {
    "one link": nx.path_graph(2),
    "a chain, which a search would follow for long": nx.path_graph(3_000),
    "a large part at the end of a chain": nx.lollipop_graph(60, 300),
    "nodes without links": nx.empty_graph(5),
    "many pairs": nx.disjoint_union_all([nx.path_graph(2)] * 70),
    "two large parts": nx.disjoint_union(
        nx.barabasi_albert_graph(400, 3, seed=1), nx.barabasi_albert_graph(400, 3, seed=2)
    ),
    "a middle whose part is small": nx.disjoint_union(nx.star_graph(40), nx.cycle_graph(500)),
    "a large part, and others before and after it": nx.disjoint_union_all(
        [nx.path_graph(3), nx.barabasi_albert_graph(900, 4, seed=3), nx.cycle_graph(4)]
    ),
    "a grid": numbered(nx.grid_2d_graph(30, 30)),
    "few links": nx.gnm_random_graph(900, 450, seed=8),
    "as many links as nodes": nx.gnm_random_graph(900, 900, seed=9),
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_whatever_it_looks_like_the_same_nodes_hang_together(shape: str) -> None:
    plain = SHAPES[shape]
    told = components(arrays_of(plain))
    found = [set(np.flatnonzero(told.labels == one).tolist()) for one in range(len(told.sizes))]
    wanted = sorted(nx.connected_components(plain), key=min)
    assert found == wanted
    assert told.sizes.tolist() == [len(part) for part in wanted]
