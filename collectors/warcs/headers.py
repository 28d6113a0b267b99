"""Heads of WARC records (WARC/1.1, ISO 28500:2017, section 4).

Addresses and names in them come from hostile servers: nothing may end a line or begin another.
"""

import ipaddress
import uuid
from collections.abc import Iterable

VERSION = b"WARC/1.1\r\n"
END = b"\r\n\r\n"
"""What closes a record, after its block."""


def address_text(url: str) -> str:
    """Return an address as a WARC header may bear it: visible ASCII, the rest as %XX of UTF-8."""
    if url.isascii() and url.isprintable() and " " not in url:
        return url
    return "".join(map(_quoted, url))


def _quoted(character: str) -> str:
    if "!" <= character <= "~":
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def field_text(value: str) -> str:
    """Return a header's value on one line; blanks may stand within it."""
    if value.isascii() and value.isprintable():
        return value
    return " ".join(map(address_text, value.split()))


def ip_of(peer: str) -> str:
    """Return the IP address of `address:port`; empty where there is none (RFC 3986, 3.2.2)."""
    host = peer.rpartition(":")[0].strip("[]").partition("%")[0]
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""


def record_id(random: bytes) -> str:
    """Return a WARC-Record-ID made of 16 random bytes (RFC 9562, version 4)."""
    return f"<urn:uuid:{uuid.UUID(bytes=random, version=4)}>"


def digits_of(record: str) -> str:
    """Return the 32 digits of a WARC-Record-ID, as a `Place` names it; the text itself, if odd."""
    return record.strip("<>").removeprefix("urn:uuid:").replace("-", "")


def spelled(digits: str) -> str:
    """Return the WARC-Record-ID of these digits."""
    return f"<urn:uuid:{uuid.UUID(hex=digits)}>"


def head_of(fields: Iterable[tuple[str, str]]) -> bytes:
    """Return the head of a record with its empty line; fields without a value are left out."""
    lines = (f"{name}: {field_text(value)}\r\n" for name, value in fields if value)
    return VERSION + "".join(lines).encode("ascii") + b"\r\n"
