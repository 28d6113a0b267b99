"""What acts say of links, by the ledger alone: that the statements and decisions they name exist.

Statements and observations are numbered within their entry, and entries tell how many they have;
so no list need be read for it. The verifier asks here, and so does whoever records such acts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..acts import Decide, Inquire, Retract, Scan, State
from ..entry import Entry
from ..records import Ref
from .node import parse_node

STATEMENTS = "statements"
"""Kind of the object that a `state` entry names."""
QUESTIONS = "questions"
"""Kind of the object that an `inquire` entry names where it does not list all it was asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A decision that stands in the ledger."""

    decision: str
    """What was decided."""
    nodes: frozenset[str]
    """Of whom."""
    key: str
    """Key of the officer."""
    confirms: bool
    """Whether it only confirms another one."""


@dataclass(kw_only=True, slots=True)
class LinkFacts:
    """What was read of links so far, entry by entry."""

    states: list[tuple[int, State, Ref]] = field(default_factory=list)
    """(entry, act, list) of each `state` entry."""
    questions: list[tuple[int, Inquire, Ref]] = field(default_factory=list)
    """(entry, act, list) of each `inquire` entry that has one."""
    _counts: dict[int, int] = field(default_factory=dict)
    _decided: dict[int, Decided] = field(default_factory=dict)

    def follow(self, entry: Entry) -> Iterator[tuple[str, dict[str, object]]]:
        """Take in an entry; yield (code, facts) of what it names and was not there before."""
        act, seq = entry.act, entry.seq
        lists = {ref.kind: ref for ref in entry.outputs}
        if isinstance(act, State) and STATEMENTS in lists:
            self._counts[seq] = lists[STATEMENTS].count or 0
            self.states.append((seq, act, lists[STATEMENTS]))
        elif isinstance(act, Scan) and "observations" in lists:
            self._counts[seq] = lists["observations"].count or 0
        elif isinstance(act, Inquire) and QUESTIONS in lists:
            self.questions.append((seq, act, lists[QUESTIONS]))
        elif isinstance(act, Retract):
            yield from self._missing(seq, act.statements)
        elif isinstance(act, Decide):
            yield from self._missing(seq, act.evidence)
            for of in (act.undoes, act.confirms):
                if of is not None and not self._fits(of, entry, act):
                    yield "E327", {"seq": of}
            self._decided[seq] = Decided(
                decision=act.decision, nodes=frozenset((act.left, act.right)),
                key=entry.actor.key, confirms=act.confirms is not None,
            )  # fmt: skip

    def _missing(self, seq: int, names: tuple[str, ...]) -> Iterator[tuple[str, dict[str, object]]]:
        for name in names:
            of, n = map(int, name.split(":"))
            if of >= seq or n >= self._counts.get(of, 0):
                yield "E326", {"name": name}

    def _fits(self, of: int, entry: Entry, act: Decide) -> bool:
        """Tell whether an earlier entry decided on the same nodes what this takes up."""
        known = self._decided.get(of)
        if known is None or known.nodes != {act.left, act.right}:
            return False
        if act.confirms is None:
            return True
        return (
            known.decision == act.decision != "undo"
            and known.key != entry.actor.key
            and not known.confirms
        )


def link_misfits(entry: Entry) -> Iterator[str]:
    """Yield in what an act about links does not fit the entry around it."""
    act, kinds = entry.act, [ref.kind for ref in entry.outputs]
    if isinstance(act, State):
        if kinds != [STATEMENTS]:
            yield "it names other objects than its statements"
        elif entry.outputs[0].count != act.count or not act.count:
            yield "it counts other statements than its list has"
        return
    if isinstance(act, Inquire):
        yield from _inquiry(act, entry.outputs)
        return
    if kinds:
        yield "it makes objects"
    if isinstance(act, Decide):
        if (act.decision == "undo") != (act.undoes is not None):
            yield "it takes a decision back only by half"
        if act.undoes is not None and act.confirms is not None:
            yield "it takes a decision back and confirms one"
        if act.left == act.right:
            yield "it decides of one node alone"
        for text in (act.left, act.right):
            try:
                parse_node(text)
            except ValueError as error:
                yield str(error)


def _inquiry(act: Inquire, outputs: tuple[Ref, ...]) -> Iterator[str]:
    if len(act.questions) > act.question_count:
        yield "it lists more questions than it counts"
    listed = [(ref.kind, ref.count) for ref in outputs]
    if listed != [(QUESTIONS, act.question_count)] * (len(act.questions) < act.question_count):
        yield "it names other objects than the list of the questions it leaves out"
