"""`truyvet communities`: groups that are linked among themselves more than with others."""

from typing import TYPE_CHECKING

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..evidence.links.view import Links
from .context import with_case
from .links_options import (
    LinkOptions,
    node_text,
    refuse_together,
    tell_covered,
    whole_graph,
    with_links,
)
from .nodes import find_node
from .output import Align, counted, note, say_json, table

if TYPE_CHECKING:
    from ..graph.communities import Communities


@click.command("communities", epilog="Example: truyvet communities --via called --members 5")
@click.option("--of", "who", help="Only the group of this one, with all its members.")
@click.option("--limit", type=click.IntRange(0), default=20, help="How many to tell; 0 for all.")
@click.option("--members", type=click.IntRange(0), default=5, show_default=True,
              help="Of each group the most linked; 0 for all.")  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(0), default=1, help="Of chance: the same gives the same."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_links
@with_case
def command(
    case: Case,
    who: str | None,
    limit: int,
    members: int,
    seed: int,
    as_json: bool,
    which: LinkOptions,
) -> ExitStatus:
    """List the groups of the graph, the largest first, with their most linked members."""
    from ..graph.communities import communities

    refuse_together(which)
    with which.opened(case) as links:
        of = find_node(links, who).id if who else None
        told = communities(
            links, whole_graph(case, links, which), limit=limit or None,
            members=None if who else members or None, of=of, seed=seed,
        )  # fmt: skip
        if not told.told:
            note("it is linked with nothing" if who else "there are no links")
            tell_covered(links, which)
            return ExitStatus.FAILED
        _tell(links, told, as_json=as_json)
    return ExitStatus.DONE


def _tell(links: Links, told: "Communities", *, as_json: bool) -> None:
    if as_json:
        about = {"method": told.method, "modularity": told.modularity, "entries": told.entries}
        for one in told.told:
            members = [str(row.node) for row in one.members]
            facts = {"size": one.size, "inside": one.inside, "outside": one.outside}
            say_json(facts | {"members": members} | about)
        return
    note(
        f"{told.method}: {counted(told.count, 'group')}, modularity {told.modularity:.2f};"
        f" {counted(told.nodes, 'node')}, {counted(told.links, 'linked pair')}"
    )
    columns = {"nodes": Align.RIGHT, "inside": Align.RIGHT, "outside": Align.RIGHT}
    columns["most linked"] = Align.WRAP
    rows = (
        (
            f"{one.size:,}",
            f"{one.inside:,}",
            f"{one.outside:,}",
            "; ".join(node_text(links, row) for row in one.members),
        )
        for one in told.told
    )
    table(columns, rows)
