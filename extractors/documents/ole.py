"""Compound office files: which streams are read, by what, in which order.

A document may hold others in storages of its own (an Excel sheet inside a Word document); they
are read in place, their names before the name of the text.
"""

import struct
from collections.abc import Iterator
from functools import partial

from ..interface import Member
from . import excel97, powerpoint97, propertysets, vba, word97, word97people
from .compound import DAMAGE, Compound
from .findings import Finding, Inside, Job, Seen, Trouble, step

Path = tuple[str, ...]
"""The names that lead to a stream."""
_NATIVE = "\x01Ole10Native"
_WHOLE = {"Package": "package", "CONTENTS": "contents", "EmbeddedOdf": "odf"}
"""Streams that are a file of their own."""
_MAIL = "__properties_version1.0"


def jobs(compound: Compound) -> list[Job]:
    """Return what there is to read, for `findings.run`; nothing of a mail message."""
    if (_MAIL,) in compound:
        return []
    found: list[Job] = [
        ((step("ole", *path),), partial(_guarded, path, partial(_read_set, compound, path)))
        for path in compound.named(propertysets.SUMMARY, propertysets.DOCUMENT)
    ]
    if ("EncryptedPackage",) in compound:
        found.append((("ole:EncryptedPackage",), partial(_encrypted, compound)))
    readers = {"WordDocument": ("doc:", _word), "Workbook": ("xls:", _excel),
               "Book": ("xls:", _excel), "PowerPoint Document": ("ppt:", _slides)}  # fmt: skip
    for name, (prefix, reader) in readers.items():
        found += [
            ((prefix,), partial(_guarded, path, partial(reader, compound, path)))
            for path in compound.named(name)
        ]
    found.append((("vba:",), partial(vba.read, compound)))
    found += [
        ((step("ole", *path),), partial(_guarded, path, partial(_object, compound, path)))
        for path in compound.named(_NATIVE, *_WHOLE)
    ]
    if compound.cut:
        found.append((("ole:",), partial(_cut)))
    return found


def _cut() -> Iterator[Finding]:
    yield Trouble(code="partial", why="more streams than are looked at")


def _guarded(path: Path, job: partial[Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from job()
    except DAMAGE as error:
        why = f"cannot be read: {type(error).__name__}"
        yield Trouble(code="corrupt", step=step("ole", *path), why=why)


def _read_set(compound: Compound, path: Path) -> Iterator[Finding]:
    yield from propertysets.read(compound.read(path), path)


def _lock(where: str, raw: str, why: str) -> Iterator[Finding]:
    facts = {"scope": "document"}
    yield Seen(kind="encryption", step=where, raw=raw, flag="encrypted", facts=facts)
    yield Trouble(code="encrypted", why=why)


def _encrypted(compound: Compound) -> Iterator[Finding]:
    raw = "EncryptedPackage"
    try:
        version = struct.unpack_from("<HH", compound.read(("EncryptionInfo",)))
        method = "agile" if version == (4, 4) else "standard" if version[1] == 2 else "extensible"
    except DAMAGE:
        method = ""
    why = f"an encrypted Office document ({method})" if method else "an encrypted Office document"
    yield from _lock("ole:EncryptedPackage", raw, why)


def _word(compound: Compound, path: Path) -> Iterator[Finding]:
    names, main = path[:-1], compound.read(path)
    if word97.is_encrypted(main):
        yield from _lock(step("doc", *names, "fEncrypted"), "fEncrypted", "an encrypted document")
        return
    table = (*names, word97.table_name(main))
    pieces = compound.read(table) if table in compound else b""
    yield from word97.read(main, pieces, names)
    yield from word97people.read(main, pieces, names)


def _excel(compound: Compound, path: Path) -> Iterator[Finding]:
    yield from excel97.Workbook(compound.read(path), path[:-1]).read()


def _slides(compound: Compound, path: Path) -> Iterator[Finding]:
    current = (*path[:-1], "Current User")
    if current in compound:
        saved = compound.read(current)
        if powerpoint97.is_encrypted(saved):
            yield from _lock("ppt:encrypted", "CurrentUserAtom", "an encrypted presentation")
            return
        yield from powerpoint97.user(saved)
    yield from powerpoint97.read(compound.read(path))


def _object(compound: Compound, path: Path) -> Iterator[Finding]:
    content, name, source = compound.read(path), _WHOLE.get(path[-1], "object"), ""
    if path[-1] == _NATIVE:
        content, name, source = _native(content)
    here = step("ole", *path)
    yield Inside(step=here, content=content, member=Member(name=name))
    if source or name:
        facts = {"name": name, "size": str(len(content))}
        where = step("ole", *path, "source")
        yield Seen(kind="embedded-object", step=where, raw=source or name, facts=facts)


def _native(stream: bytes) -> tuple[bytes, str, str]:
    """Return (bytes, name, path on the author's computer) of a packaged file ([MS-OLEDS] 2.3.6)."""
    (length,) = struct.unpack_from("<I", stream)
    if struct.unpack_from("<H", stream, 4)[0] != 2:
        return stream[4 : 4 + length], "object", ""
    label, _, rest = stream[6:].partition(b"\0")
    source, _, rest = rest.partition(b"\0")
    (count,) = struct.unpack_from("<I", rest, 4)
    at = 8 + count
    (size,) = struct.unpack_from("<I", rest, at)
    name = label.rpartition(b"\\")[2].decode("cp1252", "replace")
    return rest[at + 4 : at + 4 + size], name or "object", source.decode("cp1252", "replace")
