"""Values of Exif as text, and the names of their tags (CIPA DC-008, Exif 2.32, table 4 to 16)."""

from .tiff import ASCII, BYTE, UNDEFINED, UTF8, Entry

_WIDE = range(0x9C9B, 0x9CA0)
"""Tags of Windows: titles and comments in UTF-16 (XPTitle to XPSubject)."""
_MARKED = frozenset({("Exif", 0x9286), ("GPS", 27), ("GPS", 28)})
"""Comment, way of fixing, name of the area: eight bytes name the character set of the rest."""
_CHARSETS = {b"ASCII\0\0\0": "ascii", b"JIS\0\0\0\0\0": "iso2022_jp", b"\0" * 8: "utf-8"}
_INTEROP = {1: "InteroperabilityIndex", 2: "InteroperabilityVersion"}


def names(directory: str) -> dict[int, str]:
    """Return the names of the tags of a directory."""
    from PIL import ExifTags

    if directory == "GPS":
        return ExifTags.GPSTAGS
    return _INTEROP if directory == "Interop" else ExifTags.TAGS


def step(entry: Entry) -> str:
    """Return the step of an entry: `exif:GPS/GPSLatitude`; a tag without a name as `0xA1B2`."""
    known = names(entry.directory).get(entry.tag) or f"0x{entry.tag:04X}"
    return f"exif:{entry.directory}/{known}"


def text(entry: Entry) -> bytes:
    """Return a value as text; empty where it has none that a person could read."""
    if entry.form in (ASCII, UTF8):
        return entry.value.partition(b"\0")[0].strip(b" \r\n\t")
    if (entry.directory, entry.tag) in _MARKED:
        return _comment(entry)
    if entry.tag in _WIDE and entry.form in (BYTE, UNDEFINED):
        wide = entry.value[: len(entry.value) & ~1].decode("utf-16-le", "replace")
        return wide.partition("\0")[0].strip().encode()
    if entry.form == UNDEFINED:
        shown = entry.value.rstrip(b"\0 ")
        if shown.isascii() and shown.decode("ascii").isprintable():
            return shown
        return " ".join(map(str, entry.value)).encode() if entry.size <= 8 else b""
    numbers = entry.numbers() if entry.count <= 64 else []
    return " ".join(f"{n[0]}/{n[1]}" if isinstance(n, tuple) else str(n) for n in numbers).encode()


def _comment(entry: Entry) -> bytes:
    """Return a user comment: eight bytes name its character set (Exif 2.32, table 9)."""
    kind, rest = entry.value[:8], entry.value[8:]
    if kind == b"UNICODE\0":
        order = "utf-16-le" if entry.little else "utf-16-be"
        shown = rest[: len(rest) & ~1].decode(order, "replace")
    else:
        shown = rest.decode(_CHARSETS.get(kind, "latin-1"), "replace")
    return shown.partition("\0")[0].strip().encode()
