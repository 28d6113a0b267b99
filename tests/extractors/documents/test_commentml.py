"""Comments in workbooks and presentations, old and new, with their authors."""

import io

import pytest
from tests.extractors.documents.support.packages import holds, ooxml, texts

from truyvet.extractors import office
from truyvet.extractors.documents import commentml
from truyvet.extractors.documents.commentml import authors, comments
from truyvet.extractors.documents.findings import Seen
from truyvet.extractors.documents.markup import Walk


def read(content: str, people: dict[str, str] | None = None) -> list[Seen]:
    walk = Walk(io.BytesIO(content.encode()), "")
    return [
        one for one in comments(walk, "xl/comments1.xml", people or {}) if isinstance(one, Seen)
    ]


def cells(*rows: tuple[str, str, str], people: tuple[str, ...] = ("Lan", "Phạm Quang")) -> str:
    listed = "".join(f"<author>{name}</author>" for name in people)
    made = "".join(
        f'<comment ref="{ref}" authorId="{who}"><text><r><t>{words}</t></r></text></comment>'
        for ref, who, words in rows
    )
    return f"<comments><authors>{listed}</authors><commentList>{made}</commentList></comments>"


def test_comments_of_cells_have_their_author_and_cell() -> None:
    one, two = read(cells(("A1", "1", "xem lại"), ("B2", "0", "đủ")))
    assert (one.raw, one.facts["author"], one.facts["cell"]) == ("xem lại", "Phạm Quang", "A1")
    assert (two.raw, two.facts["author"], two.facts["cell"]) == ("đủ", "Lan", "B2")
    assert one.step == "ooxml:xl/comments1.xml/comment/1"


@pytest.mark.parametrize("who", ["2", "-1", "", "x", "9" * 40])
def test_an_author_that_is_not_listed_is_unknown(who: str) -> None:
    assert read(cells(("A1", who, "a")))[0].facts["author"] == ""


def test_the_runs_of_a_comment_are_joined() -> None:
    runs = "<r><t>một </t></r><r><rPr><b/></rPr><t>hai</t></r>"
    assert (
        read(f"<comments><comment ref='A1'><text>{runs}</text></comment></comments>")[0].raw
        == "một hai"
    )


def test_an_author_may_be_nobody() -> None:
    one, two = read(cells(("A1", "0", "a"), ("A2", "1", "b"), people=("", "Lan")))
    assert (one.facts["author"], two.facts["author"]) == ("", "Lan")


@pytest.mark.parametrize(
    ("attributes", "known"),
    [
        ('dT="2026-03-14T09:15:00.00"', {"local": "2026-03-14T09:15:00"}),
        ('dT="2026-03-14T09:15:00Z"', {"utc": "2026-03-14T09:15:00Z", "zone": "+00:00"}),
        ("", {}),
        ('dT="hôm qua"', {}),
    ],
)
def test_threaded_comments_have_a_person_and_a_time(attributes: str, known: dict[str, str]) -> None:
    content = f'<ThreadedComments><threadedComment ref="A1" personId="{{7}}" {attributes}>'
    content += "<text>trả lời</text></threadedComment></ThreadedComments>"
    (one,) = read(content, {"{7}": "Phạm Quang"})
    assert (one.raw, one.facts["author"]) == ("trả lời", "Phạm Quang")
    assert {key: one.facts[key] for key in ("utc", "zone", "local") if key in one.facts} == known


def test_comments_of_slides_have_an_author_of_the_presentation() -> None:
    content = '<cmLst><cm authorId="3" dt="2026-03-14T13:00:00"><text>bổ sung</text></cm></cmLst>'
    (one,) = read(content, {"3": "Hồng"})
    assert (one.raw, one.facts["author"], one.facts["written"]) == (
        "bổ sung", "Hồng", "2026-03-14T13:00:00",
    )  # fmt: skip


def test_modern_comments_of_slides_are_drawn_text() -> None:
    content = '<cmLst><cm id="{1}" authorId="{2}" created="2026-03-14T13:00:00"><txBody><p><r>'
    content += "<t>ảnh mờ</t></r></p></txBody></cm></cmLst>"
    (one,) = read(content, {"{2}": "Hồng"})
    assert (one.raw, one.facts["author"]) == ("ảnh mờ", "Hồng")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('<cmAuthorLst><cmAuthor id="0" name="Lê Thị Hồng"/></cmAuthorLst>', {"0": "Lê Thị Hồng"}),
        ('<authorLst><author id="{2}" name="Lan"/></authorLst>', {"{2}": "Lan"}),
        ('<personList><person displayName="Quang" id="{7}"/></personList>', {"{7}": "Quang"}),
        ("<personList><person/></personList>", {"": ""}),
        ("<personList>", {}),
    ],
)
def test_people_are_read_by_their_identifier(content: str, found: dict[str, str]) -> None:
    assert authors(Walk(io.BytesIO(content.encode()), "")) == found


def test_people_are_bounded() -> None:
    many = "".join(f'<person id="{n}" displayName="x"/>' for n in range(commentml.MAX_PEOPLE + 9))
    found = authors(Walk(io.BytesIO(f"<personList>{many}</personList>".encode()), ""))
    assert len(found) == commentml.MAX_PEOPLE


def test_a_part_that_ends_early_gives_the_comments_before() -> None:
    assert [one.raw for one in read(cells(("A1", "0", "một"), ("A2", "0", "hai"))[:-60])] == ["một"]


def test_the_comments_of_a_presentation_and_workbook_keep_the_laws() -> None:
    slide = '<cmLst><cm authorId="0"><text>bổ sung</text></cm></cmLst>'
    whole = ooxml({
        "ppt/commentAuthors.xml": '<cmAuthorLst><cmAuthor id="0" name="Hồng"/></cmAuthorLst>',
        "ppt/comments/comment1.xml": slide, "xl/comments1.xml": cells(("A1", "1", "xem")),
    })  # fmt: skip
    found = holds(office, whole)
    assert {(one.raw, one.facts["author"]) for one in found.of("comment")} == {
        ("bổ sung", "Hồng"), ("xem", "Phạm Quang"),
    }  # fmt: skip
    assert texts(found)["pptx:ppt/comments/comment1.xml"] == "bổ sung\n"


def test_a_damaged_part_of_comments_is_named_once_and_read_so_far() -> None:
    found = holds(office, ooxml({"xl/comments1.xml": cells(("A1", "0", "một"))[:-20]}))
    assert [one.raw for one in found.of("comment")] == ["một"]
    assert len(found.outcome.defects) == 1
