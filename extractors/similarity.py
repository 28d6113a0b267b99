"""Similarity: perceptual hashes of pictures, by which near duplicates are found.

The hashes are 64 bits each, see `pictures.perceptual`; those within about 10 bits of one another
show the same picture, scaled, recompressed or slightly changed. A picture of one shade has none.
Decoding it whole also tells whether the file is damaged.
"""

from collections.abc import Mapping

from .fields.field import DAMAGE
from .interface import Accepts, Emit, ItemView, Limits
from .pictures import decode, perceptual
from .pictures.damage import naming_damage
from .settings import Settings

NAME = "similarity"
VERSION = "1"
ACCEPTS = Accepts(media=decode.MEDIA, magic=decode.MAGIC)
LIMITS = Limits(wall=60.0, cpu=60, records=10, children=0)
PROGRAMS: tuple[str, ...] = ()
KINDS: Mapping[str, str] = {
    "phash": "perceptual hash by frequencies, 64 bits",
    "dhash": "perceptual hash by differences, 64 bits",
}
STEPS: Mapping[str, str] = {"image": "a hash of the picture: `image:phash`, `image:dhash`"}
LONGEST = 256
"""Pixels that the longer side needs for hashing; a JPEG is decoded no further."""


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the library that decodes and scales."""
    return {"pillow": decode.version()}


def prepare(settings: Settings, /) -> object:
    """Import what decodes; tells whether it is there."""
    return decode.available()


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit both hashes."""
    if not view.prepared:
        emit.problem("unsupported", "", decode.NEEDS)
        return
    hashes = dict[str, str]()
    with naming_damage(emit):
        hashes = _hashes(view)
    for kind, value in hashes.items():
        emit.observation(kind, f"image:{kind}", value, normal=value)


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return a hash as 16 hexadecimal digits."""
    try:
        return _hashes(view)[step.partition(":")[2]].encode()
    except DAMAGE:
        raise LookupError(step) from None


def _hashes(view: ItemView) -> dict[str, str]:
    grey = decode.grey(decode.opened(view.open()), LONGEST)
    if perceptual.is_flat(grey):
        return {}
    return {
        "phash": f"{perceptual.frequency(grey):016x}",
        "dhash": f"{perceptual.difference(grey):016x}",
    }
