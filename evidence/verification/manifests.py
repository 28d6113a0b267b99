"""Manifests: every line, their count, their Merkle root, the totals (step 11 of verify.md)."""

from dataclasses import dataclass
from pathlib import Path

from ...hashes.canonical import decode_record
from ...hashes.merkle import Frontier, leaf_hash
from ..acts import Collect, Totals
from ..findings import Found
from ..item import Item
from ..manifest import read_lines
from ..records import Ref
from .expected import Expected


@dataclass(kw_only=True, slots=True)
class _Sum:
    bytes: int = 0
    items: int = 0
    problems: int = 0
    stored: int = 0

    def add(self, item: Item) -> None:
        self.items += 1
        self.problems += item.problem is not None
        if item.sha256 is not None:
            self.stored += 1
            self.bytes += item.size or 0

    def differs_from(self, totals: Totals) -> list[str]:
        return [name for name in self.__slots__ if getattr(self, name) != getattr(totals, name)]


def check_manifest(
    path: Path, entry: int, act: Collect, ref: Ref, found: Found, expected: Expected
) -> int:
    """Check the manifest of a collect entry and expect its objects; return its line count.

    A missing manifest is reported by the object pass.
    """
    place = f"manifest of entry {entry}"
    frontier, total = Frontier(), _Sum()
    if not path.is_file() or path.is_symlink():
        return 0
    for lines in read_lines(path):
        for line in lines:
            _check_line(
                f"{place}, item {frontier.size}", frontier.size, line, total, found, expected
            )
            frontier.append(leaf_hash(line))
    if frontier.size != ref.count:
        found.add("E316", place, count=frontier.size, expected=ref.count)
    if frontier.root().hex() != ref.root:
        found.add("E317", place)
    different = total.differs_from(act.totals)
    if different:
        found.add("E320", place, fields=", ".join(different))
    return frontier.size


def _check_line(
    place: str, n: int, line: bytes, total: _Sum, found: Found, expected: Expected
) -> None:
    try:
        item = decode_record(line, Item)
    except ValueError as error:
        found.add("E315", place, reason=error)
        return
    if item.n != n:
        found.add("E318", place, n=item.n)
    if (item.sha256 is None) != (item.size is None) and item.sha256 is not None:
        found.add("E315", place, reason="a stored item has a size")
    elif item.sha256 is not None:
        expected.add(item.sha256, item.size or 0)
    total.add(item)
