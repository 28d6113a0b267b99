"""The members of a rar archive, by the library `rarfile`; only stored ones can be read.

Decompressing needs a program of others, which this extractor may not start: compressed members
are named, and become items without bytes.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from importlib import metadata, util
from typing import Any

from ...evidence.scans.locator import span
from ...evidence.scans.observation import MAX_RAW
from ..interface import ItemView, Member
from .entry import MEMBER_NAME, Entry, Event, Notice, Steps, Trouble
from .passwords import Keys
from .reading import Content, Refused, Source

SCHEME = "rar"
"""Scheme of the steps to members."""
_STORED = 0x30
_SPLIT = 3  # its data begins in the part before, or goes on in the next


def versions() -> Mapping[str, str]:
    """Return the version of the library, where it is installed."""
    return {"rarfile": metadata.version("rarfile") if util.find_spec("rarfile") else "absent"}


def libraries() -> tuple[object, ...]:
    """Import the library, where it is installed."""
    try:
        import rarfile  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return ()
    return (rarfile,)


def events(view: ItemView, keys: Keys) -> Iterator[Event]:
    """Yield what there is to say of an archive."""
    magic = view.read(0, 8)
    at, facts = span(0, len(magic)), {"format": "rar"}
    found = libraries()
    if not found:
        yield Notice(kind="archive", locator=at, raw=magic, facts=facts)
        yield Trouble(code="unsupported", text="needs rarfile: pip install rarfile")
        return
    library: Any = found[0]
    errors = (library.Error, OSError, ValueError, IndexError, KeyError, TypeError, EOFError)
    try:
        archive = library.RarFile(view.open(), errors="strict", part_only=True)
        listed = archive.infolist()
        locked = bool(archive.needs_password())
    except errors as error:
        yield Notice(kind="archive", locator=at, raw=magic, facts=facts)
        yield Trouble(code="corrupt", text=f"{type(error).__name__} of rarfile")
        return
    facts |= {"members": str(len(listed)), "comment": archive.comment or ""}
    yield Notice(kind="archive", locator=at, raw=magic, facts=facts)
    if locked and not listed:
        yield Notice(kind="encrypted-members", locator=at, raw=magic,
                     facts={"format": "rar", "names": "encrypted"}, flag="encrypted")  # fmt: skip
        yield Trouble(code="encrypted", text=keys.missing())
    yield from _members(view, listed)


def _members(view: ItemView, listed: list[Any]) -> Iterator[Event]:
    steps, first = Steps(SCHEME), True
    locked = sum(bool(info.needs_password()) for info in listed)
    for number, info in enumerate(listed):
        if info.is_dir():
            continue
        name = info.filename.encode("utf-8", "surrogatepass")
        step = steps.first(name, number)
        if first and info.needs_password():
            first = False
            yield Notice(kind="encrypted-members", locator=f"{MEMBER_NAME}:{step}",
                         raw=name[:MAX_RAW], facts={"format": "rar", "members": str(locked)},
                         flag="encrypted")  # fmt: skip
        link = bool(info.is_symlink())
        yield Entry(
            step=step, name=name,
            content=None if link or info.file_redir else partial(_open, view, info),
            member=Member(
                name=name, kind="symlink" if link else "file", size=info.file_size,
                target=_target(view, info, link),
            ),
        )  # fmt: skip


def _target(view: ItemView, info: Any, link: bool) -> bytes:
    """Return where a link of any kind points: rar 5 says it in the header, rar 3 in the data."""
    if info.file_redir:
        return str(info.file_redir[2]).encode("utf-8", "surrogatepass")
    if not link or info.needs_password() or info.compress_type != _STORED:
        return b""
    return view.read(info.data_offset, min(info.compress_size, MAX_RAW))


def _open(view: ItemView, info: Any) -> Content:
    """Return a stored member's bytes from its own place: the library looks for them by name."""
    if info.needs_password():
        raise Refused("encrypted", "encrypted; encrypted rar members are not opened")
    if info.flags & _SPLIT:
        raise Refused("unsupported", "a split archive: other parts of it are other files")
    if info.compress_type != _STORED:
        raise Refused("unsupported", "compressed rar members need a program that is not started")
    source = Source(view, info.data_offset, info.compress_size)
    return Content(source, crc=info.CRC, size=info.file_size)
