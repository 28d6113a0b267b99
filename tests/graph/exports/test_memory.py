"""Constant memory: four times the graph takes no more of it, in every format."""

import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from tests.graph.support.graphs import SEEN, TELLING, edge, node

from truyvet.graph.exports.columns import survey
from truyvet.graph.exports.table import EXPORTS, exporter
from truyvet.graph.model import GraphEdge, GraphNode


@dataclass(frozen=True, kw_only=True)
class Star:
    """A hub with any number of places around it, each link with facts and evidence."""

    count: int
    """Links."""

    about = TELLING

    def nodes(self) -> Iterator[GraphNode]:
        """Yield the hub, then the places."""
        yield node("phone", "+84900000000", "hub", names=("tổng đài",))
        for number in range(self.count):
            where = {"latitude": f"{number % 90}.5", "longitude": f"{number % 180}.25"}
            yield replace(node("cell", f"{number:07}", f"trạm {number}\u202e"), facts=where)

    def edges(self) -> Iterator[GraphEdge]:
        """Yield a link from the hub to every place."""
        for number in range(self.count):
            yield edge(
                number, "phone:+84900000000", "seen_at", f"cell:{number:07}", grade="B2",
                first="2026-01-02", facts={"sum s": str(number)},
                evidence=(replace(SEEN, name=f"5:{number}"),),
            )  # fmt: skip


class Nowhere(io.RawIOBase):
    """Takes any number of bytes and keeps none; it cannot be sought in, as a pipe."""

    def write(self, block: Any) -> int:
        """Take a block."""
        return len(block)


def peak(name: str, count: int) -> int:
    """Bytes that writing a star takes at most."""
    tracemalloc.start()
    exporter(name).write(Star(count=count), Nowhere())  # type: ignore[arg-type]
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


@pytest.mark.parametrize("name", EXPORTS)
def test_four_times_the_links_of_a_hub_take_no_more_memory(name: str) -> None:
    peak(name, 5)  # imports and caches
    assert peak(name, 2_000) < 1.3 * peak(name, 500) + 300_000


def test_a_survey_of_any_graph_takes_no_more_memory() -> None:
    def held(count: int) -> int:
        tracemalloc.start()
        survey(Star(count=count))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    held(5)
    assert held(4_000) < 1.3 * held(500) + 20_000


@pytest.mark.parametrize("name", EXPORTS)
def test_a_graph_is_passed_over_as_often_for_any_size(name: str) -> None:
    class Counting(Star):
        passes: list[str] = []  # noqa: RUF012 - counted across both kinds

        def nodes(self) -> Iterator[GraphNode]:
            self.passes.append("nodes")
            return super().nodes()

        def edges(self) -> Iterator[GraphEdge]:
            self.passes.append("edges")
            return super().edges()

    exporter(name).write(Counting(count=3), Nowhere())  # type: ignore[arg-type]
    assert Counting.passes.count("nodes") <= 3
    assert Counting.passes.count("edges") <= 3
