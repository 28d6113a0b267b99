"""Many graphs that nobody thought of, read by other people's programs: they take all."""

import json
import os
import random
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.graph.exports.conftest import Reading, exported
from tests.graph.support.graphs import HOSTILE, TELLING

from truyvet.evidence.links.node import KINDS
from truyvet.evidence.links.relation import NAMING, RELATIONS
from truyvet.graph.exports.places import place_of
from truyvet.graph.exports.text import Text
from truyvet.graph.model import Evidence, GraphEdge, GraphNode, Part

TIMES = ["", "2026", "2026-02", "2026-02-28", "2026-02-28T03:04:05Z",
         "2026-02-31", "2026-13", "0000", "9999-12-31T23:59:60Z", "2026-02-28T03:04Z"]  # fmt: skip
REAL = {"ipv4": "203.0.113.9", "ipv6": "2001:db8::1", "email": "a@example.vn", "mac":
        "00:11:22:33:44:55", "domain": "example.vn", "url": "https://example.vn/a?b=c&d",
        "item": "ab" * 32, "geo": "21.5,105.25", "iban": "GB33BUKB20201555555555",
        "phone": "+84912345678"}  # fmt: skip
"""Values where a reader asks for one of the kind."""
FACTS = ["sum VND", "sum ₫", "sum €", "sum `x`", "label", "count", "node", "key"]
SAID = Evidence(
    name="5:1", entry=5, said_by="A\u202e", recorded="2026-11-01T00:00:00Z", item="2.1",
    locator=("row:3",), raw="=x\x00\ud800\n", since="2026-02-31", grade="B2",
)  # fmt: skip


def drawn(seed: int) -> Part:
    """A graph with a node of every kind, hostile labels, and links of every relation."""
    chance = random.Random(seed)
    labels = [text for text in HOSTILE.values() if len(text) < 400]

    def facts() -> dict[str, str]:
        return {name: chance.choice(["1", "2.5", *labels])
                for name in chance.sample(FACTS, chance.randint(0, 4))}  # fmt: skip

    nodes = [
        GraphNode(
            id=f"{kind}:{value}", kind=kind, value=value, label=chance.choice(["", *labels]),
            pole=KINDS[kind].pole, degree=chance.randint(0, 9), facts=facts(),
            names=tuple(chance.sample(labels, 2)),
        )
        for kind in sorted(KINDS)
        for value in [REAL.get(kind) or f"{chance.choice(labels)}{seed}"]
    ]  # fmt: skip
    ids = [one.id for one in nodes]
    edges = [
        GraphEdge(
            id=f"e{number}", source=chance.choice(ids), target=chance.choice(ids), facts=facts(),
            relation=relation, label=chance.choice(labels), count=chance.randint(1, 10**6),
            first=chance.choice(TIMES), last=chance.choice(TIMES),
            grade=chance.choice(["", "A1", "B2", "F6"]), evidence=(SAID,) * chance.randint(0, 1),
        )
        for number, relation in enumerate(sorted(RELATIONS.keys() - NAMING) * 3)
    ]  # fmt: skip
    return Part(about=TELLING, held_nodes=tuple(nodes), held_edges=tuple(edges))


@pytest.fixture(scope="module", params=[1, 2])
def graph(request: pytest.FixtureRequest) -> Part:
    return drawn(request.param)


def test_stix2_takes_every_object_and_gives_it_back(foreign_reader: Reading, graph: Part) -> None:
    content = exported("stix", graph)
    read = foreign_reader("stix", content)
    given = {one["id"]: one for one in json.loads(content)["objects"]}
    assert {one["id"] for one in read["objects"]} == set(given)
    assert len(given) == 2 + len(graph.held_nodes) + len(graph.held_edges)
    for one in read["objects"]:
        assert one["extensions"] == given[one["id"]]["extensions"] if "extensions" in one else True


def test_stix2_computes_the_ids_that_we_give(foreign_reader: Reading, graph: Part) -> None:
    ids = foreign_reader("stix", exported("stix", graph))["ids"]
    altered = [one for one in graph.held_nodes if Text()(one.value) != one.value]
    assert len(ids) > 20
    assert sum(ours != theirs for ours, theirs in ids.items()) <= len(altered)


def test_pymisp_knows_every_template_and_type(foreign_reader: Reading, graph: Part) -> None:
    read = foreign_reader("misp", exported("misp", graph))
    assert len(read["objects"]) == len(graph.held_nodes)
    assert [one["name"] for one in read["objects"] if not one["template"]] == []
    assert [one["name"] for one in read["objects"] if not one["types"]] == []
    references = [each for one in read["objects"] for each in one["references"]]
    kinds = Counter(kind for _, kind, *_ in references)
    assert kinds == Counter(one.relation.replace("_", "-") for one in graph.held_edges)


def test_followthemoney_takes_every_value(foreign_reader: Reading, graph: Part) -> None:
    read = foreign_reader("ftm", exported("ftm", graph))
    assert len(read) == len(graph.held_nodes) + len(graph.held_edges)
    for one in read:
        kept = {name: composed(values) for name, values in one["properties"].items() if values}
        assert kept == {name: composed(values) for name, values in one["given"].items()}


def composed(values: list[str]) -> set[str]:
    """Values as FollowTheMoney holds them: letters with their marks as one, space as one."""
    return {" ".join(unicodedata.normalize("NFC", one).split()) for one in values}


def test_followthemoney_draws_links_between_the_same_ends(
    foreign_reader: Reading, graph: Part
) -> None:
    content = exported("ftm", graph)
    named = {one["id"]: one["properties"]["notes"][1] for line in content.splitlines()
             if "recordId" not in (one := json.loads(line))["properties"]}  # fmt: skip
    found = Counter(
        (named[start], named[end])
        for one in foreign_reader("ftm", content) for start, end in one["edges"]
        if start in named and end in named
    )  # fmt: skip
    wanted = Counter((Text()(one.source), Text()(one.target)) for one in graph.held_edges)
    assert not found - wanted
    assert found.total() > 0.8 * wanted.total()  # of calls and payments it draws what it calls so


def test_a_graph_database_holds_the_same_graph(foreign_reader: Reading, graph: Part) -> None:
    read = foreign_reader("neo4j", exported("neo4j", graph))
    text = Text()
    assert {tuple(row) for row in read["nodes"]} == {
        (text.id(one.id), text(one.label) or None, one.kind, one.degree) for one in graph.held_nodes
    }
    assert {tuple(row) for row in read["edges"]} == {
        (one.id, text.id(one.source), one.relation.upper(), text.id(one.target), one.count)
        for one in graph.held_edges
    }


@pytest.fixture
def validator() -> Path:
    """The ontology's own validator."""
    place = Path(os.environ.get("TRUYVET_READERS", "")) / "bin" / "case_validate"
    if not os.environ.get("TRUYVET_READERS") or not place.exists():
        pytest.skip("TRUYVET_READERS names no environment with case_validate")
    return place


def test_the_ontology_finds_nothing_wrong_with_hostile_texts(
    validator: Path, tmp_path: Path
) -> None:
    file = tmp_path / "links.jsonld"
    file.write_bytes(exported("case", drawn(1)))
    command: list[Any] = [validator, "--built-version", "case-1.5.0", file]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]


def test_a_place_is_a_location_whatever_else_it_is(foreign_reader: Reading) -> None:
    """An address with a position, as after a look-up of where it is, is a location there."""
    where = {"latitude": "21.5", "longitude": "105.25"}
    nodes = [
        GraphNode(
            id=f"{kind}:{value}", kind=kind, value=value, label="x", pole=facts.pole, facts=where
        )
        for kind, facts in sorted(KINDS.items(), key=lambda pair: pair[0])
        for value in [REAL.get(kind, "1")]
    ]
    assert all(map(place_of, nodes))
    graph = Part(about=TELLING, held_nodes=tuple(nodes), held_edges=())
    read = foreign_reader("stix", exported("stix", graph))
    types = Counter(one["type"] for one in read["objects"])
    assert types["location"] + types["identity"] - 1 == len(KINDS)
    assert len(foreign_reader("misp", exported("misp", graph))["objects"]) == len(KINDS)
