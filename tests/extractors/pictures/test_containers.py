"""GIF, WebP, Photoshop and TIFF: where their metadata stands, and chains that break."""

import struct

import pytest
from tests.extractors.pictures.build import drawn, encoded, packet, tiff

from truyvet.extractors import image
from truyvet.extractors.fields.field import DAMAGE
from truyvet.extractors.pictures import containers
from truyvet.testing import Examination, examine, resolve

EXIF = tiff({0x010F: "Canon"})
XMP = packet("<dc:title>Huế</dc:title>")
TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
"""What follows XMP in a GIF, so that a walk by sub-blocks ends (XMP part 3, 1.1.2)."""


def values(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.raw for seen in found.observations}


def kinds(content: bytes) -> list[str]:
    return [block.kind for block in containers.blocks(content)]


def subblocks(content: bytes, size: int = 255) -> bytes:
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def gif(*blocks: bytes, colours: bool = True, tail: bytes = b";") -> bytes:
    """Return a GIF with these blocks before its only picture."""
    table = b"\x80\0\0" + b"\0\0\0\xff\xff\xff" if colours else b"\0\0\0"
    frame = b",\0\0\0\0\1\0\1\0\0\x02" + subblocks(b"\x4c\1")
    return b"GIF89a\1\0\1\0" + table + b"".join(blocks) + frame + tail


def comment(text: bytes, size: int = 255) -> bytes:
    return b"!\xfe" + subblocks(text, size)


def xmp_block(body: bytes) -> bytes:
    return b"!\xff\x0bXMP DataXMP" + body + TRAILER


def riff(*chunks: tuple[bytes, bytes], form: bytes = b"WEBP", size: int | None = None) -> bytes:
    body = form + b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)
        for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


def psd(resources: bytes, palette: bytes = b"") -> bytes:
    """Return the head of a Photoshop file with these image resources."""
    head = b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 4, 4, 8, 3)
    return (
        head
        + struct.pack(">I", len(palette))
        + palette
        + struct.pack(">I", len(resources))
        + resources
    )


@pytest.mark.parametrize("size", [1, 7, 254, 255])
def test_a_comment_of_a_gif_is_joined_over_sub_blocks_of_any_size(size: int) -> None:
    words = "Ghi chú: gặp ở bến xe Mỹ Đình lúc 9 giờ. ".encode() * 9
    found = examine(image, gif(comment(words, size)))
    assert [seen.raw for seen in found.of("comment")] == [words.decode()]


def test_two_comments_of_a_gif_have_two_locators() -> None:
    content = gif(comment(b"one"), comment(b"two"))
    assert values(examine(image, content)) == {
        "gif:comment": "one", "gif:comment#2": "two", "image:size": "1x1",
    }  # fmt: skip
    assert resolve(image, content, ("gif:comment#2",)) == b"two"


@pytest.mark.parametrize("colours", [True, False])
def test_xmp_of_a_gif_is_read_with_or_without_a_table_of_colours(colours: bool) -> None:
    found = examine(image, gif(xmp_block(XMP), comment(b"after"), colours=colours))
    assert values(found)["xmp:dc/title"] == "Huế"
    assert values(found)["gif:comment"] == "after"
    assert found.outcome.status == "ok"


def test_extensions_of_a_gif_that_hold_no_metadata_are_passed_over() -> None:
    loop = b"!\xff\x0bNETSCAPE2.0" + subblocks(b"\1\0\0")
    control = b"!\xf9" + subblocks(b"\0\0\0\0")
    assert kinds(gif(loop, control)) == ["appended"]


def test_what_pillow_writes_as_a_comment_is_found() -> None:
    content = encoded(drawn((8, 8)), "GIF", comment="xin chào".encode())
    assert [seen.raw for seen in examine(image, content).of("comment")] == ["xin chào"]


@pytest.mark.parametrize("tail", [b"", b"\x99;", b"!"])
def test_a_gif_whose_chain_breaks_is_damaged_after_what_came_before(tail: bytes) -> None:
    found = examine(image, gif(comment(b"before"), tail=tail))
    assert [seen.raw for seen in found.of("comment")] == ["before"]
    assert found.outcome.status == "corrupt"


def test_any_cut_of_a_gif_is_damage_and_never_a_crash() -> None:
    content = gif(comment(b"abcdefgh"), xmp_block(XMP))
    for length in range(7, len(content)):
        with pytest.raises(DAMAGE):
            kinds(content[:length])


@pytest.mark.parametrize(("tail", "count"), [(b";", 0), (b";\0\0\0", 0), (b";PK\3\4", 1)])
def test_what_follows_a_gif_is_told_if_it_is_something(tail: bytes, count: int) -> None:
    assert len(examine(image, gif(tail=tail)).children) == count


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [(b"EXIF", EXIF, "exif"), (b"EXIF", b"Exif\0\0" + EXIF, "exif"), (b"XMP ", XMP, "xmp"),
     (b"C2PA", b"\0\0\0\x08jumb", "credentials"), (b"ICCP", b"abc", "")],
)  # fmt: skip
def test_a_chunk_of_webp_is_known_by_its_name(name: bytes, content: bytes, kind: str) -> None:
    assert kinds(riff((name, content))) == [*filter(None, [kind]), "appended"]


@pytest.mark.parametrize("length", [4, 5])
def test_a_chunk_of_odd_length_is_padded(length: int) -> None:
    content = riff((b"ICCP", b"x" * length), (b"XMP ", XMP))
    assert kinds(content) == ["xmp", "appended"]


def test_exif_and_xmp_of_a_webp_that_pillow_wrote_are_read() -> None:
    content = encoded(drawn(), "WEBP", exif=b"Exif\0\0" + EXIF, xmp=XMP)
    found = values(examine(image, content))
    assert (found["exif:IFD0/Make"], found["xmp:dc/title"]) == ("Canon", "Huế")


@pytest.mark.parametrize("form", [b"WAVE", b"AVI ", b"webp"])
def test_another_riff_file_is_no_picture(form: bytes) -> None:
    assert kinds(riff((b"XMP ", XMP), form=form)) == []


def test_a_chunk_of_webp_beyond_the_end_is_damage_after_those_before() -> None:
    content = riff((b"XMP ", XMP), (b"EXIF", EXIF))[:-10]
    found = examine(image, content)
    assert values(found)["xmp:dc/title"] == "Huế"
    assert found.outcome.status == "corrupt"


def test_what_follows_a_webp_is_a_child() -> None:
    (child,) = examine(image, riff((b"XMP ", XMP)) + b"hidden").children
    assert child.content == b"hidden"


@pytest.mark.parametrize("size", [0, 4, 0xFFFFFFFF])
def test_a_webp_that_lies_about_its_length_never_crashes(size: int) -> None:
    assert examine(image, riff((b"XMP ", XMP), size=size)).outcome.status != "crash"


@pytest.mark.parametrize("palette", [b"", b"x" * 768])
def test_resources_of_a_photoshop_file_are_read_behind_its_palette(palette: bytes) -> None:
    inner = b"\x1c\x02\x05\0\x03abc"
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(inner)) + inner
    found = examine(image, psd(resource, palette), media_type="image/vnd.adobe.photoshop")
    assert values(found)["iptc:2/5"] == "abc"


@pytest.mark.parametrize("length", [4, 20, 26, 29, 33])
def test_a_photoshop_file_cut_in_its_head_is_damaged(length: int) -> None:
    with pytest.raises(DAMAGE):
        kinds(psd(b"")[:length])


def test_a_tiff_that_pillow_wrote_tells_texts_iptc_and_xmp() -> None:
    sets = b"\x1c\x02\x50\0\x04" + "Đức".encode()[:4]
    info = {0x010E: "Bien ban", 0x013B: "Lan", 700: XMP, 33723: sets}
    found = values(examine(image, encoded(drawn(), "TIFF", tiffinfo=info)))
    assert found["exif:IFD0/ImageDescription"] == "Bien ban"
    assert (found["exif:IFD0/Artist"], found["xmp:dc/title"]) == ("Lan", "Huế")
    assert found["iptc:2/80"].startswith("Đ")


def test_every_page_of_a_tiff_tells_its_own() -> None:
    pages = [drawn((8, 8), seed) for seed in (3, 5)]
    content = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    found = values(examine(image, content))
    assert (found["exif:IFD0/ImageWidth"], found["exif:IFD1/ImageWidth"]) == ("8", "8")


@pytest.mark.parametrize("content", [b"", b"G", b"BM" + bytes(60), b"\0" * 100, b"%PDF-1.7"])
def test_a_form_nobody_knows_has_no_blocks(content: bytes) -> None:
    assert kinds(content) == []


@pytest.mark.parametrize("head", [b"GIF89a", b"RIFF", b"8BPS", b"II*\0", b"MM\0*", b"\xff\xd8\xff"])
def test_a_head_alone_is_damaged_or_empty(head: bytes) -> None:
    found = examine(image, head, media_type="image/gif")
    assert found.outcome.status in ("corrupt", "empty")
