"""`truyvet desk init`: make a desk."""

from pathlib import Path

import click

from ..query.desk.making import make_desk
from .context import PATH, ActOptions, check_text, with_acting
from .desk_options import desk_folder
from .output import safe, say


@click.command("init", epilog="Example: truyvet desk init /desk --title 'Phòng PA05'")
@click.argument("folder", type=PATH, required=False)
@click.option("--title", default="Desk", help="Title of the desk.")
@click.option("--number", default="desk", help="Number in your unit's register.")
@with_acting
def command(folder: Path | None, title: str, number: str, act: ActOptions) -> None:
    """Make a desk in FOLDER, which must not exist or be empty; or finish what a kill left of that.

    A desk is a case too: it has a ledger, keys and checkpoints of its own. Admit the officers who
    may ask it with `truyvet key admit`; `truyvet verify FOLDER` checks it like any case.
    """
    check_text("title", title)
    check_text("number", number)
    place = folder or desk_folder(None)
    desk_id, _ = make_desk(place, act.acting(), title=title, number=number).opening()
    say(f"desk {desk_id} opened in {safe(str(place))}")
