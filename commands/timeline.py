"""`truyvet timeline`: all that is dated of someone or something, in order."""

from collections.abc import Iterator
from itertools import islice

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..evidence.links.reading import Told, evidence_of
from ..evidence.links.view import Links
from .context import with_case
from .links_options import LinkOptions, node_text, tell_covered, with_links
from .nodes import find_all
from .output import Align, counted, note, on_terminal, say_json, table
from .statements import as_facts, span_of, where_of, words_of


@click.command("timeline", epilog="Example: truyvet timeline 0912345678 --since 2026-01-01")
@click.argument("who", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(0), default=1_000, help="How many; 0 for all.")
@click.option("--last", is_flag=True, help="The newest of them, where the limit leaves some out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_links
@with_case
def command(
    case: Case,
    who: tuple[str, ...],
    limit: int,
    last: bool,
    as_json: bool,
    which: LinkOptions,
) -> ExitStatus:
    """List all dated statements of each WHO in the order of their times, UTC."""
    from ..graph.timelines import timeline

    with which.opened(case) as links:
        asked = find_all(links, who)
        told = timeline(links, which.steps(links), [row.id for row in asked])
        moments = told.moments
        if limit:
            moments = moments[-limit:] if last else moments[:limit]
        if not moments:
            note(f"nothing dated is known of {', '.join(node_text(links, row) for row in asked)}")
            if told.undated:
                note(f"without a time: {counted(told.undated, 'statement')}")
            tell_covered(links, which)
            return ExitStatus.FAILED
        read = (evidence_of(links, links.index, one.statement) for one in moments)
        if as_json:
            for one in read:
                say_json(as_facts(links, one))
        else:
            _table(links, read)
        if len(moments) < len(told.moments):
            note(f"{len(moments):,} of {len(told.moments):,} told; --limit 0 tells all")
        if told.undated:
            note(f"not told, as without a time: {counted(told.undated, 'statement')}")
    return ExitStatus.DONE


def _table(links: Links, read: Iterator[Told]) -> None:
    if on_terminal():
        columns = {"when": Align.LEFT, "what": Align.WRAP, "by": Align.LEFT}
        rows = ((_when(one), words_of(links, one), one.row.name) for one in read)
        while block := list(islice(rows, 200)):
            table(columns, block)
        return
    columns = {"when": Align.LEFT, "what": Align.LEFT, "statement": Align.LEFT}
    columns |= {"grade": Align.LEFT, "said by": Align.LEFT, "where": Align.LEFT}
    table(
        columns,
        (
            (
                span_of(one),
                words_of(links, one),
                one.row.name,
                one.statement.grade,
                one.said_by,
                where_of(one),
            )
            for one in read
        ),
    )


def _when(told: Told) -> str:
    """Return a time to the second, as a person reads it."""
    return told.statement.since.replace("T", " ").removesuffix("Z")[:19]
