"""PNG: texts packed or not, raw profiles, bombs, chunks that lie, and what Pillow writes."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin
from tests.extractors.pictures.build import PNG, chunk, drawn, packet, png, tiff

from truyvet.extractors import image
from truyvet.extractors.pictures import png as reader
from truyvet.extractors.pictures.block import Block
from truyvet.testing import Examination, examine, resolve

EXIF = tiff({0x010F: "Canon"})


def values(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.raw for seen in found.observations}


def kinds(content: bytes) -> list[str]:
    return [block.kind for block in reader.blocks(content)]


def profile(name: str, value: bytes) -> bytes:
    """Return a raw profile as ImageMagick writes it: name, length, lines of hexadecimal."""
    digits = value.hex()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    return f"\n{name}\n{len(value):8d}\n{lines}\n".encode()


def packed(keyword: str, value: bytes, name: bytes = b"zTXt") -> bytes:
    middle = b"\0\0" if name == b"zTXt" else b"\0\1\0\0\0"
    return chunk(name, keyword.encode() + middle + zlib.compress(value))


@pytest.mark.parametrize(
    ("keyword", "kind"),
    [
        ("Software", "application"), ("Author", "author"), ("Artist", "author"), ("Title", "title"),
        ("Description", "description"), ("Comment", "comment"), ("Copyright", "copyright"),
        ("Source", "device"), ("Creation Time", "media-time"), ("Disclaimer", "metadata"),
        ("parameters", "metadata"), ("SOFTWARE", "application"), ("", "metadata"),
    ],
)  # fmt: skip
def test_a_keyword_says_what_a_text_is(keyword: str, kind: str) -> None:
    content = png(chunk(b"tEXt", keyword.encode() + b"\0" + b"2026-03-14"))
    (seen,) = [s for s in examine(image, content).observations if s.raw == "2026-03-14"]
    assert (seen.kind, seen.locator) == (kind, (f"png:tEXt/{keyword}",))


@pytest.mark.parametrize("form", ["tEXt", "zTXt", "iTXt", "iTXt packed"])
def test_what_pillow_writes_reads_as_it_was_given(form: str) -> None:
    notes = PngImagePlugin.PngInfo()
    word = "Đà Nẵng" if form.startswith("iTXt") else "Da Nang"
    if form.startswith("iTXt"):
        notes.add_itxt("Title", word, "vi", "Tiêu đề", zip=form.endswith("packed"))
    else:
        notes.add_text("Title", word, zip=form == "zTXt")
    out = BytesIO()
    drawn((16, 16)).save(out, "PNG", pnginfo=notes)
    assert values(examine(image, out.getvalue()))[f"png:{form[:4]}/Title"] == word


def test_a_text_of_latin_letters_has_its_normal_form_in_utf_8() -> None:
    (seen,) = examine(image, png(chunk(b"tEXt", b"Title\0caf\xe9"))).of("title")
    assert (seen.value(), seen.normal) == (b"caf\xe9", "café")


@pytest.mark.parametrize("skipped", ["", "vi", "a" * 300])
@pytest.mark.parametrize("translated", ["", "Tiêu đề"])
def test_language_and_translated_keyword_are_no_part_of_a_text(
    skipped: str, translated: str
) -> None:
    body = b"Title\0\0\0" + skipped.encode() + b"\0" + translated.encode() + b"\0" + "Huế".encode()
    content = png(chunk(b"iTXt", body))
    (seen,) = examine(image, content).of("title")
    offset, _, length = seen.facts["bytes"].partition("+")
    assert seen.raw == "Huế"
    assert content[int(offset) : int(offset) + int(length)].decode() == "Huế"


def test_a_packed_text_tells_no_place_in_the_file() -> None:
    (seen,) = examine(image, png(packed("Title", b"plain"))).of("title")
    assert "bytes" not in seen.facts


@pytest.mark.parametrize(
    "damaged",
    [
        chunk(b"tEXt", b"no keyword"),
        chunk(b"tEXt", b""),
        chunk(b"zTXt", b"Comment\0\0this is not zlib"),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 99)[:2] + b"\xff" * 20),
        chunk(b"iTXt", b"Comment\0\1\0\0\0nor is this"),
        chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n  4\nxyz\n")),
        chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n  4\n\xff\xfe\n")),
    ],
)
def test_a_damaged_text_is_named_and_hides_nothing_after_it(damaged: bytes) -> None:
    found = examine(image, png(damaged, chunk(b"eXIf", EXIF)))
    assert values(found)["exif:IFD0/Make"] == "Canon"
    assert [defect.text for defect in found.outcome.defects] == ["damaged text (ValueError)"]


def test_a_packed_text_that_is_cut_is_read_as_far_as_it_goes() -> None:
    half = zlib.compress(bytes(range(32, 127)) * 40, 0)[:1_000]
    (seen,) = examine(image, png(chunk(b"zTXt", b"Comment\0\0" + half))).of("comment")
    assert seen.raw.startswith(" !\"#$%&'()*+")


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt"])
def test_a_bomb_of_text_is_cut_at_a_bound(name: bytes) -> None:
    content = png(packed("Comment", b"a" * (reader.MAX_TEXT + 1_000), name))
    (block,) = [b for b in reader.blocks(content) if b.kind == "text"]
    assert block.length == reader.MAX_TEXT


def test_many_bombs_in_one_picture_end_at_the_limit_of_text() -> None:
    squeezed = zlib.compress(b"a" * (12 << 20), 9)
    content = png(*[chunk(b"zTXt", b"Comment\0\0" + squeezed)] * 20)
    outcome = examine(image, content).outcome
    assert (outcome.status, "text" in outcome.reason) == ("partial", True)


@pytest.mark.parametrize(
    ("name", "value", "step", "raw"),
    [
        ("exif", b"Exif\0\0" + EXIF, "exif:IFD0/Make", "Canon"),
        ("exif", EXIF, "exif:IFD0/Make", "Canon"),
        ("APP1", b"Exif\0\0" + EXIF, "exif:IFD0/Make", "Canon"),
        ("xmp", packet("<dc:title>Huế</dc:title>"), "xmp:dc/title", "Huế"),
        ("APP1", b"http://ns.adobe.com/xap/1.0/\0" + packet("<dc:title>Huế</dc:title>"),
         "xmp:dc/title", "Huế"),
        ("8bim", b"8BIM\x04\x0b\0\0\0\0\0\x04a.vn", "photoshop:0x040B", "a.vn"),
        ("iptc", b"8BIM\x04\x04\0\0\0\0\0\x08\x1c\x02\x05\0\x03abc", "iptc:2/5", "abc"),
        ("mine", b"some text", "png:zTXt/Raw profile type mine", "some text"),
    ],
)  # fmt: skip
def test_raw_profiles_are_read_as_what_they_hold(
    name: str, value: bytes, step: str, raw: str
) -> None:
    content = png(packed(f"Raw profile type {name}", profile(name, value)))
    found = examine(image, content)
    assert values(found)[step] == raw
    assert resolve(image, content, (step,)).decode() == raw


@pytest.mark.parametrize("form", ["plain", "packed"])
def test_xmp_stands_under_its_own_keyword(form: str) -> None:
    body = packet("<dc:creator>Đức</dc:creator>")
    plain = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + body)
    made = plain if form == "plain" else packed("XML:com.adobe.xmp", body, b"iTXt")
    assert values(examine(image, png(made)))["xmp:dc/creator"] == "Đức"


@pytest.mark.parametrize("head", [b"", b"Exif\0\0"])
def test_an_exif_chunk_is_read_with_or_without_jpegs_head(head: bytes) -> None:
    assert values(examine(image, png(chunk(b"eXIf", head + EXIF))))["exif:IFD0/Make"] == "Canon"


@pytest.mark.parametrize(
    ("clock", "shown"),
    [
        ((2026, 3, 14, 1, 2, 3), "2026-03-14T01:02:03Z"),
        ((2026, 2, 30, 0, 0, 0), ""),
        ((0, 0, 0, 0, 0, 0), ""),
        ((65_535, 1, 1, 0, 0, 0), ""),
        ((2026, 12, 31, 23, 59, 60), ""),
    ],
)
def test_the_time_of_the_last_change_is_utc(clock: tuple[int, ...], shown: str) -> None:
    (seen,) = examine(image, png(chunk(b"tIME", struct.pack(">HBBBBB", *clock)))).of("media-time")
    assert (seen.normal, seen.facts["role"]) == (shown, "modified")


@pytest.mark.parametrize("length", [0, 6, 8])
def test_a_time_of_another_length_is_none(length: int) -> None:
    assert "time" not in kinds(png(chunk(b"tIME", bytes(length))))


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2026-03-14T09:15:00+07:00", "2026-03-14T02:15:00Z"),
     ("2026:03:14 09:15:00", "2026-03-14T09:15:00"),
     ("2026-03-14", "2026-03-14"), ("hôm qua", "")],
)  # fmt: skip
def test_a_written_time_of_creation_is_read(written: str, shown: str) -> None:
    (seen,) = examine(image, png(chunk(b"iTXt", b"Creation Time\0\0\0\0\0" + written.encode()))).of(
        "media-time"
    )
    assert (seen.normal, seen.facts["role"]) == (shown, "created")


def test_content_credentials_are_named_with_their_length() -> None:
    content = png(chunk(b"caBX", b"\0\0\0\x20jumb" + b"x" * 100))
    (seen,) = examine(image, content).of("credentials")
    assert (seen.locator, seen.facts["size"]) == (("image:c2pa",), "108")


@pytest.mark.parametrize("cut", [1, 4, 8, 11, 12, 13, 20])
def test_a_file_cut_before_its_end_says_so(cut: int) -> None:
    with pytest.raises(EOFError):
        list(reader.blocks(png(chunk(b"tEXt", b"Title\0x"))[:-cut]))


@pytest.mark.parametrize("length", [0x7FFFFFFF, 0xFFFFFFFF, 5_000])
def test_a_chunk_that_claims_more_than_there_is_is_damage(length: int) -> None:
    content = bytearray(png(chunk(b"tEXt", b"Title\0x")))
    struct.pack_into(">I", content, content.index(b"tEXt") - 4, length)
    with pytest.raises(EOFError):
        list(reader.blocks(bytes(content)))


def test_a_wrong_checksum_of_a_text_does_not_hide_it() -> None:
    content = bytearray(png(chunk(b"tEXt", b"Title\0hidden")))
    content[content.index(b"hidden") + 6] ^= 0xFF
    assert values(examine(image, bytes(content)))["png:tEXt/Title"] == "hidden"


@pytest.mark.parametrize(
    ("tail", "told"), [(b"", []), (b"\0" * 50, []), (b"PK\3\4secret", [b"PK\3\4secret"])]
)
def test_what_follows_the_end_is_told_if_it_is_something(tail: bytes, told: list[bytes]) -> None:
    found = examine(image, png() + tail)
    assert [child.content for child in found.children] == told


def test_a_file_of_a_head_alone_is_cut() -> None:
    with pytest.raises(EOFError):
        list(reader.blocks(PNG))


def test_chunks_of_no_metadata_are_passed_over() -> None:
    content = png(chunk(b"gAMA", b"\0\0\xb1\x8f"), chunk(b"abCd", b"x" * 50))
    assert kinds(content) == ["appended"]


def test_no_more_chunks_than_a_bound_are_followed() -> None:
    one = struct.pack(">I4sI", 0, b"abCd", 0)
    content = PNG + one * (reader.MAX_CHUNKS + 5) + chunk(b"eXIf", EXIF)
    assert list(reader.blocks(content)) == []


def test_the_blocks_of_an_animation_are_those_of_any_png() -> None:
    out = BytesIO()
    frames = [drawn((16, 16), seed) for seed in (3, 5)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    with Image.open(BytesIO(out.getvalue())) as picture:
        assert getattr(picture, "n_frames", 1) == 2
    (seen,) = examine(image, out.getvalue()).of("picture")
    assert seen.facts["frames"] == "2"


def test_a_block_of_text_keeps_its_name_quoted() -> None:
    (block, _) = reader.blocks(png(chunk(b"tEXt", b"a\nb%\0x")))
    assert (isinstance(block, Block), block.name) == (True, "png:tEXt/a%0Ab%25")
