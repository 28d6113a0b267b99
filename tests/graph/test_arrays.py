"""Steps over arrays are the steps over tables, and cost no query."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import linked, statement

from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.arrays import ArraySteps, steps_for
from truyvet.graph.shortest import shortest
from truyvet.graph.snapshot import build
from truyvet.graph.steps import Steps

ALL = Lens()


@pytest.fixture(scope="module", params=[61, 62])
def case(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", request.param) as made:
        yield made


def both(case: Drawn, **more: object) -> tuple[Steps, Steps]:
    """The steps over tables, and those over arrays."""
    held = build(case.links, ALL)
    return (
        Steps(case.links, ALL, **more),  # type: ignore[arg-type]
        ArraySteps(case.links, ALL, held, **more),  # type: ignore[arg-type]
    )


def some(case: Drawn, seed: int) -> set[int]:
    names = sorted(case.plain)
    chosen = Random(seed).sample(names, 1 + seed % 7)
    return {case.row(name).id for name in chosen if case.plain.degree(name)}


@pytest.mark.parametrize("seed", range(8))
def test_they_reach_the_same(case: Drawn, seed: int) -> None:
    plain, fast = both(case)
    ids = some(case, seed)
    # A link of a node with itself is none in the arrays.
    assert fast.reached(ids) | ids == plain.reached(ids) | ids


@pytest.mark.parametrize("seed", range(8))
def test_they_name_the_same_pairs(case: Drawn, seed: int) -> None:
    plain, fast = both(case)
    ids = some(case, seed)
    wanted = {pair for pair in plain.pairs(ids) if pair[0] != pair[1]}
    assert set(fast.pairs(ids)) == wanted


@pytest.mark.parametrize("seed", range(8))
def test_a_tally_counts_of_how_many_each_is_a_neighbour(case: Drawn, seed: int) -> None:
    _, fast = both(case)
    ids = some(case, seed)
    near = {one: case.names({one}).pop() for one in ids}
    told = fast.tally(ids)
    for node in case.plain:
        wanted = sum(one != node and case.plain.has_edge(one, node) for one in near.values())
        assert told[case.row(node).id] == wanted


def test_a_step_costs_the_neighbours_it_looks_at(case: Drawn) -> None:
    _, fast = both(case)
    for name in case.plain:
        wanted = sum(other != name for other in case.plain[name])
        assert fast.cost([case.row(name).id]) == wanted


@pytest.mark.parametrize("hub", [1, 2, 3, 6])
def test_they_find_the_same_hubs(case: Drawn, hub: int) -> None:
    ids = {case.row(name).id for name in case.plain if case.plain.degree(name)}
    ends = sorted(ids)[:3]
    plain, fast = both(case, hub=hub, ends=ends)
    assert fast.hubs(ids) == plain.hubs(ids)
    assert not fast.hubs(ids) & set(ends)


@pytest.mark.parametrize("seed", range(6))
def test_searches_over_either_find_the_same_paths(case: Drawn, seed: int) -> None:
    chance = Random(seed)
    one, two = (case.row(name).id for name in chance.sample(sorted(case.plain), 2))
    webs = [shortest(steps, (one,), (two,), most=9) for steps in both(case)]
    told = [web and (web.length, web.count(), web.nodes()) for web in webs]
    assert told[0] == told[1]


def test_of_whom_it_does_not_know_it_tells_nothing(case: Drawn) -> None:
    _, fast = both(case)
    assert fast.reached([10**9]) == set()
    assert fast.tally([10**9]) == {}
    assert list(fast.pairs([10**9])) == []
    assert (fast.cost([10**9]), fast.hubs([10**9])) == (0, set())


def test_of_nobody_it_tells_nothing(case: Drawn) -> None:
    _, fast = both(case)
    assert (fast.reached([]), fast.cost([]), fast.hubs([])) == (set(), 0, set())
    assert list(fast.pairs([])) == []


def test_an_empty_case_has_no_steps(tmp_path: Path) -> None:
    with Links.open(linked(tmp_path / "case", [])) as links:
        fast = ArraySteps(links, ALL, build(links, ALL))
        assert fast.reached([1]) == set()
        assert fast.cost([1]) == 0


@pytest.mark.parametrize(
    ("lens", "fast"),
    [
        (Lens(), True),
        (Lens(as_of="2026"), False),
        (Lens(since="2026"), False),
        (Lens(least_grade="B2"), False),
        (Lens(without=frozenset({"a" * 64})), False),
        (Lens(relations=frozenset({"called"})), False),
        (Lens(mentions=False), False),
        (Lens(decisions=False), False),
    ],
)
def test_arrays_answer_only_where_all_that_stands_counts(
    tmp_path: Path, lens: Lens, fast: bool
) -> None:
    with Links.open(linked(tmp_path / "case", [statement(("1", "2"))])) as links:
        held = build(links, ALL)
        steps = steps_for(links, lens, held, hub=5, ends=(1,))
        assert isinstance(steps, ArraySteps) == fast
        assert (steps.hub, steps.ends, steps.lens) == (5, frozenset({1}), lens)
        assert not isinstance(steps_for(links, lens, None), ArraySteps)
