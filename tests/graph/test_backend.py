"""networkx finds the backend, and what a case does not answer fails at once, never quietly."""

import inspect
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.rows import Lens
from truyvet.graph import backend, casefunctions
from truyvet.graph.backend import FUNCTIONS, Dispatch, backend_info, case_graph, dispatch
from truyvet.graph.casegraph import CaseGraph

PLAIN = [("1", "2"), ("2", "3"), ("3", "4"), ("4", "1"), ("4", "5"), ("8", "9")]
ALGORITHMS: dict[str, Any] = vars(nx.utils.backends)["_registered_algorithms"]
OTHERS = sorted(
    name
    for name, function in ALGORITHMS.items()
    if name not in FUNCTIONS and function.graphs and not name.startswith(("_", "test_"))
)
"""All that networkx can dispatch to a backend and a case does not answer."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseGraph]:
    if "truyvet" not in entry_points(group="networkx.backends").names:
        pytest.skip("networkx knows no backend truyvet: the package is not installed anew")
    case = linked(tmp_path_factory.mktemp("made") / "case", map(statement, PLAIN))
    with case_graph(case.folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def plain() -> "nx.Graph[str]":
    return nx.Graph([(node(one), node(two)) for one, two in PLAIN])


def given(name: str, graph: object) -> dict[str, object]:
    """Arguments of a function of networkx, its graphs a case, all that it must have a node."""
    function = ALGORITHMS[name]
    lists = function.list_graphs or ()
    told = {one: [graph, graph] if one in lists else graph for one in function.graphs}
    for one in inspect.signature(function.orig_func).parameters.values():
        needed = one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
        if needed and one.name not in told:
            told[one.name] = node("1")
    return told


def test_there_is_much_that_a_case_does_not_answer() -> None:
    assert len(OTHERS) > 300


@pytest.mark.parametrize("block", range(8))
def test_what_is_not_provided_fails_at_once(graph: CaseGraph, block: int) -> None:
    for name in OTHERS[block::8]:
        try:
            answer = ALGORITHMS[name](**given(name, graph))
            if inspect.isgenerator(answer):
                answer = list(answer)
        except (NotImplementedError, TypeError, ValueError, nx.NetworkXError, TruyvetError):
            continue
        pytest.fail(f"{name} answered {answer!r}")


def test_the_refusal_names_the_function_and_the_backend(graph: Any) -> None:
    with pytest.raises(NotImplementedError, match="truyvet"):
        nx.diameter(graph)


def test_a_case_is_never_turned_into_a_graph_in_memory(graph: CaseGraph) -> None:
    with pytest.raises(TruyvetError) as caught:
        dispatch.convert_to_nx(graph)
    assert caught.value.code == "E577"
    with pytest.raises(TruyvetError) as caught:
        dispatch.convert_from_nx(nx.Graph())
    assert (caught.value.code, bool(caught.value.hint)) == ("E577", True)


@pytest.mark.parametrize(
    "wrong", [lambda g: nx.Graph(g), lambda g: nx.DiGraph(g), lambda g: nx.compose(g, g)]
)
def test_no_plain_graph_is_made_of_one(graph: CaseGraph, wrong: Any) -> None:
    with pytest.raises((NotImplementedError, TypeError, nx.NetworkXError, TruyvetError)):
        wrong(graph)


def test_results_are_passed_back_as_they_are() -> None:
    assert dispatch.convert_to_nx({"a": 1}) == {"a": 1}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_takes_what_that_of_networkx_takes(name: str) -> None:
    theirs = inspect.signature(ALGORITHMS[name].orig_func).parameters
    ours = inspect.signature(getattr(casefunctions, name)).parameters
    assert list(ours) == [one for one in theirs if one in ours]
    required = [one for one, told in theirs.items() if told.default is told.empty]
    assert set(required) <= set(ours)
    for one in ours:
        assert ours[one].default == theirs[one].default or ours[one].default is None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_stands_by_its_name(name: str) -> None:
    assert getattr(dispatch, name) is getattr(casefunctions, name)
    assert name in dir(dispatch)
    assert name in ALGORITHMS


@pytest.mark.parametrize(
    "name", ["diameter", "nothing", "case_graph", "", "x" * 10_000, "__wrapped__"]
)
def test_no_other_name_stands_for_a_function(name: str) -> None:
    with pytest.raises(AttributeError):
        getattr(Dispatch(), name)


def test_the_entry_points_are_installed() -> None:
    found = entry_points(group="networkx.backends")
    if "truyvet" not in found.names:
        pytest.skip("the package is not installed anew")
    assert found["truyvet"].load() is dispatch
    assert entry_points(group="networkx.backend_info")["truyvet"].load() is backend_info
    assert set(backend_info()["functions"]) == set(FUNCTIONS)
    assert backend_info()["backend_name"] == "truyvet"


def test_importing_networkx_imports_no_numpy_for_it() -> None:
    heavy = "{'numpy', 'scipy', 'networkx'} & set(sys.modules)"
    program = f"import sys, truyvet.graph.backend; print(sorted({heavy}))"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_what_is_offered_is_what_the_module_lists() -> None:
    assert all(hasattr(backend, name) for name in backend.__all__)


ASKED = {
    "all_shortest_paths": (node("1"), node("3")),
    "betweenness_centrality": (),
    "bidirectional_shortest_path": (node("2"), node("5")),
    "connected_components": (),
    "degree_centrality": (),
    "has_path": (node("1"), node("9")),
    "node_connected_component": (node("1"),),
    "number_connected_components": (),
    "pagerank": (),
    "shortest_path": (node("2"), node("5")),
    "shortest_path_length": (node("2"), node("5")),
    "shortest_simple_paths": (node("2"), node("5")),
    "single_source_shortest_path_length": (node("1"),),
}


@pytest.mark.parametrize("name", sorted(ASKED))
def test_an_answer_is_that_of_networkx(graph: Any, plain: "nx.Graph[str]", name: str) -> None:
    ours, theirs = (getattr(nx, name)(one, *ASKED[name]) for one in (graph, plain))
    assert comparable(ours) == comparable(theirs)


def comparable(answer: Any) -> Any:
    """An answer with nothing in it that either may choose."""
    if isinstance(answer, dict):
        return {one: round(value, 5) for one, value in answer.items()}
    if isinstance(answer, bool | int | set):
        return answer
    if answer and isinstance(answer, list) and isinstance(answer[0], str):
        return answer[0], answer[-1], len(answer)
    return sorted(sorted(one) if isinstance(one, set) else one for one in answer)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_node_that_is_none_is_told_as_networkx_tells_it(graph: Any, name: str) -> None:
    if ASKED[name]:
        for stranger in (node("77"), "no node", "", "\x00", "phone:" + "9" * 10_000):
            with pytest.raises((nx.NodeNotFound, KeyError, nx.NetworkXError)):
                list(getattr(nx, name)(graph, stranger, *ASKED[name][1:]))


def test_one_node_alone_is_as_central_as_networkx_says(tmp_path: Path) -> None:
    case = linked(tmp_path / "case", [statement(("1", "1"))])
    with case_graph(case.folder) as opened:
        alone: Any = opened
        plain: nx.Graph[str] = nx.Graph()
        plain.add_node(node("1"))
        for name in ("degree_centrality", "pagerank", "betweenness_centrality"):
            assert getattr(nx, name)(alone) == getattr(nx, name)(plain)
        assert list(nx.connected_components(alone)) == [{node("1")}]
        assert nx.shortest_path(alone, node("1"), node("1")) == [node("1")]


def test_an_empty_case_answers_as_an_empty_graph(tmp_path: Path) -> None:
    with case_graph(linked(tmp_path / "case", []).folder) as opened:
        empty: Any = opened
        assert (len(empty), list(empty), empty.number_of_edges()) == (0, [], 0)
        assert list(nx.connected_components(empty)) == []
        assert nx.number_connected_components(empty) == 0
        assert (nx.pagerank(empty), nx.degree_centrality(empty)) == ({}, {})
        assert nx.betweenness_centrality(empty) == {}
        with pytest.raises(nx.NodeNotFound):
            nx.has_path(empty, node("1"), node("2"))


def test_a_lens_holds_for_all_functions(tmp_path: Path) -> None:
    told = [statement(("1", "2")), statement(("2", "3", "messaged"))]
    folder = linked(tmp_path / "case", told).folder
    with case_graph(folder, Lens(relations=frozenset({"called"}))) as opened:
        some: Any = opened
        assert set(some) == {node("1"), node("2")}
        assert not nx.has_path(some, node("1"), node("3"))
        assert nx.number_connected_components(some) == 1
        assert set(nx.pagerank(some)) == set(some)
