"""Where a value was seen: rows of the index, each read back from the line it was made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..evidence.errors import TruyvetError
from ..evidence.examined import MAX_VALUE, Sighted
from ..evidence.index import Row
from ..evidence.links.mentions import MENTIONS
from ..evidence.lookup import read_item
from ..evidence.scans.observation import Observation
from ..evidence.sighting import item_of, read_observation
from ..extractors.charsets.legible import Legible
from .endings import Ending, ending
from .hosts import HOST, URL, is_url_of, url_spans
from .source import NEWEST, OF_ITEM, RETRACTED, STANDS, Source

MAX_FLAGS = 10_000
"""Flagged observations that are kept in memory; where there are more, each item is asked."""
COLUMNS = (
    "o.seq, o.n, lower(hex(o.item)), o.place, o.kind, o.value, coalesce(o.flag, ''), o.position"
)
"""What a row of the table `observations`, called `o`, is read by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """A value that stands somewhere: an observation in an item, or an item with that hash."""

    name: str
    """Short name: `5:12` an observation, `2.17` an item."""
    kind: str
    """Kind of observation; `sha256` for an item."""
    raw: str
    """As it stands there, in the encoding of its item."""
    normal: str
    """Its normal form, where it has one."""
    item: str
    """Short name of the item."""
    item_id: str
    """Id of the item."""
    path: str
    """Path of the item."""
    sha256: str
    """Hash of the item's bytes; empty where it has none."""
    locator: tuple[str, ...]
    """Where in the item; empty for the item itself."""
    entry: int
    """Entry that recorded it."""
    recorded: str
    """When that was, UTC."""
    extractor: str
    """Who saw it; empty for an item."""
    version: str
    """The extractor's version."""
    confidence: int
    """How sure it is, 0 to 100."""
    flag: str
    """Why the observation asks for attention."""
    item_flags: tuple[str, ...]
    """Flags of anything in the item."""
    tags: tuple[str, ...]
    """Tags of the observation, and of the item."""
    ended: Ending | None = None
    """How it was retracted; none while it stands."""


def kinds_showing(source: Source, kind: str, value: str) -> list[tuple[str, str]]:
    """Return the (kind of observation, value) that show this person or thing, of those there are.

    A telephone number is also seen as `page-phone`, an account as `page-profile`, a host in each
    URL of it.
    """
    wanted = [(kind, value)] + [(one, value) for one, shown in MENTIONS.items() if shown == kind]
    wanted += [(one, f"{kind}:{value}") for one in ("page-profile",)]
    wanted += [("mail-originating-ip", value)] if kind in ("ipv4", "ipv6") else []
    there = source.kinds()
    wanted += _urls_of(source, value) if kind == HOST and URL in there else []
    return [(one, text[:MAX_VALUE]) for one, text in dict.fromkeys(wanted) if one in there]


def _urls_of(source: Source, host: str) -> Iterator[tuple[str, str]]:
    query = "SELECT DISTINCT value FROM main.observations"
    query += " WHERE kind = 'url' AND value >= ? AND value < ? ORDER BY value"
    for span in url_spans(host):
        for (url,) in source.database.execute(query, span):
            if is_url_of(url, host):
                yield URL, url


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How often a value was seen."""

    seen: int = 0
    """Observations that stand."""
    superseded: int = 0
    """Observations that a later scan by the same extractor did not repeat, or made anew."""
    retracted: int = 0
    """Observations that an officer found to be wrong."""
    first: int = 0
    """Entry of the earliest one that stands."""
    last: int = 0
    """Entry of the latest."""


def counted(source: Source, pairs: Iterable[tuple[str, str]]) -> Count:
    """Count the observations of these (kind, value)."""
    query = "SELECT count(*), count(*), 0, min(seq), max(seq) FROM main.observations"
    query += " WHERE kind = ? AND value = ?"  # from the index alone
    if source.repeats:
        query = f"""WITH one AS MATERIALIZED (
              SELECT o.seq, {NEWEST} AND NOT {RETRACTED} AS stands, {RETRACTED} AS wrong
              FROM main.observations AS o WHERE o.kind = ? AND o.value = ?)
            SELECT count(*), count(*) FILTER (WHERE stands), count(*) FILTER (WHERE wrong),
              min(seq) FILTER (WHERE stands), max(seq) FILTER (WHERE stands) FROM one"""  # noqa: S608 - constants
    rows = [source.database.execute(query, pair).fetchone() for pair in pairs]
    standing = [row for row in rows if row[1]]
    return Count(
        seen=sum(row[1] for row in rows),
        superseded=sum(row[0] - row[1] - row[2] for row in rows),
        retracted=sum(row[2] for row in rows),
        first=min((row[3] for row in standing), default=0),
        last=max((row[4] for row in standing), default=0),
    )


def observed(
    source: Source,
    pairs: Iterable[tuple[str, str]],
    whole: str,
    limit: int,
    *,
    retracted: bool = False,
) -> Iterator[Sighting]:
    """Yield where these (kind, value) were seen, in ledger order of each kind, at most `limit`.

    What stands, or with `retracted` what was retracted. `whole` is the value sought: the index
    keeps only the beginning of a long one. Raises `TruyvetError` E604 where a line says otherwise
    than the index.
    """
    left = limit
    for kind, value in pairs:
        query = (
            f"SELECT {COLUMNS} FROM main.observations AS o WHERE o.kind = ? AND o.value = ?"  # noqa: S608
            f" AND {RETRACTED if retracted else STANDS} ORDER BY o.seq, o.n"
        )
        for row in source.database.execute(query, (kind, value)):
            if left == 0:
                return
            sighted = sighted_of(source, row)
            seen = read_observation(source.case, source.index, sighted)
            if (seen.normal or seen.raw)[:MAX_VALUE] != value:
                raise TruyvetError("E604", item=sighted.name)
            if len(value) == MAX_VALUE <= len(whole) and whole not in (seen.normal, seen.raw):
                continue
            left -= 1
            yield sighting(source, sighted, seen)


def sighted_of(source: Source, row: tuple[Any, ...]) -> Sighted:
    """Return a row of the columns `COLUMNS` as the observation it is."""
    seq, n, item, place, kind, value, flag, position = row
    name = source.index.examinations.runs()[seq][place].name
    return Sighted(
        seq=seq, n=n, item=item, extractor=name, kind=kind, value=value, flag=flag,
        position=position,
    )  # fmt: skip


def sighting(source: Source, sighted: Sighted, seen: Observation) -> Sighting:
    """Return an observation with all that is told of it."""
    row = item_of(source.index, sighted.item)
    tags = source.index.tags(item=row.id)
    return Sighting(
        name=sighted.name,
        kind=seen.kind,
        raw=Legible(source.case, source.index).text(seen),
        normal=seen.normal,
        item=row.name,
        item_id=row.id,
        path=row.path,
        sha256=row.sha256 or "",
        locator=seen.locator,
        entry=sighted.seq,
        recorded=source.recorded(sighted.seq),
        extractor=seen.extractor,
        version=source.version(sighted.seq, seen.extractor),
        confidence=seen.confidence,
        flag=seen.flag,
        item_flags=flags_of(source, row),
        tags=tuple(tag for name, tag, _ in tags if name in (sighted.name, row.name)),
        ended=_ending(source, sighted),
    )


def _ending(source: Source, sighted: Sighted) -> Ending | None:
    if not source.retracts:
        return None
    query = "SELECT ended FROM temp.retracted WHERE seq = ? AND n = ?"
    row = source.database.execute(query, (sighted.seq, sighted.n)).fetchone()
    return None if row is None else ending(source.links, row[0])


def items_hashing(source: Source, sha256: str, limit: int) -> Iterator[Sighting]:
    """Yield the items whose bytes have this SHA-256, in ledger order, at most `limit`."""
    for row in islice(source.index.items(sha256=sha256), limit):
        whole = read_item(source.case, source.index, row)
        tags = source.index.tags(item=row.id)
        yield Sighting(
            name=row.name,
            kind="sha256",
            raw=sha256,
            normal=sha256,
            item=row.name,
            item_id=row.id,
            path=row.path,
            sha256=whole.sha256 or "",
            locator=(),
            entry=row.seq,
            recorded=source.recorded(row.seq),
            extractor="",
            version="",
            confidence=100,
            flag="",
            item_flags=flags_of(source, row),
            tags=tuple(tag for name, tag, _ in tags if name == row.name),
        )


def flags_of(source: Source, row: Row) -> tuple[str, ...]:
    """Return the flags of whatever stands in an item."""
    item = bytes.fromhex(row.id)
    if source.flags is None and not source.many_flags:
        source.flags = _all_flags(source)
        source.many_flags = source.flags is None
    if source.flags is not None:
        return source.flags.get(item, ())
    query = (
        f"SELECT DISTINCT o.flag FROM {OF_ITEM} WHERE o.item = ?"  # noqa: S608 - constants
        f" AND o.flag IS NOT NULL AND {STANDS} ORDER BY o.flag"
    )
    return tuple(flag for (flag,) in source.database.execute(query, (item,)))


def _all_flags(source: Source) -> dict[bytes, tuple[str, ...]] | None:
    """Return the flags of all items that have any; none where there are too many to keep."""
    query = (
        "SELECT o.item, o.flag FROM main.observations AS o"  # noqa: S608 - constants
        f" WHERE o.flag IS NOT NULL AND {STANDS} LIMIT ?"
    )
    rows = source.database.execute(query, (MAX_FLAGS + 1,)).fetchall()
    if len(rows) > MAX_FLAGS:
        return None
    found = dict[bytes, set[str]]()
    for item, flag in rows:
        found.setdefault(item, set()).add(flag)
    return {item: tuple(sorted(flags)) for item, flags in found.items()}
