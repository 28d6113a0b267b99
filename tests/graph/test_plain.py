"""A part as a plain graph of networkx holds everything that the part tells."""

import networkx as nx
from tests.graph.support.graphs import edge, node, part, plain

from truyvet.graph.plain import to_networkx


def test_nodes_have_all_that_is_told_of_them() -> None:
    told = plain()
    graph = to_networkx(told)
    assert list(graph.nodes) == [one.id for one in told.nodes()]
    for one in told.nodes():
        facts = graph.nodes[one.id]
        assert (facts["kind"], facts["value"], facts["label"]) == (one.kind, one.value, one.label)
        assert (facts["pole"], facts["degree"]) == (one.pole, one.degree)
        assert (facts["names"], facts["same"]) == (one.names, one.same)
        assert {name: facts[name] for name in one.facts} == one.facts


def test_edges_have_all_that_is_told_of_them() -> None:
    told = plain()
    graph = to_networkx(told)
    assert {key for _, _, key in graph.edges(keys=True)} == {one.id for one in told.edges()}
    for one in told.edges():
        facts = graph.edges[one.source, one.target, one.id]
        assert (facts["relation"], facts["label"], facts["count"]) == (
            one.relation, one.label, one.count
        )  # fmt: skip
        assert (facts["first"], facts["last"], facts["grade"]) == (one.first, one.last, one.grade)
        assert facts["evidence"] == one.evidence
        assert {name: facts[name] for name in one.facts} == one.facts


def test_the_graph_says_what_it_is_of() -> None:
    told = plain()
    assert to_networkx(told).graph == {"title": told.about.title, "entries": told.about.entries}


def test_two_links_between_two_stay_two_and_keep_their_direction() -> None:
    nodes = [node("phone", "1"), node("phone", "2")]
    links = [
        edge(1, "phone:1", "called", "phone:2"),
        edge(2, "phone:1", "messaged", "phone:2"),
        edge(3, "phone:2", "called", "phone:1"),
    ]
    graph = to_networkx(part(nodes, links))
    assert graph.number_of_edges("phone:1", "phone:2") == 2
    assert graph.number_of_edges("phone:2", "phone:1") == 1


def test_a_node_without_links_and_a_link_with_itself_are_there() -> None:
    nodes = [node("phone", "1"), node("phone", "2")]
    graph = to_networkx(part(nodes, [edge(1, "phone:1", "called", "phone:1")]))
    assert set(graph) == {"phone:1", "phone:2"}
    assert list(graph.edges()) == [("phone:1", "phone:1")]


def test_nothing_is_an_empty_graph() -> None:
    graph = to_networkx(part([], []))
    assert (len(graph), graph.size()) == (0, 0)


def test_all_of_networkx_runs_on_it() -> None:
    graph = to_networkx(plain())
    assert type(graph) is nx.MultiDiGraph
    assert nx.number_weakly_connected_components(graph) >= 1
    assert sum(nx.pagerank(nx.DiGraph(graph)).values()) > 0.99
