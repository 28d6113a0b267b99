"""Statements that load tables into graph databases: a name in evidence begins none of its own."""

import re

import pytest
from hypothesis import given, settings
from tests.graph.exports.conftest import exported, members
from tests.graph.support.generated import parts
from tests.graph.support.graphs import edge, node, part

from truyvet.graph.exports.neo4j import label_of, type_of
from truyvet.graph.model import Part

QUOTED = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"")
HOSTILE = [
    "sum VND`=1//",
    "sum `}]->()DETACH/**/DELETE/**/n//",
    'sum "',
    "sum '",
    "sum \\`",
    "sum x:int",
    "sum ;",
    "sum \u202e",
]


def with_sum(name: str) -> Part:
    """A payment in a currency that is called so."""
    return part([node("phone", "1"), node("phone", "2")],
                [edge(1, "phone:1", "transferred", "phone:2", facts={name: "5"})])  # fmt: skip


def bare(cypher: str) -> str:
    """What is left of statements without all that is quoted."""
    return QUOTED.sub("", cypher)


@pytest.mark.parametrize("file", ["load.cypher", "memgraph.cypher"])
@pytest.mark.parametrize("name", HOSTILE)
def test_the_name_of_a_currency_is_only_ever_a_quoted_name(file: str, name: str) -> None:
    harmless = members(exported("neo4j", with_sum("sum VND")))[file]
    made = members(exported("neo4j", with_sum(name)))[file]
    assert bare(made) == bare(harmless)


@settings(max_examples=40, deadline=None)
@given(parts(evidence=False))
def test_every_quote_is_closed_whatever_facts_are_called(graph: Part) -> None:
    files = members(exported("neo4j", graph))
    for file in ("load.cypher", "memgraph.cypher"):
        assert files[file].count("`") % 2 == 0
        assert not set(bare(files[file])) & set("`'\"\\")


@settings(max_examples=40, deadline=None)
@given(parts(evidence=False))
def test_a_head_has_one_colon_at_most_and_is_a_property_of_the_statements(graph: Part) -> None:
    files = members(exported("neo4j", graph))
    for table in ("nodes.csv", "edges.csv"):
        heads = files[table].split("\r\n")[0].split(",")
        assert all(head.count(":") <= 1 for head in heads)
        own = [head.partition(":")[0] for head in heads if head.partition(":")[0]]
        assert len(set(own)) == len(own)


@pytest.mark.parametrize(
    ("kind", "label"), [("bank-account", "BankAccount"), ("phone", "Phone"), ("ipv4", "Ipv4")]
)
def test_a_kind_is_a_label(kind: str, label: str) -> None:
    assert label_of(kind) == label


def test_a_relation_is_a_type() -> None:
    assert type_of("logged_in_from") == "LOGGED_IN_FROM"
