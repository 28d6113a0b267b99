"""A workbook (Office Open XML, ECMA-376); every cell but counts is text.

Excel turns `+84912345678`, leading zeros and long account numbers in CSV into other numbers; here
they are inline strings and stay. Written as a stream; a sheet that is full goes on in the next one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, BinaryIO

from ..model import Source
from .columns import EVIDENCE, Cell, Survey, evidence_row, survey
from .i2_table import kind_title
from .interface import Written
from .shelf import shelf
from .text import Text
from .wide import columns, rows
from .zips import Pack, pack

NAME = "xlsx"
ENDING = ".xlsx"
TITLE = "Workbook with text cells, for Excel and LibreOffice"
MAX_CELL = 32_767
"""Characters of a cell; Excel takes no more."""
MAX_ROWS = 1_048_575
"""Rows below the head; Excel takes no more."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
    '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Styles: 0 none, 1 text, 2 head."""


class _Cells:
    """Makes cells, and counts those that had to be cut."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.cut = 0

    def row(self, number: int, cells: Sequence[Cell], style: int) -> str:
        written = "".join(self._cell(cell, style) for cell in cells)
        return f'<row r="{number}">{written}</row>'

    def _cell(self, cell: Cell, style: int) -> str:
        if isinstance(cell, int):
            return f"<c><v>{cell}</v></c>"
        if not cell:
            return "<c/>"
        if len(cell) > MAX_CELL // 8:  # escapes of underscores make it longer, up to 8 times
            cell = self._shortened(cell)
        shown = self.text.xml(_ESCAPE.sub("_x005F_", cell))
        return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{shown}</t></is></c>'

    def _shortened(self, cell: str) -> str:
        if len(cell.encode("utf-16-le", "surrogatepass")) // 2 <= MAX_CELL:
            return cell
        self.cut += 1
        units = cell.encode("utf-16-le", "surrogatepass")[: 2 * MAX_CELL - 2]
        return units.decode("utf-16-le", "ignore") + "…"


def write(source: Source, target: BinaryIO) -> Written:
    """Write the sheets `nodes`, `links`, `evidence` (where there is some) and `about`."""
    found, text = survey(source), Text()
    cells, sheets = _Cells(text), list[str]()
    with pack(target) as files, shelf() as held:
        nodes = ((text.id(node.id), *found.node_row(node)[1:]) for node in source.nodes())
        sheets += _sheets(files, "nodes", len(sheets), found.node_columns(), nodes, cells)
        links = rows(source, found, held, text, kind_title)
        sheets += _sheets(files, "links", len(sheets), columns(found), links, cells)
        if found.evidence:
            told = (
                evidence_row(text.id(edge.id), one)
                for edge in source.edges()
                for one in edge.evidence
            )
            sheets += _sheets(files, "evidence", len(sheets), EVIDENCE, told, cells)
        sheets += _sheets(files, "about", len(sheets), ("about", ""), _about(source, found), cells)
        _bind(files, sheets)
    cut = (f"{cells.cut} cells cut to {MAX_CELL:,} characters",) if cells.cut else ()
    return Written(nodes=found.nodes, edges=found.edges, replaced=text.replaced, notes=cut)


def _sheets(
    files: Pack, name: str, before: int, heads: Sequence[str], table: Iterable[Sequence[Cell]],
    cells: _Cells,
) -> list[str]:  # fmt: skip
    """Write a table as one sheet, or as several where it is too long; their names."""
    names, left = list[str](), iter(table)
    first = next(left, None)
    while first is not None or not names:
        names.append(name if not names else f"{name} {len(names) + 1}")
        with files.member(f"xl/worksheets/sheet{before + len(names)}.xml") as file:
            first = _sheet(file, heads, first, left, cells)
    return names


def _sheet(
    file: IO[bytes], heads: Sequence[str], first: Sequence[Cell] | None,
    left: Iterator[Sequence[Cell]], cells: _Cells,
) -> Sequence[Cell] | None:  # fmt: skip
    """Write rows until the sheet is full; the row that no longer fits."""
    frozen = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )
    head = cells.row(1, heads, 2)
    file.write(f'{_XML}<worksheet xmlns="{_MAIN}">{frozen}<sheetData>{head}'.encode())
    row, number = first, 1
    while row is not None and number <= MAX_ROWS:
        number += 1
        file.write(cells.row(number, row, 1).encode())
        row = next(left, None)
    file.write(b"</sheetData></worksheet>")
    return row


def _about(source: Source, found: Survey) -> Iterator[Sequence[Cell]]:
    about = source.about
    yield "title", about.title
    yield "cases", ", ".join(about.cases)
    yield "question", about.question
    yield "entries of the ledger", about.entries
    yield "as of", about.as_of
    yield "nodes", found.nodes
    yield "links", found.edges
    for note in about.notes:
        yield "note", note


def _bind(files: Pack, sheets: Sequence[str]) -> None:
    """Write the parts that make sheets a workbook (OPC, ECMA-376 part 2)."""
    numbered = list(enumerate(sheets, 1))
    listed = "".join(f'<sheet name="{one}" sheetId="{n}" r:id="r{n}"/>' for n, one in numbered)
    files.text(
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
    )
    parts = "".join(
        _relation(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered
    )
    parts += _relation("rs", "styles", "styles.xml")
    files.text("xl/_rels/workbook.xml.rels", _relations(parts))
    files.text("xl/styles.xml", _STYLES)
    files.text("_rels/.rels", _relations(_relation("r1", "officeDocument", "xl/workbook.xml")))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{what}+xml"/>'
        for part, what in [
            ("workbook", "sheet.main"), ("styles", "styles"),
            *((f"worksheets/sheet{n}", "worksheet") for n, _ in numbered),
        ]
    )  # fmt: skip
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    files.text(
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="{rels}"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{types}</Types>",
    )


def _relation(one: str, what: str, target: str) -> str:
    return f'<Relationship Id="{one}" Type="{_OFFICE}/{what}" Target="{target}"/>'


def _relations(rows: str) -> str:
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
