"""Media: what sound and film files tell is found, whatever they are called."""

import struct
from pathlib import Path

import pytest

from truyvet.extractors import media
from truyvet.extractors.recordings.places import position
from truyvet.testing import Effort, Examination, check, examine, resolve


def values(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.raw for seen in found.observations}


def frame(name: str, content: bytes) -> bytes:
    """Return a frame of ID3 2.3."""
    return name.encode() + struct.pack(">IH", len(content), 0) + content


def id3(*frames: bytes) -> bytes:
    """Return a tag of ID3 2.3."""
    body = b"".join(frames)
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + body


def atom(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def film(place: str = "+10.7769+106.7009+005.0/", seconds: int = 3_860_000_000) -> bytes:
    """Return an MP4 file without tracks, made at `seconds` after 1904."""
    mvhd = struct.pack(">IIIII", 0, seconds, seconds, 1000, 5000) + bytes(80)
    text = place.encode()
    xyz = atom(b"\xa9xyz", struct.pack(">HH", len(text), 0x15C7) + text)
    moov = atom(b"moov", atom(b"mvhd", mvhd) + atom(b"udta", xyz))
    return atom(b"ftyp", b"mp42\0\0\0\0mp42isom") + moov + atom(b"mdat", bytes(64))


def test_the_sample_mp3_tells_what_exiftool_says(samples: Path) -> None:
    found = values(examine(media, samples / "metadata/MP3.mp3", name="MP3.mp3"))
    known = {
        "id3:TT2": "ExifTool Test", "id3:TP1": "Phil Harvey", "id3:TCM": "A Composer",
        "id3:TAL": "Phil's Greatest Hits", "id3:TT1": "This group", "id3:TYE": "2005",
        "id3:TCO": "Testing", "id3:COM": "My Comments", "id3:TRK": "1/5", "id3:TPA": "1/2",
        "id3:ULT": "Do-wap she-bang", "id3:v1/title": "Title", "id3:v1/artist": "Artist",
        "id3:v1/album": "Album", "id3:v1/year": "2003", "id3:v1/comment": "Comment",
    }  # fmt: skip
    assert {step: found.get(step) for step in known} == known


def test_the_picture_of_the_sample_mp3_is_a_child(samples: Path) -> None:
    (child,) = examine(media, samples / "metadata/MP3.mp3").children
    assert (child.found.locator, child.found.size) == ("id3:picture/0", 15)


def test_the_sample_film_tells_what_exiftool_says(samples: Path) -> None:
    found = examine(media, samples / "metadata/QuickTime.mov")
    (whole,) = found.of("recording")
    assert (whole.raw, whole.facts["duration"]) == ("QuickTime", "4.967")
    tracks = {seen.locator[0]: dict(seen.facts) for seen in found.of("track")}
    assert (tracks["media:video/0"]["width"], tracks["media:video/0"]["height"]) == ("320", "240")
    assert tracks["media:audio/0"]["samplingrate"] == "7875"
    assert values(found)["media:general/0/Lyrics"] == "These are lyrics"
    assert values(found)["media:general/0/Comment"] == "çømménts"
    assert values(found)["media:general/0/Album_Performer"] == "ålbüm årtîst"


def test_the_times_of_the_sample_film_are_in_utc(samples: Path) -> None:
    found = examine(media, samples / "metadata/QuickTime.mov")
    times = {seen.locator[0]: (seen.facts["role"], seen.normal) for seen in found.of("media-time")}
    assert times["media:general/0/Encoded_Date"] == ("created", "2005-08-11T14:03:54Z")
    assert times["media:general/0/Tagged_Date"] == ("modified", "2010-07-30T15:43:59Z")


def test_the_cover_of_the_sample_film_is_a_child(samples: Path) -> None:
    (child,) = examine(media, samples / "metadata/QuickTime.mov").children
    assert (child.found.locator, child.found.size) == ("media:cover/0", 251)


def test_nothing_depends_on_the_name(samples: Path) -> None:
    path = samples / "metadata/QuickTime.mov"
    one, other = (examine(media, path, name=name) for name in ("a.mov", "b"))
    assert one.observations == other.observations


def test_a_film_of_a_telephone_tells_where_it_was_taken() -> None:
    found = examine(media, film())
    assert "10.776900,106.700900" in [seen.normal for seen in found.of("geo")]


def test_a_film_tells_when_it_was_made() -> None:
    found = examine(media, film(seconds=2_082_844_800 + 1_700_000_000))
    assert "2023-11-14T22:13:20Z" in [seen.normal for seen in found.of("media-time")]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("+10.7769+106.7009/", ("10.776900,106.700900", "")),
        ("-33.86+151.20+010.5/", ("-33.860000,151.200000", "10.5")),
        ("+4852.80+00220.40CRSWGS_84/", ("48.880000,2.340000", "")),
        ("+485248.0-0022024.0/", ("48.880000,-2.340000", "")),
        ("+95.0+106.0/", ("", "")),
        ("Hà Nội", ("", "")),
    ],
)
def test_positions_are_read_in_the_forms_of_iso_6709(written: str, shown: tuple[str, str]) -> None:
    assert position(written) == shown


def test_texts_of_a_tag_are_read_in_every_encoding() -> None:
    content = id3(
        frame("TIT2", b"\1" + "Tiêu đề".encode("utf-16")),
        frame("TPE1", b"\3" + "Đức".encode()),
        frame("TALB", b"\0caf\xe9"),
        frame("TCOM", b"\2" + "Hà".encode("utf-16-be")),
        frame("COMM", b"\1vie" + "x\0".encode("utf-16") + b"\0\0" + "ghi chú".encode("utf-16")),
        frame("WOAR", b"https://example.vn\0"),
    )
    found = values(examine(media, content))
    assert found["id3:TIT2"] == "Tiêu đề"
    assert (found["id3:TPE1"], found["id3:TALB"], found["id3:TCOM"]) == ("Đức", "café", "Hà")
    assert found["id3:WOAR"] == "https://example.vn"


def test_two_frames_of_one_name_have_two_locators() -> None:
    found = values(examine(media, id3(frame("TXXX", b"\0a\0b"), frame("TXXX", b"\0c\0d"))))
    assert (found["id3:TXXX"], found["id3:TXXX#2"]) == ("a/b", "c/d")


def test_a_picture_of_a_tag_is_a_child_with_its_own_bytes() -> None:
    picture = b"\xff\xd8\xff\0picture"
    content = id3(frame("APIC", b"\0image/jpeg\0\3front\0" + picture))
    (child,) = examine(media, content).children
    assert child.content == picture
    assert resolve(media, content, (child.found.locator,)) == picture


def test_a_frame_beyond_its_tag_is_damage_and_what_came_before_stays() -> None:
    content = id3(frame("TIT2", b"\0one"), frame("TPE1", b"\0two"))[:-3] + b""
    found = examine(media, content)
    assert found.outcome.status == "corrupt"
    assert values(found)["id3:TIT2"] == "one"


def test_a_playlist_is_never_followed() -> None:
    content = b"#EXTM3U\nhttp://example.vn/a.ts\nfile:///etc/hostname\n"
    assert examine(media, content, name="a.mp4").outcome.status == "empty"


def test_an_empty_item_tells_nothing() -> None:
    assert examine(media, b"", name="a.mp3").outcome.status == "empty"


def test_every_rule_is_kept() -> None:
    tag = id3(frame("TIT2", b"\0one"), frame("APIC", b"\0image/jpeg\0\3\0picture"))
    specimens = {"a.mp4": film(), "a.mp3": tag + bytes(200)}
    check(media, specimens, effort=Effort(cuts=3, flips=8, huge=32 << 20))
