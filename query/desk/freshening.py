"""Bringing the look-up index up to date by itself before it is asked, where that takes no time.

An officer who states something and asks at once wants to meet it. What was scanned or collected
since, and whatever is new in a large case, is left to `truyvet desk refresh`.
"""

import os
from contextlib import suppress
from itertools import islice
from pathlib import Path

from ...evidence.acts import Collect, Scan, State
from ...evidence.database import INDEX_NAME
from ...evidence.durable import open_plain
from ...evidence.entry import Entry, read_leaf
from ...evidence.ledger import LEDGER_NAME
from ...evidence.links.schema import LINKS_NAME
from .copying import NotCopied, refresh_case
from .desk import Desk, OnDesk, opened
from .lookup import standing

MOST_CASES = 20
"""Cases that are brought up to date before one question."""
MOST_NEW = 64 << 10
"""Bytes of new entries."""
MOST_STATED = 1_000
"""Statements of one of them."""
MOST_HELD = 64 << 20
"""Bytes of each of the case's indexes: some of what is copied is counted anew from all of it."""


def freshen(desk: Desk) -> None:
    """Copy what is new in cases in which that is little; what hinders it, an answer tells."""
    if not os.access(desk.case.folder, os.W_OK):
        return
    late = (one for one in desk.cases() if standing(one).state == "behind" and _is_little(one))
    wanted = list(islice(late, MOST_CASES))
    if wanted:
        with opened(desk.case.folder, writable=True) as writable:
            for one in wanted:
                with suppress(NotCopied):
                    refresh_case(writable, one)


def _is_little(one: OnDesk) -> bool:
    """Tell whether what is new in a case is little, and may be read by who asks."""
    folder = Path(one.path)
    try:
        indexes = [(folder / name).stat().st_size for name in (LINKS_NAME, INDEX_NAME)]
        if one.problem or not one.entries or max(indexes) > MOST_HELD:
            return False
        with open_plain(folder / LEDGER_NAME) as file:
            file.seek(one.size)
            new = file.read(MOST_NEW + 1)
        if not new.endswith(b"\n") or len(new) > MOST_NEW or not os.access(folder, os.W_OK):
            return False
        return all(_is_small(read_leaf(line).entry) for line in new.splitlines())
    except (OSError, ValueError):
        return False


def _is_small(entry: Entry) -> bool:
    act = entry.act
    if isinstance(act, State):
        return act.count <= MOST_STATED
    return not isinstance(act, Scan | Collect)
