"""EMVCo QR codes, merchant-presented mode (EMV QRCPS-MPM 1.1): tag, length, value, and a checksum.

Lengths count characters; a payload that does not parse to its last character is none.
"""

from dataclasses import dataclass, field

from .crc import crc16

CRC_TAG = "63"
MAX_TAGS = 200
"""Data objects of one level; the standard allows 100."""


class NotEmv(ValueError):
    """The text is no EMVCo payload."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Payload:
    """An EMVCo payload."""

    values: dict[str, str] = field(default_factory=dict)
    """Values by their tag, the first of each."""
    crc: str
    """The checksum as it stands there; empty where there is none."""
    crc_holds: bool
    """The checksum is that of the payload."""


def objects(text: str) -> dict[str, str]:
    """Return the data objects of one level by their tags; `NotEmv` where the chain breaks."""
    values: dict[str, str] = {}
    position = 0
    while position < len(text):
        tag, length = text[position : position + 2], text[position + 2 : position + 4]
        if not (tag.isascii() and tag.isdecimal() and length.isascii() and length.isdecimal()):
            raise NotEmv("no tag and length")
        end = position + 4 + int(length)
        if len(length) < 2 or end > len(text) or len(values) > MAX_TAGS:
            raise NotEmv("a value beyond the end")
        values.setdefault(tag, text[position + 4 : end])
        position = end
    return values


def parse(text: str) -> Payload:
    """Return the payload that a code's text holds; `NotEmv` where it holds none."""
    if not text.startswith("0002"):
        raise NotEmv("no payload format indicator")
    values = objects(text.rstrip("\r\n "))
    crc = values.get(CRC_TAG, "")
    covered = text.rstrip("\r\n ")
    holds = False
    if crc and covered.endswith(f"{CRC_TAG}04{crc}"):
        holds = f"{crc16(covered[:-4].encode()):04X}" == crc.upper()
    return Payload(values=values, crc=crc, crc_holds=holds)
