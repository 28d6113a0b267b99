"""What the reader's parent and its child say to each other: lengths, bytes, and JSON (RFC 8259).

The child has handled hostile bytes, so nothing it says is trusted: its answers are closed records
of bounded length, checked value by value, and never unpickled.
"""

import socket
import struct
import time

import msgspec

from ...evidence.web.references import Found
from .gathering import MAX_REFERENCES, MAX_TEXT, MAX_TITLE
from .urls import MAX_URL

MAX_MESSAGE = 32 << 20
"""Bytes of one answer of a server that are handed in: a page is read up to 8 MiB, decoded."""
MAX_REPLY = 64 << 20
"""Bytes of one answer of the child; more is no answer of ours."""
_QUESTION = struct.Struct(">II")
_REPLY = struct.Struct(">I")
_FOUND = msgspec.json.Decoder(Found)
_ENCODER = msgspec.json.Encoder()


class Broken(Exception):
    """The other end is gone, or says what no child of ours would."""


class Late(Broken):
    """The other end took too long."""


class Ready(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the child says once it is confined."""

    held: tuple[str, ...]
    """What holds, as `confine` says."""


def send_question(end: socket.socket, message: bytes, url: str, deadline: float) -> None:
    """Ask what a message refers to; `deadline` in monotonic seconds."""
    address = url.encode("utf-8", "replace")[:MAX_URL]
    head = _QUESTION.pack(len(address), len(message))
    _until(end, deadline)
    try:
        end.sendall(head + address)
        end.sendall(message)
    except TimeoutError as error:
        raise Late("it does not listen") from error
    except OSError as error:
        raise Broken(str(error)) from error


def receive_question(end: socket.socket) -> tuple[bytes, str]:
    """Return the next (message, address); `Broken` where nobody asks any more."""
    address, message = _QUESTION.unpack(_exactly(end, _QUESTION.size))
    url = _exactly(end, address).decode("utf-8", "replace")
    return bytes(_exactly(end, message)), url


def send_reply(end: socket.socket, reply: Found | Ready) -> None:
    """Answer; `Broken` where nobody hears."""
    content = _ENCODER.encode(reply)
    try:
        end.sendall(_REPLY.pack(len(content)) + content)
    except OSError as error:
        raise Broken(str(error)) from error


def receive_ready(end: socket.socket, deadline: float) -> Ready:
    """Return the child's first words."""
    content = _reply(end, deadline)
    try:
        return msgspec.json.decode(content, type=Ready)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Broken(str(error)) from error


def receive_found(end: socket.socket, deadline: float) -> Found:
    """Return the child's answer to a question."""
    content = _reply(end, deadline)
    try:
        found = _FOUND.decode(content)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Broken(str(error)) from error
    if not _plausible(found):
        raise Broken("an answer that no reader gives")
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


def _reply(end: socket.socket, deadline: float) -> bytearray:
    (size,) = _REPLY.unpack(_exactly(end, _REPLY.size, deadline))
    if size > MAX_REPLY:
        raise Broken(f"an answer of {size} bytes")
    return _exactly(end, size, deadline)


def _exactly(end: socket.socket, size: int, deadline: float = 0.0) -> bytearray:
    content = bytearray(size)
    view = memoryview(content)
    while view:
        if deadline:
            _until(end, deadline)
        try:
            count = end.recv_into(view)
        except TimeoutError as error:
            raise Late("it does not answer") from error
        except OSError as error:
            raise Broken(str(error)) from error
        if not count:
            raise Broken("it ended")
        view = view[count:]
    return content


def _until(end: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Late("it takes too long")
    end.settimeout(left)
