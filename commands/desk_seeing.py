"""What of a desk is shown to who calls: which cases are named to him, and who asked what.

Whoever has a key at hand is taken to be its holder; it is not opened for this. It binds who uses
the program, not who reads the files of the desk: docs/guide/desk.md.
"""

from collections.abc import Callable
from functools import cached_property

from ..evidence.acts import Act, Attach, Inquire
from ..evidence.case import Case
from ..evidence.desks import Standing
from ..evidence.errors import TruyvetError
from ..query.desk.desk import Desk, OnDesk, standing_on
from ..query.desk.rights import NOW, Admissions
from .context import keyring
from .output import counted


def nothing_is_remembered(place: int, key: str) -> bool:
    """Stand for a look-up index that is not asked."""
    del place, key
    return False


class Reader:
    """Who calls, by the keys that he has at hand."""

    def __init__(
        self, standing: Standing, remembered: Callable[[int, str], bool] = nothing_is_remembered
    ) -> None:
        """`remembered` tells whether the case at a place admitted a key when it was read last."""
        self._standing = standing
        self._remembered = remembered
        self._admits = Admissions()
        self._own = {file.card.id for file in keyring().files()}
        self._named = dict[str, bool]()
        self._told = standing.told()

    @cached_property
    def is_admitted(self) -> bool:
        """Whether the desk admits him."""
        return any(map(self._standing.keys.is_valid, self._own))

    def names(self, case: str) -> bool:
        """Tell whether the case with this id, that stands or stood on the desk, is named to him.

        A secret one to who keeps the desk and who holds a key that it admits; another to all whom
        the desk admits, too.
        """
        if case not in self._named:
            self._named[case] = self._look(case)
        return self._named[case]

    def _look(self, case: str) -> bool:
        known = self._told.get(case)
        if known is None or self._own & self._standing.keepers:
            return known is not None
        if known.act.access in ("open", "restricted") and self.is_admitted:
            return True
        return any(self._holds(case, known.act.path, known.place, key) for key in self._own)

    def _holds(self, case: str, folder: str, place: int, key: str) -> bool:
        right = self._admits(case, (folder,), key, NOW)
        return self._remembered(place, key) if right is None else right

    @cached_property
    def knows_any(self) -> bool:
        """Whether the desk admits him, or a case that stands or stood on it is named to him."""
        return self.is_admitted or any(map(self.names, self._told))

    def withholds(self, act: Act) -> bool:
        """Tell whether an act of the desk's ledger is not told him."""
        if isinstance(act, Inquire):
            return not self.is_admitted
        return isinstance(act, Attach) and not self.names(act.attached)


def reader_of(desk: Desk) -> Reader:
    """Return who calls, at an open desk."""
    return Reader(desk.standing, lambda place, key: was_admitted(desk, place, key))


def reader_at(case: Case) -> Reader:
    """Return who calls, at a case that is a desk by its ledger; its look-up index is not read."""
    return Reader(standing_on(case))


def was_admitted(desk: Desk, place: int, key: str) -> bool:
    """Tell whether a case admitted a key when it was read last."""
    query = "SELECT 1 FROM admitted WHERE place = ? AND key = ?"
    return desk.database.execute(query, (place, key)).fetchone() is not None


def find_named(desk: Desk, text: str) -> OnDesk:
    """Return the case that `Desk.find_case` finds; one that is not named to who calls is not there.

    Raises `TruyvetError` E617 or E618.
    """
    return desk.find_case(text, reader_of(desk).names)


def require_admitted(reader: Reader) -> None:
    """Raise `TruyvetError` E626 where the desk admits no key of who calls."""
    if not reader.is_admitted:
        raise TruyvetError("E626")


def require_told(reader: Reader) -> None:
    """Raise `TruyvetError` E626 where neither the desk nor a case on it admits who calls."""
    if not reader.knows_any:
        raise TruyvetError("E626")


def unnamed_text(count: int) -> str:
    """Return how many cases are not named to who calls, as one line."""
    return f"{counted(count, 'more case')} not named to you"
