"""`truyvet web text`: what a captured page says."""

from collections.abc import Iterator

import click

from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.index import Index
from ..evidence.scans.locator import shown
from ..evidence.sighting import texts_of
from ..evidence.web.archived import ArchivedPage
from ..evidence.web.contents import TEXT_NAME, Contents
from ..evidence.web.reading import Captured
from .context import with_case
from .output import safe, say, say_json
from .web_archived import archived_texts, page_of


@click.command("text", epilog="Example: truyvet web text 2.1")
@click.argument("capture")
@click.option("--rendered", is_flag=True, help="Only what the browser showed.")
@click.option("--plain", is_flag=True, help="Only what a scan took out of the page itself.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each text.")
@with_case
def command(case: Case, capture: str, rendered: bool, plain: bool, as_json: bool) -> None:
    """Print the text of CAPTURE: what the browser showed, else what a scan took out of the page.

    CAPTURE may be a page of another's archive, as web list shows it. Control characters and those
    that turn the direction of a line are shown as escapes.
    """
    if rendered and plain:
        raise click.UsageError("--rendered or --plain, not both")
    with case.reading() as index:
        found = page_of(case, index, capture)
        if isinstance(found, ArchivedPage):
            told = [] if rendered else list(archived_texts(case, index, found))
        else:
            told = [] if plain else list(_rendered(case, index, found))
            if not told and not rendered:
                told = list(_scanned(case, index, found))
    if not told:
        raise TruyvetError("E564", item=found.name)
    for one in told:
        if as_json:
            say_json(one)
            continue
        for line in one["text"].expandtabs().splitlines():
            say(safe(line))


def _rendered(case: Case, index: Index, found: Captured) -> Iterator[dict[str, str]]:
    """Yield the text that the browser showed, where one did."""
    text = Contents(layout=case, index=index, captured=found).rendered_text()
    if text is not None:
        yield {"item": found.rows[TEXT_NAME].name, "locator": "", "text": text}


def _scanned(case: Case, index: Index, found: Captured) -> Iterator[dict[str, str]]:
    """Yield the texts that a scan took out of the page inside the WARC."""
    contents = Contents(layout=case, index=index, captured=found)
    for row in contents.page_items():
        for one in texts_of(case, index, row.id):
            yield {"item": row.name, "locator": shown(one.locator), "text": one.text}
