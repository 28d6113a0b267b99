"""Which kind of list a file is, and its rows; memory: one line."""

import codecs
from collections.abc import Iterator
from contextlib import closing
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path

from ...evidence.durable import open_plain
from . import nsrl
from .lines import HASHDEEP, checksums, hashdeep, is_blank, is_checksum
from .rows import HEX, Row, unnamed
from .tables import cells_of, delimiter_of, table

MAX_LINE = 1 << 16
"""Characters of a line; a longer one is refused in parts."""
SNIFFED = 200
"""Lines that are looked at to tell what a file is."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # PowerShell writes UTF-16


class NotAList(ValueError):
    """The file holds no list of hashes; the message says why."""


def rows_of(path: Path, algorithm: str) -> tuple[str, Iterator[Row]]:
    """Return (kind of list, its rows); `NotAList` where it is none, OSError as opening does.

    `algorithm` is the digest to take where the list has several, and what bare ones of its length
    are; empty to go by the list. A damaged database raises `NotAList` while it is read.
    """
    with open_plain(path) as file:
        head = file.read(4)
        head += file.read(len(nsrl.MAGIC) - len(head))
    if head == nsrl.MAGIC:
        return "NSRL RDSv3", _database(path, algorithm)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in head:
        raise NotAList("it is a binary file of another kind")
    kind = _kind(list(islice(_lines(path, encoding), SNIFFED)), algorithm)
    lines = _lines(path, encoding)
    if kind == "hashdeep":
        return kind, hashdeep(lines)
    return kind, table(lines, algorithm) if kind == "CSV" else checksums(lines, algorithm)


def _database(path: Path, algorithm: str) -> Iterator[Row]:
    try:
        yield from nsrl.rows(path, algorithm)
    except nsrl.NotASet as error:
        raise NotAList(str(error)) from error


def _kind(beginning: list[tuple[int, str]], algorithm: str) -> str:
    if any(line.startswith(HASHDEEP) for _, line in beginning[:1]):
        return "hashdeep"
    lines = [line for _, line in beginning if not is_blank(line)]
    if any(_is_row(line, algorithm) for line in lines[:2]):  # the first may name columns
        return "CSV"
    if not any(map(is_checksum, lines)) and any(_is_row(line, algorithm) for line in lines[2:]):
        return "CSV"  # its first rows have no digest
    if any(map(is_checksum, lines)):
        bare = not any(len(line.split()) > 1 for line in lines if is_checksum(line))
        return "digests" if bare else "checksums"
    raise NotAList(f"no digest in its first {SNIFFED} lines" if lines else "it is empty")


def _is_row(line: str, algorithm: str) -> bool:
    """Tell whether a line has several cells, one of them a digest."""
    cells = cells_of(line, delimiter_of(line) or ",")
    digests = (cell for cell in cells if HEX.fullmatch(cell) and unnamed(cell, algorithm))
    return len(cells) > 1 and not is_checksum(line) and next(digests, "") != ""


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield (number, line) without its end; a line that is too long comes in parts."""
    with closing(open_plain(path)) as file:
        text = TextIOWrapper(file, encoding=encoding, errors="replace", newline="\n")
        yield from enumerate(chain(iter(lambda: text.readline(MAX_LINE), "")), 1)
