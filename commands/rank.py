"""`truyvet rank`: who is central in the whole graph."""

from typing import TYPE_CHECKING

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..evidence.links.node import KINDS
from ..evidence.links.view import Links
from .context import with_case
from .figure import Figure
from .links_options import (
    LinkOptions,
    node_facts,
    node_text,
    refuse_together,
    tell_covered,
    whole_graph,
    with_links,
)
from .output import Align, counted, note, say_json, table

if TYPE_CHECKING:
    from ..graph.ranking import Metric, Ranked


@click.command(
    "rank", epilog="Example: truyvet rank --metric betweenness --via called --kind phone"
)
@click.option("--metric", type=click.Choice(("pagerank", "betweenness", "degree")),
              default="pagerank", show_default=True, help="What makes a node central.")  # fmt: skip
@click.option("--kind", "kinds", multiple=True, help="Tell only nodes of this kind; repeatable.")
@click.option("--directed", is_flag=True, help="PageRank along the links, not over them.")
@click.option("--error", type=Figure(0.005, 0.5), default=0.05, show_default=True,
              help="How far off a sampled betweenness may be.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, help="Of the sample.")
@click.option("--limit", type=click.IntRange(0), default=50, help="How many to tell; 0 for all.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_links
@with_case
def command(
    case: Case,
    metric: "Metric",
    kinds: tuple[str, ...],
    directed: bool,
    error: float,
    seed: int,
    limit: int,
    as_json: bool,
    which: LinkOptions,
) -> ExitStatus:
    """List the most central nodes of the whole graph.

    PageRank: much linked with what is much linked; betweenness: on the way between others, sampled
    in large graphs with a bound of its error; degree: linked with most others.
    """
    from ..graph.ranking import rank

    refuse_together(which)
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        known = ", ".join(sorted(KINDS))
        raise click.BadParameter(f"no kind is called {unknown[0]}; there are {known}")
    with which.opened(case) as links:
        graph = whole_graph(case, links, which)
        told = rank(
            links, graph, metric, limit=limit or None, kinds=frozenset(kinds),
            directed=directed, error=error, seed=seed,
        )  # fmt: skip
        if not told.rows:
            note("there is nothing to rank")
            tell_covered(links, which)
            return ExitStatus.FAILED
        _tell(links, told, as_json=as_json)
    return ExitStatus.DONE


def _tell(links: Links, told: "Ranked", *, as_json: bool) -> None:
    if as_json:
        about = {"metric": told.metric, "method": told.method, "error": told.error,
                 "entries": told.entries}  # fmt: skip
        for number, (row, value) in enumerate(told.rows, 1):
            say_json(node_facts(links, row) | {"rank": number, "value": value} | about)
        return
    note(told.method)
    note(f"of {counted(told.nodes, 'node')}, {counted(told.links, 'linked pair')}")
    if told.error is not None:
        note(f"a value is off by more than {told.error} one time in ten at most")
    columns = {"rank": Align.RIGHT, told.metric: Align.RIGHT, "all links": Align.RIGHT}
    columns["node"] = Align.WRAP
    form = "{:,.0f}" if told.metric == "degree" else "{:.6f}"
    rows = (
        (str(number), form.format(value), f"{row.degree:,}", node_text(links, row))
        for number, (row, value) in enumerate(told.rows, 1)
    )
    table(columns, rows)
