"""Stating facts about people and things, ending them, and deciding who is who: acts of an officer.

What the verifier would object to is never written. Format: docs/spec/links.md.
"""

import re
from collections.abc import Iterable, Sequence

from ...hashes.canonical import decode_record, encode_record
from ..acting import Acting
from ..acts import Act, Decide, Retract, State
from ..entry import Entry
from ..errors import TruyvetError
from ..index import Index
from ..laying import append_listed
from ..writing import Writer
from .following import STATEMENTS, LinkFacts, link_misfits
from .identity import Decision, joining, parting, settle
from .statement import Statement, contradictions, items_of

MAX_RETRACTED = 256
"""Statements that one `retract` entry ends."""
_IDENTITY = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9]{1,15}:[0-9]{1,15}")


def state(writer: Writer, acting: Acting, statements: Iterable[Statement], note: str = "") -> Entry:
    """Record statements of the officer, in their order; the first is number 0 of the entry.

    Raises `TruyvetError` E574 where one cannot be stated: a node of an unknown kind, an item that
    the case does not hold, the co-occurrence that is never recorded, or none given at all.
    """
    known = set[str]()
    lines = [_line(writer.index, statement, known) for statement in statements]
    if not lines:
        raise TruyvetError("E574", reason="no statement was given")
    act = State(count=len(lines), note=note)
    return append_listed(writer, acting, act, STATEMENTS, lines, rooted=True)


def _line(index: Index, statement: Statement, known: set[str]) -> bytes:
    """Return the line of a statement; `known` are items that were asked for before."""
    for reason in contradictions(statement):
        raise TruyvetError("E574", reason=reason)
    for item in items_of(statement) - known:
        if not _IDENTITY.fullmatch(item) or next(index.items(name=item), None) is None:
            raise TruyvetError("E574", reason=f"the case has no item with the id {item[:80]}")
        known.add(item)
    try:
        line = encode_record(statement)
        decode_record(line, Statement)  # nobody checks the fields of a record while it is made
    except ValueError as error:
        raise TruyvetError("E574", reason=error) from error
    return line


def retract(writer: Writer, acting: Acting, names: Sequence[str], reason: str) -> Entry:
    """End statements, or find observations wrong, by their short names (`5:12`).

    Raises `TruyvetError` E575 where nothing has such a name, E574 for none or too many.
    """
    if not 0 < len(names) <= MAX_RETRACTED:
        raise TruyvetError("E574", reason=f"one act ends 1 to {MAX_RETRACTED} statements")
    for name in names:
        if not _NAME.fullmatch(name):
            raise TruyvetError("E575", name=name, reason="it is no short name")
    act = Retract(reason=reason, statements=tuple(names))
    _refuse(writer, acting, act)
    return writer.append(acting, act)


def decide(writer: Writer, acting: Acting, decision: Decide) -> Entry:
    """Record a decision on who is who.

    Raises `TruyvetError` E573 where a live decision says the contrary, E575 where it undoes or
    confirms what is no such decision or rests on what is not there, E574 for nodes of no kind.
    """
    _refuse(writer, acting, decision)
    if decision.undoes is None and decision.confirms is None:
        _refuse_contradiction(writer, decision)
    return writer.append(acting, decision)


def _refuse(writer: Writer, acting: Acting, act: Act) -> None:
    """Refuse an act that the verifier would object to, as things stand."""
    facts = LinkFacts()
    for signed in writer.layout.ledger.entries():
        for _ in facts.follow(signed.entry):
            pass  # what is wrong in the ledger already is for `verify` to tell
    entry, _ = writer.prepare(acting, act)
    for reason in link_misfits(entry):
        raise TruyvetError("E574", reason=reason)
    for code, told in facts.follow(entry):
        if code == "E326":
            raise TruyvetError("E575", name=told["name"], reason="no such statement was there")
        raise TruyvetError("E575", name=f"entry {told['seq']}", reason="no such decision was there")


def _refuse_contradiction(writer: Writer, new: Decide) -> None:
    """Refuse to decide what a live decision, or what follows from several, says otherwise."""
    numbers = dict[str, int]()
    recorded = list[Decision]()
    for signed in writer.layout.ledger.entries():
        if isinstance(signed.entry.act, Decide):
            recorded.append(numbered(signed.entry.seq, signed.entry.act, numbers))
    wanted = numbered(writer.tail.seq, new, numbers)
    settled, roots = settle(recorded)
    live = [one for one in settled if one.is_live]
    pair = {wanted.a, wanted.b}
    against = None
    if new.decision == "different" and roots.get(wanted.a, -1) == roots.get(wanted.b, -2):
        against = max(joining(live, wanted.a, wanted.b), key=lambda one: one.seq)
    elif new.decision == "same":
        ends = {roots.get(wanted.a, wanted.a), roots.get(wanted.b, wanted.b)}
        against = next(iter(parting(live, roots, ends)), None)
    elif new.decision == "unsure":
        decided = (one for one in live if {one.a, one.b} == pair and one.decision != "unsure")
        against = next(decided, None)
    if against is not None:
        raise TruyvetError(
            "E573", left=new.left, right=new.right, decision=new.decision, seq=against.seq
        )


def numbered(seq: int, act: Decide, numbers: dict[str, int]) -> Decision:
    """Return a decision as `settle` takes it; `numbers` grows by the nodes that it has not."""
    a, b = (numbers.setdefault(node, len(numbers)) for node in (act.left, act.right))
    return Decision(
        seq=seq, decision=act.decision, a=a, b=b, confirms=act.confirms, undoes=act.undoes
    )
