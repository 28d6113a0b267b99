"""`truyvet graph import`: a graph edited elsewhere, compared with the case; new links proposed."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus, TruyvetError
from ..evidence.links.stating import state
from ..evidence.links.view import Links
from ..graph.exports.saving import manifest_path
from ..graph.imports.comparing import Change, differences
from ..graph.imports.table import IMPORTS, read_graph
from .context import PATH, ActOptions, check_text, with_acting, with_case
from .output import Align, counted, note, safe, say, say_json, table
from .proposing import Proposals, proposals
from .selecting import Selection, selection_of, source_of, with_selection
from .stating import Grounds, when

_MANIFEST_LIMIT = 1 << 20
_NO_MANIFEST = (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError,
                click.UsageError)  # fmt: skip
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
    with Links.open(case) as links:
        asked, older = _asked(file, selection, links.head()[0])
        source = source_of(case, links, asked, evidence=False)
        note(f"compared with {safe(asked.question())}")
        changes = list(differences(drawn, source, loops=loops, linked=older))
        _tell(changes, as_json=as_json)
        if not propose:
            return ExitStatus.DONE
        acting = act.acting()
        grounds = _grounds(grade, remark)
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


def _asked(file: Path, selection: Selection, entries: int) -> tuple[Selection, bool]:
    """Return what is compared with, and whether the case has gone on since the export.

    It is what is asked for; else what was exported as the manifest says, as of then.
    """
    if selection.is_chosen():
        return selection, bool(selection.which.as_of)
    recorded = ""
    try:
        with manifest_path(file).open("rb") as manifest:
            told = json.loads(manifest.read(_MANIFEST_LIMIT))
        found = selection_of(told["selection"])
        older = int(told["entries"]) < entries
        recorded = when(str(told["recorded"]), "recorded") if older and told["recorded"] else ""
    except _NO_MANIFEST:
        found = None
    if found is None:
        return selection, bool(selection.which.as_of)
    asked = found.as_of(selection.which.as_of or recorded)
    return asked, bool(asked.which.as_of)


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
