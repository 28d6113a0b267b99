"""`truyvet log`: the acts, newest last."""

from collections.abc import Callable, Sequence

import click
import msgspec

from ..evidence.acts import (
    Act,
    Attach,
    CaseOpen,
    Collect,
    Decide,
    Export,
    Inquire,
    KeyAdd,
    KeyRevoke,
    LedgerRepair,
    Note,
    Retract,
    Scan,
    State,
    Tag,
    Watch,
    type_of,
)
from ..evidence.case import Case
from ..evidence.entry import Entry
from ..evidence.web.watching import interval_text
from .context import with_case
from .desk_seeing import Reader, reader_at
from .output import Align, counted, say_json, size_text, table

_TEXTS: dict[type, Callable[..., str]] = {
    CaseOpen: lambda act: f"opened “{act.title}” ({act.number})",
    KeyAdd: lambda act: f"admitted {act.key.name}, {act.key.unit} as {act.key.role}",
    KeyRevoke: lambda act: f"revoked key {act.key[:8]}: {act.reason}",
    Collect: lambda act: _collect_text(act),
    Scan: lambda act: _scan_text(act),
    Tag: lambda act: (
        f"took “{act.tag}” off {act.name}" if act.off else f"tagged {act.name} “{act.tag}”"
    ),
    Note: lambda act: f"noted{' of ' * bool(act.name)}{act.name}: {act.text}",
    Watch: lambda act: _watch_text(act),
    State: lambda act: f"stated {counted(act.count, 'fact')}{_noted(act.note)}",
    Retract: lambda act: f"ended {_some(act.statements)}: {act.reason}",
    Decide: lambda act: _decide_text(act),
    Attach: lambda act: _attach_text(act),
    Inquire: lambda act: _inquire_text(act),
    Export: lambda act: _export_text(act),
    LedgerRepair: lambda act: f"took torn bytes off after {counted(act.after, 'entry')}",
}


@click.command("log", epilog="Example: truyvet log --json | jq .act.type")
@click.option("--json", "as_json", is_flag=True, help="One entry a line, as recorded.")
@with_case
def command(case: Case, as_json: bool) -> None:
    """List the acts: who did what, when; newest last.

    Of a desk, acts about cases that are not named to you, and who asked what if the desk admits
    none of your keys, are withheld: docs/guide/desk.md.
    """
    entries = (signed.entry for signed in case.ledger.entries())
    withheld = _Withheld(case)
    if as_json:
        for entry in entries:
            say_json(_withheld(entry) if withheld(entry) else msgspec.to_builtins(entry))
        return
    columns = {"entry": Align.RIGHT, "time": Align.LEFT, "who": Align.WRAP}
    columns |= {"act": Align.LEFT, "what": Align.WRAP}
    table(columns, (_cells(entry, withheld=withheld(entry)) for entry in entries))


class _Withheld:
    """Tells whether an entry of a case, if that is a desk, is withheld from who calls."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._reader: Reader | None = None

    def __call__(self, entry: Entry) -> bool:
        if not isinstance(entry.act, Attach | Inquire):
            return False
        self._reader = self._reader or reader_at(self._case)
        return self._reader.withholds(entry.act)


def _withheld(entry: Entry) -> dict[str, object]:
    """Return what is told of an entry that is withheld, as JSON facts."""
    facts: dict[str, object] = {"seq": entry.seq, "time": msgspec.to_builtins(entry.time)}
    return facts | {"act": {"type": type_of(entry.act)}, "withheld": True}


def _cells(entry: Entry, *, withheld: bool) -> tuple[str, ...]:
    time = f"{entry.time.utc[:19]}Z".replace("T", " ")
    if withheld:
        return str(entry.seq), time, "(not shown)", type_of(entry.act), "(not shown)"
    who = f"{entry.actor.name}, {entry.actor.unit}"
    return str(entry.seq), time, who, type_of(entry.act), act_text(entry)


def act_text(entry: Entry) -> str:
    """Return in one line what an act did."""
    act: Act = entry.act
    text = _TEXTS[type(act)](act)
    return f"{text}; {entry.purpose}" if entry.purpose else text


def entry_line(entry: Entry) -> str:
    """Return in one line who did what, when."""
    who = f"{entry.actor.name}, {entry.actor.unit}"
    return f"entry {entry.seq}, {entry.time.utc} ({entry.time.zone}), {who}: {act_text(entry)}"


def _collect_text(act: Collect) -> str:
    totals = act.totals
    where = ", ".join(source.path for source in act.sources[:3])
    more = f" and {act.source_count - 3} more" if act.source_count > 3 else ""
    problems = f", {totals.problems:,} not whole" if totals.problems else ""
    if totals.unverified:
        problems += f", {totals.unverified:,} unverified"
    size = size_text(totals.bytes)
    items = counted(totals.items, "item")
    return f"{items}, {size}{problems} from {where}{more}, {act.status}{_noted(act.note)}"


def _export_text(act: Export) -> str:
    if act.packed is None:
        return f"copied item {act.name} to {act.destination}"
    names = ", ".join(one.name for one in act.items()[:3])
    more = f" and {len(act.more) - 2} more" if len(act.more) > 2 else ""
    return (
        f"packed {counted(len(act.items()), 'item')} ({names}{more}) as {act.packed.format} to "
        f"{act.destination}, sha256 {act.packed.sha256}"
    )


def _scan_text(act: Scan) -> str:
    totals = act.totals
    left = totals.partly + totals.unexamined
    short = f", {left:,} not fully" if left else ""
    return (
        f"{counted(totals.items, 'item')}, {size_text(totals.bytes)}{short}, "
        f"by {counted(len(act.extractors), 'extractor')}: "
        f"{counted(totals.observations, 'observation')}, {counted(totals.flags, 'flag')}, "
        f"{counted(totals.children, 'item')} inside others, {act.status}"
    )


def _watch_text(act: Watch) -> str:
    note = _noted(act.note)
    if act.off:
        return f"ended the watch of {act.value}{note}"
    if act.target == "selector":
        return f"put {act.value} on the watch-list{note}"
    how = ", with a browser" if act.browser else ""
    return f"watches {act.value} every {interval_text(act.every)}{how}{note}"


def _decide_text(act: Decide) -> str:
    if act.undoes is not None:
        text = f"took back what entry {act.undoes} decided"
    else:
        words = {"same": "are one", "different": "are not one", "unsure": "may be one or not"}
        confirmed = f", as entry {act.confirms} says" if act.confirms is not None else ""
        text = f"decided that {act.left} and {act.right} {words[act.decision]}{confirmed}"
    return f"{text}: {act.because}"


def _attach_text(act: Attach) -> str:
    if act.off:
        return f"took case {act.number} off the desk"
    return f"put case {act.number} on the desk, open to {act.access}"


def _inquire_text(act: Inquire) -> str:
    answers = counted(act.hits, "answer")
    held = f", {act.withheld:,} of them withheld" if act.withheld else ""
    where = "case or register" if act.covered == 1 else "cases or registers"
    asked = _some(act.questions, act.question_count)
    of = f" for {asked}" if asked else ""
    return f"asked {act.command}{of}: {answers}{held}, in {act.covered:,} {where}"


def _noted(note: str) -> str:
    return f" ({note})" if note else ""


def _some(names: Sequence[str], count: int | None = None) -> str:
    """Return the first three of what an act names, and how many more there are."""
    more = (len(names) if count is None else count) - len(names[:3])
    return ", ".join(names[:3]) + (f" and {more:,} more" if more else "")
