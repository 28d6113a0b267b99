"""JPEG: segments in any order, spread metadata, lengths that lie, and what follows the end."""

import struct
from itertools import pairwise

import pytest
from tests.extractors.fields.damage import before_damage
from tests.extractors.pictures.build import drawn, encoded, jpeg, packet, tiff, with_exif

from truyvet.extractors import image
from truyvet.extractors.pictures import jpeg as reader
from truyvet.testing import Examination, examine, resolve

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"
GUID = b"0123456789ABCDEF0123456789ABCDEF"


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def kinds(content: bytes) -> list[str]:
    return [block.kind for block in reader.blocks(content)]


def until_damage(content: bytes) -> list[str]:
    return [block.kind for block in before_damage(reader.blocks(content), EOFError)]


def values(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.raw for seen in found.observations}


def resource(number: int, content: bytes) -> bytes:
    return (
        b"8BIM"
        + struct.pack(">HHI", number, 0, len(content))
        + content
        + b"\0" * (len(content) & 1)
    )


@pytest.mark.parametrize(
    ("marker", "content", "kind"),
    [
        (0xE1, b"Exif\0\0" + tiff({}), "exif"),
        (0xE1, XMP + packet(""), "xmp"),
        (0xFE, b"a comment", "comment"),
        (0xED, b"Photoshop 3.0\0" + resource(0x040B, b"x"), "photoshop"),
        (0xE0, b"JFXX\0\x10" + encoded(drawn((8, 8)), "JPEG"), "thumbnail"),
        (0xEB, b"JP\0\1\0\0\0\1\0\0\0\x20jumb", "credentials"),
    ],
)
def test_a_segment_is_known_by_its_marker_and_its_name(
    marker: int, content: bytes, kind: str
) -> None:
    assert kinds(SOI + segment(marker, content) + EOI) == [kind, "appended"]


@pytest.mark.parametrize(
    ("marker", "content"),
    [
        (0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0"), (0xE1, b"FLIR\0data"), (0xE2, b"ICC_PROFILE\0\1\1"),
        (0xED, b"Adobe_CM\0"), (0xEB, b"HDR_RI"), (0xDB, b"\0" * 65), (0xE1, b""),
        (0xE0, b"JFXX\0\x11"),
    ],
)  # fmt: skip
def test_other_segments_are_passed_over(marker: int, content: bytes) -> None:
    assert kinds(SOI + segment(marker, content) + EOI) == ["appended"]


def test_fill_bytes_before_a_marker_are_passed_over() -> None:
    assert kinds(SOI + b"\xff" * 9 + segment(0xFE, b"x") + EOI) == ["comment", "appended"]


def test_metadata_between_scans_is_found() -> None:
    content = encoded(drawn((64, 64)), "JPEG", progressive=True)
    place = content.rindex(b"\xff\xda")
    found = examine(image, content[:place] + segment(0xFE, b"between") + content[place:])
    assert [seen.raw for seen in found.of("comment")] == ["between"]


@pytest.mark.parametrize("stuffed", [b"\xff\x00", b"\xff\xd0", b"\xff\xd7", b"\xff\x01"])
def test_stuffed_bytes_and_restarts_in_a_scan_are_no_markers(stuffed: bytes) -> None:
    scan = segment(0xDA, bytes(10)) + b"data" + stuffed + b"more"
    assert [marker for marker, _, _ in reader.segments(SOI + scan + EOI)] == [0xDA, 0xD9]


@pytest.mark.parametrize("length", [0, 1])
def test_a_segment_shorter_than_its_own_length_ends_the_reading(length: int) -> None:
    content = SOI + segment(0xFE, b"x") + struct.pack(">BBH", 0xFF, 0xFE, length) + b"abcd" + EOI
    assert until_damage(content) == ["comment"]


def test_a_segment_beyond_the_end_ends_the_reading() -> None:
    assert until_damage(SOI + segment(0xFE, b"x") + b"\xff\xfe\xff\xffab") == ["comment"]


@pytest.mark.parametrize("tail", [b"", b"\xff", b"\xff\xfe", b"\xff\xfe\0"])
def test_a_file_without_an_end_is_cut(tail: bytes) -> None:
    assert until_damage(SOI + segment(0xFE, b"x") + tail) == ["comment"]


def test_image_resources_over_several_segments_are_joined() -> None:
    whole = resource(0x040B, b"https://example.vn/" + b"a" * 200) + resource(0x040A, b"\1")
    parts = [whole[:50], whole[50:120], whole[120:]]
    content = jpeg([(0xED, b"Photoshop 3.0\0" + part) for part in parts])
    found = values(examine(image, content))
    assert found["photoshop:0x040B"].startswith("https://example.vn/aaa")
    assert found["photoshop:0x040A"] == "copyrighted"
    assert resolve(image, content, ("photoshop:0x040A",)) == b"copyrighted"


def extended(whole: bytes, *cuts: int, guid: bytes = GUID) -> list[tuple[int, bytes]]:
    """Return segments of extended XMP, cut at these places, in the order they are given."""
    bounds = [0, *cuts, len(whole)]
    return [
        (0xE1, EXTENDED + guid + struct.pack(">II", len(whole), begin) + whole[begin:end])
        for begin, end in pairwise(bounds)
    ]


def test_extended_xmp_is_joined_by_its_offsets_in_whatever_order_it_comes() -> None:
    whole = packet("<dc:title>" + "Đà Nẵng " * 40 + "</dc:title>")
    parts = extended(whole, 100, 200)
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        content = jpeg([parts[number] for number in order])
        assert values(examine(image, content))["xmp:dc/title"].startswith("Đà Nẵng Đà")


def test_extended_xmp_of_two_identities_is_kept_apart() -> None:
    one, two = packet("<dc:title>one</dc:title>"), packet("<dc:title>two</dc:title>")
    content = jpeg([*extended(one, 50), *extended(two, 60, guid=GUID[::-1])])
    assert [seen.raw for seen in examine(image, content).of("title")] == ["one", "two"]


def test_extended_xmp_whose_middle_is_missing_is_damaged() -> None:
    parts = extended(packet("<dc:title>" + "x" * 300 + "</dc:title>"), 100, 300)
    found = examine(image, jpeg([parts[0], parts[2]]))
    assert found.outcome.defects[0].text == "damaged XMP (ValueError)"


def test_an_extended_segment_without_its_numbers_is_passed_over() -> None:
    assert kinds(SOI + segment(0xE1, EXTENDED + GUID[:10]) + EOI) == ["appended"]


def test_the_thumbnail_of_jfif_is_a_child() -> None:
    small = encoded(drawn((8, 8)), "JPEG")
    content = jpeg([(0xE0, b"JFXX\0\x10" + small)])
    (child,) = examine(image, content).children
    assert (child.found.locator, child.content) == ("jpeg:JFXX", small)
    assert resolve(image, content, ("jpeg:JFXX",)) == small


@pytest.mark.parametrize(
    ("comment", "normal"),
    [(b"plain", ""), ("Huế".encode(), "Huế"), (b"\xff\xfe", "\ufffd\ufffd")],
)
def test_a_comment_has_a_normal_form_where_it_is_not_plain(comment: bytes, normal: str) -> None:
    (seen,) = examine(image, jpeg([(0xFE, comment)])).of("comment")
    assert (seen.value(), seen.normal) == (comment, normal)


@pytest.mark.parametrize("blank", [b"", b"   ", b"\r\n"])
def test_a_blank_comment_is_nothing(blank: bytes) -> None:
    assert examine(image, jpeg([(0xFE, blank)])).of("comment") == []


@pytest.mark.parametrize(
    ("tail", "told"),
    [
        (b"", False), (b"\0", False), (b"x", False), (b"abc", False), (b"abcd", True),
        (b"\0\0a\0b\0c\0", False), (b"\xff" * 40, False), (b"\r\n" * 20, False),
        (b"\0" * 5_000 + b"PK\3\4", True), (b"\0" * 5_000, False), (EOI + b"\0\0", False),
    ],
)  # fmt: skip
def test_a_few_bytes_and_padding_after_the_end_are_nothing(tail: bytes, told: bool) -> None:
    found = examine(image, jpeg() + tail)
    assert bool(found.of("appended")) == told
    assert [child.content for child in found.children] == ([tail] if told else [])


def test_bytes_hidden_behind_padding_are_found() -> None:
    content = jpeg() + bytes(100_000) + b"Rar!\x1a\7\0"
    (child,) = examine(image, content).children
    assert child.content == bytes(100_000) + b"Rar!\x1a\7\0"
    assert resolve(image, content, (child.found.locator,)) == child.content


@pytest.mark.parametrize(
    ("tail", "what", "flag"),
    [
        (jpeg(), "picture", ""), (b"\0\0\0\x18ftypmp42" + bytes(12), "film", ""),
        (b"PK\3\4abcdefgh", "", "metadata"), (b"MZ\x90\0\3\0\0\0", "", "metadata"),
    ],
)  # fmt: skip
def test_what_cameras_append_themselves_asks_for_no_attention(
    tail: bytes, what: str, flag: str
) -> None:
    (seen,) = examine(image, jpeg() + tail).of("appended")
    assert (seen.facts.get("what", ""), seen.flag, seen.facts["size"]) == (
        what,
        flag,
        str(len(tail)),
    )


def test_a_marker_of_the_begin_inside_is_passed_over() -> None:
    assert kinds(SOI + SOI + segment(0xFE, b"x") + EOI) == ["comment", "appended"]


def test_no_more_segments_than_a_bound_are_followed() -> None:
    content = SOI + segment(0xFE, b"x") * (reader.MAX_SEGMENTS + 10) + EOI
    assert len(until_damage(content)) == reader.MAX_SEGMENTS


def test_any_cut_of_a_picture_keeps_the_metadata_before_it() -> None:
    content = with_exif(tiff({0x010F: "Canon"}))
    whole = content.index(b"Canon") + 40
    for length in range(whole, len(content), 97):
        found = examine(image, content[:length])
        assert values(found)["exif:IFD0/Make"] == "Canon"
        assert found.outcome.status == "corrupt"
