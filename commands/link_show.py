"""`truyvet link show`: one statement, back to the line, the item and the entry it rests on."""

import re

import click

from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.links.history import by_name
from ..evidence.links.reading import Told, evidence_of
from ..evidence.links.rows import StatementRow
from ..evidence.links.view import Links
from .context import with_case
from .log import entry_line
from .output import facts, say_json
from .statements import as_facts, ended_text, shown_node, span_of, where_of, words_of

_NAME = re.compile(r"([0-9]{1,15}):([0-9]{1,15})")


@click.command("show", epilog="Example: truyvet link show 7:0")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@with_case
def command(case: Case, name: str, as_json: bool) -> None:
    """Show the statement or mention NAME (7:0), whether it stands or was ended."""
    with Links.open(case) as links:
        told = [evidence_of(links, links.index, row) for row in statement_rows(links, name)]
        for one in told:
            if as_json:
                say_json(as_facts(links, one))
            else:
                facts(_lines(links, one))


def statement_rows(links: Links, name: str) -> list[StatementRow]:
    """Return what goes by a short name; `TruyvetError` E575 where nothing links by it."""
    short = _NAME.fullmatch(name)
    rows = by_name(links, int(short[1]), int(short[2])) if short else []
    if not rows:
        raise TruyvetError("E575", name=name, reason="no statement or mention is called so")
    return rows


def _lines(links: Links, told: Told) -> dict[str, str]:
    said = told.statement
    lines = {
        "statement": told.row.name,
        "says": words_of(links, told),
        "subject": shown_node(links, said.subject),
        "relation": said.relation,
        "object": shown_node(links, said.object),
        "when": span_of(told),
        "facts": "\n".join(f"{name}: {text}" for name, text in said.facts.items()),
        "grade": said.grade,
        "confidence": str(said.confidence),
        "note": said.note,
        "stands as": told.raw,
        "item": where_of(told),
        "sha256": (told.item.sha256 or "") if told.item else "",
        "said by": told.said_by,
        "recorded": entry_line(told.entry),
        "ended": ended_text(links, told),
    }
    return {name: text for name, text in lines.items() if text}
