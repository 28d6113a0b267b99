"""FollowTheMoney entities, validated by its own model."""

import json
from collections import Counter
from typing import Any

import pytest
from tests.graph.exports.conftest import Reading, exported
from tests.graph.support.graphs import HOSTILE, node, part

from truyvet.evidence.links.node import KINDS
from truyvet.graph.exports.text import Text
from truyvet.graph.model import Part


def entities(graph: Part) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported("ftm", graph).decode().splitlines()]


def test_its_own_model_takes_every_entity_and_every_value(
    foreign_reader: Reading, plain: Part
) -> None:
    read = foreign_reader("ftm", exported("ftm", plain))
    assert len(read) == 13 + 10
    for one in read:
        assert {name: sorted(values) for name, values in one["given"].items()} == {
            name: sorted(values) for name, values in one["properties"].items() if values
        }


def test_its_own_model_draws_the_same_links(foreign_reader: Reading, plain: Part) -> None:
    read = foreign_reader("ftm", exported("ftm", plain))
    edges = {tuple(pair) for one in read for pair in one["edges"]}
    ids = {line["properties"]["notes"][1]: line["id"] for line in entities(plain)[:13]}
    wanted = {(ids[one.source], ids[one.target]) for one in plain.edges()
              if one.relation != "called"}  # fmt: skip
    assert edges >= wanted
    calls = [one for one in read if one["schema"] == "Call"]
    assert len(calls) == 2


def test_its_own_model_takes_every_kind_of_node(foreign_reader: Reading) -> None:
    nodes = [node(kind, "1", pole=facts.pole) for kind, facts in KINDS.items()]
    read = foreign_reader("ftm", exported("ftm", part(nodes, [])))
    assert len(read) == len(KINDS)


def test_its_own_model_takes_hostile_texts(foreign_reader: Reading, hostile: Part) -> None:
    read = foreign_reader("ftm", exported("ftm", hostile))
    assert len(read) == len(hostile.held_nodes) + len(hostile.held_edges)


def test_relations_are_its_schemata_where_both_ends_fit(plain: Part) -> None:
    schemata = Counter(one["schema"] for one in entities(plain)[13:])
    assert schemata == {"Call": 2, "Payment": 1, "Associate": 1, "Employment": 1, "UnknownLink": 5}


def test_a_call_has_numbers_ends_and_times(plain: Part) -> None:
    call = next(one for one in entities(plain) if one["schema"] == "Call")["properties"]
    assert call["callerNumber"] == ["+84912345678"]
    assert call["receiverNumber"] == ["+84987654321"]
    assert call["startDate"] == ["2026-01-02T03:04:05"]


def test_a_relation_without_a_schema_is_the_role_of_an_unknown_link(plain: Part) -> None:
    roles = [one["properties"]["role"] for one in entities(plain) if one["schema"] == "UnknownLink"]
    assert sorted(roles) == [["has_contact"], ["has_contact"], ["mentioned_in"], ["seen_at"],
                             ["uses"]]  # fmt: skip


def test_a_payment_names_both_accounts(plain: Part) -> None:
    paid = next(one for one in entities(plain) if one["schema"] == "Payment")["properties"]
    accounts = {one["id"] for one in entities(plain) if one["schema"] == "BankAccount"}
    assert {*paid["payerAccount"], *paid["beneficiaryAccount"]} == accounts
    assert paid["purpose"] == ["sum VND: 1500000"]


def test_a_long_name_is_cut_and_stands_whole_in_the_notes(hostile: Part) -> None:
    [long] = [one for one in entities(hostile) if "x" * 384 in str(one["properties"].get("notes"))]
    assert len(long["properties"]["name"][0]) == 384
    assert HOSTILE["long"] in long["properties"]["notes"]


@pytest.mark.parametrize("name", ["script", "rtl", "nfc", "nfd", "control"])
def test_names_come_as_they_are(hostile: Part, name: str) -> None:
    names = {one["properties"]["name"][0] for one in entities(hostile) if "name" in
             one["properties"]}  # fmt: skip
    assert Text()(HOSTILE[name]) in names
