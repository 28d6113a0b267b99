"""Image: what pictures say of themselves is found, where it stands, and what does not fit."""

import struct
import zlib
from pathlib import Path

import pytest
from tests.extractors.pictures.build import (
    Value,
    box,
    chunk,
    drawn,
    encoded,
    heic,
    jpeg,
    packet,
    png,
    tiff,
    with_exif,
)  # fmt: skip

from truyvet.extractors import image
from truyvet.testing import Effort, Examination, check, examine, resolve

POSITION: dict[int, Value] = {
    1: "N",
    2: [(10, 1), (46, 1), (3588, 100)],
    3: "E",
    4: [(106, 1), (42, 1), (318, 100)],
}
"""Ho Chi Minh City."""


def values(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.raw for seen in found.observations}


def normals(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.normal for seen in found.observations}


def oddities(found: Examination) -> set[str]:
    return {seen.locator[0].rpartition("/")[2] for seen in found.of("oddity")}


# What ExifTool 12.57 says of the samples, in the form of our locators.
KNOWN = {
    "Canon.jpg": {
        "exif:IFD0/Make": "Canon", "exif:IFD0/Model": "Canon EOS DIGITAL REBEL",
        "exif:Exif/ExposureTime": "4/1", "exif:Exif/FNumber": "14/1",
        "exif:Exif/DateTimeOriginal": "2003:12:04 06:46:52", "exif:Exif/ISOSpeedRatings": "100",
        "exif:Interop/InteroperabilityIndex": "THM", "exif:Exif/FocalLength": "34/1",
        "image:size": "8x8", "exif:Exif/FocalPlaneXResolution": "3072000/892",
    },
    "ExifTool.jpg": {
        "exif:IFD0/Software": "Adobe Photoshop 7.0", "exif:IFD0/Artist": "Phil Harvey",
        "xmp:dc/subject[3]": "XMP", "xmp:xmpBJ/JobRef/stJob/name": "My Job",
        "xmp:dc/description": "UTF-16 (big-endian) encoded XMP", "jpeg:COM": "a comment",
        "xmp:xmpMM/DocumentID": "adobe:docid:photoshop:4cc7b857-69d0-11d8-8ac4-bb59c92f0d9a",
        "photoshop:0x0421/reader": "Adobe Photoshop 7.0", "iptc:2/20#3": "utilities",
        "iptc:2/25": "jambalaya", "exif:IFD1/Compression": "6",
    },
    "GPS.jpg": {
        "exif:GPS/GPSLatitude": "54/1 5938/100 0/1", "exif:GPS/GPSLongitudeRef": "W",
        "exif:GPS/GPSTimeStamp": "14/1 58/1 24/1", "exif:GPS/GPSMapDatum": "WGS84",
        "exif:IFD0/Copyright": "ian Britton - FreeFoto.com", "iptc:2/80": "Ian Britton",
        "iptc:2/101": "United Kingdom", "exif:IFD0/DateTime": "2002:07:19 13:28:10",
        "image:size": "120x80",
    },
    "IPTC.jpg": {
        "iptc:2/120": "A witty caption", "iptc:2/25": "ExifTool", "iptc:2/25#3": "IPTC",
        "iptc:2/55": "20040226", "iptc:2/90": "Kingston", "iptc:2/115": "I'm the source",
        "photoshop:0x040B": "https://exiftool.org/",
    },
    "Nikon.jpg": {
        "exif:IFD0/Make": "NIKON", "exif:IFD0/Model": "E775", "exif:IFD0/Software": "E775v1.3u",
        "exif:Exif/DateTimeOriginal": "2001:08:01 12:57:23", "exif:Exif/FocalLength": "86/10",
        "exif:Interop/InteroperabilityIndex": "R98",
    },
    "Writer.jpg": {"image:size": "8x8"},
    "XMP.jpg": {
        "xmp:x/xmptk": "Image::ExifTool 4.73", "xmp:dc/creator": "Phil Harvey",
        "xmp:photoshop/DateCreated": "2004-02-26", "xmp:xmpRights/Marked": "False",
        "xmp:photoshop/SupplementalCategories[2]": "image", "xmp:photoshop/Urgency": "8",
    },
    "GIF.gif": {
        "xmp:x/xmptk": "Image::ExifTool 7.27", "xmp:dc/title": "GIF with XMP",
        "image:size": "8x8",
    },
    "PNG.png": {
        "png:tEXt/comment": "test comment", "xmp:dc/creator": "Phil Harvey",
        "image:size": "16x16",
    },
    "XMP.svg": {
        "xmp:dc/title": "MyFoo Financial Report", "xmp:dc/publisher": "Example Organization",
        "xmp:dc/creator": "Irving Bird", "xmp:dc/creator[2]": "Mary Lambert",
        "xmp:dc/date": "2000-04-11", "xmp:dc/language": "en",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_a_sample_tells_what_exiftool_says_of_it(name: str, samples: Path) -> None:
    found = values(examine(image, samples / "metadata" / name, name=name))
    assert {step: found.get(step) for step in KNOWN[name]} == KNOWN[name]


def test_the_position_of_a_sample_is_the_one_exiftool_computes(samples: Path) -> None:
    (seen,) = examine(image, samples / "metadata/GPS.jpg").of("geo")
    assert (seen.locator, seen.normal) == (("exif:GPS/GPSPosition",), "54.989667,-1.914167")


def test_a_comment_of_a_gif_is_whole_over_its_blocks(samples: Path) -> None:
    (seen,) = examine(image, samples / "metadata/GIF.gif").of("comment")
    assert seen.raw.startswith("SCANNERMAKER: Canon\r\n")
    assert seen.raw.endswith("$A402, $A403, $A406\r\n")


def test_a_drawing_with_a_prefix_that_nobody_declared_is_sound(samples: Path) -> None:
    found = examine(image, samples / "metadata/XMP.svg", name="XMP.svg")
    assert (found.outcome.status, found.outcome.problems) == ("ok", 0)


def test_a_value_tells_at_which_bytes_it_stands(samples: Path) -> None:
    content = (samples / "metadata/Canon.jpg").read_bytes()
    seen = next(s for s in examine(image, content).observations if s.raw == "Canon")
    offset, _, length = seen.facts["bytes"].partition("+")
    assert content[int(offset) : int(offset) + int(length)] == b"Canon"


def test_a_position_has_altitude_and_time_of_the_satellites() -> None:
    gps = POSITION | {5: (0,), 6: [(123, 10)], 7: [(1, 1), (2, 1), (3, 1)], 29: "2026:03:14"}
    found = examine(image, with_exif(tiff({}, gps=gps)))
    (seen,) = found.of("geo")
    assert seen.normal == "10.776633,106.700883"
    assert seen.facts["altitude"] == "12.3"
    assert seen.facts["time"] == "2026-03-14T01:02:03Z"


def test_a_position_south_west_and_below_the_sea_is_negative() -> None:
    gps = POSITION | {1: "S", 3: "W", 5: (1,), 6: [(5, 1)]}
    (seen,) = examine(image, with_exif(tiff({}, gps=gps))).of("geo")
    assert (seen.normal, seen.facts["altitude"]) == ("-10.776633,-106.700883", "-5.0")


def test_a_position_of_zeros_is_hardly_believed() -> None:
    gps = POSITION | {2: [(0, 1)] * 3, 4: [(0, 1)] * 3}
    (seen,) = examine(image, with_exif(tiff({}, gps=gps))).of("geo")
    assert (seen.normal, seen.confidence) == ("0.000000,0.000000", 20)


def test_a_position_off_the_globe_has_no_normal_form() -> None:
    gps = POSITION | {2: [(100, 1)] * 3}
    (seen,) = examine(image, with_exif(tiff({}, gps=gps))).of("geo")
    assert seen.normal == ""


def test_a_time_with_an_offset_tag_is_brought_to_utc() -> None:
    exif = {0x9003: "2026:03:14 09:15:00", 0x9011: "+07:00", 0x9291: "25"}
    found = examine(image, with_exif(tiff({}, exif=exif)))
    (seen,) = found.of("media-time")
    assert seen.normal == "2026-03-14T02:15:00.250000Z"
    assert (seen.facts["role"], seen.facts["zone"]) == ("created", "+07:00")


def test_a_time_without_a_zone_stays_local() -> None:
    found = examine(image, with_exif(tiff({}, exif={0x9003: "2026:03:14 09:15:00"})))
    assert normals(found)["exif:Exif/DateTimeOriginal"] == "2026-03-14T09:15:00"


def test_a_time_that_is_none_is_kept_as_it_stands() -> None:
    found = examine(image, with_exif(tiff({}, exif={0x9003: "0000:00:00 00:00:00"})))
    (seen,) = found.of("media-time")
    assert (seen.raw, seen.normal) == ("0000:00:00 00:00:00", "")


def test_camera_and_serial_number_are_told() -> None:
    block = tiff({0x010F: "Canon", 0x0110: "EOS R5"}, exif={0xA431: "0123456789"})
    found = examine(image, with_exif(block))
    (camera,) = found.of("camera")
    assert (camera.normal, camera.facts["serial"]) == ("Canon EOS R5", "0123456789")
    assert [seen.raw for seen in found.of("serial")] == ["0123456789"]


def test_comments_in_utf_16_are_read() -> None:
    comment = b"UNICODE\0" + "Nguyễn Văn Đức".encode("utf-16-le")
    wide = tuple("Tiêu đề".encode("utf-16-le") + b"\0\0")
    found = examine(image, with_exif(tiff({0x9C9B: wide}, exif={0x9286: comment})))
    assert values(found)["exif:Exif/UserComment"] == "Nguyễn Văn Đức"
    assert values(found)["exif:IFD0/XPTitle"] == "Tiêu đề"
    assert "Nguyễn Văn Đức" in [line.text for line in found.texts]


def test_a_maker_note_is_named_with_its_length() -> None:
    found = examine(image, with_exif(tiff({}, exif={0x927C: b"Apple iOS\0" + b"x" * 90})))
    (seen,) = found.of("maker-note")
    assert (seen.facts["maker"], seen.facts["size"]) == ("Apple iOS", "100")


def test_a_thumbnail_becomes_a_child() -> None:
    small = encoded(drawn((16, 12)), "JPEG")
    (child,) = examine(image, with_exif(tiff({}, thumbnail=small))).children
    assert (child.found.locator, child.content) == ("exif:thumbnail", small)


def test_a_thumbnail_of_the_same_picture_is_no_oddity() -> None:
    small = encoded(drawn().resize((32, 24)), "JPEG")
    assert oddities(examine(image, with_exif(tiff({}, thumbnail=small)))) == set()


def test_a_thumbnail_of_another_picture_is_flagged() -> None:
    other = encoded(drawn((160, 120), seed=11), "JPEG")
    found = examine(image, with_exif(tiff({}, thumbnail=other)))
    assert oddities(found) == {"thumbnail"}
    assert {seen.flag for seen in found.of("oddity")} == {"metadata"}


def test_a_program_that_edits_after_the_capture_is_told() -> None:
    block = tiff(
        {0x0131: "GIMP 2.10", 0x0132: "2026:03:15 00:00:00"}, exif={0x9003: "2026:03:14 00:00:00"}
    )
    (seen,) = examine(image, with_exif(block)).of("oddity")
    assert (seen.raw, seen.facts["changed-later"]) == ("GIMP 2.10", "yes")
    assert seen.flag == ""


def test_a_camera_s_own_software_is_no_oddity() -> None:
    assert oddities(examine(image, with_exif(tiff({0x0131: "E775v1.3u"})))) == set()


def test_a_change_before_the_making_is_flagged() -> None:
    block = tiff({0x0132: "2025:01:01 00:00:00"}, exif={0x9003: "2026:03:14 00:00:00"})
    assert oddities(examine(image, with_exif(block))) == {"changed-before-made"}


@pytest.mark.parametrize(
    ("taken", "odd"), [("2026:03:14 08:02:03", False), ("2026:03:14 08:25:03", True)]
)
def test_a_clock_may_differ_from_the_satellites_by_a_zone_only(taken: str, odd: bool) -> None:
    gps = POSITION | {7: [(1, 1), (2, 1), (3, 1)], 29: "2026:03:14"}
    found = examine(image, with_exif(tiff({}, exif={0x9003: taken}, gps=gps)))
    assert oddities(found) == ({"clock"} if odd else set())


def test_texts_of_a_png_are_read_packed_or_not() -> None:
    content = png(
        chunk(b"tEXt", b"Software\0Snapseed"),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"packed")),
        chunk(b"iTXt", b"Author\0\0\0vi\0t\0" + "Đức".encode()),
        chunk(b"iTXt", b"Title\0\1\0\0\0" + zlib.compress("Tiêu đề".encode())),
        chunk(b"tIME", struct.pack(">HBBBBB", 2026, 3, 14, 1, 2, 3)),
    )
    found = examine(image, content)
    assert values(found)["png:zTXt/Comment"] == "packed"
    assert values(found)["png:iTXt/Author"] == "Đức"
    assert values(found)["png:iTXt/Title"] == "Tiêu đề"
    assert normals(found)["png:tIME"] == "2026-03-14T01:02:03Z"
    assert oddities(found) == {"editor"}


def test_two_texts_of_one_keyword_have_two_locators() -> None:
    content = png(chunk(b"tEXt", b"Comment\0one"), chunk(b"tEXt", b"Comment\0two"))
    found = values(examine(image, content))
    assert (found["png:tEXt/Comment"], found["png:tEXt/Comment#2"]) == ("one", "two")


def test_a_text_longer_than_a_value_is_cut_with_its_locator() -> None:
    content = png(chunk(b"tEXt", b"Comment\0" + b"x" * 5_000))
    (seen,) = examine(image, content).of("comment")
    assert seen.locator == ("png:tEXt/Comment", "bytes:0+4096")
    assert resolve(image, content, seen.locator) == b"x" * 4_096


def test_a_compressed_text_cannot_become_huge() -> None:
    content = png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(64 << 20))))
    assert examine(image, content).outcome.status == "ok"


def test_exif_of_png_webp_and_raw_profiles_is_read() -> None:
    block = tiff({0x010F: "Canon"})
    profile = b"\nexif\n%8d\n" % len(block) + (b"Exif\0\0" + block).hex().encode()
    webp = encoded(drawn(), "WEBP", exif=b"Exif\0\0" + block)
    for content in (
        png(chunk(b"eXIf", block)),
        png(chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(profile))),
        webp,
    ):
        assert values(examine(image, content))["exif:IFD0/Make"] == "Canon"


def test_a_tiff_file_is_read_as_a_whole() -> None:
    content = encoded(
        drawn(), "TIFF", tiffinfo={0x013B: "Duc", 700: packet("<dc:title>t</dc:title>")}
    )
    found = values(examine(image, content))
    assert (found["exif:IFD0/Artist"], found["xmp:dc/title"]) == ("Duc", "t")


def test_an_heic_file_tells_position_rights_and_size() -> None:
    xmp = packet("<dc:rights>mine</dc:rights>")
    found = examine(image, heic(tiff({}, gps=POSITION), xmp), name="IMG_1.HEIC")
    assert [seen.normal for seen in found.of("geo")] == ["10.776633,106.700883"]
    assert values(found)["xmp:dc/rights"] == "mine"
    assert values(found)["image:size"] == "4032x3024"


def test_a_sidecar_file_tells_a_position_in_xmp() -> None:
    body = (
        "<exif:GPSLatitude>54,59.38N</exif:GPSLatitude>"
        "<exif:GPSLongitude>1,54.85W</exif:GPSLongitude>"
    )
    (seen,) = examine(image, packet(body), name="a.xmp").of("geo")
    assert (seen.raw, seen.normal) == ("54,59.38N 1,54.85W", "54.989667,-1.914167")


def test_entities_that_multiply_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert examine(image, bomb, name="a.svg").outcome.status == "corrupt"


def test_a_picture_that_claims_too_many_pixels_is_a_bomb() -> None:
    plain = png()
    huge = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    content = plain[:8] + chunk(b"IHDR", huge) + plain[33:]
    found = examine(image, content)
    assert found.outcome.status == "bomb"


def test_bytes_after_the_end_are_flagged_and_become_a_child() -> None:
    found = examine(image, jpeg() + b"PK\3\4 hidden")
    (seen,) = found.of("appended")
    assert seen.flag == "metadata"
    assert [child.content for child in found.children] == [b"PK\3\4 hidden"]


def test_a_film_after_the_end_as_cameras_write_it_is_not_flagged() -> None:
    (seen,) = examine(image, jpeg() + box(b"ftyp", b"mp42")).of("appended")
    assert (seen.flag, seen.facts["what"]) == ("", "film")


def test_padding_after_the_end_is_nothing() -> None:
    found = examine(image, jpeg() + bytes(100))
    assert (found.of("appended"), found.children) == ([], [])


def test_a_jpeg_without_its_end_is_damaged_and_tells_what_came_before() -> None:
    found = examine(image, with_exif(tiff({0x010F: "Canon"}))[:-40])
    assert found.outcome.status == "corrupt"
    assert values(found)["exif:IFD0/Make"] == "Canon"


def test_a_directory_that_points_to_itself_ends() -> None:
    block = bytearray(tiff({0x010F: "Canon"}))
    struct.pack_into("<I", block, 8 + 2 + 12, 8)
    assert values(examine(image, with_exif(bytes(block))))["exif:IFD0/Make"] == "Canon"


def test_an_empty_item_tells_nothing() -> None:
    assert examine(image, b"", media_type="image/png").outcome.observations == 0


def test_a_keyword_of_hostile_bytes_is_quoted() -> None:
    content = png(chunk(b"tEXt", b"a%\n/../\xff\0value"))
    (seen,) = [s for s in examine(image, content).observations if s.raw == "value"]
    assert resolve(image, content, seen.locator) == b"value"


def test_every_rule_is_kept() -> None:
    gps = tiff({0x010F: "C", 0x0131: "GIMP"}, exif={0x927C: b"x" * 9}, gps=POSITION)
    specimens = {
        "a.jpg": with_exif(gps) + b"more",
        "a.png": png(chunk(b"tEXt", b"Comment\0one"), chunk(b"eXIf", gps)),
        "a.heic": heic(gps, packet("<dc:rights>mine</dc:rights>")),
        "a.xmp": packet("<dc:title>t</dc:title>"),
    }
    check(image, specimens, effort=Effort(cuts=3, flips=8, huge=32 << 20))
