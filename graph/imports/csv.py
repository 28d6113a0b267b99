"""Tables of nodes and links: our ZIP, or one CSV of links as Gephi and others save it."""

import csv
import errno
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO

from ..exports.formulas import unguarded
from .interface import Drawn, NotAGraph

NAME = "csv"
ENDINGS = (".csv.zip", ".csv", ".zip")
MAX_ROW = 4 << 20
"""Characters of a row; one without an end would fill the memory with its cells."""
MAX_MEMBER = 1 << 30
"""Bytes of a table, unpacked; a ZIP of a few bytes can claim any length."""

_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, csv.Error, EOFError,
    NotImplementedError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip
"""What the standard library raises for ZIP and CSV that are damaged or mean harm."""


def read(file: BinaryIO) -> Drawn:
    """Read `nodes.csv` and `edges.csv` of a ZIP, or a table of links that makes its own nodes."""
    drawn = Drawn()
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as pack:
                for row in _member(pack, "nodes.csv"):
                    drawn.node(row.get("id", ""), row)
                for row in _member(pack, "edges.csv"):
                    _edge(drawn, row)
            drawn.check_ends()
        else:
            file.seek(0)
            for row in _rows(file):
                for end in (row.get("source", ""), row.get("target", "")):
                    drawn.nodes.setdefault(end, {})
                _edge(drawn, row)
    except _DAMAGED as error:
        raise NotAGraph(str(error)) from error
    except OSError as error:
        if error.errno in (None, errno.EINVAL):  # of bzip2, and of an offset before the file
            raise NotAGraph(str(error)) from error
        raise
    return drawn


def _edge(drawn: Drawn, row: dict[str, str]) -> None:
    drawn.edge(row.pop("id", ""), row.pop("source", ""), row.pop("target", ""), row)


def _member(pack: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    if name not in pack.namelist():
        raise NotAGraph(f"the ZIP holds no {name}")
    if pack.getinfo(name).file_size > MAX_MEMBER:
        raise NotAGraph(f"{name} is longer than {MAX_MEMBER:,} bytes")
    with pack.open(name) as file:
        yield from _rows(file)


def _rows(file: IO[bytes]) -> Iterator[dict[str, str]]:
    lines = io.TextIOWrapper(file, "utf-8-sig", newline="")
    row = _Row(lines)
    reader = csv.reader(row, strict=True)
    heads = [head.strip().lower() for head in next(reader, [])]
    if not {"id"} & set(heads) and not {"source", "target"} <= set(heads):
        raise NotAGraph("its first line names neither id nor source and target")
    for cells in reader:
        row.length = 0
        if cells:
            yield {head: unguarded(cell) for head, cell in zip(heads, cells, strict=False) if cell}
    lines.detach()


class _Row:
    """Lines of a table; NotAGraph where a row takes too many of them, or one too long."""

    def __init__(self, lines: IO[str]) -> None:
        self._lines = lines
        self.length = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._lines.readline(MAX_ROW):
            self.length += len(line)
            if self.length >= MAX_ROW:
                raise NotAGraph(f"a row is longer than {MAX_ROW:,} characters")
            yield line
