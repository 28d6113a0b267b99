"""What officers found that extractors saw wrongly, so that a later scan does not revive it.

An observation has the same id whenever the same extractor sees the same value at the same place of
the same item (docs/spec/scan.md). One whose id was retracted, and that says the same, does not
count again. Memory: about 200 bytes for each observation that was ever retracted.
"""

import sqlite3

import msgspec

from ..scans.observation import Observation, observation_id

Triple = tuple[int, str, int]
"""What is said: numbers of subject and object, and the relation between them."""
_OBSERVATIONS = msgspec.json.Decoder(Observation)


class Struck:
    """The observations that were retracted, as the second index keeps them."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Read those of an open database; more go into it within the caller's transaction."""
        self._database = database
        self.places = set[tuple[int, int]]()
        """(item, source) of each: at all others nothing was retracted."""
        self._ended = dict[tuple[str, Triple], int]()
        query = "SELECT observation, a, relation, b, item, source, seq FROM struck"
        for name, a, relation, b, item, source, seq in database.execute(query):
            self._ended[name, (a, relation, b)] = seq
            self.places.add((item, source))

    def add(self, line: bytes, said: Triple, place: tuple[int, int], seq: int) -> None:
        """Take in that entry `seq` retracted an observation, which said this."""
        key = _name(line), said
        if key[0] and key not in self._ended:
            self._ended[key] = seq
            self.places.add(place)
            row = (key[0], *said, *place, seq)
            self._database.execute("INSERT INTO struck VALUES (?,?,?,?,?,?,?)", row)

    def ended(self, line: bytes, said: Triple) -> int | None:
        """Return the entry that retracted the same before; none where none did."""
        return self._ended.get((_name(line), said))


def _name(line: bytes) -> str:
    """Return the id of an observation; empty where the line is none, as `verify` will tell."""
    try:
        return observation_id(_OBSERVATIONS.decode(line))
    except (msgspec.MsgspecError, UnicodeError):
        return ""
