"""Whom a person means: one function reads whatever was typed, the surest way first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.collecting import collected
from tests.graph.support.linking import statement

from truyvet.commands.near import near_names
from truyvet.commands.nodes import find_all, find_itself, find_node, find_nodes
from truyvet.evidence.acts import Decide
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.stating import decide, state
from truyvet.evidence.links.view import Links

PEOPLE = {
    "3f2a91c05d7e8b64": "Nguyễn Văn Đức",
    "3f2b000000000001": "Nguyễn Văn Dũng",
    "a000000000000001": "Trần Đường",
    "a000000000000002": "Trần Dương",
    "b000000000000001": "Lê Hoa",
    "b000000000000002": "Lê Hoa",
    "c000000000000001": "Pham Van Tam",
    "c000000000000002": "Phạm Văn Tâm",
}


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Links]:
    case, who, items = collected(tmp_path_factory.mktemp("made"), {"chat.txt": b"1"})
    item = items["chat.txt"]
    told = [statement((f"person:{one}", f"name:{name}", "named")) for one, name in PEOPLE.items()]
    told += [
        statement(("phone:+84912345678", f"item:{item}", "mentioned_in"), item=item),
        statement(("name:Nguyen Van Author", f"item:{item}", "mentioned_in"), item=item),
        statement(("phone:+84383456789", "phone:+84912345678")),
        statement(("phone:15555215554", "phone:+15555215999")),
        statement(("licence-plate:30A-123.45", "person:3f2a91c05d7e8b64", "registered_to")),
        statement(("person:a000000000000001", "place:12 Hàng Bài", "located_at")),
        statement(("person:a000000000000002", "url:https://t.me/duong", "uses")),
    ]
    with case.writing() as writer:
        state(writer, who, told)
        same = Decide(
            because="two SIMs", decision="same", left="phone:+84912345678",
            right="phone:+84383456789",
        )  # fmt: skip
        decide(writer, acting(clock=Clock(90), seed=9), same)
    with Links.open(case) as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("phone:+84912345678", "phone:+84912345678"),
        ("phone:0912 345 678", "phone:+84912345678"),
        (" 0912.345.678 ", "phone:+84912345678"),
        ("0168 345 6789", "phone:+84912345678"),
        ("1 555-521-5554", "phone:15555215554"),
        ("1.555.521.5554", "phone:15555215554"),
        ("SĐT: 0912–345–678", "phone:+84912345678"),
        ("“Nguyễn Văn Đức”,", "person:3f2a91c05d7e8b64"),
        ("30a12345", "licence-plate:30A-123.45"),
        ("person:3f2a91c05d7e8b64", "person:3f2a91c05d7e8b64"),
        ("person:3f2a", "person:3f2a91c05d7e8b64"),
        ("name:Nguyễn Văn Đức", "person:3f2a91c05d7e8b64"),
        ("name:nguyen van duc", "person:3f2a91c05d7e8b64"),
        ("alias:Nguyễn Văn Đức", "person:3f2a91c05d7e8b64"),
        ("name:Nguyen Van Author", "name:Nguyen Van Author"),
        ("3f2a…", "person:3f2a91c05d7e8b64"),
        ("3F2A91", "person:3f2a91c05d7e8b64"),
        ("Nguyễn Văn Đức", "person:3f2a91c05d7e8b64"),
        ("nguyen van duc", "person:3f2a91c05d7e8b64"),
        ("person:nguyen van dung", "person:3f2b000000000001"),
        ("Trần Dương", "person:a000000000000002"),
        ("Phạm Văn Tâm", "person:c000000000000002"),
        ("name:phạm văn tâm", "person:c000000000000002"),
        ("12 Hàng Bài", "place:12 Hàng Bài"),
        ("https://t.me/duong", "url:https://t.me/duong"),
    ],
)
def test_it_is_found_as_typed(links: Links, typed: str, node: str) -> None:
    assert str(find_node(links, typed).node) == node


def test_an_item_is_found_by_its_short_name(links: Links) -> None:
    assert find_node(links, "1.1").label == "source/chat.txt"


@pytest.mark.parametrize(
    "typed",
    [
        "tran duong", "3f2", "Lê Hoa", "name:Lê Hoa", "person:3f2", "pham van tam",
        "Pham Van Tam", "name:Pham Van Tam", "Phạm Van Tam",
    ],
)  # fmt: skip
def test_what_may_be_several_is_listed(links: Links, typed: str) -> None:
    found = find_nodes(links, typed)
    if typed.startswith(("3f2", "person:3f2")):  # too short to be the start of an id
        assert found == []
        return
    assert len(found) == 2
    with pytest.raises(TruyvetError) as caught:
        find_node(links, typed)
    assert caught.value.code == "E571"
    assert all(str(row.node) in caught.value.text for row in found)


def test_a_weaker_spelling_is_not_meant_but_told(links: Links) -> None:
    with pytest.raises(TruyvetError) as caught:
        find_node(links, "1 555-521-5999")
    assert caught.value.code == "E570"
    assert "may be phone:+15555215999 (with or without its + or country)" in caught.value.text


def test_the_digits_of_a_number_alone_mean_itself(links: Links) -> None:
    assert str(find_itself(links, "1 555-521-5554")) == "phone:15555215554"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("đức nguyễn", {"person:3f2a91c05d7e8b64"}),
        ("van duc nguyen", {"person:3f2a91c05d7e8b64"}),
        ("dương", {"person:a000000000000001", "person:a000000000000002"}),
        ("uong", set()),
        ("\udcff", set()),
        ("Đức Thị", set()),
    ],
)
def test_names_with_all_its_words_in_any_order_are_suggested(
    links: Links, typed: str, near: set[str]
) -> None:
    assert {str(row.node) for row in near_names(links, typed)} >= near
    assert bool(near_names(links, typed)) is bool(near)
    with pytest.raises(TruyvetError) as caught:
        find_node(links, typed)
    assert caught.value.code == "E570"
    assert ("named alike" in caught.value.text) is bool(near)
    assert all(node in caught.value.text for node in near)


@pytest.mark.parametrize("typed", ["", "0999 999 999", "nobody", "1.99", "x" * 10_000, "phone:"])
def test_what_is_not_known_is_told_so(links: Links, typed: str) -> None:
    with pytest.raises(TruyvetError) as caught:
        find_node(links, typed)
    assert caught.value.code == "E570"


def test_several_are_found_in_their_order_and_each_once(links: Links) -> None:
    found = find_all(links, ["3f2a", "0912345678", "nguyen van duc", "0168 345 6789"])
    assert [str(row.node) for row in found] == ["person:3f2a91c05d7e8b64", "phone:+84912345678"]


def test_there_are_no_links_to_find_in_an_empty_case(tmp_path: Path) -> None:
    case, _, _ = collected(tmp_path, {"a": b""})
    with Links.open(case) as empty:
        assert find_nodes(empty, "0912345678") == []
