"""STIX bundles: strict to the standard, with ids that everybody computes alike."""

import json
from typing import Any
from uuid import UUID

import pytest
from tests.graph.exports.conftest import Reading, exported
from tests.graph.support.graphs import edge, node, part

from truyvet.evidence.links.node import KINDS
from truyvet.graph.exports import stix
from truyvet.graph.exports.identifiers import space_of
from truyvet.graph.exports.threats import confidence, created, instant
from truyvet.graph.model import About, Part

Objects = list[dict[str, Any]]


def objects(graph: Part) -> Objects:
    return list(json.loads(exported("stix", graph))["objects"])


def ours(one: dict[str, Any]) -> dict[str, Any]:
    return dict(one["extensions"][stix.EXTENSION])


def by_node(found: Objects) -> dict[str, dict[str, Any]]:
    return {ours(one)["node"]: one for one in found if "node" in one.get("extensions", {})
            .get(stix.EXTENSION, {})}  # fmt: skip


def of_type(found: Objects, kind: str) -> Objects:
    return [one for one in found if one["type"] == kind]


def test_a_strict_reader_takes_the_whole_bundle(foreign_reader: Reading, plain: Part) -> None:
    read = foreign_reader("stix", exported("stix", plain))
    types = [one["type"] for one in read["objects"]]
    assert len(types) == 2 + 13 + 10
    assert types.count("relationship") == 10
    given = {one["id"]: one for one in objects(plain)}
    assert {one["id"] for one in read["objects"]} == set(given)


def test_others_compute_the_same_ids(foreign_reader: Reading, plain: Part) -> None:
    ids = foreign_reader("stix", exported("stix", plain))["ids"]
    assert len(ids) >= 6
    assert all(ours == theirs for ours, theirs in ids.items())


def test_a_strict_reader_takes_hostile_texts(foreign_reader: Reading, hostile: Part) -> None:
    read = foreign_reader("stix", exported("stix", hostile))
    assert len(read["objects"]) == 2 + len(hostile.held_nodes) + len(hostile.held_edges)


def test_a_strict_reader_takes_every_kind_of_node(foreign_reader: Reading) -> None:
    values = {"ipv4": "203.0.113.9", "ipv6": "2001:db8::1", "email": "a@example.vn",
              "domain": "example.vn", "url": "https://example.vn/", "mac": "00:11:22:33:44:55",
              "item": "ab" * 32}  # fmt: skip
    nodes = [node(kind, values.get(kind, "1"), pole=facts.pole) for kind, facts in KINDS.items()]
    read = foreign_reader("stix", exported("stix", part(nodes, [])))
    assert len(read["objects"]) == 2 + len(KINDS)


def test_people_are_identities_and_numbers_are_accounts(plain: Part) -> None:
    found = by_node(objects(plain))
    person = found["person:24b764aa47b615fa"]
    assert (person["type"], person["name"]) == ("identity", "Nguyễn Văn Đức")
    phone = found["phone:+84912345678"]
    assert (phone["type"], phone["account_type"], phone["user_id"]) == (
        "user-account", "phone", "+84912345678"
    )  # fmt: skip
    assert found["email:duc@example.vn"]["type"] == "email-addr"
    assert found["geo:21.0285,105.8542"]["latitude"] == 21.0285
    assert found["item:" + "ab" * 32]["hashes"] == {"SHA-256": "cd" * 32}


def test_a_relationship_links_the_objects_of_its_ends(plain: Part) -> None:
    found = objects(plain)
    nodes = by_node(found)
    for one, link in zip(of_type(found, "relationship"), plain.edges(), strict=True):
        assert one["source_ref"] == nodes[link.source]["id"]
        assert one["target_ref"] == nodes[link.target]["id"]
        assert one["relationship_type"] == link.relation.replace("_", "-")


def test_what_stix_has_no_word_for_is_in_a_declared_extension(plain: Part) -> None:
    found = objects(plain)
    [declared] = of_type(found, "extension-definition")
    assert declared["id"] == stix.EXTENSION
    first = of_type(found, "relationship")[0]
    told = ours(first)
    wanted = {"count": 12, "grade": "B2", "sum_s": "640", "relation": "called"}
    assert wanted.items() <= told.items()
    assert told["evidence"][0]["item"] == "2.17"
    assert (first["start_time"], first["stop_time"], first["confidence"]) == (
        "2026-01-02T03:04:05.000Z", "2026-02-02T00:00:00.000Z", 70
    )  # fmt: skip


def test_it_was_made_when_the_case_stood_so(plain: Part) -> None:
    [first, *_] = of_type(objects(plain), "relationship")
    assert first["created"] == "2026-11-01T08:00:00.123Z"


@pytest.mark.parametrize(
    ("as_of", "recorded", "when"),
    [
        ("", "", "1970-01-01T00:00:00.000Z"),
        ("2026-03-12", "2026-11-01T08:00:00Z", "2026-03-12T00:00:00.000Z"),
        ("", "2026-11-01T08:00:00.5Z", "2026-11-01T08:00:00.500Z"),
    ],
)
def test_no_clock_is_asked(as_of: str, recorded: str, when: str) -> None:
    about = About(title="", cases=(), question="", entries=1, as_of=as_of, recorded=recorded)
    assert created(about) == when


@pytest.mark.parametrize(("grade", "sure"), [("", None), ("A1", 90), ("F5", 10), ("B6", None)])
def test_confidence_is_that_of_the_standards_appendix(grade: str, sure: int | None) -> None:
    assert confidence(grade) == sure


@pytest.mark.parametrize("time", ["", "2026", "2026-01", "soon", "2026-01-01T00:00Z"])
def test_less_than_a_day_is_no_instant(time: str) -> None:
    assert instant(time) == ""


def test_nodes_of_two_cases_have_different_ids_where_they_are_no_common_things() -> None:
    def ids(case: str) -> set[str]:
        about = About(title="", cases=(case,), question="", entries=1)
        graph = Part(about=about, held_nodes=(node("person", "1"), node("email", "a@b.vn")),
                     held_edges=())  # fmt: skip
        return {one["id"] for one in objects(graph) if one.get("extensions")}

    assert {one.partition("--")[0] for one in ids("1") & ids("2")} == {"email-addr"}


def test_name_spaces_are_uuids_of_version_5() -> None:
    space = space_of(About(title="", cases=("1",), question="", entries=1))
    assert isinstance(space, UUID)
    assert space.version == 5


def test_an_edge_without_a_duration_has_no_stop(plain: Part) -> None:
    graph = part([node("phone", "1"), node("phone", "2")], [
        edge(1, "phone:1", "called", "phone:2", first="2026-01-01T00:00:00Z",
             last="2026-01-01T00:00:00Z"),
    ])  # fmt: skip
    [link] = of_type(objects(graph), "relationship")
    assert "stop_time" not in link
