"""`truyvet hashset`: sets of known files, good and bad, that a scan looks items up in."""

from pathlib import Path
from typing import get_args

import click

from ..evidence.errors import ExitStatus, TruyvetError, guarding, of_os_error
from ..evidence.times import now
from ..extractors.hashlists.importing import MAX_LISTED, Imported, Order, import_list
from ..extractors.hashlists.reading import NotAList
from ..extractors.hashlists.rows import HEX
from ..extractors.hashlists.sets import Stored, stored
from ..hashes.hashset import WIDTHS, Algorithm, Head, Known, NotAHashSet
from .context import PATH, check_text, hashset_folder
from .output import Align, note, safe, say, say_json, table

MAX_NAME = 200
MAX_SHOWN = 20
"""Refused lines that are shown to people; --json has more."""


@click.group("hashset", epilog="Example: truyvet hashset import NSRL.db --name NSRL --known good")
def command() -> None:
    """Hash sets: lists of known files, good and bad."""


@command.command("import", epilog="Example: truyvet hashset import bad.csv --name C02 --known bad")
@click.argument("file", type=PATH)
@click.option("--name", required=True, help="What to call the set.")
@click.option("--known", required=True, type=click.Choice(get_args(Known)), help="What it lists.")
@click.option(
    "--algorithm", type=click.Choice(get_args(Algorithm)),
    help="Which digest to take, and what bare ones are; else the strongest of each line.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Remove the set of this name first.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
def import_set(
    file: Path, name: str, known: Known, algorithm: str | None, replace: bool, as_json: bool
) -> ExitStatus:
    """Import a list: NSRL RDSv3, hashdeep, sha256sum and kin, CSV, one digest a line.

    Lines that give no digest are counted and listed; then the status is 4.
    """
    check_text("name", name)
    if not name.strip():
        raise TruyvetError("E112", field="name")
    if len(name) > MAX_NAME:
        raise TruyvetError("E104", field="name", size=len(name), limit=MAX_NAME)
    folder = hashset_folder()
    old = [one.path for one in stored(folder) if one.opened and one.opened.head.name == name]
    if old and not replace:
        raise TruyvetError("E803", name=name)
    order = Order(name=name, known=known, created=now().utc, algorithm=algorithm or "")
    try:
        result = import_list(file, folder, order)
    except NotAList as error:
        raise TruyvetError("E802", path=file, reason=error) from error
    except FileNotFoundError as error:
        raise TruyvetError("E501", path=file) from error
    except OSError as error:
        raise of_os_error(error, file) from error
    with guarding(folder):
        for path in set(old) - set(result.files):
            path.unlink(missing_ok=True)
    _report(result, as_json=as_json)
    return ExitStatus.PARTIAL if result.refused else ExitStatus.DONE


def _report(result: Imported, *, as_json: bool) -> None:
    if as_json:
        refused = [{"line": number, "reason": reason} for number, reason in result.listed]
        say_json({"kind": result.kind, "rows": result.rows, "refused": result.refused,
                  "listed": refused, "sets": list(map(_head_facts, result.heads))})  # fmt: skip
        return
    for head in result.heads:
        say(f"{head.count:,} {head.algorithm} digests, known {head.known}: {safe(head.name)}")
    for number, reason in result.listed[:MAX_SHOWN]:
        note(f"line {number}: {safe(reason)}")
    if result.refused:
        more = f"; --json lists the first {MAX_LISTED}" if result.refused > MAX_SHOWN else ""
        note(f"{result.refused:,} lines of {result.rows + result.refused:,} gave no digest{more}")


@command.command("list", epilog="Example: truyvet hashset list --check")
@click.option("--check", is_flag=True, help="Read every byte and compare it with its checksum.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a set.")
def list_sets(check: bool, as_json: bool) -> ExitStatus:
    """List the sets; status 4 where one cannot be used."""
    folder = hashset_folder()
    with guarding(folder):
        sets = stored(folder)
    states = [_state(one, check=check) for one in sets]
    bad = [state for state in states if state not in ("ok", "not checked")]
    if as_json:
        for one, state in zip(sets, states, strict=True):
            head = _head_facts(one.opened.head) if one.opened else {}
            say_json(head | {"file": one.path.name, "state": state})
    else:
        columns = {"name": Align.WRAP, "known": Align.LEFT, "algorithm": Align.LEFT}
        columns |= {"digests": Align.RIGHT, "imported": Align.LEFT, "state": Align.WRAP}
        table(columns, map(_cells, sets, states))
    if bad:
        note("hint: import the damaged sets again from their sources, and remove these files")
    return ExitStatus.PARTIAL if bad else ExitStatus.DONE


def _state(one: Stored, *, check: bool) -> str:
    if one.opened is None:
        return one.problem
    if not check:
        return "not checked"
    try:
        one.opened.check()
    except NotAHashSet as error:
        return str(error)
    return "ok"


def _cells(one: Stored, state: str) -> tuple[str, ...]:
    if one.opened is None:
        return one.path.name, "", "", "", "", state
    head = one.opened.head
    return head.name, head.known, head.algorithm, f"{head.count:,}", head.created[:10], state


@command.command("look", epilog="Example: truyvet hashset look d41d8cd98f00b204e9800998ecf8427e")
@click.argument("digests", nargs=-1, required=True, metavar="HASH…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a digest and set.")
def look(digests: tuple[str, ...], as_json: bool) -> None:
    """Look digests up in the sets of their kind."""
    lengths = {2 * width for width in WIDTHS.values()}
    for digest in digests:
        if len(digest) not in lengths or HEX.fullmatch(digest) is None:
            raise TruyvetError("E805", digest=digest[:140])
    folder = hashset_folder()
    with guarding(folder):
        sets = stored(folder)
    for one in sets:
        if one.opened is None:
            raise TruyvetError("E804", path=one.path, reason=one.problem)
    heads = [(digest, _holding(digest.lower(), sets)) for digest in digests]
    if as_json:
        for digest, found in heads:
            say_json({"digest": digest.lower(), "sets": list(map(_head_facts, found))})
        return
    for digest, found in heads:
        said = [f"known {head.known}: {safe(head.name)} ({head.algorithm})" for head in found]
        say(f"{digest.lower()}  {'; '.join(said) or 'in no set'}")


def _holding(digest: str, sets: list[Stored]) -> list[Head]:
    raw = bytes.fromhex(digest)
    return [
        one.opened.head
        for one in sets
        if one.opened and WIDTHS[one.opened.head.algorithm] == len(raw) and raw in one.opened
    ]


def _head_facts(head: Head) -> dict[str, object]:
    return {name: getattr(head, name) for name in head.__struct_fields__}
