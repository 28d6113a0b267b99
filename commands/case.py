"""`truyvet case`: open, show, reindex, repair."""

from pathlib import Path

import click

from ..evidence.case import Case, create, repair
from ..evidence.errors import ExitStatus
from ..evidence.links.opening import rebuild
from ..hashes.words import words
from .context import PATH, ActOptions, check_text, with_acting, with_case
from .output import facts, safe, say, say_json, size_text


@click.group("case", epilog="Example: truyvet case new vu-01 --title 'Lừa đảo' --number 12/2026")
def command() -> None:
    """Open a new case, show one, rebuild its index, repair a torn ledger."""


@command.command(epilog="Example: truyvet case new vu-01 --title 'Lừa đảo' --number 12/2026")
@click.argument("folder", type=PATH)
@click.option("--title", required=True, help="Short title of the case.")
@click.option("--number", required=True, help="Number in your unit's register.")
@with_acting
def new(folder: Path, title: str, number: str, act: ActOptions) -> None:
    """Open a new case in FOLDER, which must not exist or be empty."""
    check_text("title", title)
    check_text("number", number)
    case = create(folder, act.acting(), title=title, number=number)
    case_id, _ = case.opening()
    say(f"case {case_id} opened in {safe(str(folder))}")


@command.command(epilog="Example: truyvet case show --json")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@with_case
def show(case: Case, as_json: bool) -> ExitStatus:
    """Show the case's name, size, keys, newest checkpoint and unfinished collections."""
    case_id, opening = case.opening()
    tail = case.ledger.tail()
    with case.reading() as index:
        items, size, problems = index.totals()
    root = tail.frontier.root()
    shown = {
        "case": case_id,
        "title": opening.title,
        "number": opening.number,
        "folder": str(case.folder),
        "entries": tail.seq,
        "root": root.hex(),
        "words": words(root[:16]),
        "items": items,
        "bytes": size,
        "problems": problems,
    }
    keys = [
        f"{a.card.id[:8]} {a.card.name}, {a.card.unit}, {a.card.role}"
        + (f", revoked at entry {a.until - 1}" if a.until is not None else "")
        for a in tail.keys.all()
    ]
    unfinished = [
        f"{p.collection[:8]} {p.collector}: {', '.join(s.path for s in p.sources)[:200]}"
        for p in case.unfinished()
    ]
    if as_json:
        say_json(shown | {"keys": keys, "unfinished": unfinished})
        return ExitStatus.DONE
    lines = {name: str(value) for name, value in shown.items()}
    lines["bytes"] = f"{size} ({size_text(size)})"
    lines["keys"] = "\n".join(keys)
    if unfinished:
        lines["unfinished"] = "\n".join(unfinished)
    facts(lines)
    return ExitStatus.DONE


@command.command(epilog="Example: truyvet case reindex --case vu-01")
@with_case
def reindex(case: Case) -> None:
    """Throw the indexes away and rebuild them from the ledger and the lists it names."""
    case.reindex()
    with case.reading() as index:
        rebuild(case, index)
        items, _, _ = index.totals()
    say(f"index rebuilt: {items:,} items")


@command.command("repair", epilog="Example: truyvet case repair --purpose 'power cut at 02:10'")
@with_case
@with_acting
def repair_command(case: Case, act: ActOptions) -> None:
    """Take a half-written last line off the ledger; its bytes are kept, the act recorded."""
    entry = repair(case, act.acting())
    torn = entry.outputs[0]
    say(f"entry {entry.seq}: {torn.size} torn bytes taken off, kept as object {torn.sha256}")
