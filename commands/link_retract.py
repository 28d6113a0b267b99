"""`truyvet link retract`: end statements; what was said stays readable; an act."""

import click

from ..evidence.acts import Retract
from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.folding import folded
from ..evidence.links.history import by_name
from ..evidence.links.node import Node
from ..evidence.links.reading import entry_of
from ..evidence.links.relation import NAMING
from ..evidence.links.rows import StatementRow
from ..evidence.links.stating import retract
from ..evidence.links.view import Links
from ..evidence.sighting import find_observation, is_observation_name
from .context import ActOptions, check_text, with_acting, with_case
from .output import counted, safe, say, say_json


@click.command("retract", epilog="Example: truyvet link retract 7:0 --because 'nhầm người'")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--because", "reason", required=True, help="Why; goes into the entry.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(
    case: Case, names: tuple[str, ...], reason: str, as_json: bool, act: ActOptions
) -> None:
    """End statements (7:0), or find wrong what an extractor saw: links, mentions, any observation.

    From this entry on they count no longer; with --as-of an earlier day they still do.
    """
    check_text("reason", reason)
    if not reason.strip():
        raise TruyvetError("E112", field="reason")
    wanted = list(dict.fromkeys(names))
    acting = act.acting()
    ending = list[StatementRow]()
    with case.writing() as writer:
        with Links.open(case, writer.index) as links:
            for name in wanted:
                ending += _standing(links, name)
            namings = _namings(links, ending)
        entry = retract(writer, acting, wanted, reason)
    with Links.open(case) as links:
        nameless, unborne = _gone(links, namings)
    if as_json:
        say_json({"entry": entry.seq, "retracted": wanted, "reason": reason,
                  "nameless": nameless, "unborne": unborne})  # fmt: skip
        return
    say(f"entry {entry.seq}: {_counted(wanted, ending)}")
    for node in nameless:
        say(f"  {safe(node)} bears no name any more")
    for text in unborne:
        say(f"  nobody is called {safe(text)} any more")


def _standing(links: Links, name: str) -> list[StatementRow]:
    """Return what links by a short name; nothing for an observation that links nothing.

    Raises `TruyvetError` E575 where there is neither, E597 where it was ended before.
    """
    rows = by_name(links, *map(int, name.split(":"))) if is_observation_name(name) else []
    for row in rows:
        if row.ended:
            raise TruyvetError("E597", name=name, seq=row.ended)
    if not rows:
        _refuse_observation(links, name)
    return rows


def _refuse_observation(links: Links, name: str) -> None:
    """Refuse what is no observation either, and one that was retracted before."""
    try:
        find_observation(links.index, name)
    except TruyvetError:
        reason = "no statement or observation is called so"
        raise TruyvetError("E575", name=name, reason=reason) from None
    for seq in links.index.examinations.retractions():
        told = entry_of(links, seq).act
        if isinstance(told, Retract) and name in told.statements:
            raise TruyvetError("E597", name=name, seq=seq)


def _counted(wanted: list[str], ending: list[StatementRow]) -> str:
    """Return what was ended: statements and mentions, and observations that linked nothing."""
    statements = len({row.name for row in ending})
    others = len(wanted) - statements
    told = [f"{counted(statements, 'statement')} ended"] if statements else []
    return ", ".join(told + [f"{counted(others, 'observation')} found wrong"] * bool(others))


def _namings(links: Links, rows: list[StatementRow]) -> list[tuple[Node, str]]:
    """Return the nodes that statements give a name, each with the name."""
    told = [links.triple(row.edge) for row in rows]
    return [(one, name.value) for one, relation, name in told if relation in NAMING]


def _gone(links: Links, namings: list[tuple[Node, str]]) -> tuple[list[str], list[str]]:
    """Return the nodes that bear no name now, and the names that nobody bears now."""
    ask = links.database.execute
    by_node = "SELECT 1 FROM names WHERE node = (SELECT id FROM nodes WHERE value = ? AND kind = ?)"
    by_text = "SELECT 1 FROM names WHERE folded = ?"
    nameless = [
        str(node)
        for node in dict.fromkeys(node for node, _ in namings)
        if ask(by_node, (node.value, node.kind)).fetchone() is None
    ]
    texts = dict.fromkeys(text for _, text in namings)
    return nameless, [text for text in texts if ask(by_text, (folded(text),)).fetchone() is None]
