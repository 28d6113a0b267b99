"""`truyvet desk log`: the look-ups across cases, from the desk's ledger."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from ..evidence.acts import Inquire
from ..evidence.case import Case
from ..evidence.entry import Entry
from ..evidence.errors import TruyvetError
from ..evidence.folding import folded
from ..query.desk.desk import desk_case
from .desk_options import with_desk_folder
from .output import Align, say_json, table


@click.command("log", epilog="Example: truyvet desk log --by An --json")
@click.option("--by", help="Only by officers whose name holds this.")
@click.option("--asked", help="Only where a question holds this.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_desk_folder
def command(desk: Path, by: str | None, asked: str | None, as_json: bool) -> None:
    """List who asked what across cases, when and why; `truyvet verify` checks this ledger."""
    home = desk_case(desk)
    found = (
        (entry, act, questions)
        for entry, act, questions in _inquiries(home)
        if by is None or folded(by) in folded(entry.actor.name)
        if asked is None or any(folded(asked) in folded(one) for one in questions)
    )
    if as_json:
        for entry, act, questions in found:
            say_json(_facts(entry, act, questions))
        return
    columns = {"entry": Align.RIGHT, "when": Align.LEFT, "who": Align.LEFT, "what": Align.LEFT}
    columns |= {"questions": Align.WRAP, "hits": Align.RIGHT, "purpose": Align.WRAP}
    table(columns, (_row(*one) for one in found))


def _inquiries(case: Case) -> Iterator[tuple[Entry, Inquire, tuple[str, ...]]]:
    for signed in case.ledger.entries():
        entry = signed.entry
        if isinstance(entry.act, Inquire):
            yield entry, entry.act, _questions(case, entry, entry.act)


def _questions(case: Case, entry: Entry, act: Inquire) -> tuple[str, ...]:
    """Return all questions, from the object that lists them where the entry does not."""
    digest = next((ref.sha256 for ref in entry.outputs if ref.kind == "questions"), None)
    if digest is None:
        return act.questions
    try:
        lines = b"".join(case.store.read(digest)).split(b"\n")
        return tuple(msgspec.json.decode(line, type=str) for line in lines if line)
    except msgspec.MsgspecError as error:
        raise TruyvetError("E302", sha256=digest) from error


def _facts(entry: Entry, act: Inquire, questions: tuple[str, ...]) -> dict[str, object]:
    return {
        "entry": entry.seq,
        "utc": entry.time.utc,
        "officer": entry.actor.name,
        "unit": entry.actor.unit,
        "key": entry.actor.key,
        "command": act.command,
        "purpose": entry.purpose,
        "authority": entry.authority.text if entry.authority else "",
        "questions": list(questions),
        "covered": act.covered,
        "hits": act.hits,
        "withheld": act.withheld,
    }


def _row(entry: Entry, act: Inquire, questions: tuple[str, ...]) -> tuple[str, ...]:
    hits = f"{act.hits}" + (f" (+{act.withheld} withheld)" if act.withheld else "")
    who = f"{entry.actor.name}, {entry.actor.unit}"
    asked = ", ".join(questions)[:200]
    when = f"{entry.time.utc[:19]}Z"
    return str(entry.seq), when, who, act.command, asked, hits, entry.purpose
