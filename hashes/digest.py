"""SHA-256 (FIPS 180-4) of bytes, of streams and of open files.

One algorithm on purpose: a reader never has to ask which digest this is. MD5 and SHA-1, wanted for
foreign hash sets, are computed elsewhere and never commit to anything.
"""

import hashlib
import io
from collections.abc import Callable

CHUNK_BYTES = 256 << 10  # measured: larger buffers leave the cache and are 2-5 times slower
DIGEST_BYTES = 32  # the length of every digest in this room


def sha256(content: bytes) -> bytes:
    """Return the 32-byte SHA-256 of ``content``."""
    return hashlib.sha256(content).digest()


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of ``content`` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def hash_stream(read: Callable[[int], bytes]) -> tuple[bytes, int]:
    """Hash what ``read`` gives until it gives nothing; return (digest, bytes read).

    ``read`` is asked for at most ``CHUNK_BYTES`` at a time and may return fewer. Its errors pass
    through. Memory: one chunk.
    """
    state = hashlib.sha256()
    size = 0
    while chunk := read(CHUNK_BYTES):
        state.update(chunk)
        size += len(chunk)
    return state.digest(), size


def hash_fd(descriptor: int, buffer: bytearray | None = None) -> tuple[bytes, int]:
    """Hash an open file from its current position to its end; return (digest, bytes read).

    ``descriptor`` stays open and is left at the end. ``buffer`` (any length but zero) is
    overwritten; a caller that hashes many files passes the same one each time, one per thread.
    Raises ``OSError`` as reading does, and ``BlockingIOError`` for a descriptor with no bytes yet.
    """
    window = memoryview(bytearray(CHUNK_BYTES) if buffer is None else buffer)
    if not window:
        raise ValueError("a buffer of no bytes would make every file look empty")
    state = hashlib.sha256()
    size = 0
    with io.FileIO(descriptor, closefd=False) as stream:
        while (count := stream.readinto(window)) != 0:
            if count is None:  # a non-blocking pipe: "nothing yet" must not pass for "the end"
                raise BlockingIOError("the descriptor is non-blocking and has no bytes yet")
            state.update(window[:count])
            size += count
    return state.digest(), size
