"""All metadata of a picture together: documents, thumbnails, what is appended, bounds."""

import pytest
from tests.extractors.pictures.build import drawn, encoded, jpeg, packet, png, tiff, with_exif

from truyvet.extractors import image
from truyvet.extractors.pictures import metadata
from truyvet.testing import examine

SMALL = encoded(drawn((16, 12)), "JPEG")
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>'


@pytest.mark.parametrize(
    ("content", "name", "media", "known"),
    [
        (DRAWING, "a.svg", "text/xml", True),
        (DRAWING, "a", "image/svg+xml", True),
        (DRAWING, "a.jpg", "text/xml", False),
        (b"\xef\xbb\xbf \n" + DRAWING, "a.svg", "text/plain", True),
        (DRAWING.decode().encode("utf-16"), "a.xmp", "text/plain", True),
        (b"\x89PNG\r\n\x1a\n", "a.svg", "image/png", False),
        (b"", "a.xmp", "", False),
    ],
)
def test_a_drawing_or_sidecar_is_known_by_its_type_or_by_name_and_begin(
    content: bytes, name: str, media: str, known: bool
) -> None:
    assert metadata.is_document(content, name, media) == known


@pytest.mark.parametrize("order", [0, 1])
def test_thumbnails_of_every_form_have_locators_of_their_own(order: int) -> None:
    other = encoded(drawn((16, 12), seed=5), "JPEG")
    parts = [(0xE1, b"Exif\0\0" + tiff({}, thumbnail=one)) for one in (SMALL, other)]
    content = jpeg([parts[order], parts[1 - order], (0xE0, b"JFXX\0\x10" + SMALL)])
    found = {child.found.locator: child.content for child in examine(image, content).children}
    assert found == {
        "exif:thumbnail": (SMALL, other)[order],
        "exif:thumbnail#2": (other, SMALL)[order],
        "jpeg:JFXX": SMALL,
    }


def test_no_more_thumbnails_than_a_bound_are_told() -> None:
    content = jpeg([(0xE0, b"JFXX\0\x10" + b"x")] * 80)
    assert len(metadata.thumbnails(content)) == 50


def test_a_thumbnail_that_claims_more_than_its_block_is_cut_there() -> None:
    block = bytearray(tiff({}, thumbnail=SMALL))
    at = block.rindex(len(SMALL).to_bytes(4, "little"), 0, len(block) - len(SMALL))
    block[at : at + 4] = (1 << 30).to_bytes(4, "little")
    (child,) = examine(image, with_exif(bytes(block))).children
    assert child.content == SMALL


@pytest.mark.parametrize("padding", [b"\0", b"\xff", b" ", b"\r\n"])
@pytest.mark.parametrize("length", [1, 3, 5_000])
def test_padding_of_any_length_is_nothing_and_what_follows_it_is_something(
    padding: bytes, length: int
) -> None:
    assert metadata.appended(png() + padding * length) == []
    (block,) = metadata.appended(png() + padding * length + b"%PDF")
    assert block.length == len(padding) * length + 4


def test_padding_beyond_a_bound_is_not_searched() -> None:
    tail = bytes(metadata.MAX_PADDING)
    assert len(metadata.appended(png() + tail[:-4] + b"abcd")) == 1
    assert metadata.appended(png() + tail + b"abcd") == []


@pytest.mark.parametrize(("start", "length"), [(0, 10), (3, 4), (9, 1), (10, 0), (8, 50)])
def test_a_stretch_reads_as_the_bytes_it_covers(start: int, length: int) -> None:
    with metadata.stretch(b"0123456789", start, length) as stream:
        assert stream.read() == b"0123456789"[start : start + length]


def test_a_sidecar_in_utf_16_is_read() -> None:
    content = packet("<dc:title>Đà Nẵng</dc:title>").decode().encode("utf-16")
    (seen,) = examine(image, content, name="a.xmp").of("title")
    assert seen.raw == "Đà Nẵng"


def test_no_size_is_told_of_what_is_no_file_of_boxes() -> None:
    assert list(metadata.boxed(png())) == []
