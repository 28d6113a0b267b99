"""Steps reach what networkx reaches, whatever way they take."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.acts import Decide
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.stating import decide
from truyvet.evidence.links.view import Links
from truyvet.graph.arrays import ArraySteps, steps_for
from truyvet.graph.snapshot import build
from truyvet.graph.steps import Steps

LENSES = {
    "everything": Lens(),
    "one relation": Lens(relations=frozenset({"called"})),
    "single statements": Lens(since="2026-01-01", until="2026-12-31"),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 3) as made:
        yield made


def ways(case: Drawn) -> list[Steps]:
    made = [Steps(case.links, lens) for lens in LENSES.values()]
    return [*made, ArraySteps(case.links, Lens(), build(case.links, Lens()))]


def test_all_neighbours_of_some_nodes_are_reached(case: Drawn) -> None:
    start = ["phone:0", "phone:7", "phone:9"]
    wanted = {other for name in start for other in case.plain[name]}
    for steps in ways(case):
        reached = steps.reached([case.row(name).id for name in start])
        assert case.names(reached) - set(start) == wanted - set(start)


def test_pairs_name_who_is_linked_with_whom(case: Drawn) -> None:
    start = sorted(case.plain)[3:5]
    wanted = {(case.row(one).id, case.row(two).id) for one in start for two in case.plain[one]}
    for steps in ways(case):
        assert set(steps.pairs([case.row(name).id for name in start])) >= wanted
        assert set(steps.pairs([case.row(start[0]).id])) <= wanted


def test_a_tally_counts_links_with_some_nodes(case: Drawn) -> None:
    start = [name for name in sorted(case.plain) if name != "phone:0"][:20]
    counts = Counter(case.row(two).id for one in start for two in case.plain[one])
    for steps in ways(case):
        assert steps.tally([case.row(name).id for name in start]) == counts


def test_edges_between_some_nodes_are_all_of_theirs_and_no_others(case: Drawn) -> None:
    some = sorted(case.plain)[1:15]
    wanted = {frozenset(pair) for pair in case.plain.subgraph(some).edges}
    for steps in ways(case):
        edges = list(steps.edges_between([case.row(name).id for name in some]))
        names = {row.id: str(row.node) for row in map(case.row, some)}
        assert {frozenset((names[edge.a], names[edge.b])) for edge in edges} == wanted
        assert len({edge.id for edge in edges}) == len(edges)


def test_edges_of_pairs_are_those_of_the_pairs_alone(case: Drawn) -> None:
    (one, two), *_ = case.plain.edges("phone:5")
    pair = case.row(one).id, case.row(two).id
    for steps in ways(case):
        found = list(steps.edges_of([pair, pair[::-1]]))
        assert {frozenset((edge.a, edge.b)) for edge in found} == {frozenset(pair)}


def test_an_edge_stands_on_all_its_statements(case: Drawn) -> None:
    for steps in ways(case):
        edges = {edge.id: edge for edge in steps.edges_at([case.row("phone:5").id])}
        standing = steps.standing(edges)
        assert {number: len(told) for number, told in standing.items()} == {
            number: edge.count for number, edge in edges.items()
        }


def test_a_snapshot_is_used_only_where_everything_counts(case: Drawn) -> None:
    held = build(case.links, Lens())
    assert isinstance(steps_for(case.links, Lens(), held), ArraySteps)
    assert not isinstance(steps_for(case.links, Lens(), None), ArraySteps)
    for lens in (
        *list(LENSES.values())[1:], Lens(mentions=False), Lens(decisions=False),
    ):  # fmt: skip
        assert not isinstance(steps_for(case.links, lens, held), ArraySteps)


def test_hubs_are_not_reached_but_ends_are(case: Drawn) -> None:
    hub = max(case.plain, key=case.plain.degree)
    start = next(iter(case.plain[hub]))
    for plain in ways(case):
        for ends in ((), (case.row(hub).id,)):
            plain.hub, plain.ends = case.plain.degree(hub) - 1, frozenset(ends)
            reached = case.names(plain.reached([case.row(start).id]))
            assert (hub in reached) == bool(ends)


def test_relations_and_mentions_can_be_left_out(tmp_path: Path) -> None:
    told = [statement(("1", "2")), statement(("1", "3", "messaged"))]
    with Links.open(linked(tmp_path / "case", told)) as links:
        one, two, three = (links.find(parse_node(node(name))) for name in "123")
        assert one is not None
        assert two is not None
        assert three is not None
        by = {name: Lens(relations=frozenset({name})) for name in ("called", "messaged", "met")}
        assert Steps(links, by["called"]).reached([one.id]) == {two.id}
        assert Steps(links, by["messaged"]).reached([one.id]) == {three.id}
        assert Steps(links, by["met"]).reached([one.id]) == set()
        assert Steps(links, replace(Lens(), mentions=False)).reached([one.id]) == {two.id, three.id}


def test_nodes_that_are_one_are_stepped_from_as_one(tmp_path: Path) -> None:
    case = linked(tmp_path / "case", [statement(("1", "2")), statement(("3", "4"))])
    who = acting(clock=Clock(90), seed=9)
    with case.writing() as writer:
        same = Decide(because="one SIM", decision="same", left=node("2"), right=node("3"))
        decide(writer, who, same)
    with Links.open(case) as links:
        rows = {name: links.find(parse_node(node(name))) for name in "1234"}
        ids = {name: row.id for name, row in rows.items() if row is not None}
        assert ids["2"] == ids["3"]
        made = [Steps(links, lens) for lens in LENSES.values()]
        for steps in [*made, ArraySteps(links, Lens(), build(links, Lens()))]:
            assert steps.reached([ids["2"]]) == {ids["1"], ids["4"]}
            assert steps.reached([ids["1"]]) == {ids["2"]}
            assert set(steps.pairs([ids["2"]])) == {(ids["2"], ids["1"]), (ids["2"], ids["4"])}
            assert len(list(steps.edges_of([(ids["1"], ids["2"])]))) == 1
        apart = Steps(links, Lens(decisions=False))
        assert apart.reached([ids["1"]]) == {ids["2"]}
        assert apart.reached([ids["2"]]) == {ids["1"]}
