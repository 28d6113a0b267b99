"""Records: the frozen, closed structures that are written as canonical JSON.

Formats: docs/spec/case.md. A record's fields carry no floats; a field that stands at its default
is not written, so every record has exactly one encoding (RFC 8785).
"""

from typing import Annotated

import msgspec

MAX_SAFE_INTEGER = (1 << 53) - 1
"""Largest integer that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3)."""

Hex64 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""A SHA-256 digest, lower-case hexadecimal."""
Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
"""128 bits, lower-case hexadecimal: a salt, a key id, a collection id."""
HexBytes = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{2})*\Z")]
"""Any bytes, lower-case hexadecimal."""
CaseId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
"""A random UUID (RFC 9562, version 4)."""
Count = Annotated[int, msgspec.Meta(ge=0, le=MAX_SAFE_INTEGER)]
"""A count or a length in bytes."""
Text = Annotated[str, msgspec.Meta(max_length=4096)]
"""Free text of a person, at most 4,096 characters."""
Word = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,47}\Z")]
"""A name of ours: of an extractor, of a kind of observation."""
_SECOND = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
)
Utc = Annotated[str, msgspec.Meta(pattern=_SECOND + r"(\.[0-9]{1,9})?Z\Z")]
"""A UTC time, RFC 3339, with as many digits after the second as its source has."""
UtcMicros = Annotated[str, msgspec.Meta(pattern=_SECOND + r"\.[0-9]{6}Z\Z")]
"""A UTC time in microseconds: always six digits, so that later is greater as text."""
Zone = Annotated[str, msgspec.Meta(pattern=r"^[+-][0-9]{2}:[0-5][0-9]\Z")]
"""Offset of the local clock from UTC (RFC 3339)."""


class Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Base of everything that is written as canonical JSON."""


class Moment(Record, frozen=True, kw_only=True):
    """When an act was recorded, by the clock of the computer that recorded it."""

    utc: UtcMicros
    """UTC in microseconds."""
    zone: Zone
    """The computer's offset from UTC at that time."""
    step: Text = ""
    """Why this time lies before the entry that precedes it, if it does."""


class KeyCard(Record, frozen=True, kw_only=True):
    """The public part of a signing key and the person who holds it."""

    id: Hex32
    """First 128 bits of the SHA-256 of the public key."""
    name: Text
    """The officer's name, as he writes it."""
    public: Hex64
    """Ed25519 public key (RFC 8032), 32 bytes."""
    role: Text
    """A role of `keyset.ROLES`."""
    unit: Text
    """The officer's unit."""


class Actor(Record, frozen=True, kw_only=True):
    """Who performed an act: the key that signs and its holder."""

    key: Hex32
    """Id of the signing key."""
    name: Text
    """Name as on the key card."""
    role: Text
    """Role as on the key card."""
    unit: Text
    """Unit as on the key card."""


class Authority(Record, frozen=True, kw_only=True):
    """The legal ground of an act: a decision, a warrant, a request."""

    text: Text
    """Kind, number, issuer and date as the document states them."""


class Tool(Record, frozen=True, kw_only=True):
    """What program recorded an act, and how it was called."""

    name: Text
    """Always `truyvet` for entries written by this program."""
    version: Text
    """Version of the program."""
    python: Text
    """Version of the Python interpreter."""
    system: Text
    """Operating system and its release."""
    host: Text
    """Name of the computer."""
    arguments: tuple[Text, ...]
    """Arguments of the command, without secrets; long lists are cut and say so."""
    dependencies: dict[str, Text]
    """Versions of the libraries that the program stands on."""


class Ref(Record, frozen=True, kw_only=True):
    """An object of the store, named by its hash."""

    kind: Text
    """What the object is: `manifest`, `item`, `sources`, `torn-tail`."""
    sha256: Hex64
    """SHA-256 of the object's bytes, which is also its name in the store."""
    size: Count
    """Length in bytes."""
    count: Count | None = None
    """Lines, where the object is a manifest."""
    root: Hex64 | None = None
    """RFC 6962 Merkle root over the lines, where the object is a manifest."""


class CheckpointRef(Record, frozen=True, kw_only=True):
    """The newest checkpoint that existed when an entry was appended."""

    sha256: Hex64
    """SHA-256 of the checkpoint file."""
    size: Count
    """Number of entries it covers."""
