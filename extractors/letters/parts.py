"""The tree of a message's parts with their places (RFC 2046, section 5.1), numbered as IMAP does.

A multipart body whose declared boundary never stands in it, as spam and cut messages have it, is
read by the boundary that does stand there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .fields import Block, Buffer, parse_block
from .words import decoded_words, value_and_parameters

MAX_PARTS = 10_000
MAX_RETURNS_BYTES = 64 << 20  # of a message without line feeds: a copy is made of it
MAX_DEPTH = 60  # multiparts inside multiparts
_REAL_BOUNDARY = re.compile(
    rb"(?<=\n)--([^\s\r\n][^\r\n]{0,199}?)[ \t]*\r?\n(?=content-[a-z-]+[ \t]*:)", re.IGNORECASE
)
_FOREIGN_END = re.compile(rb"\r?\n--[^\s\r\n][^\r\n]{0,199}--\s*\Z")
"""A last line that closes some other boundary."""
_TOKEN = re.compile(r"[a-z0-9][a-z0-9_-]*")
_BLANK = re.compile(r"\s+")


@dataclass(kw_only=True, slots=True)
class Part:
    """One part of a message."""

    number: str
    """`1.2`: the second part of the first; empty for the message itself."""
    block: Block
    """Its header fields."""
    start: int
    """Offset of its header."""
    end: int
    """Offset where its body ends."""
    media: str
    """Media type it claims, lower case."""
    parameters: dict[str, str]
    """Of its content type."""
    parts: list["Part"] = field(default_factory=list)
    """Of a multipart, in order."""
    defects: list[str] = field(default_factory=list)
    """What is wrong with it."""

    @property
    def encoding(self) -> str:
        """Its transfer encoding, lower case."""
        found = _TOKEN.search(self.block.text("content-transfer-encoding").lower())
        return found[0] if found else ""

    @property
    def disposition(self) -> str:
        """`attachment`, `inline`, or empty."""
        return value_and_parameters(self.block.text("content-disposition"))[0]

    @property
    def filename(self) -> str:
        """The name it gives itself, decoded; empty where it has none."""
        _, parameters = value_and_parameters(self.block.text("content-disposition"))
        name = parameters.get("filename") or self.parameters.get("name", "")
        if not name:
            name = decoded_words(self.block.text("content-location"))[:1000]
        return _BLANK.sub(" ", name).strip()

    @property
    def leaf(self) -> bool:
        """Whether it has a body of its own."""
        return not self.parts

    def leaves(self) -> Iterator["Part"]:
        """Yield the parts that have bodies of their own, in order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if part.leaf:
                yield part
            waiting.extend(reversed(part.parts))

    def all(self) -> Iterator["Part"]:
        """Yield this part and all inside it, in order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.parts))


def parse_message(buffer: Buffer, start: int, end: int) -> Part:
    """Return a message's tree; never fails, what is wrong stands in `defects`.

    Lines may end with a return alone, as on an old Macintosh, where no line ends otherwise.
    """
    if end - start > MAX_RETURNS_BYTES or buffer.find(b"\n", start, end) >= 0:
        return _parsed(buffer, start, end)
    root = _parsed(bytes(buffer[:end]).replace(b"\r", b"\n"), start, end)
    for part in root.all():
        fields = (
            replace(field, value=buffer[field.start : field.start + len(field.value)])
            for field in part.block.fields
        )
        part.block = replace(part.block, fields=tuple(fields))
    return root


def _parsed(buffer: Buffer, start: int, end: int) -> Part:
    root = _part(buffer, start, end, "", "text/plain")
    if root.block.strays:
        root.defects.append(f"{root.block.strays} lines in the header are no field")
    waiting, count = [(root, 0)], 1
    while waiting:
        part, depth = waiting.pop()
        if not part.media.startswith("multipart/"):
            continue
        if depth >= MAX_DEPTH:
            part.defects.append(f"more than {MAX_DEPTH} multiparts inside multiparts")
            continue
        for begin, stop in _spans(buffer, part):
            if count >= MAX_PARTS:
                root.defects.append(f"more than {MAX_PARTS} parts")
                return root
            count += 1
            number = f"{part.number}.{len(part.parts) + 1}".lstrip(".")
            default = "message/rfc822" if part.media == "multipart/digest" else "text/plain"
            child = _part(buffer, begin, stop, number, default)
            if stop == part.end and not child.media.startswith("multipart/"):
                child.end = _without_foreign_end(buffer, child)
            part.parts.append(child)
        waiting.extend((child, depth + 1) for child in part.parts)
    if root.leaf:
        root.number = "1"
    return root


def _part(buffer: Buffer, start: int, end: int, number: str, default: str) -> Part:
    block = parse_block(buffer, start, end, leading=not number)
    media, parameters = value_and_parameters(block.text("content-type"))
    if media.count("/") != 1 or media.startswith("/") or media.endswith("/"):
        media = default
    return Part(
        number=number, block=block, start=start, end=end, media=media, parameters=parameters
    )


def _spans(buffer: Buffer, part: Part) -> list[tuple[int, int]]:
    """Return where the parts of a multipart begin and end; notes what is wrong."""
    declared = part.parameters.get("boundary", "").encode("utf-8", "replace")
    spans, closed = _between(buffer, part, declared) if declared else ([], False)
    if not spans:
        real = _REAL_BOUNDARY.search(buffer, part.block.end, part.end)
        if real is None:
            part.defects.append("no boundary between its parts")
            return []
        part.defects.append("the declared boundary is not the one that stands there")
        spans, closed = _between(buffer, part, real[1])
    if not closed:
        part.defects.append("its last boundary is missing")
    return spans


def _between(buffer: Buffer, part: Part, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """Return the spans between the lines of a boundary, and whether the closing one is there."""
    line = re.compile(rb"(?<=\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    spans: list[tuple[int, int]] = []
    begin = -1
    for found in line.finditer(buffer, part.block.end, part.end):
        if begin >= 0:
            spans.append((begin, max(_before_newline(buffer, found.start()), begin)))
        if found[1]:
            return spans, True
        if len(spans) > MAX_PARTS:
            break
        begin = found.end()
    if 0 <= begin < part.end:
        spans.append((begin, part.end))
    return spans, False


def _without_foreign_end(buffer: Buffer, part: Part) -> int:
    """Return where a part that no boundary ends does end: before one that closes some other."""
    found = _FOREIGN_END.search(buffer, max(part.block.end, part.end - 600), part.end)
    return found.start() if found else part.end


def _before_newline(buffer: Buffer, at: int) -> int:
    """Return where the line break before `at`, which belongs to the boundary, begins."""
    return at - 2 if buffer[at - 2 : at] == b"\r\n" else at - 1
