"""`truyvet desk status`: cases and registers, each as of when it is known."""

import json
from dataclasses import replace
from pathlib import Path

import click

from ..evidence.errors import ExitStatus
from ..query.desk.desk import Desk, opened
from ..query.desk.lookup import Standing, standing
from .desk_options import with_desk_folder
from .desk_telling import NOT_CURRENT, UNNAMED, may_name
from .output import Align, counted, say_json, say_wrapped, table


@click.command("status", epilog="Example: truyvet desk status --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each case and register.")
@with_desk_folder
def command(desk: Path, as_json: bool) -> ExitStatus:
    """List the cases and registers on the desk, and which of them are not up to date.

    A case is `current`, `behind` (known as of an earlier entry), `unread` (never read) or
    `missing`. Ends with status 4 where one is not current. Number, folder and contact of a secret
    case are shown to who keeps the desk, and to who holds a key that the case admits.
    """
    with opened(desk) as there:
        cases = [_shown(there, standing(one)) for one in there.cases()]
        if as_json:
            _as_json(there, cases)
        else:
            _as_table(there, cases)
        late = [one for one in cases if one.state != "current"]
        unread = [one for one in there.registers() if one.problem]
    return ExitStatus.PARTIAL if late or unread else ExitStatus.DONE


def _shown(desk: Desk, one: Standing) -> Standing:
    """Return what is shown of a case: of a secret one nothing that names it."""
    if may_name(desk, one.case):
        return one
    blank = replace(
        one.case, id="", number=UNNAMED, path="", contact="", coverage="", entries=0, utc=""
    )
    return replace(one, case=blank, reason=NOT_CURRENT if one.reason else "")


def _as_json(desk: Desk, cases: list[Standing]) -> None:
    for one in cases:
        case = one.case
        facts: dict[str, object] = {"what": "case", "case": case.id, "number": case.number}
        facts |= {
            "path": case.path,
            "access": case.access,
            "contact": case.contact,
            "state": one.state,
        }
        facts |= {"entry": case.entries - 1 if case.entries else None, "as_of": case.utc}
        examined = json.loads(case.coverage) if case.coverage else None
        say_json(facts | {"reason": one.reason, "examined": examined})
    for register in desk.registers():
        facts = {"what": "register", "name": register.name, "entry": register.place}
        facts |= {"as_of": register.utc, "rows": register.rows, "unread": register.unread}
        say_json(facts | {"profile": register.profile, "problem": register.problem})


def _as_table(desk: Desk, cases: list[Standing]) -> None:
    columns = {"case": Align.WRAP, "access": Align.LEFT, "state": Align.LEFT, "as of": Align.LEFT}
    rows = (
        (one.case.title, one.case.access, one.state, _as_of(one), one.reason or one.case.path)
        for one in cases
    )
    table(columns | {"where, or why not": Align.WRAP}, rows)
    for register in desk.registers():
        told = register.problem or f"{counted(register.rows, 'row')}, {register.unread:,} not whole"
        name = register.name or "(not read)"
        say_wrapped(f"register {name} (entry {register.place}): {told}", indent=0)


def _as_of(one: Standing) -> str:
    if not one.case.entries:
        return "never" if one.state == "unread" else ""
    return f"entry {one.case.entries - 1}, {one.case.utc[:16]}Z"
