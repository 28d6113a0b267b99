"""Workbooks as openpyxl reads them: every cell but counts is text."""

import io
import re
from importlib import import_module
from typing import Any

import pytest
from tests.graph.exports.conftest import exported, members, written
from tests.graph.support.graphs import HOSTILE, node, part

from truyvet.graph.exports import xlsx
from truyvet.graph.exports.text import Text
from truyvet.graph.model import Part


def workbook(content: bytes) -> Any:
    """A workbook as openpyxl reads it; what it finds odd is an error."""
    openpyxl: Any = import_module("openpyxl")
    return openpyxl.load_workbook(io.BytesIO(content))


def table(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet by the heads of its columns."""
    heads, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.filterwarnings("error")
def test_openpyxl_reads_the_sheets(plain: Part) -> None:
    assert workbook(exported("xlsx", plain)).sheetnames == ["nodes", "links", "evidence", "about"]


def test_numbers_of_telephones_and_accounts_are_text_as_they_stand(plain: Part) -> None:
    rows = {row["id"]: row for row in table(workbook(exported("xlsx", plain))["nodes"])}
    assert rows["phone:+84912345678"]["normal"] == "+84912345678"
    assert rows["bank-account:970415:0012345678"]["normal"] == "970415:0012345678"
    assert rows["phone:+84912345678"]["degree"] == 3
    assert len(rows) == 13


def test_links_have_both_ends_and_all_attributes(plain: Part) -> None:
    rows = table(workbook(exported("xlsx", plain))["links"])
    found = [(row["from_id"], row["relation"], row["to_id"]) for row in rows]
    assert found == [(one.source, one.relation, one.target) for one in plain.edges()]
    assert (rows[0]["count"], rows[0]["grade_source"], rows[0]["sum s"]) == (12, "B", "640")


def test_every_cell_of_text_has_the_type_of_text(plain: Part) -> None:
    for sheet in workbook(exported("xlsx", plain)):
        for row in sheet.iter_rows():
            for cell in row:
                assert isinstance(cell.value, str | int | None)
                assert cell.data_type in ("s", "inlineStr", "n")
                assert cell.data_type != "n" or not isinstance(cell.value, str)


def test_nothing_is_a_formula(hostile: Part) -> None:
    content = exported("xlsx", hostile)
    cells = [c for sheet in workbook(content) for row in sheet.iter_rows() for c in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert HOSTILE["formula"] in {cell.value for cell in cells}
    assert not [name for name, text in members(content).items() if "<f>" in text]


def test_hostile_labels_come_back(hostile: Part) -> None:
    labels = {row["label"] for row in table(workbook(exported("xlsx", hostile))["nodes"])}
    clean = {Text()(text) for name, text in HOSTILE.items() if name != "escape"}
    assert labels >= clean
    # Excel reads _x005F_ as an underscore; openpyxl leaves it in inline strings.
    assert HOSTILE["escape"] in {re.sub("_x005F_", "_", label) for label in labels}


def test_a_text_longer_than_a_cell_is_cut_and_that_is_told() -> None:
    content, told = written("xlsx", part([node("name", "n", "😀" * 20_000)], []))
    [row] = table(workbook(content)["nodes"])
    assert row["label"].endswith("…")
    assert len(row["label"].encode("utf-16-le")) // 2 <= xlsx.MAX_CELL
    assert told.notes == ("1 cells cut to 32,767 characters",)


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    graph = part([node("phone", str(number)) for number in range(7)], [])
    book = workbook(exported("xlsx", graph))
    names = ["nodes", "nodes 2", "nodes 3"]
    assert book.sheetnames[:3] == names
    found = [row["normal"] for name in names for row in table(book[name])]
    assert found == [str(number) for number in range(7)]


def test_the_sheet_about_tells_what_it_is_of(plain: Part) -> None:
    told = {row[0].value: row[1].value for row in workbook(exported("xlsx", plain))["about"]}
    assert told["cases"] == "VA-1"
    assert told["question"] == "the whole case"
    assert told["entries of the ledger"] == 9
