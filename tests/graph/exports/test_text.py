"""Text that every format can hold."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.graph.support.graphs import HOSTILE

from truyvet.graph.exports.text import Text

anything = st.text(st.characters(codec=None), max_size=40)


@given(anything)
def test_what_xml_forbids_is_replaced_one_for_one_and_counted(text: str) -> None:
    clean = Text()
    made = clean(text)
    assert len(made) == len(text)
    assert sum(a != b for a, b in zip(made, text, strict=True)) == clean.replaced


@given(anything)
def test_a_reader_of_xml_gets_the_clean_text_back(text: str) -> None:
    written = Text().xml(text)
    document = f'<a b="{written}">{written}</a>'.encode()
    element = ElementTree.fromstring(document)  # noqa: S314 - our own bytes
    assert element.get("b") == Text()(text)
    assert (element.text or "") == Text()(text)


@pytest.mark.parametrize("name", ["rtl", "nfc", "nfd", "quoted", "long", "script"])
def test_what_xml_can_hold_stays_as_it_is(name: str) -> None:
    text = Text()
    assert text(HOSTILE[name]) == HOSTILE[name]
    assert text.replaced == 0


def test_composed_and_decomposed_letters_stay_apart() -> None:
    assert Text()(HOSTILE["nfc"]) != Text()(HOSTILE["nfd"])


@given(anything, anything)
def test_two_ids_never_become_one(one: str, other: str) -> None:
    if one != other:
        assert Text().id(one) != Text().id(other)


def test_an_id_without_forbidden_characters_is_itself() -> None:
    assert Text().id("phone:+84912345678") == "phone:+84912345678"
