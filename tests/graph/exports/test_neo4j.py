"""Tables for Neo4j: loaded into a graph database and counted there, and the Cypher beside them."""

import csv
import io

import pytest
from tests.graph.exports.conftest import Reading, exported, members
from tests.graph.support.graphs import HOSTILE

from truyvet.graph.exports.text import Text
from truyvet.graph.model import Part


@pytest.fixture
def files(plain: Part) -> dict[str, str]:
    return members(exported("neo4j", plain))


def test_a_database_loads_the_same_nodes_and_links(foreign_reader: Reading, plain: Part) -> None:
    found = foreign_reader("neo4j", exported("neo4j", plain))
    nodes = {(one.id, one.label, one.kind, one.degree) for one in plain.nodes()}
    assert {tuple(row) for row in found["nodes"]} == nodes
    edges = {(one.id, one.source, one.relation.upper(), one.target, one.count)
             for one in plain.edges()}  # fmt: skip
    assert {tuple(row) for row in found["edges"]} == edges


def test_a_database_loads_hostile_labels(foreign_reader: Reading, hostile: Part) -> None:
    found = foreign_reader("neo4j", exported("neo4j", hostile))
    assert {row[1] for row in found["nodes"]} >= {Text()(text) for text in HOSTILE.values()}
    assert len(found["edges"]) == len(hostile.held_edges)


def test_heads_are_those_of_neo4j_admin(files: dict[str, str]) -> None:
    heads = {
        name: files[name].split("\r\n", 1)[0].split(",") for name in ("nodes.csv", "edges.csv")
    }
    assert heads["nodes.csv"][0] == "id:ID"
    assert heads["nodes.csv"][-1] == ":LABEL"
    assert {"degree:int", "names:string[]", "latitude:double"} <= set(heads["nodes.csv"])
    assert heads["edges.csv"][:4] == [":START_ID", ":END_ID", ":TYPE", "id"]
    assert {"count:int", "sum s:double"} <= set(heads["edges.csv"])


def test_lists_are_joined_by_what_no_text_can_hold(files: dict[str, str]) -> None:
    rows = csv.DictReader(io.StringIO(files["nodes.csv"], newline=""))
    [person] = [row for row in rows if row["id:ID"] == "person:24b764aa47b615fa"]
    assert person["names:string[]"].split("\x1f") == ["Nguyễn Văn Đức", "Đức Cống"]
    assert person[":LABEL"].split("\x1f") == ["Node", "Person", "Person_or_group"]


def test_cypher_has_a_constraint_and_takes_its_files_as_parameters(files: dict[str, str]) -> None:
    cypher = files["load.cypher"]
    assert "CREATE CONSTRAINT node_id IF NOT EXISTS" in cypher
    assert "LOAD CSV WITH HEADERS FROM $nodes" in cypher
    assert "LOAD CSV WITH HEADERS FROM $edges" in cypher
    for type_ in ("CALLED", "USES", "TRANSFERRED", "EMPLOYED_BY"):
        assert f"MERGE (a)-[r:{type_} " in cypher
    assert "toInteger(row.`degree:int`)" in cypher
    assert "split(row.`names:string[]`, '\\u001F')" in cypher


@pytest.mark.parametrize("name", ["load.cypher", "memgraph.cypher"])
def test_nothing_from_the_graph_but_our_own_words_stands_in_cypher(
    name: str, hostile: Part
) -> None:
    cypher = members(exported("neo4j", hostile))[name]
    assert "script" not in cypher.lower().replace("javascript", "")
    assert "Nguyễn" not in cypher
