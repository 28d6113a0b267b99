"""One row a link, for programs that import a single table: heads, ends that are gone, notes."""

import io
from dataclasses import replace

import pytest
from tests.graph.exports.conftest import exported, members
from tests.graph.support.graphs import SEEN, edge, node, part
from tests.graph.support.reading import links_table, table

from truyvet.evidence.links.node import KINDS
from truyvet.graph.exports.columns import survey
from truyvet.graph.exports.i2_table import kind_title
from truyvet.graph.exports.maltego import TYPES
from truyvet.graph.exports.shelf import shelf
from truyvet.graph.exports.text import Text
from truyvet.graph.exports.wide import columns, rows
from truyvet.graph.model import Part

wide = pytest.mark.parametrize("name", ["i2-table", "maltego"])
CALL = edge(1, "phone:1", "called", "phone:2", count=2, first="2026-01", grade="B2")
TWO = part([node("phone", "1", "Đức"), node("phone", "2")], [CALL])


def test_heads_are_the_two_ends_then_the_link() -> None:
    assert columns(survey(TWO)) == (
        "from_id", "from_type", "from_label", "from_value",
        "to_id", "to_type", "to_label", "to_value",
        "link_id", "relation", "reads", "count", "first", "last", "grade_source", "grade_fact",
    )  # fmt: skip


def test_a_row_reads_as_a_sentence() -> None:
    with shelf() as held:
        [row] = rows(TWO, survey(TWO), held, Text(), str.upper)
    assert row == [
        "phone:1", "PHONE", "Đức", "1", "phone:2", "PHONE", "2", "2",
        "e1", "called", "called", 2, "2026-01", "", "B", "2",
    ]  # fmt: skip


@wide
def test_a_link_whose_end_is_gone_has_its_id_alone(name: str) -> None:
    [row] = links_table(exported(name, replace(TWO, held_nodes=TWO.held_nodes[:1])))
    assert (row["to_id"], row["to_type"], row["to_label"]) == ("phone:2", "", "phone:2")


@wide
def test_facts_and_evidence_have_columns_after_the_link(name: str) -> None:
    paid = replace(CALL, facts={"sum VND": "5"}, evidence=(SEEN,))
    [row] = links_table(exported(name, replace(TWO, held_edges=(paid,))))
    assert row["sum VND"] == "5"
    assert row["evidence"].startswith("5:12 | rows 1 | item 2.17")


@wide
def test_the_notes_tell_how_many_rows_there_are(name: str) -> None:
    files = members(exported(name, TWO))
    assert "\n1 rows" in files["README.txt"]
    assert len(links_table(exported(name, TWO))) == 1


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_name_that_people_read(kind: str) -> None:
    assert kind_title(kind) == KINDS[kind].title


def test_an_unknown_kind_is_called_what_it_is() -> None:
    assert kind_title("ghost") == "ghost"


def test_maltego_has_no_type_for_a_kind_that_there_is_not() -> None:
    assert set(TYPES) <= set(KINDS)
    assert all(one.startswith("maltego.") for one in TYPES.values())


def test_a_node_without_links_is_in_the_table_of_nodes_alone() -> None:
    lonely: Part = part([node("phone", "3"), *TWO.held_nodes], [CALL])
    files = members(exported("maltego", lonely))
    assert [row["id"] for row in table(files["nodes.csv"].encode())] == [
        "phone:1", "phone:2", "phone:3"
    ]  # fmt: skip
    assert len(list(io.StringIO(files["links.csv"]))) == 2
