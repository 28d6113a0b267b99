"""`truyvet person list`: people and organizations, those that were decided to be one as one."""

from collections.abc import Iterator

import click

from ..evidence.case import Case
from ..evidence.links.rows import NodeRow
from ..evidence.links.view import Links
from .context import with_case
from .output import Align, say_json, table

KINDS = ("person", "organization")
_SHOWN = 3


@click.command("list", epilog="Example: truyvet person list --organizations")
@click.option("--organizations", is_flag=True, help="Only organizations.")
@click.option("--people", is_flag=True, help="Only people.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(case: Case, organizations: bool, people: bool, as_json: bool) -> None:
    """List people and organizations with their names and how many links each has."""
    kinds = KINDS if organizations == people else KINDS[1:] if organizations else KINDS[:1]
    with Links.open(case) as links:
        if as_json:
            for row in _rows(links, kinds):
                say_json(as_facts(links, row))
            return
        columns = {"node": Align.LEFT, "name": Align.WRAP, "also": Align.WRAP}
        columns |= {"links": Align.RIGHT}
        table(columns, (_cells(links, row) for row in _rows(links, kinds)))


def _rows(links: Links, kinds: tuple[str, ...]) -> Iterator[NodeRow]:
    """Yield the nodes of these kinds, or the one that stands for each, by name."""
    marks = ",".join("?" * len(kinds))
    query = (
        "SELECT DISTINCT ifnull(s.root, n.id)"  # noqa: S608 - marks
        f" FROM nodes AS n LEFT JOIN same AS s ON s.node = n.id WHERE n.kind IN ({marks})"
        " AND (n.degree > 0 OR n.id IN (SELECT node FROM names) OR s.root IS NOT NULL)"
    )
    ids = [row[0] for row in links.database.execute(query, kinds)]
    yield from sorted(links.nodes(ids).values(), key=lambda row: (row.label, row.id))


def _cells(links: Links, row: NodeRow) -> tuple[str, ...]:
    others = [name for name in links.names(row.id) if name != row.label]
    members = len(links.members(row.id))
    also = ", ".join(others[:_SHOWN]) + ("…" if len(others) > _SHOWN else "")
    also += f" ({members} nodes decided to be one)" if members > 1 else ""
    return str(row.node), row.label, also.strip(), f"{row.degree:,}"


def as_facts(links: Links, row: NodeRow) -> dict[str, object]:
    """Return someone as JSON facts."""
    return {
        "node": str(row.node),
        "name": row.label,
        "names": links.names(row.id),
        "links": row.degree,
        "same": [str(one.node) for one in links.members(row.id) if one.id != row.id],
    }
