"""`truyvet desk init`: make a desk."""

from pathlib import Path

import click

from ..evidence.case import create
from ..query.desk.database import make_index
from .context import PATH, ActOptions, check_text, with_acting
from .desk_options import desk_folder
from .output import safe, say


@click.command("init", epilog="Example: truyvet desk init /desk --title 'Phòng PA05'")
@click.argument("folder", type=PATH, required=False)
@click.option("--title", default="Desk", help="Title of the desk.")
@click.option("--number", default="desk", help="Number in your unit's register.")
@with_acting
def command(folder: Path | None, title: str, number: str, act: ActOptions) -> None:
    """Make a desk in FOLDER, which must not exist or be empty.

    A desk is a case too: it has a ledger, keys and checkpoints of its own. Admit the officers who
    may ask it with `truyvet key admit`; `truyvet verify FOLDER` checks it like any case.
    """
    check_text("title", title)
    check_text("number", number)
    place = folder or desk_folder(None)
    case = create(place, act.acting(), title=title, number=number)
    desk_id, _ = case.opening()
    make_index(case.folder, desk_id)
    say(f"desk {desk_id} opened in {safe(str(place))}")
