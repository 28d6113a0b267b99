"""`truyvet web list`: the captured pages."""

from itertools import chain

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..evidence.index import Row
from ..evidence.web.capture import WebCapture
from ..evidence.web.contents import page_exchanges
from ..evidence.web.reading import Captured, captures_of
from .context import with_case
from .output import Align, note, safe, say_json, table
from .web_address import forms_of, own_letters
from .web_archived import archived_cells, archived_facts, listed

_NO_PROBLEM = {"rendered", "robots", "sitemap", "noted"}
"""Marks of captures that are whole."""


@click.command("list", epilog="Example: truyvet web list --url https://shop.example/")
@click.option("--url", "start", help="Only addresses that begin so.")
@click.option("--entry", type=click.IntRange(0, 2**53), help="Only captures of this entry.")
@click.option("--problems", is_flag=True, help="Only those that are not whole, or not verified.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(
    case: Case, start: str | None, entry: int | None, problems: bool, as_json: bool
) -> ExitStatus:
    """List the captured pages in the order in which they came in, the newest last.

    After them the pages in others' archives that were scanned, marked archive, each with its item.

    Marks: cut, failed, refused; incomplete: the page is there, something it needs is not;
    unverified: a certificate is not to be trusted; noted: its answer was odd, as web show tells;
    rendered: a browser has shown it too. A host xn--… stands with its own letters after it.
    """
    damaged = list[str]()
    starts = () if start is None else forms_of(start)

    def remember(row: Row, reason: str) -> None:
        damaged.append(f"{row.name}: {reason}")

    with case.reading() as index:
        shown = (
            found
            for found in captures_of(case, index, seq=entry, damaged=remember)
            if (start is None or found.record.url.startswith(starts))
            and (not problems or set(marks_of(found.record)) - _NO_PROBLEM)
        )
        others = listed(case, index, starts, entry, problems=problems)
        if as_json:
            for facts in chain(map(as_facts, shown), map(archived_facts, others)):
                say_json(facts)
        else:
            columns = {"capture": Align.LEFT, "time": Align.LEFT, "status": Align.RIGHT}
            columns |= {"url": Align.WRAP, "title": Align.WRAP, "marks": Align.LEFT}
            rows = (archived_cells(one, readable(one.url)) for one in others)
            table(columns, chain(map(_cells, shown), rows))
    for line in damaged:
        note(f"unreadable record {safe(line)}")
    return ExitStatus.PARTIAL if damaged else ExitStatus.DONE


def _cells(found: Captured) -> tuple[str, ...]:
    record = found.record
    time = f"{record.started.utc[:19]}Z".replace("T", " ")
    status = "" if record.status is None else str(record.status)
    title = " ".join(record.title.split())[:80]
    return found.name, time, status, readable(record.url), title, " ".join(marks_of(record))


def readable(url: str) -> str:
    """Return an address, with its host in its own letters after it where that is safe."""
    letters = own_letters(url)
    return f"{url} ({letters})" if letters else url


def marks_of(record: WebCapture) -> list[str]:
    """Return what is to be known of a capture at a glance."""
    marks = [] if record.purpose == "page" else [record.purpose]
    if record.result != "whole":
        marks.append(record.result)
    if record.unverified:
        marks.append("unverified")
    if any(one.notes for one in page_exchanges(record)):
        marks.append("noted")
    if record.rendering is not None:
        marks.append("rendered, broken" if record.rendering.error else "rendered")
    return marks


def page_is_whole(record: WebCapture) -> bool:
    """Tell whether the page itself came whole, whatever is missing of what it needs."""
    pages = page_exchanges(record)
    return bool(pages) and all(one.result == "whole" for one in pages)


def as_facts(found: Captured) -> dict[str, object]:
    """Return a capture as JSON facts."""
    record = found.record
    return {
        "capture": found.name,
        "entry": found.seq,
        "depth": record.depth,
        "exchanges": len(record.exchanges),
        "given": record.given,
        "host": own_letters(record.url),
        "items": {name: row.name for name, row in found.rows.items()},
        "marks": marks_of(record),
        "number": record.capture,
        "purpose": record.purpose,
        "reason": record.reason,
        "rendered": record.rendering is not None,
        "result": record.result,
        "started": record.started.utc,
        "status": record.status,
        "title": record.title,
        "unverified": record.unverified,
        "url": record.url,
        "via": record.via,
    }
