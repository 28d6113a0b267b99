"""`truyvet watch log`: the captures of watched pages, and what changed in each."""

import click

from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..extractors.pictures.comparing import comparer
from ..reports.comparison import Comparison
from .context import with_case
from .output import Align, note, say_json, table
from .watch_comparing import Comparer
from .watch_pages import address_of, pages_of, watching_of
from .watch_telling import as_facts, headline


@click.command("log", epilog="Example: truyvet watch log https://shop.example/")
@click.argument("url", required=False)
@click.option(
    "--last",
    type=click.IntRange(1, 100_000),
    default=20,
    show_default=True,
    help="Captures of each page that are listed.",
)
@click.option("--pictures/--no-pictures", default=True, help="Compare screenshots too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(case: Case, url: str | None, last: int, pictures: bool, as_json: bool) -> None:
    """List the captures of watched pages, or of URL, newest last, and what changed in each.

    Each is compared with the last one before it that brought the page; what cannot be compared, for
    want of a scan or a picture, is called not known.
    """
    watching = watching_of(case)
    wanted = [one.act.value for one in watching.pages] if url is None else [address_of(url)]
    with case.reading() as index, comparer() as aside:
        pages = pages_of(case, index, wanted, watching)
        if url is not None and not pages[0].captures and pages[0].watched is None:
            raise TruyvetError("E551", value=url)
        told = Comparer(case, index, watching.selectors, aside if pictures else None)
        found = (one for page in pages for one in told.follow(page, page.captures[-last:]))
        if as_json:
            for one in found:
                say_json(as_facts(one))
        else:
            columns = {"capture": Align.LEFT, "time": Align.LEFT, "status": Align.RIGHT}
            columns |= {"changed": Align.WRAP, "flags": Align.RIGHT, "hits": Align.RIGHT}
            table(columns | {"page": Align.WRAP}, map(_cells, found))
    if not any(page.captures for page in pages):
        note("nothing is captured yet: truyvet watch run")


def _cells(found: Comparison) -> tuple[str, ...]:
    side = found.new
    time = f"{side.time.utc[:19]}Z".replace("T", " ")
    changed = "first capture" if found.old is None and side.answered else headline(found)
    flags, hits = (str(len(some) or "") for some in (found.flags, found.hits))
    return side.name, time, side.facts.get("status", ""), changed, flags, hits, side.given
