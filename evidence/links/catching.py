"""Reading the ledger and the objects it names into the second index.

Only `state`, `retract`, `decide` and `scan` entries say anything of links. A line that says no
statement is skipped and counted; a list that is missing is E603, as for the first index.
"""

import sqlite3
from collections.abc import Iterator
from itertools import chain, islice

import msgspec

from ...hashes.digest import sha256_hex
from ..acts import Decide, Retract, Scan, State
from ..durable import open_plain
from ..entry import Entry, read_leaf
from ..errors import TruyvetError
from ..index import Index
from ..layout import Layout
from ..ledger import READ_BYTES, Ledger
from ..manifest import read_lines
from ..scans.outcome import Examined
from . import identity
from .database import head
from .following import STATEMENTS
from .lines import Reader
from .loading import Loader
from .striking import Struck
from .surroundings import Surroundings

_OUTCOMES = msgspec.json.Decoder(Examined)


def catch_up(
    database: sqlite3.Connection, layout: Layout, index: Index, *, bulk: bool = False
) -> bool:
    """Read into `database` what the ledger says beyond it, as far as `index`, in one transaction.

    Returns False, with nothing changed, when it speaks of another ledger. `bulk` says that it is
    empty and without indexes. Raises `TruyvetError` E603 when a list is missing.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        known, prev = head(database)
        start = _end_of(database, layout.ledger, known, prev)
        if start is None:
            database.execute("ROLLBACK")
            return False
        most = max(0, (index.head() or (0, ""))[0] - known)
        new = islice(_entries(layout.ledger, start), most)
        _Catching(database, layout, Surroundings(index), bulk=bulk).run(new)
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
    return True


def waiting(database: sqlite3.Connection, ledger: Ledger) -> int:
    """Return the length of the lists of statements and observations that it has not read yet."""
    known, prev = head(database)
    start = _end_of(database, ledger, known, prev)
    if start is None:
        return 0
    return sum(
        ref.size
        for _, _, entry in _entries(ledger, start)
        for ref in entry.outputs
        if ref.kind in (STATEMENTS, "observations")
    )


def _end_of(database: sqlite3.Connection, ledger: Ledger, known: int, prev: str) -> int | None:
    """Return where the entry after the known ones begins; none where the last is another one."""
    if not known:
        return 0
    query = "SELECT position FROM entries WHERE seq = ?"
    (position,) = database.execute(query, (known - 1,)).fetchone() or (None,)
    if position is None:
        return None
    with open_plain(ledger.path) as file:
        file.seek(position)
        leaf = file.readline(READ_BYTES)
    same = leaf.endswith(b"\n") and sha256_hex(leaf[:-1]) == prev
    return position + len(leaf) if same else None


def _entries(ledger: Ledger, start: int) -> Iterator[tuple[int, bytes, Entry]]:
    """Yield (position, leaf, entry) of the entries from byte `start` on that have their end."""
    with open_plain(ledger.path) as file:
        file.seek(start)
        while (line := file.readline(READ_BYTES)).endswith(b"\n"):
            leaf = line[:-1]
            try:
                yield start, leaf, read_leaf(leaf).entry
            except ValueError as error:
                raise TruyvetError("E202", line=f"at byte {start}", reason=error) from error
            start += len(line)


class _Catching:
    """One run of catching up."""

    def __init__(
        self,
        database: sqlite3.Connection,
        layout: Layout,
        around: Surroundings,
        *,
        bulk: bool,
    ) -> None:
        self._around = around
        self._database = database
        self._ledger = layout.ledger
        self._store = layout.store
        self._loader = Loader(database, bulk=bulk)
        self._reader = Reader(self._loader, around.tables, Struck(database))
        self._decided = False

    def run(self, entries: Iterator[tuple[int, bytes, Entry]]) -> None:
        """Take in the entries and finish."""
        for position, leaf, entry in entries:
            row = (entry.seq, entry.time.utc, position)
            self._database.execute("INSERT INTO entries VALUES (?,?,?)", row)
            try:
                self._entry(entry)
            except (OSError, ValueError, msgspec.MsgspecError) as error:
                reason = f"list of entry {entry.seq}: {error}"
                raise TruyvetError("E603", reason=reason) from error
            now = (entry.seq + 1, sha256_hex(leaf))
            self._database.execute("UPDATE state SET entries = ?, prev = ?", now)
        self._loader.finish(self._around.path)
        if self._decided:
            identity.derive(self._database)
        skipped = (self._reader.skipped,)
        self._database.execute("UPDATE state SET skipped = skipped + ?", skipped)

    def _entry(self, entry: Entry) -> None:
        act, seq = entry.act, entry.seq
        lists = {ref.kind: ref.sha256 for ref in entry.outputs}
        if isinstance(act, State) and STATEMENTS in lists:
            for lines in read_lines(self._store.path(lists[STATEMENTS])):
                self._reader.statements(seq, lines)
            self._reader.end_list()
        elif isinstance(act, Scan):
            earlier = self._loader.sources_before(seq)
            if earlier and "outcomes" in lists:
                self._supersede(seq, earlier, lists["outcomes"])
            if "observations" in lists:
                for lines in read_lines(self._store.path(lists["observations"])):
                    self._reader.observations(seq, lines)
                self._reader.end_list()
        elif isinstance(act, Retract):
            self._retract(seq, act)
        elif isinstance(act, Decide):
            self._decided = True
            self._reader.skipped += not identity.add(self._database, self._loader, entry, act)

    def _retract(self, seq: int, act: Retract) -> None:
        """End what is named, and what later scans will say again of observations among it."""
        named = dict[int, set[int]]()
        for name in act.statements:
            of, n = map(int, name.split(":"))
            if of < seq:
                self._loader.retract(of, n, seq)
                named.setdefault(of, set()).add(n)
        for of, numbers in sorted(named.items()):
            for line in self._observations(of, numbers):
                self._reader.strike(seq, line)

    def _observations(self, of: int, numbers: set[int]) -> Iterator[bytes]:
        """Yield the lines of an earlier entry's observations that have these numbers."""
        query = "SELECT position FROM entries WHERE seq = ?"
        (position,) = self._database.execute(query, (of,)).fetchone()
        _, _, entry = next(_entries(self._ledger, position))
        for ref in entry.outputs:
            if isinstance(entry.act, Scan) and ref.kind == "observations":
                lines = chain.from_iterable(read_lines(self._store.path(ref.sha256)))
                for n, line in enumerate(islice(lines, max(numbers) + 1)):
                    if n in numbers:
                        yield line

    def _supersede(self, seq: int, earlier: dict[str, int], outcomes: str) -> None:
        """Let what these extractors said of items before count no longer where they looked anew."""
        for lines in read_lines(self._store.path(outcomes)):
            rows = []
            for line in lines:
                told = _OUTCOMES.decode(line)
                item = self._loader.known_item(told.item)
                if item is not None:
                    asked = {*told.not_applicable, *(one.extractor for one in told.outcomes)}
                    rows += [(item, earlier[name], seq) for name in asked & earlier.keys()]
            self._loader.supersede(rows)
