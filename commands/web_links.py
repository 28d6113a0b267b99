"""`truyvet web links`: where a captured page leads."""

from collections.abc import Iterator

import click

from ..evidence.case import Case
from ..evidence.web.archived import ArchivedPage
from ..evidence.web.capture import WebCapture
from .context import with_case
from .output import Align, note, say_json, table
from .web_archived import archived_links, page_of


@click.command("links", epilog="Example: truyvet web links 2.1 --use form")
@click.argument("capture")
@click.option("--use", help="Only of this use: link, form, refresh, frame …")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(case: Case, capture: str, use: str | None, as_json: bool) -> None:
    """List where CAPTURE leads: redirects on the way to the page, then its links in order.

    Of a page of another's archive: what it leads to and loads, as a scan has found it.
    """
    with case.reading() as index:
        found = page_of(case, index, capture)
        if isinstance(found, ArchivedPage):
            told = list(archived_links(case, index, found))
            if "page" not in index.examinations.done_for(found.row.id):
                note("not looked for yet: truyvet scan")
        else:
            told = list(links_of(found.record))
    links = (link for link in told if use in (None, link["use"]))
    if as_json:
        for link in links:
            say_json(link)
        return
    columns = {"use": Align.LEFT, "url": Align.WRAP, "text": Align.WRAP}
    table(columns, ((str(one["use"]), str(one["url"]), str(one["text"])) for one in links))


def links_of(record: WebCapture) -> Iterator[dict[str, object]]:
    """Yield the redirects between given address and page, then the page's links."""
    for one in record.exchanges:
        if one.location and one.purpose == record.purpose:
            yield {
                "follow": True, "from": one.url, "text": str(one.status or ""), "url": one.location,
                "use": "redirect",
            }  # fmt: skip
    for link in record.outlinks:
        yield {
            "follow": link.follow, "from": record.url, "text": " ".join(link.text.split()),
            "url": link.url, "use": link.use,
        }  # fmt: skip
