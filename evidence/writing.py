"""Writing into a case that is held: appending acts, collecting, exporting.

Order of safety: objects, manifest, entry, checkpoint, index. Made by `Case.writing`, which holds
the lock and has read the ledger to its end.
"""

import os
import sqlite3
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from ..hashes.digest import sha256_hex
from ..hashes.merkle import leaf_hash
from ..hashes.signatures import SigningKey
from .acting import Acting
from .acts import (
    Act,
    CaseOpen,
    Collect,
    Export,
    KeyAdd,
    KeyRevoke,
    Scan,
    SourcePath,
    Totals,
    type_of,
)
from .collecting import Collecting, encode_sources, inline_sources, unnamed_objects
from .copying import absolute, check_target, copy_out
from .entry import Entry, sign_entry
from .errors import TruyvetError
from .index import Index, Row
from .intake import MANIFEST_NAME, Intake, Pending, remove_pending, write_pending
from .item import readable
from .keyset import ROLES
from .layout import Layout
from .ledger import Tail
from .lookup import read_item
from .records import MAX_SAFE_INTEGER, Authority, Moment, Ref
from .reindex import read_entry
from .scans.pending import PendingScan
from .seals import Seals


class Writer:
    """A case held for writing; made by `Case.writing`."""

    def __init__(self, layout: Layout, tail: Tail, index: Index) -> None:
        self.layout = layout
        self.tail = tail
        self.index = index
        self.uncovered: OSError | None = None
        """Why the newest entry has no checkpoint yet, if it has none."""

    def append(
        self, acting: Acting, act: Act, inputs: tuple[Ref, ...] = (), outputs: tuple[Ref, ...] = ()
    ) -> Entry:
        """Append one signed entry and its checkpoint; objects it names are stored before.

        Raises what `prepare` raises; then nothing was written.
        """
        entry, leaf = self.prepare(acting, act, inputs, outputs)
        self._commit(entry, leaf, acting)
        return entry

    def prepare(
        self, acting: Acting, act: Act, inputs: tuple[Ref, ...] = (), outputs: tuple[Ref, ...] = ()
    ) -> tuple[Entry, bytes]:
        """Return the entry that would be appended and its signed leaf; nothing is written.

        Raises `TruyvetError` E203, E204 or E206 for its time and form, E704 to E712 for its actor.
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
        for _, reason in self.tail.keys.objections(entry):
            # What the verifier would object to is never written.
            raise TruyvetError("E206", reason=reason)
        return entry, sign_entry(entry, acting.signer.key, acting.signer.card.id)

    def _commit(self, entry: Entry, leaf: bytes, acting: Acting) -> None:
        self.layout.ledger.append(leaf)
        tail = self.tail
        tail.frontier.append(leaf_hash(leaf))
        tail.keys.follow(entry)
        self.tail = replace(tail, seq=tail.seq + 1, prev=sha256_hex(leaf), last_utc=entry.time.utc)
        try:
            root = tail.frontier.root()
            self.layout.checkpoints.write(entry.case, self.tail.seq, root, acting.signer.key)
            self.uncovered = None
        except OSError as error:
            # The act is done and stays; the caller is told, the next act's checkpoint covers it.
            self.uncovered = error
        act = entry.act
        # The entry stands: an index that cannot follow (a full disk) catches up at the next use.
        with suppress(sqlite3.Error):
            self.index.begin()
            if isinstance(act, Scan):
                read_entry(self.index, entry, self.tail.prev, self.layout.store)
            else:
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
        self,
        acting: Acting,
        collector: str,
        sources: tuple[SourcePath, ...],
        note: str,
        options: str = "",
    ) -> Collecting:
        """Begin a collection, or go on with the one of the same sources that was killed.

        The same means: same collector, sources, note, options and officer. What would keep the
        entry from being appended in the end is raised now, as by `prepare`.
        """
        pending = Pending(
            actor=acting.actor,
            case=self.tail.case_id,
            collection=acting.random(16).hex(),
            collector=collector,
            entries=self.tail.seq,
            note=note,
            options=options,
            purpose=acting.purpose,
            sources=sources,
            started=self._time(acting),
        )
        self.prepare(acting, _collect_act(pending, _LARGEST, "complete"), outputs=_LARGEST_OUTPUTS)
        for folder, found in self.pendings():
            known = (found.collector, found.sources, found.note, found.options, found.actor.key)
            if known == (collector, sources, note, options, acting.actor.key):
                return self._continue(folder, found, acting.signer.key)
        folder = self.layout.work / pending.collection
        write_pending(folder, pending, acting.signer.key)
        seals = Seals(folder, acting.signer.card, acting.signer.key)
        intake = Intake(folder, pending, self.layout.store, seals)
        return Collecting(intake, self.index, self.tail.seq, continued=False)

    def _continue(self, folder: Path, pending: Pending, key: SigningKey | None) -> Collecting:
        admission = self.tail.keys.get(pending.actor.key)
        if admission is None:
            raise TruyvetError("E704", key=pending.actor.key[:8])
        seals = Seals(folder, admission.card, key)
        intake = Intake(folder, pending, self.layout.store, seals)
        return Collecting(intake, self.index, self.tail.seq, continued=True)

    def time_of(self, acting: Acting) -> Moment:
        """Return the time that an entry of this act would bear now (E203)."""
        return self._time(acting)

    def pendings(self) -> list[tuple[Path, Pending]]:
        """Return the unfinished collections; remains of one that is recorded are removed."""
        found = []
        for folder, pending in self.layout.pendings(self.tail.case_id, self.tail.keys):
            if self.index.recorded(pending.collection):
                remove_pending(folder)
            else:
                found.append((folder, pending))
        return found

    def scans(self) -> list[tuple[Path, PendingScan]]:
        """Return the unfinished scans; remains of one that is recorded are removed."""
        found = []
        for folder, pending in self.layout.scans(self.tail.case_id, self.tail.keys):
            if self.index.recorded(pending.scan):
                remove_pending(folder)
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
        return self._continue(*found[0], None)

    def finish_collect(self, acting: Acting, collecting: Collecting, *, finished: bool) -> Entry:
        """Record a collection: manifest into the store, entry, checkpoint, then tidy up."""
        intake = collecting.intake
        outputs: tuple[Ref, ...] = (collecting.finish(),)
        act = _collect_act(intake.pending, intake.totals(), intake.status(finished=finished))
        if len(act.sources) < act.source_count:
            stored = self.layout.store.put_bytes(encode_sources(intake.pending.sources))
            outputs += (Ref(kind="sources", sha256=stored.sha256, size=stored.size),)
        if collecting.continued:
            self.sweep({ref.sha256 for ref in outputs})
        entry = self.append(acting, act, outputs=outputs)
        intake.remove()
        return entry

    def sweep(self, named: set[str]) -> None:
        """Remove the objects that a killed run wrote and nothing came to name, but for `named`.

        Done before the entry is appended: while the collection's note stands, they are explained.
        """
        layout = self.layout
        paths = [folder / MANIFEST_NAME for folder, _ in self.pendings()]
        # One that was killed before it had its manifest has put nothing into the store either.
        manifests = [path for path in paths if path.exists()]
        found = unnamed_objects(layout.store, self.index, layout.ledger, manifests)
        for name in found - named - layout.gathered_objects() if found else ():
            layout.store.remove(name)

    def export(self, acting: Acting, row: Row, path: Path, *, force: bool) -> Entry:
        """Copy an item's bytes to `path`, read the copy back, and record the act."""
        if row.sha256 is None or row.size is None:
            raise TruyvetError("E107", item=row.name, reason=row.problem or row.kind)
        target = Path(absolute(path))
        check_target(self.layout.folder, target, force=force)
        destination = readable(os.fsencode(target))[0]
        read_item(self.layout, self.index, row)  # the index alone decides nothing
        act = Export(destination=destination, item=row.id, name=row.name)
        ref = Ref(kind="item", sha256=row.sha256, size=row.size)
        entry, leaf = self.prepare(acting, act, inputs=(ref,))
        copy_out(self.layout.store, row.sha256, target)
        try:
            self._commit(entry, leaf, acting)
        except BaseException:
            # No copy leaves a case without a record of it.
            target.unlink(missing_ok=True)
            raise
        return entry


_LARGEST = Totals(
    bytes=MAX_SAFE_INTEGER,
    items=MAX_SAFE_INTEGER,
    problems=MAX_SAFE_INTEGER,
    stored=MAX_SAFE_INTEGER,
    unverified=MAX_SAFE_INTEGER,
)
_LARGEST_OUTPUTS = (
    Ref(
        kind="manifest",
        sha256="0" * 64,
        size=MAX_SAFE_INTEGER,
        count=MAX_SAFE_INTEGER,
        root="0" * 64,
    ),
    Ref(kind="sources", sha256="0" * 64, size=MAX_SAFE_INTEGER),
)


def _collect_act(
    pending: Pending, totals: Totals, status: Literal["complete", "partial", "closed"]
) -> Collect:
    return Collect(
        collection=pending.collection,
        collector=pending.collector,
        note=pending.note,
        sources=inline_sources(pending.sources),
        source_count=len(pending.sources),
        status=status,
        totals=totals,
    )
