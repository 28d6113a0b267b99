"""`truyvet common`: what several nodes have in common."""

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from .context import with_case
from .links_options import (
    LinkOptions,
    edge_facts,
    node_facts,
    node_text,
    relation_words,
    tell_covered,
    with_links,
)
from .nodes import find_all
from .output import Align, counted, note, safe, say_json, table


@click.command("common", epilog="Example: truyvet common 0912345678 0987654321 --via called")
@click.argument("who", nargs=-1, required=True)
@click.option("--least", type=click.IntRange(1), help="Linked with at least so many of them.")
@click.option("--limit", type=click.IntRange(0), default=50, help="How many to tell; 0 for all.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_links
@with_case
def command(
    case: Case,
    who: tuple[str, ...],
    least: int | None,
    limit: int,
    as_json: bool,
    which: LinkOptions,
) -> ExitStatus:
    """List the nodes that each WHO is linked with; those of few links first.

    What only they share tells more than what everybody uses.
    """
    from ..graph.common import common_of

    with which.opened(case) as links:
        asked = find_all(links, who)
        if len(asked) < 2:
            raise click.UsageError("name at least two that are not the same one")
        told = common_of(links, which.steps(links), asked, least=least, limit=limit or None)
        for row, count in zip(told.asked, told.linked, strict=True):
            note(f"{safe(node_text(links, row))}: linked with {counted(count, 'node')}")
        if told.direct:
            note(f"linked with one another directly: {counted(len(told.direct), 'link')}")
        if not told.shared:
            note("they have nothing in common")
            tell_covered(links, which)
            return ExitStatus.FAILED
        if as_json:
            names = {row.id: str(row.node) for row in told.asked}
            for one in told.shared:
                of = [names[number] for number in one.of]
                ends = [edge_facts(edge, (one.node, *told.asked)) for edge in one.edges]
                say_json(node_facts(links, one.node) | {"of": of, "links": ends})
            return ExitStatus.DONE
        columns = {"node": Align.WRAP, "of": Align.RIGHT, "links": Align.RIGHT, "how": Align.WRAP}
        table(
            columns,
            (
                (
                    node_text(links, one.node),
                    str(len(one.of)),
                    f"{one.node.degree:,}",
                    relation_words(one.edges, one.node.id),
                )
                for one in told.shared
            ),
        )
        if told.count > len(told.shared):
            note(f"{len(told.shared)} of {told.count:,} told; --limit 0 tells all")
    return ExitStatus.DONE
