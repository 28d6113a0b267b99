"""What the commands that draw charts share: their options, and the graph that they draw."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .. import __version__
from ..evidence.case import Case
from ..evidence.copying import check_target, write_out
from ..hashes.digest import sha256_hex
from .context import PATH, with_case
from .nodes import find_node
from .output import counted, note, safe, say, say_json, size_text
from .selecting import Selection, source_of, with_selection

if TYPE_CHECKING:
    from ..reports.chart.plan import Plan

Command = TypeVar("Command", bound=Callable[..., Any])
LIMIT = 1_000
"""Nodes of a chart unless more are asked for."""
MAX_LIMIT = 20_000
"""Nodes that a browser still draws while one waits."""
TOOL = f"truyvet {__version__}"
"""What a chart says it was made with."""


def with_chart(command: Command) -> Command:
    """Give a command the options of a chart."""

    @click.option("-o", "--output", required=True, type=PATH, help="Where the file goes.")
    @with_selection
    @click.option(
        "--limit", type=click.IntRange(1, MAX_LIMIT), default=LIMIT, show_default=True,
        help="Nodes at most; of more, the most linked are drawn.",
    )  # fmt: skip
    @click.option(
        "--lang", type=click.Choice(["vi", "en"]), default="vi", envvar="TRUYVET_LANG",
        show_default=True, show_envvar=True, help="Language of the chart.",
    )  # fmt: skip
    @click.option("--force", is_flag=True, help="Replace an existing file.")
    @click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
    @with_case
    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> Any:
        return command(*args, **options)

    return wrapped  # type: ignore[return-value]


def plan_chart(
    case: Case, output: Path, selection: Selection, limit: int, *, force: bool
) -> "Plan":
    """Return the plan of the chart that is asked for.

    Raises `TruyvetError` E570 or E571 where a name is not one node's, E640 where there is nothing
    to draw, E108 or E111 where the file must not be written.
    """
    from ..graph.limited import limited_case, limited_ego
    from ..graph.model import Part
    from ..reports.chart.plan import plan_of

    check_target(case.folder, output, force=force)
    question = selection.question()
    with selection.which.opened(case) as links:
        steps = selection.which.steps(links)
        if selection.ego:
            middle = find_node(links, selection.ego)
            part = limited_ego(
                case, steps, middle, hops=selection.reach, limit=limit, question=question
            )
        elif selection.path:
            source = source_of(case, links, selection, evidence=True)
            part = Part(
                about=source.about,
                held_nodes=tuple(source.nodes()),
                held_edges=tuple(source.edges()),
            )
        else:
            part = limited_case(case, steps, limit=limit, question=question)
    return plan_of(part)


def write_chart(
    case: Case, output: Path, plan: "Plan", content: bytes, *, force: bool, as_json: bool
) -> None:
    """Write the file and say what is in it, and what is not."""
    write_out(case.folder, output, content, force=force)
    nodes, edges = len(plan.places), len(plan.lines)
    digest = sha256_hex(content)
    if as_json:
        told = {"path": str(output), "nodes": nodes, "edges": edges, "size": len(content)}
        say_json(told | {"sha256": digest, "notes": list(plan.about.notes)})
        return
    drawn = f"{counted(nodes, 'node')}, {counted(edges, 'link')}"
    say(f"{drawn} drawn in {safe(str(output))}, {size_text(len(content))}\n  sha256 {digest}")
    for line in plan.about.notes:
        note(f"  {safe(line)}")
