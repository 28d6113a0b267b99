"""The object store: bytes under the SHA-256 they are named by, checkable with `sha256sum`.

`objects/<first two digits>/<64 digits>`, read-only files. An object is written under its final
name straight away where it fits one buffer, and renamed into place where it is larger. An object
that is already there is read and hashed before it is relied on, once in a run; one that does not
hash to its name (torn by a power cut) is replaced. Nothing counts as stored until `sync`.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..hashes.digest import CHUNK_BYTES, hash_fd, sha256_hex
from .capture import Stream
from .durable import make_private, open_plain, sync_file_system
from .errors import TruyvetError

OBJECTS_NAME = "objects"
SHARDS = tuple(f"{number:02x}" for number in range(256))
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_REMEMBERED = 200_000
"""Digests of sound objects kept in memory (about 25 MB); forgetting one costs a re-read."""
_ZEROS = bytes(CHUNK_BYTES)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """What the store knows of bytes it took in."""

    sha256: str
    """Their hash, which is the object's name."""
    size: int
    """Their length."""


class Store:
    """The folder `objects` of a case. One instance serves one process."""

    def __init__(self, case: Path, parts: Path) -> None:
        """`parts` is a folder on the same file system for objects under way."""
        self.folder = case / OBJECTS_NAME
        self._root = os.fsencode(self.folder)
        self._parts = parts
        self._buffer = memoryview(bytearray(CHUNK_BYTES))
        self._sound: set[str] = set()

    def create(self) -> None:
        """Make the folder and its 256 shards."""
        self.folder.mkdir(mode=0o700)
        for shard in SHARDS:
            (self.folder / shard).mkdir(mode=0o700)

    def path(self, sha256: str) -> Path:
        """Return where the object of this name stands, or would stand."""
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Tell whether there is an object of this name; its bytes are not read."""
        return self.path(sha256).is_file()

    def put(self, stream: Stream, *, size: int | None = None, sparse: bool = False) -> Stored:
        """Take in all bytes of `stream`, hashing them as they pass, in constant memory.

        `size` is how many are expected: a small stream is read no further than that, for its
        `problem` tells when there were more. `sparse` keeps runs of zeros as holes.
        """
        buffer = self._buffer
        filled = count = stream.readinto(buffer)
        while count and filled < len(buffer) and filled != size:
            count = stream.readinto(buffer[filled:])
            filled += count
        if filled == len(buffer):
            return self._put_large(stream, sparse=sparse)
        digest = hashlib.sha256(buffer[:filled]).hexdigest()
        self._place_small(digest, buffer[:filled])
        return Stored(sha256=digest, size=filled)

    def put_bytes(self, content: bytes) -> Stored:
        """Take in `content`, which is at hand whole, and sync it."""
        stored = self.place(content)
        self.sync()
        return stored

    def place(self, content: bytes) -> Stored:
        """Take in `content`; the caller syncs."""
        digest = sha256_hex(content)
        self._place_small(digest, memoryview(content))
        return Stored(sha256=digest, size=len(content))

    def adopt(self, path: Path) -> Stored:
        """Take in a file of another process by renaming it into place; the caller syncs.

        It must lie on the store's file system and be a plain file that nobody writes to any more.
        """
        with open_plain(path) as file:
            digest, size = hash_fd(file.fileno())
            os.fchmod(file.fileno(), 0o400)
        self._place_large(digest.hex(), path)
        path.unlink(missing_ok=True)
        return Stored(sha256=digest.hex(), size=size)

    def put_file(self, path: Path) -> Stored:
        """Take in a file of our own; the caller syncs."""
        with open_plain(path) as file:
            return self.put(FileStream(file.fileno()))

    def _place_small(self, digest: str, content: memoryview) -> None:
        if digest in self._sound:
            return
        path = b"%b/%b/%b" % (self._root, digest[:2].encode(), digest.encode())
        try:
            descriptor = self._create(path)
        except FileExistsError:
            if not self._is_sound(path, digest):
                self._replace(path, content)
        else:
            self._write_whole(descriptor, path, content)
        self._remember(digest)

    def _create(self, path: bytes) -> int:
        try:
            return os.open(path, _CREATE, 0o400)
        except FileNotFoundError:
            # Programs that copy folders may leave empty ones out: a shard comes back when needed.
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            return os.open(path, _CREATE, 0o400)

    def _write_whole(self, descriptor: int, path: bytes | Path, content: memoryview) -> None:
        try:
            while content:
                content = content[os.write(descriptor, content) :]
        except BaseException:
            os.unlink(path)
            raise
        finally:
            os.close(descriptor)

    def _replace(self, path: bytes, content: memoryview) -> None:
        part = self._part()
        self._write_whole(os.open(part, _CREATE, 0o400), part, content)
        os.replace(part, path)

    def _put_large(self, stream: Stream, *, sparse: bool) -> Stored:
        part = self._part()
        descriptor = os.open(part, _CREATE, 0o400)
        try:
            digest, size = _copy(stream, descriptor, self._buffer, sparse=sparse)
            self._place_large(digest, part)
        finally:
            os.close(descriptor)
            with suppress(FileNotFoundError):
                part.unlink()
        return Stored(sha256=digest, size=size)

    def _place_large(self, digest: str, part: Path) -> None:
        path = os.fsencode(self.path(digest))
        if digest in self._sound or (os.path.exists(path) and self._is_sound(path, digest)):
            return
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        os.replace(part, path)
        self._remember(digest)

    def _is_sound(self, path: bytes, digest: str) -> bool:
        try:
            descriptor = os.open(path, _READ)
        except OSError:
            return False
        try:
            return hash_fd(descriptor)[0].hex() == digest
        finally:
            os.close(descriptor)

    def _remember(self, digest: str) -> None:
        if len(self._sound) >= _REMEMBERED:
            self._sound.clear()
        self._sound.add(digest)

    def _part(self) -> Path:
        make_private(self._parts)
        return self._parts / f"{os.getpid()}-{os.urandom(8).hex()}.part"

    def read(self, sha256: str) -> Iterator[bytes]:
        """Yield the object's bytes in chunks, then check them against its name.

        Raises `TruyvetError` E301 when it is missing, E302 after the last chunk when its bytes
        are not what its name says.
        """
        digest = hashlib.sha256()
        try:
            file = self.path(sha256).open("rb", buffering=0)
        except FileNotFoundError as error:
            raise TruyvetError("E301", sha256=sha256) from error
        with file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                yield chunk
        if digest.hexdigest() != sha256:
            raise TruyvetError("E302", sha256=sha256)

    def remove(self, sha256: str) -> None:
        """Remove an object that nothing names."""
        self._sound.discard(sha256)
        self.path(sha256).unlink()

    def names(self) -> Iterator[str]:
        """Yield the names of all objects, shard by shard."""
        for shard in SHARDS:
            with suppress(FileNotFoundError), os.scandir(self.folder / shard) as entries:
                yield from (entry.name for entry in entries)

    def sync(self) -> None:
        """Wait until everything written so far is on the disk."""
        sync_file_system(self.folder)


class FileStream:
    """A `Stream` over an open descriptor of our own, which the caller closes."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill `buffer`; see `Stream`."""
        return os.readv(self._descriptor, [buffer])

    def problem(self) -> None:
        """Own files do not change while they are read."""

    def close(self) -> None:
        """The caller closes."""


def _copy(stream: Stream, descriptor: int, buffer: memoryview, *, sparse: bool) -> tuple[str, int]:
    """Copy the full `buffer` and all that follows it; return the hash and the length.

    Where the source is sparse, runs of zeros are left out of the copy as holes: the hash is over
    the bytes as read, so it is the same.
    """
    digest, size, filled = hashlib.sha256(), 0, len(buffer)
    while filled:
        part = buffer[:filled]
        digest.update(part)
        size += filled
        if sparse and part.tobytes() == _ZEROS[:filled]:
            os.lseek(descriptor, filled, os.SEEK_CUR)
        else:
            while part:
                part = part[os.write(descriptor, part) :]
        filled = stream.readinto(buffer)
    if sparse:
        os.ftruncate(descriptor, size)
    return digest.hexdigest(), size
