"""Android's binary XML: pools, types of values, blanked names, chunks that lie."""

import struct

import pytest
from tests.extractors.programs.made_axml import (
    BOOLEAN,
    DECIMAL,
    FLOAT,
    HEX,
    REFERENCE,
    Node,
    document,
    pool,
)  # fmt: skip

from truyvet.extractors.fields.field import DAMAGE, sound
from truyvet.extractors.programs import axml
from truyvet.extractors.programs.axml import Element


def read(content: bytes) -> list[Element]:
    return list(axml.elements(content))


def attribute(value: str | tuple[int, int], narrow: bool = False) -> str:
    (element,) = read(document(Node("a", {"value2": value}), narrow))
    return element.attributes["value2"]


WORDS = ["", "a", "Ngân hàng", "x" * 127, "x" * 128, "ư" * 200, "y" * 20_000]


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("word", WORDS, ids=len)
def test_strings_of_any_length_are_read_from_pools_of_both_widths(narrow: bool, word: str) -> None:
    assert axml.pool(pool(["before", word, "after"], narrow), 0) == ["before", word, "after"]


def test_a_string_of_more_than_32767_characters_has_a_long_length() -> None:
    assert axml.pool(pool(["z" * 40_000, "after"]), 0) == ["z" * 40_000, "after"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("text", "text"),
        ((DECIMAL, 34), "34"),
        ((DECIMAL, -1), "-1"),
        ((DECIMAL, 0x7FFFFFFF), "2147483647"),
        ((HEX, 255), "0xff"),
        ((BOOLEAN, 0xFFFFFFFF), "true"),
        ((BOOLEAN, 0), "false"),
        ((REFERENCE, 0x7F0A0001), "@7f0a0001"),
        ((FLOAT, 7), "7"),
    ],
)
@pytest.mark.parametrize("narrow", [True, False])
def test_values_of_every_type_are_text(
    value: str | tuple[int, int], shown: str, narrow: bool
) -> None:
    assert attribute(value, narrow) == shown


def test_the_path_of_an_element_is_that_of_those_around_it() -> None:
    tree = Node("a", {}, [Node("b", {}, [Node("c")]), Node("d")])
    assert [element.path for element in read(document(tree))] == [
        ("a",), ("a", "b"), ("a", "b", "c"), ("a", "d"),
    ]  # fmt: skip


@pytest.mark.parametrize("known", [True, False])
def test_attributes_are_named_by_resource_or_by_string(known: bool) -> None:
    (element,) = read(document(Node("a", {"name": "x", "own": "y"}), known=known))
    assert element.attributes == {"name": "x", "own": "y"}


def test_a_blanked_name_is_known_by_its_resource() -> None:
    content = document(Node("a", {"name": "x"})).replace("name".encode("utf-16-le"), bytes(8))
    (element,) = read(content)
    assert element.attributes == {"name": "x"}


def test_of_two_attributes_of_one_name_the_first_counts() -> None:
    content = bytearray(document(Node("a", {"name": "x", "label": "y"})))
    place = content.rindex(struct.pack("<I", 0xFFFFFFFF) + struct.pack("<I", 1))
    struct.pack_into("<I", content, place + 4, 0)
    (element,) = read(bytes(content))
    assert element.attributes == {"name": "x"}


@pytest.mark.parametrize("kind", [0x0100, 0x0101, 0x0104, 0x7777])
def test_chunks_of_other_kinds_are_passed_over(kind: int) -> None:
    extra = struct.pack("<HHI", kind, 16, 24) + bytes(16)
    assert len(read(document(Node("a"), extra=extra))) == 1


@pytest.mark.parametrize("size", [0, 4, 7])
def test_a_chunk_shorter_than_its_head_is_damage(size: int) -> None:
    with pytest.raises(ValueError, match="shorter"):
        read(document(Node("a"), extra=struct.pack("<HHI", 0x0100, 8, size)))


def test_a_chunk_beyond_the_end_is_the_last() -> None:
    assert read(document(Node("a"), extra=struct.pack("<HHI", 0x0100, 8, 1 << 30))) == []


@pytest.mark.parametrize("size", [0, 19])
def test_an_attribute_shorter_than_it_can_be_is_damage(size: int) -> None:
    content = bytearray(document(Node("a", {"name": "x"})))
    at = content.index(struct.pack("<HHI", 0x0102, 16, 56)) + 16
    struct.pack_into("<H", content, at + 10, size)
    with pytest.raises(ValueError, match="shorter"):
        read(bytes(content))


def test_attributes_may_be_wider_than_today() -> None:
    content = bytearray(document(Node("a", {"name": "x"})))
    at = content.index(struct.pack("<HHI", 0x0102, 16, 56)) + 16
    struct.pack_into("<H", content, at + 10, 24)
    (element,) = read(bytes(content))
    assert element.attributes == {"name": "x"}


@pytest.mark.parametrize("count", [100, 0xFFFF])
def test_more_attributes_than_there_are_is_damage(count: int) -> None:
    content = bytearray(document(Node("a", {"name": "x"})))
    at = content.index(struct.pack("<HHI", 0x0102, 16, 56)) + 16
    struct.pack_into("<H", content, at + 12, count)
    with pytest.raises(struct.error):
        read(bytes(content))


@pytest.mark.parametrize("number", [2, 1_000, 0xFFFFFFFE])
def test_a_string_that_the_pool_does_not_have_is_empty(number: int) -> None:
    content = bytearray(document(Node("a")))
    at = content.index(struct.pack("<HHI", 0x0102, 16, 36)) + 20
    struct.pack_into("<I", content, at, number)
    assert [element.path for element in read(bytes(content))] == [("",)]


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("offset", [0x10_000, 0x7FFFFFFF, 0xFFFFFFFF])
def test_an_offset_of_a_string_beyond_the_pool_is_an_empty_string(
    narrow: bool, offset: int
) -> None:
    content = bytearray(pool(["a", "b"], narrow))
    struct.pack_into("<I", content, 28, offset)
    assert axml.pool(bytes(content), 0) == ["", "b"]


@pytest.mark.parametrize("count", [5_000, 0xFFFFFFFF])
def test_a_pool_that_claims_more_strings_than_there_are_is_damage(count: int) -> None:
    content = bytearray(document(Node("a")))
    struct.pack_into("<I", content, 16, count)
    with pytest.raises(DAMAGE):
        read(bytes(content))


def test_an_end_without_a_begin_is_passed_over() -> None:
    extra = struct.pack("<HHIIIII", 0x0103, 16, 24, 1, 0, 0, 0)
    assert [element.path for element in read(document(Node("a"), extra=extra))] == [("a",)]


def test_any_cut_gives_elements_or_damage_only() -> None:
    content = document(Node("a", {"name": "x"}, [Node("b", {"label": "y"})]))
    whole = [element.path for element in read(content)]
    for length in range(8, len(content)):
        found = [element.path for element in sound(axml.elements(content[:length]), None, "")]
        assert found == whole[: len(found)]
