"""The snapshot is the graph as arrays, derived anew where it is behind, and refused if damaged."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.stating import decide, state
from truyvet.evidence.links.view import Links
from truyvet.graph.arrays import ArraySteps
from truyvet.graph.snapshot import HEAD_BYTES, Snapshot, build, current, snapshot_of

TOLD = [*[statement(("1", "2"))] * 3, statement(("2", "1")), statement(("2", "3")),
        statement(("3", "3")), statement(("4", "5", "messaged"))]  # fmt: skip
ARRAYS = [field for field in Snapshot.__slots__ if field not in ("entries", "prev")]


@pytest.fixture(scope="module")
def random(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 41) as made:
        yield made


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return linked(tmp_path / "case", TOLD)


def same(one: Snapshot, two: Snapshot) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(two, name)) for name in ARRAYS)


def test_its_matrix_is_that_of_networkx(random: Drawn) -> None:
    held = build(random.links, Lens())
    names = {row.id: str(row.node) for row in random.links.nodes(held.ids.tolist()).values()}
    matrix = held.matrix().toarray()
    for one, first in enumerate(held.ids.tolist()):
        for two, second in enumerate(held.ids.tolist()):
            facts = random.plain.get_edge_data(names[first], names[second], {"weight": 0})
            assert matrix[one, two] == facts["weight"]


def test_links_between_two_are_one_with_their_count(case: Case) -> None:
    with Links.open(case) as links:
        held = build(links, Lens())
    assert (held.size, held.links) == (5, 3)
    assert held.matrix().toarray()[0].tolist() == [0, 4, 0, 0, 0]
    assert held.matrix(directed=True).toarray()[:2].tolist() == [[0, 3, 0, 0, 0], [1, 0, 1, 0, 0]]


def test_degrees_are_links_in_the_whole_case(case: Case) -> None:
    with Links.open(case) as links:
        held = build(links, Lens())
        steps = ArraySteps(links, Lens(), held)
        assert held.degrees.tolist() == [2, 3, 2, 1, 1]
        assert steps.degrees(held.ids.tolist()) == dict(
            zip(held.ids.tolist(), held.degrees.tolist(), strict=True)
        )


def test_a_stored_one_is_the_one_that_was_built(case: Case) -> None:
    with Links.open(case) as links:
        assert current(case, links) is None
        built = snapshot_of(case, links)
        stored = current(case, links)
        assert stored is not None
        assert same(stored, built)
    assert (case.folder / "links.snapshot").stat().st_mode & 0o777 == 0o600


def test_it_is_built_anew_where_the_case_went_on(case: Case) -> None:
    with Links.open(case) as links:
        snapshot_of(case, links)
    with case.writing() as writer:
        state(writer, acting(clock=Clock(90), seed=9), [statement(("5", "6"))])
    with Links.open(case) as links:
        assert current(case, links) is None
        assert snapshot_of(case, links).size == 6


def test_nodes_that_are_one_are_one(case: Case) -> None:
    with case.writing() as writer:
        same = Decide(because="one SIM", decision="same", left=node("1"), right=node("4"))
        decide(writer, acting(clock=Clock(90), seed=9), same)
    with Links.open(case) as links:
        held = snapshot_of(case, links)
        assert (held.size, held.links) == (4, 3)
        assert build(links, Lens(decisions=False)).size == 5
        assert same_links(links, held)


def same_links(links: Links, held: Snapshot) -> bool:
    edges = {frozenset((edge.a, edge.b)) for edge in links.all_edges(Lens()) if edge.a != edge.b}
    return held.links == len(edges)


def test_a_lens_narrows_it(case: Case) -> None:
    with Links.open(case) as links:
        assert build(links, Lens(relations=frozenset({"messaged"}))).size == 2
        assert build(links, Lens(least_grade="A1")).size == 0


def test_a_case_without_links_has_an_empty_one(tmp_path: Path) -> None:
    case = linked(tmp_path / "case", [])
    with Links.open(case) as links:
        held = snapshot_of(case, links)
        assert (held.size, held.links, held.matrix().shape) == (0, 0, (0, 0))
        stored = current(case, links)
        assert stored is not None
        assert stored.size == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:HEAD_BYTES],
        lambda content: content[:-4],
        lambda content: content + b"\0" * 8,
        lambda content: b"x" + content[1:],
        lambda content: b"[]".ljust(HEAD_BYTES) + content[HEAD_BYTES:],
        lambda content: head(content, format=1),
        lambda content: head(content, lengths={}),
        lambda content: head(content, prev="0" * 64),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_built_anew(case: Case, damage: object) -> None:
    path = case.folder / "links.snapshot"
    with Links.open(case) as links:
        built = snapshot_of(case, links)
        path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
        assert current(case, links) is None
        assert same(snapshot_of(case, links), built)
        assert current(case, links) is not None


def head(content: bytes, **other: object) -> bytes:
    told = json.loads(content[:HEAD_BYTES]) | other
    return json.dumps(told).encode().ljust(HEAD_BYTES) + content[HEAD_BYTES:]


def test_a_link_in_its_place_is_not_followed(case: Case, tmp_path: Path) -> None:
    path = case.folder / "links.snapshot"
    with Links.open(case) as links:
        snapshot_of(case, links)
        shutil.move(path, tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
        assert current(case, links) is None


@pytest.mark.parametrize(("name", "value"), [("ends", 5), ("ends", -1), ("starts", 99)])
def test_arrays_that_do_not_fit_are_refused(case: Case, name: str, value: int) -> None:
    with Links.open(case) as links:
        held = build(links, Lens())
        array = getattr(held, name).copy()
        array[1] = value
        damaged = replace(held, **{name: array})
        with pytest.raises(TruyvetError) as caught:
            damaged.matrix()
        assert caught.value.code == "E576"


def test_a_step_off_the_arrays_is_refused(case: Case) -> None:
    with Links.open(case) as links:
        held = build(links, Lens())
        starts = held.starts.copy()
        starts[1] = 99
        steps = ArraySteps(links, Lens(), replace(held, starts=starts))
        with pytest.raises(TruyvetError) as caught:
            steps.reached([int(held.ids[0])])
        assert caught.value.code == "E576"
