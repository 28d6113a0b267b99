"""Photoshop's image resources: names, padding, what lies inside, chains that break."""

import struct

import pytest
from tests.extractors.fields.damage import before_damage
from tests.extractors.pictures.build import drawn, encoded, jpeg, packet, tiff

from truyvet.extractors import image
from truyvet.extractors.fields.field import DAMAGE
from truyvet.extractors.pictures import photoshop
from truyvet.extractors.pictures.block import Block, piece
from truyvet.testing import Examination, examine, resolve


def resource(number: int, content: bytes, name: bytes = b"", mark: bytes = b"8BIM") -> bytes:
    called = bytes([len(name)]) + name
    called += b"\0" * (len(called) & 1)
    head = mark + struct.pack(">H", number) + called + struct.pack(">I", len(content))
    return head + content + b"\0" * (len(content) & 1)


def block(*resources: bytes) -> Block:
    return piece("photoshop", b"".join(resources))


def version(writer: str, reader: str) -> bytes:
    def wide(word: str) -> bytes:
        return struct.pack(">I", len(word) + 1) + (word + "\0").encode("utf-16-be")

    return struct.pack(">IB", 1, 1) + wide(writer) + wide(reader) + struct.pack(">I", 1)


def examined(*resources: bytes) -> tuple[bytes, Examination]:
    content = jpeg([(0xED, b"Photoshop 3.0\0" + b"".join(resources))])
    return content, examine(image, content)


@pytest.mark.parametrize("name", [b"", b"a", b"ab", b"abc", b"x" * 255])
@pytest.mark.parametrize("length", [0, 1, 2, 7])
def test_names_and_contents_are_padded_to_even_lengths(name: bytes, length: int) -> None:
    content = block(resource(0x03E8, b"y" * length, name), resource(0x040B, b"https://a.vn"))
    assert [(number, inner.content()) for number, inner in photoshop.resources(content)] == [
        (0x03E8, b"y" * length), (0x040B, b"https://a.vn"),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", [b"8BIM", b"MeSa", b"PHUT", b"AgHg", b"DCSR"])
def test_resources_of_every_program_are_followed(mark: bytes) -> None:
    assert [number for number, _ in photoshop.resources(block(resource(7, b"x", mark=mark)))] == [7]


@pytest.mark.parametrize("junk", [b"junkjunkjunk", b"8bim" + bytes(20), b"\xff" * 12])
def test_a_chain_that_breaks_is_damage_after_what_came_before(junk: bytes) -> None:
    found = before_damage(photoshop.resources(block(resource(7, b"x"), junk)), ValueError)
    assert [number for number, _ in found] == [7]


@pytest.mark.parametrize("rest", [b"", b"\0", b"8BIM\x04\x04\0\0\0\0\0"])
def test_less_than_a_head_at_the_end_is_padding(rest: bytes) -> None:
    assert len(list(photoshop.resources(block(resource(7, b"x"), rest)))) == 1


@pytest.mark.parametrize("length", [100, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_resource_beyond_the_end_is_damage(length: int) -> None:
    with pytest.raises(EOFError):
        list(photoshop.resources(block(b"8BIM\x04\x0b\0\0" + struct.pack(">I", length) + b"abcd")))


def test_writer_and_reader_are_told_apart() -> None:
    content, found = examined(resource(0x0421, version("Adobe Photoshop", "Ảnh 2.0")))
    values = {seen.locator[0]: seen.raw for seen in found.of("application")}
    assert values == {
        "photoshop:0x0421/writer": "Adobe Photoshop",
        "photoshop:0x0421/reader": "Ảnh 2.0",
    }
    assert resolve(image, content, ("photoshop:0x0421/reader",)).decode() == "Ảnh 2.0"


@pytest.mark.parametrize("cut", [4, 5, 8])
def test_a_version_that_is_cut_is_damage(cut: int) -> None:
    with pytest.raises(DAMAGE):
        list(photoshop.fields(block(resource(0x0421, version("a", "b")[:cut]))))


@pytest.mark.parametrize(("content", "told"), [(b"\1", True), (b"\0", False), (b"", False)])
def test_a_mark_of_copyright_is_told_where_it_is_set(content: bytes, told: bool) -> None:
    found = list(photoshop.fields(block(resource(0x040A, content))))
    assert [each.raw for each in found] == ([b"copyrighted"] if told else [])


def test_an_address_tells_where_it_stands() -> None:
    content, found = examined(resource(0x040B, b"https://example.vn/a"))
    (seen,) = [s for s in found.observations if s.raw.startswith("https")]
    offset, _, length = seen.facts["bytes"].partition("+")
    assert content[int(offset) : int(offset) + int(length)] == b"https://example.vn/a"
    assert "https://example.vn/a" in [line.text for line in found.texts]


@pytest.mark.parametrize(
    ("number", "content", "step", "raw"),
    [
        (0x0404, b"\x1c\x02\x05\0\x05H\xc3\xa0 N", "iptc:2/5", "Hà N"),
        (0x0422, tiff({0x010F: "Canon"}), "exif:IFD0/Make", "Canon"),
        (0x0424, packet("<dc:title>Huế</dc:title>"), "xmp:dc/title", "Huế"),
    ],
)
def test_metadata_of_other_forms_inside_is_read(
    number: int, content: bytes, step: str, raw: str
) -> None:
    made, found = examined(resource(number, content, b"n"))
    assert {seen.locator[0]: seen.raw for seen in found.observations}[step] == raw
    assert resolve(image, made, (step,)).decode() == raw


@pytest.mark.parametrize("number", [0x0409, 0x040C])
def test_a_thumbnail_is_a_child_without_its_head(number: int) -> None:
    small = encoded(drawn((8, 8)), "JPEG")
    content, found = examined(resource(number, bytes(28) + small))
    (child,) = found.children
    assert (child.found.locator, child.content) == ("photoshop:thumbnail", small)
    assert resolve(image, content, ("photoshop:thumbnail",)) == small


@pytest.mark.parametrize("length", [0, 5, 28])
def test_a_thumbnail_without_a_picture_is_no_child(length: int) -> None:
    assert examined(resource(0x040C, bytes(length)))[1].children == []


def test_two_thumbnails_have_two_locators() -> None:
    small = [encoded(drawn((8, 8), seed), "JPEG") for seed in (3, 5)]
    content, found = examined(*[resource(0x040C, bytes(28) + one) for one in small])
    assert [child.found.locator for child in found.children] == [
        "photoshop:thumbnail", "photoshop:thumbnail#2",
    ]  # fmt: skip
    assert resolve(image, content, ("photoshop:thumbnail#2",)) == small[1]


def test_no_more_resources_than_a_bound_are_followed() -> None:
    content = block(resource(7, b"") * (photoshop.MAX_RESOURCES + 10))
    assert len(list(photoshop.resources(content))) == photoshop.MAX_RESOURCES
