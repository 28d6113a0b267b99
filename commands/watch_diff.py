"""`truyvet watch diff`: what changed between two captures, as an HTML page."""

from pathlib import Path

import click

from .. import __version__
from ..evidence.case import Case
from ..evidence.copying import check_target, write_out
from ..evidence.errors import TruyvetError
from ..evidence.index import Index
from ..evidence.times import now
from ..evidence.web.reading import Captured
from ..extractors.pictures.comparing import comparer
from ..hashes.digest import sha256_hex
from ..reports.comparison_html import render_comparison
from ..reports.texts import LANGUAGES
from .context import PATH, with_case
from .output import safe, say, say_json, size_text
from .watch_comparing import Comparer
from .watch_pages import one_form, pages_of, watching_of
from .watch_telling import as_facts, headline, lines
from .web_address import capture_of


@click.command("diff", epilog="Example: truyvet watch diff 9.3 -o diff.html")
@click.argument("capture")
@click.argument("other", required=False)
@click.option("-o", "--output", type=PATH, help="The HTML file; without it a summary is printed.")
@click.option(
    "--lang", type=click.Choice(list(LANGUAGES)), default=next(iter(LANGUAGES)),
    envvar="TRUYVET_LANG", show_default=True, show_envvar=True, help="Language of the page.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
def command(
    case: Case,
    capture: str,
    other: str | None,
    output: Path | None,
    lang: str,
    force: bool,
    as_json: bool,
) -> None:
    """Write what changed on a page up to CAPTURE: text side by side, pictures with boxes, lists.

    CAPTURE is any item of a capture (9.3). It is compared with OTHER, whichever came in first being
    the old one; without OTHER, with the last one before it that brought the same address.
    """
    if output is not None:
        check_target(case.folder, output, force=force)
    number = case.opening()[1].number
    watching = watching_of(case)
    with case.reading() as index, comparer() as aside:
        new = capture_of(case, index, capture)
        if other is not None:
            old, new = _in_order(capture_of(case, index, other), new)
            between = 0
        else:
            old, between = _before(case, index, new)
        found = Comparer(case, index, watching.selectors, aside).compare(old, new, between=between)
    facts, written = as_facts(found), ""
    if output is not None:
        tool = f"truyvet {__version__}"
        content = render_comparison(found, LANGUAGES[lang], number=number, made=now(), tool=tool)
        write_out(case.folder, output, content, force=force)
        written = f"written to {output} ({size_text(len(content))})"
        facts |= {"path": str(output), "sha256": sha256_hex(content), "size": len(content)}
    if as_json:
        say_json(facts)
        return
    say(f"{old.name} → {new.name}  {safe(headline(found))}")
    for line in lines(found):
        say(f"  {safe(line)}")
    if written:
        say(written)


def _in_order(*both: Captured) -> tuple[Captured, Captured]:
    """Return two captures as they came in: not by their clocks, which anyone may set."""
    old, new = sorted(both, key=lambda one: (one.seq, one.record.capture))
    if (old.seq, old.prefix) == (new.seq, new.prefix):
        raise click.UsageError("name two captures, not one twice")
    return old, new


def _before(case: Case, index: Index, new: Captured) -> tuple[Captured, int]:
    """Return the capture that `new` is compared with, and how many failed ones lie between."""
    address = one_form(new.record.given)
    page = pages_of(case, index, [address], watching_of(case))[0]
    old, between = page.before(new)
    if old is None:
        raise TruyvetError("E553", capture=new.name)
    return old, between
