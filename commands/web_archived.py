"""Pages in others' archives, as the `web` commands show them beside our own captures."""

from collections.abc import Iterator

from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.index import Index
from ..evidence.scans.locator import shown
from ..evidence.sighting import read_observation, texts_of
from ..evidence.web.archived import ArchivedPage, archived_pages, find_archived
from ..evidence.web.reading import Captured
from .web_address import capture_of, forms_of


def page_of(case: Case, index: Index, wanted: str) -> Captured | ArchivedPage:
    """Return the capture, or the page in an archive, that an item or an address names.

    Raises what `find_capture` does where it is neither.
    """
    try:
        return capture_of(case, index, wanted)
    except TruyvetError as error:
        if error.code not in ("E561", "E563"):
            raise
        found = find_archived(case, index, wanted, forms_of(wanted))
        if found is None:
            raise
        return found


def listed(
    case: Case, index: Index, starts: tuple[str, ...], entry: int | None, *, problems: bool
) -> Iterator[ArchivedPage]:
    """Yield the pages in archives that a list of pages is to show; no `starts` is any address."""
    for one in archived_pages(case, index, entry=entry):
        if (not starts or one.url.startswith(starts)) and (
            not problems or {"cut", "mismatch"} & set(one.marks)
        ):
            yield one


def archived_cells(page: ArchivedPage, url: str) -> tuple[str, ...]:
    """Return the cells of a page in a list, with its address as `url`."""
    time = page.date.replace("T", " ")
    status = "" if page.status is None else str(page.status)
    title = " ".join(page.title.split())[:80]
    return page.row.name, time, status, url, title, " ".join(page.marks)


def archived_facts(page: ArchivedPage) -> dict[str, object]:
    """Return a page in an archive as JSON facts, by the names that those of a capture have."""
    return {
        "archive": page.archive,
        "capture": page.row.name,
        "entry": page.entry,
        "marks": list(page.marks),
        "started": page.date,
        "status": page.status,
        "title": page.title,
        "url": page.url,
    }


def archived_texts(case: Case, index: Index, page: ArchivedPage) -> Iterator[dict[str, str]]:
    """Yield the texts that a scan took out of a page."""
    for one in texts_of(case, index, page.row.id):
        yield {"item": page.row.name, "locator": shown(one.locator), "text": one.text}


def archived_links(case: Case, index: Index, page: ArchivedPage) -> Iterator[dict[str, object]]:
    """Yield where a page leads, in order, as a scan has found it; what it loads too."""
    for sighted in index.examinations.observations(kind="page-link", item=page.row.id):
        seen = read_observation(case, index, sighted)
        use = seen.facts.get("use", "")
        yield {
            "follow": use == "link" and "rel" not in seen.facts,
            "from": page.url,
            "text": seen.facts.get("text", ""),
            "url": seen.normal or seen.raw,
            "use": use,
        }
