"""Where metadata stands in a PNG file (W3C PNG third edition, 11.3; ImageMagick's raw profiles)."""

import zlib
from collections.abc import Iterator
from struct import unpack_from

from ...evidence.scans.locator import quote
from .block import Block, Buffer, piece

MAGIC = b"\x89PNG\r\n\x1a\n"
MAX_TEXT = 8 << 20
"""Bytes that a compressed text may decode to."""
MAX_CHUNKS = 200_000
"""Chunks that are followed; guards time."""
_PROFILES = {
    b"exif": "exif", b"app1": "exif", b"iptc": "photoshop", b"8bim": "photoshop", b"xmp": "xmp",
}  # fmt: skip


def blocks(source: Buffer) -> Iterator[Block]:
    """Yield the blocks of a PNG file in the order of the file; `EOFError` where it is cut off."""
    position = len(MAGIC)
    for _ in range(MAX_CHUNKS):
        if position + 12 > len(source):
            raise EOFError("no IEND")
        length, name = unpack_from(">I4s", source, position)
        start = position + 8
        if start + length + 4 > len(source):
            raise EOFError("a chunk beyond the end")
        position = start + length + 4
        if name == b"IEND":
            rest = len(source) - position
            yield Block(kind="appended", source=source, start=position, length=rest)
            return
        if name == b"eXIf":
            skip = 6 if source[start : start + 4] == b"Exif" else 0
            yield Block(kind="exif", source=source, start=start + skip, length=length - skip)
        elif name == b"tIME" and length == 7:
            yield Block(kind="time", source=source, start=start, length=length, name="png:tIME")
        elif name == b"caBX":
            yield Block(kind="credentials", source=source, start=start, length=length, name="c2pa")
        elif name in (b"tEXt", b"zTXt", b"iTXt"):
            yield _text(source, name.decode(), start, length)


def _text(source: Buffer, name: str, start: int, length: int) -> Block:
    """Return the block of a text; a damaged one is told and hides nothing that comes after it."""
    try:
        return _read(source, name, start, length)
    except (ValueError, zlib.error):
        return piece("damaged", b"", f"png:{name}")


def _read(source: Buffer, name: str, start: int, length: int) -> Block:
    content = source[start : start + min(length, MAX_TEXT)]
    keyword, separator, rest = content.partition(b"\0")
    if not separator:
        raise ValueError("a text without a keyword")
    skip, packed = len(keyword) + 1, False
    if name == "zTXt":
        skip, packed = skip + 1, True
    elif name == "iTXt":
        packed = rest[:1] == b"\x01"
        language, _, rest = rest[2:].partition(b"\0")
        skip += 4 + len(language) + len(rest.partition(b"\0")[0])
    title = f"png:{name}/{quote(keyword.decode('latin-1'))}"
    kind, value = "text", content[skip:]
    if packed:
        value = zlib.decompressobj().decompress(value, MAX_TEXT)
    if keyword == b"XML:com.adobe.xmp":
        kind = "xmp"
    elif keyword.startswith(b"Raw profile type "):
        kind, value, packed = *_profile(keyword[17:], value), True
    if packed:
        return piece(kind, value, title)
    return Block(kind=kind, source=source, start=start + skip, length=length - skip, name=title)


def _profile(name: bytes, value: bytes) -> tuple[str, bytes]:
    """Return a raw profile as (kind, bytes): a name, a length and hexadecimal lines."""
    digits = b"".join(value.split()[2:])
    decoded = bytes.fromhex(digits.decode("ascii"))
    kind = _PROFILES.get(name.strip().lower(), "text")
    if decoded.startswith(b"http://ns.adobe.com/xap/1.0/\0"):
        return "xmp", decoded[29:]
    return kind, decoded[6:] if decoded.startswith(b"Exif\0") else decoded
