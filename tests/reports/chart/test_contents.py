"""What a page holds: the plan as JSON, each text harmless, evidence shared out."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.support.charts import part, small
from tests.reports.support.harm import HARM, all_harm, hostile

from truyvet.graph.model import MAX_EVIDENCE, Evidence, Part
from truyvet.graph.telling import told
from truyvet.reports.chart.contents import (
    MAX_NAMES,
    MAX_PIECES,
    contents_of,
    encode,
    pieces_each,
    shown,
)  # fmt: skip
from truyvet.reports.chart.plan import plan_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
HIDDEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def contents(graph: Part) -> dict[str, Any]:
    """What the page of a graph holds."""
    return contents_of(plan_of(graph))


def strings(value: object) -> list[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in strings(one)]
    return [text for one in value for text in strings(one)] if isinstance(value, list) else []


def with_evidence(*pieces: Evidence) -> Part:
    """A graph of one link that rests on these."""
    graph = small(f"A called n1 x{len(pieces)}")
    return replace(graph, held_edges=(replace(graph.held_edges[0], evidence=pieces),))


PIECE = Evidence(
    name="5:12", entry=5, said_by="rows 1", recorded="2026-03-02T01:00:00Z", item="2.17",
    path="/cdr.csv", sha256="ab" * 32, locator=("row:12",), raw="0912", since="2026-03-01",
    until="2026-03-02", grade="B2", facts={"duration": "64 s"},
)  # fmt: skip


def test_a_small_graph_as_the_page_reads_it() -> None:
    graph = small("A called n1 x2")
    plan, data = plan_of(graph), contents(graph)
    a, n = plan.places
    assert data["kinds"] == [["person", "P"], ["phone", "O"]]
    assert data["relations"] == [["called", "contact", 0]]
    assert data["nodes"] == [
        ["person:A", 0, "P", "A", "A", a.x, a.y, a.radius, 1, 0, [], [], [], []],
        ["phone:n1", 1, "O", "n1", "n1", n.x, n.y, n.radius, 1, 0, [], [], [], []],
    ]
    assert data["edges"] == [[0, 1, 0, 2, "", "", "", 0.0, [], []]]
    assert (data["width"], data["height"]) == (plan.width, plan.height)


def test_the_page_is_told_what_it_is_of() -> None:
    assert contents(small(alone="A", notes=("one",)))["about"] == {
        "title": "12/2026 T", "cases": ["12/2026"], "question": "the whole case", "entries": 7,
        "as_of": "", "notes": ["one"],
    }  # fmt: skip


def test_a_sentence_goes_into_the_page_as_its_code_and_values() -> None:
    graph = small(alone="A", title=told("ego.far", middle="A\u202e", hops=2))
    assert contents(graph)["about"]["title"] == ["ego.far", {"middle": "A\\u202e", "hops": 2}]


def test_a_statement_is_told_whole() -> None:
    data = contents(with_evidence(PIECE))
    assert data["sources"] == [["2.17", "/cdr.csv", "ab" * 32]]
    assert data["sayers"] == [["rows 1"]]
    assert data["edges"][0][9] == [
        ["5:12", 5, 0, "2026-03-02T01:00:00Z", 0, ["row:12"], "0912", "2026-03-01", "2026-03-02",
         "B2", [["duration", "64 s"]]],
    ]  # fmt: skip


def test_an_officers_own_statement_has_no_source() -> None:
    own = replace(PIECE, item="", path="", sha256="", said_by="Nguyễn Văn An")
    data = contents(with_evidence(own))
    assert data["sources"] == []
    assert data["edges"][0][9][0][4] == -1


def test_what_many_links_share_stands_there_once() -> None:
    data = contents(part(60, 300))
    assert len(data["sources"]) == 9
    assert len(data["sayers"]) == 2
    assert {row[4] for edge in data["edges"] for row in edge[9]} == {-1, *range(9)}


def test_items_of_one_name_but_other_bytes_are_two_sources() -> None:
    data = contents(with_evidence(PIECE, replace(PIECE, sha256="cd" * 32), PIECE))
    assert [row[4] for row in data["edges"][0][9]] == [0, 1, 0]


@pytest.mark.parametrize(("names", "there"), [(0, 0), (3, 3), (40, 40), (41, 40), (5000, 40)])
def test_a_node_shows_so_many_names(names: int, there: int) -> None:
    graph = small(alone="A")
    node = replace(graph.held_nodes[0], names=tuple(f"tên {n}" for n in range(names)))
    found = contents(replace(graph, held_nodes=(node,)))["nodes"][0][10]
    assert found == [f"tên {n}" for n in range(there)]
    assert there <= MAX_NAMES


def test_a_kind_and_a_relation_that_nobody_knows_are_drawn_all_the_same() -> None:
    graph = small("A bewitched B")
    nodes = tuple(replace(node, kind="demon") for node in graph.held_nodes)
    data = contents(replace(graph, held_nodes=nodes))
    assert data["kinds"] == [["demon", "O"]]
    assert data["relations"] == [["bewitched", "mention", 0]]


def test_every_number_in_the_page_names_something() -> None:
    data = contents(part(60, 90))
    assert {row[1] for row in data["nodes"]} == set(range(len(data["kinds"])))
    assert {row[2] for row in data["edges"]} == set(range(len(data["relations"])))
    assert {end for row in data["edges"] for end in row[:2]} <= set(range(len(data["nodes"])))
    assert {row[2] for row in data["nodes"]} <= data["sorts"].keys()


@given(JSON)
def test_what_is_encoded_is_read_back_and_ends_no_element(value: object) -> None:
    text = encode(value)
    assert json.loads(text) == value
    assert not re.search("[<>&]", text)


def test_what_ends_an_element_is_never_written() -> None:
    assert encode({"a": "</script><!--&"}) == '{"a":"\\u003c/script\\u003e\\u003c!--\\u0026"}'


@given(st.text(st.characters(), max_size=900))
def test_no_shown_text_is_long_or_hides_anything(text: str) -> None:
    found = shown(text)
    assert len(found) <= 12 * 600 + 20
    assert not HIDDEN.search(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nguyễn Văn Đức", "Nguyễn Văn Đức"),
        ("a\x00b", "a\\u0000b"),
        ("\u202egnp", "\\u202egnp"),
        ("x" * 600, "x" * 600),
        ("x" * 601, "x" * 500 + " […1…] " + "x" * 100),
        ("ệ" * 10_000, "ệ" * 500 + " […9,400…] " + "ệ" * 100),
    ],
)
def test_a_text_is_shown_whole_or_says_what_is_left_out(text: str, found: str) -> None:
    assert shown(text) == found


@pytest.mark.parametrize("name", list(HARM))
def test_no_text_of_a_page_hides_anything(name: str) -> None:
    found = strings(contents(hostile(HARM[name])))
    assert shown(HARM[name]) in found
    assert [text for text in found if HIDDEN.search(text)] == []


def test_all_hostile_texts_together_are_read_back_from_the_page() -> None:
    data = json.loads(encode(contents(all_harm())))
    assert {row[4] for row in data["nodes"]} == {shown(text) for text in HARM.values()}


@pytest.mark.parametrize(
    ("links", "each", "share"),
    [
        (0, 0, MAX_EVIDENCE), (20, 20, MAX_EVIDENCE), (2_000, 20, 20), (2_001, 20, 19),
        (4_000, 20, 10), (4_000, 10, MAX_EVIDENCE), (50_000, 20, 1),
    ],
)  # fmt: skip
def test_evidence_is_shared_out_where_there_is_too_much(links: int, each: int, share: int) -> None:
    assert pieces_each([(PIECE,) * each] * links) == share
    assert share == 1 or links * min(each, share) <= MAX_PIECES


def test_few_links_of_much_evidence_take_nothing_from_the_others() -> None:
    many = [(PIECE,) * 20] * 100 + [(PIECE,)] * 30_000
    assert pieces_each(many) == MAX_EVIDENCE


def test_the_count_of_a_link_tells_what_the_page_does_not_hold() -> None:
    graph = with_evidence(*[PIECE] * 3)
    more = replace(graph.held_edges[0], count=4_711)
    edge = contents(replace(graph, held_edges=(more,)))["edges"][0]
    assert (edge[3], len(edge[9])) == (4_711, 3)
