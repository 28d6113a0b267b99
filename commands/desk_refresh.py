"""`truyvet desk refresh`: copy what is new in the cases into the look-up index."""

from pathlib import Path

import click

from ..evidence.desks import DESK_NAME
from ..evidence.errors import ExitStatus, TruyvetError
from ..query.desk.copying import NotCopied, refresh_case
from ..query.desk.database import make_index
from ..query.desk.desk import Desk, OnDesk, desk_case, opened
from ..query.desk.registers import load_register
from .desk_options import with_desk_folder
from .desk_seeing import find_named, reader_at, reader_of, require_told, unnamed_text
from .output import counted, note, safe, say, say_json
from .progress import progress


@click.command("refresh", epilog="Example: truyvet desk refresh")
@click.argument("cases", metavar="[CASE]…", nargs=-1)
@click.option("--rebuild", is_flag=True, help="Throw the look-up index away and build it anew.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each case.")
@with_desk_folder
def command(desk: Path, cases: tuple[str, ...], rebuild: bool, as_json: bool) -> ExitStatus:
    """Copy what is new in all cases on the desk, or in these, and read registers that were not.

    A case that is missing, moved, locked or damaged is named, and stays as it was known before.
    Cases that are not named to you are brought up to date too, and counted alone. It is for who
    holds a key that the desk, or a case on it, admits; from cron too.
    """
    home = desk_case(desk)
    require_told(reader_at(home))
    if rebuild or not (home.folder / DESK_NAME).exists():
        make_index(home.folder, home.opening()[0])
    with opened(desk, writable=True) as there:
        wanted = [find_named(there, name) for name in cases] if cases else there.cases()
        reader = reader_of(there)
        named = [one for one in wanted if reader.names(one.id)]
        hidden = [one for one in wanted if one not in named]
        left = sum([not _case(there, one, as_json=as_json) for one in named])
        behind = sum([not _brought(there, one) for one in hidden])
        if not cases and reader.is_admitted:
            left += _registers(there, as_json=as_json)
    if not as_json:
        say(f"{counted(len(named), 'case')} looked at, {left} not up to date")
    if hidden and reader.is_admitted:
        _tell_unnamed(len(hidden), behind, as_json=as_json)
    return ExitStatus.PARTIAL if left or behind else ExitStatus.DONE


def _brought(desk: Desk, one: OnDesk) -> bool:
    """Bring a case up to date that is not named to who calls; tell whether it is."""
    try:
        refresh_case(desk, one)
    except NotCopied:
        return False
    return True


def _tell_unnamed(count: int, behind: int, *, as_json: bool) -> None:
    """Tell of cases that are not named only how many, and whether all are up to date."""
    if as_json:
        say_json({"unnamed": count, "current": not behind})
    else:
        note(unnamed_text(count) + (", not all of them up to date" if behind else ""))


def _case(desk: Desk, one: OnDesk, *, as_json: bool) -> bool:
    """Bring one case up to date, and tell of it; return whether it is."""
    problem, how = "", ""
    try:
        how = refresh_case(desk, one)
    except NotCopied as error:
        problem = str(error)
    now = desk.find_case(one.id)
    if as_json:
        facts = {"case": one.id, "number": one.number, "how": how, "problem": problem}
        say_json(facts | {"entries": now.entries, "as_of": now.utc})
    elif problem:
        known = f"; known as of entry {now.entries - 1}" if now.entries else ""
        note(f"case {safe(one.title)}: {safe(problem)}{known}")
    elif how == "read":
        say(f"case {safe(one.title)}: as of entry {now.entries - 1}, {now.utc[:19]}Z")
    return not problem


def _registers(desk: Desk, *, as_json: bool) -> int:
    """Read the registers that are not in the look-up index yet; return how many cannot be."""
    left = 0
    for one in desk.registers():
        if not one.problem:
            continue
        try:
            with progress("read", total=None, quiet=as_json, noun="row") as shown:
                found = load_register(desk, one.place, shown.advance)
        except TruyvetError as error:
            left += 1
            name = f"{safe(one.name)} of" if one.name else "of"
            note(f"register {name} entry {one.place}: {error.code}: {safe(error.text)}")
            continue
        if not as_json:
            say(f"register {safe(found.name)}: {found.rows:,} rows")
    return left
