"""Text of Word documents of 1997 to 2003, and of Word 6 and 95 where it stands in one run.

Source: MS-DOC, 2.5.1 (Fib), 2.9.38 (Clx), 2.9.177 (Pcd). The text is in pieces, 8 bits or 16 bits
a character; its parts (main text, notes, headers, comments) follow each other. Text deleted under
change tracking stands among the rest: telling it apart needs the character properties.
"""

import re
import struct
from collections.abc import Iterator

from .findings import Finding, Seen, Trouble, Words, step

MAX_TEXT = 32 << 20
"""Characters of a document: Word's own limit is 32 million."""
_PARTS = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "textboxes",
          "header-textboxes")  # fmt: skip
_COUNTS = 0x4C
_SHOWN = {
    0x07: "\t", 0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x0E: "\n", 0x13: "{", 0x14: "} ", 0x15: "",
    0x1E: "-", 0x1F: "", 0x01: "", 0x02: "", 0x03: "", 0x04: "", 0x05: "", 0x08: "", 0x00: "",
}  # fmt: skip
_COMMAND = re.compile("[\x00-\x08\x0e-\x1f]")  # a field's command ends at any of these marks
_LINKS = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK")
ENCRYPTED, _TABLE_1 = 0x0100, 0x0200


def is_encrypted(main: bytes) -> bool:
    """Tell whether a `WordDocument` stream says that it is encrypted."""
    return len(main) >= 12 and bool(struct.unpack_from("<H", main, 10)[0] & ENCRYPTED)


def table_name(main: bytes) -> str:
    """Return the name of the stream that holds the table of pieces."""
    return "1Table" if struct.unpack_from("<H", main, 10)[0] & _TABLE_1 else "0Table"


def read(main: bytes, table: bytes, names: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the parts of the text; `names` leads to the storage, empty for the document itself."""
    here = step("doc", *names, "text")
    try:
        whole, trouble = text_of(main, table)
        counts = struct.unpack_from("<8i", main, _COUNTS)
    except struct.error:
        yield Trouble(code="corrupt", step=here, why="the file information block ends early")
        return
    place = 0
    for part, count in zip(_PARTS, counts, strict=True):
        end = max(place, min(place + count, len(whole)))
        if part == "text" and not any(counts):
            end = len(whole)
        yield from _shown(whole[place:end], part, names)
        place = end
    if trouble:
        yield Trouble(code="corrupt", step=here, why=trouble)


def _shown(text: str, part: str, names: tuple[str, ...]) -> Iterator[Finding]:
    yield Words(step=step("doc", *names, part), text=text.translate(_SHOWN))
    place = 0
    for n in range(1_000):
        place = text.find("\x13", place) + 1
        if not place:
            return
        command = _COMMAND.split(text[place : place + 512], maxsplit=1)[0].strip()
        word = command.split(" ", 1)[0].upper()
        if word in _LINKS or word == "HYPERLINK":
            yield Seen(
                kind="external-link", step=step("doc", *names, part, "field", str(n)), raw=command,
                facts={"relation": word},
                flag="script" if word.startswith("DDE") else "metadata" if word in _LINKS else "",
            )  # fmt: skip


def text_of(main: bytes, table: bytes) -> tuple[str, str]:
    """Return the whole text of a document and what was wrong with it; struct.error on damage."""
    (version,) = struct.unpack_from("<H", main, 2)
    if version < 0x00C1:
        start, end = struct.unpack_from("<II", main, 0x18)
        return main[start : min(end, start + MAX_TEXT)].decode("cp1252", "replace"), ""
    offset, length = struct.unpack_from("<II", main, 0x01A2)
    pieces = _pieces(table[offset : offset + length])
    if pieces is None:
        return "", "the table of pieces is damaged"
    found: list[str] = []
    total, trouble = 0, ""
    for count, place in pieces:
        if count < 0 or total + count > MAX_TEXT:
            trouble = "the table of pieces is damaged"
            break
        total += count
        width = 1 if place & 0x40000000 else 2
        start = (place & 0x3FFFFFFF) // (3 - width)
        raw = main[start : start + count * width]
        text = raw.decode("cp1252" if width == 1 else "utf-16-le", "replace")
        if start + count * width > len(main):
            trouble = "a piece lies beyond the end"
        found.append(text)
    return "".join(found), trouble


def _pieces(clx: bytes) -> list[tuple[int, int]] | None:
    """Return (characters, place) of each piece; none where the table is damaged."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        return None
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    if count < 1:
        return None
    edges = struct.unpack_from(f"<{count + 1}I", plc)
    base = 4 * (count + 1)
    return [
        (edges[n + 1] - edges[n], struct.unpack_from("<I", plc, base + 8 * n + 2)[0])
        for n in range(count)
    ]
