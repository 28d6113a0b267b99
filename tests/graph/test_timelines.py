"""A timeline holds all that is dated of a node, in order, and counts the rest."""

from pathlib import Path

import pytest
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.steps import Steps
from truyvet.graph.timelines import Timeline, timeline

TOLD = [
    statement(("1", "2", "called", "2026-01-03T08:00:00Z")),
    statement(("3", "1", "messaged", "2026-01-02")),
    statement(("1", "2", "called", "2026-01-01T09:30:00.5Z")),
    statement(("1", "2", "called", "2026-01-01T09:30:00Z")),
    statement(("1", "4", "uses")),
    statement(("2", "3", "called", "2026-01-01")),
    statement(("1", "2", "called", "2025")),
]


def asked(folder: Path, *names: str, lens: Lens | None = None) -> Timeline:
    with Links.open(linked(folder, TOLD)) as links:
        rows = [links.find(parse_node(node(name))) for name in names]
        ids = [row.id for row in rows if row is not None]
        return timeline(links, Steps(links, lens or Lens()), ids)


def numbers(told: Timeline) -> list[int]:
    return [one.statement.n for one in told.moments]


def test_it_is_in_the_order_of_times_whatever_their_form(tmp_path: Path) -> None:
    assert numbers(asked(tmp_path / "case", "1")) == [6, 3, 2, 1, 0]


def test_what_has_no_time_is_counted_only(tmp_path: Path) -> None:
    assert asked(tmp_path / "case", "1").undated == 1
    told = asked(tmp_path / "other", "4")
    assert (told.moments, told.undated) == ((), 1)


def test_of_several_nodes_each_statement_is_told_once(tmp_path: Path) -> None:
    assert sorted(numbers(asked(tmp_path / "case", "1", "2"))) == [0, 1, 2, 3, 5, 6]


def test_it_knows_the_nodes_it_speaks_of(tmp_path: Path) -> None:
    told = asked(tmp_path / "case", "1")
    assert {row.node.value for row in told.nodes.values()} == {"1", "2", "3"}


@pytest.mark.parametrize(
    ("lens", "wanted"),
    [
        (Lens(since="2026-01-02"), [1, 0]),
        (Lens(until="2025-12-31"), [6]),
        (Lens(relations=frozenset({"messaged"})), [1]),
        (Lens(least_grade="B2"), []),
    ],
)
def test_only_what_the_lens_lets_through_is_told(
    tmp_path: Path, lens: Lens, wanted: list[int]
) -> None:
    assert numbers(asked(tmp_path / "case", "1", lens=lens)) == wanted
