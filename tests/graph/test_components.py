"""Components are those of networkx."""

from pathlib import Path

import networkx as nx
import pytest
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
