"""JSON and ZIP written piece by piece: whole for readers, the same bytes for the same pieces."""

import csv
import io
import json
import zipfile
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.graph.support.graphs import HOSTILE

from truyvet.graph.exports.identifiers import named, space_of
from truyvet.graph.exports.streams import Counted, Json
from truyvet.graph.exports.text import Text
from truyvet.graph.exports.zips import pack
from truyvet.graph.model import About

anything = st.text(st.characters(codec=None), max_size=8)
values = st.recursive(
    st.one_of(anything, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(anything, inner, max_size=3)
    ),
    max_leaves=8,
)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
cells = st.lists(st.lists(words, min_size=2, max_size=2), max_size=5)


def listed(given_values: list[Any]) -> tuple[list[Any], int, Text]:
    """Values written as a list and read back, how many were told, and what was replaced."""
    file, text = io.BytesIO(), Text()
    count = Json(file, text).list(given_values)
    return json.loads(file.getvalue().decode()), count, text


@given(st.lists(values, max_size=4))
def test_a_list_comes_back_with_its_texts_clean(given_values: list[Any]) -> None:
    read, count, _ = listed(given_values)
    assert count == len(read) == len(given_values)
    for one, back in zip(given_values, read, strict=True):
        if isinstance(one, str):
            assert back == Text()(one)
        elif not isinstance(one, dict | list):
            assert back == one


@given(st.lists(anything, max_size=4))
def test_what_was_replaced_is_counted(texts: list[str]) -> None:
    read, _, text = listed(texts)
    changed = sum(a != b for one, back in zip(texts, read, strict=True)
                  for a, b in zip(one, back, strict=True))  # fmt: skip
    assert text.replaced == changed


def test_a_list_has_an_element_a_line() -> None:
    file = io.BytesIO()
    Json(file, Text()).list([{"b": 1, "a": "x\ny"}, []])
    assert file.getvalue() == b'[\n{"b":1,"a":"x\\ny"},\n[]\n]'


def test_an_empty_list_is_one() -> None:
    assert listed([])[:2] == ([], 0)


def test_what_passes_is_counted_once() -> None:
    counted = Counted()
    assert list(counted.over("abc")) == ["a", "b", "c"]
    assert counted.count == 3


@given(cells)
def test_a_table_in_a_zip_comes_back(rows: list[list[str]]) -> None:
    file = io.BytesIO()
    with pack(file) as files:
        files.table("t.csv", ("a", "b"), rows)
        files.text("README.txt", "đọc")
    with zipfile.ZipFile(file) as read:
        text = read.read("t.csv").decode()
        assert read.read("README.txt").decode() == "đọc"
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], *rows]


@given(cells)
def test_the_same_rows_are_the_same_bytes(rows: list[list[str]]) -> None:
    files = io.BytesIO(), io.BytesIO()
    for file in files:
        with pack(file) as one:
            one.table("t.csv", ("a", "b"), rows)
    assert files[0].getvalue() == files[1].getvalue()


def test_lines_of_a_table_end_as_the_standard_says() -> None:
    file = io.BytesIO()
    with pack(file) as files:
        files.table("t.csv", ("a", "b"), [["1", 'x"y'], ["2", "l\nm"]])
    with zipfile.ZipFile(file) as read:
        assert read.read("t.csv") == b'a,b\r\n1,"x""y"\r\n2,"l\nm"\r\n'


def test_members_of_a_zip_tell_no_time_and_no_owner() -> None:
    file = io.BytesIO()
    with pack(file) as files:
        files.text("a", "x")
    with zipfile.ZipFile(file) as read:
        [member] = read.infolist()
    assert member.date_time == (1980, 1, 1, 0, 0, 0)
    assert (member.create_system, member.external_attr >> 16) == (3, 0o644)


def about(*cases: str) -> About:
    return About(title="", cases=cases, question="", entries=1)


def test_an_identifier_is_of_its_case_its_sort_and_its_thing() -> None:
    space = space_of(about("1"))
    made = [named(space, "node", "a"), named(space, "link", "a"), named(space, "node", "b"),
            named(space_of(about("2")), "node", "a")]  # fmt: skip
    assert len(set(made)) == 4
    assert made[0] == named(space_of(about("1")), "node", "a")
    assert {one.version for one in made} == {5}


def test_the_space_of_a_case_is_the_same_for_ever() -> None:
    assert space_of(about("VA-1")) == UUID("6931c80f-7624-5ee5-97b7-d19b1681570a")


@pytest.mark.parametrize("name", ["control", "surrogate"])
def test_two_texts_that_look_alike_once_clean_have_two_identifiers(name: str) -> None:
    space = space_of(about("1"))
    assert named(space, "node", HOSTILE[name]) != named(space, "node", Text()(HOSTILE[name]))
