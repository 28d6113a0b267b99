"""Perceptual hashes: against a plain computation, and how alike pictures stay alike."""

import random
from math import cos, pi

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from truyvet.extractors.pictures import perceptual
from truyvet.extractors.pictures.perceptual import difference, distance, frequency, is_flat


def soft(seed: int, size: tuple[int, int] = (240, 180)) -> Image.Image:
    """Return a grey picture of large soft shapes, as photographs have."""
    source = random.Random(seed)
    rough = Image.frombytes("L", (8, 8), source.randbytes(64))
    return rough.resize(size, Image.Resampling.BICUBIC)


def dhash(picture: Image.Image) -> int:
    """Return the hash by differences, pixel by pixel."""
    small = picture.resize((9, 8), Image.Resampling.BOX)
    bits = ""
    for y in range(8):
        for x in range(8):
            left, right = small.getpixel((x, y)), small.getpixel((x + 1, y))
            bits += "1" if str(right).zfill(3) > str(left).zfill(3) else "0"
    return int(bits, 2)


def phash_values(picture: Image.Image) -> list[float]:
    """Return the lowest 64 waves of the picture in floating point, in the order of the bits."""
    pixels = picture.resize((32, 32), Image.Resampling.BOX).tobytes()
    waves = [[cos(pi * u * (2 * x + 1) / 64) for x in range(32)] for u in range(8)]
    return [
        sum(
            waves[down][y] * sum(waves[across][x] * pixels[32 * y + x] for x in range(32))
            for y in range(32)
        )
        for down in range(8)
        for across in range(8)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_hash_by_differences_is_that_of_its_definition(seed: int) -> None:
    assert difference(soft(seed)) == dhash(soft(seed))


@pytest.mark.parametrize("seed", range(4))
def test_the_hash_by_frequencies_is_that_of_its_definition(seed: int) -> None:
    values = phash_values(soft(seed))
    median = sorted(values[1:])[31]
    wanted = int("".join("1" if value > median else "0" for value in values), 2)
    assert distance(frequency(soft(seed)), wanted) <= 1


CHANGES = {
    "smaller": lambda one: one.resize((120, 90)),
    "larger": lambda one: one.resize((480, 360)),
    "brighter": lambda one: ImageEnhance.Brightness(one).enhance(1.15),
    "paler": lambda one: ImageEnhance.Contrast(one).enhance(0.7),
    "blurred": lambda one: one.filter(ImageFilter.GaussianBlur(2)),
    "sharper": lambda one: one.filter(ImageFilter.SHARPEN),
    "stretched": lambda one: one.resize((300, 180)),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_copy_stays_near(name: str, seed: int) -> None:
    one, other = soft(seed), CHANGES[name](soft(seed))
    assert distance(difference(one), difference(other)) <= 6
    assert distance(frequency(one), frequency(other)) <= 8


def test_a_stamp_on_a_picture_leaves_it_near() -> None:
    other = soft(1)
    ImageDraw.Draw(other).rectangle((10, 150, 70, 170), fill=255)
    assert distance(frequency(soft(1)), frequency(other)) <= 10


@pytest.mark.parametrize("change", [ImageOps.mirror, ImageOps.flip, ImageOps.invert])
def test_a_mirrored_or_inverted_picture_is_another(change: object) -> None:
    assert callable(change)
    assert distance(difference(soft(1)), difference(change(soft(1)))) >= 20


def test_pictures_of_other_things_are_far_apart_on_the_whole() -> None:
    hashes = [frequency(soft(seed)) for seed in range(12)]
    apart = [distance(one, other) for place, one in enumerate(hashes) for other in hashes[:place]]
    assert min(apart) > 10
    assert 26 <= sum(apart) / len(apart) <= 38


@pytest.mark.parametrize(
    ("low", "high", "flat"),
    [(0, 0, True), (255, 255, True), (100, 105, True), (100, 106, False), (0, 255, False)],
)
def test_a_picture_is_flat_up_to_a_few_shades(low: int, high: int, flat: bool) -> None:
    picture = Image.new("L", (90, 80), low)
    picture.paste(high, (0, 0, 45, 80))
    assert is_flat(picture) == flat


def test_a_picture_of_one_shade_has_no_bit_of_difference() -> None:
    assert difference(Image.new("L", (50, 50), 7)) == 0


@pytest.mark.parametrize("size", [(1, 1), (9, 8), (2_000, 3), (3, 2_000)])
def test_a_picture_of_any_shape_has_hashes_of_64_bits(size: tuple[int, int]) -> None:
    picture = Image.frombytes("L", size, random.Random(2).randbytes(size[0] * size[1]))
    assert 0 <= difference(picture) < 1 << 64
    assert 0 <= frequency(picture) < 1 << 64


def test_a_slope_to_the_right_sets_every_bit_of_difference() -> None:
    slope = Image.frombytes("L", (180, 16), bytes(x for _ in range(16) for x in range(180)))
    assert difference(slope) == (1 << 64) - 1
    assert difference(ImageOps.mirror(slope)) == 0


def test_the_waves_are_those_of_the_cosine_transform() -> None:
    table = perceptual._cosines()  # the one place where floating point becomes integers
    assert (len(table), len(table[0]), set(table[0])) == (8, 32, {1 << 20})
    for one in range(1, 8):
        assert abs(sum(table[one])) < 64
