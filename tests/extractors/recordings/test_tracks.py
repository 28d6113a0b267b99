"""What the library tells of tracks becomes fields; films built by hand are read through it."""

import base64
import struct
import wave
from io import BytesIO

import pytest

from truyvet.extractors import media
from truyvet.extractors.fields.field import Field
from truyvet.extractors.recordings import tracks
from truyvet.extractors.recordings.tracks import Track
from truyvet.testing import examine, resolve

EPOCH = 2_082_844_800
"""Seconds from 1904, where QuickTime begins to count, to 1970."""


def told(**values: str | dict[str, str]) -> dict[str, Field]:
    """Return the fields of a file with these values of its own."""
    track: Track = {"@type": "General", "Format": "MPEG-4", **values}
    return {each.step: each for each in tracks.fields([track])}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Title", "title"), ("Movie", "title"), ("Performer", "author"), ("Director", "author"),
        ("Copyright", "copyright"), ("Description", "description"), ("Comment", "comment"),
        ("Encoded_Application", "application"), ("Encoded_Library", "application"),
        ("com_apple_quicktime_model", "camera"), ("Encoded_Hardware_Model", "camera"),
        ("com_android_version", "application"), ("Lyrics", "metadata"),
    ],
)  # fmt: skip
def test_a_value_means_what_its_name_says(name: str, kind: str) -> None:
    seen = told(**{name: "Đức"})[f"media:general/0/{name}"]
    assert (seen.kind, seen.raw.decode(), seen.facts["name"]) == (kind, "Đức", name)


@pytest.mark.parametrize(
    ("name", "role"),
    [("Encoded_Date", "created"), ("Recorded_Date", "recorded"), ("Tagged_Date", "modified"),
     ("Released_Date", "released")],
)  # fmt: skip
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-03-14 02:15:00 UTC", "2026-03-14T02:15:00Z"),
        ("2026-03-14T09:15:00+0700", "2026-03-14T02:15:00Z"),
        ("2026-03-14T09:15:00+07:00", "2026-03-14T02:15:00Z"),
        ("2026-03-14 09:15:00", "2026-03-14T09:15:00"),
        ("2026-03-14", "2026-03-14"),
        ("2026", ""),
        ("UTC", ""),
    ],
)
def test_a_time_has_its_role_and_its_normal_form(
    name: str, role: str, written: str, shown: str
) -> None:
    seen = told(**{name: written})[f"media:general/0/{name}"]
    assert (seen.kind, seen.raw.decode(), seen.facts["role"], seen.normal) == (
        "media-time", written, role, shown,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "Recorded_Location",
        "com_apple_quicktime_location_ISO6709",
        "xyz",
        "some_location_of_a_maker",
    ],
)
def test_a_position_is_one_wherever_films_keep_it(name: str) -> None:
    seen = told(**{name: "+21.0285+105.8542+012.5/"})[f"media:general/0/{name}"]
    assert (seen.kind, seen.normal, seen.facts["altitude"]) == (
        "geo",
        "21.028500,105.854200",
        "12.5",
    )


@pytest.mark.parametrize("name", ["Recorded_Location", "xyz"])
def test_a_place_in_words_is_no_position(name: str) -> None:
    assert told(**{name: "Hà Nội"})[f"media:general/0/{name}"].kind == "metadata"


def test_a_position_elsewhere_is_a_value_like_any() -> None:
    assert told(Comment="+21.0285+105.8542/")["media:general/0/Comment"].kind == "comment"


@pytest.mark.parametrize(
    "name",
    ["FileName", "CompleteName", "File_Modified_Date", "UniqueID", "StreamSize", "Cover_Data"],
)
def test_what_is_not_of_the_file_itself_is_left_out(name: str) -> None:
    assert list(told(**{name: "x"})) == ["media:general/0"]


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_a_blank_value_is_nothing(blank: str) -> None:
    assert list(told(Title=blank)) == ["media:general/0"]


def test_values_inside_a_value_are_told() -> None:
    found = told(extra={"com_apple_quicktime_model": "iPhone 15", "Title": "x"})
    assert found["media:general/0/com_apple_quicktime_model"].raw == b"iPhone 15"


def test_measures_are_facts_of_the_track_and_not_values() -> None:
    seen = told(Duration="4.967", OverallBitRate="1000")["media:general/0"]
    assert dict(seen.facts) == {
        "duration": "4.967", "format": "MPEG-4", "overallbitrate": "1000", "type": "general",
    }  # fmt: skip


def test_tracks_are_numbered_by_their_type() -> None:
    found = [{"@type": kind, "Format": kind} for kind in ("General", "Audio", "Video", "Audio")]
    assert [each.step for each in tracks.fields(list(found))] == [
        "media:general/0", "media:audio/0", "media:video/0", "media:audio/1",
    ]  # fmt: skip


def test_hostile_names_are_quoted() -> None:
    found = told(**{"a%b\n": "x"})
    assert "media:general/0/a%25b%0A" in found


@pytest.mark.parametrize(
    ("held", "count"), [("", 0), ("QUJD", 1), ("QUJD / REVG", 2), (" / ", 0), ("QUJD / ", 1)]
)
def test_covers_are_told_apart(held: str, count: int) -> None:
    found = tracks.covers([{"@type": "General", "Cover_Data": held}])
    assert [base64.b64decode(one) for one in found] == [b"ABC", b"DEF"][:count]


@pytest.mark.parametrize("found", [[], [{"@type": "General"}]])
def test_a_file_without_a_cover_has_none(found: list[Track]) -> None:
    assert tracks.covers(found) == []


# films and sound built by hand, read by the library


def atom(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), name) + body


def apple(**values: str) -> bytes:
    """Return metadata as Apple's telephones write it: keys, then values by number."""
    keys = b"".join(atom(b"mdta", name.encode()) for name in values)
    rows = b"".join(
        atom(struct.pack(">I", number), atom(b"data", struct.pack(">II", 1, 0), word.encode()))
        for number, word in enumerate(values.values(), 1)
    )
    handler = atom(b"hdlr", bytes(8), b"mdta", bytes(13))
    return atom(b"meta", handler, atom(b"keys", struct.pack(">II", 0, len(values)), keys),
                atom(b"ilst", rows))  # fmt: skip


def film(*more: bytes, created: int = 1_700_000_000, modified: int = 1_700_000_060) -> bytes:
    times = struct.pack(">IIIII", 0, created + EPOCH, modified + EPOCH, 600, 3_000)
    head = atom(b"mvhd", times, struct.pack(">IH", 0x10000, 0x100), bytes(70), struct.pack(">I", 2))
    return (
        atom(b"ftyp", b"qt  \0\0\0\0qt  ") + atom(b"moov", head, *more) + atom(b"mdat", bytes(32))
    )


@pytest.mark.parametrize(
    ("created", "shown"),
    [(1_700_000_000, "2023-11-14T22:13:20Z"), (0, "1970-01-01T00:00:00Z"),
     (2_000_000_000, "2033-05-18T03:33:20Z")],
)  # fmt: skip
def test_a_film_tells_when_it_was_made(created: int, shown: str) -> None:
    found = {
        s.facts["role"]: s.normal for s in examine(media, film(created=created)).of("media-time")
    }
    assert found["created"] == shown


def test_a_film_of_an_apple_telephone_tells_place_model_and_software() -> None:
    values = {
        "com.apple.quicktime.location.ISO6709": "+21.0285+105.8542+012.500/",
        "com.apple.quicktime.model": "iPhone 15 Pro",
        "com.apple.quicktime.software": "17.4.1",
        "com.apple.quicktime.creationdate": "2026-03-14T09:15:00+0700",
    }
    content = film(apple(**values))
    found = examine(media, content)
    assert "21.028500,105.854200" in [seen.normal for seen in found.of("geo")]
    assert "iPhone 15 Pro" in [seen.raw for seen in found.observations]
    for seen in found.observations:
        assert resolve(media, content, seen.locator) == seen.value()


@pytest.mark.parametrize(("channels", "rate"), [(1, 8_000), (2, 44_100)])
def test_a_sound_of_the_standard_library_tells_its_measures(channels: int, rate: int) -> None:
    out = BytesIO()
    with wave.open(out, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(bytes(2 * channels * rate))
    (seen,) = examine(media, out.getvalue()).of("track")
    assert (seen.facts["channels"], seen.facts["samplingrate"]) == (str(channels), str(rate))


def test_what_is_no_recording_has_no_tracks() -> None:
    assert tracks.tracks(BytesIO(b"not a recording at all" * 20)) == []


@pytest.mark.parametrize("length", range(0, 200, 13))
def test_a_film_that_is_cut_never_crashes(length: int) -> None:
    found = examine(media, film(apple(**{"com.apple.quicktime.model": "x"}))[:length], name="a.mov")
    assert found.outcome.status in ("ok", "empty", "corrupt", "partial")
