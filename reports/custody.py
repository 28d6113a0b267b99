"""The custody report of a case: the document built from ledger, manifests and a verification.

Reads the same bytes that were verified and says so if they changed meanwhile. A damaged case
gets its report too; only what verification found tells good from bad. Nothing here knows a
language or a look, and nothing is written into the case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..evidence.acts import Collect, Scan
from ..evidence.entry import Entry
from ..evidence.errors import guarding
from ..evidence.findings import MAX_LISTED, Finding
from ..evidence.layout import Layout
from ..evidence.records import Moment
from ..evidence.store import OBJECTS_NAME
from ..evidence.verification.run import SignerFacts, Verification
from ..evidence.verification.trust import Trust
from ..hashes.checkpoint import NotACheckpoint, SignedCheckpoint, parse
from ..hashes.words import words
from .document import (
    Collection,
    Completeness,
    CustodyReport,
    Head,
    Key,
    NewestCheckpoint,
    Result,
    Unfinished,
    Unpacked,
)
from .examination import Attention, Examination
from .examining import ScanReader, attention, examination, own_index
from .handchecks import hand_checks
from .ledger import LedgerReading, read_ledger
from .manifests import ManifestReader
from .statements import statements

DEFAULT_ROWS = 2_000
"""Items that are listed one by one: some 80 printed pages; the manifests cover the rest."""
DEFAULT_ACTS = 5_000
"""Acts that are listed, unless all rows are wanted; the ledger's root covers the rest."""
MAX_UNREAD = 100
"""Entries not in their form that are listed by number."""


def build(
    folder: Path,
    answer: Verification,
    trust: Trust,
    *,
    made: Moment,
    tool: str,
    fast: bool = False,
    rows: int | None = DEFAULT_ROWS,
) -> CustodyReport:
    """Return the report on the case in `folder`, of which `answer` is the verification.

    `trust` is what the verifier brought, `made` when he verified, `tool` with which program and
    version, `fast` whether objects went unread, `rows` how many items are listed (none for all).
    Raises `TruyvetError` E202 when the ledger is no longer the one that was verified.
    """
    layout = Layout(folder)
    with guarding(folder):
        read = read_ledger(layout.ledger, answer, None if rows is None else DEFAULT_ACTS)
        lists = _read_lists(layout, answer, read, rows)
    note, checkpoint = _checkpoint(answer.checkpoint)
    acts = tuple(read.acts)
    return CustodyReport(
        case=answer.case,
        number=answer.number,
        title=answer.title,
        opening=acts[0] if acts and (acts[0].seq, acts[0].type) == (0, "case.open") else None,
        result=_result(answer, trust, made, tool, fast=fast, manifest_missing=lists.missing),
        examination=lists.examination,
        attention=lists.attention,
        completeness=lists.completeness,
        acts=acts,
        unlisted_acts=read.more,
        unread=tuple(read.unread[:MAX_UNREAD]),
        unread_count=len(read.unread),
        collections=lists.collections,
        unpacked=lists.unpacked,
        unlisted=lists.unlisted,
        keys=tuple(_key(signer, read) for signer in answer.signers),
        checkpoint=checkpoint,
        checks=hand_checks(
            answer.case,
            acts,
            lists.collections,
            lists.examination.scans,
            note,
            [signer.card for signer in answer.signers],
        ),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lists:
    """What the lists that entries name come to."""

    collections: tuple[Collection, ...]
    unpacked: tuple[Unpacked, ...]
    completeness: Completeness
    examination: Examination
    attention: Attention

    @property
    def unlisted(self) -> int:
        """Number of items that are not listed."""
        more = sum(one.unlisted for one in self.unpacked)
        return more + sum(one.unlisted for one in self.collections)

    @property
    def missing(self) -> bool:
        """Whether some list is missing."""
        states = {one.state for one in self.collections} | {one.state for one in self.unpacked}
        for one in self.examination.scans:
            states |= {one.outcomes.state, one.observations.state}
        return "missing" in states


def _read_lists(
    layout: Layout, answer: Verification, read: LedgerReading, rows: int | None
) -> _Lists:
    """Read all lists: those of scans first, for items are shown with what was seen in them."""
    with own_index() as index:
        scans = ScanReader(layout=layout, index=index)
        for entry, scan in read.scans:
            scans.read(entry, scan)
        reader = ManifestReader(
            store=layout.store,
            index=index,
            exports=read.exports,
            marks=read.marks,
            findings=_by_object(answer.findings),
            room=rows,
            problem_room=rows,
        )
        collections, unpacked = _read_manifests(reader, read)
        sure = reader.sure and not read.unread
        return _Lists(
            collections=collections,
            unpacked=unpacked,
            completeness=_completeness(layout, answer.case, read, reader),
            examination=examination(scans, read, answer.case, rows=rows, sure=sure),
            attention=attention(scans, read.marks, rows=rows),
        )


def _read_manifests(
    reader: ManifestReader, read: LedgerReading
) -> tuple[tuple[Collection, ...], tuple[Unpacked, ...]]:
    """Read all manifests in ledger order: rows are given out in that order, and parents known."""
    collections, unpacked = list[Collection](), list[Unpacked]()
    brought: list[tuple[Entry, Collect | Scan]] = [*read.collects, *read.scans]
    for entry, act in sorted(brought, key=lambda pair: pair[0].seq):
        if isinstance(act, Collect):
            collections.append(reader.read(entry, act))
        elif (found := reader.unpacked(entry, act)) is not None:
            unpacked.append(found)
    return tuple(collections), tuple(unpacked)


def _by_object(findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    """Return the codes of the findings about objects, by the object's name."""
    codes = dict[str, tuple[str, ...]]()
    for one in findings:
        if one.place.startswith(f"{OBJECTS_NAME}/"):
            name = one.place.rpartition("/")[2]
            codes[name] = (*codes.get(name, ()), one.code)
    return codes


def _completeness(
    layout: Layout, case_id: str, read: LedgerReading, reader: ManifestReader
) -> Completeness:
    recorded = {act.collection for _, act in read.collects}
    pendings = [pending for _, pending in layout.pendings(case_id, read.keys)]
    return Completeness(
        problems=tuple(sorted(reader.problems.items())),
        listed=tuple(reader.listed_problems),
        unfinished=tuple(
            Unfinished(
                id=pending.collection,
                collector=pending.collector,
                actor=pending.actor,
                started=pending.started,
                sources=pending.sources,
            )
            for pending in pendings
            if pending.collection not in recorded
        ),
        collectors=tuple(dict.fromkeys(act.collector for _, act in read.collects)),
    )


def _checkpoint(text: str) -> tuple[SignedCheckpoint | None, NewestCheckpoint | None]:
    if not text:
        return None, None
    try:
        note = parse(text.encode())
    except NotACheckpoint:
        return None, NewestCheckpoint(text=text, head=None)
    return note, NewestCheckpoint(text=text, head=_head(note.checkpoint.size, note.checkpoint.root))


def _head(size: int, root: bytes) -> Head:
    return Head(size=size, root=root.hex(), words=words(root[:16]))


def _key(signer: SignerFacts, read: LedgerReading) -> Key:
    card, admission = signer.card, read.keys.get(signer.card.id)
    return Key(
        card=card,
        words=words(bytes.fromhex(card.id)),
        since=admission.since if admission else 0,
        until=admission.until if admission else None,
        reason=read.reasons.get(card.id, ""),
        entries=signer.entries,
        trusted=signer.trusted,
    )


def _result(
    answer: Verification,
    trust: Trust,
    made: Moment,
    tool: str,
    *,
    fast: bool,
    manifest_missing: bool,
) -> Result:
    return Result(
        verdict=answer.verdict,
        made=made,
        tool=tool,
        fast=fast,
        statements=statements(
            answer.counts,
            kept=trust.checkpoint is not None,
            trusted=bool(trust.keys),
            manifest_missing=manifest_missing,
        ),
        unproved=answer.unproved,
        findings=answer.findings,
        unlisted=tuple(
            (code, count - MAX_LISTED)
            for code, count in sorted(answer.counts.items())
            if count > MAX_LISTED
        ),
        trusted=trust.keys,
        kept=trust.checkpoint.checkpoint.size if trust.checkpoint else None,
        entries=answer.entries,
        items=answer.items,
        objects=answer.objects,
        bytes=answer.bytes,
        head=_head(answer.entries, bytes.fromhex(answer.root)),
    )
