"""The members of a 7z archive, folder by folder; each folder is decoded once and never held."""

import zlib
from collections.abc import Callable, Iterator
from functools import partial

from ...evidence.item import Kind
from ...evidence.scans.locator import span
from ...evidence.scans.observation import MAX_RAW
from ...evidence.times import utc_of
from ..interface import ItemView, Member
from .entry import MEMBER_NAME, Entry, Event, Notice, Steps, Trouble
from .passwords import Keys
from .reading import Content, Damage, Reader, Refused
from .sevencoders import SevenKeys, encrypted, opened
from .sevenformat import (
    ADDITIONAL,
    ENCODED,
    END,
    FILES,
    HEADER,
    MAIN,
    MAX_HEADER,
    PROPERTIES,
    START,
    Cursor,
    File,
    Folder,
    Streams,
    files,
    start,
    streams,
)

SCHEME = "sevenzip"  # a scheme begins with a letter
"""Scheme of the steps to members."""
CHECKED = 1 << 20
"""Decoded bytes that must come out without an error for a password to be taken for right."""
_EPOCH = 116_444_736_000_000_000  # 1970 in steps of 100 ns since 1601
_UNIX = 0x8000
_KINDS: dict[int, Kind] = {
    0x1: "fifo", 0x2: "character", 0x4: "directory", 0x6: "block", 0xA: "symlink", 0xC: "socket",
}  # fmt: skip


class Solid:
    """What a folder decodes to, taken piece by piece in order."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._place = 0
        self._damage: Damage | None = None

    def piece(self, offset: int, length: int) -> "Piece":
        """Return the reader of one file in it."""
        return Piece(self, offset, length)

    def read(self, place: int, size: int) -> bytes:
        """Return bytes at `place`, which no call may go behind; `Damage` once and for all."""
        if self._damage is not None:
            raise self._damage
        try:
            while self._place < place:
                self._advance(min(place - self._place, 1 << 16))
            return self._advance(size)
        except Damage as damage:
            self._damage = damage
            raise

    def _advance(self, size: int) -> bytes:
        chunk = self._reader.read(size)
        if not chunk:
            raise Damage("the folder ends too early")
        self._place += len(chunk)
        return chunk


class Piece:
    """One file in a folder."""

    def __init__(self, solid: Solid, offset: int, length: int) -> None:
        self._solid = solid
        self._place = offset
        self._after = offset + length

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        if self._place >= self._after:
            return b""
        chunk = self._solid.read(self._place, min(size, self._after - self._place))
        self._place += len(chunk)
        return chunk


def events(view: ItemView, keys: Keys) -> Iterator[Event]:
    """Yield what there is to say of an archive."""
    raw = view.read(0, START)
    facts = {"format": "7z"}
    seven = SevenKeys(keys)
    try:
        header, locked = _header(view, raw, seven)
        found, listed = _parsed(header)
    except (Damage, Refused) as trouble:
        code = trouble.code if isinstance(trouble, Refused) else "corrupt"
        yield Notice(kind="archive", locator=span(0, len(raw)), raw=raw, facts=facts)
        if code == "encrypted":
            yield Notice(
                kind="encrypted-members", locator=span(0, len(raw)), raw=raw,
                facts={"format": "7z", "names": "encrypted"}, flag="encrypted",
            )  # fmt: skip
        yield Trouble(code=code, text=f"header: {trouble}")
        return
    facts |= {"members": str(sum(not file.empty or file.empty_file for file in listed)),
              "folders": str(len(found.folders))}  # fmt: skip
    if locked:
        facts["names"] = "encrypted"
    yield Notice(kind="archive", locator=span(0, len(raw)), raw=raw, facts=facts)
    yield from _members(view, found, listed, seven)


def _header(view: ItemView, raw: bytes, keys: SevenKeys) -> tuple[bytes, bool]:
    """Return the header, decoded, and whether it was encrypted."""
    place, length, crc = start(raw)
    if length > MAX_HEADER:
        raise Refused("unsupported", f"of {length} bytes")
    inside = place < view.facts.size
    header, locked = view.read(place, length) if inside else b"", False
    if len(header) < length:
        raise Damage(f"the item ends at byte {view.facts.size}, before or within it")
    if zlib.crc32(header) != crc:
        raise Damage("its CRC-32 does not fit")
    for _ in range(4):  # a header may be encoded more than once, but not for ever
        cursor = Cursor(header)
        if not header or cursor.number() != ENCODED:
            return header, locked
        found = streams(cursor)
        if not found.folders:
            raise Damage("it is encoded in no folder")
        folder = found.folders[0]
        if folder.size > MAX_HEADER:
            raise Refused("unsupported", f"of {folder.size} decoded bytes")
        locked = locked or encrypted(folder)
        reader = _unlocked(view, found, folder, keys, _readable)
        content = Content(reader, crc=folder.crc, size=folder.size)
        header = content.read()
        if content.fault:
            raise Damage(content.fault)
    raise Damage("it is encoded too often")


def _parsed(header: bytes) -> tuple[Streams, list[File]]:
    found, listed = Streams(), list[File]()
    cursor = Cursor(header)
    if not header:
        return found, listed
    if cursor.number() != HEADER:
        raise Damage("it begins with none")
    # py7zr writes encrypted headers without the last end mark
    while cursor.place < len(header) and (part := cursor.number()) != END:
        if part == PROPERTIES:
            while cursor.number() != END:
                cursor.take(cursor.number())
        elif part == ADDITIONAL:
            streams(cursor)
        elif part == MAIN:
            found = streams(cursor)
        elif part == FILES:
            listed = files(cursor)
        else:
            raise Damage(f"part {part} does not belong to it")
    return found, listed


def _readable(raw: bytes) -> bool:
    """Tell whether bytes are a header, for those that bear no CRC."""
    try:
        if raw[:1] != bytes([ENCODED]):
            _parsed(raw)
    except Damage:
        return False
    return bool(raw)


def _unlocked(
    view: ItemView,
    found: Streams,
    folder: Folder,
    keys: SevenKeys,
    proves: Callable[[bytes], bool] | None = None,
) -> Reader:
    """Return a folder's reader, with the password that fits where it needs one."""
    if not encrypted(folder):
        return opened(view, found, folder, "", keys)
    for password in keys.keys.texts():
        length, crc = folder.pieces[0] if folder.pieces else (folder.size, folder.crc)
        solid = Solid(opened(view, found, folder, password, keys))
        content = Content(solid.piece(0, length), crc=crc, size=length)
        most, whole = CHECKED if proves is None else MAX_HEADER, bytearray()
        while content.length < most and (chunk := content.read(CHECKED)):
            whole += chunk if proves is not None else b""
        if not content.fault and (proves is None or proves(bytes(whole))):
            keys.keys.fitted(password)
            return opened(view, found, folder, password, keys)
    raise Refused("encrypted", keys.keys.missing())


def _members(
    view: ItemView, found: Streams, listed: list[File], keys: SevenKeys
) -> Iterator[Event]:
    steps = Steps(SCHEME)
    named = [(number, file) for number, file in enumerate(listed) if not file.anti]
    full = [pair for pair in named if not pair[1].empty]
    locked = sum(len(folder.pieces) for folder in found.folders if encrypted(folder))
    place, first = 0, True
    for folder in found.folders:
        inside = full[place : place + len(folder.pieces)]
        place += len(folder.pieces)
        offset, solid = 0, _Lazy(view, found, folder, keys)
        for (number, file), (length, crc) in zip(inside, folder.pieces, strict=False):
            entry = _entry(file, number, steps, length, partial(solid.open, offset, length, crc))
            if encrypted(folder) and first:
                first = False
                yield _encrypted(entry, locked)
            yield entry
            offset += length
    if len(full) != place:
        yield Trouble(code="corrupt", text=f"{len(full)} files have bytes, {place} are packed")
    for number, file in named:
        if file.empty and file.empty_file:
            yield _entry(file, number, steps, 0, None)


class _Lazy:
    """A folder that is opened when its first member is read."""

    def __init__(self, view: ItemView, found: Streams, folder: Folder, keys: SevenKeys) -> None:
        self._open = partial(_unlocked, view, found, folder, keys)
        self._solid: Solid | None = None
        self._refused: Refused | None = None

    def open(self, offset: int, length: int, crc: int | None) -> Content:
        """Return the bytes of one file."""
        if self._refused is not None:
            raise self._refused
        if self._solid is None:
            try:
                self._solid = Solid(self._open())
            except Refused as refused:
                self._refused = refused
                raise
        return Content(self._solid.piece(offset, length), crc=crc, size=length)


def _encrypted(entry: Entry, count: int) -> Notice:
    facts = {"format": "7z", "members": str(count)}
    return Notice(kind="encrypted-members", locator=f"{MEMBER_NAME}:{entry.step}",
                  raw=entry.name[:MAX_RAW], facts=facts, flag="encrypted")  # fmt: skip


def _entry(
    file: File, number: int, steps: Steps, length: int, content: "partial[Content] | None"
) -> Entry:
    kind: Kind = "file"
    if file.attributes & _UNIX:
        kind = _KINDS.get(file.attributes >> 28, "file")
    target = b""
    if kind == "symlink" and content is not None and length <= 4096:
        try:
            target = content().read()
        except Refused:
            target = b""
    modified = None
    if file.modified:
        modified = utc_of((file.modified - _EPOCH) * 100)
    return Entry(
        step=steps.first(file.name, number), name=file.name,
        content=(content or _empty) if kind in ("file", "directory") else None,
        member=Member(
            name=file.name, kind="file" if kind == "directory" else kind, modified=modified,
            target=target, size=length,
        ),
    )  # fmt: skip


class _Nothing:
    """No bytes."""

    def read(self, size: int, /) -> bytes:
        """Return none."""
        return b""


def _empty() -> Content:
    return Content(_Nothing(), size=0)
