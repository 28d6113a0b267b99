"""OpenDocument: text, tables, tracked changes, properties, macros, encryption."""

from tests.extractors.documents.support.packages import codes, holds, odf, seen, survives, texts

from truyvet.extractors import office

CHANGE = (
    "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
    "<dc:creator>Lan</dc:creator><dc:date>2026-03-14T09:15:00</dc:date></office:change-info>"
    "<text:p>đã xóa</text:p></text:deletion></text:changed-region></text:tracked-changes>"
)


def test_paragraphs_with_spans_tabs_and_links_are_read() -> None:
    body = '<text:p>Gửi <text:span>anh</text:span><text:tab/><text:a xlink:href="https://a.example/">đây</text:a>!</text:p>'
    found = holds(office, odf(body))
    assert texts(found)["odf:content.xml"] == "Gửi anh\tđây!\n"
    assert list(seen(found, "external-link").values()) == ["https://a.example/"]


def test_cells_are_parted_by_tabs_and_rows_by_lines() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row>" + cell.format("tên") + cell.format("số") + "</table:table-row>"
    found = holds(office, odf(f"<table:table>{row}{row}</table:table>"))
    assert texts(found)["odf:content.xml"] == "tên\tsố\t\ntên\tsố\t\n"


def test_deleted_text_is_marked_and_its_author_is_seen() -> None:
    found = holds(office, odf(f"{CHANGE}<text:p>còn</text:p>"))
    assert texts(found)["odf:content.xml"] == "[-đã xóa\n-]còn\n"
    (author,) = found.of("author")
    assert (author.raw, author.facts["local"]) == ("Lan", "2026-03-14T09:15:00")


def test_comments_are_seen_with_author_and_time() -> None:
    note = (
        "<text:p>x<office:annotation><dc:creator>Hoa</dc:creator><dc:date>2026-03-14T09:15:00Z"
        "</dc:date><text:p>xem lại</text:p></office:annotation></text:p>"
    )
    (one,) = holds(office, odf(note)).of("comment")
    assert (one.raw, one.facts["author"], one.facts["utc"]) == (
        "xem lại", "Hoa", "2026-03-14T09:15:00Z",
    )  # fmt: skip


def test_properties_are_those_of_making_and_of_the_last_change() -> None:
    meta = (
        "<m xmlns:dc='d' xmlns:meta='m' xmlns:xlink='x'>"
        "<meta:initial-creator>A</meta:initial-creator>"
        "<dc:creator>B</dc:creator><meta:creation-date>2026-03-14T09:15:00+07:00</meta:creation-date>"
        "<dc:date>2026-03-15T00:00:00Z</dc:date><meta:generator>LibreOffice/7.4</meta:generator>"
        "<meta:template xlink:href='https://evil.example/t.ott'/>"
        "<meta:user-defined meta:name='Số'>42</meta:user-defined>"
        "<meta:document-statistic meta:page-count='3'/></m>"
    )
    found = holds(office, odf("<text:p>x</text:p>", {"meta.xml": meta}))
    assert {one.facts["role"]: one.raw for one in found.of("author")} == {
        "creator": "A", "modifier": "B",
    }  # fmt: skip
    times = {one.facts["role"]: one.normal for one in found.of("document-time")}
    assert times == {"created": "2026-03-14T02:15:00Z", "modified": "2026-03-15T00:00:00Z"}
    assert found.of("application")[0].raw == "LibreOffice/7.4"
    assert found.of("template")[0].flag == "metadata"
    named = {one.facts["name"]: one.raw for one in found.of("document-property")}
    assert named == {"Số": "42", "page-count": "3"}


def test_basic_macros_are_flagged_with_their_source() -> None:
    module = '<script:module xmlns:script="s" script:name="M">Sub Main\nEnd Sub</script:module>'
    parts: dict[str, str | bytes] = {
        "Basic/Standard/M.xml": module, "Scripts/python/a.py": "import os",
    }  # fmt: skip
    found = holds(office, odf("", parts))
    assert [(one.facts["language"], one.flag) for one in found.of("macro")] == [
        ("Basic", "macros"), ("python", "macros"),
    ]  # fmt: skip
    assert texts(found)["odf:Basic/Standard/M.xml"] == "Sub Main\nEnd Sub"


def test_an_encrypted_document_is_named_and_its_parts_are_not_read() -> None:
    manifest = (
        '<m:manifest xmlns:m="m"><m:file-entry m:full-path="content.xml"><m:encryption-data/>'
        "</m:file-entry></m:manifest>"
    )
    found = holds(office, odf("<text:p>x</text:p>", {"META-INF/manifest.xml": manifest}))
    assert found.outcome.status == "encrypted"
    assert found.of("encryption")[0].flag == "encrypted"
    assert not found.texts


def test_a_dde_link_and_a_remote_picture_are_flagged() -> None:
    body = (
        '<office:dde-source office:dde-application="cmd" office:dde-topic="/c"'
        ' office:dde-item="x"/>'
        '<text:p><office:image xlink:href="https://track.example/a.png"/></text:p>'
    )
    flags = [one.flag for one in holds(office, odf(body)).of("external-link")]
    assert flags == ["script", "metadata"]


def test_damage_is_named_and_never_crashes() -> None:
    whole = odf(f"{CHANGE}<text:p>còn</text:p>")
    survives(office, whole)
    assert codes(holds(office, odf("<text:p>dở"))) == ["corrupt"]
