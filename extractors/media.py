"""Media: what sound and film files tell of themselves: times, places, devices, tracks, covers.

MediaInfo reads the containers, an own reader the ID3 tags. Nothing is decoded or played.
"""

import base64
from collections.abc import Iterator, Mapping

from .fields.field import Field, found, numbered, say, sound
from .interface import Accepts, Emit, ItemView, Limits, Member
from .recordings import id3, tracks
from .settings import Settings

NAME = "media"
VERSION = "1"
ACCEPTS = Accepts(
    media=("audio/*", "video/*", "application/ogg", "application/mxf", "application/x-matroska"),
    magic=(b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FLV\x01", b"#!AMR"),
    names=(".mp3", ".mp4", ".m4a", ".m4v", ".mov", ".3gp", ".aac", ".amr", ".opus"),
)
LIMITS = Limits(wall=120.0, cpu=60, records=5_000, children=100)
PROGRAMS: tuple[str, ...] = ()
KINDS: Mapping[str, str] = {
    "recording": "form and length of a sound or film file",
    "track": "one track of it, with its codec and measures",
    "geo": "a position in decimal degrees, WGS 84",
    "camera": "make and model of a device",
    "application": "program or library that made it",
    "author": "who made or owns it",
    "copyright": "whose rights are claimed",
    "title": "its title",
    "description": "its description",
    "comment": "a comment",
    "media-time": "time that it tells of itself; the fact `role` says of what",
    "metadata": "any other value",
}
STEPS: Mapping[str, str] = {
    "media": "a value by type and number of track: `media:general/0/Encoded_Date`; a cover",
    "id3": "a frame of an ID3 tag: `id3:TIT2`, of version 1 `id3:v1/title`; a picture",
}
NEEDS = "needs pymediainfo: pip install pymediainfo"
PLAYLISTS = (b"#EXTM3U", b"<?xml", b"[playlist]", b"<MPD", b"<smil", b"<ASX", b"<asx")
"""How lists of other files begin: the library would go and look for them."""


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the library's version."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return {"pymediainfo": version("pymediainfo")}
    except PackageNotFoundError:
        return {"pymediainfo": "absent"}


def prepare(settings: Settings, /) -> object:
    """Load the library; what is missing, if anything."""
    try:
        from pymediainfo import MediaInfo
    except ImportError:
        return NEEDS
    return "" if MediaInfo.can_parse() else NEEDS


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit fields and covers."""
    if view.prepared:
        emit.problem("unsupported", "", str(view.prepared))
    held = list(sound(_tracks(view), emit, "recording"))
    for each in numbered(_fields(view, held, emit)):
        say(emit, each)
    for step, picture in _pictures(view, held):
        emit.child(step, picture, Member(name=step.replace(":", "-").replace("/", "-")))


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return the value of a field, or a cover."""
    held = [] if step.startswith("id3:") else list(sound(_tracks(view), None, ""))
    for known, picture in _pictures(view, held):
        if known == step:
            return picture
    return found(numbered(_fields(view, held, None)), step)


def _fields(view: ItemView, held: list[tracks.Track], emit: Emit | None) -> Iterator[Field]:
    yield from sound(id3.fields(view.memory()), emit, "ID3 tag")
    yield from sound(tracks.fields(held), emit, "recording")


def _tracks(view: ItemView) -> Iterator[tracks.Track]:
    head = view.read(0, 64).lstrip(b"\xef\xbb\xbf \r\n\t")
    if not view.prepared and head and not head.startswith(PLAYLISTS):
        yield from tracks.tracks(view.open())


def _pictures(view: ItemView, held: list[tracks.Track]) -> Iterator[tuple[str, bytes]]:
    """Yield (step, bytes) of the covers; MediaInfo gives those of an ID3 tag once more."""
    tagged = view.read(0, 3) == b"ID3"
    for number, picture in enumerate(sound(id3.pictures(view.memory()), None, "")):
        if picture:
            yield f"id3:picture/{number}", picture
    for number, text in enumerate([] if tagged else tracks.covers(held)):
        for picture in sound((base64.b64decode(part) for part in (text,)), None, ""):
            yield f"media:cover/{number}", picture
