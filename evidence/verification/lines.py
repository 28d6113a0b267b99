"""Objects that are lists of lines: every line, their count, their Merkle root."""

from collections.abc import Callable

from ...hashes.merkle import Frontier, leaf_hash
from ..findings import Found
from ..manifest import MAX_LINE_BYTES, read_lines
from ..records import Ref
from ..store import Store


def check_lines(
    store: Store,
    found: Found,
    place: str,
    ref: Ref,
    take: Callable[[int, list[bytes]], None],
    *,
    longest: int = MAX_LINE_BYTES,
) -> int:
    """Hand all lines of a list to `take`, in blocks with the number of the first; return the count.

    Reports where the list ends without a line end, has another count, or another root.
    """
    frontier, size = Frontier(), 0
    for lines in read_lines(store.path(ref.sha256), longest=longest):
        take(frontier.size, lines)
        frontier.extend(map(leaf_hash, lines))
        size += sum(map(len, lines)) + len(lines)
    if size > ref.size:
        found.add("E315", place, reason="the last line has no end")
    if frontier.size != ref.count:
        found.add("E316", place, count=frontier.size, expected=ref.count)
    if frontier.root().hex() != ref.root:
        found.add("E317", place)
    return frontier.size
