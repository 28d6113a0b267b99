"""Which container an item is, by its bytes alone."""

from ..interface import ItemView
from . import tarformat, zipreader

HEAD = 512
"""Bytes at the beginning that are looked at."""
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"!<arch>\n", "ar"),
    (b"070701", "cpio"),
    (b"070702", "cpio"),
    (b"070707", "cpio"),
    (b"\xc7\x71", "cpio"),
    (b"MSCF\0\0\0\0", "cab"),
    (b"xar!\x00\x1c", "xar"),
    (b"hsqs", "squashfs"),
    (b"MSWIM\0\0\0", "wim"),
    (b"SZDD\x88\xf0\x27\x33", "szdd"),
)


def container_of(view: ItemView) -> str:
    """Return the word for the container that an item is: `zip`, `tar` …; empty if it is none."""
    head = view.read(0, HEAD)
    if zipreader.recognised(head):
        return "zip"
    for beginning, word in _BEGINNINGS:
        if head.startswith(beginning):
            return word
    if head[7:14] == b"**ACE**":
        return "ace"
    if head[2:5] in (b"-lh", b"-lz") and head[6:7] == b"-":
        return "lha"
    if tarformat.recognised(head):
        return "tar"
    return "zip" if zipreader.follows(view) else ""
