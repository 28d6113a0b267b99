"""`truyvet note`: write something down, of an item, an observation or the case; an act."""

import click

from ..evidence.acts import Note
from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from .context import ActOptions, check_text, with_acting, with_case
from .naming import named
from .output import say, say_json


@click.command("note", epilog="Example: truyvet note 'đã gọi ngân hàng' --of 5:12")
@click.argument("text")
@click.option("--of", "name", help="The item (1.17) or observation (5:12) it is of.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(case: Case, text: str, name: str | None, as_json: bool, act: ActOptions) -> None:
    """Write TEXT down: an entry of the ledger that nobody can change later."""
    check_text("note", text)
    if not text.strip():
        raise TruyvetError("E112", field="note")
    short, item = "", None
    if name is not None:
        with case.reading() as index:
            short, item = named(index, name)
    acting = act.acting()
    with case.writing() as writer:
        entry = writer.append(acting, Note(item=item, name=short, text=text))
    if as_json:
        say_json({"entry": entry.seq, "name": short, "item": item, "text": text})
    else:
        say(f"entry {entry.seq}: noted{f' of {short}' if short else ''}")
