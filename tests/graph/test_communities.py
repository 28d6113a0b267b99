"""Communities are groups that networkx's measures confirm, the same for the same seed."""

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import graph_of, linked, statement

from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.communities import Communities, communities, propagated
from truyvet.graph.snapshot import build


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 61, edges=90) as made:
        yield made


def cliques(count: int, size: int) -> list[tuple[str, str]]:
    """Cliques in a ring, each linked with the next by one link."""
    graph = nx.relabel_nodes(nx.ring_of_cliques(count, size), str)
    return list(graph.edges)


def sets(told: Communities) -> list[set[str]]:
    return [{str(row.node) for row in one.members} for one in told.told]


def test_they_divide_all_nodes_and_their_modularity_is_that_of_networkx(case: Drawn) -> None:
    told = communities(case.links, build(case.links, Lens()), limit=None, members=None)
    assert told.modularity == pytest.approx(nx.community.modularity(case.plain, sets(told)))
    assert told.count == len(told.told)


def test_links_within_and_out_of_each_are_counted(case: Drawn) -> None:
    told = communities(case.links, build(case.links, Lens()), limit=None, members=None)
    for one, members in zip(told.told, sets(told), strict=True):
        assert one.size == len(members)
        assert one.inside == case.plain.subgraph(members).number_of_edges()
        assert one.outside == len(list(nx.edge_boundary(case.plain, members)))


def test_cliques_are_found(tmp_path: Path) -> None:
    told = [statement(pair) for pair in cliques(5, 6)]
    with Links.open(linked(tmp_path / "case", told)) as links:
        found = communities(links, build(links, Lens()), members=None)
    assert [one.size for one in found.told] == [6] * 5
    plain = graph_of(told)
    assert all(nx.density(plain.subgraph(part)) == 1 for part in sets(found))


def test_cliques_are_found_by_propagation_too(tmp_path: Path) -> None:
    told = [statement(pair) for pair in cliques(5, 6)]
    with Links.open(linked(tmp_path / "case", told)) as links:
        graph = build(links, Lens())
        labels = propagated(graph, 1)
        assert labels.tolist() == propagated(graph, 1).tolist()
        names = {row.id: row.node.value for row in links.nodes(graph.ids.tolist()).values()}
    groups: dict[int, set[int]] = {}
    for number, label in zip(graph.ids.tolist(), labels.tolist(), strict=True):
        groups.setdefault(label, set()).add(int(names[number]) // 6)
    assert all(len(cliques) <= 2 for cliques in groups.values())
    assert len(groups) >= 3


def test_the_same_seed_gives_the_same_groups(case: Drawn) -> None:
    graph = build(case.links, Lens())
    one, two = (communities(case.links, graph, seed=7) for _ in "12")
    assert one == two
    assert "seed 7" in one.method


def test_the_group_of_one_node_can_be_asked_for(case: Drawn) -> None:
    row = case.row("phone:5")
    told = communities(case.links, build(case.links, Lens()), of=row.id, members=None)
    assert [row.id in {one.id for one in part.members} for part in told.told] == [True]


def test_a_node_without_links_has_no_group(tmp_path: Path) -> None:
    with Links.open(linked(tmp_path / "case", [statement(("1", "2"))])) as links:
        assert communities(links, build(links, Lens()), of=99).told == ()


def test_a_case_without_links_has_no_groups(tmp_path: Path) -> None:
    with Links.open(linked(tmp_path / "case", [])) as links:
        told = communities(links, build(links, Lens()))
    assert (told.count, told.told, told.modularity) == (0, (), 0.0)


def test_the_largest_come_first_and_only_so_many(case: Drawn) -> None:
    told = communities(case.links, build(case.links, Lens()), limit=2, members=1)
    sizes = [one.size for one in told.told]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 2
    assert all(len(one.members) == 1 for one in told.told)
