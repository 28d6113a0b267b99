"""`truyvet desk status`: cases and registers, each as of when it is known."""

import json
from dataclasses import replace
from pathlib import Path

import click

from ..evidence.desks import Said
from ..evidence.errors import ExitStatus
from ..query.desk.desk import Desk, opened
from ..query.desk.lookup import Standing, standing
from .desk_options import with_desk_folder
from .desk_seeing import Reader, reader_of, unnamed
from .desk_telling import NOT_CURRENT
from .output import Align, counted, say_json, say_wrapped, table


@click.command("status", epilog="Example: truyvet desk status --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each case and register.")
@with_desk_folder
def command(desk: Path, as_json: bool) -> ExitStatus:
    """List the cases and registers on the desk, and which of them are not up to date.

    A case is `current`, `behind` (known as of an earlier entry), `unread` (never read) or
    `missing`. Ends with status 4 where one is not current. Number, folder and contact of a case
    are shown to who holds a key that the desk or the case admits; of a secret one to who keeps the
    desk, and to who holds a key that the case admits. Acts about cases that do not count, since
    who signed them had no right to, are listed too, with status 4.
    """
    with opened(desk) as there:
        reader = reader_of(there)
        cases = [_shown(reader, standing(one)) for one in there.cases()]
        ignored = [one for one in there.standing.ignored() if reader.names(one.act.attached)]
        if as_json:
            _as_json(there, cases, ignored)
        else:
            _as_table(there, cases, ignored)
        late = [one for one in cases if one.state != "current"]
        unread = [one for one in there.registers() if one.problem]
    return ExitStatus.PARTIAL if late or unread or ignored else ExitStatus.DONE


def _shown(reader: Reader, one: Standing) -> Standing:
    """Return what is shown of a case, where it may not be named nothing that names it."""
    if reader.names(one.case.id):
        return one
    blank = replace(
        one.case, id="", number=unnamed(one.case.access), path="", contact="", coverage="",
        entries=0, utc="",
    )  # fmt: skip
    return replace(one, case=blank, reason=NOT_CURRENT if one.reason else "")


def _as_json(desk: Desk, cases: list[Standing], ignored: list[Said]) -> None:
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
    for said in ignored:
        facts = {"what": "ignored", "entry": said.seq, "as_of": said.utc, "officer": said.who}
        facts |= {"key": said.key, "case": said.act.attached, "number": said.act.number}
        say_json(facts | {"access": said.act.access, "off": said.act.off})


def _as_table(desk: Desk, cases: list[Standing], ignored: list[Said]) -> None:
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
    for said in ignored:
        what = "takes it off" if said.act.off else f"says {said.act.access}"
        text = f"entry {said.seq} about case {said.act.number} by {said.who} {what}"
        say_wrapped(f"{text}: it does not count, he had no right to", indent=0)


def _as_of(one: Standing) -> str:
    if not one.case.entries:
        return "never" if one.state == "unread" else ""
    return f"entry {one.case.entries - 1}, {one.case.utc[:16]}Z"
