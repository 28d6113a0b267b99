"""Merkle trees as in Certificate Transparency: RFC 6962 section 2.1, verified as RFC 9162 does.

A leaf hash and a node hash start with different bytes, so a node can never be passed off as a
leaf. Proofs are lists of 32-byte hashes from the leaf upwards. A verifier answers False for a proof
that does not hold, however odd its parts are; it raises nothing.
"""

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()  # RFC 6962: the hash of an empty list


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash that stands for the bytes of one leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node over its two 32-byte children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: enough to append and to give the root, and no more.

    Memory: one hash per set bit of ``size``. ``peaks`` are the roots of the perfect subtrees from
    the largest (leftmost) on; with ``size`` they are all it takes to go on later.
    """

    __slots__ = ("_peaks", "_size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Start empty, or where an earlier frontier of ``size`` leaves with ``peaks`` stood."""
        if size < 0 or len(peaks) != size.bit_count() or not _all_hashes(peaks):
            raise ValueError(f"a frontier of {size} leaves has one 32-byte peak per set bit")
        self._size = size
        self._peaks = list(peaks)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._size

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """Roots of the perfect subtrees, largest first."""
        return tuple(self._peaks)

    def append(self, leaf: bytes) -> None:
        """Add one leaf by its 32-byte leaf hash."""
        if len(leaf) != HASH_BYTES:
            raise ValueError(f"a leaf hash is {HASH_BYTES} bytes, not {len(leaf)}")
        self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes in order; they are trusted to be 32 bytes each."""
        sha256, peaks, size = hashlib.sha256, self._peaks, self._size
        try:
            for node in leaves:
                # Each set low bit of the size is a finished subtree as large as the one in hand.
                ones = size
                while ones & 1:
                    node = sha256(b"\x01" + peaks.pop() + node).digest()
                    ones >>= 1
                peaks.append(node)
                size += 1
        finally:  # ``leaves`` may fail half-way; what came before it is in
            self._size = size

    def root(self) -> bytes:
        """Return the root over all leaves so far; ``EMPTY_ROOT`` if there are none."""
        if not self._peaks:
            return EMPTY_ROOT
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def copy(self) -> "Frontier":
        """Return an independent frontier at the same place."""
        return Frontier(self._size, self._peaks)


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the Merkle root over leaf hashes in order."""
    frontier = Frontier()
    frontier.extend(leaf_hashes)
    return frontier.root()


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """Return the audit path of leaf ``index`` in the tree of the first ``size`` leaves.

    Raises ``ValueError`` unless ``0 <= index < size <= len(leaf_hashes)``. Time: ``size`` hashes.
    """
    if not 0 <= index < size <= len(leaf_hashes):
        raise ValueError(f"no leaf {index} in a tree of {size} out of {len(leaf_hashes)} leaves")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root(leaf_hashes[middle:end]))
            end = middle
        else:
            path.append(root(leaf_hashes[start:middle]))
            start = middle
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes
) -> bool:
    """Tell whether leaf hash ``leaf`` is number ``index`` of ``size`` under ``root_hash``.

    RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size or not _all_hashes([leaf, *proof]):
        return False
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root_hash


def consistency_proof(leaf_hashes: Sequence[bytes], old: int, new: int) -> list[bytes]:
    """Return the proof that the first ``old`` leaves are a prefix of the first ``new``.

    Raises ``ValueError`` unless ``0 < old <= new <= len(leaf_hashes)``: an empty tree is a prefix
    of everything, so a proof of it would prove nothing. Time: ``new`` hashes.
    """
    if not 0 < old <= new <= len(leaf_hashes):
        raise ValueError(f"no proof from {old} to {new} leaves out of {len(leaf_hashes)}")
    path: list[bytes] = []
    start, end = 0, new
    while old < end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(root(leaf_hashes[middle:end]))
            end = middle
        else:
            path.append(root(leaf_hashes[start:middle]))
            start = middle
    if start:  # the verifier holds the old root itself only where the old tree was a perfect one
        path.append(root(leaf_hashes[start:end]))
    return path[::-1]


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether the tree (``new``, ``new_root``) extends the tree (``old``, ``old_root``).

    RFC 9162 section 2.1.4.2. False for an empty old tree: from it, nothing follows.
    """
    if not 0 < old <= new or not _all_hashes(proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    nodes = list(proof) if old & (old - 1) else [old_root, *proof]
    if not nodes or not _all_hashes(nodes):
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_node = new_node = nodes[0]
    for sibling in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_node = node_hash(sibling, old_node)
            new_node = node_hash(sibling, new_node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new_node = node_hash(new_node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root


def _split(count: int) -> int:
    """Return the largest power of two smaller than ``count`` (two or more)."""
    return 1 << ((count - 1).bit_length() - 1)


def _all_hashes(nodes: Iterable[bytes]) -> bool:
    return all(len(node) == HASH_BYTES for node in nodes)
