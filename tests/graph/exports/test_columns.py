"""Rows of nodes, links and evidence: names of columns, types, and what is told in one line."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.support.generated import facts as any_facts
from tests.graph.support.generated import parts
from tests.graph.support.graphs import SEEN, edge, node, part

from truyvet.graph.exports.columns import (
    EDGE,
    EVIDENCE,
    MAX_FACTS,
    NODE,
    edge_summary,
    evidence_fields,
    evidence_row,
    renamed,
    survey,
    told_short,
    with_facts,
)
from truyvet.graph.exports.text import Text
from truyvet.graph.model import Evidence, Part

LINK = edge(1, "phone:1", "called", "phone:2", label="called", count=3, first="2026-01",
            last="2026-02", grade="B2", facts={"sum VND": "5", "duration": "7"})  # fmt: skip
CASES = settings(max_examples=30, deadline=None)
BARE = Evidence(name="5:1", entry=5, said_by="", recorded="")
SPECIAL = re.compile("[^a-z0-9_]")


@CASES
@given(parts())
def test_no_two_columns_are_called_alike(graph: Part) -> None:
    found = survey(graph)
    for columns in (found.node_columns(), found.edge_columns()):
        assert len(set(columns)) == len(columns)
        assert all(Text()(name) == name for name in columns)


@CASES
@given(parts())
def test_every_row_is_as_long_as_its_heads(graph: Part) -> None:
    found = survey(graph)
    assert {len(found.node_row(one)) for one in graph.nodes()} == {len(found.node_columns())}
    assert {len(found.edge_row(one)) for one in graph.edges()} <= {len(found.edge_columns())}


@CASES
@given(parts())
def test_a_survey_counts_what_is_there(graph: Part) -> None:
    found = survey(graph)
    assert (found.nodes, found.edges) == (len(graph.held_nodes), len(graph.held_edges))
    assert found.kinds == tuple(sorted({one.kind for one in graph.nodes()}))
    assert found.relations == tuple(sorted({one.relation for one in graph.edges()}))
    assert found.evidence == any(one.evidence for one in graph.edges())


@CASES
@given(parts())
def test_a_column_of_numbers_holds_nothing_else(graph: Part) -> None:
    found = survey(graph)
    for columns, rows in (
        (found.node_columns(), map(found.node_row, graph.nodes())),
        (found.edge_columns(), map(found.edge_row, graph.edges())),
    ):
        for row in rows:
            for name, cell in zip(columns, row, strict=True):
                if found.type_of(name) == "int":
                    assert isinstance(cell, int)
                elif found.type_of(name) == "double" and cell:
                    assert float(cell) is not None


def test_a_name_that_is_text_on_links_is_text_on_nodes_too() -> None:
    link = edge(1, "geo:1,2", "seen_at", "geo:1,2", facts={"latitude": "north"})
    graph = part([node("geo", "1,2", latitude="1.5")], [link])
    assert survey(graph).type_of("latitude") == "string"


@pytest.mark.parametrize("name", ["count", "degree", "source", "more", "evidence", "name", "id"])
def test_a_fact_called_like_any_column_of_ours_is_text_of_its_own(name: str) -> None:
    found = survey(part([replace(node("phone", "1"), facts={name: "many"})], []))
    assert found.node_columns() == (*NODE, f"fact_{name}")
    assert found.type_of(f"fact_{name}") == "string"


def test_a_renamed_fact_does_not_push_out_one_that_is_called_so() -> None:
    told = with_facts([("label", "ours")], {"label": "1", "fact_label": "2", "fact_fact_label": ""})
    assert told == {"label": "ours", "fact_label": "2", "fact_fact_label": "1"}


@pytest.mark.parametrize("own", ["key", "interaction", "node", "edge", "about"])
def test_a_fact_never_replaces_what_a_format_says_itself(own: str) -> None:
    assert with_facts([(own, "ours")], {own: "hers"}) == {own: "ours", f"fact_{own}": "hers"}


@given(any_facts)
def test_every_fact_keeps_its_value(facts: dict[str, str]) -> None:
    told = with_facts([("label", "ours")], facts)
    assert sorted(told.values()) == sorted(["ours", *facts.values()])  # type: ignore[type-var]


def test_what_is_empty_is_left_out() -> None:
    assert with_facts([("a", ""), ("b", None), ("c", []), ("d", 0)], {"e": ""}) == {"d": 0}


@pytest.mark.parametrize(
    ("names", "made"),
    [
        (["sum VND"], ["sum_vnd"]),
        (["sum VND", "sum vnd"], ["sum_vnd", "sum_vnd_2"]),
        (["sum €", "sum $"], ["sum__u20ac", "sum__u24"]),
        (["a-b", "a b", "a.b"], ["a_b", "a_b_2", "a_b_3"]),
        (["a_2", "a b", "a_b", "a-b"], ["a_2", "a_b", "a_b_2", "a_b_3"]),
    ],
)
def test_names_that_a_format_cannot_have_stay_apart(names: list[str], made: list[str]) -> None:
    found = renamed(dict.fromkeys(names, 1), SPECIAL, lower=True)
    assert list(found) == made


@given(st.dictionaries(st.text(max_size=4), st.integers(), max_size=8))
def test_renaming_loses_no_value(told: dict[str, int]) -> None:
    found = renamed(told, SPECIAL, lower=True)
    assert list(found.values()) == list(told.values())
    assert not SPECIAL.search("".join(found))


def test_a_link_in_one_line() -> None:
    assert edge_summary(LINK) == (
        "called, 3 statements, 2026-01 to 2026-02, grade B2, duration 7, sum VND 5"
    )


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("", "", "called, 1 statement"),
        ("2026", "2026", "called, 1 statement, 2026"),
        ("", "2026", "called, 1 statement, 2026"),
        ("2025", "2026", "called, 1 statement, 2025 to 2026"),
    ],
)
def test_times_in_a_line_are_told_once(first: str, last: str, told: str) -> None:
    bare = replace(LINK, count=1, grade="", facts={}, first=first, last=last)
    assert edge_summary(bare) == told


def test_evidence_in_one_line_names_where_it_stands_and_who_says_it() -> None:
    told = told_short(SEEN)
    assert told.startswith("5:12 | rows 1 | item 2.17 / table:1 / row:3 | 2026-01-02")
    assert "\n" not in told
    assert told_short(BARE) == "5:1"


def test_a_row_of_evidence_has_a_cell_for_each_head() -> None:
    row = dict(zip(EVIDENCE, evidence_row("e1", SEEN), strict=True))
    assert (row["edge"], row["name"], row["entry"], row["grade"]) == ("e1", "5:12", 5, "B2")
    assert row["sha256"] == "ef" * 32


def test_fields_of_evidence_leave_out_what_is_empty() -> None:
    assert evidence_fields(BARE) == {"name": "5:1", "entry": 5}
    assert evidence_fields(SEEN)["facts"] == {"duration": "12"}


def test_facts_have_a_hundred_columns_and_no_more() -> None:
    facts = {f"f{number:04}": "1" for number in range(MAX_FACTS + 1)}
    graph = part([replace(node("phone", "1"), facts=facts)], [])
    found = survey(graph)
    assert len(found.node_columns()) == len(NODE) + MAX_FACTS + 1
    assert found.node_columns()[-1] == found.edge_columns()[-1] == "more"
    assert found.edge_columns()[: len(EDGE)] == EDGE
