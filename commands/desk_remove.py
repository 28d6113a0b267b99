"""`truyvet desk remove`: take a case off the desk; an act in the desk's ledger."""

from pathlib import Path

import click
from msgspec.structs import replace

from ..evidence.errors import TruyvetError
from ..query.desk.asking import in_turn
from ..query.desk.desk import opened, standing_on
from ..query.desk.rights import check_right
from .context import ActOptions, with_acting
from .desk_options import with_desk_folder
from .desk_seeing import find_named, was_admitted
from .output import safe, say, say_json


@click.command("remove", epilog="Example: truyvet desk remove 12/2026 --purpose 'handed over'")
@click.argument("wanted", metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_desk_folder
@with_acting
def command(desk: Path, wanted: str, as_json: bool, act: ActOptions) -> None:
    """Take CASE (its number, folder, or the start of its id) off the desk.

    It is asked no longer; the case itself is not touched, and the desk's ledger keeps that it
    stood there. Only who keeps the desk may do so, and who holds a key that the case admits.
    """
    with opened(desk) as there:
        one, home = find_named(there, wanted), there.case
        acting = act.acting()
        card = acting.signer.card
        remembered = was_admitted(there, one.place, card.id)
    with in_turn(home) as writer:
        standing = standing_on(home)
        known = standing.cases().get(one.id)
        if known is None:  # somebody else has taken it off meanwhile
            raise TruyvetError("E617", case=wanted)
        check_right(standing, known, known.act.path, card, remembered=remembered)
        entry = writer.append(acting, replace(known.act, off=True))
    with opened(desk):
        pass  # brings the look-up index into step
    if as_json:
        say_json({"entry": entry.seq, "case": one.id, "number": one.number})
    else:
        say(f"entry {entry.seq}: case {safe(one.title)} taken off the desk")
