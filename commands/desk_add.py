"""`truyvet desk add`: put a case on the desk; an act in the desk's ledger."""

import os
from pathlib import Path

import click

from ..evidence.acting import Acting
from ..evidence.acts import Attach
from ..evidence.case import Case
from ..evidence.desks import ACCESS
from ..evidence.errors import ExitStatus, TruyvetError
from ..query.desk.asking import in_turn
from ..query.desk.copying import NotCopied, refresh_case
from ..query.desk.desk import opened, standing_on
from ..query.desk.rights import check_right, not_yours
from .context import PATH, ActOptions, check_text, with_acting
from .desk_options import with_desk_folder
from .desk_seeing import reader_of, was_admitted
from .output import note, safe, say, say_json


@click.command("add", epilog="Example: truyvet desk add /cases/vu-01 --access restricted")
@click.argument("folder", metavar="CASE", type=PATH)
@click.option(
    "--access",
    type=click.Choice(ACCESS),
    default=None,
    help="Who sees details: all, or only who is admitted in the case.  [default: open]",
)
@click.option("--contact", default=None, help="Whom to ask about it; told with every hit.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_desk_folder
@with_acting
def command(
    desk: Path,
    folder: Path,
    access: str | None,
    contact: str | None,
    as_json: bool,
    act: ActOptions,
) -> ExitStatus:
    """Put the case in folder CASE on the desk, and copy what it knows.

    Of an `open` case all who may ask the desk see details; of a `restricted` one only who holds a
    key that the case admits: others are told that there is a hit, and the contact. Of a `secret`
    one they are told to ask who keeps the desk. Given again for a case that has moved, or with
    another class or contact, the newest counts: this may who holds a key that the case admits, and
    who keeps the desk.
    """
    case = Case(Path(os.path.realpath(folder)))
    case_id, opening = case.opening()
    with opened(desk) as there:
        if there.id == case_id:
            raise TruyvetError("E624")
        known = there.standing.told().get(case_id)
        if known is not None and not reader_of(there).names(case_id):
            there.standing.keys.require(act.acting().signer.card, "attach")
            raise not_yours(there.standing)
    access = access or (known.act.access if known else "open")
    contact = contact if contact is not None else (known.act.contact if known else "")
    check_text("contact", contact)
    if access == "restricted" and not contact.strip():
        raise click.UsageError("say with --contact whom to ask about a restricted case")
    wanted = Attach(
        access=access, attached=case_id, contact=contact, number=opening.number,
        path=str(case.folder),
    )  # fmt: skip
    seq = None if known is None else known.seq
    if known is None or known.act != wanted:
        seq = _attach(desk, act.acting(), wanted)
    return _copy(desk, case_id, seq, as_json=as_json)


def _attach(folder: Path, acting: Acting, wanted: Attach) -> int:
    """Record what the desk is to say of a case; return the entry."""
    card = acting.signer.card
    with opened(folder) as desk, in_turn(desk.case) as writer:
        standing = standing_on(desk.case)
        known = standing.told().get(wanted.attached)
        if known is not None:
            remembered = was_admitted(desk, known.place, card.id)
            check_right(standing, known, wanted.path, card, remembered=remembered)
        return writer.append(acting, wanted).seq


def _copy(folder: Path, case_id: str, seq: int | None, *, as_json: bool) -> ExitStatus:
    with opened(folder, writable=True) as desk:
        one = desk.find_case(case_id)
        problem = ""
        try:
            refresh_case(desk, one)
        except NotCopied as error:
            problem = str(error)
        one = desk.find_case(case_id)
    if as_json:
        facts = {"entry": seq, "case": one.id, "number": one.number, "access": one.access}
        say_json(facts | {"entries": one.entries, "as_of": one.utc, "problem": problem})
    else:
        say(f"entry {seq}: case {safe(one.title)} stands on the desk, {one.access}")
        if problem:
            note(f"it cannot be asked yet: {safe(problem)}")
    return ExitStatus.PARTIAL if problem else ExitStatus.DONE
