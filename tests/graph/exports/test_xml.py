"""GraphML and GEXF as networkx reads them, and Cytoscape's JSON: the same graph in each."""

import io
import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from tests.graph.exports.conftest import exported
from tests.graph.support.graphs import HOSTILE

from truyvet.graph.exports.text import Text
from truyvet.graph.model import Part

Graph = Any
READERS: dict[str, Callable[[bytes], Graph]] = {
    "graphml": lambda content: nx.read_graphml(io.BytesIO(content), force_multigraph=True),
    "gexf": lambda content: nx.read_gexf(io.BytesIO(content)),
    "cytoscape": lambda content: nx.cytoscape_graph(json.loads(content)),
}
with_networkx = pytest.mark.parametrize("name", READERS)


@pytest.fixture
def read(name: str, plain: Part) -> Graph:
    """The plain graph as networkx reads it."""
    return READERS[name](exported(name, plain))


@with_networkx
def test_networkx_reads_the_same_nodes(read: Graph, plain: Part) -> None:
    assert set(read.nodes) == {node.id for node in plain.nodes()}


@with_networkx
def test_networkx_reads_the_same_links_in_the_same_direction(read: Graph, plain: Part) -> None:
    found = {(a, facts["relation"], b) for a, b, facts in read.edges(data=True)}
    assert found == {(edge.source, edge.relation, edge.target) for edge in plain.edges()}
    assert read.number_of_edges() == 10


@with_networkx
def test_networkx_reads_every_attribute_of_a_node(read: Graph) -> None:
    facts = read.nodes["person:24b764aa47b615fa"]
    wanted = {"kind": "person", "label": "Nguyễn Văn Đức", "normal": "24b764aa47b615fa",
              "pole": "P", "degree": 4}  # fmt: skip
    assert wanted.items() <= facts.items()
    assert facts["names"] in ("Nguyễn Văn Đức; Đức Cống", ["Nguyễn Văn Đức", "Đức Cống"])


@with_networkx
def test_networkx_reads_every_attribute_of_a_link(read: Graph) -> None:
    [facts] = [facts for *_, facts in read.edges(data=True) if facts["count"] == 12]
    wanted = {"relation": "called", "label": "called", "first": "2026-01-02T03:04:05Z",
              "last": "2026-02-02T00:00:00Z", "grade": "B2"}  # fmt: skip
    assert wanted.items() <= facts.items()
    assert float(facts["sum s"]) == 640


@with_networkx
def test_what_is_empty_is_not_there(read: Graph) -> None:
    facts = read.nodes["phone:+84912345678"]
    assert not {"names", "same", "latitude"} & facts.keys()


@with_networkx
def test_a_position_is_a_number(name: str, read: Graph) -> None:
    latitude = read.nodes["geo:21.0285,105.8542"]["latitude"]
    assert float(latitude) == 21.0285
    assert isinstance(latitude, str if name == "cytoscape" else float)


@with_networkx
def test_evidence_names_item_and_place(read: Graph) -> None:
    [facts] = [facts for *_, facts in read.edges(data=True) if facts["count"] == 12]
    told = json.dumps(facts["evidence"], ensure_ascii=False)
    for word in ("5:12", "2.17", "row:3", "rows 1", "B2"):
        assert word in told


@with_networkx
def test_hostile_texts_come_back_clean_and_otherwise_unaltered(name: str, hostile: Part) -> None:
    read = READERS[name](exported(name, hostile))
    labels = {facts["label"] for _, facts in read.nodes(data=True)}
    assert labels >= {Text()(text) for text in HOSTILE.values()}


@with_networkx
def test_ids_that_differ_only_in_a_forbidden_letter_stay_two(name: str, hostile: Part) -> None:
    read = READERS[name](exported(name, hostile))
    assert len(read) == len(hostile.held_nodes)
    assert read.number_of_edges() == len(hostile.held_edges)


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_two_links_between_the_same_two_stay_two(name: str, plain: Part) -> None:
    read = READERS[name](exported(name, plain))
    assert read.number_of_edges("person:24b764aa47b615fa", "phone:+84912345678") == 2


def test_gexf_has_colours_by_pole_one_id_an_edge_and_weights(plain: Part) -> None:
    root = ElementTree.fromstring(exported("gexf", plain))  # noqa: S314 - our own bytes
    space = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
    assert root.get("version") == "1.3"
    graph = root.find("g:graph", space)
    assert graph is not None
    assert (graph.get("idtype"), graph.get("defaultedgetype")) == ("string", "directed")
    edges = graph.findall("g:edges/g:edge", space)
    assert len({one.get("id") for one in edges}) == 10
    assert {one.get("weight") for one in edges} == {"1", "3", "12"}
    nodes = graph.findall("g:nodes/g:node", space)
    colours = {
        tuple((node.find("viz:color", space) or node[-2]).get(part) for part in "rgb")
        for node in nodes
    }
    assert len(colours) == 3
    counted = [graph.find(f"g:{name}", space) for name in ("nodes", "edges")]
    assert [one.get("count") for one in counted if one is not None] == ["13", "10"]


def test_graphml_declares_every_key_before_the_graph(plain: Part) -> None:
    root = ElementTree.fromstring(exported("graphml", plain))  # noqa: S314 - our own bytes
    tags = [one.tag.rpartition("}")[2] for one in root]
    assert tags[0] == "desc"
    assert set(tags[1:-1]) == {"key"}
    assert tags[-1] == "graph"
    used = {one.get("key") for one in root.iter() if one.tag.endswith("}data")}
    assert used <= {one.get("id") for one in root if one.tag.endswith("}key")}
