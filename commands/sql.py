"""`truyvet sql`: a SELECT on documented views of the two indexes, read-only."""

from itertools import islice

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..query.source import opened
from ..query.views import VIEWS, ask
from .context import check_text, with_case
from .figure import Figure
from .output import Align, note, say_json, table

_ROWS = 10_000
_SECONDS = 30.0


@click.command(
    "sql",
    epilog="Example: truyvet sql 'SELECT kind, count(*) FROM observations GROUP BY kind'",
)
@click.argument("select", required=False)
@click.option(
    "--rows",
    type=click.IntRange(1, 2**53),
    default=_ROWS,
    show_default=True,
    help="Rows at most; status 4 where there are more.",
)
@click.option(
    "--seconds",
    type=Figure(0.01, 86_400),
    default=_SECONDS,
    show_default=True,
    help="Time at most.",
)
@click.option("--views", is_flag=True, help="List the views and their columns.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(
    case: Case, select: str | None, rows: int, seconds: float, views: bool, as_json: bool
) -> ExitStatus:
    """Run one SELECT on the views items, observations, nodes, edges, statements and entries.

    The indexes are derived and no evidence: `truyvet show` reads anew what a row names.
    """
    if views:
        _list_views(as_json=as_json)
        return ExitStatus.DONE
    if select is None:
        raise click.UsageError("give a SELECT, or --views")
    check_text("SELECT", select[:1])
    with opened(case) as source:
        answer = ask(source, select, seconds=seconds)
        found = ([_plain(cell) for cell in row] for row in islice(answer.rows, rows))
        if as_json:
            for row in found:
                say_json(dict(zip(answer.columns, row, strict=True)))
        else:
            columns = dict.fromkeys(answer.columns, Align.WRAP)
            table(columns, ([_cell(one) for one in row] for row in found))
        more = next(answer.rows, None) is not None
    if more:
        note(f"these are only the first {rows:,} rows: allow more with --rows")
    return ExitStatus.PARTIAL if more else ExitStatus.DONE


def _plain(cell: object) -> object:
    return cell.hex() if isinstance(cell, bytes) else cell


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _list_views(*, as_json: bool) -> None:
    rows = [
        {"view": name, "column": column, "holds": holds}
        for name, view in VIEWS.items()
        for column, holds in view.columns.items()
    ]
    if as_json:
        for row in rows:
            say_json(row)
        return
    columns = {"view": Align.LEFT, "column": Align.LEFT, "holds": Align.WRAP}
    table(columns, ([*row.values()] for row in rows))
