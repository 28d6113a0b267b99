"""`truyvet graph custody`: officers, acts, items and shared bytes as GraphML."""

import json
import stat
from collections import Counter
from typing import Any

import networkx as nx
import pytest
from tests.commands.conftest import Officer


def graph_of(officer: Officer, *options: str) -> Any:
    """The graph that was written, as networkx reads it."""
    officer.does("--case", "vu-01", "graph", "custody", "-o", "x.graphml", "--force", *options)
    return nx.read_graphml(officer.place / "x.graphml", force_multigraph=True)


def of_kind(graph: Any, kind: str) -> dict[str, dict[str, Any]]:
    return {one: facts for one, facts in graph.nodes(data=True) if facts["kind"] == kind}


def test_officers_acts_items_and_bytes_are_nodes(an: Officer) -> None:
    graph = graph_of(an)
    kinds = Counter(facts["kind"] for _, facts in graph.nodes(data=True))
    assert kinds == {"agent": 1, "activity": 2, "entity": 7, "content": 3}
    [officer] = of_kind(graph, "agent").values()
    assert officer["label"] == "Nguyễn Văn An, PA05"


def test_every_item_was_brought_by_an_act_of_an_officer(an: Officer) -> None:
    graph = graph_of(an)
    for item in of_kind(graph, "entity"):
        [act] = [b for _, b, facts in graph.out_edges(item, data=True)
                 if facts["relation"] == "wasGeneratedBy"]  # fmt: skip
        assert graph.nodes[act]["label"] == "1 collect"
        assert [facts["relation"] for *_, facts in graph.out_edges(act, data=True)] == [
            "wasAssociatedWith"
        ]


def test_copies_share_one_node_of_bytes(an: Officer) -> None:
    graph = graph_of(an)
    shared = {one: graph.in_degree(one) for one in of_kind(graph, "content")}
    assert sorted(shared.values()) == [1, 1, 2]


def test_json_tells_what_the_file_holds_and_which_paths_share_bytes(an: Officer) -> None:
    told = an.does("--case", "vu-01", "graph", "custody", "-o", "y.graphml", "--json")
    facts = json.loads(told)
    graph = nx.read_graphml(an.place / "y.graphml", force_multigraph=True)
    assert (facts["nodes"], facts["edges"]) == (len(graph), graph.number_of_edges())
    [shared] = facts["shared"]
    assert shared["paths"] == ["evidence/chat/copy.txt", "evidence/chat/messages.txt"]


@pytest.mark.parametrize(
    ("glob", "paths"),
    [("*.txt", 2), ("*/chat/*", 2), ("evidence/empty", 1), ("*", 7), ("none*", 0), ("[", 0)],
)
def test_only_items_whose_path_fits_are_there(an: Officer, glob: str, paths: int) -> None:
    assert len(of_kind(graph_of(an, "--path", glob), "entity")) == paths


def test_people_are_told_what_was_written_and_what_is_shared(an: Officer) -> None:
    run = an.run("--case", "vu-01", "graph", "custody", "-o", "x.graphml")
    assert run.stdout == "13 nodes, 13 edges written to x.graphml\n"
    assert "2 items are the same bytes" in run.stderr


def test_the_file_is_private_and_the_same_each_time(an: Officer) -> None:
    graph_of(an)
    first = (an.place / "x.graphml").read_bytes()
    assert stat.S_IMODE((an.place / "x.graphml").stat().st_mode) == 0o600
    graph_of(an)
    assert (an.place / "x.graphml").read_bytes() == first


@pytest.mark.parametrize(
    ("output", "code"),
    [("here.graphml", "E108"), ("vu-01/x.graphml", "E111"), ("nowhere/x.graphml", "E117")],
)
def test_what_must_not_or_cannot_be_written_is_an_error(
    an: Officer, output: str, code: str
) -> None:
    (an.place / "here.graphml").write_bytes(b"mine")
    run = an.run("--case", "vu-01", "graph", "custody", "-o", output)
    assert (run.returncode, code in run.stderr) == (1, True)
    assert (an.place / "here.graphml").read_bytes() == b"mine"
    assert not list(an.place.glob(".*.part"))


def test_a_folder_that_forbids_writing_is_an_error(limited: Officer) -> None:
    closed = limited.place / "closed"
    closed.mkdir(mode=0o500)
    for command in (["custody"], ["export"]):
        run = limited.run("--case", "vu-01", "graph", *command, "-o", "closed/x.graphml")
        assert (run.returncode, "E902" in run.stderr) == (1, True), run
    assert list(closed.iterdir()) == []


@pytest.mark.parametrize("command", ["custody", "export"])
def test_a_name_too_long_for_the_disk_is_an_error_and_leaves_nothing(
    an: Officer, command: str
) -> None:
    before = sorted(an.place.iterdir())
    length = 245 if command == "export" else 250  # an export's manifest has a longer name
    run = an.run("--case", "vu-01", "graph", command, "-o", "x" * length + ".graphml")
    assert (run.returncode, "E116" in run.stderr) == (1, True), run
    assert sorted(an.place.iterdir()) == before


def test_it_is_no_act(an: Officer) -> None:
    before = an.does("--case", "vu-01", "log")
    graph_of(an)
    assert an.does("--case", "vu-01", "log") == before
