"""Whatever a graph says, every reader of every export finds the same nodes, links, attributes."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from tests.graph.exports.conftest import exported, members, written
from tests.graph.support.generated import EDGE_TOLD, NODE_TOLD, parts, told_by
from tests.graph.support.reading import READERS, Row, links_table, unique

from truyvet.graph.exports.formulas import guarded
from truyvet.graph.exports.interface import Written
from truyvet.graph.exports.neo4j import type_of
from truyvet.graph.exports.places import PLACING, place_of
from truyvet.graph.exports.table import EXPORTS, exporter
from truyvet.graph.exports.text import Text
from truyvet.graph.model import GraphEdge, GraphNode, Part

whole_graphs = pytest.mark.parametrize("name", READERS)
Marked = TypeVar("Marked", GraphNode, GraphEdge)
_MARK = re.compile(r"~[0-9]+\.[0-9]+")
CASES = settings(max_examples=25, deadline=None)


def cell_of(name: str, text: str) -> str:
    """A text as this format has it."""
    return guarded(text) if name == "csv" else text


def words(rows: Iterable[Row], names: Iterable[str]) -> Counter[tuple[str, ...]]:
    """Rows as comparable values."""
    return Counter(tuple(str(row.get(one) or "") if row.get(one) != 0 else "0" for one in names)
                   for row in rows)  # fmt: skip


def marked(held: Sequence[Marked]) -> tuple[Marked, ...]:
    """The same nodes or links with a value for each fact that nothing else has."""
    return tuple(
        replace(one, facts={name: f"~{n}.{place}" for place, name in enumerate(one.facts)})
        for n, one in enumerate(held)
    )


def marks(rows: Iterable[Any]) -> list[list[str]]:
    """Those values, row by row."""
    return [sorted(one for one in row if isinstance(one, str) and _MARK.fullmatch(one))
            for row in rows]  # fmt: skip


@whole_graphs
@CASES
@given(graph=parts())
def test_every_reader_finds_the_same_nodes(name: str, graph: Part) -> None:
    nodes, _ = READERS[name](exported(name, graph))
    wanted, _ = told_by(graph, cell=lambda text: cell_of(name, text))
    if name in ("stix", "case"):  # their objects have ids of their own; ours stands there as text
        clean = Counter(tuple(row[1:]) for row in wanted.elements())
        assert words(nodes, NODE_TOLD) == clean
    else:
        assert words(nodes, ("id", *NODE_TOLD)) == wanted


@whole_graphs
@CASES
@given(graph=parts())
def test_every_reader_finds_the_same_links(name: str, graph: Part) -> None:
    _, edges = READERS[name](exported(name, graph))
    _, wanted = told_by(graph, loops=name != "i2", cell=lambda text: cell_of(name, text))
    if name in ("stix", "case"):
        clean = Counter(tuple(row[2:]) for row in wanted.elements())
        assert words(edges, EDGE_TOLD) == clean
    else:
        assert words(edges, ("source", "target", *EDGE_TOLD)) == wanted


@whole_graphs
@CASES
@given(graph=parts())
def test_no_fact_is_lost_whatever_it_is_called(name: str, graph: Part) -> None:
    nodes, links = marked(graph.held_nodes), marked(graph.held_edges)
    read = READERS[name](exported(name, replace(graph, held_nodes=nodes, held_edges=links)))
    kept = [one for one in links if name != "i2" or one.source != one.target]
    assert marks(row.values() for row in read[0]) == marks(one.facts.values() for one in nodes)
    assert marks(row.values() for row in read[1]) == marks(one.facts.values() for one in kept)


@pytest.mark.parametrize("name", EXPORTS)
@CASES
@given(graph=parts())
def test_what_is_said_of_a_file_is_what_is_in_it(name: str, graph: Part) -> None:
    content, told = written(name, graph)
    assert (told.nodes, told.edges) == counted(name, content, told)


def counted(name: str, content: bytes, told: Written) -> tuple[int, int]:
    """Nodes and links that an independent reader counts."""
    if name in READERS:
        nodes, edges = READERS[name](content)
        return len(nodes), len(edges)
    if name in ("i2-table", "maltego"):
        return told.nodes, len(links_table(content))
    if name == "kml":
        root = ElementTree.fromstring(content)  # noqa: S314 - our own bytes
        space = "{http://www.opengis.net/kml/2.2}"
        here, there = (len(one.findall(f"{space}Placemark")) for one in root.iter(f"{space}Folder"))
        return here, there
    if name == "geojson":
        found = unique(content)["features"]
        links = [one for one in found if "relation" in one["properties"]]
        return len(found) - len(links), len(links)
    if name == "misp":
        objects = unique(content)["Event"]["Object"]
        return len(objects), sum(len(one["ObjectReference"]) for one in objects)
    lines = [json.loads(line) for line in content.splitlines()]
    links = [one for one in lines if "recordId" in one["properties"]]
    return len(lines) - len(links), len(links)


@pytest.mark.parametrize("name", EXPORTS)
@CASES
@given(graph=parts())
def test_no_file_holds_what_xml_and_databases_refuse(name: str, graph: Part) -> None:
    content, _ = written(name, graph)
    if not content.startswith(b"PK"):
        text = content.decode("utf-16" if name == "i2" else "utf-8")
        assert Text()(text.removeprefix("\ufeff")) == text.removeprefix("\ufeff")


@pytest.mark.parametrize("name", ["i2-table", "maltego"])
@CASES
@given(graph=parts())
def test_a_wide_table_has_a_row_for_every_link_with_both_its_ends(name: str, graph: Part) -> None:
    rows = links_table(exported(name, graph))
    held = {one.id: one for one in graph.held_nodes}
    for row, edge in zip(rows, graph.held_edges, strict=True):
        for side, one in (("from", held[edge.source]), ("to", held[edge.target])):
            assert row[f"{side}_id"] == guarded(Text().id(one.id))
            assert row[f"{side}_label"] == guarded(Text()(one.label))
            assert row[f"{side}_value"] == guarded(Text()(one.value))
        assert (row["relation"], row["count"]) == (edge.relation, str(edge.count))
        assert row["grade_source"] + row["grade_fact"] == edge.grade


@pytest.mark.parametrize("name", ["csv", "i2-table", "maltego"])
@CASES
@given(graph=parts())
def test_no_cell_of_any_table_is_run_by_a_spreadsheet(name: str, graph: Part) -> None:
    tables = [text for file, text in members(exported(name, graph)).items() if file.endswith("csv")]
    for text in tables:
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not [cell for cell in row if cell[:1] in ("=", "@", "\t", "\r")]


@CASES
@given(graph=parts())
def test_maps_hold_each_place_and_each_link_to_one(graph: Part) -> None:
    places = {one.id: place_of(one) for one in graph.held_nodes}
    links = [one for one in graph.held_edges
             if one.relation in PLACING and (places[one.source] or places[one.target])]  # fmt: skip
    for name in ("geojson", "kml"):
        _, told = written(name, graph)
        assert (told.nodes, told.edges) == (len([*filter(None, places.values())]), len(links))


@CASES
@given(graph=parts())
def test_a_relation_is_a_type_that_neo4j_takes_unquoted(graph: Part) -> None:
    assert all(type_of(one.relation).replace("_", "").isalpha() for one in graph.held_edges)


@CASES
@given(graph=parts())
def test_every_misp_reference_is_between_objects_of_the_event(graph: Part) -> None:
    objects = unique(exported("misp", graph))["Event"]["Object"]
    ids = {one["uuid"] for one in objects}
    assert len(ids) == len(objects) == len(graph.held_nodes)
    for one in objects:
        attributes = [each["uuid"] for each in one["Attribute"]]
        assert len(set(attributes)) == len(attributes)
        for reference in one["ObjectReference"]:
            assert reference["object_uuid"] == one["uuid"]
            assert reference["referenced_uuid"] in ids


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_has_what_the_interface_asks_for(name: str) -> None:
    form = exporter(name)
    assert name == form.NAME
    assert form.ENDING.startswith(".")
    assert form.TITLE[:1].isupper()
