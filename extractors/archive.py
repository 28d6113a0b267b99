"""Archives: zip (OOXML, ODF, APK, JAR …), tar, 7z, rar, ar, cpio; each member becomes an item.

What the bytes are decides, not the name. Members come in the archive's own order. Directories are
no items; links and devices are items without bytes, and so are members that need a password
nobody gave. A damaged member keeps what decodes before the damage. Zip members that the central
directory hides are found by their own headers. DOS times (zip, rar) have no zone and are left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from .containers import cpio, rar, sevenzip, tarreader, unixar, zipreader
from .containers.delivery import bytes_of, content_of, deliver
from .containers.entry import MEMBER_NAME, Event
from .containers.passwords import Keys, mark
from .containers.recognition import container_of
from .interface import Accepts, Emit, ItemView, Limits
from .settings import Settings

NAME = "archive"
VERSION = "1"
ACCEPTS = Accepts(everything=True)
LIMITS = Limits(wall=600.0, cpu=600)
KINDS: Mapping[str, str] = {
    "archive": "The item is an archive: its format, comment, number of members",
    "encrypted-members": "Members need a password; the first of them",
    "suspicious-name": "A member's name climbs out of its folder or misleads the eye",
    "overlapping-members": "Members of a zip file share bytes, as in a bomb",
    "disagreeing-headers": "A zip member's own header contradicts the central directory",
    "hidden-member": "A zip member that the central directory does not list",
    "foreign-bytes": "Bytes before or after an archive that belong to none of its members",
}
STEPS: Mapping[str, str] = {
    "zip": "Member of a zip file: name, and @ the byte of its header where the name is not enough",
    "tar": "Member of a tar archive: name, and @ the byte of its header where that is not enough",
    "sevenzip": "Member of a 7z archive: name, and @ its number where the name is not enough",
    "rar": "Member of a rar archive: name, and @ its number where the name is not enough",
    "ar": "Member of a Unix ar archive: name, and @ the byte of its header where needed",
    "cpio": "Member of a cpio archive: name, and @ the byte of its header where needed",
    MEMBER_NAME: "Name of the member that the step after the colon leads to",
}
PROGRAMS: tuple[str, ...] = ()

_PLACED = re.compile(r"zip:.*@([0-9]{1,16})\Z", re.DOTALL)
_READERS: Mapping[str, Callable[[ItemView, Keys], Iterator[Event]]] = {
    "zip": zipreader.events,
    "tar": tarreader.events,
    "7z": sevenzip.events,
    "rar": rar.events,
    "ar": unixar.events,
    "cpio": cpio.events,
}


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return what results depend on; of the passwords only a mark that confirms no guess."""
    return {"passwords": mark(settings.passwords), **rar.versions()}


def prepare(settings: Settings, /) -> object:
    """Import what readers use."""
    import bz2
    import lzma

    from cryptography.hazmat.primitives import ciphers

    return (bz2, lzma, ciphers, *rar.libraries())


def extract(view: ItemView, emit: Emit, /) -> None:
    """Examine one item."""
    word = container_of(view)
    if word in _READERS:
        deliver(_READERS[word](view, Keys(view.settings.passwords)), emit)
    elif word:
        emit.problem("unsupported", "", f"there is no reader for {word} archives")


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return a member's bytes, or its name for a `member-name` step."""
    keys = Keys(view.settings.passwords)
    placed = _PLACED.match(step)
    if placed:
        entry = zipreader.placed(view, keys, int(placed[1]))
        if entry is not None and entry.step == step:
            return content_of(entry)
    word = container_of(view)
    if word not in _READERS:
        raise LookupError(f"the item is no archive: {step[:200]}")
    return bytes_of(_READERS[word](view, keys), step)
