"""Acts as a report tells them: the facts of each kind, by code.

A kind of act is one function here and one row in `FACTS`; a test keeps the rows and
`evidence.acts.Act` one to one.
"""

from collections.abc import Callable, Iterator
from typing import Any

from ..evidence import acts
from ..evidence.entry import Entry
from .document import Act, Fact


def describe(entry: Entry, seq: int, sha256: str) -> Act:
    """Return the entry that stands at `seq`, whose line has this hash, as a report tells it."""
    facts = list(FACTS[type(entry.act)](entry, entry.act))
    if entry.time.step:
        facts.append(Fact(code="step", value=entry.time.step))
    tool = entry.tool
    return Act(
        seq=seq,
        sha256=sha256,
        time=entry.time,
        actor=entry.actor,
        type=acts.type_of(entry.act),
        purpose=entry.purpose,
        authority=entry.authority.text if entry.authority else "",
        note=_note_of(entry.act),
        facts=tuple(facts),
        tool=f"{tool.name} {tool.version} · Python {tool.python} · {tool.system} · {tool.host}",
    )


def _note_of(act: acts.Act) -> str:
    if isinstance(act, acts.Collect | acts.Watch | acts.State):
        return act.note
    return act.text if isinstance(act, acts.Note) else ""


def _case_open(entry: Entry, act: acts.CaseOpen) -> Iterator[Fact]:
    yield Fact(code="number", value=act.number)
    yield Fact(code="title", value=act.title)
    yield Fact(code="key", value=act.key.id, form="hash")


def _key_add(entry: Entry, act: acts.KeyAdd) -> Iterator[Fact]:
    yield Fact(code="holder", value=act.key.name)
    yield Fact(code="unit", value=act.key.unit)
    yield Fact(code="role", value=act.key.role, form="code")
    yield Fact(code="key", value=act.key.id, form="hash")


def _key_revoke(entry: Entry, act: acts.KeyRevoke) -> Iterator[Fact]:
    yield Fact(code="key", value=act.key, form="hash")
    yield Fact(code="reason", value=act.reason)


def _collect(entry: Entry, act: acts.Collect) -> Iterator[Fact]:
    for source in act.sources:
        yield Fact(code="source", value=source.path)
    if act.source_count > len(act.sources):
        yield Fact(code="sources", value=act.source_count, form="count")
    yield Fact(code="status", value=act.status, form="code")
    yield Fact(code="items", value=act.totals.items, form="count")
    yield Fact(code="stored", value=act.totals.stored, form="count")
    yield Fact(code="bytes", value=act.totals.bytes, form="size")
    yield Fact(code="problems", value=act.totals.problems, form="count")
    if act.totals.unverified:
        yield Fact(code="unverified", value=act.totals.unverified, form="count")


def _scan(entry: Entry, act: acts.Scan) -> Iterator[Fact]:
    totals = act.totals
    yield Fact(code="scanned", value=act.status, form="code")
    yield Fact(code="items", value=totals.items, form="count")
    yield Fact(code="full", value=totals.full, form="count")
    yield Fact(code="partly", value=totals.partly, form="count")
    yield Fact(code="unexamined", value=totals.unexamined, form="count")
    yield Fact(code="bytes", value=totals.bytes, form="size")
    yield Fact(code="observations", value=totals.observations, form="count")
    yield Fact(code="flags", value=totals.flags, form="count")
    yield Fact(code="children", value=totals.children, form="count")
    yield Fact(code="texts", value=totals.texts, form="count")
    names = ", ".join(f"{one.name} {one.version}" for one in act.extractors)
    yield Fact(code="extractors", value=names)
    if act.left_out:
        yield Fact(code="left_out", value=", ".join(act.left_out))
    for word in act.confinement:
        yield Fact(code="confinement", value=word, form="code")
    for ref in entry.outputs:
        if ref.kind == "outcomes":
            yield Fact(code="outcomes", value=ref.sha256, form="hash")


def _tag(entry: Entry, act: acts.Tag) -> Iterator[Fact]:
    yield Fact(code="of", value=act.name)
    yield Fact(code="tag_off" if act.off else "tag", value=act.tag)


def _note(entry: Entry, act: acts.Note) -> Iterator[Fact]:
    if act.name:
        yield Fact(code="of", value=act.name)


def _watch(entry: Entry, act: acts.Watch) -> Iterator[Fact]:
    yield Fact(code="watch_off" if act.off else f"watch_{act.target}", value=act.value)
    if act.every:
        yield Fact(code="every", value=act.every // 60, form="count")
    for one in act.readings:
        yield Fact(code="reading", value=f"{one.kind} {one.normal}")


def _state(entry: Entry, act: acts.State) -> Iterator[Fact]:
    yield Fact(code="statements", value=act.count, form="count")
    for ref in entry.outputs:
        yield Fact(code="sha256", value=ref.sha256, form="hash")


def _retract(entry: Entry, act: acts.Retract) -> Iterator[Fact]:
    yield Fact(code="ended", value=", ".join(act.statements))
    yield Fact(code="reason", value=act.reason)


def _decide(entry: Entry, act: acts.Decide) -> Iterator[Fact]:
    yield Fact(code="decision", value=act.decision, form="code")
    yield Fact(code="between", value=act.left)
    yield Fact(code="between", value=act.right)
    if act.undoes is not None:
        yield Fact(code="undoes", value=str(act.undoes))
    if act.confirms is not None:
        yield Fact(code="confirms", value=str(act.confirms))
    if act.score:
        yield Fact(code="score", value=act.score, form="count")
    if act.evidence:
        yield Fact(code="rests_on", value=", ".join(act.evidence))
    yield Fact(code="reason", value=act.because)


def _attach(entry: Entry, act: acts.Attach) -> Iterator[Fact]:
    yield Fact(code="detached" if act.off else "attached", value=act.number)
    yield Fact(code="case", value=act.attached)
    yield Fact(code="folder", value=act.path)
    yield Fact(code="access", value=act.access)
    if act.contact:
        yield Fact(code="contact", value=act.contact)


def _inquire(entry: Entry, act: acts.Inquire) -> Iterator[Fact]:
    yield Fact(code="asked_with", value=act.command)
    for question in act.questions:
        yield Fact(code="question", value=question)
    if act.question_count > len(act.questions):
        yield Fact(code="questions", value=act.question_count, form="count")
    yield Fact(code="covered", value=act.covered, form="count")
    yield Fact(code="hits", value=act.hits, form="count")
    if act.withheld:
        yield Fact(code="withheld", value=act.withheld, form="count")
    for ref in entry.outputs:
        yield Fact(code="sha256", value=ref.sha256, form="hash")


def _export(entry: Entry, act: acts.Export) -> Iterator[Fact]:
    yield Fact(code="item", value=", ".join(one.name for one in act.items()))
    yield Fact(code="destination", value=act.destination)
    if act.packed is not None:
        # The items' own hashes stand with the items; this is the file that was handed out.
        yield Fact(code="packed", value=act.packed.format)
        yield Fact(code="bytes", value=act.packed.size, form="size")
        yield Fact(code="sha256", value=act.packed.sha256, form="hash")
        return
    for ref in entry.inputs:
        yield Fact(code="sha256", value=ref.sha256, form="hash")


def _ledger_repair(entry: Entry, act: acts.LedgerRepair) -> Iterator[Fact]:
    yield Fact(code="after", value=act.after, form="count")
    for ref in entry.outputs:
        yield Fact(code="torn", value=ref.size, form="size")
        yield Fact(code="sha256", value=ref.sha256, form="hash")


FACTS: dict[type[acts.Act], Callable[[Entry, Any], Iterator[Fact]]] = {
    acts.CaseOpen: _case_open,
    acts.KeyAdd: _key_add,
    acts.KeyRevoke: _key_revoke,
    acts.Collect: _collect,
    acts.Scan: _scan,
    acts.Tag: _tag,
    acts.Note: _note,
    acts.Watch: _watch,
    acts.State: _state,
    acts.Retract: _retract,
    acts.Decide: _decide,
    acts.Attach: _attach,
    acts.Inquire: _inquire,
    acts.Export: _export,
    acts.LedgerRepair: _ledger_repair,
}
