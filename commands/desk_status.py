"""`truyvet desk status`: cases and registers, each as of when it is known."""

import json
from pathlib import Path

import click

from ..evidence.desks import Said
from ..evidence.errors import ExitStatus
from ..query.desk.desk import Register, opened
from ..query.desk.lookup import Standing, standing
from .desk_options import with_desk_folder
from .desk_seeing import reader_of, require_told, unnamed_text
from .output import Align, counted, note, say_json, say_wrapped, table


@click.command("status", epilog="Example: truyvet desk status --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each case and register.")
@with_desk_folder
def command(desk: Path, as_json: bool) -> ExitStatus:
    """List the cases and registers on the desk, and which of them are not up to date.

    A case is `current`, `behind` (known as of an earlier entry), `unread` (never read) or
    `missing`. Ends with status 4 where one is not current. A case is listed to who holds a key
    that the desk or the case admits; a secret one to who keeps the desk, and to who holds a key
    that the case admits: to others whom the desk admits such cases are counted alone. Acts about
    cases that do not count, since who signed them had no right to, are listed too, with status 4.
    """
    with opened(desk) as there:
        reader = reader_of(there)
        require_told(reader)
        cases = [standing(one) for one in there.cases() if reader.names(one.id)]
        ignored = [one for one in there.standing.ignored() if reader.names(one.act.attached)]
        registers = there.registers() if reader.is_admitted else []
        left = len(there.cases()) - len(cases) if reader.is_admitted else 0
    if as_json:
        _as_json(cases, registers, ignored, left)
    else:
        _as_table(cases, registers, ignored, left)
    late = [one for one in cases if one.state != "current"]
    unread = [one for one in registers if one.problem]
    return ExitStatus.PARTIAL if late or unread or ignored else ExitStatus.DONE


def _as_json(
    cases: list[Standing], registers: list[Register], ignored: list[Said], left: int
) -> None:
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
    for register in registers:
        facts = {"what": "register", "name": register.name, "entry": register.place}
        facts |= {"as_of": register.utc, "rows": register.rows, "unread": register.unread}
        say_json(facts | {"profile": register.profile, "problem": register.problem})
    for said in ignored:
        facts = {"what": "ignored", "entry": said.seq, "as_of": said.utc, "officer": said.who}
        facts |= {"key": said.key, "case": said.act.attached, "number": said.act.number}
        say_json(facts | {"access": said.act.access, "off": said.act.off})
    if left:
        say_json({"what": "unnamed", "count": left})


def _as_table(
    cases: list[Standing], registers: list[Register], ignored: list[Said], left: int
) -> None:
    columns = {"case": Align.WRAP, "access": Align.LEFT, "state": Align.LEFT, "as of": Align.LEFT}
    rows = (
        (one.case.title, one.case.access, one.state, _as_of(one), one.reason or one.case.path)
        for one in cases
    )
    table(columns | {"where, or why not": Align.WRAP}, rows)
    for register in registers:
        told = register.problem or f"{counted(register.rows, 'row')}, {register.unread:,} not whole"
        name = register.name or "(not read)"
        say_wrapped(f"register {name} (entry {register.place}): {told}", indent=0)
    for said in ignored:
        what = "takes it off" if said.act.off else f"says {said.act.access}"
        text = f"entry {said.seq} about case {said.act.number} by {said.who} {what}"
        say_wrapped(f"{text}: it does not count, he had no right to", indent=0)
    if left:
        note(unnamed_text(left))


def _as_of(one: Standing) -> str:
    if not one.case.entries:
        return "never" if one.state == "unread" else ""
    return f"entry {one.case.entries - 1}, {one.case.utc[:16]}Z"
