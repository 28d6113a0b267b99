"""The whole graph as arrays: compressed sparse rows in a file that is mapped, not read.

`links.snapshot` stands beside `links.db`, is derived from it and never evidence: whoever needs it
and finds it behind builds it anew. A head of 4,096 bytes (JSON, padded with spaces) says what the
arrays are and up to which entry of the ledger they know; the arrays follow, each at a multiple of
64 bytes. Its member `crc` is the CRC-32 (RFC 1952) of the file with that member left out of the
head: whoever opens the file checks it, at 3 GB a second, so that no damaged one is used.
Links of a node with itself are left out; several between two nodes are one, and counted.
"""

import json
import mmap
import os
import sys
import zlib
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..evidence.case import Case
from ..evidence.durable import make_private, open_plain
from ..evidence.errors import TruyvetError
from ..evidence.links.rows import Lens
from ..evidence.links.schema import SNAPSHOT_NAME
from ..evidence.links.view import Links

if TYPE_CHECKING:
    from scipy import sparse

FORMAT = 2
HEAD_BYTES = 4_096
_ALIGN = 64
_ARRAYS = {
    "ids": "<i8",
    "degrees": "<i4",
    "starts": "<i8",
    "ends": "<i4",
    "counts": "<i4",
    "out_starts": "<i8",
    "out_ends": "<i4",
    "out_counts": "<i4",
}
"""Arrays of the file, in order, each with the form of its numbers (little-endian)."""
_ALL = "SELECT a, b, count FROM edges WHERE count > 0 AND relation NOT IN ('named', 'alias')"
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """A graph as arrays; nodes are known by their place in `ids`."""

    entries: int
    """Entries of the ledger that it knows."""
    prev: str
    """Hash of the last of them."""
    ids: Array
    """Numbers of the nodes in the second index, ascending."""
    degrees: Array
    """Links of each node in the whole case."""
    starts: Array
    """Where the neighbours of each node begin in `ends`; one more for the end of the last."""
    ends: Array
    """Places of the neighbours, in either direction, ascending for each node."""
    counts: Array
    """Statements behind each of them."""
    out_starts: Array
    """As `starts`, of the links that lead from a node."""
    out_ends: Array
    """As `ends`."""
    out_counts: Array
    """As `counts`."""

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.ids)

    @property
    def links(self) -> int:
        """Number of linked pairs."""
        return len(self.ends) // 2

    def matrix(self, *, directed: bool = False) -> "sparse.csr_array":
        """Return the graph as a sparse matrix of counts; raises E576 where it is damaged."""
        from scipy import sparse

        counts, ends, starts = (
            (self.out_counts, self.out_ends, self.out_starts)
            if directed
            else (self.counts, self.ends, self.starts)
        )
        self._check(starts, ends)
        if len(ends) < 2**31:  # both of one form, or scipy copies the larger one
            starts = starts.astype(np.int32)
        return sparse.csr_array((counts, ends, starts), shape=(self.size, self.size))

    def check(self) -> None:
        """Raise `TruyvetError` E576 unless every place is one: C code asks no questions."""
        self._check(self.starts, self.ends)
        self._check(self.out_starts, self.out_ends)

    def _check(self, starts: Array, ends: Array) -> None:
        bounded = not len(ends) or (int(ends.min()) >= 0 and int(ends.max()) < self.size)
        ordered = int(starts[0]) == 0 and int(starts[-1]) == len(ends)
        if not (bounded and ordered and bool((starts[1:] >= starts[:-1]).all())):
            raise TruyvetError("E576", reason="its arrays do not fit each other")

    def places(self, ids: Any) -> Array:
        """Return the places of nodes that it knows; others are left out."""
        wanted = np.fromiter(ids, dtype=np.int64)
        found = np.searchsorted(self.ids, wanted)
        found[found == self.size] = 0
        return np.asarray(found[self.ids[found] == wanted] if self.size else found[:0])

    def neighbours(self, places: Array) -> tuple[Array, Array]:
        """Return the places of all neighbours, one node's after the other's, and how many each.

        Raises `TruyvetError` E576 where the file is damaged.
        """
        try:
            begin, end = self.starts[places], self.starts[places + 1]
            lengths = end - begin
            # Counts up within each node's run: a place in the row plus where the row begins.
            offsets = np.arange(int(lengths.sum())) - np.repeat(
                np.cumsum(lengths) - lengths, lengths
            )
            found = self.ends[offsets + np.repeat(begin, lengths)]
            if len(found) and (begin.min() < 0 or found.min() < 0 or found.max() >= self.size):
                raise IndexError
            return found, lengths
        except (IndexError, ValueError, MemoryError) as error:
            raise TruyvetError("E576", reason="its arrays do not fit each other") from error


def current(case: Case, links: Links) -> Snapshot | None:
    """Return the stored snapshot if it is whole and knows what `links` knows; builds nothing."""
    try:
        return _mapped(case.folder / SNAPSHOT_NAME, links.head())
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None  # it is derived: what cannot be read is built anew when it is needed


def snapshot_of(case: Case, links: Links) -> Snapshot:
    """Return the snapshot of all links, building and storing it where it is behind.

    Where the folder cannot be written it is held in memory.
    """
    held = current(case, links)
    if held is None:
        held = build(links, Lens())
        _store(case, held)
    return held


def build(links: Links, lens: Lens) -> Snapshot:
    """Return a snapshot of what the lens lets through, in memory."""
    from scipy import sparse

    sources, targets, counts = _columns(links, lens)
    there = np.zeros(int(max(sources.max(initial=0), targets.max(initial=0))) + 1, dtype=bool)
    there[sources] = there[targets] = True  # numbers of nodes run from 1 with few gaps
    ids = np.flatnonzero(there)
    place_of = np.cumsum(there) - 1
    one, two, size = place_of[sources], place_of[targets], len(ids)
    apart = one != two
    degrees = np.bincount(one, minlength=size) + np.bincount(two[apart], minlength=size)
    one, two, counts = one[apart], two[apart], counts[apart].astype(np.int32)
    out = sparse.coo_array((counts, (one, two)), shape=(size, size)).tocsr()
    both = (out + out.T).tocsr()
    both.sort_indices()
    entries, prev = links.head()
    return Snapshot(
        entries=entries, prev=prev, ids=ids, degrees=degrees.astype(np.int32),
        starts=both.indptr.astype(np.int64), ends=both.indices.astype(np.int32),
        counts=both.data, out_starts=out.indptr.astype(np.int64),
        out_ends=out.indices.astype(np.int32), out_counts=out.data,
    )  # fmt: skip


def _columns(links: Links, lens: Lens) -> tuple[Array, Array, Array]:
    """Return subjects, objects and counts of all edges; nodes that are one by their root."""
    if lens != Lens():
        _, *columns = links.arrays(lens)
        sources, targets, counts = (np.frombuffer(one, dtype=np.int64) for one in columns)
        return sources, targets, counts
    rows = links.database.execute(_ALL)
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, 3)
    sources, targets, counts = flat[:, 0].copy(), flat[:, 1].copy(), flat[:, 2].copy()
    same = links.database.execute("SELECT node, root FROM same").fetchall()
    if same:
        highest = max(sources.max(initial=0), targets.max(initial=0), *map(max, same))
        roots = np.arange(int(highest) + 1)
        for node, root in same:
            roots[node] = root
        sources, targets = roots[sources], roots[targets]
    return sources, targets, counts


def _store(case: Case, held: Snapshot) -> None:
    """Write the snapshot beside the second index, whole or not at all."""
    arrays = {
        name: np.ascontiguousarray(getattr(held, name), dtype=form)
        for name, form in _ARRAYS.items()
    }
    lengths = {name: len(array) for name, array in arrays.items()}
    head = {"format": FORMAT, "entries": held.entries, "prev": held.prev, "lengths": lengths}
    part = case.parts / f"{os.getpid()}-{SNAPSHOT_NAME}.part"
    try:
        make_private(case.parts)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(part, flags, 0o600), "wb") as file:
            file.write(_head(head))
            crc = zlib.crc32(_head(head))
            for array in arrays.values():
                for block in (bytes(-file.tell() % _ALIGN), array.data):
                    file.write(block)
                    crc = zlib.crc32(block, crc)
            file.seek(0)
            file.write(_head(head | {"crc": crc}))
        part.replace(case.folder / SNAPSHOT_NAME)
    except OSError:  # a folder that cannot be written, a full disk: it is held in memory
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _head(told: dict[str, object]) -> bytes:
    return json.dumps(told).encode().ljust(HEAD_BYTES)


def _mapped(path: Path, known: tuple[int, str]) -> Snapshot:
    """Return the snapshot in a file; ValueError, KeyError or TypeError where it is none.

    It is none too where the ledger that it knows does not end with `known`.
    """
    if sys.byteorder != "little":
        raise ValueError("mapped on little-endian machines only")
    with open_plain(path) as file:
        raw = file.read(HEAD_BYTES)
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    head = json.loads(raw)
    if _head(head) != raw or head["format"] != FORMAT:
        raise ValueError("another format")
    if (head["entries"], head["prev"]) != known:
        raise ValueError("of another state of the case")
    arrays = _views(whole, head["lengths"])
    crc = head.pop("crc")
    if zlib.crc32(memoryview(whole)[HEAD_BYTES:], zlib.crc32(_head(head))) != crc:
        raise ValueError("damaged")
    return Snapshot(entries=head["entries"], prev=head["prev"], **arrays)


def _views(whole: mmap.mmap, lengths: dict[str, object]) -> dict[str, Array]:
    """Return the arrays of a mapped file; ValueError where it does not hold just these."""
    arrays, at = dict[str, Array](), HEAD_BYTES
    for name, form in _ARRAYS.items():
        at += -at % _ALIGN
        length = lengths[name]
        if type(length) is not int or length < 0:
            raise ValueError("no length")
        arrays[name] = np.frombuffer(whole, dtype=form, count=length, offset=at)
        at += arrays[name].nbytes
    size, far, out = (len(arrays[name]) for name in ("ids", "ends", "out_ends"))
    fitting = (size, size, size + 1, far, far, size + 1, out, out)
    if at != len(whole) or tuple(map(len, arrays.values())) != fitting:
        raise ValueError("its arrays do not fit each other")
    return arrays
