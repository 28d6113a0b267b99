"""A scan being recorded: begun with a signed note, gathered item by item, finished by an entry.

Order of safety, as for collections: the bytes of children, then whole items in the database of the
scan, then the finished lists as objects, then the entry. Killed anywhere, the next run goes on.
Format: docs/spec/scan.md.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Literal

import msgspec

from ..hashes.canonical import encode_record
from .acting import Acting
from .acts import Scan, ScanTotals
from .entry import Entry
from .intake import remove_pending
from .item import Item
from .manifest import ManifestWriter
from .records import MAX_SAFE_INTEGER, Ref, Word
from .scans.configuration import Configuration
from .scans.gathering import Gathering, child_id
from .scans.observation import Observation
from .scans.outcome import Examined, completeness
from .scans.pending import GATHERED_NAME, LISTS, PendingScan, write_scan
from .writing import Writer

_BLOCK = 2_000  # lines handed on at once
_FLAGGED = b'"flag":"'


@dataclass(frozen=True, kw_only=True, slots=True)
class Scanning:
    """A scan under way."""

    folder: Path
    """Its folder in work/."""
    pending: PendingScan
    """Its note."""
    gathering: Gathering
    """What it has gathered."""
    continued: bool
    """Whether an earlier run began it."""


def begin(
    writer: Writer, acting: Acting, configuration: Configuration, left_out: tuple[Word, ...]
) -> Scanning:
    """Begin a scan, or go on with the one that the same officer began with the same configuration.

    What would keep the entry from being appended in the end is raised now, as by `Writer.prepare`.
    """
    pending = PendingScan(
        actor=acting.actor,
        case=writer.tail.case_id,
        configuration=configuration,
        entries=writer.tail.seq,
        left_out=left_out,
        purpose=acting.purpose,
        scan=acting.random(16).hex(),
        started=writer.time_of(acting),
    )
    writer.prepare(acting, _act(pending, _LARGEST, "complete", ()), outputs=_LARGEST_OUTPUTS)
    for folder, found in writer.scans():
        same = (found.configuration, found.actor.key, found.left_out)
        if same == (pending.configuration, pending.actor.key, left_out):
            scanning = _open(folder, found, continued=True)
            scanning.gathering.leave(
                lambda item: writer.index.has_child(child_id(item), item.sha256)
            )
            return scanning
    folder = writer.layout.work / pending.scan
    write_scan(folder, pending, acting.signer.key)
    return _open(folder, pending, continued=False)


def others(writer: Writer, scanning: Scanning | None = None) -> list[Scanning]:
    """Return the other scans under way: with another configuration, or of another officer."""
    return [
        _open(folder, pending, continued=True)
        for folder, pending in writer.scans()
        if scanning is None or pending.scan != scanning.pending.scan
    ]


def _open(folder: Path, pending: PendingScan, *, continued: bool) -> Scanning:
    return Scanning(
        folder=folder,
        pending=pending,
        gathering=Gathering(folder / GATHERED_NAME),
        continued=continued,
    )


def finish(
    writer: Writer,
    acting: Acting,
    scanning: Scanning,
    *,
    finished: bool,
    confinement: tuple[Word, ...] = (),
) -> Entry:
    """Record a scan: its lists into the store, the entry, the checkpoint, then tidy up."""
    lists = _Lists(scanning)
    outputs = lists.write(writer)
    totals = lists.totals
    whole = totals.full == totals.items
    status: Literal["complete", "partial", "closed"] = "complete" if whole else "partial"
    act = _act(scanning.pending, totals, status if finished else "closed", confinement)
    if scanning.continued:
        writer.sweep({ref.sha256 for ref in outputs})
    scanning.gathering.close()
    entry = writer.append(acting, act, outputs=outputs)
    remove_pending(scanning.folder)
    return entry


def forget(scanning: Scanning) -> None:
    """End a scan that had nothing to examine."""
    scanning.gathering.close()
    remove_pending(scanning.folder)


class _Lists:
    """The finished lists of a scan, written one after the other."""

    def __init__(self, scanning: Scanning) -> None:
        self._scanning = scanning
        self._full = self._partly = self._not = self._flags = 0
        self._counts: dict[str, int] = {}

    def write(self, writer: Writer) -> tuple[Ref, ...]:
        """Write all lists into the store and return what the entry says of them."""
        gathering = self._scanning.gathering
        gathering.commit()
        children = (encode_record(item) for item in self._children(writer))
        lines = {
            "manifest": children,
            "outcomes": self._judged(gathering.outcomes()),
            "observations": self._flagged(gathering.lines("observations")),
            "texts": gathering.lines("texts"),
            "efforts": gathering.efforts(),
        }
        outputs = list[Ref]()
        store = writer.layout.store
        for kind in LISTS:
            path = self._scanning.folder / kind
            path.unlink(missing_ok=True)
            ref = _write(path, kind, lines[kind])
            self._counts[kind] = ref.count or 0
            if ref.count or kind == "outcomes":
                store.put_file(path)
                outputs.append(ref)
            path.unlink()
        stored = store.place(encode_record(self._scanning.pending.configuration))
        outputs.append(Ref(kind="configuration", sha256=stored.sha256, size=stored.size))
        store.sync()
        return tuple(outputs)

    def _children(self, writer: Writer) -> Iterator[Item]:
        """Yield the children that no other scan has recorded meanwhile, numbered anew."""
        fresh = (
            item
            for item in self._scanning.gathering.children()
            if not writer.index.has_child(child_id(item), item.sha256)
        )
        for n, item in enumerate(fresh):
            yield msgspec.structs.replace(item, n=n)

    def _judged(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            told = _EXAMINED.decode(line)
            judged = completeness(one.status for one in told.outcomes)
            self._full += judged == "full"
            self._partly += judged == "partly"
            self._not += judged == "not"
            yield line

    def _flagged(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            # Few lines look as if they were flagged; only these are read.
            self._flags += _FLAGGED in line and bool(_OBSERVATION.decode(line).flag)
            yield line

    @property
    def totals(self) -> ScanTotals:
        """What the lists sum up to."""
        items, size = self._scanning.gathering.counts()
        return ScanTotals(
            bytes=size,
            children=self._counts["manifest"],
            flags=self._flags,
            full=self._full,
            items=items,
            observations=self._counts["observations"],
            partly=self._partly,
            texts=self._counts["texts"],
            unexamined=self._not,
        )


_EXAMINED = msgspec.json.Decoder(Examined)
_OBSERVATION = msgspec.json.Decoder(Observation)


def _write(path: Path, kind: str, lines: Iterable[bytes]) -> Ref:
    with closing(ManifestWriter(path)) as writer:
        rest = iter(lines)
        while block := list(islice(rest, _BLOCK)):
            writer.append(b"".join(chain.from_iterable((line, b"\n") for line in block)))
        return writer.ref(kind)


def _act(
    pending: PendingScan,
    totals: ScanTotals,
    status: Literal["complete", "partial", "closed"],
    confinement: tuple[Word, ...],
) -> Scan:
    return Scan(
        confinement=confinement,
        extractors=tuple(one.examiner() for one in pending.configuration.extractors),
        left_out=pending.left_out,
        scan=pending.scan,
        status=status,
        totals=totals,
    )


_LARGEST = ScanTotals(**dict.fromkeys(ScanTotals.__struct_fields__, MAX_SAFE_INTEGER))
_LARGEST_OUTPUTS = tuple(
    Ref(
        kind=kind,
        sha256="0" * 64,
        size=MAX_SAFE_INTEGER,
        count=MAX_SAFE_INTEGER,
        root="0" * 64,
    )
    for kind in (*LISTS, "configuration")
)
