"""`truyvet person show`: all that is said of someone, each with who says it and where it stands."""

import click

from ..evidence.case import Case
from ..evidence.links.history import of_nodes
from ..evidence.links.identity import Decision
from ..evidence.links.reading import Told, evidence_of
from ..evidence.links.rows import NodeRow
from ..evidence.links.view import Links
from .context import with_case
from .nodes import find_node
from .output import Align, facts, safe, say, say_json, table
from .person_list import as_facts as person_facts
from .statements import as_facts, ended_text, span_of, where_of, words_of


@click.command("show", epilog="Example: truyvet person show 'Nguyễn Văn Đức'")
@click.argument("who", metavar="NAME|ID")
@click.option("--ended", is_flag=True, help="Statements too that no longer stand.")
@click.option("--mentions", is_flag=True, help="Also in which items it stands.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@with_case
def command(case: Case, who: str, ended: bool, mentions: bool, as_json: bool) -> None:
    """Show all that is said of NAME (a name, a number, an id), read back from the signed lines.

    Those that were decided to be the same one are shown as one, with the decisions.
    """
    with Links.open(case) as links:
        row = find_node(links, who)
        members = links.members(row.id)
        rows = of_nodes(links, [one.id for one in members], mentions=mentions, ended=ended)
        told = [evidence_of(links, links.index, one) for one in rows]
        decisions = _decisions(links, members)
        if as_json:
            said = [as_facts(links, one) for one in told]
            of = {"statements": said, "decisions": [decision_facts(one) for one in decisions]}
            say_json(person_facts(links, row) | of)
            return
        _print(links, row, members, told, decisions)


def _decisions(links: Links, members: list[NodeRow]) -> list[Decision]:
    ids = {one.id for one in members}
    return [one for one in links.decisions() if ids & {one.a, one.b}]


def decision_facts(one: Decision) -> dict[str, object]:
    """Return a decision as JSON facts, without its nodes."""
    return {
        "entry": one.seq,
        "decision": one.decision,
        "because": one.because,
        "officer": one.actor,
        "unit": one.unit,
        "score": one.score,
        "evidence": list(one.evidence),
        "confirms": one.confirms,
        "undoes": one.undoes,
        "undone_by": one.undone_by,
        "live": one.is_live,
    }


def _print(
    links: Links, row: NodeRow, members: list[NodeRow], told: list[Told], decided: list[Decision]
) -> None:
    names = links.names(row.id)
    shown = {"node": str(row.node), "name": row.label, "also": "\n".join(names[1:])}
    shown["same"] = "\n".join(str(one.node) for one in members if one.id != row.id)
    shown["decisions"] = "\n".join(
        f"entry {one.seq}: {one.decision} ({one.actor}): {one.because}"
        + ("" if one.is_live else " [no longer counts]")
        for one in decided
    )
    shown["links"] = str(row.degree)
    facts({name: text for name, text in shown.items() if text})
    say()
    columns = {"statement": Align.LEFT, "says": Align.WRAP, "when": Align.LEFT}
    columns |= {"grade": Align.LEFT, "by": Align.WRAP, "where": Align.WRAP}
    table(columns, (_cells(links, one) for one in told))
    for one in told:
        if one.statement.note or one.row.ended:
            extra = [one.statement.note, ended_text(links, one)]
            say(f"{one.row.name}  {safe('; '.join(filter(None, extra)))}")


def _cells(links: Links, one: Told) -> tuple[str, ...]:
    return (
        one.row.name, words_of(links, one), span_of(one), one.statement.grade, one.said_by,
        where_of(one),
    )  # fmt: skip
