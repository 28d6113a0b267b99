"""OOXML: texts of Word, Excel and PowerPoint, and what is odd about a package."""

import pytest
from tests.extractors.documents.support.compound import compound, project
from tests.extractors.documents.support.packages import (
    W,
    codes,
    docx,
    holds,
    ooxml,
    relations,
    run,
    seen,
    texts,
    xlsx,
)

from truyvet.extractors import office

MAIN = "docx:word/document.xml"


def main_text(body: str) -> str:
    return texts(holds(office, docx(body)))[MAIN]


def test_vietnamese_paragraphs_tabs_and_breaks_are_read() -> None:
    body = (
        "<w:p><w:r><w:t>Tên:</w:t><w:tab/><w:t>Đặng Thị Hương</w:t><w:br/><w:t>x</w:t></w:r></w:p>"
    )
    assert main_text(body) == "Tên:\tĐặng Thị Hương\nx\n"


def test_cells_of_a_table_are_parted_by_tabs() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    body = f"<w:tbl><w:tr>{cell.format('a')}{cell.format('b')}</w:tr></w:tbl>"
    assert main_text(body) == "a\tb\t\n"


def test_text_that_was_deleted_is_marked_and_seen_with_its_author() -> None:
    deleted = (
        '<w:del w:author="Lan" w:date="2026-03-14T09:15:00Z"><w:r><w:delText>bí mật</w:delText>'
        "</w:r></w:del>"
    )
    found = holds(office, docx(f"<w:p>{deleted}<w:r><w:t>còn</w:t></w:r></w:p>"))
    assert texts(found)[MAIN] == "[-bí mật-]còn\n"
    (change,) = found.of("tracked-change")
    assert change.raw == "bí mật"
    assert change.facts["author"] == "Lan"
    assert change.facts["change"] == "deleted"


def test_the_time_of_a_change_is_not_called_utc_unless_word_says_so() -> None:
    body = '<w:ins w:author="a" {} w:date="2026-03-14T09:15:00Z"><w:r><w:t>x</w:t></w:r></w:ins>'
    plain = holds(office, docx(body.format(""))).of("tracked-change")[0]
    told = holds(office, docx(body.format('w:dateUtc="2026-03-14T02:15:00Z"')))
    assert "utc" not in plain.facts
    assert told.of("tracked-change")[0].facts["utc"] == "2026-03-14T02:15:00Z"


def test_headers_notes_and_comments_are_read() -> None:
    part = f"<w:x {W}>" + run("{}") + "</w:x>"
    comment = f'<w:comments {W}><w:comment w:author="Hoa">{run("xem lại")}</w:comment></w:comments>'
    names = ["header1", "footer1", "footnotes", "endnotes"]
    parts: dict[str, str | bytes] = {f"word/{name}.xml": part.format(name) for name in names}
    found = holds(office, docx("", parts | {"word/comments.xml": comment}))
    assert [texts(found)[f"docx:word/{name}.xml"] for name in names] == [f"{n}\n" for n in names]
    (one,) = found.of("comment")
    assert (one.raw, one.facts["author"]) == ("xem lại", "Hoa")


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{run('trong hộp')}</w:txbxContent>"
    body = (
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice>' + box + "</mc:Choice><mc:Fallback>"
        + box + "</mc:Fallback></mc:AlternateContent>"
    )  # fmt: skip
    assert main_text(body).count("trong hộp") == 1


def test_hidden_text_is_read_and_flagged() -> None:
    body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>giấu</w:t></w:r><w:r><w:t>lộ</w:t></w:r></w:p>"
    found = holds(office, docx(body))
    (hidden,) = found.of("hidden-part")
    assert (hidden.raw, hidden.flag) == ("giấu", "metadata")


def test_a_dde_field_is_flagged_as_script() -> None:
    field = '<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText></w:r>'
    field += '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    (link,) = holds(office, docx(field)).of("external-link")
    assert link.flag == "script"
    assert link.raw.startswith("DDEAUTO")


@pytest.mark.parametrize(
    ("kind", "target", "observed", "flag"),
    [
        ("attachedTemplate", "https://evil.example/a.dotm", "template", "script"),
        ("attachedTemplate", "Normal.dotm", "template", ""),
        ("oleObject", "https://evil.example/a.rtf", "external-link", "script"),
        ("image", "https://track.example/a.png", "external-link", "metadata"),
        ("hyperlink", "https://example.com/", "external-link", ""),
    ],
)
def test_a_relation_outside_is_seen_and_flagged_by_what_it_loads(
    kind: str, target: str, observed: str, flag: str
) -> None:
    rels = relations(("rId1", kind, target))
    found = holds(office, docx("", {"word/_rels/document.xml.rels": rels}))
    (one,) = found.of(observed)
    assert (one.raw, one.flag) == (target, flag)
    assert one.facts["from"] == "word/document.xml"


def test_macros_of_a_package_are_named_and_their_source_is_left_to_the_member() -> None:
    bin_part = compound(project({"ThisDocument": "Sub AutoOpen()\r\nEnd Sub"}))
    found = holds(office, docx("", {"word/vbaProject.bin": bin_part}))
    (macro,) = found.of("macro")
    assert (macro.flag, macro.facts["modules"]) == ("macros", "ThisDocument")
    assert not found.children
    inside = holds(office, bin_part)
    assert texts(inside) == {"vba:VBA/ThisDocument": "Sub AutoOpen()\nEnd Sub"}


def test_an_embedded_object_is_named_without_becoming_a_second_child() -> None:
    found = holds(office, docx("", {"word/embeddings/oleObject1.bin": b"xx"}))
    assert list(seen(found, "embedded-object").values()) == ["word/embeddings/oleObject1.bin"]
    assert not found.children


def test_core_times_are_utc_and_one_without_a_zone_is_not() -> None:
    core = (
        "<cp xmlns:d='d'><d:created>2026-03-14T09:15:00+07:00</d:created>"
        "<d:lastPrinted>2026-03-15T10:00:00</d:lastPrinted></cp>"
    )
    times = holds(office, docx("", {"docProps/core.xml": core})).of("document-time")
    assert [(one.facts["role"], one.normal) for one in times] == [
        ("created", "2026-03-14T02:15:00Z"), ("printed", ""),
    ]  # fmt: skip
    assert times[0].facts["zone"] == "+07:00"
    assert times[1].facts["local"] == "2026-03-15T10:00:00"


def test_cells_are_shown_as_a_spreadsheet_shows_them() -> None:
    rows = (
        '<row><c t="s"><v>1</v></c><c><v>0912345678</v></c><c s="1"><v>46095.5</v></c></row>'
        '<row><c t="b"><v>1</v></c><c t="inlineStr"><is><t>trong</t></is></c>'
        '<c t="str"><f>A1</f><v>kết quả</v></c><c><v>1.5E-3</v></c></row>'
    )
    styles = '<s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></s>'
    strings = "<sst><si><t>a</t></si><si><r><t>số </t></r><r><t>điện thoại</t></r></si></sst>"
    found = holds(office, xlsx({"Danh bạ": rows}, sharedStrings=strings, styles=styles))
    assert texts(found)["xlsx:Danh bạ"] == (
        "số điện thoại\t0912345678\t2026-03-14 12:00:00\nTRUE\ttrong\tkết quả\t0.0015"
    )


def test_hidden_sheets_are_read_and_flagged() -> None:
    row = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'
    found = holds(office, xlsx({"A": row, "B": row}, states={"B": "veryHidden"}))
    (hidden,) = found.of("hidden-part")
    assert (hidden.raw, hidden.facts["state"], hidden.flag) == ("B", "veryHidden", "metadata")
    assert "xlsx:B" in texts(found)


def test_two_sheets_of_one_name_keep_two_steps() -> None:
    rows = '<sheet name="A" sheetId="1" r:id="a"/><sheet name="A" sheetId="2" r:id="b"/>'
    book = f'<workbook xmlns:r="r"><sheets>{rows}</sheets></workbook>'
    sheet = "<w><row><c><v>{}</v></c></row></w>"
    found = holds(office, ooxml({
        "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet.format(1),
        "xl/worksheets/sheet2.xml": sheet.format(2),
    }))  # fmt: skip
    assert texts(found) == {"xlsx:A": "1", "xlsx:A~2": "2"}


def test_formulas_that_load_and_names_that_run_are_flagged() -> None:
    rows = "<row><c r=\"A1\"><f>cmd|'/c calc'!A0</f><v>0</v></c></row>"
    names = '<definedNames><definedName name="Auto_Open">M!$A$1</definedName></definedNames>'
    found = holds(office, xlsx({"A": rows}, names=names))
    assert found.of("external-link")[0].flag == "script"
    assert found.of("macro")[0].facts["runs"] == "Auto_Open"


def test_slides_come_in_their_order_with_notes_and_hidden_ones_are_flagged() -> None:
    slide = '<p:sld xmlns:p="p" xmlns:a="a" {}><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
    found = holds(office, ooxml({
        "ppt/slides/slide10.xml": slide.format("", "mười"),
        "ppt/slides/slide2.xml": slide.format('show="0"', "hai"),
        "ppt/notesSlides/notesSlide1.xml": slide.format("", "ghi chú"),
    }))  # fmt: skip
    assert list(texts(found).values()) == ["ghi chú\n", "hai\n", "mười\n"]
    assert found.of("hidden-part")[0].facts["name"] == "ppt/slides/slide2.xml"


def test_xml_that_ends_early_gives_what_came_before() -> None:
    found = holds(office, ooxml({"word/document.xml": "<d><p><r><t>trước</t></r></p><p>"}))
    assert texts(found)[MAIN] == "trước\n"
    assert codes(found) == ["corrupt"]
