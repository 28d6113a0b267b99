"""The bomb rule: how many bytes an item may be decoded to, with all that is inside it.

What was collected may grow to `RATIO` times its size, or to `FLOOR`. What an examination decodes is
taken off, with a fee for every child, so that a flood of small items ends too; half of the rest is
shared among the children by their length, half equally. So the whole tree below an item stays
within its allowance, however the items are nested, and what a child may do depends on its ancestors
alone: never on the order in which processes come to it.
"""

from collections.abc import Sequence

RATIO = 200
"""Decoded bytes for each byte of evidence; text compresses about fifty-fold at best."""
FLOOR = 1 << 30
"""Bytes that even the smallest item may be decoded to: a small file may hold a large one."""

FEE = 32 << 10
"""Bytes that a child costs beside its own: what examining it takes, whatever its length."""


def of_evidence(size: int) -> int:
    """Return the allowance of a collected item of this length."""
    return max(FLOOR, RATIO * size)


def of_children(allowance: int, sizes: Sequence[int]) -> list[int]:
    """Return the allowances of children of these lengths, decoded from an item with this one."""
    total = sum(sizes)
    rest = max(0, allowance - total - FEE * len(sizes))
    return [
        rest // (2 * len(sizes)) + (rest * size // (2 * total) if total else 0) for size in sizes
    ]
