"""SpreadsheetML: sheets, shared strings, formats and cells of xlsx workbooks."""

import io

import pytest
from tests.extractors.documents.support.packages import codes, holds, looked_at, seen, texts, xlsx

from truyvet.extractors import office
from truyvet.extractors.documents.markup import Walk
from truyvet.extractors.documents.sheetml import formats, strings, workbook

NAME = "Nguyễn Văn Đức"


def walk(content: str) -> Walk:
    return Walk(io.BytesIO(content.encode()), "x:part")


def shown(rows: str, shared: str = "<sst/>", styles: str = "<styleSheet/>") -> str:
    whole = xlsx({"S": rows}, sharedStrings=shared, styles=styles)
    return texts(looked_at(office, whole)).get("xlsx:S", "")


def cell(value: str, kind: str = "", style: str = "") -> str:
    return f'<c r="A1" t="{kind or "n"}" s="{style or 0}"><v>{value}</v></c>'


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f"<sst><si><t>{NAME}</t></si></sst>", [NAME]),
        ("<sst><si><r><t>một </t></r><r><t>hai</t></r></si></sst>", ["một hai"]),
        ("<sst><si><t>漢</t><rPh><t>かん</t></rPh></si></sst>", ["漢"]),
        ("<sst><si><t/></si><si/><si><t>a</t></si></sst>", ["", "", "a"]),
        ("<sst><si><t xml:space='preserve'> a </t></si></sst>", [" a "]),
        ("<sst><si><t>một</t></si><si><t>hai", ["một"]),
    ],
)
def test_shared_strings_are_read_without_their_hints(content: str, found: list[str]) -> None:
    assert strings(walk(content)) == found


def style(*numbers: int, codes: str = "") -> str:
    xfs = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    return (
        f"<styleSheet><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        f"<cellXfs>{xfs}</cellXfs></styleSheet>"
    )


def test_only_the_formats_of_cells_count() -> None:
    code = '<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    assert formats(walk(style(0, 14, 164, codes=code))) == [False, True, True]


def test_a_format_without_a_number_shows_no_date() -> None:
    assert formats(walk("<s><cellXfs><xf/><xf numFmtId='x'/></cellXfs></s>")) == [False, False]


def test_sheets_and_names_come_from_the_workbook() -> None:
    book = workbook(walk(
        '<workbook xmlns:r="u"><workbookPr date1904="1"/><sheets><sheet name="Sổ" r:id="r1"/>'
        '<sheet name="Ẩn" state="veryHidden" r:id="r2"/></sheets><definedNames>'
        '<definedName name="Vùng" hidden="1">S!$A$1</definedName></definedNames></workbook>'
    ))  # fmt: skip
    assert book.sheets == [("Sổ", "", "r1"), ("Ẩn", "veryHidden", "r2")]
    assert book.names == [("Vùng", "S!$A$1", True)]
    assert book.from_1904


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (cell("5000000"), "5000000"),
        (cell("970436123456789"), "970436123456789"),
        (cell("0.30000000000000004"), "0.3"),
        (cell("1E+3"), "1000"),
        (cell("1e-5"), "0.00001"),
        (cell("1", "b"), "TRUE"),
        (cell("0", "b"), "FALSE"),
        (cell("7", "b"), "7"),
        (cell("#N/A", "e"), "#N/A"),
        (cell(NAME, "str"), NAME),
        (cell("0", "s"), NAME),
        (cell("5", "s"), "5"),
        (cell("x", "s"), "x"),
        (cell("2026-03-14T09:15:00Z", "d"), "2026-03-14T09:15:00Z"),
        (cell("không phải số"), "không phải số"),
        (f'<c t="inlineStr"><is><r><t>{NAME}</t></r><r><t>!</t></r></is></c>', f"{NAME}!"),
        ("<c><f>1+1</f></c>", ""),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        (cell("46095", style="1"), "2026-03-14"),
        (cell("46095.385416667", style="1"), "2026-03-14 09:15:00"),
        (cell("46095", style="99"), "46095"),
        (cell("46095", style="x"), "46095"),
    ],
)
def test_each_sort_of_cell_is_shown(given: str, found: str) -> None:
    shared = f"<sst><si><t>{NAME}</t></si></sst>"
    assert shown(f"<row>{given}</row>", shared, style(0, 14)) == found


def test_rows_are_lines_without_the_tabs_that_end_them() -> None:
    rows = f"<row>{cell('1')}<c/>{cell('2')}<c/><c/></row><row/><row>{cell('3')}</row>"
    assert shown(rows) == "1\t\t2\n\n3"


def test_a_row_that_is_cut_is_shown_so_far() -> None:
    found = looked_at(office, xlsx({"S": f"<row>{cell('1')}{cell('2')}</wrong>"}))
    assert texts(found)["xlsx:S"] == "1\t2"
    assert codes(found) == ["corrupt"]


@pytest.mark.parametrize(
    ("formula", "flagged"),
    [
        ('WEBSERVICE("http://a.example")', True),
        ("webservice (A1)", True),
        ("cmd|' /c calc'!A0", True),
        ("MSEXCEL|'\\..\\cmd'!A1", True),
        ("SUM(A1:A9)", False),
        ('"|"&amp;A1', False),
        ("MYWEBSERVICES(1)", False),
    ],
)
def test_formulas_that_load_or_run_are_flagged(formula: str, flagged: bool) -> None:
    found = looked_at(office, xlsx({"S": f'<row><c r="B7"><f>{formula}</f><v>0</v></c></row>'}))
    links = found.of("external-link")
    assert bool(links) is flagged
    if flagged:
        assert (links[0].flag, links[0].facts["relation"]) == ("script", "formula")
        assert links[0].locator[0].endswith("/formula/B7")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ('name="Auto_Open"', "macro"), ('name="auto_close2"', "macro"),
        ('name="_xlnm.Auto_Open"', "macro"), ('name="Vùng" hidden="1"', "hidden-part"),
        ('name="Vùng"', None), ('name="_xlnm.Print_Area" hidden="1"', None),
    ],
)  # fmt: skip
def test_names_that_run_or_hide_are_seen(name: str, kind: str | None) -> None:
    names = f"<definedNames><definedName {name}>Sheet1!$A$1</definedName></definedNames>"
    found = looked_at(office, xlsx({"S": ""}, names=names))
    assert [one.kind for one in found.observations] == ([kind] if kind else [])


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_flagged_and_read(state: str) -> None:
    whole = xlsx({"Sổ đen": f"<row>{cell('7')}</row>"}, states={"Sổ đen": state})
    found = holds(office, whole)
    assert seen(found, "hidden-part") == {"ooxml:xl/workbook.xml/sheet/1": "Sổ đen"}
    assert texts(found) == {"xlsx:Sổ đen": "7"}


def test_sheets_come_in_the_order_of_the_workbook() -> None:
    found = looked_at(office, xlsx({name: f"<row>{cell('1')}</row>" for name in "ZAM"}))
    assert list(texts(found)) == ["xlsx:Z", "xlsx:A", "xlsx:M"]
