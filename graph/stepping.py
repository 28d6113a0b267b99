"""What a search asks of a graph: an interface, so that tables, arrays and tests can answer it."""

from collections.abc import Collection, Iterator
from typing import Protocol


class Stepping(Protocol):
    """Steps from nodes to those they are linked with."""

    def reached(self, ids: Collection[int]) -> set[int]:
        """Return all nodes that are linked with any of these."""

    def pairs(self, ids: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield (one of these, a node it is linked with), once or more for each such pair."""

    def cost(self, ids: Collection[int]) -> int:
        """Return about how many links a step from these would look at."""

    def weights(self, ids: Collection[int]) -> dict[int, float]:
        """Return how little it tells that a path passes each node: the less, the better."""
