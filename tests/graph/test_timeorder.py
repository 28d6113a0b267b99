"""Paths in time order are those that a search through all paths finds."""

from collections.abc import Iterator
from itertools import pairwise, permutations, product
from pathlib import Path
from random import Random

import networkx as nx
import pytest
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens, StatementRow
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.view import Links
from truyvet.graph.paths import Question, find_paths
from truyvet.graph.steps import Steps
from truyvet.graph.timeorder import in_time_order, span_of


def names_of(links: Links, routes: tuple[tuple[int, ...], ...]) -> list[list[str]]:
    return [[links.node(one).node.value for one in route] for route in routes]


def asked(folder: Path, told: list[Statement], one: str, two: str, **how: int) -> list[list[str]]:
    with Links.open(linked(folder, told)) as links:
        ends = [links.find(parse_node(node(name))) for name in (one, two)]
        ids = [row.id for row in ends if row is not None]
        found = in_time_order(Steps(links, Lens()), ids[0], ids[1], most=how.get("most", 9))
        return names_of(links, found.routes)


def random_calls(seed: int) -> list[tuple[str, str, str, str]]:
    chance = Random(seed)
    graph = nx.gnm_random_graph(9, 16, seed=seed)
    calls = []
    for one, two in graph.edges:
        days = [f"2026-01-{chance.randint(1, 9):02}" for _ in range(chance.randint(1, 2))]
        calls += [(str(one), str(two), "called", day) for day in days]
    return calls


def by_hand(calls: list[tuple[str, str, str, str]], one: str, two: str) -> Iterator[list[str]]:
    """All shortest of the simple paths for which some choice of calls is in order."""
    days: dict[frozenset[str], list[str]] = {}
    for a, b, _, day in calls:
        days.setdefault(frozenset((a, b)), []).append(day)
    graph = nx.Graph([call[:2] for call in calls])
    least = None
    if one not in graph or two not in graph or not nx.has_path(graph, one, two):
        return
    for path in nx.shortest_simple_paths(graph, one, two):
        if least is not None and len(path) > least:
            return
        choices = product(*(days[frozenset(pair)] for pair in pairwise(path)))
        if any(list(choice) == sorted(choice) for choice in choices):
            least = len(path)
            yield path


@pytest.mark.parametrize("seed", range(8))
def test_they_are_all_shortest_ones_that_are_in_order(tmp_path: Path, seed: int) -> None:
    calls = random_calls(seed)
    found = asked(tmp_path / "case", [statement(call) for call in calls], "0", "8")
    assert sorted(found) == sorted(by_hand(calls, "0", "8"))


def test_a_link_before_the_one_before_it_makes_no_path(tmp_path: Path) -> None:
    told = [
        statement(("1", "2", "called", "2026-02-01")),
        statement(("2", "3", "called", "2026-01-31")),
    ]
    assert asked(tmp_path / "there", told, "1", "3") == []
    assert asked(tmp_path / "back", told, "3", "1") == [["3", "2", "1"]]


def test_what_has_no_time_is_passed_at_any_time_unless_it_happened(tmp_path: Path) -> None:
    told = [
        statement(("1", "2", "called", "2026-02-01")),
        statement(("person:an", "2", "uses", "")),
        statement(("person:an", "3", "uses", "")),
        statement(("3", "4", "called", "")),
    ]
    assert asked(tmp_path / "used", told, "1", "3") == [["1", "2", "an", "3"]]
    assert asked(tmp_path / "called", told, "1", "4") == []


def test_what_no_longer_held_is_not_passed_later(tmp_path: Path) -> None:
    told = [
        statement(("1", "2", "called", "2026-02-01")),
        statement(("person:an", "2", "uses", ""), until="2026-01"),
    ]
    assert asked(tmp_path / "case", told, "1", "person:an") == []
    told[1] = statement(("person:an", "2", "uses", ""), until="2026-02")
    assert asked(tmp_path / "other", told, "1", "person:an") == [["1", "2", "an"]]


def test_a_longer_path_is_taken_where_the_shorter_one_is_not_in_order(tmp_path: Path) -> None:
    told = [
        statement(("1", "2", "called", "2026-02-01")),
        statement(("2", "4", "called", "2026-01-01")),
        statement(("2", "3", "called", "2026-02-02")),
        statement(("3", "4", "called", "2026-02-03")),
    ]
    assert asked(tmp_path / "case", told, "1", "4") == [["1", "2", "3", "4"]]
    assert asked(tmp_path / "short", told, "1", "4", most=2) == []


@pytest.mark.parametrize(
    ("since", "until", "relation", "span"),
    [
        ("2026-01", "", "called", ("2026-01", "2026-01~")),
        ("2026-01-02T03:04:05Z", "", "met", ("2026-01-02T03:04:05", "2026-01-02T03:04:05~")),
        ("2026-01-02", "2026-01-03", "called", ("2026-01-02", "2026-01-03~")),
        ("", "", "called", None),
        ("", "", "uses", ("", "~")),
        ("2026", "", "owns", ("2026", "~")),
        ("", "2026", "owns", ("", "2026~")),
    ],
)
def test_a_statement_can_be_taken_in_its_span(
    since: str, until: str, relation: str, span: tuple[str, str] | None
) -> None:
    row = StatementRow(
        edge=1, seq=1, n=0, item="", since=since, until=until, grade="", confidence=100,
        recorded="", ended=0,
    )  # fmt: skip
    assert span_of(row, relation) == span


@pytest.mark.parametrize("seed", range(4))
def test_each_hop_is_carried_by_a_statement_that_is_not_before_the_last(
    tmp_path: Path, seed: int
) -> None:
    told = [statement(call) for call in random_calls(seed)]
    question = Question(lens=Lens(), hops=9, paths=99, in_time_order=True)
    with Links.open(linked(tmp_path / "case", told)) as links:
        rows = [links.find(parse_node(node(str(name)))) for name in range(9)]
        there = [row for row in rows if row is not None]
        for start, goal in permutations(there, 2):
            for path in find_paths(links, start, goal, question).found:
                by = [hop.carrier.since for hop in path.hops if hop.carrier]
                assert len(by) == len(path.hops)
                assert by == sorted(by)
                assert all(hop.statements[0] == hop.carrier for hop in path.hops)


def test_the_statement_that_carries_is_told_though_it_is_one_of_very_many(tmp_path: Path) -> None:
    days = [f"2026-01-01T00:00:{second:02}Z" for second in range(60)]
    early = [statement(("3", "2", "called", day)) for day in days * 20]
    told = [
        statement(("1", "3", "called", "2026-02-01")),
        *early,
        statement(("3", "2", "called", "2026-02-02")),
    ]
    with Links.open(linked(tmp_path / "case", told)) as links:
        start, goal = (links.find(parse_node(node(name))) for name in ("1", "2"))
        assert start
        assert goal
        question = Question(lens=Lens(), in_time_order=True)
        (path,) = find_paths(links, start, goal, question).found
    assert [hop.statements[0].since for hop in path.hops] == ["2026-02-01", "2026-02-02"]


def test_what_stands_carries_without_a_time(tmp_path: Path) -> None:
    told = [statement(("person:a", "3", "uses")), statement(("3", "2", "called", "2026-02-02"))]
    with Links.open(linked(tmp_path / "case", told)) as links:
        start, goal = (links.find(parse_node(node(name))) for name in ("person:a", "2"))
        assert start
        assert goal
        (path,) = find_paths(links, start, goal, Question(lens=Lens(), in_time_order=True)).found
    assert [hop.carrier and hop.carrier.since for hop in path.hops] == ["", "2026-02-02"]


def test_nothing_carries_where_no_order_is_asked_for(tmp_path: Path) -> None:
    with Links.open(linked(tmp_path / "case", [statement(("1", "2"))])) as links:
        start, goal = (links.find(parse_node(node(name))) for name in ("1", "2"))
        assert start
        assert goal
        (path,) = find_paths(links, start, goal, Question(lens=Lens())).found
    assert path.hops[0].carrier is None
