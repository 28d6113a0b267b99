"""OCR: text in pictures is read where the program is there, and said to be unread where not."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.extractors.pictures.build import encoded

from truyvet.extractors import ocr
from truyvet.extractors.interface import Limits
from truyvet.extractors.settings import Settings
from truyvet.testing import Effort, check, examine, resolve

LINES = ("Chuyển khoản cho Nguyễn Văn Đức", "Số tài khoản 0071000123456")
FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
)
KLINGON = Settings(languages="vie+tlh")


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """A picture with two lines of Vietnamese; skipped without the program or a font."""
    if not ocr.installed().languages.issuperset({"vie", "eng"}):
        pytest.skip("needs tesseract: apt-get install tesseract-ocr tesseract-ocr-vie")
    path = next((font for font in FONTS if Path(font).is_file()), None)
    if path is None:
        pytest.skip("needs a font with Vietnamese: apt-get install fonts-dejavu-core")
    picture = Image.new("RGB", (640, 120), "white")
    font = ImageFont.truetype(path, 24)
    ImageDraw.Draw(picture).text((20, 20), "\n".join(LINES), fill="black", font=font)
    return picture


def test_vietnamese_is_read_with_every_mark(page: Image.Image) -> None:
    (line,) = examine(ocr, encoded(page, "PNG")).texts
    assert (line.locator, line.text) == (("ocr:page/0",), "\n".join(LINES))


def test_the_text_is_read_again_from_its_locator(page: Image.Image) -> None:
    content = encoded(page, "JPEG", quality=85)
    (line,) = examine(ocr, content).texts
    assert resolve(ocr, content, line.locator) == line.text.encode()


def test_a_page_that_was_scanned_into_a_pdf_is_read(page: Image.Image) -> None:
    pytest.importorskip("pypdf")
    out = BytesIO()
    page.save(out, "PDF")
    found = examine(ocr, out.getvalue())
    (line,) = found.texts
    assert line.locator == ("ocr:page/1/image/0",)
    assert "0071000123456" in line.text
    assert resolve(ocr, out.getvalue(), line.locator) == line.text.encode()


def test_a_picture_without_text_is_empty(page: Image.Image) -> None:
    blank = encoded(Image.new("RGB", page.size, "white"), "PNG")
    assert examine(ocr, blank).outcome.status == "empty"


def test_a_step_that_no_page_has_is_refused(page: Image.Image) -> None:
    content = encoded(page, "PNG")
    for step in ("ocr:page/1", "ocr:", "ocr:page/0/image/0"):
        with pytest.raises(LookupError):
            resolve(ocr, content, (step,))


def test_a_language_that_is_missing_makes_it_unsupported_and_says_how_to_get_it() -> None:
    found = examine(ocr, encoded(Image.new("L", (200, 100)), "PNG"), settings=KLINGON)
    assert found.outcome.status == "unsupported"
    assert found.outcome.defects[0].text == (
        "needs tesseract with vie+tlh: "
        "apt-get install tesseract-ocr tesseract-ocr-vie tesseract-ocr-tlh"
    )


def test_an_icon_is_empty_even_where_the_program_is_missing() -> None:
    found = examine(ocr, encoded(Image.new("L", (31, 31)), "PNG"), settings=KLINGON)
    assert found.outcome.status == "empty"


def test_the_configuration_tells_version_and_languages_or_absence() -> None:
    assert ocr.configuration(KLINGON)["tesseract"] == "absent"
    assert ocr.configuration(KLINGON)["languages"] == "vie+tlh"


def test_only_tesseract_is_started() -> None:
    assert ocr.PROGRAMS == ("tesseract",)
    assert isinstance(ocr.LIMITS, Limits)
    assert ocr.LIMITS.wall > ocr.SECONDS


def test_a_damaged_picture_is_named() -> None:
    content = encoded(Image.new("L", (200, 100)), "PNG")
    assert examine(ocr, content[:50]).outcome.status in ("corrupt", "unsupported")


def test_every_rule_is_kept(page: Image.Image) -> None:
    specimens = {"a.png": encoded(page.crop((0, 0, 420, 60)), "PNG")}
    check(ocr, specimens, effort=Effort(cuts=1, flips=2, huge=16 << 20))
