"""Every question through every lens is answered as a reader of all statements would answer it."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from tests.graph.support.naive import (
    Story,
    entries_by,
    graph_by,
    names_by,
    passing,
    row_of,
    sides,
    told,
)

from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.between import between
from truyvet.graph.common import common_of
from truyvet.graph.communities import communities
from truyvet.graph.components import components
from truyvet.graph.neighbourhood import ego_of
from truyvet.graph.pagerank import pagerank_of
from truyvet.graph.paths import Question, find_paths
from truyvet.graph.snapshot import Snapshot, build
from truyvet.graph.steps import Steps
from truyvet.graph.timelines import timeline

SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def story(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    with told(tmp_path_factory.mktemp("told"), request.param) as made:
        yield made


LENSES: dict[str, dict[str, Any]] = {
    "everything": {},
    "no decisions": {"decisions": False},
    "no mentions": {"mentions": False},
    "one relation": {"relations": frozenset({"called"})},
    "one relation that no statement has": {"relations": frozenset({"owns"})},
    "a grade": {"least_grade": "B2"},
    "since": {"since": "2026-01-10"},
    "until": {"until": "2026-01-10"},
    "a span": {"since": "2026-01-05", "until": "2026-01-31"},
    "without an item": {"without": frozenset({"a.txt"})},
    "without two items": {"without": frozenset({"a.txt", "b.txt"})},
    "as of the opening": {"as_of": "0"},
    "as of a time between": {"as_of": "5"},
    "as of a merge": {"as_of": "8"},
    "as of now": {"as_of": "99"},
    "as of before, no decisions": {"as_of": "8", "decisions": False},
    "grade and span": {"least_grade": "C3", "since": "2025", "until": "2026-02"},
    "all at once": {
        "as_of": "9", "since": "2025", "until": "2026-12", "least_grade": "F6",
        "relations": frozenset({"called", "messaged", "met", "uses", "mentioned_in"}),
        "without": frozenset({"c.txt"}),
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=sorted(LENSES))
def lens(request: pytest.FixtureRequest, story: Story) -> Lens:
    """A lens; an entry's number stands for its day, a file's name for its item."""
    facts = dict(LENSES[request.param])
    if "as_of" in facts:
        facts["as_of"] = story.day(min(int(facts["as_of"]), entries_by(story, Lens()) - 1))
    if "without" in facts:
        facts["without"] = frozenset(story.items[name] for name in facts["without"])
    return Lens(**facts)


@pytest.fixture(scope="module")
def links(story: Story, lens: Lens) -> Iterator[Links]:
    with Links.open(story.case) as opened:
        opened.identify_by(lens)
        yield opened


@pytest.fixture(scope="module")
def plain(story: Story, lens: Lens) -> "nx.Graph[str]":
    return graph_by(story, lens)


@pytest.fixture(scope="module")
def held(links: Links, lens: Lens) -> Snapshot:
    return build(links, lens)


def some(plain: "nx.Graph[str]", count: int = 4) -> list[str]:
    names = sorted(name for name in plain if not name.startswith("item:"))
    return names[:: max(1, len(names) // count)][:count]


def test_a_step_reaches_the_neighbours(
    story: Story, links: Links, lens: Lens, plain: "nx.Graph[str]"
) -> None:
    steps = Steps(links, lens)
    for name in some(plain, 6):
        row = row_of(links, name)
        reached = steps.reached({row.id}) - {row.id}
        assert sorted(names_by(links, reached, lens)) == sorted(plain[name])


def test_nobody_is_reached_who_is_not_in_the_graph(
    links: Links, lens: Lens, plain: "nx.Graph[str]"
) -> None:
    every = {row.id for row in links.all_nodes()}
    reached = Steps(links, lens).reached({links.roots(lens).get(one, one) for one in every})
    assert set(names_by(links, reached, lens)) <= set(plain)


def test_edges_carry_as_many_statements_as_stand(
    story: Story, links: Links, lens: Lens, plain: "nx.Graph[str]"
) -> None:
    steps = Steps(links, lens)
    for name in some(plain):
        edges = {edge.id: edge for edge in steps.edges_at([row_of(links, name).id])}
        standing = steps.standing(edges)
        assert {number: len(rows) for number, rows in standing.items()} == {
            number: edge.count for number, edge in edges.items()
        }
        ours = [one for one in edges.values() if one.a != one.b]
        assert sum(edge.count for edge in ours) == plain.degree(name, weight="weight")


def test_no_statement_stands_that_the_lens_bars(story: Story, links: Links, lens: Lens) -> None:
    wanted = {known.name for known in passing(story, lens)}
    steps = Steps(links, lens)
    edges = [edge.id for edge in links.all_edges(lens)]
    standing = [row.name for rows in steps.standing(edges).values() for row in rows]
    assert sorted(standing) == sorted(wanted)


def test_an_ego_counts_what_is_within_reach(
    links: Links, lens: Lens, plain: "nx.Graph[str]"
) -> None:
    steps = Steps(links, lens)
    for name in some(plain):
        around = ego_of(links, steps, row_of(links, name), hops=3, limit=None)
        lengths = nx.single_source_shortest_path_length(plain, name, cutoff=3)
        reached = [list(lengths.values()).count(hop) for hop in (1, 2, 3)]
        assert [*around.reached, 0, 0][:3] == reached
        told_ids = {one.node.id: one.hop for one in around.told}
        shown = names_by(links, list(told_ids), lens)
        assert dict(zip(shown, told_ids.values(), strict=True)) == {
            other: hop for other, hop in lengths.items() if hop
        }


def test_the_first_hop_is_told_in_the_order_of_statements(
    links: Links, lens: Lens, plain: "nx.Graph[str]"
) -> None:
    for name in some(plain):
        around = ego_of(links, Steps(links, lens), row_of(links, name), limit=None)
        shown = names_by(links, [one.node.id for one in around.told], lens)
        counts = [plain.edges[name, other]["weight"] for other in shown]
        assert counts == sorted(counts, reverse=True)
        assert [one.count for one in around.told] == counts


def test_paths_are_the_shortest_and_then_the_next(
    links: Links, lens: Lens, plain: "nx.Graph[str]"
) -> None:
    question = Question(lens=lens, paths=7, hops=20)
    for one, two in combinations(some(plain), 2):
        found = find_paths(links, row_of(links, one), row_of(links, two), question)
        if not nx.has_path(plain, one, two):
            assert (found.found, found.shortest) == ((), 0)
            continue
        simple = nx.shortest_simple_paths(plain, one, two)
        lengths = [len(path) - 1 for path, _ in zip(simple, range(7), strict=False)]
        assert [len(path.hops) for path in found.found] == lengths
        shortest = set(map(tuple, nx.all_shortest_paths(plain, one, two)))
        assert found.shortest == len(shortest)
        ours = [
            tuple(names_by(links, [row.id for row in path.nodes], lens)) for path in found.found
        ]
        assert set(ours[: len(shortest)]) <= shortest
        assert len(set(ours)) == len(ours)
        assert all(plain.has_edge(*pair) for path in ours for pair in pairwise(path))


def test_what_is_common_is_what_each_is_linked_with(
    links: Links, lens: Lens, plain: "nx.Graph[str]"
) -> None:
    steps = Steps(links, lens)
    for one, two in combinations(some(plain), 2):
        rows = [row_of(links, one), row_of(links, two)]
        found = common_of(links, steps, rows, limit=None)
        shared = names_by(links, [each.node.id for each in found.shared], lens)
        assert sorted(shared) == sorted(nx.common_neighbors(plain, one, two))
        assert bool(found.direct) == plain.has_edge(one, two)


def test_who_is_between_is_who_networkx_says(
    links: Links, lens: Lens, plain: "nx.Graph[str]"
) -> None:
    suspects = some(plain)
    if len(suspects) < 2:
        return
    rows = [row_of(links, name) for name in suspects]
    found = between(links, Steps(links, lens), rows, hops=12, limit=None)
    wanted = nx.betweenness_centrality_subset(plain, suspects, suspects, normalized=False)
    shown = names_by(links, [one.node.id for one in found.connectors], lens)
    scores = dict(zip(shown, (one.score for one in found.connectors), strict=True))
    assert scores == pytest.approx({name: score for name, score in wanted.items() if score})


def test_a_timeline_holds_what_is_dated_in_order(story: Story, links: Links, lens: Lens) -> None:
    one_with = sides(story, lens)
    for name in ("phone:1", "phone:2", "phone:5"):
        row = links.find(parse_node(name))
        if row is None:  # nobody knew of it yet
            assert lens.as_of
            continue
        own = one_with.get(name, {name})
        every = [
            known
            for known in passing(story, lens)
            if {str(known.said.subject), str(known.said.object)} & own
        ]
        found = timeline(links, Steps(links, lens), [row.id])
        dated = sorted(
            (known for known in every if known.said.since),
            key=lambda known: (known.said.since.removesuffix("Z"), known.seq, known.n),
        )
        assert [one.statement.name for one in found.moments] == [known.name for known in dated]
        assert found.undated == len(every) - len(dated)


def test_components_are_those_of_networkx(
    links: Links, lens: Lens, plain: "nx.Graph[str]", held: Snapshot
) -> None:
    told_ = components(held)
    parts = {
        frozenset(names_by(links, held.ids[told_.labels == number].tolist(), lens))
        for number in range(len(told_.sizes))
    }
    assert parts == set(map(frozenset, nx.connected_components(plain)))
    assert sum(told_.sizes.tolist()) == len(plain)


def test_pagerank_is_that_of_networkx(
    links: Links, lens: Lens, plain: "nx.Graph[str]", held: Snapshot
) -> None:
    values, _ = pagerank_of(held)
    ours = dict(zip(names_by(links, held.ids.tolist(), lens), values.tolist(), strict=True))
    wanted = nx.pagerank(plain, tol=1e-9, max_iter=500) if plain else {}
    assert ours == pytest.approx(wanted, abs=1e-5)


def test_the_arrays_count_what_networkx_counts(
    links: Links, lens: Lens, plain: "nx.Graph[str]", held: Snapshot
) -> None:
    assert (held.size, held.links) == (len(plain), plain.number_of_edges())
    names = names_by(links, held.ids.tolist(), lens)
    degrees = dict(zip(names, np.diff(held.starts).tolist(), strict=True))
    assert degrees == dict(plain.degree())


def test_communities_split_the_nodes_and_count_their_links(
    links: Links, lens: Lens, plain: "nx.Graph[str]", held: Snapshot
) -> None:
    if not plain:
        return
    found = communities(links, held, limit=None, members=None)
    groups = [names_by(links, [row.id for row in one.members], lens) for one in found.told]
    assert sorted(name for group in groups for name in group) == sorted(plain)
    for one, group in zip(found.told, groups, strict=True):
        assert (one.size, one.inside) == (len(group), plain.subgraph(group).number_of_edges())
        assert one.outside == len(list(nx.edge_boundary(plain, group)))
    if plain.number_of_edges():
        modularity = nx.community.modularity(plain, map(set, groups))
        assert found.modularity == pytest.approx(modularity, abs=1e-9)
