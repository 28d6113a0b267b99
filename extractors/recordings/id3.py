"""ID3 tags of MP3 files: version 2.2 to 2.4 (id3.org) before the sound, version 1 after it.

Read here and not by MediaInfo because a short or damaged MP3 has its tags all the same. Text
frames, comments and addresses are read; pictures become children. Footers are not looked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..fields.field import Field
from ..pictures.block import Buffer

MAX_TAG = 32 << 20
"""Bytes of a tag that are read: covers are large."""
MAX_FRAMES = 5_000
"""Frames that are read."""
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_KINDS = {
    "TT2": "title", "TIT2": "title", "TP1": "author", "TPE1": "author", "TCM": "author",
    "TCOM": "author", "TCOP": "copyright", "TCR": "copyright", "TSSE": "application",
    "TSS": "application", "TENC": "author", "TEN": "author", "COMM": "comment", "COM": "comment",
    "TOWN": "author",
}  # fmt: skip
_NAMES = {
    "TAL": "album", "TALB": "album", "TRK": "track", "TRCK": "track", "TYE": "year",
    "TYER": "year", "TDRC": "recorded", "TCO": "genre", "TCON": "genre", "TPA": "part",
    "TPOS": "part", "TT1": "grouping", "TIT1": "grouping", "TCM": "composer", "TCOM": "composer",
    "TP1": "artist", "TPE1": "artist", "ULT": "lyrics", "USLT": "lyrics", "TOWN": "owner",
    "TEN": "encoded-by", "TENC": "encoded-by",
}  # fmt: skip
_LANGUAGED = frozenset({"COM", "COMM", "ULT", "USLT"})
_V1 = (("title", 3, 30), ("author", 33, 30), ("metadata", 63, 30), ("metadata", 93, 4),
       ("comment", 97, 28))  # fmt: skip
_V1_NAMES = ("title", "artist", "album", "year", "comment")


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A frame of a tag."""

    name: str
    """Its identifier."""
    offset: int
    """Where its content begins in the item; 0 where the tag was unsynchronised."""
    content: bytes
    """Its content."""


def fields(source: Buffer) -> Iterator[Field]:
    """Yield the fields of all tags, version 2 first; ValueError where a tag is cut off."""
    for frame in frames(source):
        raw = _text(frame)
        if not raw:
            continue
        kind = _KINDS.get(frame.name, "metadata")
        yield Field(
            kind=kind,
            step=f"id3:{frame.name}",
            raw=raw,
            facts={"name": _NAMES.get(frame.name, "")},
            text=True,
        )
    yield from _version1(source)


def pictures(source: Buffer) -> Iterator[bytes]:
    """Yield the pictures of a tag of version 2."""
    for frame in frames(source):
        if frame.name not in ("PIC", "APIC") or len(frame.content) < 6:
            continue
        encoding = frame.content[0]
        if frame.name == "PIC":
            rest = frame.content[5:]
        else:
            rest = frame.content[1:].partition(b"\0")[2][1:]
        yield _after_text(rest, encoding)


def frames(source: Buffer) -> Iterator[Frame]:
    """Yield the frames of a tag of version 2 at the begin; EOFError where it is cut off."""
    head = source[:10]
    if head[:3] != b"ID3" or len(head) < 10 or head[3] not in (2, 3, 4):
        return
    version, flags = head[3], head[5]
    length = _seven(head[6:10])
    content = source[10 : 10 + min(length, MAX_TAG)]
    whole = bool(flags & 0x80) and version < 4
    if whole:
        content = content.replace(b"\xff\0", b"\xff")
    position = _extended(content, version) if flags & 0x40 else 0
    name_size, head_size = (3, 6) if version == 2 else (4, 10)
    for _ in range(MAX_FRAMES):
        name = content[position : position + name_size]
        if not name or name[0] == 0:
            return
        number = content[position + name_size : position + 2 * name_size]
        size = _seven(number) if version == 4 else int.from_bytes(number, "big")
        start = position + head_size
        if not name.isalnum() or start + size > len(content):
            raise EOFError("a frame beyond its tag")
        yield Frame(
            name=name.decode("latin-1"),
            offset=0 if whole else 10 + start,
            content=content[start : start + size],
        )
        position = start + size


def _extended(content: bytes, version: int) -> int:
    """Return how long the extended header is."""
    size = content[:4]
    return _seven(size) if version == 4 else int.from_bytes(size, "big") + 4


def _seven(four: bytes) -> int:
    """Return a number of four bytes with seven bits each."""
    number = 0
    for byte in four:
        number = number << 7 | byte & 0x7F
    return number


def _text(frame: Frame) -> bytes:
    """Return the text of a frame in UTF-8; empty where it holds none."""
    content = frame.content
    if frame.name.startswith("W") and not frame.name.startswith("WX"):
        return content.rstrip(b"\0")
    if not content or not (frame.name.startswith("T") or frame.name in _LANGUAGED):
        return b""
    encoding, rest = content[0], content[1:]
    if encoding >= len(_ENCODINGS):
        return b""
    if frame.name in _LANGUAGED:
        rest = _after_text(rest[3:], encoding)
    if encoding in (1, 2):
        rest = rest[: len(rest) & ~1]
    shown = rest.decode(_ENCODINGS[encoding], "replace")
    return shown.strip("\0\ufeff \r\n\t").replace("\0", "/").encode()


def _after_text(content: bytes, encoding: int) -> bytes:
    """Return what follows a text that ends with a zero."""
    if encoding not in (1, 2):
        return content.partition(b"\0")[2]
    for position in range(0, len(content) - 1, 2):
        if content[position : position + 2] == b"\0\0":
            return content[position + 2 :]
    return b""


def _version1(source: Buffer) -> Iterator[Field]:
    """Yield the fields of the 128 bytes at the end."""
    begin = len(source) - 128
    if begin < 0 or source[begin : begin + 3] != b"TAG":
        return
    for (kind, offset, size), name in zip(_V1, _V1_NAMES, strict=True):
        raw = source[begin + offset : begin + offset + size].partition(b"\0")[0].rstrip(b" ")
        if raw:
            yield Field(
                kind=kind,
                step=f"id3:v1/{name}",
                raw=raw,
                facts={"name": name, "bytes": f"{begin + offset}+{len(raw)}"},
                text=True,
            )
