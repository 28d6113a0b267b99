"""Pages in others' archives, as scans have found them: WARC, ARC, WACZ, HAR, MHTML, SingleFile.

They stand beside our own captures: of such a page only that is known which its archive says of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ..case import Case, find_item
from ..errors import TruyvetError
from ..index import Index, Row
from ..lookup import read_item
from ..scans.observation import Observation
from ..sighting import item_of, read_observation
from .reading import collections_of

PAGES = frozenset({"text/html", "application/xhtml+xml"})
"""Media types of pages."""
_TOLD = ("web-response", "web-record")
_SHOWN = ("2", "3")  # what a status begins with that brings a page, or leads to one


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchivedPage:
    """One page in an archive."""

    row: Row
    """The item that holds it: its body, or the head of an answer that has none."""
    archive: str
    """Short name of the archive's item."""
    entry: int
    """Entry that collected the archive."""
    url: str
    """Its address by the archive, nobody else has seen it; empty where that does not tell."""
    date: str
    """When it was archived, in UTC by the archive; empty where that does not tell."""
    status: int | None
    """Status of the answer."""
    title: str
    """Title, where a scan has read the page."""
    marks: tuple[str, ...]
    """`archive`; `revisit`: its body is another record's; `cut`; `mismatch`: a digest is wrong."""

    @property
    def name(self) -> str:
        """Short name of the item."""
        return self.row.name


def archived_pages(case: Case, index: Index, *, entry: int | None = None) -> Iterator[ArchivedPage]:
    """Yield the pages of others' archives that were scanned, archive by archive in ledger order.

    With `entry`, only those of archives, or found by scans, of that entry. Memory: the places of
    one archive's items.
    """
    own = frozenset(collections_of(case))
    for sighted in index.examinations.observations(kind="web-archive"):
        archive = item_of(index, sighted.item)
        collected = _collected(index, archive)
        if collected in own:
            continue
        told = read_observation(case, index, sighted).facts
        for page in _pages(case, index, archive, collected, told.get("format", "")):
            if entry in (None, collected, page.row.seq):
                yield page


def find_archived(
    case: Case, index: Index, wanted: str, forms: tuple[str, ...] = ()
) -> ArchivedPage | None:
    """Return the page in an archive that an item or a whole address names; none where none does.

    `forms` are other ways to write the address. Raises `TruyvetError` E105, E106 for items, E562
    where several pages have the address.
    """
    address = "://" in wanted
    item = "" if address else find_item(index, wanted).id
    found = dict[str, ArchivedPage]()  # what several records share is one page
    for one in archived_pages(case, index):
        if one.url in (wanted, *forms) if address else one.row.id == item:
            found.setdefault(one.row.id, one)
    if len(found) > 1:
        names = ", ".join(one.name for one in list(found.values())[-5:])
        raise TruyvetError("E562", url=wanted, count=len(found), names=names)
    return next(iter(found.values()), None)


def _collected(index: Index, row: Row) -> int:
    """Return the entry that collected what an item was found in, or the item itself."""
    while row.parent is not None:
        row = item_of(index, row.parent)
    return row.seq


def _pages(
    case: Case, index: Index, archive: Row, collected: int, form: str
) -> Iterator[ArchivedPage]:
    """Yield the pages of one archive in their order there."""
    if form == "SingleFile":
        yield _single(case, index, archive, collected)
        return
    places = {read_item(case, index, row).locator: row for row in index.inside(archive.id)}
    if form == "MHTML":
        first = next(iter(places.values()), None)
        if first is not None:
            name = first.path.removeprefix(f"{archive.path}/")
            facts = {"url": name if "://" in name else ""}
            yield _page(index, first, archive, collected, facts)
        return
    for kind in _TOLD:
        for sighted in index.examinations.observations(kind=kind, item=archive.id):
            seen = read_observation(case, index, sighted)
            row = _holder(seen, places) if _is_page(seen) else None
            if row is not None:
                url = seen.normal or seen.raw
                marks = _marks(seen)
                yield _page(index, row, archive, collected, {**seen.facts, "url": url}, marks)


def _is_page(seen: Observation) -> bool:
    facts = seen.facts
    if facts.get("mime", "").partition(";")[0].strip().lower() not in PAGES:
        return False
    return facts.get("type") == "resource" or facts.get("status", "").startswith(_SHOWN)


def _holder(seen: Observation, places: dict[str, Row]) -> Row | None:
    """Return the item of a page; of a revisit that of the record it refers to, if it is there."""
    facts = seen.facts
    if "entry" in facts:
        return places.get(f"har:{facts['entry']}/response")
    record = facts.get("record", "")
    steps = [f"warc:{record}/payload", f"warc:{record}/block"]
    if "revisit-of" in facts:
        steps.insert(0, f"warc:{facts['revisit-of']}/payload")
    return next((places[step] for step in steps if step in places), None)


def _marks(seen: Observation) -> tuple[str, ...]:
    told = {
        "revisit": seen.facts.get("type") == "revisit",
        "cut": "truncated" in seen.facts,
        "mismatch": seen.flag == "mismatch",
    }
    return tuple(name for name, holds in told.items() if holds)


def _single(case: Case, index: Index, row: Row, collected: int) -> ArchivedPage:
    """Return the page that SingleFile saved: the archive itself."""
    url = ""
    for sighted in index.examinations.observations(kind="page-saved-from", item=row.id):
        url = url or read_observation(case, index, sighted).raw
    return _page(index, row, row, collected, {"url": url})


def _page(
    index: Index,
    row: Row,
    archive: Row,
    collected: int,
    facts: dict[str, str],
    marks: tuple[str, ...] = (),
) -> ArchivedPage:
    titles = index.examinations.observations(kind="page-title", item=row.id)
    status = facts.get("status", "")
    return ArchivedPage(
        row=row,
        archive=archive.name,
        entry=collected,
        url=facts["url"],
        date=_utc(facts.get("date", "")),
        status=int(status) if status.isascii() and status.isdecimal() else None,
        title=next((one.value for one in titles), ""),
        marks=("archive", *marks),
    )


def _utc(text: str) -> str:
    """Return a time of an archive in UTC, to the second; empty where it is none or has no zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        return ""
    try:
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
    except OverflowError:
        return ""
