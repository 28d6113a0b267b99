"""Who had a hand in a Word 97 document: revisers, comments with their authors, who saved it where.

Source: MS-DOC 2.5.6 (FibRgFcLcb97), 2.2.4 (STTB), 2.9.355 (Xst), 2.8.7 (PlcfandRef). Word keeps the
last ten (author, path) pairs under which a document was saved, even when the text is long gone.
"""

import struct
from collections.abc import Iterator
from itertools import pairwise

from .findings import Finding, Seen, step
from .word97 import text_of

MAX_NAMES = 1_000
"""Names of a table that are read."""
MAX_COMMENTS = 5_000
"""Comments that are read."""
_PAIRS = 0x9A  # of offsets and lengths (2.5.1: FibRgFcLcb97 behind the base, words and longs)
_REFERENCES, _TEXTS, _ASSOCIATED, _OWNERS, _REVISERS, _SAVED = 4, 5, 32, 36, 51, 71
_REFERENCE = 30  # bytes of an ATRDPre10 (2.9.5)
_FIRST_COMMENT = 4  # parts of the text before the comments: main, notes, headers, macros
_TEMPLATE = 1  # place of the template in SttbfAssoc (2.9.290)


def read(main: bytes, table: bytes, names: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the people that a document names; nothing of what cannot be read.

    `main` is the document's stream, `table` that of its tables, `names` leads to the storage.
    """
    if len(main) < _PAIRS + 8 * (_SAVED + 1) or struct.unpack_from("<H", main, 2)[0] < 0xC1:
        return
    yield from _comments(main, table, names)
    for n, name in enumerate(strings(_table(main, table, _REVISERS))):
        if n and name:  # the first is for changes that nobody made
            where = step("doc", *names, "reviser", str(n))
            yield Seen(kind="author", step=where, raw=name, facts={"role": "reviser"})
    saved = strings(_table(main, table, _SAVED))
    for n, (author, path) in enumerate(zip(saved[::2], saved[1::2], strict=False), 1):
        where = step("doc", *names, "saved", str(n))
        facts = {"role": "saver", "path": path, "number": str(n)}
        yield Seen(kind="author", step=where, raw=author, facts=facts, flag="metadata")
        if path:
            where, facts = step("doc", *names, "saved", str(n), "path"), {"name": "saved as"}
            yield Seen(kind="document-property", step=where, raw=path, facts=facts)
    associated = strings(_table(main, table, _ASSOCIATED))
    template = associated[_TEMPLATE] if len(associated) > _TEMPLATE else ""
    far = template.lower().startswith(("http:", "https:", "ftp:", "file:", "\\\\"))
    yield Seen(
        kind="template", step=step("doc", *names, "template"), raw=template,
        facts={"relation": "attachedTemplate"}, flag="script" if far else "",
    )  # fmt: skip


def _table(main: bytes, table: bytes, number: int) -> bytes:
    """Return one of the structures that the FIB points to."""
    offset, length = struct.unpack_from("<II", main, _PAIRS + 8 * number)
    return table[offset : offset + length]


def strings(raw: bytes) -> list[str]:
    """Read a string table of 16-bit characters; what is damaged ends it."""
    found: list[str] = []
    if len(raw) < 6 or raw[:2] != b"\xff\xff":
        return found
    count, extra = struct.unpack_from("<HH", raw, 2)
    place = 6
    for _ in range(min(count, MAX_NAMES)):
        if place + 2 > len(raw):
            break
        length = struct.unpack_from("<H", raw, place)[0] * 2
        found.append(raw[place + 2 : place + 2 + length].decode("utf-16-le", "replace"))
        place += 2 + length + extra
    return found


def owners(raw: bytes) -> list[str]:
    """Read the strings that stand one behind the other without a count (Xst)."""
    found: list[str] = []
    place = 0
    while place + 2 <= len(raw) and len(found) < MAX_NAMES:
        length = struct.unpack_from("<H", raw, place)[0] * 2
        found.append(raw[place + 2 : place + 2 + length].decode("utf-16-le", "replace"))
        place += 2 + length
    return found


def _comments(main: bytes, table: bytes, names: tuple[str, ...]) -> Iterator[Finding]:
    whole, _ = text_of(main, table)
    authors = owners(_table(main, table, _OWNERS))
    references = _table(main, table, _REFERENCES)
    edges = _table(main, table, _TEXTS)
    count = min((len(references) - 4) // (4 + _REFERENCE), len(edges) // 4 - 1, MAX_COMMENTS)
    if count < 1:
        return
    base = sum(max(0, n) for n in struct.unpack_from(f"<{_FIRST_COMMENT}i", main, 0x4C))
    places = struct.unpack_from(f"<{count + 1}I", edges)
    first = len(references) - _REFERENCE * ((len(references) - 4) // (4 + _REFERENCE))
    for n, (start, end) in enumerate(pairwise(places)):
        at = first + n * _REFERENCE
        length = min(struct.unpack_from("<H", references, at)[0], 9)
        initials = references[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
        owner = struct.unpack_from("<h", references, at + 20)[0]
        author = authors[owner] if 0 <= owner < len(authors) else ""
        raw = whole[base + start : base + end].strip("\x05\r\n ").replace("\r", "\n")
        where = step("doc", *names, "comment", str(n + 1))
        yield Seen(
            kind="comment", step=where, raw=raw, facts={"author": author, "initials": initials}
        )
