"""MISP events: objects that MISP's own templates allow, and references between them."""

import json
from typing import Any

import pytest
from tests.graph.exports.conftest import Reading, exported
from tests.graph.support.graphs import node, part

from truyvet.evidence.links.node import KINDS
from truyvet.graph.exports.columns import edge_summary
from truyvet.graph.model import Part


def event(graph: Part) -> dict[str, Any]:
    return dict(json.loads(exported("misp", graph))["Event"])


def test_pymisp_loads_every_object_with_its_references(
    foreign_reader: Reading, plain: Part
) -> None:
    read = foreign_reader("misp", exported("misp", plain))
    assert read["info"] == "VA-1 Ví dụ <&>"
    assert len(read["objects"]) == 13
    named = {one["uuid"]: one["comment"] for one in event(plain)["Object"]}
    links = {(named[a], relation, named[b]) for one in read["objects"]
             for a, relation, b, _ in one["references"]}  # fmt: skip
    assert links == {(one.source, one.relation.replace("_", "-"), one.target)
                     for one in plain.edges()}  # fmt: skip


def test_every_object_fits_the_template_that_it_names(foreign_reader: Reading) -> None:
    values = {"ipv4": "203.0.113.9", "ipv6": "2001:db8::1", "email": "a@example.vn",
              "domain": "example.vn", "url": "https://example.vn/", "item": "ab" * 32,
              "card": "4111111111111111", "iban": "GB29NWBK60161331926819"}  # fmt: skip
    nodes = [node(kind, values.get(kind, "1"), pole=facts.pole) for kind, facts in KINDS.items()]
    nodes.append(node("cell", "2", latitude="1.5", longitude="2.5"))
    read = foreign_reader("misp", exported("misp", part(nodes, [])))
    assert len(read["objects"]) == len(nodes)
    assert [one["name"] for one in read["objects"] if not (one["template"] and one["types"])] == []


def test_hostile_texts_load(foreign_reader: Reading, hostile: Part) -> None:
    read = foreign_reader("misp", exported("misp", hostile))
    assert len(read["objects"]) == len(hostile.held_nodes)


@pytest.mark.parametrize(
    ("name", "attribute", "value"),
    [
        ("person", "full-name", "Nguyễn Văn Đức"),
        ("person", "alias", "Đức Cống"),
        ("phone", "msisdn", "+84912345678"),
        ("bank-account", "account", "970415:0012345678"),
        ("vehicle", "license-plate-number", "30A12345"),
        ("geolocation", "latitude", "21.0285"),
        ("file", "sha256", "cd" * 32),
        ("domain-ip", "ip", "203.0.113.9"),
        ("user-account", "username", "duc@example.vn"),
    ],
)
def test_values_stand_in_the_attributes_meant_for_them(
    plain: Part, name: str, attribute: str, value: str
) -> None:
    found = {(one["name"], each["object_relation"], each["value"])
             for one in event(plain)["Object"] for each in one["Attribute"]}  # fmt: skip
    assert (name, attribute, value) in found


def test_what_a_reference_cannot_hold_is_its_comment(plain: Part) -> None:
    comments = [each["comment"] for one in event(plain)["Object"] for each in
                one["ObjectReference"]]  # fmt: skip
    assert sorted(comments) == sorted(map(edge_summary, plain.edges()))
    assert ("called, 12 statements, 2026-01-02T03:04:05Z to 2026-02-02T00:00:00Z, grade B2, "
            "sum s 640, evidence 5:12") in comments  # fmt: skip


def test_it_goes_to_nobody_by_itself(plain: Part) -> None:
    told = event(plain)
    assert (told["distribution"], told["published"]) == ("0", False)
    assert not any(each["to_ids"] for one in told["Object"] for each in one["Attribute"])


def test_its_date_is_that_of_the_case(plain: Part) -> None:
    assert event(plain)["date"] == "2026-11-01"
