"""Files and folders of this computer as captures.

Raw names are kept as bytes, links are recorded and never followed, devices, sockets and FIFOs are
recorded and never read, a file that changes under our eyes is marked, and what cannot be read is
an item with its reason. Sources are opened read-only, without touching access times where the
system allows (O_NOATIME). It does not look inside files.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator

import msgspec

from ..evidence.capture import Capture, ReadFailed
from ..evidence.errors import TruyvetError
from ..evidence.item import Attribute, Item, Kind, Problem, readable
from ..evidence.records import MAX_SAFE_INTEGER
from ..evidence.times import utc_of
from .handle import Handle, Listing

NAME = "files"
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_NO_ATIME = getattr(os, "O_NOATIME", 0)
MAX_APPARENT_BYTES = 1 << 40
"""Apparent length from which a file that is nearly all holes is recorded and not read."""
GROWTH_BYTES = 64 << 20
"""How far a file that grows while it is read is followed: a log must not keep us for ever."""
MAX_ATTRIBUTE_BYTES = 128 << 10
"""Values of extended attributes kept for one item; a manifest line must stay a line."""
_ZEROS = bytes(256 << 10)
_KINDS: dict[int, Kind] = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "directory",
    stat.S_IFLNK: "symlink",
    stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "character",
    stat.S_IFBLK: "block",
}


def walk(sources: list[bytes], own: bytes, listing: Listing) -> Iterator[Handle]:
    """Yield a handle for each source and everything below it, folders before what they hold.

    Names come in byte order, so that every walk of the same tree is the same. `own` is the case's
    folder, which is recorded where it is met and not entered. `listing` says which handles an
    earlier run has done. Raises `TruyvetError` E501 for a source that does not exist.
    """
    own_id = _identity(os.stat(own))
    for number, source in enumerate(sources):
        try:
            facts = os.lstat(source)
        except OSError as error:
            raise TruyvetError("E501", path=os.fsdecode(source)) from error
        name = os.path.basename(source.rstrip(b"/")) or b"/"
        yield from _walk(number, source, name, facts, own_id, listing)


def check_sources(sources: list[bytes], own: bytes) -> None:
    """Raise `TruyvetError` for a source that does not exist (E501) or is the case's own (E111)."""
    inside = os.path.realpath(own) + b"/"
    for source in sources:
        if not os.path.lexists(source):
            raise TruyvetError("E501", path=os.fsdecode(source))
        if os.path.realpath(source).startswith(inside):
            raise TruyvetError("E111", path=os.fsdecode(source))


def _walk(
    source: int,
    path: bytes,
    name: bytes,
    facts: os.stat_result,
    own: tuple[int, int],
    listing: Listing,
) -> Iterator[Handle]:
    """Walk one tree without recursion: a hostile depth must not exhaust the stack."""
    stack = [(path, name, facts)]
    while stack:
        path, name, facts = stack.pop()
        problem: Problem | None = None
        if stat.S_ISDIR(facts.st_mode):
            if _identity(facts) == own:
                problem = Problem(code="own-case")
            else:
                try:
                    stack.extend(_children(path, name))
                except OSError as error:
                    problem = Problem(code="unlisted", text=error.strerror or "")
        regular = stat.S_ISREG(facts.st_mode)
        size = facts.st_size if regular else None
        # The case's own folder changes with every run.
        modified = None if problem is not None and problem.code == "own-case" else facts.st_mtime_ns
        if not listing.has(source, name, size, modified):
            yield Handle(source, path, name, regular, facts.st_size if regular else 0, problem)


def _children(path: bytes, name: bytes) -> list[tuple[bytes, bytes, os.stat_result]]:
    """Return what the folder holds, last name first, so that a stack gives the first name first."""
    found = []
    descriptor = _open_source(path, os.O_DIRECTORY)
    try:
        with os.scandir(descriptor) as entries:
            for entry in entries:
                try:
                    facts = entry.stat(follow_symlinks=False)
                except OSError:
                    facts = _UNKNOWN
                own = os.fsencode(entry.name)
                below = b"%b/%b" % (name.rstrip(b"/"), own)
                found.append((b"%b/%b" % (path.rstrip(b"/"), own), below, facts))
    finally:
        os.close(descriptor)
    found.sort(reverse=True)
    return found


def _open_source(path: bytes, kind: int = 0) -> int:
    """Open a thing of the source for reading, leaving its access time alone where we may."""
    try:
        return os.open(path, _OPEN | _NO_ATIME | kind)
    except PermissionError:
        # Only an owner may leave the access time alone.
        return os.open(path, _OPEN | kind)


_UNKNOWN = os.stat_result((0,) * 10)


def _identity(facts: os.stat_result) -> tuple[int, int]:
    return facts.st_dev, facts.st_ino


def capture(handle: Handle, n: int) -> Capture:
    """Meet what `handle` points at; item number `n`. Never raises for a bad source."""
    path, name = readable(handle.name)
    where = {"n": n, "path": path, "path_bytes": name, "source": handle.source}
    collected = utc_of(time.time_ns() // 1000 * 1000)
    try:
        if handle.regular:
            return _open_file(handle, where, collected)
        if handle.problem is not None and handle.problem.code == "own-case":
            own = Item(collected=collected, kind="directory", problem=handle.problem, **where)  # type: ignore[arg-type]
            return Capture(item=own, stream=None)
        facts = os.lstat(handle.path)
        return Capture(item=_describe(handle, facts, where, collected), stream=None)
    except FileNotFoundError:
        problem = Problem(code="vanished")
    except OSError as error:
        problem = Problem(code="unreadable", text=error.strerror or "")
    return Capture(item=_unread(handle, where, collected, problem), stream=None)


def _open_file(handle: Handle, where: dict[str, object], collected: str) -> Capture:
    descriptor = _open_source(handle.path)
    try:
        facts = os.fstat(descriptor)
        item = _file_item(descriptor, facts, where, collected)
    except BaseException:
        os.close(descriptor)
        raise
    unread = _why_not(item)
    if unread is not None:
        os.close(descriptor)
        return Capture(item=msgspec.structs.replace(item, problem=unread), stream=None)
    return Capture(item=item, stream=SourceFile(descriptor, facts))


def _why_not(item: Item) -> Problem | None:
    """Say why a thing that was listed as a file is not read, if it is not."""
    if item.kind != "file":
        return Problem(code="changed", text=f"listed as a file, met as {item.kind}")
    size, allocated = item.size or 0, item.allocated
    if allocated is not None and size > MAX_APPARENT_BYTES and allocated < size // 100:
        return Problem(code="not-read", text=f"{size} bytes, nearly all of them holes")
    return None


def _file_item(
    descriptor: int, facts: os.stat_result, where: dict[str, object], collected: str
) -> Item:
    occupied = facts.st_blocks * 512
    return Item(
        accessed=utc_of(facts.st_atime_ns),
        allocated=occupied if occupied < facts.st_size else None,
        changed=utc_of(facts.st_ctime_ns),
        collected=collected,
        device=_exact(facts.st_dev),
        gid=facts.st_gid,
        inode=_exact(facts.st_ino),
        kind=_KINDS.get(stat.S_IFMT(facts.st_mode), "unknown"),
        links=facts.st_nlink if facts.st_nlink > 1 else None,
        mode=stat.S_IMODE(facts.st_mode),
        modified=utc_of(facts.st_mtime_ns),
        size=facts.st_size if stat.S_ISREG(facts.st_mode) else None,
        uid=facts.st_uid,
        xattrs=_attributes(descriptor),
        **where,  # type: ignore[arg-type]
    )


def _describe(
    handle: Handle, facts: os.stat_result, where: dict[str, object], collected: str
) -> Item:
    kind = _KINDS.get(stat.S_IFMT(facts.st_mode), "unknown")
    target, target_bytes = "", ""
    problem = handle.problem
    if kind == "symlink":
        target, target_bytes = readable(os.readlink(handle.path))
    elif kind == "file" and problem is None:
        problem = Problem(code="changed", text="listed as something else, met as a file")
    elif kind != "directory" and problem is None:
        problem = Problem(code="special")
    return Item(
        accessed=utc_of(facts.st_atime_ns),
        changed=utc_of(facts.st_ctime_ns),
        collected=collected,
        device=_exact(facts.st_dev),
        gid=facts.st_gid,
        inode=_exact(facts.st_ino),
        kind=kind,
        mode=stat.S_IMODE(facts.st_mode),
        modified=utc_of(facts.st_mtime_ns),
        problem=problem,
        rdev=_exact(facts.st_rdev) if kind in ("character", "block") else None,
        target=target,
        target_bytes=target_bytes,
        uid=facts.st_uid,
        xattrs=_attributes(handle.path),
        **where,  # type: ignore[arg-type]
    )


def _unread(handle: Handle, where: dict[str, object], collected: str, problem: Problem) -> Item:
    """Describe what could not be opened by what its folder still tells of it."""
    size = handle.size if handle.regular else None
    try:
        item = _describe(handle, os.lstat(handle.path), where, collected)
    except OSError:
        return Item(collected=collected, kind="unknown", problem=problem, size=size, **where)  # type: ignore[arg-type]
    return msgspec.structs.replace(item, problem=problem, size=size)


def _exact(number: int) -> int | None:
    """Return a number that every JSON reader keeps; some file systems use all 64 bits."""
    return number if number <= MAX_SAFE_INTEGER else None


def _attributes(target: int | bytes) -> tuple[Attribute, ...]:
    """Return the extended attributes, where the system has them."""
    if not hasattr(os, "listxattr"):
        return ()
    follow = isinstance(target, int)
    try:
        names = os.listxattr(target, follow_symlinks=follow)
        found, size = list[Attribute](), 0
        for name in sorted(names):
            value = os.getxattr(target, name, follow_symlinks=follow)
            size += len(value)
            shown = value.hex() if size <= MAX_ATTRIBUTE_BYTES else None
            found.append(Attribute(name=readable(os.fsencode(name))[0], value=shown))
    except OSError:
        return ()
    return tuple(found)


class SourceFile:
    """A `Stream` over a file of the source, which notices when the file changes meanwhile."""

    def __init__(self, descriptor: int, facts: os.stat_result) -> None:
        self._descriptor = descriptor
        self._facts = facts
        self._left = facts.st_size + GROWTH_BYTES
        self._at = 0
        self._data = (0, 0)
        if facts.st_blocks * 512 >= facts.st_size or not hasattr(os, "SEEK_DATA"):
            self._data = (0, sys.maxsize)  # dense: one range of data
        self._cut = False

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill `buffer`; `ReadFailed` where the source gives an error instead of bytes."""
        try:
            count = self._fill(buffer)
        except OSError as error:
            raise ReadFailed(error.strerror or "") from error
        self._at += count
        self._left -= count
        if self._left <= 0:
            self._cut = True
            return 0
        return count

    def _fill(self, buffer: memoryview) -> int:
        """Read data; give the zeros of a hole without reading it."""
        if self._at >= self._data[1]:
            self._data = self._next_data()
        start, end = self._data
        if self._at < start:
            count = min(len(buffer), start - self._at, len(_ZEROS))
            buffer[:count] = _ZEROS[:count]
            return count
        return os.preadv(self._descriptor, [buffer[: end - self._at]], self._at)

    def _next_data(self) -> tuple[int, int]:
        """Return the next range of data at or after where we are."""
        try:
            start = os.lseek(self._descriptor, self._at, os.SEEK_DATA)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            # No data follows: a hole up to the end, or the end.
            size = os.fstat(self._descriptor).st_size
            return size, sys.maxsize
        return start, os.lseek(self._descriptor, start, os.SEEK_HOLE)

    def problem(self) -> Problem | None:
        """Compare the file's facts with those from before the first byte was read."""
        if self._cut:
            return Problem(code="cut", text=f"still growing {GROWTH_BYTES} bytes past its size")
        now, before = os.fstat(self._descriptor), self._facts
        if (now.st_size, now.st_mtime_ns, now.st_ctime_ns) == (
            before.st_size,
            before.st_mtime_ns,
            before.st_ctime_ns,
        ):
            return None
        return Problem(code="changed", text=f"{before.st_size} bytes before, {now.st_size} after")

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
