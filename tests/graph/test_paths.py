"""Paths tell what links two, what hides behind hubs, and what is left without an exhibit."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.collecting import collected
from tests.graph.support.drawing import Drawn, drawn, largest
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens, NodeRow
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import decide, state
from truyvet.evidence.links.view import Links
from truyvet.graph.paths import Paths, Question, find_paths
from truyvet.graph.snapshot import build

OPEN = Question(lens=Lens(), hops=99)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 5) as made:
        yield made


def row(links: Links, name: str) -> NodeRow:
    found = links.find(parse_node(node(name)))
    assert found is not None
    return found


def values(paths: Paths) -> list[list[str]]:
    return [[one.node.value for one in path.nodes] for path in paths.found]


def asked(folder: Path, told: list[Statement], question: Question = OPEN) -> Paths:
    with Links.open(linked(folder, told)) as links:
        return find_paths(links, row(links, "1"), row(links, "2"), question)


def through(middle: str, neighbours: int = 0) -> list[Statement]:
    """Two links that join 1 and 2, and others of the node between."""
    told = [statement(("1", middle)), statement((middle, "2"))]
    return told + [statement((middle, f"{middle}{number}")) for number in range(neighbours)]


def test_they_are_as_long_as_those_of_networkx(case: Drawn) -> None:
    names = largest(case.plain)
    held = build(case.links, Lens())
    question = replace(OPEN, paths=12)
    for one, two in zip(names[::5], names[3::5], strict=False):
        simple = nx.shortest_simple_paths(case.plain, one, two)
        lengths = [len(path) - 1 for path, _ in zip(simple, range(12), strict=False)]
        for snapshot in (None, held):
            found = find_paths(case.links, case.row(one), case.row(two), question, snapshot)
            assert [len(path.hops) for path in found.found] == lengths
            assert found.shortest == len(list(nx.all_shortest_paths(case.plain, one, two)))


def test_each_hop_names_its_statements(case: Drawn) -> None:
    names = largest(case.plain)
    found = find_paths(case.links, case.row(names[0]), case.row(names[-1]), OPEN)
    for path in found.found:
        assert [hop.start for hop in path.hops] == list(path.nodes[:-1])
        assert [hop.end for hop in path.hops] == list(path.nodes[1:])
        for hop in path.hops:
            pair = str(hop.start.node), str(hop.end.node)
            assert hop.count == len(hop.statements) == case.plain.edges[pair]["weight"]


def test_both_directions_and_all_relations_between_two_are_one_hop(tmp_path: Path) -> None:
    told = [statement(("1", "2")), statement(("2", "1")), statement(("1", "2", "messaged"))]
    (path,) = asked(tmp_path / "case", told).found
    assert [(edge.relation, edge.count) for edge in path.hops[0].edges] == [
        ("called", 1), ("called", 1), ("messaged", 1),
    ]  # fmt: skip


def test_where_nothing_links_them_nothing_is_found(tmp_path: Path) -> None:
    found = asked(tmp_path / "case", [statement(("1", "3")), statement(("2", "4"))])
    assert (found.found, found.shortest, found.survival) == ((), 0, None)


def test_the_path_through_the_less_linked_comes_first(tmp_path: Path) -> None:
    found = asked(tmp_path / "case", through("3", 5) + through("4", 1) + through("5", 3))
    assert values(found) == [["1", "4", "2"], ["1", "5", "2"], ["1", "3", "2"]]


def test_hubs_on_shortest_paths_are_named_with_their_number(tmp_path: Path) -> None:
    told = through("3", 5) + through("4") + through("5", 9)
    found = asked(tmp_path / "case", told, replace(OPEN, hub=4))
    assert [(hub.node.node.value, hub.paths) for hub in found.hubs] == [("3", 1), ("5", 1)]
    assert (found.hub_count, found.hidden, found.hidden_length) == (2, 0, None)


def test_barred_hubs_hide_paths_and_the_answer_says_how_many(tmp_path: Path) -> None:
    told = through("3", 5) + through("4") + through("5", 9)
    found = asked(tmp_path / "case", told, replace(OPEN, hub=4, avoid_hubs=True))
    assert values(found) == [["1", "4", "2"]]
    assert (found.shortest, found.hidden, found.hidden_length) == (1, 2, 2)
    assert [(hub.node.node.value, hub.paths) for hub in found.hubs] == [("3", 1), ("5", 1)]


def test_a_longer_path_is_told_where_all_shorter_ones_pass_hubs(tmp_path: Path) -> None:
    told = [*through("3", 5), statement(("1", "6")), statement(("6", "7")), statement(("7", "2"))]
    found = asked(tmp_path / "case", told, replace(OPEN, hub=4, avoid_hubs=True))
    assert values(found) == [["1", "6", "7", "2"]]
    assert (found.hidden, found.hidden_length) == (1, 2)


def test_ends_that_are_hubs_do_not_hide_their_paths(tmp_path: Path) -> None:
    told = through("3") + [statement(("1", f"1{number}")) for number in range(9)]
    assert values(asked(tmp_path / "case", told, replace(OPEN, hub=4, avoid_hubs=True)))


def test_no_more_paths_are_told_than_asked_for(tmp_path: Path) -> None:
    told = through("3") + through("4") + through("5")
    found = asked(tmp_path / "case", told, replace(OPEN, paths=2))
    assert (len(found.found), found.shortest) == (2, 3)


def test_paths_in_time_order_are_counted_and_name_hubs_too(tmp_path: Path) -> None:
    told = [
        statement(("1", "3", "called", "2026-01-01")),
        statement(("3", "2", "called", "2026-01-02")),
        statement(("1", "4", "called", "2026-01-02")),
        statement(("4", "2", "called", "2026-01-01")),
        *(statement(("3", f"3{number}", "called", "2026-01-01")) for number in range(9)),
    ]
    ordered = replace(OPEN, in_time_order=True, hub=5)
    found = asked(tmp_path / "case", told, ordered)
    assert (values(found), found.shortest) == ([["1", "3", "2"]], 1)
    assert [hub.node.node.value for hub in found.hubs] == ["3"]
    barred = asked(tmp_path / "barred", told, replace(ordered, avoid_hubs=True))
    assert (barred.found, barred.hidden) == ((), 1)


def two_exhibits(folder: Path) -> tuple[Case, dict[str, str]]:
    """1 and 2 linked by one exhibit directly, by another through 3."""
    case, who, items = collected(folder, {"a": b"1", "b": b"2"})
    told = [
        statement(("1", "2"), item=items["a"]),
        *(replace_item(one, items["b"]) for one in through("3")),
    ]
    with case.writing() as writer:
        state(writer, who, told)
    return case, items


def replace_item(told: Statement, item: str) -> Statement:
    return Statement(
        subject=told.subject, object=told.object, relation=told.relation, item=item
    )  # fmt: skip


@pytest.mark.parametrize(
    ("left_out", "with_it", "without"),
    [(("a",), 1, 2), (("b",), 1, 1), (("a", "b"), 1, None)],
)
def test_a_link_survives_without_an_exhibit_or_not(
    tmp_path: Path, left_out: tuple[str, ...], with_it: int, without: int | None
) -> None:
    case, items = two_exhibits(tmp_path)
    lens = Lens(without=frozenset(items[name] for name in left_out))
    with Links.open(case) as links:
        question = Question(lens=lens)
        found = find_paths(links, row(links, "1"), row(links, "2"), question)
    assert found.survival is not None
    assert (found.survival.with_it, found.survival.without) == (with_it, without)
    assert bool(found.found) == (without is not None)


def test_an_item_that_mentions_both_is_a_path_and_together_a_link(tmp_path: Path) -> None:
    case, who, items = collected(tmp_path, {"chat.txt": b"1 2"})
    item = items["chat.txt"]
    told = [
        statement((name, f"item:{item}", "mentioned_in"), item=item) for name in ("1", "2")
    ]  # fmt: skip
    with case.writing() as writer:
        state(writer, who, told)
    with Links.open(case) as links:
        one, two = row(links, "1"), row(links, "2")
        (through_item,) = find_paths(links, one, two, OPEN).found
        assert [node.node.kind for node in through_item.nodes] == ["phone", "item", "phone"]
        (direct,) = find_paths(links, one, two, replace(OPEN, together=True)).found
        assert [edge.relation for edge in direct.hops[0].edges] == ["mentioned_with"]
        assert [told.name for told in direct.hops[0].statements] == ["2:0", "2:1"]
        none = replace(OPEN, lens=Lens(mentions=False))
        assert find_paths(links, one, two, none).found == ()


def test_decisions_shorten_paths(tmp_path: Path) -> None:
    told = [statement(("1", "3")), statement(("4", "2"))]
    case = linked(tmp_path / "case", told)
    with case.writing() as writer:
        same = Decide(because="one SIM", decision="same", left=node("3"), right=node("4"))
        decide(writer, acting(clock=Clock(90), seed=9), same)
    with Links.open(case) as links:
        one, two = row(links, "1"), row(links, "2")
        assert values(find_paths(links, one, two, OPEN)) == [["1", "3", "2"]]
        apart = Question(lens=Lens(decisions=False))
        assert find_paths(links, one, two, apart).found == ()


def test_of_one_length_a_path_of_statements_comes_before_one_through_items(tmp_path: Path) -> None:
    case, who, items = collected(tmp_path, {"chat.txt": b"1 2"})
    item = items["chat.txt"]
    told = [statement((one, f"item:{item}", "mentioned_in"), item=item) for one in "12"]
    with case.writing() as writer:
        state(writer, who, told + through("3", 9))
    with Links.open(case) as links:
        found = find_paths(links, row(links, "1"), row(links, "2"), OPEN)
    assert [path.nodes[1].node.kind for path in found.found] == ["phone", "item"]
