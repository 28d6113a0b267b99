"""What is compared: the same graph differs in nothing, and an edit is told as it was made."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.exports.conftest import exported
from tests.graph.support import graphs
from tests.graph.support.generated import parts
from tests.graph.support.graphs import edge, node, part

from truyvet.graph.exports.text import Text
from truyvet.graph.imports.comparing import Change, differences, node_id, relation_of
from truyvet.graph.imports.interface import Drawn, NotAGraph
from truyvet.graph.imports.table import IMPORTS, importer
from truyvet.graph.model import Part

CASES = settings(max_examples=30, deadline=None)
every_import = pytest.mark.parametrize("name", IMPORTS)
PLACES = st.integers(0, 100)


def read_back(name: str, graph: Part) -> Drawn:
    """A graph, exported and read back, without a file."""
    import io

    return importer(name, "").read(io.BytesIO(exported(name, graph)))


def changes(name: str, drawn: Drawn, graph: Part, **how: Any) -> list[Change]:
    return list(differences(drawn, graph, loops=name != "i2", **how))


@every_import
@CASES
@given(graph=parts())
def test_any_graph_read_back_differs_in_nothing(name: str, graph: Part) -> None:
    assert changes(name, read_back(name, graph), graph) == []


@every_import
@CASES
@given(graph=parts(), place=PLACES)
def test_a_node_that_was_deleted_is_told_with_its_links(name: str, graph: Part, place: int) -> None:
    gone = graph.held_nodes[place % len(graph.held_nodes)]
    kept = tuple(one for one in graph.held_edges if gone.id not in (one.source, one.target))
    rest = tuple(one for one in graph.held_nodes if one is not gone)
    told = changes(name, read_back(name, replace(graph, held_nodes=rest, held_edges=kept)), graph)
    assert {one.what for one in told} == {"removed"}
    assert [one.id for one in told if one.of == "node"] == [Text().id(gone.id)]
    lost = [one for one in graph.held_edges if gone.id in (one.source, one.target)]
    seen = [one for one in lost if name != "i2" or one.source != one.target]
    assert len([one for one in told if one.of == "link"]) == len(seen)


@every_import
@CASES
@given(graph=parts(), place=PLACES, relation=st.sampled_from(["called", "owns", "associate"]))
def test_a_link_that_was_drawn_is_told_and_nothing_else(
    name: str, graph: Part, place: int, relation: str
) -> None:
    new = node("phone", "drawn elsewhere")
    other = graph.held_nodes[place % len(graph.held_nodes)]
    drawn = replace(
        graph, held_nodes=(*graph.held_nodes, new),
        held_edges=(*graph.held_edges, edge(99, new.id, relation, other.id, first="2026-02")),
    )  # fmt: skip
    told = changes(name, read_back(name, drawn), graph)
    assert [(one.what, one.of) for one in told] == [("added", "node"), ("added", "link")]
    link = told[1]
    assert (link.id, link.relation, link.other) == (new.id, relation, Text().id(other.id))
    assert link.after["first"] == "2026-02"


@every_import
@CASES
@given(graph=parts(), place=PLACES)
def test_a_label_that_was_edited_is_told_before_and_after(
    name: str, graph: Part, place: int
) -> None:
    place %= len(graph.held_nodes)
    was = graph.held_nodes[place]
    nodes = list(graph.held_nodes)
    nodes[place] = replace(was, label="edited by hand")
    [told] = changes(name, read_back(name, replace(graph, held_nodes=tuple(nodes))), graph)
    assert (told.what, told.of, told.id) == ("changed", "node", Text().id(was.id))
    assert (dict(told.before), dict(told.after)) == (
        {"label": Text()(was.label)}, {"label": "edited by hand"}
    )  # fmt: skip


@every_import
@CASES
@given(graph=parts())
def test_the_order_in_a_file_does_not_matter(name: str, graph: Part) -> None:
    turned = replace(
        graph,
        held_nodes=tuple(reversed(graph.held_nodes)),
        held_edges=tuple(reversed(graph.held_edges)),
    )
    assert changes(name, read_back(name, turned), graph) == []


@every_import
def test_a_link_turned_round_is_one_removed_and_one_added(name: str) -> None:
    graph = part([node("phone", "1"), node("phone", "2")],
                 [edge(1, "phone:1", "called", "phone:2")])  # fmt: skip
    turned = replace(graph, held_edges=(edge(1, "phone:2", "called", "phone:1"),))
    told = changes(name, read_back(name, turned), graph)
    assert [(one.what, one.id) for one in told] == [("removed", "phone:1"), ("added", "phone:2")]


@every_import
def test_another_relation_between_the_same_two_is_one_removed_and_one_added(name: str) -> None:
    graph = part([node("phone", "1"), node("phone", "2")],
                 [edge(1, "phone:1", "called", "phone:2")])  # fmt: skip
    other = replace(graph, held_edges=(edge(1, "phone:1", "messaged", "phone:2"),))
    told = changes(name, read_back(name, other), graph)
    assert [(one.what, one.relation) for one in told] == [
        ("removed", "called"), ("added", "messaged")
    ]  # fmt: skip


@every_import
def test_an_empty_file_of_the_format_is_a_graph_of_which_all_was_removed(name: str) -> None:
    empty = part([], [])
    if name in ("graphml", "i2"):  # their keys and classes stand there all the same
        told = changes(name, read_back(name, empty), graphs.plain())
        assert {one.what for one in told} == {"removed"}
        assert len(told) == 13 + 10
    else:
        assert changes(name, read_back(name, empty), empty) == []


@pytest.mark.parametrize(
    ("one", "facts", "found"),
    [
        ("phone:+84", {}, "phone:+84"),
        ("n0", {"id": "phone:1"}, "phone:1"),
        ("n0", {"kind": "phone", "normal": "1"}, "phone:1"),
        ("n0", {"label": "phone:1"}, "phone:1"),
        ("n0", {"kind": "ghost", "normal": "1", "label": "x"}, "n0"),
        ("phone:", {}, "phone:"),
        ("phone:" + "1" * 600, {}, "phone:" + "1" * 600),
        ("phone:1", {"kind": "email", "normal": "a@b.vn"}, "phone:1"),
    ],
)
def test_a_node_is_known_by_its_id_then_by_its_attributes(
    one: str, facts: dict[str, str], found: str
) -> None:
    assert node_id(one, facts) == found


@pytest.mark.parametrize(
    ("facts", "relation"),
    [
        ({}, ""),
        ({"relation": "called"}, "called"),
        ({"relation": " called "}, "called"),
        ({"relation": "", "interaction": "owns"}, "owns"),
        ({"label": "is at"}, "located_at"),
        ({"relation": "CALLED"}, ""),
        ({"relation": "nonsense", "label": "paid"}, "transferred"),
    ],
)
def test_a_relation_is_what_the_file_calls_so(facts: dict[str, str], relation: str) -> None:
    assert relation_of(facts) == relation


@pytest.mark.parametrize(("there", "same"), [("12", True), ("12.0", True), ("12.5", False),
                                             ("1.2e1", False), ("twelve", False)])  # fmt: skip
def test_a_count_may_be_written_as_a_decimal_and_not_otherwise(there: str, same: bool) -> None:
    graph = part([node("phone", "1")], [edge(1, "phone:1", "called", "phone:1", count=12)])
    drawn = Drawn(nodes={"phone:1": {}})
    drawn.edge("e1", "phone:1", "phone:1", {"relation": "called", "count": there})
    assert (list(differences(drawn, graph)) == []) is same


def test_of_two_links_alike_the_one_with_the_same_id_is_compared() -> None:
    two = [edge(number, "phone:1", "called", "phone:2", count=number) for number in (1, 2)]
    graph = part([node("phone", "1"), node("phone", "2")], two)
    drawn = Drawn(nodes={"phone:1": {}, "phone:2": {}})
    for one in reversed(two):
        facts = {"relation": one.relation, "count": str(one.count)}
        drawn.edge(one.id, one.source, one.target, facts)
    assert list(differences(drawn, graph)) == []


@pytest.mark.parametrize("ends", [("", "b"), ("a", "")])
def test_a_link_without_an_end_is_no_link(ends: tuple[str, str]) -> None:
    with pytest.raises(NotAGraph, match="has no end"):
        Drawn().edge("e", *ends, {})


def test_a_long_id_is_cut_in_what_is_told() -> None:
    drawn = Drawn(nodes={"x" * 10_000: {}})
    with pytest.raises(NotAGraph) as caught:
        drawn.node("x" * 10_000, {})
    assert len(str(caught.value)) < 200
