"""The ledger as a report reads it: the entries that were verified, good or bad, and no others.

The same bytes must come out that verification saw, so the Merkle root is computed anew; lines are
counted as verification counts them. Memory is bounded by the acts that are listed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from ..evidence.acts import Collect, Export, KeyRevoke, Note, Scan, Tag
from ..evidence.entry import Entry, read_leaf
from ..evidence.errors import TruyvetError
from ..evidence.keyset import KeySet
from ..evidence.ledger import Ledger
from ..evidence.verification.run import Verification
from ..hashes.digest import sha256_hex
from ..hashes.merkle import Frontier, leaf_hash
from .acts import describe
from .document import Act
from .examination import Mark


@dataclass(kw_only=True, slots=True)
class Marks:
    """What officers wrote of items and of observations in them, by the item's id."""

    tags: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)
    """The entry of each tag that stands, by (short name of what bears it, tag)."""
    notes: dict[str, list[Mark]] = field(default_factory=dict)
    """All notes, in order."""

    def follow(self, seq: int, act: Tag | Note) -> None:
        """Take in what the entry `seq` says."""
        if isinstance(act, Tag):
            tags = self.tags.setdefault(act.item, {})
            tags.pop((act.name, act.tag), None)
            if not act.off:
                tags[act.name, act.tag] = seq
        elif act.item is not None:
            note = Mark(seq=seq, name=act.name, text=act.text)
            self.notes.setdefault(act.item, []).append(note)

    def tags_of(self, item: str, name: str | None = None) -> tuple[Mark, ...]:
        """Return the tags of the item with this id and all in it, or of one name only."""
        return tuple(
            Mark(seq=seq, name=of, text=tag)
            for (of, tag), seq in self.tags.get(item, {}).items()
            if name in (None, of)
        )

    def notes_of(self, item: str, name: str | None = None) -> tuple[Mark, ...]:
        """Return the notes of the item with this id and all in it, or of one name only."""
        return tuple(one for one in self.notes.get(item, ()) if name in (None, one.name))


@dataclass(kw_only=True, slots=True)
class LedgerReading:
    """What was read from the ledger."""

    acts: list[Act] = field(default_factory=list)
    """The entries that are listed."""
    more: int = 0
    """Number of entries beyond them."""
    collects: list[tuple[Entry, Collect]] = field(default_factory=list)
    """Every collection."""
    scans: list[tuple[Entry, Scan]] = field(default_factory=list)
    """Every scan."""
    exports: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Entries that record an export, by the short name of the item."""
    marks: Marks = field(default_factory=Marks)
    """Tags and notes."""
    keys: KeySet = field(default_factory=KeySet)
    """Keys admitted and revoked."""
    reasons: dict[str, str] = field(default_factory=dict)
    """Why a key was revoked, by its id."""
    unread: list[int] = field(default_factory=list)
    """Numbers of the entries that are not in their form."""
    frontier: Frontier = field(default_factory=Frontier)
    """The tree over all of them."""


def read_ledger(ledger: Ledger, answer: Verification, room: int | None) -> LedgerReading:
    """Read the verified entries; the first `room` of them (all for none) become acts.

    Raises `TruyvetError` E202 when they are no longer the ones that were verified.
    """
    read = LedgerReading()
    for leaf in _leaves(ledger, answer.entries):
        seq = read.frontier.size
        read.frontier.append(leaf_hash(leaf))
        try:
            entry = read_leaf(leaf).entry
        except ValueError:
            read.unread.append(seq)
            continue
        read.keys.follow(entry)
        if room is None or len(read.acts) < room:
            read.acts.append(describe(entry, seq, sha256_hex(leaf)))
        else:
            read.more += 1
        act = entry.act
        if isinstance(act, Collect):
            read.collects.append((entry, act))
        elif isinstance(act, Scan):
            read.scans.append((entry, act))
        elif isinstance(act, Tag | Note):
            read.marks.follow(seq, act)
        elif isinstance(act, Export):
            for one in act.items():
                read.exports[one.name] = (*read.exports.get(one.name, ()), seq)
        elif isinstance(act, KeyRevoke):
            read.reasons.setdefault(act.key, act.reason)
    if read.frontier.root().hex() != answer.root:
        reason = "it changed while the report was made"
        raise TruyvetError("E202", line=read.frontier.size, reason=reason)
    return read


def _leaves(ledger: Ledger, entries: int) -> Iterator[bytes]:
    """Yield the first `entries` lines as verification counts them, without their ends."""
    for line in islice(ledger.lines(), entries):
        if line.ends:
            yield line.content
