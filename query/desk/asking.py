"""Asking across cases is an act: it is recorded before its answer is given.

Officers who ask at the same time wait for one another here, since the desk's ledger is one chain.
"""

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from ...evidence.acting import Acting
from ...evidence.acts import Inquire
from ...evidence.case import Case
from ...evidence.entry import Entry
from ...evidence.errors import TruyvetError
from ...evidence.laying import append_listed
from ...evidence.links.following import QUESTIONS
from ...evidence.writing import Writer
from ...hashes.canonical import encode

PATIENCE = 60.0
"""Seconds that an officer waits for others who ask at the same time."""
MAX_QUESTIONS = 64
"""Questions that an entry lists itself; all of a longer list stand in an object."""
MAX_BYTES = 8_192
"""Length of the questions that an entry lists itself, as UTF-8."""


@contextmanager
def in_turn(case: Case, patience: float = PATIENCE) -> Iterator[Writer]:
    """Hold a case for writing, waiting while another process holds it; E103 after `patience`."""
    deadline = time.monotonic() + patience
    with ExitStack() as stack:
        writer: Writer | None = None
        while writer is None:
            try:
                writer = stack.enter_context(case.writing())
            except TruyvetError as error:
                if error.code != "E103" or time.monotonic() > deadline:
                    raise
                time.sleep(0.01 + secrets.randbelow(40) / 1000)
        yield writer


def inquire(
    case: Case,
    acting: Acting,
    *,
    command: str,
    questions: Sequence[str],
    covered: int,
    hits: int,
    withheld: int,
) -> Entry:
    """Record a look-up across cases.

    Raises `TruyvetError` E616 where it has no purpose, E704 to E706 where the officer may not ask
    this desk.
    """
    if not acting.purpose.strip():
        raise TruyvetError("E616")
    inline = _inline(questions)
    act = Inquire(
        command=command,
        covered=covered,
        hits=hits,
        question_count=len(questions),
        questions=inline,
        withheld=withheld,
    )
    with in_turn(case) as writer:
        if inline == tuple(questions):
            return writer.append(acting, act)
        return append_listed(writer, acting, act, QUESTIONS, map(encode, questions), rooted=False)


def _inline(questions: Sequence[str]) -> tuple[str, ...]:
    """Return as many questions as an entry lists itself."""
    listed, size = list[str](), 0
    for question in questions[:MAX_QUESTIONS]:
        size += len(question.encode())
        if size > MAX_BYTES or len(question) > 4096:
            break
        listed.append(question)
    return tuple(listed)
