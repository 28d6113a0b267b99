"""`truyvet link retract`: end statements; what was said stays readable; an act."""

import click

from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.links.stating import retract
from ..evidence.links.view import Links
from .context import ActOptions, check_text, with_acting, with_case
from .link_show import statement_rows
from .output import counted, say, say_json


@click.command("retract", epilog="Example: truyvet link retract 7:0 --because 'nhầm người'")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--because", "reason", required=True, help="Why; goes into the entry.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(
    case: Case, names: tuple[str, ...], reason: str, as_json: bool, act: ActOptions
) -> None:
    """End statements (7:0), or find mentions and links that an extractor read to be wrong.

    From this entry on they count no longer; with --as-of an earlier day they still do.
    """
    check_text("reason", reason)
    if not reason.strip():
        raise TruyvetError("E112", field="reason")
    wanted = list(dict.fromkeys(names))
    acting = act.acting()
    with case.writing() as writer:
        with Links.open(case, writer.index) as links:
            for name in wanted:
                for row in statement_rows(links, name):
                    if row.ended:
                        raise TruyvetError("E597", name=name, seq=row.ended)
        entry = retract(writer, acting, wanted, reason)
    if as_json:
        say_json({"entry": entry.seq, "retracted": wanted, "reason": reason})
    else:
        say(f"entry {entry.seq}: {counted(len(wanted), 'statement')} ended")
