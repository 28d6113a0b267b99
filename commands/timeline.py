"""`truyvet timeline`: all that is dated of someone or something, in order."""

import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import timezone
from itertools import islice

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..evidence.links.reading import Told, evidence_of
from ..evidence.links.relation import RELATIONS
from ..evidence.links.view import Links
from .context import with_case
from .links_options import LinkOptions, node_text, tell_covered, with_links
from .nodes import find_all
from .output import Align, counted, note, on_terminal, safe, say_json, table
from .statements import as_facts, span_of, where_of, words_of
from .zones import first_moment, in_zone, last_moment, zone_option

MAX_BESIDE = 20
"""Numbers and accounts that are looked at where somebody has nothing dated himself."""


@click.command("timeline", epilog="Example: truyvet timeline 0912345678 --since 2026-01-01")
@click.argument("who", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(0), default=1_000, help="How many; 0 for all.")
@click.option("--last", is_flag=True, help="The newest of them, where the limit leaves some out.")
@zone_option()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, times UTC.")
@with_links
@with_case
def command(
    case: Case,
    who: tuple[str, ...],
    limit: int,
    last: bool,
    zone: timezone | None,
    as_json: bool,
    which: LinkOptions,
) -> ExitStatus:
    """List all dated statements of each WHO in the order of their times.

    Times are UTC unless --zone is given.
    """
    from ..graph.timelines import timeline

    since, until = first_moment(which.since, zone), last_moment(which.until, zone)
    which = replace(which, since=since, until=until)
    with which.opened(case) as links:
        asked = find_all(links, who)
        told = timeline(links, which.steps(links), [row.id for row in asked])
        moments = told.moments
        if zone is not None and not as_json:  # a day alone begins when it does there
            moments = tuple(sorted(moments, key=lambda one: in_zone(one.statement.since, zone)))
        if limit:
            moments = moments[-limit:] if last else moments[:limit]
        if not moments:
            told_of = ", ".join(node_text(links, row) for row in asked)
            note(f"nothing dated is known of {safe(told_of)}")
            if told.undated:
                note(f"without a time: {counted(told.undated, 'statement')}")
            _tell_beside(links, which, [row.id for row in asked])
            tell_covered(links, which)
            return ExitStatus.FAILED
        read = (evidence_of(links, links.index, one.statement) for one in moments)
        if as_json:
            for one in read:
                again = told.repeats.get(one.row.name, "")
                say_json(as_facts(links, one) | {"repeats": again})
        else:
            _table(links, read, told.repeats, zone)
        if len(moments) < len(told.moments):
            note(f"{len(moments):,} of {len(told.moments):,} told; --limit 0 tells all")
        if told.undated:
            note(f"not told, as without a time: {counted(told.undated, 'statement')}")
        alike = sum(one.statement.name in told.repeats for one in moments)
        if alike:
            note(f"told alike by another exhibit: {counted(alike, 'statement')}")
    return ExitStatus.DONE


def _tell_beside(links: Links, which: LinkOptions, asked: list[int]) -> None:
    """Say whose timeline to ask for: of what somebody uses or owns, each has its own."""
    from ..graph.timelines import timeline

    steps = which.steps(links)
    beside = {
        edge.b: None
        for edge in steps.edges_at(asked)
        if edge.a in asked and not RELATIONS[edge.relation].event
    }
    held = (row for row in links.nodes(beside).values() if row.node.kind not in ("item", "person"))
    for row in islice(held, MAX_BESIDE):
        if timeline(links, steps, [row.id]).moments:
            asking = f"truyvet timeline {shlex.quote(str(row.node))}"
            note(safe(f"what is dated of {node_text(links, row)} is asked with: {asking}"))


def _table(
    links: Links, read: Iterator[Told], repeats: dict[str, str], zone: timezone | None
) -> None:
    def what(one: Told) -> str:
        first = repeats.get(one.row.name)
        return words_of(links, one) + (f", like {first}" if first else "")

    when = f"when {zone}" if zone else "when"
    if on_terminal():
        columns = {when: Align.LEFT, "what": Align.WRAP, "by": Align.LEFT}
        rows = ((_when(one, zone), what(one), one.row.name) for one in read)
        while block := list(islice(rows, 200)):
            table(columns, block)
        return
    columns = {when: Align.LEFT, "what": Align.LEFT, "statement": Align.LEFT}
    columns |= {"grade": Align.LEFT, "said by": Align.LEFT, "where": Align.LEFT}
    table(
        columns,
        (
            (
                span_of(one, zone),
                what(one),
                one.row.name,
                one.statement.grade,
                one.said_by,
                where_of(one),
            )
            for one in read
        ),
    )


def _when(told: Told, zone: timezone | None) -> str:
    """Return a time to the second, as a person reads it."""
    shown = in_zone(told.statement.since, zone)
    mark = "Z" if zone is not None and shown.endswith("Z") else ""
    return shown.replace("T", " ").removesuffix("Z")[:19] + mark
