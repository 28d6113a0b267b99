"""Compressed RTF of Outlook items undone ([MS-OXRTFCP], section 2.2)."""

import struct

MAX_BYTES = 64 << 20  # of the text, unpacked
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_PACKED, _PLAIN = b"LZFu", b"MELA"


class Damaged(ValueError):
    """The compressed text breaks its format."""


def unpacked(content: bytes) -> bytes:
    """Return the RTF; `Damaged` where it is no compressed RTF."""
    if len(content) < 16:
        raise Damaged("compressed RTF without its header")
    _, size, kind = struct.unpack_from("<LL4s", content)
    if kind == _PLAIN:
        return content[16 : 16 + size]
    if kind != _PACKED or size > MAX_BYTES:
        raise Damaged("no compressed RTF")
    return _inflated(content, size)


def _inflated(content: bytes, size: int) -> bytes:
    window = bytearray(4096)
    window[: len(_DICTIONARY)] = _DICTIONARY
    place, at = len(_DICTIONARY), 16
    out = bytearray()
    while at < len(content) and len(out) < size:
        control = content[at]
        at += 1
        for bit in range(8):
            if at >= len(content):
                break
            if not control >> bit & 1:
                window[place] = content[at]
                out.append(content[at])
                place = (place + 1) % 4096
                at += 1
                continue
            if at + 2 > len(content):
                break
            token = int.from_bytes(content[at : at + 2], "big")
            at += 2
            offset, length = token >> 4, (token & 15) + 2
            if offset == place:
                return bytes(out[:size])
            for step in range(length):
                letter = window[(offset + step) % 4096]
                window[place] = letter
                out.append(letter)
                place = (place + 1) % 4096
    return bytes(out[:size])
