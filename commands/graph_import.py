"""`truyvet graph import`: a graph edited elsewhere, compared with the case; new links proposed."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus, TruyvetError
from ..evidence.links.stating import state
from ..evidence.links.view import Links
from ..graph.exports.saving import manifest_path
from ..graph.imports.comparing import Change, differences
from ..graph.imports.interface import Drawn
from ..graph.imports.table import IMPORTS, read_graph
from .context import PATH, ActOptions, check_text, with_acting, with_case
from .output import Align, counted, note, safe, say, say_json, table
from .proposing import Proposals, proposals
from .selecting import Selection, selection_of, source_of, with_selection
from .stating import Grounds

_LIMIT = 1 << 20
"""Bytes of a manifest that are read."""
_NO_MANIFEST = (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError)
"""What a manifest raises that is none, or that says nothing."""


@click.command("import", epilog="Example: truyvet graph import lan.graphml --diff")
@click.argument("file", type=PATH)
@click.option("--format", "form", type=click.Choice(list(IMPORTS)), help="Default: by the name.")
@click.option("--diff", is_flag=True, help="Show what it adds, removes and changes (always done).")
@with_selection
@click.option("--propose", is_flag=True, help="Record added links as your statements; an act.")
@click.option("--grade", default="", help="With --propose: source A–F and fact 1–6, as B2.")
@click.option("--note", "remark", default="", help="With --propose: your note on them.")
@click.option("--json", "as_json", is_flag=True, help="Print one change a line as JSON.")
@with_case
@with_acting
def command(
    case: Case,
    file: Path,
    form: str | None,
    diff: bool,
    selection: Selection,
    propose: bool,
    grade: str,
    remark: str,
    as_json: bool,
    act: ActOptions,
) -> ExitStatus:
    """Compare FILE (GraphML, GEXF, ANX or CSV) with the case; with --propose, state what it adds.

    It is compared with what its manifest says was exported, else with the whole case or the part
    that is asked for. Nothing is removed from the case: what the file leaves out is only shown.
    Status 4 where only some of what it adds could be stated.
    """
    if propose and not (grade and remark.strip()):
        raise click.UsageError("--propose needs --grade and --note: they are your statements")
    drawn = read_graph(file, form or "")
    loops = form != "i2" and not (form is None and file.name.lower().endswith(".anx"))
    asked = as_exported(case, file, selection)
    note(f"compared with {safe(asked.question())}")
    changes = compared(case, drawn, asked, loops=loops)
    _tell(changes, as_json=as_json)
    if not propose:
        return ExitStatus.DONE
    acting = act.acting()
    grounds = _grounds(grade, remark)
    with Links.open(case) as links:  # what is stated is stated of the case as it is today
        found = proposals(changes, links, acting, grounds)
    for text, node in found.met.items():
        note(f"{safe(text)} is {safe(str(node))}, whom an import of it made before")
    for change, reason in found.refused:
        note(f"not proposed: {safe(_words(change))}: {safe(reason)}")
    if not found.statements:
        raise TruyvetError("E635", path=file)
    with case.writing() as writer:
        entry = state(writer, acting, found.statements, note=remark)
    _tell_stated(entry.seq, found, as_json=as_json)
    return ExitStatus.PARTIAL if found.refused else ExitStatus.DONE


def compared(case: Case, drawn: Drawn, asked: Selection, *, loops: bool = True) -> list[Change]:
    """Return what a file changes in what is asked for, with the identity and names of that lens.

    Raises as `source_of`; `loops` as for `differences`.
    """
    with asked.which.opened(case) as links:
        return list(differences(drawn, source_of(case, links, asked, evidence=False), loops=loops))


def as_exported(case: Case, file: Path, selection: Selection) -> Selection:
    """Return what a file is compared with.

    It is what is asked for; else what was exported as its manifest says, and where the case has
    gone on since, as of then; else the whole case.
    """
    told = None if selection.is_chosen() else _manifest(file)
    if told is None:
        return selection
    then, asked = told.selection.which.as_of, selection.which.as_of
    with case.reading() as index:
        entries, _ = index.head() or (0, "")
    if told.recorded and told.entries < entries and (then or not asked):
        then = _earlier(then, told.recorded)
    return replace(told.selection, which=replace(told.selection.which, as_of=then or asked))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Manifest:
    """What the manifest of an export tells."""

    selection: Selection
    """What was asked for."""
    entries: int
    """How many entries the ledger had."""
    recorded: str
    """When the last of them was recorded; empty where it is not told."""


def _manifest(file: Path) -> _Manifest | None:
    try:
        with manifest_path(file).open("rb") as manifest:
            told = json.loads(manifest.read(_LIMIT))
        selection = selection_of(told["selection"])
        entries, recorded = int(told["entries"]), _moment(str(told["recorded"]))
    except _NO_MANIFEST:
        return None
    if selection is None:
        return None
    return _Manifest(selection=selection, entries=entries, recorded=recorded)


def _moment(text: str) -> str:
    """Return a time in UTC, with decimals even where they are nought: else it was all the second.

    Raises ValueError where it is none.
    """
    if not text:
        return ""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    told = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return told.replace("+00:00", "Z")


def _earlier(as_of: str, recorded: str) -> str:
    """Return the earlier of a time, which may be a whole day or year, and a moment."""
    is_earlier = as_of and as_of.rstrip("Z") + "~" < recorded.rstrip("Z")
    return as_of if is_earlier else recorded


def _grounds(grade: str, remark: str) -> Grounds:
    check_text("note", remark)
    if len(grade) != 2 or grade[0].upper() not in "ABCDEF" or grade[1] not in "123456":
        raise click.BadParameter(f"{grade!r} is no grade such as B2", param_hint="--grade")
    return Grounds(item=None, locator=(), grade=grade.upper(), note=remark)


def _tell(changes: list[Change], *, as_json: bool) -> None:
    if as_json:
        for change in changes:
            say_json(_json(change))
    elif changes:
        columns = {"what": Align.LEFT, "of": Align.LEFT, "which": Align.WRAP, "how": Align.WRAP}
        table(columns, ((c.what, c.of, _words(c), _how(c)) for c in changes))
    counts = Counter((change.what, change.of) for change in changes)
    told = [f"{counted(count, of)} {what}" for (what, of), count in counts.items()]
    note(", ".join(told) or "no difference")


def _json(change: Change) -> dict[str, Any]:
    told: dict[str, Any] = {"what": change.what, "of": change.of, "id": change.id}
    if change.of == "link":
        told |= {"relation": change.says, "other": change.other}
    told |= {"label": change.label}
    if change.what == "changed":
        told |= {"before": dict(change.before), "after": dict(change.after)}
    return told


def _words(change: Change) -> str:
    if change.of == "link":
        return f"{change.id} {change.says or '?'} {change.other}"
    return f"{change.id} ({change.label})" if change.label else change.id


def _how(change: Change) -> str:
    return "; ".join(_changes(change)) if change.what == "changed" else ""


def _changes(change: Change) -> Iterator[str]:
    for name, before in change.before.items():
        yield f"{name}: {before or '-'} → {change.after.get(name) or '-'}"


def _tell_stated(seq: int, found: Proposals, *, as_json: bool) -> None:
    said = [f"{one.subject} {one.relation} {one.object}" for one in found.statements]
    if as_json:
        say_json({"entry": seq, "states": said, "refused": len(found.refused)})
        return
    say(f"entry {seq}: {counted(len(said), 'statement')}")
    for number, text in enumerate(said):
        say(f"  {seq}:{number} {safe(text)}")
