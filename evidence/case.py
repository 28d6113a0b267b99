"""A case: opening one, making one, reading it, holding it for writing.

The only code that writes into a case folder is `Writer`, which `Case.writing` hands out under the
case's lock, and the functions here. Format: docs/spec/case.md.
"""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from ..hashes.checkpoint import NotACheckpoint, parse
from ..hashes.digest import sha256_hex
from .acting import Acting
from .acts import CaseOpen, LedgerRepair
from .checkpoints import CHECKPOINTS_NAME, WORK_NAME
from .durable import replace as replace_file
from .durable import sync_folder
from .entry import Entry
from .errors import TruyvetError, guarding
from .index import Index, Row
from .intake import Pending
from .keyset import KeySet
from .laying import clear_laid
from .layout import TORN_NAME, Layout
from .ledger import LEDGER_NAME, Tail
from .lock import locked
from .records import Ref
from .scans.pending import PendingScan
from .store import OBJECTS_NAME
from .writing import Writer


class Case(Layout):
    """An existing case."""

    def __init__(self, folder: Path) -> None:
        """Open the case at `folder`; `TruyvetError` E101 when there is none."""
        if not (folder / LEDGER_NAME).is_file():
            raise TruyvetError("E101", path=folder)
        super().__init__(folder)

    def opening(self) -> tuple[str, CaseOpen]:
        """Return the case's id and its first act."""
        for signed in self.ledger.entries():
            if isinstance(signed.entry.act, CaseOpen):
                return signed.entry.case, signed.entry.act
            break
        raise TruyvetError("E202", line=1, reason="it does not open a case")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the case's lock (E103), once it is sure that its folders are its own (E115)."""
        with guarding(self.folder), locked(self.folder):
            self._refuse_links()
            yield

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the case for writing: one process at a time (E103)."""
        with self.held():
            shutil.rmtree(self.parts, ignore_errors=True)
            tail = self.ledger.tail()
            self._check_newest(tail)
            with closing(self.open_index((tail.seq, tail.prev))) as index:
                writer = Writer(self, tail, index)
                writer.pendings()  # removes what is left of recorded collections
                writer.scans()  # and scans
                clear_laid(self, index)
                yield writer
                if writer.uncovered is not None:
                    raise TruyvetError("E208", reason=writer.uncovered.strerror)

    def _refuse_links(self) -> None:
        """Refuse a case whose folders lead elsewhere: a hostile one must not aim our writing."""
        for folder in (LEDGER_NAME.partition("/")[0], CHECKPOINTS_NAME, OBJECTS_NAME, WORK_NAME):
            if (self.folder / folder).is_symlink() or self.parts.is_symlink():
                raise TruyvetError("E115", path=self.folder / folder)

    def _check_newest(self, tail: Tail) -> None:
        """Refuse to go on where entries that a stored checkpoint covers are gone (E207)."""
        sizes = self.checkpoints.sizes()
        newest = sizes[-1] if sizes else 0
        if newest > tail.seq:
            raise TruyvetError("E207", size=newest, entries=tail.seq)
        if newest == tail.seq and newest:
            try:
                root = parse(self.checkpoints.read(newest)).checkpoint.root
            except NotACheckpoint as error:
                raise TruyvetError("E202", line=newest, reason=f"checkpoint: {error}") from error
            if root != tail.frontier.root():
                raise TruyvetError("E207", size=newest, entries=tail.seq)

    @contextmanager
    def reading(self) -> Iterator[Index]:
        """Give the index, brought up to date first where it is behind (E601 if it cannot be)."""
        with guarding(self.folder), closing(self._current_index()) as index:
            yield index

    def _current_index(self) -> Index:
        tail = self.ledger.tail()
        if self.index_path.exists():
            with suppress(TruyvetError):  # a damaged one is rebuilt below
                index = Index.open(self.index_path, writable=False)
                if index.head() == (tail.seq, tail.prev):
                    return index
                index.close()
        if not os.access(self.folder, os.W_OK):
            raise TruyvetError("E601")
        with self.writing():
            pass
        return Index.open(self.index_path, writable=False)

    def unfinished(self) -> list[Pending]:
        """Return the collections under way."""
        tail = self.ledger.tail()
        return [pending for _, pending in self.pendings(tail.case_id, tail.keys)]

    def scans_under_way(self) -> list[tuple[Path, PendingScan]]:
        """Return the scans under way, each with its folder."""
        tail = self.ledger.tail()
        return self.scans(tail.case_id, tail.keys)

    def reindex(self) -> None:
        """Throw the index away and build it anew from the ledger and the lists it names."""
        with self.held():
            self.ledger.tail()  # refuses a damaged ledger with its own code
            self.build_index()


def find_item(index: Index, name: str) -> Row:
    """Return the item of this short name or start of id; `TruyvetError` E105 or E106."""
    found = list(islice(index.items(name=name), 100))
    if not found:
        raise TruyvetError("E105", item=name)
    if len(found) > 1:
        raise TruyvetError("E106", item=name, count=len(found))
    return found[0]


def repair(case: Case, acting: Acting) -> Entry:
    """Take a half-written last line off the ledger, keep its bytes, and record the act.

    The bytes wait in work/ until the entry stands, so a crash in between loses nothing. Raises
    `TruyvetError` E205 when the ledger ends whole.
    """
    with case.held():
        entries, keys = _whole(case)
        keys.require(acting.signer.card, "ledger.repair")
        torn = case.ledger.torn_tail()
        if torn:
            newest = max(case.checkpoints.sizes(), default=0)
            if newest > entries:
                # A checkpoint covers the entry whose end is missing: it was whole.
                raise TruyvetError("E207", size=newest, entries=entries)
            case.work.mkdir(mode=0o700, exist_ok=True)
            kept = case.work / f"{TORN_NAME}-{sha256_hex(torn)}"
            replace_file(kept, torn, parts=case.parts)
            case.ledger.cut_tail(len(torn))
    kept_tails = sorted(case.work.glob(f"{TORN_NAME}-*"))
    if not kept_tails:
        raise TruyvetError("E205")
    with case.writing() as writer:
        outputs = tuple(_keep(case, path) for path in kept_tails)
        entry = writer.append(acting, LedgerRepair(after=writer.tail.seq), outputs=outputs)
        for path in kept_tails:
            path.unlink()
        return entry


def _whole(case: Case) -> tuple[int, KeySet]:
    """Return the number of whole entries before a torn tail and the keys they admit."""
    keys, count = KeySet(), 0
    try:
        for signed in case.ledger.entries():
            keys.follow(signed.entry)
            count += 1
    except TruyvetError as error:
        if error.code != "E201":
            raise
    return count, keys


def _keep(case: Case, path: Path) -> Ref:
    stored = case.store.put_bytes(path.read_bytes())
    return Ref(kind="torn-tail", sha256=stored.sha256, size=stored.size)


def create(folder: Path, acting: Acting, *, title: str, number: str) -> Case:
    """Make a new case at `folder`, all at once: a kill leaves at most a hidden draft beside it.

    Raises `TruyvetError` E102 when the folder exists and is not empty, E112 for empty words.
    """
    for field, value in (("title", title), ("number", number)):
        if not value.strip():
            raise TruyvetError("E112", field=field)
    with guarding(folder):
        folder = Path(os.path.realpath(folder))
        _refuse_inside(folder)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise TruyvetError("E102", path=folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = folder.parent / f".{acting.random(8).hex()}.new"
        try:
            _lay_out(draft, acting, CaseOpen(key=acting.signer.card, number=number, title=title))
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        sync_folder(folder.parent)
    return Case(folder)


def _refuse_inside(folder: Path) -> None:
    """A case inside a case would be a foreign folder in it: raise `TruyvetError` E111."""
    if any((parent / LEDGER_NAME).is_file() for parent in folder.parents):
        raise TruyvetError("E111", path=folder)


def _lay_out(folder: Path, acting: Acting, act: CaseOpen) -> None:
    for path in (folder, folder / "ledger", folder / CHECKPOINTS_NAME):
        path.mkdir(mode=0o700)
    Layout(folder).store.create()
    (folder / LEDGER_NAME).touch(mode=0o600)
    with Case(folder).writing() as writer:
        case_id = str(uuid.UUID(bytes=acting.random(16), version=4))
        writer.tail = replace(writer.tail, case_id=case_id)
        writer.append(acting, act)
