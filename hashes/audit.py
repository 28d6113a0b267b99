"""Audit paths of several leaves in one pass: RFC 6962 section 2.1.1, for lists that stream.

`merkle.inclusion_proof` wants all leaf hashes at hand. A list of observations may have ten million
lines; here each is seen once and let go, and a hash stays for each subtree that a path needs.
"""

from collections.abc import Collection, Iterable

from .merkle import node_hash

Span = tuple[int, int]
"""First leaf of a subtree and the one after its last."""


def audit_paths(
    leaf_hashes: Iterable[bytes], indices: Collection[int], size: int
) -> dict[int, list[bytes]]:
    """Return the inclusion proofs of these leaves in the tree of the first `size` leaves.

    Raises `ValueError` for a leaf that the tree does not have, or where there are fewer leaves.
    Time: one pass; memory: a hash for each step of each path.
    """
    if any(not 0 <= index < size for index in indices):
        raise ValueError(f"no such leaf in a tree of {size}")
    wanted = {index: _spans(index, size) for index in indices}
    roots = _roots(leaf_hashes, {span for spans in wanted.values() for span in spans}, size)
    return {index: [roots[span] for span in spans] for index, spans in wanted.items()}


def _spans(index: int, size: int) -> list[Span]:
    """Return the subtrees beside the way from leaf `index` to the root, lowest first."""
    spans, start, end = list[Span](), 0, size
    while end - start > 1:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return spans[::-1]


def _roots(leaf_hashes: Iterable[bytes], spans: set[Span], size: int) -> dict[Span, bytes]:
    """Return the root of each span, reading `size` leaves.

    A span is a perfect subtree, or reaches to the last leaf: then it is made of the perfect ones
    that are left at the end.
    """
    found: dict[Span, bytes] = {}
    peaks = list[tuple[int, bytes]]()  # first leaf and root of each perfect subtree, largest first
    count = 0
    for leaf in leaf_hashes:
        if count == size:
            break
        start, node, end = count, leaf, count + 1
        _keep(found, spans, (start, end), node)
        ones = count
        while ones & 1:
            start, left = peaks.pop()
            node = node_hash(left, node)
            _keep(found, spans, (start, end), node)
            ones >>= 1
        peaks.append((start, node))
        count = end
    if count < size:
        raise ValueError(f"{count} leaves are no tree of {size}")
    for start, end in spans - found.keys():
        found[start, end] = _join([node for first, node in peaks if first >= start])
    return found


def _keep(found: dict[Span, bytes], spans: set[Span], span: Span, node: bytes) -> None:
    if span in spans:
        found[span] = node


def _join(nodes: list[bytes]) -> bytes:
    node = nodes[-1]
    for left in reversed(nodes[:-1]):
        node = node_hash(left, node)
    return node
