"""Tables of nodes and links, as the standard library reads CSV."""

import csv
import io
import json
from dataclasses import replace

import pytest
from tests.graph.exports.conftest import exported, members
from tests.graph.support.graphs import HOSTILE, edge, node, part

from truyvet.graph.exports.columns import MAX_FACTS, survey
from truyvet.graph.exports.formulas import unguarded
from truyvet.graph.exports.text import Text
from truyvet.graph.model import Part

Rows = list[dict[str, str]]


def rows(text: str) -> Rows:
    """A table as the standard library reads it."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def tables(plain: Part) -> dict[str, Rows]:
    return {name: rows(text) for name, text in members(exported("csv", plain)).items()}


def test_nodes_come_back_with_all_attributes(tables: dict[str, Rows], plain: Part) -> None:
    found = {row["id"]: row for row in tables["nodes.csv"]}
    assert set(found) == {one.id for one in plain.nodes()}
    assert found["phone:+84912345678"]["normal"] == "+84912345678"
    person = found["person:24b764aa47b615fa"]
    assert (person["label"], person["pole"], person["degree"]) == ("Nguyễn Văn Đức", "P", "4")
    assert person["names"] == "Nguyễn Văn Đức; Đức Cống"
    assert found["geo:21.0285,105.8542"]["latitude"] == "21.0285"


def test_links_come_back_with_all_attributes(tables: dict[str, Rows], plain: Part) -> None:
    found = [(row["id"], row["source"], row["relation"], row["target"]) for row in
             tables["edges.csv"]]  # fmt: skip
    assert found == [(one.id, one.source, one.relation, one.target) for one in plain.edges()]
    first = tables["edges.csv"][0]
    assert (first["count"], first["first"], first["last"], first["grade"], first["sum s"]) == (
        "12", "2026-01-02T03:04:05Z", "2026-02-02T00:00:00Z", "B2", "640"
    )  # fmt: skip


def test_every_piece_of_evidence_is_a_row(tables: dict[str, Rows]) -> None:
    [row] = tables["evidence.csv"]
    assert (row["edge"], row["name"], row["item"], row["locator"]) == (
        "e1", "5:12", "2.17", "table:1 / row:3"
    )  # fmt: skip
    assert row["raw"] == "0912345678,=x\nnext"
    assert row["facts"] == '{"duration": "12"}'


def test_without_evidence_there_is_no_such_table() -> None:
    files = members(exported("csv", part([node("phone", "1")], [])))
    assert set(files) == {"nodes.csv", "edges.csv"}


def test_hostile_labels_come_back(hostile: Part) -> None:
    read = rows(members(exported("csv", hostile))["nodes.csv"])
    labels = {unguarded(row["label"]) for row in read}
    assert labels >= {Text()(text) for text in HOSTILE.values()}


@pytest.mark.parametrize("name", ["csv", "i2-table", "maltego"])
def test_no_cell_is_a_formula(name: str, hostile: Part) -> None:
    for file, text in members(exported(name, hostile)).items():
        if file.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))]


def test_the_bytes_of_a_zip_do_not_depend_on_when_it_was_written(plain: Part) -> None:
    assert exported("csv", plain)[10:14] == b"\x00\x00\x21\x00"  # 1980-01-01 00:00:00


@pytest.mark.parametrize("name", ["i2-table", "maltego"])
def test_a_wide_table_has_a_row_a_link_with_both_ends(name: str, plain: Part) -> None:
    files = members(exported(name, plain))
    read = rows(files["links.csv"])
    nodes = {one.id: one for one in plain.nodes()}
    assert len(read) == 10
    for row, link in zip(read, plain.edges(), strict=True):
        assert (row["from_id"], row["relation"], row["to_id"]) == (
            link.source, link.relation, link.target
        )  # fmt: skip
        for side, end in (("from", link.source), ("to", link.target)):
            assert row[f"{side}_label"] == nodes[end].label
            assert row[f"{side}_value"] == nodes[end].value
        assert row["grade_source"] + row["grade_fact"] == link.grade
    assert "10 rows" in files["README.txt"]


def test_maltego_is_told_its_own_entities(plain: Part) -> None:
    files = members(exported("maltego", plain))
    types = {row["from_type"] for row in rows(files["links.csv"])}
    assert types == {"maltego.PhoneNumber", "maltego.Person", "maltego.Phrase"}
    assert len(rows(files["nodes.csv"])) == 13
    assert "maltego.PhoneNumber" in files["README.txt"]


def test_facts_beyond_the_last_column_stand_together() -> None:
    facts = {f"fact-{number:04}": str(number) for number in range(MAX_FACTS + 20)}
    graph = part([replace(node("phone", "1"), facts=facts)], [])
    [row] = rows(members(exported("csv", graph))["nodes.csv"])
    assert [row[f"fact-{number:04}"] for number in range(MAX_FACTS)] == [
        *map(str, range(MAX_FACTS))
    ]
    assert json.loads(row["more"]) == {f"fact-{100 + number:04}": str(100 + number)
                                       for number in range(20)}  # fmt: skip


def test_a_fact_called_like_a_column_of_ours_has_one_of_its_own() -> None:
    graph = part([node("phone", "1")], [edge(1, "phone:1", "called", "phone:1",
                                             facts={"label": "hers", "count": "9"})])  # fmt: skip
    [row] = rows(members(exported("csv", graph))["edges.csv"])
    assert (row["label"], row["fact_label"], row["count"], row["fact_count"]) == (
        "called", "hers", "1", "9"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "is_number"),
    [(["1", "2.5"], True), (["1", "x"], False), (["0912"], False), (["1234567890123456"], False)],
)
def test_sums_are_numbers_where_every_one_comes_back_as_it_was(
    values: list[str], is_number: bool
) -> None:
    links = [edge(n, "phone:1", "called", "phone:1", facts={"sum VND": value, "amount": value})
             for n, value in enumerate(values)]  # fmt: skip
    found = survey(part([node("phone", "1")], links))
    assert found.type_of("sum VND") == ("double" if is_number else "string")
    assert found.type_of("amount") == "string"
