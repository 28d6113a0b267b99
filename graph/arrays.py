"""Steps over the arrays of a snapshot, for questions that the lens lets whole links answer."""

from collections import Counter
from collections.abc import Collection, Iterator

import numpy as np

from ..evidence.links.rows import Lens
from ..evidence.links.view import Links
from .snapshot import Snapshot
from .steps import Steps


class ArraySteps(Steps):
    """The links of a case as a snapshot holds them: a step costs no query."""

    def __init__(
        self,
        links: Links,
        lens: Lens,
        snapshot: Snapshot,
        *,
        hub: int = 0,
        ends: Collection[int] = (),
    ) -> None:
        """Take what is linked from `snapshot`, which knows what `links` knows."""
        super().__init__(links, lens, hub=hub, ends=ends)
        self._snapshot = snapshot

    def _reached(self, ids: Collection[int]) -> set[int]:
        held = self._snapshot
        return set(held.ids[np.unique(held.neighbours(held.places(ids))[0])].tolist())

    def tally(self, ids: Collection[int]) -> Counter[int]:
        """Return how many nodes of these each node is linked with."""
        held = self._snapshot
        others, counts = np.unique(held.neighbours(held.places(ids))[0], return_counts=True)
        return Counter(dict(zip(held.ids[others].tolist(), counts.tolist(), strict=True)))

    def pairs(self, ids: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield (one of these, a node it is linked with), once for each such pair."""
        held = self._snapshot
        others, lengths = held.neighbours(places := held.places(ids))
        ones = np.repeat(held.ids[places], lengths)
        yield from zip(ones.tolist(), held.ids[others].tolist(), strict=True)

    def cost(self, ids: Collection[int]) -> int:
        """Return how many links a step from these looks at."""
        places = self._snapshot.places(ids)
        return int((self._snapshot.starts[places + 1] - self._snapshot.starts[places]).sum())

    def hubs(self, ids: Collection[int]) -> set[int]:
        """Return those of these nodes that have too many links and are no ends."""
        held = self._snapshot
        places = held.places(ids)
        return set(held.ids[places[held.degrees[places] > self.hub]].tolist()) - self.ends


def steps_for(
    links: Links,
    lens: Lens,
    snapshot: Snapshot | None,
    *,
    hub: int = 0,
    ends: Collection[int] = (),
) -> Steps:
    """Return the fastest steps that answer what the lens asks: by arrays, or by tables."""
    whole = lens.is_open and not lens.relations and lens.mentions and lens.decisions
    if snapshot is not None and whole:
        return ArraySteps(links, lens, snapshot, hub=hub, ends=ends)
    return Steps(links, lens, hub=hub, ends=ends)
