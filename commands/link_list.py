"""`truyvet link list`: statements, with who says them."""

import click

from ..evidence.case import Case
from ..evidence.folding import folded
from ..evidence.links.history import of_nodes
from ..evidence.links.reading import Told, evidence_of
from ..evidence.links.relation import RELATIONS
from ..evidence.links.rows import StatementRow
from ..evidence.links.view import Links
from .context import with_case
from .nodes import find_node
from .output import Align, say_json, table
from .statements import as_facts, span_of, where_of, words_of


@click.command("list", epilog="Example: truyvet link list --node 0912345678 --relation called")
@click.option("--node", help="Only about this one: a name, number, id, in any spelling.")
@click.option("--relation", type=click.Choice(list(RELATIONS)), help="Only this relation.")
@click.option("--by", metavar="NAME", help="Only by this: officer (any), extractor, or a name.")
@click.option("--mentions", is_flag=True, help="Also what stands in which item.")
@click.option("--ended", is_flag=True, help="Also what no longer stands.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(
    case: Case,
    node: str | None,
    relation: str | None,
    by: str | None,
    mentions: bool,
    ended: bool,
    as_json: bool,
) -> None:
    """List statements in the order in which they were recorded, names too."""
    with Links.open(case) as links:
        ids = None
        if node is not None:
            ids = [one.id for one in links.members(find_node(links, node).id)]
        rows = of_nodes(links, ids, relation=relation, mentions=mentions, ended=ended)
        chosen = (row for row in rows if _may_be(row, by))
        told = (evidence_of(links, links.index, row) for row in chosen)
        said = (one for one in told if _is_by(one, by))
        if as_json:
            for one in said:
                say_json(as_facts(links, one))
            return
        columns = {"statement": Align.LEFT, "says": Align.WRAP, "when": Align.LEFT}
        columns |= {"grade": Align.LEFT, "by": Align.WRAP, "where": Align.WRAP}
        columns |= {"ended": Align.RIGHT} if ended else {}
        table(columns, (_cells(links, one, ended=ended) for one in said))


def _may_be(row: StatementRow, by: str | None) -> bool:
    """Tell, before the line is read, whether it may be by the one asked for."""
    if by in ("officer", "extractor"):
        return bool(row.source) == (by == "extractor")
    return True


def _is_by(told: Told, by: str | None) -> bool:
    if by is None or by in ("officer", "extractor"):
        return True
    return folded(by) in folded(told.said_by)


def _cells(links: Links, one: Told, *, ended: bool) -> tuple[str, ...]:
    cells = (
        one.row.name, words_of(links, one), span_of(one), one.statement.grade, one.said_by,
        where_of(one),
    )  # fmt: skip
    return (*cells, str(one.row.ended or "")) if ended else cells
