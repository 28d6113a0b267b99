"""`truyvet between`: who connects suspects."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus, TruyvetError
from ..evidence.links.view import Links
from .context import PATH, with_case
from .links_options import LinkOptions, node_facts, node_text, tell_covered, with_links
from .nodes import find_all
from .output import Align, note, say_json, table

if TYPE_CHECKING:
    from ..graph.between import Between

MAX_LIST_BYTES = 1 << 20
"""Longest list of suspects."""


@click.command("between", epilog="Example: truyvet between --suspects suspects.txt --hops 4")
@click.option("--suspects", "file", type=PATH, help="A file with one of them a line.")
@click.argument("who", nargs=-1)
@click.option("--hops", type=click.IntRange(1, 12), default=6, show_default=True,
              help="Links on the longest path between two of them.")  # fmt: skip
@click.option("--limit", type=click.IntRange(0), default=50, help="How many to tell; 0 for all.")
@click.option("--pairs", is_flag=True, help="List how each two hang together instead.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_links
@with_case
def command(
    case: Case,
    file: Path | None,
    who: tuple[str, ...],
    hops: int,
    limit: int,
    pairs: bool,
    as_json: bool,
    which: LinkOptions,
) -> ExitStatus:
    """List through whom the shortest paths between each two suspects run.

    The score is the sum, over all pairs, of the share of their shortest paths that pass a node.
    Suspects that connect others are marked.
    """
    from ..graph.between import between

    with which.opened(case) as links:
        suspects = find_all(links, [*who, *(_lines(file) if file else ())])
        if len(suspects) < 2:
            raise click.UsageError("name at least two suspects, or a file with --suspects")
        steps = which.steps(links)
        told = between(links, steps, suspects, hops=hops, limit=limit or None)
        if not any(one.length is not None for one in told.connections):
            note(f"no two of {len(suspects)} suspects hang together within {hops} links")
            tell_covered(links, which)
            return ExitStatus.FAILED
        if pairs:
            _tell_pairs(links, told, as_json=as_json)
        else:
            _tell_connectors(links, told, as_json=as_json)
    return ExitStatus.DONE


def _lines(file: Path) -> list[str]:
    """Return the lines of a file; what follows a # is a remark."""
    try:
        with file.open("rb") as opened:
            text = opened.read(MAX_LIST_BYTES + 1).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise TruyvetError("E501", path=file) from error
    except UnicodeDecodeError as error:
        why = "it is no UTF-8 text; save it as UTF-8"
        raise click.BadParameter(why, param_hint="--suspects") from error
    if len(text.encode()) > MAX_LIST_BYTES:
        raise click.BadParameter("it is longer than 1 MiB", param_hint="--suspects")
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _tell_pairs(links: Links, told: "Between", *, as_json: bool) -> None:
    if as_json:
        for one in told.connections:
            say_json(
                {
                    "one": str(one.one.node),
                    "two": str(one.two.node),
                    "length": one.length,
                    "paths": one.paths,
                }
            )
        return
    columns = {"one": Align.WRAP, "two": Align.WRAP, "links": Align.RIGHT, "paths": Align.RIGHT}
    rows = (
        (
            node_text(links, one.one),
            node_text(links, one.two),
            "–" if one.length is None else str(one.length),
            f"{one.paths:,}",
        )
        for one in told.connections
    )
    table(columns, rows)


def _tell_connectors(links: Links, told: "Between", *, as_json: bool) -> None:
    own = {row.id for row in told.suspects}
    names = {row.id: str(row.node) for row in told.suspects}
    if as_json:
        for one in told.connectors:
            facts = {"score": one.score, "pairs": one.pairs, "suspect": one.node.id in own}
            of = [names[number] for number in one.suspects]
            say_json(node_facts(links, one.node) | facts | {"connects": of})
        return
    linked = sum(one.length is not None for one in told.connections)
    note(f"{linked} of {len(told.connections)} pairs hang together")
    if not told.connectors:
        note("all of them directly: nobody stands between")
    columns = {"node": Align.WRAP, "score": Align.RIGHT, "pairs": Align.RIGHT}
    columns |= {"connects": Align.RIGHT, "links": Align.RIGHT}
    rows = (
        (
            node_text(links, one.node) + (" *suspect" if one.node.id in own else ""),
            f"{one.score:.2f}",
            f"{one.pairs:,}",
            str(len(one.suspects)),
            f"{one.node.degree:,}",
        )
        for one in told.connectors
    )
    table(columns, rows)
    if told.count > len(told.connectors):
        note(f"{len(told.connectors)} of {told.count:,} told; --limit 0 tells all")
