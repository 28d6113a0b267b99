"""Header fields with their places (RFC 5322, section 2.2), tolerant of what is no field."""

import mmap
import re
from dataclasses import dataclass

from ..charsets import decode, detect

Buffer = bytes | mmap.mmap
"""The bytes of an item, read where they are touched."""

MAX_HEADER_BYTES = 4 << 20  # of one block of fields; more is no header
MAX_FIELDS = 4_000
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*")
_FOLD = re.compile(r"(?:\r\n|\r|\n)(?=[ \t])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One header field."""

    number: int
    """Its place among the fields of its block, from 0."""
    name: str
    """Its name in lower case."""
    label: bytes
    """Its name, colon and the blanks after it, as they stand there."""
    start: int
    """Offset of its value in the buffer."""
    value: bytes
    """Its value as it stands there, folds included, without the end of the line."""

    @property
    def text(self) -> str:
        """The value unfolded, as UTF-8 or the encoding it seems to be in; not yet decoded words."""
        guess = detect(self.value)
        wide = guess.charset.startswith(("utf-16", "utf-32"))
        charset = "windows-1252" if wide else guess.charset
        return _FOLD.sub("", decode(self.value, charset)).strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block of header fields."""

    fields: tuple[Field, ...]
    """In order."""
    end: int
    """Offset of what follows the empty line."""
    strays: int
    """Lines that are no field."""

    def first(self, name: str) -> Field | None:
        """Return the first field of this name."""
        return next((field for field in self.fields if field.name == name), None)

    def text(self, name: str) -> str:
        """Return the first value of this name, unfolded; empty where there is none."""
        field = self.first(name)
        return field.text if field else ""


def parse_block(buffer: Buffer, start: int, end: int, *, leading: bool = False) -> Block:
    """Return the fields between `start` and the empty line, or `end`.

    With `leading`, empty lines before the first field are passed over, as in a saved message.
    """
    fields: list[Field] = []
    strays, at = 0, start
    limit = min(end, start + MAX_HEADER_BYTES)
    while at < limit and len(fields) < MAX_FIELDS:
        stop = _line_end(buffer, at, limit)
        line = buffer[at : min(stop, at + 1024)]
        if not line.strip(b" \t\r\n"):
            if leading and at == start:
                start = at = stop
                continue
            if line[:1] in (b" ", b"\t") and _NAME.match(buffer[stop : min(stop + 256, limit)]):
                at = stop  # a fold of blanks alone, and the header goes on
                continue
            return Block(fields=tuple(fields), end=stop, strays=strays)
        if line.startswith(b"--") and fields:
            return Block(fields=tuple(fields), end=at, strays=strays + 1)
        found = _NAME.match(line)
        if found is None:
            strays += not line.startswith((b"From ", b">From ")) or bool(fields)
            at = stop
            continue
        stop = _folded_end(buffer, stop, limit)
        value = buffer[at + found.end() : stop].rstrip(b"\r\n")
        name = found[1].decode("ascii").lower()
        fields.append(
            Field(
                number=len(fields), name=name, label=found[0],
                start=at + found.end(), value=value,
            )
        )  # fmt: skip
        at = stop
    return Block(fields=tuple(fields), end=at, strays=strays)


def _line_end(buffer: Buffer, at: int, limit: int) -> int:
    found = buffer.find(b"\n", at, limit)
    return limit if found < 0 else found + 1


def _folded_end(buffer: Buffer, stop: int, limit: int) -> int:
    """Return the end of a field whose first line ends at `stop`."""
    while stop < limit and buffer[stop : stop + 1] in (b" ", b"\t"):
        end = _line_end(buffer, stop, limit)
        if not buffer[stop : min(end, stop + 256)].strip():
            break  # a line of blanks ends the header, as mail programs have it
        stop = end
    return stop
