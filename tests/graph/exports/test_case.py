"""CASE/UCO documents: judged by the ontology's own validator where it is there; read as JSON."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.graph.exports.conftest import exported
from tests.graph.support.graphs import node, part

from truyvet.evidence.links.node import KINDS
from truyvet.graph.model import Part


@pytest.fixture
def validator() -> Path:
    """The ontology's own validator."""
    place = Path(os.environ.get("TRUYVET_READERS", "")) / "bin" / "case_validate"
    if not os.environ.get("TRUYVET_READERS") or not place.exists():
        pytest.skip("TRUYVET_READERS names no environment with case_validate")
    return place


def graph_of(graph: Part) -> list[dict[str, Any]]:
    return list(json.loads(exported("case", graph))["@graph"])


def of_type(found: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one for one in found if one["@type"] == kind]


def test_the_ontology_itself_finds_nothing_wrong(
    validator: Path, plain: Part, tmp_path: Path
) -> None:
    kinds = [node(kind, "1", pole=facts.pole) for kind, facts in KINDS.items() if kind != "geo"]
    graph = part([*plain.held_nodes, *kinds], list(plain.held_edges))
    file = tmp_path / "links.jsonld"
    file.write_bytes(exported("case", graph))
    run = subprocess.run([validator, "--built-version", "case-1.5.0", file], capture_output=True,
                         text=True, check=False)  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Conforms: True" in run.stdout


def test_every_node_is_an_object_of_its_class(plain: Part) -> None:
    found = {one["truyvet:id"]: one for one in graph_of(plain) if "truyvet:kind" in one}
    assert set(found) == {one.id for one in plain.nodes()}
    classes = {one: found[one]["@type"] for one in found}
    assert classes["person:24b764aa47b615fa"] == "identity:Person"
    assert classes["organization:ab12cd34ab12cd34"] == "identity:Organization"
    assert classes["geo:21.0285,105.8542"] == "location:Location"
    assert classes["phone:+84912345678"] == "observable:ObservableObject"


def test_every_link_is_a_relationship_between_them(plain: Part) -> None:
    found = graph_of(plain)
    ids = {one["@id"]: one["truyvet:id"] for one in found if "truyvet:kind" in one}
    links = [(ids[one["core:source"]["@id"]], one["core:kindOfRelationship"],
              ids[one["core:target"]["@id"]])
             for one in of_type(found, "core:Relationship")]  # fmt: skip
    assert links == [(one.source, one.relation, one.target) for one in plain.edges()]


def test_a_number_stands_in_its_facet(plain: Part) -> None:
    phone = next(one for one in graph_of(plain) if one.get("truyvet:id") == "phone:+84912345678")
    [facet] = phone["core:hasFacet"]
    assert facet["@type"] == "observable:PhoneAccountFacet"
    assert facet["observable:phoneNumber"] == "+84912345678"


def test_an_item_has_its_hash(plain: Part) -> None:
    item = next(one for one in graph_of(plain) if one.get("truyvet:kind") == "item")
    hashes = [facet["observable:hash"] for facet in item["core:hasFacet"] if "observable:hash" in
              facet]  # fmt: skip
    assert hashes[0]["types:hashValue"]["@value"] == "cd" * 32


def test_attributes_of_links_are_there(plain: Part) -> None:
    first = of_type(graph_of(plain), "core:Relationship")[0]
    wanted = {"truyvet:count": 12, "truyvet:grade": "B2", "truyvet:sum_s": "640"}
    assert wanted.items() <= first.items()
    assert first["core:isDirectional"] is True
    assert first["core:startTime"]["@value"] == "2026-01-02T03:04:05.000Z"


def test_evidence_is_a_provenance_record_of_the_link(plain: Part) -> None:
    found = graph_of(plain)
    [record] = of_type(found, "investigation:ProvenanceRecord")
    [link] = [one for one in found if one["@id"] == record["core:object"]["@id"]]
    assert link["truyvet:id"] == "e1"
    assert record["investigation:exhibitNumber"] == "5:12"
    assert record["truyvet:locator"] == ["table:1", "row:3"]


def test_every_id_is_there_once(plain: Part, hostile: Part) -> None:
    for graph in (plain, hostile):
        ids = [one["@id"] for one in graph_of(graph)]
        assert len(set(ids)) == len(ids)
