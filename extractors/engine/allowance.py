"""The bomb rule: how many bytes an item may be decoded to, with all that is inside it.

What was collected may grow to `RATIO` times its size, or to `FLOOR`. What an examination decodes is
taken off; half of the rest is shared among the children by their length, half equally. So the whole
tree below an item stays within its allowance, however the items are nested, and what a child may
do depends on its ancestors alone: never on the order in which processes come to it.
"""

from collections.abc import Sequence

RATIO = 200
"""Decoded bytes for each byte of evidence; text compresses about fifty-fold at best."""
FLOOR = 1 << 30
"""Bytes that even the smallest item may be decoded to: a small file may hold a large one."""


def of_evidence(size: int) -> int:
    """Return the allowance of a collected item of this length."""
    return max(FLOOR, RATIO * size)


def of_children(allowance: int, sizes: Sequence[int]) -> list[int]:
    """Return the allowances of children of these lengths, decoded from an item with this one."""
    total = sum(sizes)
    rest = max(0, allowance - total)
    return [
        rest // (2 * len(sizes)) + (rest * size // (2 * total) if total else 0) for size in sizes
    ]
