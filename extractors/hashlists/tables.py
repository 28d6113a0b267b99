"""Tables with a digest in some column: CSV, TSV, NSRL's RDSv2 `NSRLFile.txt`, threat feeds.

Columns are taken by their names (`SHA-1`, `sha256_hash`); where no name is known, by their values.
A table without a line of names is read by its values too. Each line is one row: a quoted line
break ends it, and what follows is refused rather than swallowed.
"""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain

from .lines import is_blank
from .rows import HEX, Row, algorithm_named, refused, unnamed

DELIMITERS = ",\t;|"
_NOT_OF_THE_FILE = ("imphash", "pehash", "richhash", "telfhash", "gimphash", "vhash", "dhash")
"""Columns that look like digests but are not over the bytes of the file."""
_PLAIN = ("hash", "digest", "checksum", "filehash")


def delimiter_of(line: str) -> str:
    """Return what separates the cells of a line; empty where it has but one."""
    counts = {delimiter: line.count(delimiter) for delimiter in DELIMITERS}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    return best if counts[best] else ""


def cells_of(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line; a line that is no CSV is one cell."""
    try:
        row = next(csv.reader((line,), delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return [line]
    return [cell.strip() for cell in row]


def table(lines: Iterator[tuple[int, str]], default: str) -> Iterator[Row]:
    """Yield the rows of a table whose first line, or last comment before the rows, names columns.

    `default` is what a digest of its length is taken for in a column that does not say.
    """
    names, first, delimiter = _beginning(lines, default)
    if first is None:
        return
    columns = _columns(names, cells_of(first[1], delimiter), default)
    for number, line in chain((first,), lines):
        if is_blank(line):
            continue
        cells = cells_of(line, delimiter)
        found = {}
        for place, name in columns:
            cell = cells[place] if place < len(cells) else ""
            if HEX.fullmatch(cell) and (known := name or unnamed(cell, default)):
                found[known] = cell
        yield number, found or refused("no digest", line)


def _beginning(
    lines: Iterator[tuple[int, str]], default: str
) -> tuple[list[str], tuple[int, str] | None, str]:
    """Return (names of columns, first line of rows, delimiter)."""
    comment, head = "", ""
    for number, line in lines:
        if not line.strip():
            continue
        if line.lstrip().startswith("#"):
            comment = line.lstrip("# \t")
            continue
        delimiter = delimiter_of(head or line) or ","
        cells = cells_of(line, delimiter)
        if head or any(HEX.fullmatch(cell) and unnamed(cell, default) for cell in cells):
            names = cells_of(head or comment, delimiter)
            return (names if len(names) == len(cells) or head else []), (number, line), delimiter
        head = line
    return [], None, ","


def _columns(names: Sequence[str], first: Sequence[str], default: str) -> list[tuple[int, str]]:
    """Return (place, algorithm) of each column of digests; no algorithm where it may differ."""
    lowered = [name.lower().strip(' "') for name in names]
    known = [(place, name) for place, text in enumerate(names) if (name := algorithm_named(text))]
    if known:
        return known
    plain = [(place, "") for place, name in enumerate(lowered) if name in _PLAIN]
    return plain or [
        (place, "")
        for place, cell in enumerate(first)
        if HEX.fullmatch(cell)
        and unnamed(cell, default)
        and not (place < len(lowered) and lowered[place] in _NOT_OF_THE_FILE)
    ]
