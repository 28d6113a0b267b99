"""A list of values in a file, one a line: UTF-8, or UTF-16 as spreadsheets and Notepad write it.

A line that cannot be read is told with its number; it never stops the others, and it is never
passed over in silence.
"""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, TypeVar

MAX_VALUE = 4_096
"""Characters of a value; `extractors.selectors` reads none that is longer."""
_MAX_LINE = 4 * MAX_VALUE + 2
_PIECE = 1 << 16
_NO_TEXT = "it is no text in the encoding of the file; save the file as UTF-8"
_GUESSED = 4_096  # bytes in which UTF-16 without a mark is looked for
Some = TypeVar("Some", bytes, str)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of a list."""

    number: int
    """Its number, from 1."""
    value: str
    """What stands there, without blanks around it; empty where it cannot be read."""
    problem: str = ""
    """Why it cannot be read; empty where it can."""


def read_values(file: BinaryIO) -> Iterator[Line]:
    """Yield the lines of a list that are not empty; memory: one line."""
    head = file.read(_GUESSED)
    encoding = _encoding(head)
    lines = _lines(file, head) if encoding == "utf-8" else _wide_lines(file, head, encoding)
    for number, line in enumerate(lines, 1):
        told = _told(number, line)
        if told.value or told.problem:
            yield told


def _encoding(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    # Digits and Latin letters in UTF-16 have a zero in every second byte.
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[start::2].count(0)
        if zeros > len(head) // 4 and zeros > 2 * head[1 - start :: 2].count(0):
            return name
    return "utf-8"


def _lines(file: BinaryIO, head: bytes) -> Iterator[str | None]:
    """Yield the lines of a file in UTF-8; none for one that is not."""
    rest = head.removeprefix(codecs.BOM_UTF8)
    for line in _cut(file, rest):
        try:
            yield line.decode()
        except UnicodeDecodeError:
            yield None


def _even(pieces: Iterable[Some], cr: Some, lf: Some) -> Iterator[Some]:
    """Pass the pieces of a file on, with all line ends as one: LF, CR LF and the CR of old Macs."""
    held = cr[:0]
    for piece in pieces:
        whole, held = held + piece, cr[:0]
        if whole.endswith(cr):
            whole, held = whole[:-1], cr
        yield whole.replace(cr + lf, lf).replace(cr, lf)
    if held:
        yield lf


def _cut(file: BinaryIO, head: bytes) -> Iterator[bytes]:
    """Yield the lines of a file that begins with `head`; of a long one only its beginning."""
    skipping, rest, pieces = False, b"", iter(lambda: file.read(_PIECE), b"")
    for piece in _even(chain((head,), pieces), b"\r", b"\n"):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if not skipping:
                yield line
            skipping = False
        if len(rest) > _MAX_LINE:
            if not skipping:
                yield rest[:_MAX_LINE]
            skipping, rest = True, b""
    if rest and not skipping:
        yield rest


def _wide_lines(file: BinaryIO, head: bytes, encoding: str) -> Iterator[str | None]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest, skipping, pieces = "", False, iter(lambda: file.read(_PIECE), b"")
    texts = (decoder.decode(piece) for piece in chain((head,), pieces))
    for text in _even(chain(texts, _last(decoder)), "\r", "\n"):
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            if not skipping:
                yield None if "\ufffd" in line else line.lstrip("\ufeff")
            skipping = False
        if len(rest) > _MAX_LINE:
            if not skipping:
                yield rest[:_MAX_LINE]
            skipping, rest = True, ""
    if rest and not skipping:
        yield None if "\ufffd" in rest else rest.lstrip("\ufeff")


def _last(decoder: codecs.IncrementalDecoder) -> Iterator[str]:
    yield decoder.decode(b"", final=True)


def _told(number: int, line: str | None) -> Line:
    if line is None:
        return Line(number=number, value="", problem=_NO_TEXT)
    value = line.strip().strip("\0")
    if len(value) > MAX_VALUE:
        problem = f"it is longer than {MAX_VALUE:,} characters"
        return Line(number=number, value="", problem=problem)
    return Line(number=number, value=value)
