"""Readers of our exports that share nothing with what wrote them: each gives nodes and links.

A row has our names of attributes; what the file does not say is not in it.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any
from xml.etree import ElementTree

Row = dict[str, Any]
Rows = tuple[list[Row], list[Row]]
"""Nodes and links."""


def graphml(content: bytes) -> Rows:
    """GraphML: keys by id, attributes by key."""
    root = ElementTree.fromstring(content)  # noqa: S314 - our own bytes
    space = "{http://graphml.graphdrawing.org/xmlns}"
    declared = root.iter(f"{space}key")
    keys = {(one.get("for"), one.get("id")): one.get("attr.name", "") for one in declared}

    def row(of: str, one: Any) -> Row:
        data = {keys[of, part.get("key")]: part.text or "" for part in one}
        assert len(data) == len(one)
        return dict(one.attrib) | data

    return ([row("node", one) for one in root.iter(f"{space}node")],
            [row("edge", one) for one in root.iter(f"{space}edge")])  # fmt: skip


def gexf(content: bytes) -> Rows:
    """GEXF: titles by class and number, attributes by number."""
    root = ElementTree.fromstring(content)  # noqa: S314 - our own bytes
    space = "{http://gexf.net/1.3}"
    titles = {(group.get("class"), one.get("id")): one.get("title", "")
              for group in root.iter(f"{space}attributes") for one in group}  # fmt: skip

    def row(of: str, one: Any) -> Row:
        values = list(one.iter(f"{space}attvalue"))
        data = {titles[of, part.get("for")]: part.get("value") for part in values}
        assert len(data) == len(values)
        ends = {name: one.get(name) for name in ("id", "source", "target") if one.get(name)}
        return ends | data

    return ([row("node", one) for one in root.iter(f"{space}node")],
            [row("edge", one) for one in root.iter(f"{space}edge")])  # fmt: skip


def cytoscape(content: bytes) -> Rows:
    """Cytoscape.js JSON."""
    told = unique(content)["elements"]
    return [one["data"] for one in told["nodes"]], [one["data"] for one in told["edges"]]


def tables(content: bytes) -> Rows:
    """The two tables of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        return table(pack.read("nodes.csv")), table(pack.read("edges.csv"))


def links_table(content: bytes) -> list[Row]:
    """The wide table of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return table(pack.read("links.csv"))


def neo4j(content: bytes) -> Rows:
    """The tables of neo4j-admin, heads without their types."""
    found = ([{name.partition(":")[0] or name: cell for name, cell in row.items()} for row in some]
             for some in tables(content))  # fmt: skip
    nodes, edges = found
    return nodes, [
        row | {"source": row[":START_ID"], "target": row[":END_ID"],
               "relation": row[":TYPE"].lower()}
        for row in edges
    ]  # fmt: skip


def i2(content: bytes) -> Rows:
    """A chart: entities, links, grades by place in the chart's own lists."""
    root = ElementTree.fromstring(content)  # noqa: S314 - our own bytes
    grades = {name: [one.get("Text") for one in root.iter(f"{name}")] for name in ("String",)}
    assert grades["String"][:7] == ["-", *"ABCDEF"]
    nodes, edges = list[Row](), list[Row]()
    for item in root.iter("ChartItem"):
        attributes = item.iter("Attribute")
        data: Row = {one.get("AttributeClass", ""): one.get("Value") for one in attributes}
        data["label"] = item.get("Label")
        for entity in item.iter("Entity"):
            nodes.append(data | {"id": entity.get("EntityId")})
        for link in item.iter("Link"):
            style = link.find("LinkStyle")
            assert style is not None
            first, second = (int(item.get(f"Grade{one}Index", "0")) for one in ("One", "Two"))
            grade = " ABCDEF"[first] + " 123456"[second]
            own = {"source": link.get("End1Id"), "target": link.get("End2Id")}
            plain = {name.removeprefix("link "): value for name, value in data.items()}
            edges.append(plain | own | {"relation": style.get("Type"), "grade": grade.strip()})
    return nodes, edges


def xlsx(content: bytes) -> Rows:
    """A workbook, as openpyxl reads it; underscores that were escaped are taken back."""
    openpyxl: Any = import_module("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(content))

    def rows(name: str) -> Iterable[Row]:
        heads, *others = ([text(cell.value) for cell in row] for row in book[name].iter_rows())
        assert len(set(heads)) == len(heads)
        return [dict(zip(heads, row, strict=True)) for row in others]

    def text(value: Any) -> Any:
        return re.sub("_x005F_", "_", value) if isinstance(value, str) else value

    links = [
        row | {"source": row["from_id"], "target": row["to_id"], "label": row["reads"],
               "grade": (row["grade_source"] or "") + (row["grade_fact"] or "")}
        for row in rows("links")
    ]  # fmt: skip
    return list(rows("nodes")), links


def stix(content: bytes) -> Rows:
    """A bundle: what our extension says, ends by the objects they refer to."""
    nodes, edges = dict[str, Row](), list[Row]()
    for one in unique(content)["objects"]:
        [told] = one.get("extensions", {"": {}}).values()
        if one["type"] == "relationship":
            ends = {"source": nodes[one["source_ref"]]["id"],
                    "target": nodes[one["target_ref"]]["id"]}  # fmt: skip
            edges.append({**told, "id": told["edge"]} | ends)
        elif "node" in told:
            assert one["id"] not in nodes
            nodes[one["id"]] = {**told, "id": told["node"]}
    return list(nodes.values()), edges


def case(content: bytes) -> Rows:
    """A CASE graph: what stands under our own name space, ends by reference."""
    nodes, edges = dict[str, Row](), list[Row]()
    for one in unique(content)["@graph"]:
        told = {name.partition(":")[2]: value for name, value in one.items()
                if name.startswith("truyvet:")}  # fmt: skip
        told["label"] = one.get("core:name", "")
        if one["@type"] == "core:Relationship":
            ends = (nodes[one[f"core:{end}"]["@id"]]["id"] for end in ("source", "target"))
            told |= dict(zip(("source", "target"), ends, strict=True))
            edges.append(told | {"relation": one["core:kindOfRelationship"]})
        elif "kind" in told:
            nodes[one["@id"]] = told
    return list(nodes.values()), edges


READERS: dict[str, Callable[[bytes], Rows]] = {
    "graphml": graphml, "gexf": gexf, "cytoscape": cytoscape, "csv": tables, "neo4j": neo4j,
    "i2": i2, "xlsx": xlsx, "stix": stix, "case": case,
}  # fmt: skip
"""Formats that hold a whole graph with all its attributes."""


def table(content: bytes) -> list[Row]:
    """A CSV as the standard library reads it, no head twice and no row of another length."""
    heads, *rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    assert len(set(heads)) == len(heads)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def unique(content: bytes) -> Any:
    """JSON in which no name stands twice in one object."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(found)) == len(found), found
        return dict(found)

    return json.loads(content, object_pairs_hook=pairs)
