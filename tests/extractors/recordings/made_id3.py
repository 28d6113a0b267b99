"""Builder of ID3 tags of every version (id3.org), frame by frame."""

import struct


def seven(number: int) -> bytes:
    """Return a number as four bytes of seven bits."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def frame(name: str, content: bytes, version: int = 3, flags: int = 0) -> bytes:
    """Return a frame of a version."""
    if version == 2:
        return name.encode() + len(content).to_bytes(3, "big") + content
    size = seven(len(content)) if version == 4 else struct.pack(">I", len(content))
    return name.encode() + size + struct.pack(">H", flags) + content


def tag(*frames: bytes, version: int = 3, flags: int = 0, size: int | None = None) -> bytes:
    """Return a tag; `size` is what it claims, where that is to be a lie."""
    body = b"".join(frames)
    return b"ID3" + bytes([version, 0, flags]) + seven(len(body) if size is None else size) + body


def version1(
    title: str = "", artist: str = "", album: str = "", year: str = "", comment: str = ""
) -> bytes:
    """Return the 128 bytes of version 1."""
    words = ((title, 30), (artist, 30), (album, 30), (year, 4), (comment, 30))
    return b"TAG" + b"".join(w.encode("latin-1").ljust(size, b"\0") for w, size in words) + b"\xff"
