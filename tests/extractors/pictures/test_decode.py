"""Decoding is bounded before it begins, and shows a picture as people see it."""

import struct
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.extractors.pictures.build import chunk, drawn, encoded, png

from truyvet.extractors.fields.field import DAMAGE
from truyvet.extractors.pictures import decode


def claiming(width: int, height: int) -> BytesIO:
    """Return a PNG that claims so many pixels and holds few."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    plain = png()
    return BytesIO(plain[:8] + chunk(b"IHDR", head) + plain[33:])


def grey(picture: Image.Image, form: str = "PNG") -> Image.Image:
    return decode.grey(decode.opened(BytesIO(encoded(picture, form))))


def shades(picture: Image.Image) -> set[int]:
    return set(picture.tobytes())


@pytest.mark.parametrize(
    ("width", "height"), [(60_000, 60_000), (1 << 14, (1 << 14) + 1), (0x7FFFFFFF, 1)]
)
def test_a_picture_that_claims_more_than_any_real_one_is_a_bomb(width: int, height: int) -> None:
    with pytest.raises(decode.Bomb, match=r"claims .* pixels"):
        decode.opened(claiming(width, height))


def test_a_picture_at_the_bound_is_opened_but_not_decoded() -> None:
    picture = decode.opened(claiming(1 << 14, 1 << 14))
    assert picture.size == (1 << 14, 1 << 14)
    with pytest.raises(decode.TooLarge):
        decode.grey(picture)


def test_a_file_of_too_many_bytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.write(png())
        file.truncate(decode.MAX_FILE + 1)
    with path.open("rb") as file, pytest.raises(decode.TooLarge, match="bytes"):
        decode.opened(file)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "ICO", "PPM", "PCX"])
def test_every_common_form_is_opened(form: str) -> None:
    picture = decode.opened(BytesIO(encoded(drawn((32, 32)), form)))
    assert (picture.format, picture.size) == (form, (32, 32))


@pytest.mark.parametrize("form", ["EPS", "TGA", "PDF", "SGI"])
def test_forms_that_start_programs_or_take_any_bytes_are_not_opened(form: str) -> None:
    with pytest.raises(DAMAGE):
        decode.opened(BytesIO(encoded(drawn((32, 32)), form)))


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_raises_what_is_called_damage(content: bytes) -> None:
    with pytest.raises(DAMAGE):
        decode.opened(BytesIO(content))


@pytest.mark.parametrize("at", [0.3, 0.6, 0.9])
def test_a_picture_that_is_cut_raises_damage_when_it_is_decoded(at: float) -> None:
    content = encoded(drawn((64, 64)), "PNG")
    with pytest.raises(DAMAGE):
        decode.grey(decode.opened(BytesIO(content[: int(len(content) * at)])))


def test_clear_parts_are_white_as_people_see_them() -> None:
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    assert shades(grey(clear)) == {255}


def test_half_clear_parts_lie_on_white() -> None:
    (shade,) = shades(grey(Image.new("RGBA", (4, 4), (0, 0, 0, 128))))
    assert shade == pytest.approx(127, abs=1)


def test_a_colour_that_is_named_clear_is_white() -> None:
    picture = Image.new("P", (8, 8), 1)
    picture.putpalette([9, 9, 9, 0, 0, 0])
    assert shades(decode.grey(decode.opened(BytesIO(encoded(picture, "PNG", transparency=1))))) == {
        255
    }


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "LA", "RGBA", "I;16"])
def test_every_mode_becomes_grey(mode: str) -> None:
    picture = drawn((16, 16))
    made = picture.convert("L").convert(mode) if mode == "I;16" else picture.convert(mode)
    assert grey(made).mode == "L"


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr", "LAB"])
def test_modes_of_print_become_grey(mode: str) -> None:
    assert grey(drawn((16, 16)).convert(mode), "TIFF").mode == "L"


def test_deep_pictures_are_stretched_from_their_darkest_to_their_brightest() -> None:
    deep = Image.new("I;16", (2, 1))
    deep.putpixel((0, 0), 10_000)
    deep.putpixel((1, 0), 10_100)
    assert shades(grey(deep)) == {0, 255}


def test_a_deep_picture_of_one_shade_stays_one_shade() -> None:
    assert len(shades(grey(Image.new("I;16", (3, 3), 70)))) == 1


def test_a_jpeg_is_decoded_no_further_than_needed() -> None:
    content = encoded(drawn((800, 600)), "JPEG")
    assert decode.grey(decode.opened(BytesIO(content)), 64).size == (100, 75)
    assert decode.grey(decode.opened(BytesIO(content))).size == (800, 600)


def test_the_version_is_pillows() -> None:
    assert decode.available()
    assert decode.version() == version("pillow")
