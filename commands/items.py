"""`truyvet items`: what was collected."""

import click

from ..evidence.case import Case
from ..evidence.index import Row
from .context import check_digest, with_case
from .output import Align, say_json, size_text, table


@click.command("items", epilog="Example: truyvet items --path '*.docx'")
@click.option("--path", "glob", help="Only paths that fit: * any text, ? any character.")
@click.option("--sha256", help="Only items whose bytes hash to this (or begin so).")
@click.option("--entry", type=click.IntRange(0, 2**53), help="Only items of this entry.")
@click.option("--problems", is_flag=True, help="Only items that could not be had whole.")
@click.option("--unverified", is_flag=True, help="Only items of servers not to be trusted.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(
    case: Case,
    glob: str | None,
    sha256: str | None,
    entry: int | None,
    problems: bool,
    unverified: bool,
    as_json: bool,
) -> None:
    """List what was collected, in the order in which it came in.

    Unverified: it came from a server whose certificate is not to be trusted.
    """
    if sha256 is not None:
        sha256 = check_digest(sha256)
    with case.reading() as index:
        rows = index.items(
            glob=glob, sha256=sha256, seq=entry, problems=problems, unverified=unverified
        )
        if as_json:
            for row in rows:
                say_json(as_facts(row))
            return
        columns = {"item": Align.LEFT, "kind": Align.LEFT, "size": Align.RIGHT}
        columns |= {"sha256": Align.LEFT, "path": Align.WRAP}
        table(columns, map(_cells, rows))


def _cells(row: Row) -> tuple[str, ...]:
    path = row.path if row.problem is None else f"{row.path}  [{row.problem}]"
    path += "  [unverified]" if row.unverified else ""
    return row.name, row.kind, size_text(row.size), (row.sha256 or "")[:12], path


def as_facts(row: Row) -> dict[str, object]:
    """Return an item's row as JSON facts."""
    facts = {name: getattr(row, name) for name in Row.__slots__ if name != "position"}
    return {"item": row.name} | facts
