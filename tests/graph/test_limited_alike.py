"""Limited parts against a naive recomputation: random links, some nodes decided to be one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case
from truyvet.evidence.links.relation import RELATIONS
from truyvet.evidence.links.rows import EdgeRow, Lens, NodeRow
from truyvet.evidence.links.stating import decide
from truyvet.evidence.links.view import Links
from truyvet.graph.limited import limited_case, limited_ego
from truyvet.graph.model import Part
from truyvet.graph.steps import Steps

NODES, LINKS = 40, 90
SAME = (("3", "17"), ("3", "25"), ("8", "30"))
LIMITS = [1, 2, 5, 12, 36, 37, 38, 1000]
APART = replace(Lens(), decisions=False)


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Links]:
    """Forty numbers with ninety links between them; six of the numbers are three."""
    chance = Random(5)
    told = [
        statement((str(chance.randrange(NODES)), str(chance.randrange(NODES)),
                   chance.choice(["called", "messaged", "met"]), "2026-01-01"))
        for _ in range(LINKS)
    ]  # fmt: skip
    case = linked(tmp_path_factory.mktemp("alike") / "case", told + told[::4])
    who = acting(clock=Clock(99))
    with case.writing() as writer:
        for one, other in SAME:
            same = Decide(because="one SIM", decision="same", left=node(one), right=node(other))
            decide(writer, who, same)
    with Links.open(Case(case.folder)) as opened:
        yield opened


def whole(links: Links, limit: int, lens: Lens) -> Part:
    """The case, limited."""
    return limited_case(links.case, Steps(links, lens), limit=limit, question="all")


def degrees(links: Links, lens: Lens) -> Counter[int]:
    """How many links each node has; a link with itself is one."""
    found: Counter[int] = Counter()
    for edge in links.all_edges(replace(lens, decisions=False)):
        for end in {edge.a, edge.b}:
            found[links.root(end) if lens.decisions else end] += 1
    return found


def names(links: Links, ids: list[int]) -> set[str]:
    """The names of nodes."""
    return {str(links.node(one).node) for one in ids}


def triples(links: Links, edges: list[EdgeRow]) -> list[tuple[str, str, str, int]]:
    """Links as the ends' names, what they say, and how often."""
    return sorted(
        (str(links.node(one.a).node), one.relation, str(links.node(one.b).node), one.count)
        for one in edges
    )


def told(part: Part) -> list[tuple[str, str, str, int]]:
    """The same of a part."""
    return sorted((one.source, one.relation, one.target, one.count) for one in part.held_edges)


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("lens", [Lens(), APART, Lens(relations=frozenset({"called"}))],
                         ids=["open", "apart", "called"])  # fmt: skip
def test_the_most_linked_stay_and_the_others_are_counted(
    links: Links, limit: int, lens: Lens
) -> None:
    counted = degrees(links, lens)
    ranked = sorted(counted, key=lambda one: (-counted[one], one))
    part = whole(links, limit, lens)
    assert {one.id for one in part.held_nodes} == names(links, ranked[:limit])
    missed = len(ranked) - limit
    note = f"{missed} of {len(ranked)} nodes are not shown: only the {limit} with most links are"
    assert part.about.notes == ((note,) if missed > 0 else ())
    kept = set(ranked[:limit])
    among = [one for one in links.all_edges(lens) if one.a in kept and one.b in kept]
    assert told(part) == triples(links, among)


def test_nodes_that_are_one_are_one_in_the_part(links: Links) -> None:
    ids = {one.id: one for one in whole(links, 1000, Lens()).held_nodes}
    assert len(ids) == len(degrees(links, APART)) - 3
    assert sorted(len(one.same) for one in ids.values() if one.same) == [1, 2]


def test_one_that_stands_for_several_has_the_links_of_all(links: Links) -> None:
    counted = degrees(links, Lens())
    for one in whole(links, 1000, Lens()).held_nodes:
        found = next(row for row in links.by_value(one.value) if str(row.node) == one.id)
        assert one.degree == counted[found.id]


@pytest.mark.parametrize("limit", LIMITS)
def test_every_link_brings_its_evidence(links: Links, limit: int) -> None:
    for edge in whole(links, limit, Lens()).held_edges:
        assert len(edge.evidence) == edge.count
        assert edge.label == RELATIONS[edge.relation].title


def around(links: Links, middle: NodeRow, hops: int) -> list[set[int]]:
    """The nodes that are so many links away, hop by hop."""
    edges = list(links.all_edges())
    rings, seen = [{middle.id}], {middle.id}
    for _ in range(hops):
        ends = {(one.a, one.b) for one in edges} | {(one.b, one.a) for one in edges}
        ring = {b for a, b in ends if a in rings[-1]} - seen
        rings.append(ring)
        seen |= ring
    return rings[1:]


@pytest.mark.parametrize("hops", [1, 2, 3])
@pytest.mark.parametrize("name", ["3", "25", "8", "11"])
def test_an_ego_within_its_limit_is_all_that_is_so_near(links: Links, name: str, hops: int) -> None:
    (middle,) = links.by_value(name)
    steps = Steps(links, Lens())
    part = limited_ego(links.case, steps, middle, hops=hops, limit=1000, question="ego")
    kept = {middle.id}.union(*around(links, middle, hops))
    assert {one.id for one in part.held_nodes} == names(links, list(kept))
    assert part.about.notes == ()
    among = [one for one in links.all_edges() if one.a in kept and one.b in kept]
    assert told(part) == triples(links, among)


@pytest.mark.parametrize("limit", [1, 2, 4, 7])
def test_of_the_nearest_those_of_most_statements_stay(links: Links, limit: int) -> None:
    (middle,) = links.by_value("3")
    strength: Counter[int] = Counter()
    for edge in links.all_edges():
        if middle.id in (edge.a, edge.b) and edge.a != edge.b:
            strength[edge.a if edge.b == middle.id else edge.b] += edge.count
    ranked = sorted(strength, key=lambda one: (-strength[one], one))
    steps = Steps(links, Lens())
    part = limited_ego(links.case, steps, middle, hops=1, limit=limit, question="ego")
    assert {one.id for one in part.held_nodes} == names(links, [middle.id, *ranked[: limit - 1]])
    missed = len(ranked) + 1 - limit
    assert part.about.notes == (
        f"{missed} of {len(ranked) + 1} nodes are not shown: only the {limit} nearest and most "
        "linked are",
    )


def test_the_titles_say_how_far(links: Links) -> None:
    (middle,) = links.by_value("11")
    titles = [
        limited_ego(links.case, Steps(links, Lens()), middle, hops=hops, limit=9, question="e")
        .about.title for hops in (1, 3)
    ]  # fmt: skip
    assert titles == ["11 and what is within 1 link", "11 and what is within 3 links"]
