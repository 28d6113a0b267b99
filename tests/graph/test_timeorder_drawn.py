"""In time order, over random statements of every kind, against trying all of them."""

from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from random import Random

import networkx as nx
import pytest
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.relation import RELATIONS
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.view import Links
from truyvet.graph import timeorder
from truyvet.graph.paths import Question, find_paths
from truyvet.graph.steps import Steps
from truyvet.graph.timeorder import in_time_order

DAYS = [f"2026-01-{day:02}" for day in range(1, 10)]
SINCE = [*DAYS, "2026-01", "2026", "2026-01-05T10:00:00Z", "2026-01-05T09:59:59.5Z", ""]


def random_statements(seed: int) -> list[Statement]:
    """Calls, meetings and what stands for a while among eight nodes; parts of dates; no times."""
    chance, told = Random(seed), []
    for one, two in nx.gnm_random_graph(8, 13, seed=seed).edges:
        for _ in range(chance.randint(1, 2)):
            relation = chance.choice(("called", "met", "uses", "associate"))
            since, until = chance.choice(SINCE), ""
            if chance.random() < 0.3:
                until = chance.choice([day for day in DAYS if day >= since[:10]] or [""])
            ends = (str(one), str(two)) if chance.random() < 0.5 else (str(two), str(one))
            told.append(statement((*ends, relation, since), until=until))
    return told


def first(time: str) -> str:
    return time.removesuffix("Z") + "0000-01-01T00:00:00.000000"[len(time.removesuffix("Z")) :]


def last(time: str) -> str:
    return time.removesuffix("Z") + "9999-12-31T23:59:59.999999"[len(time.removesuffix("Z")) :]


def span(told: Statement) -> tuple[str, str] | None:
    """From the first to the last moment at which a statement can be taken, written out."""
    if RELATIONS[told.relation].event:
        return (first(told.since), last(told.until or told.since)) if told.since else None
    return first(told.since or ""), last(told.until or "")


def can_be_gone(spans: tuple[tuple[str, str], ...]) -> bool:
    now = ""
    for since, until in spans:
        now = max(now, since)
        if now > until:
            return False
    return True


def by_hand(told: list[Statement], one: str, two: str, most: int) -> Iterator[list[str]]:
    spans: dict[frozenset[str], list[tuple[str, str]]] = {}
    graph: nx.Graph[str] = nx.Graph()
    for said in told:
        graph.add_edge(said.subject.value, said.object.value)
        if (taken := span(said)) is not None:
            spans.setdefault(frozenset((said.subject.value, said.object.value)), []).append(taken)
    least = most + 1
    if one not in graph or two not in graph:
        return
    for path in sorted(nx.all_simple_paths(graph, one, two, cutoff=most), key=len):
        choices = product(*(spans.get(frozenset(pair), []) for pair in pairwise(path)))
        if len(path) - 1 <= least and any(map(can_be_gone, choices)):
            least = len(path) - 1
            yield path


@pytest.mark.parametrize("seed", range(14))
def test_they_are_what_trying_everything_finds(tmp_path: Path, seed: int) -> None:
    told = random_statements(seed)
    names = sorted({end.value for said in told for end in (said.subject, said.object)})
    with Links.open(linked(tmp_path / "case", told)) as links:
        rows = {name: links.find(parse_node(node(name))) for name in names}
        steps = Steps(links, Lens())
        for one, two in ((names[0], names[-1]), (names[-1], names[0]), (names[1], names[-2])):
            ends = [row.id for row in (rows[one], rows[two]) if row is not None]
            found = in_time_order(steps, *ends, most=7)
            ours = [[links.node(at).node.value for at in route] for route in found.routes]
            assert sorted(ours) == sorted(by_hand(told, one, two, 7))
            assert not found.is_cut


def test_what_ends_before_it_begins_is_not_taken(tmp_path: Path) -> None:
    told = [
        statement(("1", "2", "called", "2026-01-01")),
        statement(("2", "3", "uses", "2026-03"), until="2026-02"),
    ]
    with Links.open(linked(tmp_path / "case", told)) as links:
        ids = [row.id for one in "123" if (row := links.find(parse_node(node(one)))) is not None]
        assert in_time_order(Steps(links, Lens()), ids[0], ids[2], most=9).routes == ()
        assert in_time_order(Steps(links, Lens()), ids[2], ids[0], most=9).routes == ()


def test_a_day_is_passed_through_in_any_order(tmp_path: Path) -> None:
    told = [
        statement(("1", "2", "called", "2026-01-02")),
        statement(("2", "3", "called", "2026-01-02")),
    ]
    with Links.open(linked(tmp_path / "case", told)) as links:
        ids = [row.id for one in "123" if (row := links.find(parse_node(node(one)))) is not None]
        steps = Steps(links, Lens())
        assert len(in_time_order(steps, ids[0], ids[2], most=9).routes) == 1
        assert len(in_time_order(steps, ids[2], ids[0], most=9).routes) == 1


def test_a_second_written_with_or_without_its_parts_is_the_same_second(tmp_path: Path) -> None:
    told = [
        statement(("1", "2", "called", "2026-01-02T10:00:00.250Z")),
        statement(("2", "3", "called", "2026-01-02T10:00:00Z")),
        statement(("2", "4", "called", "2026-01-02T09:59:59Z")),
    ]
    with Links.open(linked(tmp_path / "case", told)) as links:
        ids = {
            one: row.id for one in "1234" if (row := links.find(parse_node(node(one)))) is not None
        }
        steps = Steps(links, Lens())
        assert len(in_time_order(steps, ids["1"], ids["3"], most=9).routes) == 1
        assert in_time_order(steps, ids["1"], ids["4"], most=9).routes == ()


def test_a_self_link_is_no_step(tmp_path: Path) -> None:
    told = [
        statement(("1", "1", "called", "2026-01-01")),
        statement(("1", "2", "called", "2026-01-02")),
    ]
    with Links.open(linked(tmp_path / "case", told)) as links:
        one, two = (links.find(parse_node(node(name))) for name in "12")
        assert one is not None
        assert two is not None
        found = find_paths(links, one, two, Question(lens=Lens(), in_time_order=True))
        assert [len(path.hops) for path in found.found] == [1]


def test_more_paths_than_can_be_weighed_are_told_to_be_more(tmp_path: Path) -> None:
    wide = 13  # 13^3 ways over three ranks of thirteen
    ranks = [["s"], *([f"{rank}-{n}" for n in range(wide)] for rank in range(3)), ["t"]]
    told = [
        statement((one, two, "called", "2026-01-01"))
        for before, after in pairwise(ranks)
        for one, two in product(before, after)
    ]
    with Links.open(linked(tmp_path / "case", told)) as links:
        ends = [links.find(parse_node(node(name))) for name in "st"]
        assert ends[0] is not None
        assert ends[1] is not None
        found = find_paths(links, ends[0], ends[1], Question(lens=Lens(), in_time_order=True))
        assert (found.is_cut, found.shortest) == (True, timeorder.MAX_ROUTES)
        plain = find_paths(links, ends[0], ends[1], Question(lens=Lens()))
        assert (plain.is_cut, plain.shortest) == (False, wide**3)
