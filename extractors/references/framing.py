"""What the reader and its child say to each other: an address and a message, and JSON (RFC 8259).

The child has handled hostile bytes, so nothing it says is trusted: its answers are closed records
of bounded length, checked value by value, and never unpickled.
"""

import msgspec

from ...evidence.web.references import Found
from ..engine.aside import Failed
from .gathering import MAX_REFERENCES, MAX_TEXT, MAX_TITLE
from .urls import MAX_URL

MAX_MESSAGE = 32 << 20
"""Bytes of one answer of a server that are handed in: a page is read up to 8 MiB, decoded."""
MAX_REPLY = 64 << 20
"""Bytes of one answer of the child; more is no answer of ours."""
_LENGTH = 4  # bytes before the address that say how long it is, big-endian
_FOUND = msgspec.json.Decoder(Found)
_ENCODER = msgspec.json.Encoder()


def question_of(message: bytes, url: str) -> bytes:
    """Ask what a message, got from `url`, refers to."""
    address = url.encode("utf-8", "replace")[:MAX_URL]
    return b"".join((len(address).to_bytes(_LENGTH, "big"), address, message))


def asked_in(question: bytes) -> tuple[bytes, str]:
    """Return the (message, address) of a question."""
    begin = _LENGTH + int.from_bytes(question[:_LENGTH], "big")
    return question[begin:], question[_LENGTH:begin].decode("utf-8", "replace")


def reply_of(found: Found) -> bytes:
    """Answer a question."""
    return _ENCODER.encode(found)


def found_in(reply: bytes) -> Found:
    """Return the child's answer to a question; `Failed` where it is none of ours."""
    try:
        found = _FOUND.decode(reply)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Failed(str(error)) from error
    if not _plausible(found):
        raise Failed("an answer that no reader gives")
    return found


def _plausible(found: Found) -> bool:
    """Tell whether an answer keeps the bounds that the child itself keeps."""
    if len(found.title) > MAX_TITLE or len(found.media) > 200 or len(found.problem) > 2_000:
        return False
    if len(found.references) > MAX_REFERENCES or not _address(found.canonical or "http://"):
        return False
    return all(_address(one.url) and len(one.text) <= MAX_TEXT for one in found.references)


def _address(url: str) -> bool:
    return len(url) <= MAX_URL and url.startswith(("http://", "https://")) and url.isprintable()
