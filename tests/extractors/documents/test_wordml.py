"""WordprocessingML: text as it is read, changes, comments, hidden text and fields."""

import io

import pytest
from tests.extractors.documents.support.packages import W

from truyvet.extractors.documents.findings import Finding, Seen, Trouble, Words
from truyvet.extractors.documents.wordml import Reader

PART = "word/document.xml"
WHO = 'w:author="Lê Văn Hùng" w:date="2026-03-14T12:00:00Z"'


def read(body: str, part: str = PART) -> list[Finding]:
    content = f"<w:document {W}>{body}</w:document>".encode()
    return list(Reader(part).read(io.BytesIO(content)))


def words(body: str) -> str:
    return next(one.text for one in read(body) if isinstance(one, Words))


def seen(body: str, kind: str) -> list[Seen]:
    return [one for one in read(body) if isinstance(one, Seen) and one.kind == kind]


def r(inner: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{inner}</w:t></w:r>"


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (p(r("Nguyễn "), r("Văn Đức")), "Nguyễn Văn Đức\n"),
        (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), "a\tb\nc\n"),
        (p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:cr/></w:r>"), "a-b\n\n"),
        (p(), "\n"),
        (p("<w:r><w:sym w:char='F04A'/></w:r>"), "\n"),
        ("<w:p>ngoài</w:p>", "\n"),
        (p(r("a&lt;b&amp;c")), "a<b&c\n"),
        (p("<w:hyperlink>", r("liên kết"), "</w:hyperlink>"), "liên kết\n"),
        (p("<w:smartTag><w:sdt><w:sdtContent>", r("sâu"), "</w:sdtContent></w:sdt></w:smartTag>"),
         "sâu\n"),
    ],
)  # fmt: skip
def test_runs_make_paragraphs_and_breaks_are_kept(body: str, shown: str) -> None:
    assert words(body) == shown


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(paragraphs)}</w:tc>"


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([[cell(p(r("a"))), cell(p(r("b")))]], "a\tb\t\n"),
        ([[cell(p(r("a")))], [cell(p(r("b")))]], "a\t\nb\t\n"),
        ([[cell(p(r("a")), p(r("b")))]], "a\nb\t\n"),
        ([[cell(p()), cell(p(r("b")))]], "\tb\t\n"),
        ([[cell(), cell(p(r("b")))]], "\tb\t\n"),
    ],
)
def test_cells_are_parted_by_tabs_and_rows_by_lines(rows: list[list[str]], shown: str) -> None:
    body = "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows)
    assert words(f"<w:tbl>{body}</w:tbl>") == shown


@pytest.mark.parametrize(
    ("element", "change", "shown"),
    [
        ("ins", "inserted", "một hai\n"), ("del", "deleted", "một[- hai-]\n"),
        ("moveFrom", "moved away", "một[- hai-]\n"), ("moveTo", "moved here", "một hai\n"),
    ],
)  # fmt: skip
def test_each_sort_of_change_is_seen_with_who_made_it(
    element: str, change: str, shown: str
) -> None:
    tag = "delText" if element == "del" else "t"
    inner = f'<w:{element} w:id="1" {WHO}><w:r><w:{tag}> hai</w:{tag}></w:r></w:{element}>'
    assert words(p(r("một"), inner)) == shown
    (one,) = seen(p(r("một"), inner), "tracked-change")
    assert (one.raw, one.facts) == (
        " hai", {"change": change, "author": "Lê Văn Hùng", "written": "2026-03-14T12:00:00Z"},
    )  # fmt: skip


def test_a_change_inside_a_change_takes_its_own_text() -> None:
    inner = f"<w:del {WHO}><w:r><w:delText>b</w:delText></w:r></w:del>"
    found = seen(p(f"<w:ins {WHO}>{r('a')}{inner}{r('c')}</w:ins>"), "tracked-change")
    assert [(one.facts["change"], one.raw) for one in found] == [
        ("deleted", "b"),
        ("inserted", "ac"),
    ]


def test_a_mark_of_a_changed_paragraph_is_no_change_of_text() -> None:
    assert seen(f"<w:p><w:pPr><w:rPr><w:ins {WHO}/></w:rPr></w:pPr></w:p>", "tracked-change") == []


def test_a_time_is_utc_only_where_word_says_so() -> None:
    when = 'w:author="Lan" w:date="2026-03-14T19:00:00Z" w:dateUtc="2026-03-14T12:00:00Z"'
    (one,) = seen(p(f"<w:ins {when}>{r('a')}</w:ins>"), "tracked-change")
    assert one.facts["utc"] == "2026-03-14T12:00:00Z"


def test_comments_have_author_and_text_of_all_their_paragraphs() -> None:
    body = f'<w:comment w:id="0" {WHO}>{p(r("xem"))}{p(r(" lại"))}</w:comment>'
    (one,) = seen(body, "comment")
    assert (one.raw, one.facts["author"]) == ("xem lại", "Lê Văn Hùng")


@pytest.mark.parametrize(
    ("properties", "hidden"),
    [
        ("<w:vanish/>", True), ('<w:vanish w:val="1"/>', True), ('<w:vanish w:val="true"/>', True),
        ('<w:vanish w:val="0"/>', False), ('<w:vanish w:val="false"/>', False),
        ('<w:vanish w:val="off"/>', False), ("<w:b/>", False),
    ],
)  # fmt: skip
def test_hidden_text_is_read_and_flagged(properties: str, hidden: bool) -> None:
    body = p(r("thấy"), r("mật khẩu 2468", properties), r("thấy"))
    assert words(body) == "thấymật khẩu 2468thấy\n"
    found = seen(body, "hidden-part")
    assert [(one.raw, one.flag) for one in found] == (
        [("mật khẩu 2468", "metadata")] if hidden else []
    )


def field(*pieces: str) -> str:
    return "".join(
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
         *(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in pieces),
         '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', r("kết quả"),
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pieces", "relation", "flag"),
    [
        (["DDEAUTO c:\\\\cmd.exe"], "DDEAUTO", "script"),
        (["DD", "EAUTO", " c:\\\\cmd.exe"], "DDEAUTO", "script"),
        ([" dde x y "], "DDE", "script"),
        (["INCLUDEPICTURE http://a.example/x"], "INCLUDEPICTURE", "metadata"),
        (["INCLUDETEXT a.doc"], "INCLUDETEXT", "metadata"),
        (["IMPORT a.png"], "IMPORT", "metadata"),
        (["LINK Excel.Sheet a.xls"], "LINK", "metadata"),
    ],
)
def test_fields_that_load_are_seen_even_in_pieces(
    pieces: list[str], relation: str, flag: str
) -> None:
    (one,) = seen(p(field(*pieces)), "external-link")
    assert (one.raw, one.facts["relation"], one.flag) == (
        "".join(pieces).strip(), relation, flag,
    )  # fmt: skip


def test_a_simple_field_is_seen_too() -> None:
    (one,) = seen(p(f'<w:fldSimple w:instr=" DDE a b ">{r("x")}</w:fldSimple>'), "external-link")
    assert one.raw == "DDE a b"


def test_the_command_of_a_field_is_no_text_but_its_result_is() -> None:
    assert words(p(field("PAGE"))) == "kết quả\n"
    assert seen(p(field("PAGE")), "external-link") == []


def test_a_command_is_bounded() -> None:
    (one,) = seen(p(field("DDE ", *["x" * 3_000] * 10)), "external-link")
    assert len(one.raw) <= 4_096 + 3_000


def test_the_fallback_of_a_drawing_is_not_read_twice() -> None:
    choice = f"<mc:Choice xmlns:mc='m'>{p(r('khung'))}</mc:Choice>"
    fallback = f"<mc:Fallback xmlns:mc='m'>{p(r('khung'))}</mc:Fallback>"
    assert words(choice + fallback).count("khung") == 1


def test_a_part_that_ends_early_gives_what_came_before() -> None:
    content = f"<w:document {W}>{p(r('một'))}<w:p><w:r><w:t>hai".encode()
    found = list(Reader(PART).read(io.BytesIO(content)))
    assert isinstance(found[0], Words)
    assert found[0].text.startswith("một\n")
    assert isinstance(found[-1], Trouble)
    assert found[-1].step == f"docx:{PART}"
