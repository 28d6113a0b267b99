"""Pages of a PDF: their text, their pictures, and the work that both may cost."""

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from tests.extractors.documents.support.packages import codes, holds, looked_at, texts
from tests.extractors.documents.support.pdfs import (
    CATALOG,
    FONT,
    PAGE,
    document,
    encrypted,
    file_of,
    picture_file,
    stream,
    updated,
)

from truyvet.extractors import pdf
from truyvet.extractors.documents.pdffile import MAX_DECODED, REPAIRS, Exhausted, opened, trouble
from truyvet.extractors.documents.pdfpages import (
    MAX_PICTURES,
    Budget,
    page_images,
    page_text,
    resolve,
)
from truyvet.extractors.engine.view import FileView
from truyvet.extractors.interface import Facts, Text
from truyvet.extractors.settings import Settings


def pages(*contents: bytes, resources: bytes = FONT, more: dict[int, bytes] | None = None) -> bytes:
    """A file of a page for each content; further objects count from 50."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * n) for n in range(len(contents)))
    objects = {
        1: CATALOG % b"",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
    }
    for n, content in enumerate(contents):
        place = 3 + 2 * n
        page = PAGE.replace(b"4 0 R", b"%d 0 R" % (place + 1))
        objects |= {place: page % (resources, b""), place + 1: stream(content)}
    return file_of(objects | (more or {}))


def shows(text: bytes) -> bytes:
    return b"BT /F1 12 Tf 10 100 Td (%s) Tj ET" % text


def images(content: bytes, tmp_path: Path, **more: object) -> list[tuple[str, bytes]]:
    path = tmp_path / "x"
    path.write_bytes(content)
    facts = Facts(id="0" * 64, path="x", size=len(content), sha256="0" * 64)
    settings = Settings(passwords=tuple(more.get("passwords", ())))  # type: ignore[arg-type]
    known = tuple(Text(locator=(f"pdf:page/{n}",), text="x") for n in more.get("known", ()))  # type: ignore[attr-defined]
    view = FileView(path, facts, settings, tmp_path, "", known)
    found = list(page_images(view))
    view.close()
    return found


def test_pages_are_numbered_from_one_in_their_order() -> None:
    found = holds(pdf, pages(*(shows(b"trang %d" % n) for n in range(1, 12))))
    assert list(texts(found).items())[:2] == [("pdf:page/1", "trang 1"), ("pdf:page/2", "trang 2")]
    assert texts(found)["pdf:page/11"] == "trang 11"
    assert [one.raw for one in found.observations if one.locator == ("pdf:pages",)] == ["11"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BT /F1 12 Tf 10 100 Td (a) Tj 0 -20 Td (b) Tj ET", "a\nb"),
        (b"BT /F1 12 Tf 10 100 Td [(a) 10 (b)] TJ ET", "ab"),
        (b"BT /F1 12 Tf 10 100 Td <616263> Tj ET", "abc"),
        (b"BT /F1 12 Tf 10 100 Td (a\\(b\\)) Tj ET", "a(b)"),
        (b"", ""),
        (b"q Q", ""),
    ],
)
def test_the_text_of_a_page_is_what_it_shows(content: bytes, text: str) -> None:
    assert texts(holds(pdf, pages(content))).get("pdf:page/1", "") == text


def test_vietnamese_is_read_through_the_map_of_the_font() -> None:
    text = "Nguyễn Văn Đức 0912 345 678"
    letters = sorted(set(text))
    rows = b"".join(
        b"<%02x> <%s>\n" % (n + 1, letter.encode("utf-16-be").hex().encode())
        for n, letter in enumerate(letters)
    )
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> "
    cmap += b"endcodespacerange %d beginbfchar\n%sendbfchar endcmap end" % (len(letters), rows)
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /X /ToUnicode 50 0 R >> >> >>"
    shown = "".join(f"{letters.index(letter) + 1:02x}" for letter in text).encode()
    whole = pages(b"BT /F1 12 Tf 10 100 Td <%s> Tj ET" % shown, resources=font,
                  more={50: stream(cmap)})  # fmt: skip
    assert texts(holds(pdf, whole))["pdf:page/1"] == text


def test_a_page_that_is_damaged_leaves_the_others() -> None:
    whole = pages(shows(b"a"), shows(b"b"), shows(b"c"))
    broken = whole.replace(b"/Contents 6 0 R", b"/Contents (xx)")
    found = holds(pdf, broken)
    assert {"a", "c"} <= set(texts(found).values())


def test_a_budget_is_of_operators_over_all_pages() -> None:
    budget = Budget()
    assert budget.spare(3_999_999)
    budget("Tj")
    with pytest.raises(Exhausted):
        budget("Tj")
    assert not budget.spare(1)


def test_a_page_of_too_many_operators_is_partial_and_those_before_stay() -> None:
    reader = PdfReader(io.BytesIO(pages(shows(b"a"))))
    spent = Budget()
    spent.spare(4_000_000)
    with pytest.raises(Exhausted):
        page_text(reader.pages[0], spent)


@pytest.mark.parametrize("number", [0, -1, 2, 1_000_000])
def test_a_page_that_is_not_there_is_a_lookup_error(number: int) -> None:
    with pytest.raises(LookupError):
        resolve(PdfReader(io.BytesIO(document())), number, None)


@pytest.mark.parametrize("n", [0, 1, 99])
def test_a_picture_that_is_not_there_is_a_lookup_error(n: int) -> None:
    with pytest.raises(LookupError):
        resolve(PdfReader(io.BytesIO(document())), 1, n)


def test_pictures_are_given_of_pages_without_text_alone(tmp_path: Path) -> None:
    assert [step for step, _ in images(picture_file(), tmp_path)] == ["pdf:page/1/image/0"]
    assert images(picture_file(), tmp_path, known=(1,)) == []


def test_a_picture_has_the_size_that_the_page_says(tmp_path: Path) -> None:
    ((_, picture),) = images(picture_file(), tmp_path)
    with Image.open(io.BytesIO(picture)) as opened_picture:
        assert opened_picture.size == (8, 8)


def test_pictures_of_a_page_are_bounded(tmp_path: Path) -> None:
    grey = stream(bytes(4), b"/Type /XObject /Subtype /Image /Width 2 /Height 2 "
                  b"/ColorSpace /DeviceGray /BitsPerComponent 8")  # fmt: skip
    count = MAX_PICTURES + 5
    names = b" ".join(b"/I%d %d 0 R" % (n, 50 + n) for n in range(count))
    draws = b" ".join(b"/I%d Do" % n for n in range(count))
    whole = pages(draws, resources=b"<< /XObject << %s >> >>" % names,
                  more={50 + n: grey for n in range(count)})  # fmt: skip
    assert len(images(whole, tmp_path)) == MAX_PICTURES


@pytest.mark.parametrize("old", [b"/Width 8", b"/DeviceGray", b"/BitsPerComponent 8", b"/Height 8"])
def test_a_broken_picture_is_left_out_or_given_and_no_fault(tmp_path: Path, old: bytes) -> None:
    whole = picture_file().replace(old, old[:-1] + b"0")
    for step, picture in images(whole, tmp_path):
        assert (step, bool(picture)) == ("pdf:page/1/image/0", True)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"x" * 99])
def test_a_file_that_does_not_open_has_no_pictures(tmp_path: Path, content: bytes) -> None:
    assert images(content, tmp_path) == []


def test_pictures_of_a_locked_file_need_its_password(tmp_path: Path) -> None:
    locked = encrypted(picture_file(), "khoa")
    assert images(locked, tmp_path, passwords=("sai",)) == []
    assert len(images(locked, tmp_path, passwords=("sai", "khoa"))) == 1


def test_a_page_that_decodes_to_too_much_is_a_bomb_and_the_others_are_read() -> None:
    bomb = stream(bytes(MAX_DECODED + 1), packed=True)
    whole = pages(shows(b"a"), shows(b"b")).replace(b"/Contents 6 0 R", b"/Contents 9 0 R")
    content = updated(whole, {9: bomb})
    found = looked_at(pdf, content)
    assert codes(found) == ["bomb"]
    assert texts(found) == {"pdf:page/1": "a"}


def test_a_file_is_searched_whole_only_so_often() -> None:
    whole = document()
    reader = opened(io.BytesIO(whole), len(whole))
    for _ in range(REPAIRS):
        reader.stream.read(-1)
    with pytest.raises(Exhausted):
        reader.stream.read()


@pytest.mark.parametrize(
    ("error", "code"),
    [(Exhausted("x"), "partial"), (ValueError("x"), "corrupt"), (KeyError("/Pages"), "corrupt"),
     (RecursionError(), "corrupt"), (zlib.error("x"), "corrupt")],
)  # fmt: skip
def test_what_the_library_raises_becomes_a_problem_without_its_words(
    error: Exception, code: str
) -> None:
    found = trouble(error, "pdf:page/1")
    assert (found.code, found.step) == (code, "pdf:page/1")
    assert "/Pages" not in found.why
