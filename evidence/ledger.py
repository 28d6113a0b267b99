"""The ledger file: one signed entry a line, append-only.

Reads stream; appending writes one line, syncs it, and never touches what stands before. A last
line without its line end is a torn tail: it is reported, and only `cut_tail` takes it off.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..hashes.digest import sha256_hex
from ..hashes.merkle import Frontier, leaf_hash
from .durable import open_plain
from .entry import FIRST_PREV, MAX_LEAF_BYTES, SignedEntry, read_leaf
from .errors import TruyvetError
from .keyset import KeySet

LEDGER_NAME = "ledger/entries.jsonl"
READ_BYTES = MAX_LEAF_BYTES + 2
"""Longest read for one line: a longer line is no entry, and must not fill the memory."""
_NEWER = re.compile(rb'"version":([2-9]|[1-9][0-9]+)},"sigs":')
MAX_TAIL_BYTES = 64 << 20
"""Longest torn tail that a repair takes off; a power cut may leave blocks of zeros."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of the file."""

    content: bytes
    """Its bytes without the end; of a line longer than any entry only the first `READ_BYTES`."""
    size: int
    """Its whole length without the end."""
    ends: bool
    """Whether it has its end; only the last line may be without."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tail:
    """Where a ledger ends: all that is needed to append to it."""

    seq: int
    """Number of entries, which is the next entry's `seq`."""
    prev: str
    """SHA-256 of the last leaf bytes."""
    last_utc: str
    """Time of the last entry; empty before the first."""
    frontier: Frontier
    """The Merkle tree over all leaves."""
    keys: KeySet
    """Keys admitted so far."""
    case_id: str
    """The case's id, from its first entry; empty before it."""


class Ledger:
    """The file `ledger/entries.jsonl` of a case."""

    def __init__(self, case: Path) -> None:
        self.path = case / LEDGER_NAME

    def lines(self) -> Iterator[Line]:
        """Yield the lines in order, in constant memory."""
        with open_plain(self.path) as file:
            while start := file.readline(READ_BYTES):
                size, last = len(start), start
                while not last.endswith(b"\n") and (last := file.readline(READ_BYTES)):
                    size += len(last)
                ends = last.endswith(b"\n")
                yield Line(content=start.removesuffix(b"\n"), size=size - ends, ends=ends)

    def entries(self) -> Iterator[SignedEntry]:
        """Yield the entries in order, trusting nothing but their form.

        Raises `TruyvetError` E202 at the first line that is not an entry, E201 at a torn tail.
        """
        for _, signed in self.leaves():
            yield signed

    def leaves(self) -> Iterator[tuple[bytes, SignedEntry]]:
        """Yield (leaf bytes, entry) in order; raises as `entries` does."""
        for number, line in enumerate(self.lines()):
            if not line.ends:
                raise TruyvetError("E201", size=line.size, seq=number - 1)
            try:
                yield line.content, read_leaf(line.content)
            except ValueError as error:
                code = "E110" if _NEWER.search(line.content) else "E202"
                raise TruyvetError(code, line=number + 1, reason=error) from error

    def tail(self) -> Tail:
        """Read the whole ledger and return where it ends.

        Checks form, order and links, so that nothing is ever appended to a damaged ledger;
        signatures are the verifier's work. Raises `TruyvetError` E201 or E202.
        """
        frontier, keys, prev, utc, seq, case_id = Frontier(), KeySet(), FIRST_PREV, "", 0, ""
        for leaf, signed in self.leaves():
            entry = signed.entry
            if entry.seq != seq or entry.prev != prev:
                raise TruyvetError("E202", line=seq + 1, reason="it does not follow the one before")
            keys.follow(entry)
            frontier.append(leaf_hash(leaf))
            prev, utc, seq, case_id = sha256_hex(leaf), entry.time.utc, seq + 1, entry.case
        return Tail(seq=seq, prev=prev, last_utc=utc, frontier=frontier, keys=keys, case_id=case_id)

    def append(self, leaf: bytes) -> None:
        """Write one line and sync it to the disk."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self.path, flags, 0o600)
        start = os.fstat(descriptor).st_size
        try:
            _write_all(descriptor, leaf + b"\n")
            os.fsync(descriptor)
        except BaseException:
            # A full disk must not leave half an entry: what was there before stays the ledger.
            os.ftruncate(descriptor, start)
            raise
        finally:
            os.close(descriptor)

    def torn_tail(self) -> bytes:
        """Return the bytes after the last line end; empty when the ledger ends whole.

        Raises `TruyvetError` E202 for more than `MAX_TAIL_BYTES`: no act writes so much.
        """
        with open_plain(self.path) as file:
            size = start = file.seek(0, os.SEEK_END)
            while start > 0:
                start = max(0, start - READ_BYTES)
                file.seek(start)
                at = file.read(READ_BYTES).rfind(b"\n")
                if at >= 0:
                    start += at + 1
                    break
            if size - start > MAX_TAIL_BYTES:
                raise TruyvetError("E202", line="last", reason="it has no end")
            file.seek(start)
            return file.read()

    def cut_tail(self, length: int) -> None:
        """Take `length` torn bytes off the end; the caller has stored them before."""
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.ftruncate(descriptor, os.fstat(descriptor).st_size - length)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
