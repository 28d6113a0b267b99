"""Similarity: pictures that look alike have hashes that differ in few bits."""

import random
from io import BytesIO
from time import perf_counter

import pytest
from PIL import Image
from tests.extractors.pictures.build import drawn, encoded

from truyvet.extractors import similarity
from truyvet.extractors.pictures.nearness import Nearness, near
from truyvet.extractors.pictures.perceptual import distance
from truyvet.testing import Effort, check, examine

KINDS = ("phash", "dhash")
PHASH, DHASH = 0xBB33CCCCCC33E218, 0x0F0F0F0F0F0F0F0F
"""Of a part of Pillow's radial gradient, as first computed here: a change must be meant."""


def smooth(seed: int = 1) -> Image.Image:
    """Return a picture of large soft shapes, as photographs have."""
    source = random.Random(seed)
    rough = Image.new("RGB", (8, 8))
    for x in range(8):
        for y in range(8):
            rough.putpixel((x, y), tuple(source.randrange(256) for _ in range(3)))
    return rough.resize((320, 240), Image.Resampling.BICUBIC)


def hashes(content: bytes) -> dict[str, int]:
    found = examine(similarity, content)
    return {seen.kind: int(seen.raw, 16) for seen in found.observations}


def apart(one: bytes, other: bytes) -> list[int]:
    first, second = hashes(one), hashes(other)
    return [distance(first[kind], second[kind]) for kind in KINDS]


def test_a_picture_has_both_hashes_as_sixteen_digits() -> None:
    found = examine(similarity, encoded(smooth(), "PNG"))
    assert [(s.kind, s.locator, len(s.raw)) for s in found.observations] == [
        ("phash", ("image:phash",), 16),
        ("dhash", ("image:dhash",), 16),
    ]


def test_the_hashes_of_a_known_picture_never_change() -> None:
    known = Image.radial_gradient("L").crop((20, 60, 240, 250))
    assert hashes(encoded(known, "PNG")) == {"phash": PHASH, "dhash": DHASH}


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "BMP", "TIFF"])
def test_the_form_of_the_file_hardly_matters(form: str) -> None:
    assert max(apart(encoded(smooth(), "PNG"), encoded(smooth(), form))) <= 3


def test_a_scaled_and_recompressed_copy_is_near() -> None:
    copy = encoded(smooth().resize((200, 150)), "JPEG", quality=40)
    assert max(apart(encoded(smooth(), "PNG"), copy)) <= 6


def test_a_brighter_copy_with_a_word_on_it_is_near() -> None:
    copy = smooth().point(lambda value: min(255, value + 20))
    copy.paste((255, 255, 255), (10, 220, 90, 232))
    assert max(apart(encoded(smooth(), "PNG"), encoded(copy, "PNG"))) <= 12


def test_another_picture_is_far() -> None:
    assert min(apart(encoded(smooth(1), "PNG"), encoded(smooth(2), "PNG"))) >= 18


def test_a_transparent_picture_is_seen_on_white() -> None:
    clear = smooth().convert("RGBA")
    clear.putalpha(0)
    assert hashes(encoded(clear, "PNG")) == {}


def test_a_picture_of_one_shade_has_none() -> None:
    found = examine(similarity, encoded(Image.new("RGB", (50, 50), "red"), "PNG"))
    assert found.outcome.status == "empty"


def test_sixteen_bit_pictures_are_read() -> None:
    wide = smooth().convert("L").convert("I;16")
    assert set(hashes(encoded(wide, "PNG"))) == set(KINDS)


def test_a_picture_that_is_cut_off_is_damaged() -> None:
    content = encoded(smooth(), "PNG")
    assert examine(similarity, content[: len(content) // 2]).outcome.status == "corrupt"


def test_a_picture_of_many_frames_is_its_first() -> None:
    out = BytesIO()
    smooth(1).save(out, "GIF", save_all=True, append_images=[smooth(2)])
    assert max(apart(encoded(smooth(1), "GIF"), out.getvalue())) <= 3


def test_every_near_hash_is_found_and_no_other() -> None:
    source = random.Random(4)
    base = [source.getrandbits(64) for _ in range(400)]
    many = base + [
        value ^ (1 << source.randrange(64)) ^ (1 << source.randrange(64)) for value in base
    ]
    index = Nearness(many)
    for wanted in base[:20]:
        for within in (0, 2, 5, 9, 13, 30):
            assert index.near(wanted, within) == near(many, wanted, within)


def test_a_near_hash_among_a_hundred_thousand_is_found_in_milliseconds() -> None:
    source = random.Random(5)
    many = [source.getrandbits(64) for _ in range(100_000)]
    index = Nearness(many)
    begin = perf_counter()
    found = [index.near(many[place] ^ 0b1011, 8) for place in range(20)]
    each = (perf_counter() - begin) / 20
    assert [answer[0] for answer in found] == [(3, place) for place in range(20)]
    print(f"{each * 1000:.2f} ms")
    assert each < 0.05


def test_every_rule_is_kept() -> None:
    specimens = {"a.png": encoded(drawn(), "PNG"), "a.jpg": encoded(drawn(), "JPEG")}
    check(similarity, specimens, effort=Effort(cuts=3, flips=12, huge=32 << 20))
