"""Captured pages of a case: which there are, what their records say, which items belong to them.

A capture is found by its record, the last of its items; one without a record was not finished and
is not listed. Only collections of the web collector are looked at: a file of that name in a folder
that was collected is no capture.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from ...hashes.canonical import NotARecord, NotCanonical, decode_record
from ..acts import Collect
from ..case import Case, find_item
from ..errors import TruyvetError
from ..index import Index, Row
from .capture import RECORD_NAME, WARC_NAME, Exchange, WebCapture

COLLECTORS = frozenset({"web"})
"""Collectors that bring captures."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Captured:
    """One capture of the case."""

    seq: int
    """Entry that brought it."""
    prefix: str
    """What the paths of its items begin with, with the slash."""
    record: WebCapture
    """What was written of it."""
    rows: MappingProxyType[str, Row]
    """Its items by the last part of their path, in the order they came."""

    @property
    def name(self) -> str:
        """Short name of the item that holds its exchanges, or of its record where there is none."""
        return self.rows.get(WARC_NAME, self.rows[RECORD_NAME]).name


Damaged = Callable[[Row, str], None]
"""Told of a record that cannot be read, and why."""


def refuse(row: Row, reason: str) -> None:
    """Raise `TruyvetError` E560 for a record that cannot be read."""
    raise TruyvetError("E560", item=row.name, reason=reason)


def captures_of(
    case: Case,
    index: Index,
    *,
    seq: int | None = None,
    damaged: Damaged = refuse,
    wanted: Callable[[str], bool] = lambda address: True,
) -> Iterator[Captured]:
    """Yield all captures, or those of the entry `seq`, in ledger order.

    With `wanted`, only those whose address, as it was given or met, it accepts: of no other is
    the record read.
    Memory: the items of captures that are not ended yet, and one record.
    """
    for entry in collections_of(case) if seq is None else (seq,):
        groups: dict[str, dict[str, Row]] = {}
        for row in index.items(seq=entry):
            folder, slash, last = row.path.rpartition("/")
            if not slash:
                continue
            # Of two lines with one path the later counts: the first was of a run that was killed.
            groups.setdefault(folder, {})[last] = row
            if last != RECORD_NAME:
                continue
            if not wanted(folder.partition("/")[2]):
                groups.pop(folder)
                continue
            found = _captured(case, folder + slash, groups.pop(folder), damaged)
            if found is not None:
                yield found


def collections_of(case: Case) -> list[int]:
    """Return the entries that collected pages with the web collector."""
    entries = (signed.entry for signed in case.ledger.entries())
    return [
        entry.seq
        for entry in entries
        if isinstance(entry.act, Collect) and entry.act.collector in COLLECTORS
    ]


def _captured(case: Case, prefix: str, rows: dict[str, Row], damaged: Damaged) -> Captured | None:
    row = rows[RECORD_NAME]
    if row.sha256 is None:
        damaged(row, row.problem or "it has no bytes")
        return None
    try:
        content = b"".join(case.store.read(row.sha256))
        record = decode_record(content, WebCapture)
    except (NotARecord, NotCanonical) as error:
        damaged(row, str(error))
        return None
    except TruyvetError as error:
        damaged(row, error.text)
        return None
    return Captured(seq=row.seq, prefix=prefix, record=record, rows=MappingProxyType(rows))


def find_capture(case: Case, index: Index, wanted: str, forms: tuple[str, ...] = ()) -> Captured:
    """Return the capture named by one of its items, what was found in it, or its address.

    An address may be cut short where it still fits one capture alone; one that fits whole is
    meant. `forms` are other ways to write it. Raises `TruyvetError` E105, E106 for items, E561 and
    E562 for none and several, E563 for an item that belongs to no capture.
    """
    if "://" in wanted:
        return _by_address(case, index, wanted, (wanted, *forms))
    row = find_item(index, wanted)
    while row.parent is not None:
        row = find_item(index, row.parent)
    if row.seq in collections_of(case):
        for found in captures_of(case, index, seq=row.seq):
            if any(row.id == one.id for one in found.rows.values()):
                return found
    raise TruyvetError("E563", item=wanted)


def _by_address(case: Case, index: Index, wanted: str, forms: tuple[str, ...]) -> Captured:
    whole, begun = list[Captured](), list[Captured]()
    for found in captures_of(case, index, damaged=lambda row, reason: None):
        addresses = (found.record.url, found.record.given)
        if any(form in addresses for form in forms):
            whole.append(found)
        elif any(address.startswith(forms) for address in addresses):
            begun.append(found)
    fitting = whole or begun
    if not fitting:
        raise TruyvetError("E561", url=wanted)
    if len(fitting) > 1:
        names = ", ".join(one.name for one in fitting[-5:])
        raise TruyvetError("E562", url=wanted, count=len(fitting), names=names)
    return fitting[0]


def page_of(record: WebCapture) -> Exchange | None:
    """Return the exchange that brought the page itself, after redirects; none where none did."""
    for exchange in record.exchanges:
        if exchange.url == record.url and exchange.status is not None:
            return exchange
    return None
