"""Image: what a picture says of itself: Exif with GPS, XMP, IPTC, comments, thumbnails, oddities.

Own readers find the metadata, so that each value is found again where it stands; Pillow only
reads the size and compares the thumbnail. Pictures are otherwise decoded by `similarity`, `qr`
and `ocr`.
"""

from collections.abc import Iterator, Mapping

from ..evidence.scans.locator import span
from .fields.field import DAMAGE, Field, found, numbered, say, sound
from .interface import Accepts, Emit, ItemView, Limits, Member
from .pictures import decode, metadata, oddities, perceptual
from .pictures.block import Block
from .settings import Settings

NAME = "image"
VERSION = "1"
ACCEPTS = Accepts(
    media=("image/*",), magic=decode.MAGIC, names=(".xmp", ".svg", ".heic", ".heif", ".avif")
)
LIMITS = Limits(wall=60.0, cpu=60, records=50_000, children=100)
PROGRAMS: tuple[str, ...] = ()
KINDS: Mapping[str, str] = {
    "picture": "size and form of a picture",
    "geo": "a position in decimal degrees, WGS 84",
    "camera": "make and model of a camera",
    "device": "a device that made a picture",
    "serial": "serial number of a camera or lens",
    "application": "program that made or changed it",
    "author": "who made, wrote or owns it",
    "copyright": "whose rights are claimed",
    "title": "title or headline",
    "description": "caption or description",
    "comment": "comment of a person or program",
    "keyword": "keyword",
    "media-time": "time that a picture tells of itself; the fact `role` says of what",
    "document-id": "identifier of the document or of one it came from",
    "maker-note": "notes of the camera's maker",
    "credentials": "content credentials (C2PA) are attached",
    "appended": "bytes after the end of the picture",
    "oddity": "metadata that does not fit together",
    "metadata": "any other value",
}
STEPS: Mapping[str, str] = {
    "exif": "a tag by directory and name: `exif:GPS/GPSLatitude`; the thumbnail: `exif:thumbnail`",
    "xmp": "a property by its path: `xmp:dc/creator`, the second of a list `xmp:dc/creator[2]`",
    "iptc": "a data set by record and number: `iptc:2/80`",
    "photoshop": "an image resource by number: `photoshop:0x040B`",
    "png": "a text by form and keyword: `png:tEXt/Software`",
    "gif": "comment of a GIF file",
    "jpeg": "comment of a JPEG file; its JFIF thumbnail",
    "svg": "title or description of a drawing",
    "image": "the picture as a whole: `image:size`, `image:oddity/clock`",
}
MAX_COMPARED = 64 << 20
"""Bytes of a picture that is decoded to be compared with its thumbnail."""


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the library that decodes."""
    return {"pillow": decode.version()}


def prepare(settings: Settings, /) -> object:
    """Import what decodes; tells whether it is there."""
    return decode.available()


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit metadata, thumbnails and what does not fit together."""
    for each in numbered(_fields(view, emit)):
        say(emit, each)
    for step, block in _thumbnails(view):
        emit.child(step, block.content(), Member(name=f"{step.partition(':')[2]}.jpg"))
    source = view.memory()
    for block in metadata.appended(source):
        with metadata.stretch(source, block.start, block.length) as stream:
            emit.child(span(block.start, block.length), stream, Member(name="appended"))


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return the value of a field, or the bytes of a thumbnail."""
    for known, block in _thumbnails(view):
        if step == known:
            return block.content()
    return found(numbered(_fields(view, None)), step)


def _fields(view: ItemView, emit: Emit | None) -> Iterator[Field]:
    """Yield all fields in a fixed order; `emit` takes the problems."""
    seen: list[Field] = []
    for each in metadata.fields(view.memory(), view.facts.name, view.facts.media_type, emit):
        seen.append(each)
        yield each
    yield from oddities.fields(seen)
    yield from _looks(view, emit)


def _looks(view: ItemView, emit: Emit | None) -> Iterator[Field]:
    """Yield size and form, and whether the thumbnail shows the picture."""
    if not view.prepared:
        if emit:
            emit.problem("unsupported", "", decode.NEEDS)
        return
    if metadata.is_document(view.memory(), view.facts.name, view.facts.media_type):
        return
    try:
        picture = decode.opened(view.open())
    except decode.Bomb as error:
        if emit:
            emit.problem("bomb", "", str(error))
        return
    except decode.TooLarge as error:
        if emit:
            emit.problem("partial", "", str(error))
        return
    except DAMAGE:
        yield from sound(metadata.boxed(view.memory()), emit, "boxes")
        return
    size = f"{picture.width}x{picture.height}"
    facts = {"form": picture.format or "", "mode": picture.mode}
    facts["frames"] = _frames(picture)
    yield Field(kind="picture", step="image:size", raw=size.encode(), facts=facts)
    if view.facts.size <= MAX_COMPARED:
        for step, block in _thumbnails(view):
            if step == "exif:thumbnail":
                yield from _compared(view, block)


def _frames(picture: object) -> str:
    """Return how many frames an animation claims, where its header tells; empty for one."""
    try:
        count = int(getattr(picture, "n_frames", 1))
    except DAMAGE:
        return ""
    return str(count) if count > 1 else ""


def _compared(view: ItemView, block: Block) -> Iterator[Field]:
    from io import BytesIO

    try:
        whole = decode.grey(decode.opened(view.open()), 64)
        small = decode.grey(decode.opened(BytesIO(block.content())))
    except DAMAGE:
        return
    if perceptual.is_flat(whole) or perceptual.is_flat(small):
        return
    yield from oddities.thumbnail(
        (
            perceptual.distance(perceptual.difference(whole), perceptual.difference(small)),
            perceptual.distance(perceptual.frequency(whole), perceptual.frequency(small)),
        )
    )


def _thumbnails(view: ItemView) -> list[tuple[str, Block]]:
    """Return (step, bytes) of the pictures embedded in metadata, numbered like fields."""
    return metadata.thumbnails(view.memory())
