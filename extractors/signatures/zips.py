"""What a ZIP file really is: Office document, app, book, archive (APPNOTE 6.3.10; ECMA-376-2).

Only the names in the central directory and one or two small members are looked at.
"""

import re
import struct
import zlib
from collections.abc import Callable

Reader = Callable[[int, int], bytes]
"""Returns up to `length` bytes at `offset`."""

ZIP = "application/zip"
MAX_DIRECTORY = 256 << 10  # of the central directory: some thousand names tell the type
MAX_MEMBER = 256 << 10  # of [Content_Types].xml, decoded
_END = b"PK\x05\x06"
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_MAIN = re.compile(rb'ContentType="(application/vnd\.[\w.+-]+\.main\+xml)"')
_OFFICE = "application/vnd.openxmlformats-officedocument."
_BY_FOLDER = {
    "word/": f"{_OFFICE}wordprocessingml.document",
    "xl/": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}presentationml.presentation",
}
_DECLARED = re.compile(rb"application/[a-z0-9.+-]{1,100}")


def zip_type(read: Reader, size: int) -> str:
    """Return the media type of a ZIP file of `size` bytes, `application/zip` if no other fits."""
    declared = _mimetype(read)
    if declared:
        return declared
    members = _members(read, size) or _first_member(read)
    if "[Content_Types].xml" in members:
        found = _open_packaging(read, members)
        if found:
            return found
    return _by_names(members)


def _by_names(members: dict[str, int]) -> str:
    """Return the type that some names are the mark of."""
    if "AndroidManifest.xml" in members:
        return "application/vnd.android.package-archive"
    if "datapackage.json" in members and any(name.startswith("archive/") for name in members):
        return "application/wacz"
    if "META-INF/MANIFEST.MF" in members:
        return "application/java-archive"
    if any(name.startswith("Payload/") and ".app/" in name for name in members):
        return "application/x-ios-app"
    if "doc.kml" in members:
        return "application/vnd.google-earth.kmz"
    return ZIP


def _open_packaging(read: Reader, members: dict[str, int]) -> str:
    """Return the type of an OOXML package by its main part; empty where it is none."""
    main = _MAIN.search(_member(read, members["[Content_Types].xml"]))
    if main:
        name = main[1].decode("ascii").removesuffix(".main+xml")
        return f"{name}.12" if name.endswith("acroEnabled") else name
    for folder, media in _BY_FOLDER.items():
        if any(name.startswith(folder) for name in members):
            return media
    return "application/vnd.ms-appx" if "AppxManifest.xml" in members else ""


def _mimetype(read: Reader) -> str:
    """Return what a first, stored member `mimetype` declares (ODF 1.3 part 2, EPUB OCF 3)."""
    head = read(0, 256)
    if len(head) < _LOCAL.size or head[_LOCAL.size : _LOCAL.size + 8] != b"mimetype":
        return ""
    found = _LOCAL.unpack_from(head)
    start = _LOCAL.size + found[9] + found[10]
    length = found[7] or 100
    declared = _DECLARED.match(head, start, min(start + length, len(head)))
    return declared[0].decode("ascii") if declared else ""


def _members(read: Reader, size: int) -> dict[str, int]:
    """Return names and offsets of local headers, as the central directory lists them."""
    tail_length = min(size, (64 << 10) + 22)
    for length in (min(22, tail_length), tail_length):
        tail = read(size - length, length)
        at = tail.rfind(_END)
        if at >= 0 and len(tail) - at >= 22:
            (held, start) = struct.unpack_from("<2L", tail, at + 12)
            end = size - length + at
            return _listed(read(end - held if held <= end else start, min(held, MAX_DIRECTORY)))
    return {}


def _listed(directory: bytes) -> dict[str, int]:
    members: dict[str, int] = {}
    at = 0
    while at + _CENTRAL.size <= len(directory):
        found = _CENTRAL.unpack_from(directory, at)
        if found[0] != b"PK\x01\x02":
            break
        name = directory[at + _CENTRAL.size : at + _CENTRAL.size + found[10]]
        members.setdefault(name.decode("utf-8", "replace").replace("\\", "/"), found[16])
        at += _CENTRAL.size + found[10] + found[11] + found[12]
    return members


def _first_member(read: Reader) -> dict[str, int]:
    """Return the names at the beginning, for a file that was cut off before its directory."""
    head = read(0, _LOCAL.size + 512)
    if len(head) < _LOCAL.size:
        return {}
    length = _LOCAL.unpack_from(head)[9]
    return {head[_LOCAL.size : _LOCAL.size + length].decode("utf-8", "replace"): 0}


def _member(read: Reader, offset: int) -> bytes:
    """Return up to `MAX_MEMBER` decoded bytes of the member whose local header is at `offset`."""
    header = read(offset, _LOCAL.size)
    if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        return b""
    found = _LOCAL.unpack(header)
    stored = read(offset + _LOCAL.size + found[9] + found[10], MAX_MEMBER)
    if found[3] == 0:
        return stored[: found[7]]
    try:
        return zlib.decompressobj(-15).decompress(stored, MAX_MEMBER)
    except zlib.error:
        return b""
