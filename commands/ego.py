"""`truyvet ego`: whom and what a node is linked with, the strongest links first."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..evidence.links.rows import NodeRow
from ..evidence.links.view import Links
from .context import with_case
from .links_options import (
    LinkOptions,
    decision_facts,
    decision_text,
    edge_facts,
    node_facts,
    node_text,
    relation_words,
    tell_covered,
    with_links,
)
from .nodes import find_node
from .output import Align, counted, note, safe, say_json, table

if TYPE_CHECKING:
    from ..graph.neighbourhood import Ego, Neighbour

LIMIT = 50
"""Nodes of each hop that are told unless more are asked for."""


@click.command("ego", epilog="Example: truyvet ego 0912.345.678 --hops 2 --via called,transferred")
@click.argument("who")
@click.option("--hops", type=click.IntRange(1, 6), default=1, show_default=True, help="How far.")
@click.option("--limit", type=click.IntRange(0), default=LIMIT, help="Of each hop; 0 for all.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_links
@with_case
def command(
    case: Case, who: str, hops: int, limit: int, as_json: bool, which: LinkOptions
) -> ExitStatus:
    """List what WHO is linked with: a number, account, item, name or kind:value.

    First those of most statements; further out those that hang on most of the nodes told before.
    """
    from ..graph.merged import Merged
    from ..graph.neighbourhood import ego_of
    from ..graph.repeats import repeated_at

    with which.opened(case) as links:
        middle = find_node(links, who)
        steps = which.steps(links)
        told = ego_of(links, steps, middle, hops=hops, limit=limit or None)
        if not told.told:
            note(f"{safe(node_text(links, middle))} is linked with nothing")
            tell_covered(links, which)
            return ExitStatus.FAILED
        rows, merged = [middle, *(one.node for one in told.told)], Merged(steps)
        again = repeated_at(steps, [edge for one in told.told for edge in one.edges])
        if as_json:
            for one in told.told:
                ends = [edge_facts(edge, rows) for edge in one.edges]
                by = merged.under(_ends(rows, one), one.edges)
                one_by = [decision_facts(links, decision, which.as_of) for decision in by]
                twice = sum(again[edge.id] for edge in one.edges)
                facts = {"hop": one.hop, "links": ends, "one_by": one_by, "repeated": twice}
                say_json(node_facts(links, one.node) | facts)
            return ExitStatus.DONE
        far = ", ".join(
            f"{counted(count, 'node')} {counted(hop, 'link')} away"
            for hop, count in enumerate(told.reached, 1)
        )
        note(f"{safe(node_text(links, middle))}: {far}")
        columns = {"hop": Align.RIGHT, "node": Align.WRAP, "link": Align.WRAP}
        columns |= {"count": Align.RIGHT, "first": Align.LEFT, "last": Align.LEFT}
        table(columns, _rows(links, told))
        for decision in merged.under(rows, told.edges):
            note(safe(decision_text(links, decision, which.as_of)))
        if again.total():
            told_again = counted(again.total(), "statement")
            note(f"told alike by another exhibit, and counted: {told_again}; timeline marks them")
        if limit and any(count > limit for count in told.reached):
            note(f"the {limit} strongest of each hop are told; --limit 0 tells all")
    return ExitStatus.DONE


def _ends(rows: list[NodeRow], one: "Neighbour") -> list[NodeRow]:
    """Return all nodes that the links told of a neighbour name."""
    ids = {end for edge in one.edges for end in (edge.a, edge.b)}
    return [row for row in rows if row.id in ids]


def _rows(links: Links, told: "Ego") -> Iterator[tuple[str, ...]]:
    for one in told.told:
        first = min((edge.first for edge in one.edges if edge.first), default="")
        last = max((edge.last for edge in one.edges), default="")
        yield (
            str(one.hop),
            node_text(links, one.node),
            relation_words(one.edges, one.node.id, away=False),
            f"{one.count:,}",
            first[:10],
            last[:10],
        )
