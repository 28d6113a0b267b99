"""Builders of small pictures with metadata, by hand, so that each byte is known."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image

Value = bytes | str | int | tuple[int, ...] | list[tuple[int, int]]
"""Undefined bytes, text, a LONG, BYTEs, or rationals."""
PNG = b"\x89PNG\r\n\x1a\n"


def tiff(
    ifd0: Mapping[int, Value],
    exif: Mapping[int, Value] | None = None,
    gps: Mapping[int, Value] | None = None,
    thumbnail: bytes = b"",
) -> bytes:
    """Return a little-endian TIFF block with these directories."""
    first = dict(ifd0)
    if exif is not None:
        first[0x8769] = 0
    if gps is not None:
        first[0x8825] = 0
    second: dict[int, Value] = {0x0201: 0, 0x0202: len(thumbnail)} if thumbnail else {}
    body = bytearray(b"II*\0\x08\0\0\0")
    places: dict[int, int] = {}
    start_first = len(body)
    body += _directory(first, start_first, places)
    for tag, entries in ((0x8769, exif), (0x8825, gps)):
        if entries is not None:
            struct.pack_into("<I", body, places[tag], len(body))
            body += _directory(entries, len(body), {})
    if thumbnail:
        link = start_first + 2 + 12 * len(first)
        struct.pack_into("<I", body, link, len(body))
        body += _directory(second, len(body), places)
        struct.pack_into("<I", body, places[0x0201], len(body))
        body += thumbnail
    return bytes(body)


def _directory(entries: Mapping[int, Value], start: int, places: dict[int, int]) -> bytes:
    head, tail = bytearray(struct.pack("<H", len(entries))), bytearray()
    base = start + 2 + 12 * len(entries) + 4
    for number, (tag, value) in enumerate(sorted(entries.items())):
        form, count, content = _encoded(value)
        places[tag] = start + 2 + 12 * number + 8
        if len(content) <= 4:
            field = content.ljust(4, b"\0")
        else:
            field = struct.pack("<I", base + len(tail))
            tail += content + b"\0" * (len(content) & 1)
        head += struct.pack("<HHI", tag, form, count) + field
    return bytes(head + b"\0\0\0\0" + tail)


def _encoded(value: Value) -> tuple[int, int, bytes]:
    if isinstance(value, bytes):
        return 7, len(value), value
    if isinstance(value, str):
        content = value.encode() + b"\0"
        return 2, len(content), content
    if isinstance(value, int):
        return 4, 1, struct.pack("<I", value)
    if isinstance(value, tuple):
        return 1, len(value), bytes(value)
    return 5, len(value), b"".join(struct.pack("<II", *pair) for pair in value)


def drawn(size: tuple[int, int] = (64, 48), seed: int = 3) -> Image.Image:
    """Return a picture with something to see, another for another seed."""
    picture = Image.new("RGB", size)
    width, height = size
    for x in range(width):
        for y in range(height):
            wave = (x * seed * 7 // width * 37 + y * seed * 5 // height * 61) % 256
            picture.putpixel((x, y), (wave, (wave * seed) % 256, 255 - wave))
    return picture


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    """Return a picture as the bytes of a file."""
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def jpeg(segments: Sequence[tuple[int, bytes]] = (), seed: int = 3) -> bytes:
    """Return a JPEG with these (marker, content) right after its begin."""
    plain = encoded(drawn(seed=seed), "JPEG")
    added = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
        for marker, content in segments
    )
    return plain[:2] + added + plain[2:]


def with_exif(block: bytes, seed: int = 3) -> bytes:
    """Return a JPEG with this Exif block."""
    return jpeg([(0xE1, b"Exif\0\0" + block)], seed)


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a PNG chunk."""
    crc = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc)


def png(*chunks: bytes) -> bytes:
    """Return a PNG with these chunks before its end."""
    plain = encoded(drawn((16, 16)), "PNG")
    return plain[:-12] + b"".join(chunks) + plain[-12:]


def box(name: bytes, content: bytes) -> bytes:
    """Return a box of ISO/IEC 14496-12."""
    return struct.pack(">I4s", 8 + len(content), name) + content


def heic(exif: bytes, xmp: bytes, size: tuple[int, int] = (4032, 3024)) -> bytes:
    """Return the metadata of an HEIC file, without any picture."""
    infe = [
        box(b"infe", b"\2\0\0\0" + struct.pack(">HH4s", item, 0, kind) + rest)
        for item, kind, rest in (
            (1, b"Exif", b"\0"), (2, b"mime", b"\0application/rdf+xml\0"),
        )
    ]  # fmt: skip
    iinf = box(b"iinf", b"\0\0\0\0" + struct.pack(">H", 2) + b"".join(infe))
    ispe = box(b"ispe", b"\0\0\0\0" + struct.pack(">II", *size))
    iprp = box(b"iprp", box(b"ipco", ispe))
    held = b"\0\0\0\0" + exif
    ftyp = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    meta_size = 12 + len(iinf) + len(iprp) + 8 + 4 + 2 + 2 + 2 * 14
    start = len(ftyp) + meta_size + 8
    iloc = b"\0\0\0\0\x44\0" + struct.pack(">H", 2)
    for item, offset, length in ((1, start, len(held)), (2, start + len(held), len(xmp))):
        iloc += struct.pack(">HHHII", item, 0, 1, offset, length)
    meta = box(b"meta", b"\0\0\0\0" + iinf + iprp + box(b"iloc", iloc))
    assert len(meta) == meta_size
    return ftyp + meta + box(b"mdat", held + xmp)


def packet(body: str) -> bytes:
    """Return an XMP packet with these properties."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:exif="http://ns.adobe.com/exif/1.0/">'
        f'<rdf:Description rdf:about="">{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()
