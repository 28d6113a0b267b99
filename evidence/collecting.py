"""A collection being recorded: its intake and the index, in step."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from ..hashes.canonical import encode_record
from .acts import SourcePath, Totals
from .errors import TruyvetError
from .index import Index
from .intake import MANIFEST_NAME, Done, Intake
from .item import Item, trusted_item
from .ledger import Ledger
from .manifest import read_lines
from .records import Ref
from .store import Store

MAX_INLINE_SOURCES = 50
"""Sources that an entry lists itself; all of a longer list stand in an object."""
MAX_INLINE_BYTES = 16_384
"""Length, as written, of the sources that an entry lists itself."""


class Collecting:
    """Takes blocks of manifest lines into the intake and, once they are safe, into the index."""

    def __init__(self, intake: Intake, index: Index, seq: int, *, continued: bool) -> None:
        """`continued` tells that an earlier run began it and may have left objects behind."""
        self.intake = intake
        self.continued = continued
        self._index = index
        self._seq = seq
        self._position = 0
        index.begin()
        for lines in intake.recover():
            self._learn(lines)

    @property
    def next_n(self) -> int:
        """Number of the next item."""
        return self.intake.next_n

    @property
    def done(self) -> Done:
        """What an earlier, killed run has taken in."""
        return self.intake.done

    def items(self) -> Iterator[Item]:
        """Yield what is safe, in order: at the beginning, what an earlier run has left."""
        for lines in read_lines(self.intake.folder / MANIFEST_NAME):
            yield from map(trusted_item, lines)

    def add(self, block: bytes, totals: Totals) -> None:
        """Take in manifest lines whose objects are written; they sum up to `totals`."""
        self._learn(self.intake.add(block, totals))

    def hurry(self) -> None:
        """Begin to make safe what has come in, without waiting for it."""
        self._learn(self.intake.hurry())

    def finish(self) -> Ref:
        """Make everything safe and return the manifest's reference."""
        self._learn(self.intake.flush())
        return self.intake.finish()

    def pause(self) -> None:
        """Make everything safe and leave it for the next run."""
        try:
            self.intake.flush()
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the files; what is not safe yet is read again by the next run."""
        self.intake.close()

    def _learn(self, lines: list[bytes]) -> None:
        if lines:
            collection = self.intake.pending.collection
            self._position = self._index.add_items(self._seq, collection, lines, self._position)


def inline_sources(sources: tuple[SourcePath, ...]) -> tuple[SourcePath, ...]:
    """Return as many of `sources` as an entry may list."""
    listed, size = list[SourcePath](), 0
    for source in sources[:MAX_INLINE_SOURCES]:
        size += len(encode_record(source))
        if size > MAX_INLINE_BYTES:
            break
        listed.append(source)
    return tuple(listed)


def encode_sources(sources: tuple[SourcePath, ...]) -> bytes:
    """Return all sources as canonical JSON lines."""
    return b"".join(encode_record(source) + b"\n" for source in sources)


def unnamed_objects(store: Store, index: Index, ledger: Ledger, manifests: list[Path]) -> set[str]:
    """Return the objects that no entry and no manifest names.

    `manifests` are those of collections under way. The index only makes the search short: what it
    does not know is looked for in the ledger and every manifest before it is called unnamed.
    """
    unknown = {name for name in store.names() if not index.holds(name)}
    paths = list(manifests)
    for signed in ledger.entries() if unknown else ():
        refs = signed.entry.inputs + signed.entry.outputs
        unknown -= {ref.sha256 for ref in refs}
        paths += [store.path(ref.sha256) for ref in refs if ref.kind == "manifest"]
    for path in paths if unknown else ():
        try:
            for lines in read_lines(path):
                unknown -= {trusted_item(line).sha256 or "" for line in lines}
        except msgspec.MsgspecError as error:
            raise TruyvetError("E302", sha256=path.name) from error
    return unknown
