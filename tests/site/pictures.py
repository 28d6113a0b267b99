"""Pictures of the site: real PNG files, drawn from a name, and codes that people pay with."""

import struct
import zlib
from functools import cache

from tests.extractors.payments.codes import closed, merchant, picture, tlv


@cache
def png(name: str, width: int = 48, height: int = 32) -> bytes:
    """Return a picture whose colours come from its name, so that no two are alike."""
    seed = zlib.crc32(name.encode())
    red, green, blue = seed & 255, seed >> 8 & 255, seed >> 16 & 255
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += bytes(((red + 3 * x) & 255, (green + 5 * y) & 255, (blue + x * y) & 255))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))
        for kind, held in parts
    )


@cache
def icon(name: str) -> bytes:
    """Return an ICO file that holds one picture."""
    held = png(name, 16, 16)
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 16, 16, 0, 0, 1, 32, len(held), 22) + held


@cache
def transfer(bank: str, account: str, name: str, amount: int) -> bytes:
    """Return the picture of a VietQR code for a transfer to an account."""
    body = tlv("00", "01") + tlv("01", "12") + tlv("38", merchant(bank, account)) + tlv("53", "704")
    body += tlv("54", str(amount)) + tlv("58", "VN") + tlv("59", name) + tlv("62", tlv("08", "COC"))
    return picture(closed(body))
