"""`truyvet desk register`: reference registers, such as vehicles or subscribers."""

from pathlib import Path

import click

from ..evidence.acts import Tag
from ..evidence.desks import REMOVED
from ..evidence.errors import ExitStatus, TruyvetError
from ..query.desk.asking import in_turn
from ..query.desk.desk import Desk, Register, opened
from ..query.desk.registers import (
    check_table,
    collect_register,
    load_register,
    table_of,
    try_table,
    unread_rows,
)
from ..query.desk.stored import RegisterRecord
from .context import PATH, ActOptions, check_text, with_acting
from .desk_options import with_desk_folder
from .desk_seeing import reader_of, require_admitted
from .interrupt import uninterrupted
from .output import Align, counted, note, safe, say, say_json, table
from .progress import progress
from .table_profile import BUILT_IN, profile_text

_SHOWN = 20


@click.group("register", epilog="Example: truyvet desk register list")
def command() -> None:
    """Keep reference registers on the desk: vehicles, subscribers, watch-lists."""


@command.command(
    "import", epilog="Example: truyvet desk register import vehicles.csv --profile vehicles"
)
@click.argument("path", metavar="FILE", type=PATH)
@click.option(
    "--profile", required=True, metavar="NAME|FILE",
    help=f"What its columns mean: {', '.join(BUILT_IN)}, or a TOML file.",
)  # fmt: skip
@click.option("--name", default="", help="What it is called.  [default: the file's name]")
@click.option("--sheet", default="", help="The only sheet of a workbook to read.")
@click.option("--note", "text", default="", help="Where it comes from; goes into the entry.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_desk_folder
@with_acting
def import_(
    desk: Path, path: Path, profile: str, name: str, sheet: str, text: str, as_json: bool,
    act: ActOptions,
) -> ExitStatus:  # fmt: skip
    """Bring FILE (CSV, XLSX) into the desk byte for byte, and its rows into the look-up index.

    Given again under the same name, the newest is asked; the older stays in the ledger. Status 4:
    some rows could not be read, or not all of them; they are listed and counted.
    """
    check_text("note", text)
    check_text("name", name)
    read_by = profile_text(profile, sheet=sheet, given=(), also="")
    try_table(check_table(path), read_by)
    word = profile if profile in BUILT_IN else Path(profile).stem
    record = RegisterRecord(name=name or path.stem, profile=word)
    with opened(desk) as there:
        home = there.case
    acting = act.acting()
    with in_turn(home) as writer, uninterrupted():
        entry = collect_register(writer, acting, path, record=record, profile=read_by, note=text)
    with opened(desk, writable=True) as there:
        with progress("read", total=None, quiet=as_json, noun="row") as shown:
            found = load_register(there, entry.seq, shown.advance)
        unread = unread_rows(there, found, _SHOWN)
        if not found.rows:
            note(_empty(there, found))
    _tell(found, unread, as_json=as_json)
    return ExitStatus.PARTIAL if found.unread else ExitStatus.DONE


def _empty(desk: Desk, found: Register) -> str:
    """Return what a register without a row comes to; mostly a wrong file, or a table cut off."""
    older = [one for one in desk.all_registers() if one.name == found.name]
    text = f"no row stands in it: nothing is known by register {safe(found.name)}"
    return text + (", and older ones of its name are asked no longer" if len(older) > 1 else "")


def _tell(found: Register, unread: list[tuple[int, str, str]], *, as_json: bool) -> None:
    if as_json:
        told = [{"row": row, "locator": where, "reason": why} for row, where, why in unread]
        facts = {"entry": found.place, "name": found.name, "item": found.item_name}
        facts |= {"rows": found.rows, "unread": found.unread}
        say_json(facts | {"sha256": found.sha256, "first_unread": told})
        return
    rows = counted(found.rows, "row")
    say(f"entry {found.place}: register {safe(found.name)}, {rows}")
    if found.unread:
        note(f"{counted(found.unread, 'row')} not read, or not all of it:")
    for row, _, why in unread:
        note(f"  row {row}: {safe(why)}")
    if found.unread > len(unread):
        note(f"  … more of them: truyvet desk register list --unread '{safe(found.name)}'")


@command.command("list", epilog="Example: truyvet desk register list --unread vehicles")
@click.option("--unread", metavar="NAME", help="Instead: rows of it that were not read whole.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_desk_folder
def list_(desk: Path, unread: str | None, as_json: bool) -> None:
    """List the registers on the desk, with where each comes from, to whom the desk admits."""
    with opened(desk) as there:
        require_admitted(reader_of(there))
        if unread is not None:
            _list_unread(there, find_register(there, unread), as_json=as_json)
            return
        registers = there.registers()
    if as_json:
        for one in registers:
            facts = {name: getattr(one, name) for name in one.__slots__ if name != "headings"}
            say_json(facts | {"entry": facts.pop("place")})
        return
    columns = {"name": Align.WRAP, "rows": Align.RIGHT, "unread": Align.RIGHT}
    columns |= {"since": Align.LEFT, "item": Align.LEFT, "profile": Align.LEFT}
    rows = (
        (one.name, f"{one.rows:,}", f"{one.unread:,}", one.utc[:10], one.item_name, one.profile,
         one.problem or one.source)
        for one in registers
    )  # fmt: skip
    table(columns | {"from, or why not": Align.WRAP}, rows)


def _list_unread(desk: Desk, register: Register, *, as_json: bool) -> None:
    rows = unread_rows(desk, register, -1)
    if as_json:
        for row, where, why in rows:
            say_json({"row": row, "locator": where, "reason": why})
        return
    columns = {"row": Align.RIGHT, "where": Align.LEFT, "reason": Align.WRAP}
    table(columns, ((str(row), where, why) for row, where, why in rows))


@command.command("remove", epilog="Example: truyvet desk register remove vehicles")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_desk_folder
@with_acting
def remove(desk: Path, name: str, as_json: bool, act: ActOptions) -> None:
    """Ask the register NAME no longer; its table stays in the desk, the act is recorded.

    What was imported before under this name does not come back by it.
    """
    with opened(desk) as there:
        found, home = find_register(there, name), there.case
        alike = [
            table_of(there, one.place)
            for one in there.all_registers()
            if one.place == found.place or (one.name and one.name == found.name)
        ]
    acting = act.acting()
    with in_turn(home) as writer:
        entries = [
            writer.append(acting, Tag(item=item, name=item_name, tag=REMOVED))
            for item, item_name in alike
        ]
    with opened(desk):
        pass  # brings the look-up index into step
    if as_json:
        say_json({"entry": entries[-1].seq, "name": found.name})
    else:
        say(f"entry {entries[-1].seq}: register {safe(found.name or name)} is asked no longer")


def find_register(desk: Desk, name: str) -> Register:
    """Return the register of this name; `TruyvetError` E623."""
    registers = desk.registers()
    for one in registers:
        if name in (one.name, str(one.place)):
            return one
    known = ", ".join(one.name or str(one.place) for one in registers)
    raise TruyvetError("E623", name=name, known=known or "none")
