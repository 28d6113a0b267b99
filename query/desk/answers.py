"""Is it known in any case of the desk? The look-up, split by what the officer may see, in full.

The look-up index says where; what is told of a case is read from the case itself, and of a row of
a register from the stored table. Nothing is asked of a case that holds no hit;
but for a name, which may stand in a text alone: for it all cases that he may see are asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ...evidence.errors import TruyvetError
from ..intexts import in_texts
from ..known import Answer, known, names_in
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

    @property
    def weak(self) -> str:
        """Why the value asked for is not surely what it knows; empty where it is."""
        if self.answer is None or not self.answer.known:
            return weakness(hit.weak for hit in self.hits if hit.count)
        if self.answer.texts and self.answer.texts.texts:
            return ""
        return weakness(one.weak for one in self.answer.readings)


@dataclass(frozen=True, kw_only=True, slots=True)
class InRegister:
    """Rows of a register in which a value stands."""

    register: Register
    """The register."""
    rows: tuple[tuple[StoredRow, tuple[Hit, ...]], ...]
    """The first of them, each with what was met in it."""
    count: int
    """How many there are."""
    weak: str = ""
    """Why the value asked for is surely in none of them; empty where it is."""
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
    weaker: list[str] = field(default_factory=list)
    """Those of them who have only hits by weaker spellings."""
    in_texts: bool = False
    """Whether it was looked for in the texts of the cases of which he sees details."""
    unread: list[tuple[OnDesk, str]] = field(default_factory=list)
    """Such whose texts could not be looked into, with the reason."""

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

    Each case with a hit that he may see is opened once; where a value may be a name, each case that
    he may see.
    """
    answers = list[AnswerAll]()
    asking: dict[int, list[tuple[str, InCase]]] = {}
    for value in values:
        found = look_up(desk, value)
        answer = AnswerAll(asked=value, tried=found.tried)
        answer.in_texts = bool(names_in(value, found.tried))
        answers.append(answer)
        for one in _in_cases(viewer, found):
            answer.cases.append(one)
            asking.setdefault(one.case.place, []).append((value, one))
        places = {hit.place for hit in found.hits if hit.count}
        answer.contacts = viewer.contacts(places)
        surely = viewer.contacts({hit.place for hit in found.hits if hit.count and not hit.weak})
        answer.weaker = [one for one in answer.contacts if one not in surely]
        answer.registers = list(_in_registers(desk, found))
    for wanted in asking.values():
        _ask([value for value, _ in wanted], [one for _, one in wanted], limit)
    named = [one for one in answers if one.in_texts]
    for case in desk.cases() if named else ():
        if viewer.sees(case.place):
            _look_in_texts(case, named, limit)
    for answer in answers:
        answer.gone = [one for one in answer.cases if not one.known]
        answer.cases = [one for one in answer.cases if one.known]
        answer.cases.sort(key=lambda one: one.case.place)
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


def _look_in_texts(case: OnDesk, named: Iterable[AnswerAll], limit: int) -> None:
    """Look in a case's texts for names of which the look-up index knows nothing there."""
    wanted = [one for one in named if all(held.case.place != case.place for held in one.cases)]
    if not wanted:
        return
    try:
        with opened(whole_case(case)) as source:
            for one in wanted:
                if in_texts(source, names_in(one.asked, one.tried)[0], 0).texts:
                    (answer,) = known(source, [one.asked], limit=limit)
                    found = InCase(case=case, hits=(), answer=answer)
                    one.cases += [found] if found.known else []
    except (NotCopied, TruyvetError) as error:
        for one in wanted:
            one.unread.append((case, str(error)))


def weakness(reasons: Iterable[str]) -> str:
    """Return why none of some hits is sure; empty where one is, or where there are none."""
    told = list(reasons)
    return "; ".join(dict.fromkeys(told)) if all(told) else ""


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
        weak = weakness(hit.weak for hits in rows.values() for hit in hits)
        yield InRegister(
            register=register, rows=tuple(told), count=len(rows), weak=weak, reason=reason
        )
