"""`truyvet web list`: the captured pages."""

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..evidence.index import Row
from ..evidence.web.capture import WebCapture
from ..evidence.web.reading import Captured, captures_of
from .context import with_case
from .output import Align, note, safe, say_json, table


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

    Marks: cut, failed, refused; missing: something the page needs is not there; unverified: a
    certificate is not to be trusted; rendered: a browser has shown it too.
    """
    damaged = list[str]()

    def remember(row: Row, reason: str) -> None:
        damaged.append(f"{row.name}: {reason}")

    with case.reading() as index:
        shown = (
            found
            for found in captures_of(case, index, seq=entry, damaged=remember)
            if (start is None or found.record.url.startswith(start))
            and (not problems or set(marks_of(found.record)) - {"rendered", "robots", "sitemap"})
        )
        if as_json:
            for found in shown:
                say_json(as_facts(found))
        else:
            columns = {"capture": Align.LEFT, "time": Align.LEFT, "status": Align.RIGHT}
            columns |= {"url": Align.WRAP, "title": Align.WRAP, "marks": Align.LEFT}
            table(columns, map(_cells, shown))
    for line in damaged:
        note(f"unreadable record {safe(line)}")
    return ExitStatus.PARTIAL if damaged else ExitStatus.DONE


def _cells(found: Captured) -> tuple[str, ...]:
    record = found.record
    time = f"{record.started.utc[:19]}Z".replace("T", " ")
    status = "" if record.status is None else str(record.status)
    title = " ".join(record.title.split())[:80]
    return found.name, time, status, record.url, title, " ".join(marks_of(record))


def marks_of(record: WebCapture) -> list[str]:
    """Return what is to be known of a capture at a glance."""
    missing = record.result == "cut" and page_is_whole(record)
    marks = [] if record.purpose == "page" else [record.purpose]
    if record.result != "whole":
        marks.append("missing" if missing else record.result)
    if record.unverified:
        marks.append("unverified")
    if record.rendering is not None:
        marks.append("rendered, broken" if record.rendering.error else "rendered")
    return marks


def page_is_whole(record: WebCapture) -> bool:
    """Tell whether the page itself came whole, whatever is missing of what it needs."""
    pages = [one for one in record.exchanges if one.purpose == record.purpose]
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
