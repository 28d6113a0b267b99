"""What is exported and read back unaltered differs in nothing; what an analyst edits is found."""

import csv
import io
import zipfile
from dataclasses import replace

import networkx as nx
import pytest
from tests.graph.exports.conftest import exported
from tests.graph.imports.conftest import Read
from tests.graph.support import graphs
from tests.graph.support.graphs import edge, node, part

from truyvet.graph.exports.table import exporter
from truyvet.graph.imports.comparing import Change, differences
from truyvet.graph.imports.interface import Drawn, ReadEdge
from truyvet.graph.imports.table import IMPORTS
from truyvet.graph.model import Part

every_import = pytest.mark.parametrize("name", IMPORTS)


def back(read: Read, name: str, graph: Part) -> Drawn:
    """A graph, exported and read back."""
    return read(f"x{exporter(name).ENDING}", exported(name, graph))


def told(changes: list[Change]) -> set[tuple[str, ...]]:
    return {tuple(filter(None, (one.what, one.of, one.id, one.relation, one.other)))
            for one in changes}  # fmt: skip


@every_import
@pytest.mark.parametrize("which", ["plain", "hostile"])
def test_an_export_read_back_differs_in_nothing(name: str, which: str, read: Read) -> None:
    graph = getattr(graphs, which)()
    assert list(differences(back(read, name, graph), graph, loops=name != "i2")) == []


@every_import
def test_what_was_added_removed_and_changed_is_told(name: str, read: Read, plain: Part) -> None:
    after = part(
        [
            *(one for one in plain.held_nodes if one.kind != "licence-plate"),
            node("phone", "+84900000001"),
        ],
        [
            *plain.held_edges[:2],
            replace(plain.held_edges[2], grade="C3"),
            *plain.held_edges[4:],
            edge(50, "phone:+84900000001", "called", "phone:+84912345678"),
        ],
    )
    nodes = [one if one.id != "person:599497e546db2db6" else replace(one, label="Trần Thị Bê")
             for one in after.held_nodes]  # fmt: skip
    drawn = back(read, name, replace(after, held_nodes=tuple(nodes)))
    changes = list(differences(drawn, plain))
    person, phone = "person:24b764aa47b615fa", "phone:+84912345678"
    assert told(changes) == {
        ("added", "node", "phone:+84900000001"),
        ("removed", "node", "licence-plate:30A12345"),
        ("changed", "node", "person:599497e546db2db6"),
        ("added", "link", "phone:+84900000001", "called", phone),
        ("removed", "link", person, "associate", "person:599497e546db2db6"),
        ("changed", "link", person, "uses", phone),
    }
    altered = {(one.id, name, one.before[name], one.after[name]) for one in changes
               for name in one.before}  # fmt: skip
    assert altered == {
        (person, "grade", "A1", "C3"),
        ("person:599497e546db2db6", "label", "Trần Thị B", "Trần Thị Bê"),
    }


def test_the_same_link_drawn_twice_is_one_added(plain: Part) -> None:
    drawn = Drawn(nodes={one.id: {} for one in plain.held_nodes})
    for link in (*plain.held_edges, plain.held_edges[0]):
        drawn.edge("", link.source, link.target, {"relation": link.relation})
    assert told(list(differences(drawn, plain))) == {
        ("added", "link", "phone:+84912345678", "called", "phone:+84987654321")
    }


def test_a_column_that_the_file_lost_is_not_compared(plain: Part) -> None:
    drawn = Drawn(nodes={one.id: {"x": "1"} for one in plain.held_nodes})
    for link in plain.held_edges:
        drawn.edge("", link.source, link.target, {"relation": link.relation})
    assert list(differences(drawn, plain)) == []


def test_a_program_that_renumbers_nodes_is_followed_by_kind_and_normal(plain: Part) -> None:
    drawn = Drawn()
    for number, one in enumerate(plain.held_nodes):
        drawn.node(str(number), {"kind": one.kind, "normal": one.value})
    places = {one.id: str(number) for number, one in enumerate(plain.held_nodes)}
    for link in plain.held_edges:
        drawn.edge("", places[link.source], places[link.target], {"interaction": link.relation})
    assert list(differences(drawn, plain)) == []


@pytest.mark.parametrize("word", ["called", "paid", "is a member of", "knows"])
def test_a_relation_is_known_by_its_name_or_title(word: str) -> None:
    drawn = Drawn(nodes={"phone:1": {}, "phone:2": {}},
                  edges=[ReadEdge(id="", source="phone:1", target="phone:2",
                                  facts={"label": word})])  # fmt: skip
    [*_, link] = differences(drawn, part([], []))
    known = {"called": "called", "paid": "transferred", "is a member of": "member_of"}
    assert link.relation == known.get(word, "")


def test_counts_that_a_program_made_decimal_are_the_same(plain: Part) -> None:
    link = plain.held_edges[0]
    drawn = Drawn(nodes={one.id: {} for one in plain.held_nodes})
    drawn.edge("e1", link.source, link.target, {"relation": "called", "count": "12.0"})
    changes = differences(drawn, replace(plain, held_edges=(link,)))
    assert list(changes) == []


@every_import
def test_what_a_link_does_not_say_is_no_change(name: str, read: Read, plain: Part) -> None:
    first, *others = plain.held_edges
    bare = replace(first, label="", count=0, first="", last="", grade="", facts={})
    drawn = back(read, name, replace(plain, held_edges=(bare, *others)))
    drawn.edges[0] = replace(
        drawn.edges[0], facts={k: v for k, v in drawn.edges[0].facts.items() if k != "count"}
    )
    assert list(differences(drawn, plain, loops=name != "i2")) == []


@every_import
def test_what_a_node_does_not_say_is_no_change(name: str, read: Read, plain: Part) -> None:
    first, *others = plain.held_nodes
    drawn = back(read, name, replace(plain, held_nodes=(replace(first, label=""), *others)))
    assert list(differences(drawn, plain, loops=name != "i2")) == []


def test_what_networkx_writes_is_read(read: Read, plain: Part) -> None:
    graph = nx.read_graphml(io.BytesIO(exported("graphml", plain)), force_multigraph=True)
    for name, write in (("x.graphml", nx.write_graphml_xml), ("x.gexf", nx.write_gexf)):
        file = io.BytesIO()
        write(graph, file)
        assert list(differences(read(name, file.getvalue()), plain)) == []


def test_a_table_of_links_alone_makes_its_own_nodes(read: Read) -> None:
    rows = [["Source", "Target", "Type", "Id", "Label"],
            ["phone:1", "phone:2", "Directed", "0", "called"]]  # fmt: skip
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    drawn = read("edges.csv", ("\ufeff" + file.getvalue()).encode())
    assert set(drawn.nodes) == {"phone:1", "phone:2"}
    assert drawn.edges[0].facts["label"] == "called"


def test_a_guarded_cell_is_what_it_was(read: Read) -> None:
    graph = part([node("name", "=1+1", "'=x")], [])
    drawn = back(read, "csv", graph)
    assert drawn.nodes["name:=1+1"]["label"] == "'=x"
    with zipfile.ZipFile(io.BytesIO(exported("csv", graph))) as pack:
        assert b"'=1+1" in pack.read("nodes.csv")
