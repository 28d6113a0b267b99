"""Is it known in any case of the desk? The look-up, split by what the officer may see, in full.

The look-up index says where; what is told of a case is read from the case itself, and of a row of
a register from the stored table. Nothing is asked of a case that holds no hit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ...evidence.errors import TruyvetError
from ..known import Answer, known
from ..source import opened
from ..spellings import Spelling
from .access import Viewer
from .copying import NotCopied, whole_case
from .desk import Desk, OnDesk, Register
from .lookup import Found, Hit, look_up
from .registers import StoredRow, stored_row

MOST_ROWS = 20
"""Rows of a register that are told of one value; they are counted all."""


@dataclass(kw_only=True, slots=True)
class InCase:
    """What a case knows of a value."""

    case: OnDesk
    """The case."""
    hits: tuple[Hit, ...]
    """What the look-up index knows."""
    answer: Answer | None = None
    """What the case itself says; none where it cannot be asked."""
    reason: str = ""
    """Why it cannot."""

    @property
    def known(self) -> bool:
        """Whether it knows of the value still; as of when it was read where it cannot be asked."""
        if self.answer is None:
            return any(hit.count for hit in self.hits)
        return self.answer.known


@dataclass(frozen=True, kw_only=True, slots=True)
class InRegister:
    """Rows of a register in which a value stands."""

    register: Register
    """The register."""
    rows: tuple[tuple[StoredRow, tuple[Hit, ...]], ...]
    """The first of them, each with what was met in it."""
    count: int
    """How many there are."""
    reason: str = ""
    """Why they cannot be told; empty if they can."""


@dataclass(kw_only=True, slots=True)
class AnswerAll:
    """What is known of a value across cases, as far as the officer may see it."""

    asked: str
    """As it was typed."""
    tried: tuple[Spelling, ...]
    """All that it was looked up as."""
    cases: list[InCase] = field(default_factory=list)
    """Cases of which he sees details, and which know of it."""
    gone: list[InCase] = field(default_factory=list)
    """Such that know of it no longer, and tell who took it back."""
    registers: list[InRegister] = field(default_factory=list)
    """Registers."""
    contacts: list[str] = field(default_factory=list)
    """Whom to ask about hits of which he sees no more."""

    @property
    def known(self) -> bool:
        """Whether there is any hit, of which he sees details or not."""
        return bool(self.cases or self.registers or self.contacts)

    @property
    def hits(self) -> int:
        """How many answers he is given: cases, rows, and contacts."""
        rows = sum(one.count for one in self.registers)
        return len(self.cases) + rows + len(self.contacts)


def known_everywhere(
    desk: Desk, viewer: Viewer, values: Sequence[str], *, limit: int
) -> list[AnswerAll]:
    """Return for each value, in order, what is known of it; `limit` as of `query.known`.

    Each case with a hit that he may see is opened once.
    """
    answers = list[AnswerAll]()
    asking: dict[int, list[tuple[str, InCase]]] = {}
    for value in values:
        found = look_up(desk, value)
        answer = AnswerAll(asked=value, tried=found.tried)
        answers.append(answer)
        for one in _in_cases(viewer, found):
            answer.cases.append(one)
            asking.setdefault(one.case.place, []).append((value, one))
        answer.contacts = viewer.contacts({hit.place for hit in found.hits if hit.count})
        answer.registers = list(_in_registers(desk, found))
    for wanted in asking.values():
        _ask([value for value, _ in wanted], [one for _, one in wanted], limit)
    for answer in answers:
        answer.gone = [one for one in answer.cases if not one.known]
        answer.cases = [one for one in answer.cases if one.known]
    return answers


def _in_cases(viewer: Viewer, found: Found) -> Iterator[InCase]:
    for place in dict.fromkeys(hit.place for hit in found.hits):
        case = viewer.case(place)
        if case is not None and viewer.sees(place):
            hits = tuple(hit for hit in found.hits if hit.place == place)
            yield InCase(case=case, hits=hits)


def _ask(values: list[str], wanted: list[InCase], limit: int) -> None:
    """Ask one case about values, each for one of `wanted`."""
    case = wanted[0].case
    try:
        with opened(whole_case(case)) as source:
            for one, answer in zip(wanted, known(source, values, limit=limit), strict=True):
                one.answer = answer
    except (NotCopied, TruyvetError) as error:
        for one in wanted:
            if one.answer is None:
                one.reason = str(error)


def _in_registers(desk: Desk, found: Found) -> Iterator[InRegister]:
    for register in desk.registers():
        rows = dict[int, list[Hit]]()
        for hit in found.hits:
            if hit.place == register.place:
                rows.setdefault(hit.row, []).append(hit)
        if not rows:
            continue
        told = list[tuple[StoredRow, tuple[Hit, ...]]]()
        reason = ""
        try:
            for row, hits in islice(rows.items(), MOST_ROWS):
                told.append((stored_row(desk, register, row), tuple(hits)))
        except TruyvetError as error:
            reason = str(error)
        yield InRegister(register=register, rows=tuple(told), count=len(rows), reason=reason)
