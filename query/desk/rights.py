"""Who may change what a desk says of a case: its keepers, and who holds a key of that case.

Whom a case admits is read from its own ledger. Only the lines about keys are read: that they
follow one another, and who signed them, is checked when something is appended, and by `verify`.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ...evidence.acts import CaseOpen, KeyAdd, KeyRevoke
from ...evidence.case import Case
from ...evidence.desks import Attached, Standing
from ...evidence.entry import Entry, read_leaf
from ...evidence.errors import TruyvetError
from ...evidence.records import KeyCard

_MARKS = (b'"type":"case.open"', b'"type":"key.add"', b'"type":"key.revoke"')
NOW = "9"
"""A time after all that were recorded: what counts is who is admitted still."""


class Admissions:
    """Whom cases admit, each ledger read once; an `Admits` of `evidence.desks`."""

    def __init__(self) -> None:
        self._at = cache(_admitted_at)

    def __call__(self, case: str, folders: Sequence[str], key: str, utc: str) -> bool | None:
        """Tell whether a case admitted a key at a time; none where it is in none of the folders.

        Whoever was admitted only later counts too: he may say the same again.
        """
        for folder in dict.fromkeys(folders):
            found = self._at(folder)
            if found is not None and found[0] == case:
                until = found[1].get(key)
                return until is not None and (not until or utc < until)
        return None


def _admitted_at(folder: str) -> tuple[str, dict[str, str]] | None:
    """Return (id of the case in a folder, until when it admits each key; empty for still)."""
    keys, case = dict[str, str](), ""
    try:
        for line in Case(Path(folder)).ledger.lines():
            if line.ends and any(mark in line.content for mark in _MARKS):
                entry = read_leaf(line.content).entry
                case = case or entry.case
                _follow(keys, entry)
    except (TruyvetError, OSError, ValueError):
        return None
    return (case, keys) if case else None


def _follow(keys: dict[str, str], entry: Entry) -> None:
    act = entry.act
    if isinstance(act, CaseOpen | KeyAdd):
        keys.setdefault(act.key.id, "")
    elif isinstance(act, KeyRevoke) and keys.get(act.key) == "":
        keys[act.key] = entry.time.utc


def check_right(
    standing: Standing, known: Attached, folder: str, card: KeyCard, *, remembered: bool
) -> None:
    """Raise `TruyvetError` E625 where the holder of a key may not change what is said of a case.

    E704 to E706 and E712 where he may not sign such an act on the desk at all. `folder` is where
    the case is said to stand now; `remembered` whether it admitted the key when it was read last,
    which counts where it is out of reach.
    """
    standing.keys.require(card, "attach")
    if card.id in standing.keepers:
        return
    right = Admissions()(known.act.attached, (known.act.path, folder), card.id, NOW)
    if not (remembered if right is None else right):
        raise not_yours(standing)


def not_yours(standing: Standing) -> TruyvetError:
    """Return the error E625, with who keeps the desk."""
    names = [one.card.name for one in standing.keys.all() if one.card.id in standing.keepers]
    return TruyvetError("E625", keepers=", ".join(names) or "nobody")
