"""Text lists of one file a line: sha256sum and its kin, BSD's form, hashdeep, bare digests.

GNU coreutils: `HEX  name`, `HEX *name`, a backslash before HEX where the name is escaped. BSD and
`--tag`: `SHA256 (name) = HEX`. hashdeep 1.0: a head `%%%% HASHDEEP-1.0`, a line of columns, then
`size,HEX,…,name`. Blank lines and lines that begin with `#` or `;` hold nothing to refuse.
"""

import re
from collections.abc import Iterator

from .rows import HEX, Row, algorithm_named, refused, unnamed

HASHDEEP = "%%%% HASHDEEP-1."
_GNU = re.compile(r"\\?([0-9A-Fa-f]{32,128})(?:[ \t]+\*?.*)?")
_BSD = re.compile(r"\\?([A-Za-z0-9/-]{3,12}) ?\(.*\) ?= ?([0-9A-Fa-f]{32,128})")


def is_checksum(line: str) -> bool:
    """Tell whether a line is one of a list of checksums."""
    return _checksum(line, "") is not None


def checksums(lines: Iterator[tuple[int, str]], default: str) -> Iterator[Row]:
    """Yield the rows of a list of checksums or bare digests; its first line may say which."""
    begun = False
    for number, line in lines:
        if is_blank(line):
            continue
        if not begun and (named := algorithm_named(line)):
            default = default or named
        else:
            found = _checksum(line, default)
            yield number, refused("no digest", line) if found is None else found
        begun = True


def is_blank(line: str) -> bool:
    """Tell whether a line is empty or a comment."""
    return not line.strip() or line.lstrip()[0] in "#;"


def _checksum(line: str, default: str) -> dict[str, str] | str | None:
    plain = line.strip()
    if found := _GNU.fullmatch(plain):
        name = unnamed(found[1], default)
        return {name: found[1]} if name else None
    if found := _BSD.fullmatch(plain):
        name = algorithm_named(found[1])
        return {name: found[2]} if name else refused("a digest that is not looked up", line)
    return None


def hashdeep(lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
    """Yield the rows of a hashdeep file; every head in it names the columns that follow."""
    columns: list[str] = []
    for number, line in lines:
        if line.startswith("%%%% "):
            if not line.startswith(HASHDEEP):
                columns = [column.strip() for column in line[5:].split(",")]
            continue
        if is_blank(line):
            continue
        # The name is the last column and may itself hold commas.
        cells = line.strip().split(",", max(len(columns) - 1, 0))
        found = {
            column: cell
            for column, cell in zip(columns, cells, strict=False)
            if algorithm_named(column) == column and HEX.fullmatch(cell)
        }
        short = len(cells) < len(columns) or not found
        yield number, refused("not what its head promises", line) if short else found
