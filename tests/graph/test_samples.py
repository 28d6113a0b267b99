"""Real link data with known answers: VAST 2008's calls, Montagna's meetings and calls."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import networkx as nx
import pytest
from tests.graph.support.drawing import Drawn, largest
from tests.graph.support.linking import graph_of, linked, statement

from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.between import between
from truyvet.graph.common import common_of
from truyvet.graph.components import components
from truyvet.graph.neighbourhood import ego_of
from truyvet.graph.paths import Question, find_paths
from truyvet.graph.ranking import rank
from truyvet.graph.snapshot import build, snapshot_of
from truyvet.graph.steps import Steps
from truyvet.graph.timelines import timeline

Opened = tuple[Drawn, list[dict[str, str]]]


@pytest.fixture(scope="session")
def samples() -> Path:
    named = os.environ.get("TRUYVET_SAMPLES")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "samples"
    if not (folder / "links").is_dir():
        pytest.skip(f"no samples at {folder}: set TRUYVET_SAMPLES to their folder")
    return folder / "links"


def opened(folder: Path, links: list[tuple[str, str, str, str]]) -> Iterator[Drawn]:
    told = [statement(link) for link in links]
    case = linked(folder, told)
    with Links.open(case) as held:
        yield Drawn(case, held, graph_of(told))


@pytest.fixture(scope="module")
def vast(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    """All calls, each a statement with its time."""
    with (samples / "vast2008_cdr.csv").open(newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    calls = [(row["From"], row["To"], "called", when(row["Datetime"])) for row in rows]
    yield from opened(tmp_path_factory.mktemp("vast") / "case", calls)


def when(text: str) -> str:
    """`20060601 0022` as UTC."""
    day, time = text.split()
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}T{time[:2]}:{time[2:4]}:00Z"


@pytest.fixture(scope="module", params=["meetings", "phonecalls"])
def montagna(
    request: pytest.FixtureRequest, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Drawn]:
    """All meetings or calls, as many statements between two as the list has weight."""
    links = []
    relation = {"meetings": "met", "phonecalls": "called"}[request.param]
    with (samples / f"Montagna_{request.param}_edgelist.csv").open() as file:
        for line in file:
            one, two, weight = line.replace(",", " ").split()
            links += [(f"person:{one}", f"person:{two}", relation, "")] * int(weight)
    yield from opened(tmp_path_factory.mktemp("montagna") / "case", links)


def test_vast_has_as_many_calls_and_phones_as_is_known(vast: Drawn) -> None:
    nodes, _, statements = vast.links.counts()
    assert (nodes, statements) == (400, 9_834)
    graph = snapshot_of(vast.case, vast.links)
    assert graph.links == vast.plain.number_of_edges()


def test_the_ego_of_200_names_the_phone_it_calls_most(vast: Drawn) -> None:
    row = vast.row("phone:200")
    told = ego_of(vast.links, Steps(vast.links, Lens()), row)
    first = told.told[0]
    name, facts = max(vast.plain["phone:200"].items(), key=lambda pair: pair[1]["weight"])
    assert (str(first.node.node), first.count) == (name, facts["weight"])
    assert len(told.told) == vast.plain.degree("phone:200")


def test_paths_and_common_contacts_of_vast_are_those_of_networkx(vast: Drawn) -> None:
    some = [f"phone:{number}" for number in (200, 1, 5, 137, 306, 309, 397, 360)]
    steps = Steps(vast.links, Lens())
    for one, two in combinations(some, 2):
        rows = vast.row(one), vast.row(two)
        found = find_paths(vast.links, *rows, Question(lens=Lens(), paths=3))
        every = list(nx.all_shortest_paths(vast.plain, one, two))
        assert found.shortest == len(every)
        assert [str(node.node) for node in found.found[0].nodes] in every
        shared = common_of(vast.links, steps, rows, limit=None)
        wanted = set(nx.common_neighbors(vast.plain, one, two)) - {one, two}
        assert {str(told.node.node) for told in shared.shared} == wanted


def test_the_timeline_of_200_is_all_its_calls_in_order(vast: Drawn, samples: Path) -> None:
    told = timeline(vast.links, Steps(vast.links, Lens()), [vast.row("phone:200").id])
    with (samples / "vast2008_cdr.csv").open(newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    times = sorted(when(row["Datetime"]) for row in rows if "200" in (row["From"], row["To"]))
    assert [one.statement.since for one in told.moments] == times
    assert told.undated == 0


def test_the_phones_200_calls_are_counted_as_in_the_list(vast: Drawn, samples: Path) -> None:
    with (samples / "vast2008_cdr.csv").open(newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    called = Counter(row["To"] for row in rows if row["From"] == "200")
    edges = vast.links.edges_at([vast.row("phone:200").id])
    out = [edge for edge in edges if edge.a == vast.row("phone:200").id]
    names = vast.links.nodes([edge.b for edge in out])
    assert {names[edge.b].node.value: edge.count for edge in out} == called


def test_ranks_of_vast_are_those_of_networkx(vast: Drawn) -> None:
    told = rank(vast.links, build(vast.links, Lens()), "pagerank", limit=None)
    values = {str(row.node): value for row, value in told.rows}
    assert values == pytest.approx(nx.pagerank(vast.plain, tol=1e-12), abs=1e-6)


def test_components_of_montagna_are_those_of_networkx(montagna: Drawn) -> None:
    graph = build(montagna.links, Lens())
    told = components(graph)
    found = [montagna.names(graph.ids[told.labels == n].tolist()) for n in range(len(told.sizes))]
    wanted = nx.connected_components(montagna.plain)
    assert sorted(map(sorted, found)) == sorted(map(sorted, wanted))


def test_the_order_by_betweenness_of_montagna_is_that_of_networkx(montagna: Drawn) -> None:
    told = rank(montagna.links, build(montagna.links, Lens()), "betweenness", limit=None)
    exact = nx.betweenness_centrality(montagna.plain)
    assert {str(row.node): value for row, value in told.rows} == pytest.approx(exact)
    order = [exact[str(row.node)] for row, _ in told.rows]
    assert all(one >= two - 1e-9 for one, two in pairwise(order))


def test_shortest_paths_of_montagna_are_those_of_networkx(montagna: Drawn) -> None:
    names = largest(montagna.plain)
    for one, two in list(combinations(names, 2))[::97]:
        asked = Question(
            lens=Lens(), paths=1_000, hops=len(nx.shortest_path(montagna.plain, one, two)) - 1
        )
        found = find_paths(montagna.links, montagna.row(one), montagna.row(two), asked)
        paths = [[str(node.node) for node in path.nodes] for path in found.found]
        assert sorted(paths) == sorted(nx.all_shortest_paths(montagna.plain, one, two))


def test_who_connects_suspects_of_montagna_is_who_networkx_says(montagna: Drawn) -> None:
    suspects = sorted(montagna.plain)[::12]
    rows = [montagna.row(name) for name in suspects]
    told = between(montagna.links, Steps(montagna.links, Lens()), rows, hops=99, limit=None)
    exact = nx.betweenness_centrality_subset(montagna.plain, suspects, suspects)
    wanted = {name: score for name, score in exact.items() if score}
    assert {str(one.node.node): one.score for one in told.connectors} == pytest.approx(wanted)
