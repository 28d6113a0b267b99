"""The custody graph says what ledger and manifests say, and nothing else."""

from typing import Any

import pytest

from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.graph import custody
from truyvet.graph.custody import custody_graph, drop_unlisted, shared_content


def graph_of(case: Case, glob: str | None = None) -> Any:
    entries = list(case.ledger.entries())
    with case.reading() as index:
        graph = custody_graph(entries, index.items(glob=glob))
    drop_unlisted(graph)
    return graph


def kinds(graph: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, kind in graph.nodes(data="kind"):
        found[kind] = found.get(kind, 0) + 1
    return found


def test_every_officer_act_item_and_content_is_one_node(case: Case) -> None:
    # three entries; a folder and three files; two of the files share their bytes
    assert kinds(graph_of(case)) == {"agent": 1, "activity": 3, "entity": 4, "content": 2}


def test_every_act_leads_to_its_officer(case: Case) -> None:
    graph = graph_of(case)
    officers = {
        start: end for start, end, facts in graph.edges(data=True)
        if facts["relation"] == "wasAssociatedWith"
    }  # fmt: skip
    assert set(officers) == {"act:0", "act:1", "act:2"}
    assert len(set(officers.values())) == 1


def test_every_item_leads_to_the_act_that_brought_it(case: Case) -> None:
    edges = graph_of(case).edges(data="relation")
    brought = [end for _, end, relation in edges if relation == "wasGeneratedBy"]
    assert brought == ["act:1"] * 4


def test_an_export_leads_to_the_item_it_used(case: Case) -> None:
    graph = graph_of(case)
    used = [end for _, end, relation in graph.edges(data="relation") if relation == "used"]
    assert [graph.nodes[item]["label"] for item in used] == ["1.2"]


def test_items_of_the_same_bytes_meet_in_one_content(case: Case) -> None:
    [(_, paths)] = shared_content(graph_of(case))
    assert paths == ["nguồn/hai.txt", "nguồn/một.txt"]


def test_a_glob_leaves_no_node_without_facts(case: Case) -> None:
    graph = graph_of(case, "*một*")
    assert kinds(graph) == {"agent": 1, "activity": 3, "entity": 1, "content": 1}
    assert all(facts for _, facts in graph.nodes(data=True))


def test_more_items_than_a_graph_holds_are_refused(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custody, "MAX_ITEMS", 2)
    with pytest.raises(TruyvetError, match="E801"):
        graph_of(case)
