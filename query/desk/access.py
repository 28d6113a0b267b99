"""Who may see what of the cases on a desk.

The rule: of an `open` case everybody who may ask the desk sees details; of a `restricted` or
`secret` one only who holds a key that this case itself admits. Everybody else is told that there
is a hit, and whom to ask: of a restricted case its contact, of a secret one the desk's custodian.
It binds whoever uses this program, not somebody who reads the files: docs/guide/desk.md.
"""

from collections.abc import Collection, Iterable
from functools import cache

from ...evidence.desks import Standing
from ...evidence.errors import TruyvetError
from ...evidence.records import KeyCard
from .copying import NotCopied, ledger_size, whole_case
from .desk import Desk, OnDesk


class Viewer:
    """An officer who asks, and what he may see."""

    def __init__(self, desk: Desk, key: str) -> None:
        """`key` is the id of the key that signs."""
        self._desk = desk
        self._key = key
        self._custodian = custodian(desk.standing)
        self._sees = cache(self._look)
        self._cases = {one.place: one for one in desk.cases()}

    def sees(self, place: int) -> bool:
        """Tell whether he sees details of a case; of a register always."""
        return self._sees(place)

    def _look(self, place: int) -> bool:
        one = self._cases.get(place)
        if one is None or one.access == "open":
            return True
        query = "SELECT 1 FROM admitted WHERE place = ? AND key = ?"
        known = self._desk.database.execute(query, (place, self._key)).fetchone() is not None
        try:
            if not known and ledger_size(one) == one.size:
                return False  # nobody was admitted since it was read
            return whole_case(one).ledger.tail().keys.is_valid(self._key)
        except (NotCopied, TruyvetError):
            return known  # it cannot be asked now: as of when it was read last

    def contacts(self, places: Iterable[int]) -> list[str]:
        """Return whom to ask about cases of which he sees no details, each once.

        How many cases stand behind one of them is not told.
        """
        return sorted({self.contact(place) for place in places} - {""})

    def contact(self, place: int) -> str:
        """Return whom to ask about a case; empty where he sees its details."""
        one = self._cases.get(place)
        if one is None or self.sees(place):
            return ""
        told = one.contact if one.access == "restricted" else ""
        return told or self._custodian

    def split(self, places: Collection[int]) -> tuple[list[int], list[str]]:
        """Return (places of which he sees details, whom to ask about the others)."""
        seen = sorted(place for place in set(places) if self.sees(place))
        return seen, self.contacts(places)

    def case(self, place: int) -> OnDesk | None:
        """Return the case at a place; none for a register."""
        return self._cases.get(place)


def keepers(standing: Standing) -> list[KeyCard]:
    """Return whom to ask of those who keep the desk: custodians before who opened it.

    A custodian whom somebody else admitted keeps nothing, and is not named. Where nobody keeps it
    any longer, it is who opened it: a hit is never told without somebody to ask.
    """
    cards = [one.card for one in standing.keys.all()]
    keep = [card for card in cards if card.id in standing.keepers]
    return [card for card in keep if card.role == "custodian"] or keep or cards[:1]


def custodian(standing: Standing) -> str:
    """Return who keeps the desk, in words."""
    return "; ".join(f"{card.name}, {card.unit}" for card in keepers(standing))
