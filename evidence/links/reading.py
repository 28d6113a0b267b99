"""From what the second index knows of a statement back to the signed line that says it.

The index is no evidence, and nothing is shown on its word: the line must say what it says.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from ...hashes.canonical import decode_record
from ..acts import Scan, State
from ..durable import open_plain
from ..entry import Entry, read_leaf
from ..errors import TruyvetError
from ..index import Index, Row
from ..layout import Layout
from ..ledger import READ_BYTES
from ..manifest import MAX_LINE_BYTES
from ..records import Record
from ..scans.observation import Observation
from .following import STATEMENTS
from .lines import sums_of
from .mentions import mention
from .node import Node
from .rows import StatementRow
from .statement import LINK, Statement, statement_of
from .view import Links

Line = TypeVar("Line", bound=Record)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A statement as its line says it, and who recorded it."""

    row: StatementRow
    """What the index knows of it."""
    statement: Statement
    """What is said; of a mention, that its node stands in its item."""
    entry: Entry
    """Entry that recorded it."""
    said_by: str
    """The officer's name, or the extractor and its version."""
    seen: Observation | None
    """The observation, where an extractor says it."""
    item: Row | None
    """The item it rests on, if any."""

    @property
    def raw(self) -> str:
        """The value as it stands in the item; empty for an officer's own statement."""
        return self.seen.raw if self.seen else ""


def evidence_of(links: Links, index: Index, row: StatementRow) -> Told:
    """Return what the line behind a statement says.

    Raises `TruyvetError` E301 when its list is missing, E302 when it has no such line there, E604
    when the second index tells otherwise.
    """
    entry = entry_of(links, row.seq)
    if row.source:
        seen = _line(links.case, entry, "observations", Observation, row)
        statement = _said(seen, row)
        said_by = f"{row.source} {_version(entry, seen, row)}"
    else:
        seen = None
        statement = _line(links.case, entry, STATEMENTS, Statement, row)
        said_by = entry.actor.name
    if _told_by(statement) != _known(links, row):
        raise TruyvetError("E604", item=row.name)
    item = next(index.items(name=row.item), None) if row.item else None
    return Told(
        row=row, statement=statement, entry=entry, said_by=said_by, seen=seen, item=item
    )  # fmt: skip


def entry_of(links: Links, seq: int) -> Entry:
    """Return an entry of the ledger; `TruyvetError` E604 where the second index misleads."""
    return _entry(links.case, seq, links.position(seq))


@lru_cache(maxsize=256)
def _entry(layout: Layout, seq: int, position: int) -> Entry:
    with open_plain(layout.ledger.path) as file:
        file.seek(position)
        leaf = file.readline(READ_BYTES).removesuffix(b"\n")
    try:
        entry = read_leaf(leaf).entry
    except ValueError as error:
        raise TruyvetError("E604", item=f"entry {seq}") from error
    if entry.seq != seq:
        raise TruyvetError("E604", item=f"entry {seq}")
    return entry


def _line(layout: Layout, entry: Entry, kind: str, type_: type[Line], row: StatementRow) -> Line:
    digest = next((ref.sha256 for ref in entry.outputs if ref.kind == kind), None)
    if digest is None or not isinstance(entry.act, State | Scan):
        raise TruyvetError("E604", item=row.name)
    try:
        with open_plain(layout.store.path(digest)) as file:
            file.seek(row.position)
            line = file.readline(MAX_LINE_BYTES).removesuffix(b"\n")
        return decode_record(line, type_)
    except FileNotFoundError as error:
        raise TruyvetError("E301", sha256=digest) from error
    except ValueError as error:
        raise TruyvetError("E302", sha256=digest) from error


def _said(seen: Observation, row: StatementRow) -> Statement:
    try:
        if seen.kind == LINK:
            return statement_of(seen)
        shown = mention(seen.kind, seen.normal, seen.raw)
    except ValueError as error:
        raise TruyvetError("E604", item=row.name) from error
    if shown is None:
        raise TruyvetError("E604", item=row.name)
    return Statement(
        confidence=seen.confidence,
        item=seen.item,
        locator=seen.locator,
        object=Node(kind="item", value=seen.item),
        relation="mentioned_in",
        subject=Node(kind=shown[0], value=shown[1]),
    )


def _version(entry: Entry, seen: Observation, row: StatementRow) -> str:
    ran = entry.act.extractors if isinstance(entry.act, Scan) else ()
    for one in ran:
        if one.name == seen.extractor == row.source:
            return one.version
    raise TruyvetError("E604", item=row.name)


def _told_by(said: Statement) -> tuple[object, ...]:
    return (
        said.subject, said.relation, said.object, said.item or "", said.since, said.until,
        said.grade, said.confidence, sums_of(said.facts),
    )  # fmt: skip


def _known(links: Links, row: StatementRow) -> tuple[object, ...]:
    subject, relation, object_ = links.triple(row.edge)
    return (
        subject, relation, object_, row.item, row.since, row.until, row.grade, row.confidence,
        row.raw_sums,
    )  # fmt: skip
