"""GraphML that others can read, whatever an item is called."""

import io
from xml.etree import ElementTree

import networkx as nx
import pytest

from truyvet.evidence.case import Case
from truyvet.graph.custody import custody_graph
from truyvet.graph.graphml import encode_graphml


@pytest.fixture
def graph(case: Case) -> "nx.MultiDiGraph[str]":
    entries = list(case.ledger.entries())
    with case.reading() as index:
        return custody_graph(entries, index.items())


def test_networkx_reads_back_the_same_nodes_and_edges(graph: "nx.MultiDiGraph[str]") -> None:
    back = nx.read_graphml(io.BytesIO(encode_graphml(graph)), force_multigraph=True)
    assert set(back.nodes) == set(graph.nodes)
    assert sorted(back.edges(data="relation")) == sorted(graph.edges(data="relation"))


def test_vietnamese_paths_come_back_as_they_were(graph: "nx.MultiDiGraph[str]") -> None:
    back = nx.read_graphml(io.BytesIO(encode_graphml(graph)))
    assert "nguồn/một.txt" in {facts.get("path") for _, facts in back.nodes(data=True)}


def test_a_hostile_name_stays_text(graph: "nx.MultiDiGraph[str]") -> None:
    document = ElementTree.fromstring(encode_graphml(graph))  # noqa: S314 - our own bytes
    texts = [element.text for element in document.iter() if element.text]
    assert any("<b>&\ufffd\u202etxt" in text for text in texts)


def test_the_same_graph_gives_the_same_bytes(graph: "nx.MultiDiGraph[str]") -> None:
    again: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    again.add_nodes_from(reversed(list(graph.nodes(data=True))))
    again.add_edges_from(reversed(list(graph.edges(data=True))))
    assert encode_graphml(again) == encode_graphml(graph)


def test_an_empty_graph_is_a_document_too() -> None:
    back = nx.read_graphml(io.BytesIO(encode_graphml(nx.MultiDiGraph())))
    assert len(back) == 0
