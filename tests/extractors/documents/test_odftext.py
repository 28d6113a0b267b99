"""The text of OpenDocument parts: notes, changes, hidden parts, spaces, and what is left open."""

import io

import pytest
from tests.extractors.documents.support.packages import holds, odf, texts

from truyvet.extractors import office
from truyvet.extractors.documents import odftext
from truyvet.extractors.documents.findings import Finding, Seen, Words
from truyvet.extractors.documents.markup import Walk
from truyvet.extractors.documents.odftext import text

SPACES = " ".join(
    f'xmlns:{short}="urn:x:{short}"'
    for short in ("office", "text", "table", "dc", "style", "draw", "presentation", "xlink")
)
WHO = "<dc:creator>Lê Văn Hùng</dc:creator><dc:date>2026-03-14T12:00:00</dc:date>"


def read(body: str) -> list[Finding]:
    content = f"<office:document-content {SPACES}>{body}</office:document-content>".encode()
    return list(text(Walk(io.BytesIO(content), "odf:content.xml"), "content.xml"))


def words(body: str) -> str:
    return next(one.text for one in read(body) if isinstance(one, Words))


def seen(body: str, kind: str) -> list[Seen]:
    return [one for one in read(body) if isinstance(one, Seen) and one.kind == kind]


def note(inner: str, mark: str = "1") -> str:
    return (
        f"<text:note><text:note-citation>{mark}</text:note-citation>"
        f"<text:note-body><text:p>{inner}</text:p></text:note-body></text:note>"
    )


def comment(inner: str) -> str:
    return f"<office:annotation>{WHO}<text:p>{inner}</text:p></office:annotation>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<text:p>Nguyễn Văn Đức</text:p>", "Nguyễn Văn Đức\n"),
        ("<text:h>Đề mục</text:h><text:p>a</text:p>", "Đề mục\na\n"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc\n"),
        ("<text:p>a<text:s/>b</text:p>", "a b\n"),
        ('<text:p>a<text:s text:c="4"/>b</text:p>', "a    b\n"),
        ('<text:p>a<text:s text:c="0"/>b</text:p>', "a b\n"),
        ('<text:p>a<text:s text:c="x"/>b</text:p>', "a b\n"),
        ("<text:p>a<text:span>b</text:span>c</text:p>", "abc\n"),
        ("ngoài <text:p>trong</text:p> ngoài", "trong\n"),
        ("<text:tab/><text:s/>", ""),
    ],
)
def test_paragraphs_are_lines(body: str, shown: str) -> None:
    assert words(body) == shown


def test_spaces_that_an_element_stands_for_are_bounded() -> None:
    assert words('<text:p>a<text:s text:c="999999999"/></text:p>') == (
        "a" + " " * odftext.MAX_SPACES + "\n"
    )


def test_a_number_is_not_joined_with_the_mark_of_its_note() -> None:
    body = f"<text:p>gọi 0912 345 67{note('số của Lan', '8')} nhé</text:p><text:p>sau</text:p>"
    assert words(body) == "gọi 0912 345 67 nhé\nsố của Lan\nsau\n"


def test_a_comment_comes_behind_its_paragraph() -> None:
    assert words(f"<text:p>tài khoản{comment('xem lại')} này</text:p>") == (
        "tài khoản này\nxem lại\n"
    )


def test_notes_of_one_paragraph_keep_their_order() -> None:
    assert words(f"<text:p>a{note('một')}b{note('hai')}c</text:p>") == "abc\nmột\nhai\n"


def test_a_comment_in_a_note_comes_behind_both() -> None:
    assert words(f"<text:p>a{note('một' + comment('lời'))}b</text:p>").split() == [
        "ab", "một", "lời",
    ]  # fmt: skip


@pytest.mark.parametrize("aside", [note("mất"), comment("mất")])
@pytest.mark.parametrize("after", ["</text:p>", "</text:p></text:note-body>", "<text:s/>"])
def test_a_note_of_a_part_that_ends_early_is_not_lost(aside: str, after: str) -> None:
    body = f"<text:p>a{aside.partition('mất')[0]}mất{after}"
    content = f"<office:document-content {SPACES}>{body}".encode()
    walk = Walk(io.BytesIO(content), "odf:x")
    found = next(one.text for one in text(walk, "x") if isinstance(one, Words))
    assert found.startswith("a")
    assert "mất" in found


def row(*cells: str) -> str:
    return "".join(
        ("<table:table-row>", *(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells),
         "</table:table-row>")
    )  # fmt: skip


def test_cells_are_parted_by_tabs_and_rows_by_lines() -> None:
    rows = row("<text:p>a</text:p>", "<text:p>b</text:p>") + row("<text:p>c</text:p>", "")
    assert words(f"<table:table>{rows}</table:table>") == "a\tb\t\nc\t\t\n"


def test_a_cell_of_two_paragraphs_keeps_both() -> None:
    assert words(row("<text:p>a</text:p><text:p>b</text:p>")) == "a\nb\t\n"


def test_a_comment_of_a_cell_stands_before_it_and_is_none_of_its_text() -> None:
    assert words(row(comment("lời") + "<text:p>a</text:p>")) == "lời\na\t\n"


def region(sort: str, number: str, inner: str = "") -> str:
    return (
        f'<text:changed-region text:id="{number}"><text:{sort}><office:change-info>{WHO}'
        f"</office:change-info>{inner}</text:{sort}></text:changed-region>"
    )


def test_deleted_text_is_marked_and_seen_with_who_and_when() -> None:
    body = region("deletion", "c1", "<text:p>900 triệu</text:p>") + "<text:p>còn</text:p>"
    assert words(body) == "[-900 triệu\n-]còn\n"
    (one,) = seen(body, "tracked-change")
    assert one.raw == "900 triệu"
    assert one.facts == {
        "change": "deleted", "author": "Lê Văn Hùng", "written": "2026-03-14T12:00:00",
        "local": "2026-03-14T12:00:00",
    }  # fmt: skip


def inserted(number: str, inner: str) -> str:
    return (
        f'<text:change-start text:change-id="{number}"/>{inner}'
        f'<text:change-end text:change-id="{number}"/>'
    )


def test_inserted_text_is_seen_where_it_stands() -> None:
    body = region("insertion", "c1") + f"<text:p>a{inserted('c1', ' thêm')} b</text:p>"
    assert words(body) == "a thêm b\n"
    (one,) = seen(body, "tracked-change")
    assert (one.raw, one.facts["change"], one.facts["author"]) == (
        " thêm", "inserted", "Lê Văn Hùng",
    )  # fmt: skip


def test_an_insertion_may_run_through_paragraphs_and_overlap() -> None:
    body = region("insertion", "c1") + region("insertion", "c2")
    body += '<text:p>a<text:change-start text:change-id="c1"/>b</text:p><text:p>'
    body += '<text:change-start text:change-id="c2"/>c<text:change-end text:change-id="c1"/>d'
    body += '<text:change-end text:change-id="c2"/></text:p>'
    assert [one.raw for one in seen(body, "tracked-change")] == ["bc", "cd"]


@pytest.mark.parametrize(
    "body",
    [
        f"<text:p>{inserted('none', 'a')}</text:p>",
        region("insertion", "c1") + '<text:p><text:change-end text:change-id="c1"/></text:p>',
        region("insertion", "c1") + '<text:p><text:change-start text:change-id="c1"/>a</text:p>',
        region("deletion", "c1"),
        region("format-change", "c1") + f"<text:p>{inserted('c1', 'a')}</text:p>",
    ],
)
def test_a_change_of_no_text_is_none(body: str) -> None:
    assert seen(body, "tracked-change") == []


def test_who_changed_the_form_is_named_as_reviser() -> None:
    (one,) = seen(region("format-change", "c1"), "author")
    assert (one.raw, one.facts["role"]) == ("Lê Văn Hùng", "reviser")


def test_a_comment_has_its_author_and_time() -> None:
    (one,) = seen(f"<text:p>a{comment('kiểm tra')}</text:p>", "comment")
    assert (one.raw, one.facts["author"]) == ("kiểm tra", "Lê Văn Hùng")
    assert one.facts["local"] == "2026-03-14T12:00:00"


def styled(sort: str, properties: str, body: str) -> str:
    return (
        f'<style:style style:name="ẩn" style:family="{sort}">'
        f"<style:{sort}-properties {properties}/></style:style>"
        f'<style:style style:name="thường"><style:text-properties/></style:style>{body}'
    )


@pytest.mark.parametrize(
    ("sort", "properties", "body", "raw", "part"),
    [
        ("text", 'text:display="none"', '<text:p>a<text:span text:style-name="ẩn">mật</text:span>'
         "</text:p>", "mật", "text"),
        ("text", 'text:display="none"', '<text:p text:style-name="ẩn">cả đoạn</text:p>',
         "cả đoạn", "text"),
        ("table", 'table:display="false"', '<table:table table:name="Sổ đen" '
         'table:style-name="ẩn"/>', "Sổ đen", "sheet"),
        ("drawing-page", 'presentation:visibility="hidden"', '<draw:page draw:name="tr2" '
         'draw:style-name="ẩn"/>', "tr2", "slide"),
        ("drawing-page", 'presentation:visibility="hidden"', '<draw:page draw:style-name="ẩn"/>',
         "page", "slide"),
    ],
)  # fmt: skip
def test_what_a_style_hides_is_flagged(
    sort: str, properties: str, body: str, raw: str, part: str
) -> None:
    (one,) = seen(styled(sort, properties, body), "hidden-part")
    assert (one.raw, one.facts["part"], one.flag) == (raw, part, "metadata")


@pytest.mark.parametrize(
    "body",
    [
        '<text:p>a<text:span text:style-name="thường">b</text:span></text:p>',
        '<text:p>a<text:span text:style-name="ẩn"></text:span></text:p>',
        '<text:p><text:span text:style-name="không có">b</text:span></text:p>',
    ],
)
def test_what_no_style_hides_is_not(body: str) -> None:
    assert seen(styled("text", 'text:display="none"', body), "hidden-part") == []


def test_hidden_stretches_inside_each_other_are_seen_each_and_bounded() -> None:
    opens, closes = '<text:span text:style-name="ẩn">', "</text:span>"
    body = f"<text:p>{opens}a{opens}b{closes}c{closes}</text:p>"
    hidden = seen(styled("text", 'text:display="none"', body), "hidden-part")
    assert [one.raw for one in hidden] == ["b", "abc"]
    deep = f"<text:p>{opens * 500}x{closes * 500}</text:p>"
    assert len(seen(styled("text", 'text:display="none"', deep), "hidden-part")) <= 64


@pytest.mark.parametrize(
    ("body", "raw", "relation", "flag"),
    [
        ('<text:a xlink:href="https://vi-du.example/"/>', "https://vi-du.example/", "a", ""),
        ('<draw:image xlink:href="http://a.example/x.png"/>', "http://a.example/x.png", "image",
         "metadata"),
        ('<text:section-source xlink:href="file:///c:/a.odt"/>', "file:///c:/a.odt",
         "section-source", "metadata"),
        ('<office:dde-source office:dde-application="cmd" office:dde-topic="/c" '
         'office:dde-item="calc"/>', "cmd|/c|calc", "DDE", "script"),
    ],
)  # fmt: skip
def test_what_a_part_points_to_is_seen(body: str, raw: str, relation: str, flag: str) -> None:
    (one,) = seen(body, "external-link")
    assert (one.raw, one.facts["relation"], one.flag) == (raw, relation, flag)


@pytest.mark.parametrize("target", ["#mục", "./Object 1", "Pictures/1.png"])
def test_what_lies_inside_is_no_link(target: str) -> None:
    assert seen(f'<draw:image xlink:href="{target}"/>', "external-link") == []


def test_a_document_of_all_of_it_keeps_the_laws() -> None:
    body = region("deletion", "c1", "<text:p>xoá</text:p>")
    body += f"<text:p>a{note('chú')}{comment('lời')}</text:p>"
    found = holds(office, odf(body))
    assert texts(found)["odf:content.xml"] == "[-xoá\n-]a\nchú\nlời\n"
    assert {one.kind for one in found.observations} == {"tracked-change", "author", "comment"}
