"""Writing into a case that is held: appending acts, collecting, exporting.

Order of safety: objects, manifest, entry, checkpoint, index. Made by `Case.writing`, which holds
the lock and has read the ledger to its end.
"""

import os
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..hashes.digest import sha256_hex
from ..hashes.merkle import leaf_hash
from .acting import Acting
from .acts import Act, CaseOpen, Collect, Export, KeyAdd, KeyRevoke, SourcePath, type_of
from .collecting import Collecting, encode_sources, inline_sources, refs_of, unnamed_objects
from .copying import check_target, copy_out
from .entry import Entry, sign_entry
from .errors import TruyvetError
from .index import Index, Row
from .intake import Intake, Pending, write_pending
from .item import readable
from .keyset import ROLES
from .layout import Layout
from .ledger import Tail
from .records import Authority, Moment, Ref


class Writer:
    """A case held for writing; made by `Case.writing`."""

    def __init__(self, layout: Layout, tail: Tail, index: Index) -> None:
        self.layout = layout
        self.tail = tail
        self.index = index

    def append(
        self, acting: Acting, act: Act, inputs: tuple[Ref, ...] = (), outputs: tuple[Ref, ...] = ()
    ) -> Entry:
        """Append one signed entry and its checkpoint; objects it names are stored before.

        Raises `TruyvetError` E203 to E204 and E704 to E711; then nothing was written.
        """
        self._admit(acting, act)
        entry = Entry(
            act=act,
            actor=acting.actor,
            authority=Authority(text=acting.authority) if acting.authority else None,
            case=self.tail.case_id,
            checkpoint=self.layout.checkpoints.newest(),
            inputs=inputs,
            outputs=outputs,
            prev=self.tail.prev,
            purpose=acting.purpose,
            salt=acting.random(16).hex(),
            seq=self.tail.seq,
            time=self._time(acting),
            tool=acting.tool,
            version=1,
        )
        leaf = sign_entry(entry, acting.signer.key, acting.signer.card.id)
        self.layout.ledger.append(leaf)
        self._follow(entry, leaf, acting)
        return entry

    def _follow(self, entry: Entry, leaf: bytes, acting: Acting) -> None:
        tail = self.tail
        tail.frontier.append(leaf_hash(leaf))
        tail.keys.follow(entry)
        self.tail = replace(tail, seq=tail.seq + 1, prev=sha256_hex(leaf), last_utc=entry.time.utc)
        root = tail.frontier.root()
        self.layout.checkpoints.write(entry.case, self.tail.seq, root, acting.signer.key)
        # The entry stands: an index that cannot follow (a full disk) catches up at the next use.
        with suppress(sqlite3.Error):
            self.index.begin()
            self.index.add_entry(entry, self.tail.prev)
            self.index.commit()

    def _admit(self, acting: Acting, act: Act) -> None:
        card, keys = acting.signer.card, self.tail.keys
        if not isinstance(act, CaseOpen):
            keys.require(card, type_of(act))
        elif type_of(act) not in ROLES[card.role]:
            raise TruyvetError("E706", role=card.role, act=type_of(act))
        if isinstance(act, KeyAdd) and keys.get(act.key.id) is not None:
            raise TruyvetError("E711", key=act.key.id[:8])
        if isinstance(act, KeyRevoke) and not keys.is_valid(act.key):
            raise TruyvetError("E704", key=act.key[:8])

    def _time(self, acting: Acting) -> Moment:
        moment = acting.clock()
        if moment.utc >= self.tail.last_utc:
            return moment
        if not acting.clock_step:
            raise TruyvetError("E203", now=moment.utc, last=self.tail.last_utc)
        return Moment(utc=moment.utc, zone=moment.zone, step=acting.clock_step)

    def begin_collect(
        self, acting: Acting, collector: str, sources: tuple[SourcePath, ...], note: str
    ) -> Collecting:
        """Begin a collection, or go on with the one of the same sources that was killed.

        The same means: same collector, sources, note and officer.
        """
        self._time(acting)
        self.tail.keys.require(acting.signer.card, "collect")
        for folder, pending in self.pendings():
            known = (pending.collector, pending.sources, pending.note, pending.actor.key)
            if known == (collector, sources, note, acting.actor.key):
                return self._collecting(folder, pending)
        pending = Pending(
            actor=acting.actor,
            case=self.tail.case_id,
            collection=acting.random(16).hex(),
            collector=collector,
            entries=self.tail.seq,
            note=note,
            purpose=acting.purpose,
            sources=sources,
            started=acting.clock(),
        )
        folder = self.layout.work / pending.collection
        write_pending(folder, pending, acting.signer.key)
        return self._collecting(folder, pending)

    def _collecting(self, folder: Path, pending: Pending) -> Collecting:
        return Collecting(Intake(folder, pending, self.layout.store), self.index, self.tail.seq)

    def pendings(self) -> list[tuple[Path, Pending]]:
        """Return the unfinished collections; remains of one that is recorded are removed."""
        found = []
        for folder, pending in self.layout.pendings(self.tail.keys):
            if self.index.recorded(pending.collection):
                shutil.rmtree(folder)
            else:
                found.append((folder, pending))
        return found

    def resume(self, collection: str) -> Collecting:
        """Take up the unfinished collection whose id starts with `collection` (E503, E504)."""
        found = [pair for pair in self.pendings() if pair[1].collection.startswith(collection)]
        if not found:
            raise TruyvetError("E503", collection=collection)
        if len(found) > 1:
            raise TruyvetError("E504", count=len(found), collection=collection)
        return self._collecting(*found[0])

    def finish_collect(self, acting: Acting, collecting: Collecting, *, finished: bool) -> Entry:
        """Record a collection: manifest into the store, entry, checkpoint, then tidy up."""
        intake = collecting.intake
        manifest = collecting.finish()
        outputs: tuple[Ref, ...] = (manifest,)
        sources = intake.pending.sources
        listed = inline_sources(sources)
        if len(listed) < len(sources):
            stored = self.layout.store.put_bytes(encode_sources(sources))
            outputs += (Ref(kind="sources", sha256=stored.sha256, size=stored.size),)
        act = Collect(
            collection=intake.pending.collection,
            collector=intake.pending.collector,
            note=intake.pending.note,
            sources=listed,
            source_count=len(sources),
            status=intake.status(finished=finished),
            totals=intake.totals(),
        )
        entry = self.append(acting, act, outputs=outputs)
        if collecting.continued:
            self._sweep(intake.folder)
        intake.remove()
        return entry

    def _sweep(self, own: Path) -> None:
        """Remove what a killed run wrote and no manifest came to name.

        Another collection under way may own such an object, so then nothing is removed.
        """
        if any(folder != own for folder, _ in self.pendings()):
            return
        named = {ref.sha256 for signed in self.layout.ledger.entries() for ref in refs_of(signed)}
        for name in list(unnamed_objects(self.layout.store, self.index, named)):
            self.layout.store.path(name).unlink()

    def export(self, acting: Acting, row: Row, path: Path, *, force: bool) -> Entry:
        """Copy an item's bytes to `path`, read the copy back, and record the act."""
        if row.sha256 is None or row.size is None:
            raise TruyvetError("E107", item=row.name, reason=row.problem or row.kind)
        target = path.absolute()
        check_target(self.layout.folder, target, force=force)
        act = Export(destination=readable(os.fsencode(target))[0], item=row.id, name=row.name)
        self._admit(acting, act)
        self._time(acting)
        copy_out(self.layout.store, row.sha256, target)
        ref = Ref(kind="item", sha256=row.sha256, size=row.size)
        return self.append(acting, act, inputs=(ref,))
