"""Making a desk: a case, and the look-up index beside it.

A kill between the two leaves a case that nothing has happened in. It is no desk yet: made once
more, by the same officer and with the same words, it becomes one.
"""

import os
from pathlib import Path

from ...evidence.acting import Acting
from ...evidence.case import Case, create
from ...evidence.desks import DESK_NAME
from ...evidence.errors import TruyvetError
from ...evidence.ledger import LEDGER_NAME
from .database import make_index


def make_desk(folder: Path, acting: Acting, *, title: str, number: str) -> Case:
    """Make a desk at `folder`, or finish one that was begun so.

    Raises what `create` raises: `TruyvetError` E102 where anything else stands there.
    """
    begun = _begun(folder, acting, title, number)
    case = begun or create(folder, acting, title=title, number=number)
    with case.writing() as writer:  # nobody else finishes it meanwhile
        if writer.tail.seq > 1 or (case.folder / DESK_NAME).exists():
            raise TruyvetError("E102", path=folder)
        make_index(case.folder, writer.tail.case_id)
    return case


def _begun(folder: Path, acting: Acting, title: str, number: str) -> Case | None:
    """Return the case that a kill left of such a desk; none where there is no such case."""
    if not (folder / LEDGER_NAME).is_file() or (folder / DESK_NAME).exists():
        return None
    case = Case(Path(os.path.realpath(folder)))
    try:
        _, opening = case.opening()
    except TruyvetError:
        return None
    wanted = (title, number, acting.signer.card.id)
    return case if (opening.title, opening.number, opening.key.id) == wanted else None
