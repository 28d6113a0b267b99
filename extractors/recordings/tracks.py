"""What MediaInfo reads out of sound and film files, as fields.

The library gets the bytes, never a path or a name: what it says then depends on nothing else, and
it cannot follow a reference to a neighbouring file. Only what the file itself tells is taken.
"""

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO, cast

from ...evidence.scans.locator import quote
from ..fields import times
from ..fields.field import Field
from .places import position

OPTIONS = {"Language": "raw", "File_TestContinuousFileNames": "0", "File_TestDirectory": "0"}
"""No sentences in a language of people, no looking for further files."""
MAX_TRACKS = 200
"""Tracks that are told of."""
BUFFER = 1 << 18
"""Bytes that the library is given at once."""
_TIMES = {"Encoded_Date": "created", "Recorded_Date": "recorded", "Tagged_Date": "modified",
          "Mastered_Date": "created", "Released_Date": "released"}  # fmt: skip
_KINDS = {
    "Title": "title", "Movie": "title", "Track": "title", "Performer": "author",
    "Album_Performer": "author", "Composer": "author", "Director": "author", "Owner": "author",
    "Copyright": "copyright", "Description": "description", "Comment": "comment",
    "Encoded_Application": "application", "Encoded_Library": "application",
    "Encoded_Hardware_Model": "camera", "com_apple_quicktime_model": "camera",
    "com_apple_quicktime_software": "application", "Encoded_By": "author",
    "comAndroidVersion": "application", "com_android_version": "application",
}  # fmt: skip
_PLACES = ("Recorded_Location", "com_apple_quicktime_location_ISO6709", "xyz", "Recorded_Place")
_TECHNICAL = frozenset({
    "Format", "Format_Profile", "CodecID", "Duration", "Width", "Height", "Rotation", "FrameRate",
    "BitRate", "OverallBitRate", "Channels", "SamplingRate", "BitDepth", "Language", "FrameCount",
})  # fmt: skip
_SKIPPED = frozenset({
    "@type", "@typeorder", "StreamOrder", "ID", "UniqueID", "FileSize", "Cover_Data", "extra",
    "VideoCount", "AudioCount", "TextCount", "MenuCount", "ImageCount", "OtherCount", "StreamSize",
    "HeaderSize", "DataSize", "FooterSize", "IsStreamable", "OverallBitRate_Mode", "BitRate_Mode",
    "PixelAspectRatio", "DisplayAspectRatio", "FrameRate_Mode", "FrameRate_Num", "FrameRate_Den",
    "SamplingCount", "Format_Settings_Endianness", "Format_Settings_Sign", "Compression_Mode",
    "FileExtension_Invalid", "File_Modified_Date", "File_Modified_Date_Local", "CompleteName",
    "Delay", "Delay_Source", "Video_Delay", "FileExtension", "File_Created_Date",
    "File_Created_Date_Local", "FileName", "FolderName", "Source", "Conformance",
    "IsTruncated", "ConformanceErrors", "ConformanceWarnings", "ConformanceInfos",
})  # fmt: skip

Track = Mapping[str, str | Mapping[str, object]]
"""A track as the library tells of it."""


def tracks(file: BinaryIO) -> list[Track]:
    """Return the tracks of a file, the file itself first; ValueError where it is none."""
    from pymediainfo import MediaInfo

    answer = MediaInfo.parse(
        file, output="JSON", full=False, cover_data=True, buffer_size=BUFFER,
        mediainfo_options=OPTIONS,
    )  # fmt: skip
    media = json.loads(answer).get("media") or {}
    found = cast("list[Track]", media.get("track") or [])
    return found[:MAX_TRACKS] if found and "Format" in found[0] else []


def fields(found: list[Track]) -> Iterator[Field]:
    """Yield one field for each track, then one for each thing that it tells."""
    counts: dict[str, int] = {}
    for track in found:
        kind = str(track.get("@type", "other")).lower()
        number = counts.get(kind, 0)
        counts[kind] = number + 1
        yield _summary(f"media:{quote(kind)}/{number}", kind, track)
        for name, value in _flat(track):
            if name not in _SKIPPED and name not in _TECHNICAL and value.strip():
                yield _field(f"media:{quote(kind)}/{number}/{quote(name)}", name, value)


def covers(found: list[Track]) -> list[str]:
    """Return the pictures of a file, in base64."""
    held = found[0].get("Cover_Data") if found else None
    return [part for part in str(held).split(" / ") if part] if held else []


def _flat(track: Track) -> Iterator[tuple[str, str]]:
    for name, value in track.items():
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict):
            for inner, further in value.items():
                if isinstance(further, str):
                    yield inner, further


def _summary(step: str, kind: str, track: Track) -> Field:
    """Return a track's form and measures as one field."""
    facts = {
        name.lower().replace("_", "-"): str(track[name]) for name in sorted(_TECHNICAL & set(track))
    }
    raw = str(track.get("Format") or kind)
    return Field(kind="recording" if kind == "general" else "track", step=step, raw=raw.encode(),
                 facts=facts | {"type": kind})  # fmt: skip


def _field(step: str, name: str, value: str) -> Field:
    raw = value.encode("utf-8", "replace")
    if name in _TIMES:
        written = value.removesuffix(" UTC") + "Z" if value.endswith(" UTC") else value
        return times.timed(_TIMES[name], step, raw, times.normal(written), {})
    shown, altitude = position(value) if name in _PLACES or "location" in name.lower() else ("", "")
    if shown:
        return Field(kind="geo", step=step, raw=raw, normal=shown, facts={"altitude": altitude})
    return Field(
        kind=_KINDS.get(name, "metadata"), step=step, raw=raw, facts={"name": name}, text=True
    )
