"""Observations: what an extractor saw in an item, where, and in which normal form.

One canonical JSON line each. An observation is never changed: a later run of a newer extractor
makes observations of its own. Its id is the SHA-256 over (item, locator, extractor, kind, raw).
Format: docs/spec/scan.md, section "Observation".
"""

from typing import Annotated, Literal

import msgspec

from ...hashes.canonical import encode_record
from ...hashes.digest import sha256_hex
from ..item import readable
from ..records import Hex64, HexBytes, Record, Word
from .locator import MAX_STEPS, Locator

OBSERVATION_DOMAIN = b"truyvet/observation/v1\n"
"""Prefix of what an observation's id is the hash of."""
MAX_RAW = 4_096
"""Bytes of a raw value; a longer match is cut, and its locator with it."""
MAX_TEXT = 8 << 20
"""Bytes of one text."""
MAX_TEXT_LINE = 64 << 20
"""Longest line of a text: each byte of it may be written as six."""
MAX_FACT = 4_096
"""Characters of a fact or normal form."""

Fact = Annotated[str, msgspec.Meta(max_length=MAX_FACT)]
"""A detail of an observation."""
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
"""How sure an extractor is: 100 where a checksum or a format proves the value."""
Flag = Literal[
    "", "yara", "known-bad", "mismatch", "encrypted", "macros", "script", "metadata", "bomb"
]
"""Why an observation asks for attention; empty for most."""


class Observation(Record, frozen=True, kw_only=True):
    """One thing that was seen: a line of a scan's observations."""

    confidence: Percent = 100
    """How sure the extractor is."""
    extractor: Word
    """Who saw it; version and configuration stand in the scan's configuration."""
    facts: dict[Word, Fact] = msgspec.field(default_factory=dict)
    """Details, by name."""
    flag: Flag = ""
    """Why it asks for attention."""
    item: Hex64
    """Id of the item."""
    kind: Word
    """What it is: phone, email, file-type, yara …"""
    locator: Annotated[Locator, msgspec.Meta(min_length=1, max_length=MAX_STEPS)]
    """Where in the item; resolving it gives the raw value again."""
    normal: Fact = ""
    """The value in its one normal form, where it has one."""
    raw: str
    """The value as it stands there; bytes that are not UTF-8 are shown as U+FFFD."""
    raw_bytes: HexBytes = ""
    """The raw value in hexadecimal, only where it is not UTF-8."""

    def value(self) -> bytes:
        """Return the raw value, byte for byte."""
        return bytes.fromhex(self.raw_bytes) if self.raw_bytes else self.raw.encode()


class ObservationName(Record, frozen=True, kw_only=True):
    """What an observation's id is the hash of."""

    extractor: str
    """Who saw it."""
    item: Hex64
    """Id of the item."""
    kind: str
    """What it is."""
    locator: Locator
    """Where."""
    raw: str
    """The value."""
    raw_bytes: str
    """The value in hexadecimal, where it is not UTF-8."""


def observation_id(seen: Observation) -> str:
    """Return the observation's id: 64 hexadecimal digits."""
    name = ObservationName(
        extractor=seen.extractor,
        item=seen.item,
        kind=seen.kind,
        locator=seen.locator,
        raw=seen.raw,
        raw_bytes=seen.raw_bytes,
    )
    return sha256_hex(OBSERVATION_DOMAIN + encode_record(name))


class TextLine(Record, frozen=True, kw_only=True):
    """Readable text that an extractor took out of an item: a line of a scan's texts."""

    extractor: Word
    """Who took it out."""
    item: Hex64
    """Id of the item."""
    locator: Annotated[Locator, msgspec.Meta(min_length=1, max_length=MAX_STEPS)]
    """Where; resolving it gives the text again, in UTF-8."""
    text: str
    """The text."""


def contradictions(seen: Observation) -> list[str]:
    """Return in what an observation's fields contradict each other."""
    if seen.raw_bytes and readable(bytes.fromhex(seen.raw_bytes)) != (seen.raw, seen.raw_bytes):
        return ["its raw value is not what its raw bytes read as"]
    return []
