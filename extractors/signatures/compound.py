"""What an OLE compound file really is, by the names in its directory ([MS-CFB], section 2.6)."""

import struct
import uuid
from collections.abc import Callable

Reader = Callable[[int, int], bytes]
"""Returns up to `length` bytes at `offset`."""

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins."""
COMPOUND = "application/x-ole-storage"
MAX_DIRECTORY = 64  # sectors of the directory that are followed
_ENTRY = 128
_BY_NAME = {
    "__properties_version1.0": "application/vnd.ms-outlook",
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "VisioDocument": "application/vnd.visio",
    "MSPublisher": "application/vnd.ms-publisher",
    "FileHeader": "application/x-hwp",
}
_ENCRYPTED = "EncryptedPackage"
_INSTALLER = uuid.UUID("000c1084-0000-0000-c000-000000000046").bytes_le


def compound_type(read: Reader) -> str:
    """Return the media type of a compound file; `application/x-ole-storage` if no other fits.

    An encrypted OOXML document is `application/x-ole-storage` too: its real type is inside.
    """
    header = read(0, 512)
    if len(header) < 512:
        return COMPOUND
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in (9, 12):
        return COMPOUND
    names: set[str] = set()
    for entry in _directory(read, header, 1 << shift):
        length = min(struct.unpack_from("<H", entry, 64)[0], 64)
        kind = entry[66]
        if kind == 5 and entry[80:96] == _INSTALLER:
            return "application/x-msi"
        if kind in (1, 2):
            names.add(entry[: max(length - 2, 0)].decode("utf-16-le", "replace"))
    if _ENCRYPTED in names:
        return COMPOUND
    return next((media for name, media in _BY_NAME.items() if name in names), COMPOUND)


def _directory(read: Reader, header: bytes, sector: int) -> list[bytes]:
    """Return the entries of the directory, following its chain through the allocation table."""
    (at,) = struct.unpack_from("<L", header, 48)
    tables = struct.unpack_from("<109L", header, 76)
    entries: list[bytes] = []
    seen: set[int] = set()
    while at < 0xFFFFFFFA and at not in seen and len(seen) < MAX_DIRECTORY:
        seen.add(at)
        content = read((at + 1) * sector, sector)
        whole = len(content) - len(content) % _ENTRY
        entries += [content[i : i + _ENTRY] for i in range(0, whole, _ENTRY)]
        table, index = divmod(at, sector // 4)
        if table >= len(tables) or tables[table] >= 0xFFFFFFFA:
            break
        link = read((tables[table] + 1) * sector + 4 * index, 4)
        at = int.from_bytes(link, "little") if len(link) == 4 else 0xFFFFFFFE
    return entries
