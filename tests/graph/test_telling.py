"""Sentences about a graph: text for all, and a code and values for those who say them anew."""

import json
import re
from pathlib import Path

import pytest

from truyvet.graph import telling
from truyvet.graph.telling import SENTENCES, Told, told

HOLE = re.compile(r"\{(\w+)\}")
ROOM = Path(telling.__file__).parent


def filled(code: str) -> Told:
    """A sentence whose holes are filled with their own names."""
    return told(code, **{name: f"<{name}>" for name in HOLE.findall(SENTENCES[code])})


def test_a_sentence_is_a_text_like_any_other() -> None:
    sentence = told("paths", start="Đức", goal="Bình")
    assert sentence == "Paths from Đức to Bình"
    assert isinstance(sentence, str)
    assert json.dumps([sentence], ensure_ascii=False) == '["Paths from Đức to Bình"]'


def test_a_sentence_knows_what_it_was_made_of() -> None:
    sentence = told("left.case", missed=22, all=32, limit=10)
    assert sentence == "22 of 32 nodes are not shown: only the 10 with most links are"
    assert sentence.code == "left.case"
    assert sentence.values == {"missed": 22, "all": 32, "limit": 10}


def test_large_numbers_are_grouped() -> None:
    assert told("left.case", missed=4000, all=5000, limit=1000) == (
        "4,000 of 5,000 nodes are not shown: only the 1,000 with most links are"
    )


@pytest.mark.parametrize("text", ["{goal}", "{0}", "{}", "{start.__class__}", "%s", "</script>"])
def test_what_comes_from_evidence_is_never_a_pattern(text: str) -> None:
    assert told("paths", start=text, goal="B") == f"Paths from {text} to B"


@pytest.mark.parametrize("code", list(SENTENCES))
def test_every_value_of_a_sentence_is_seen_in_it(code: str) -> None:
    sentence = filled(code)
    assert all(f"<{name}>" in sentence for name in sentence.values)
    assert sentence.values


@pytest.mark.parametrize("code", list(SENTENCES))
def test_every_sentence_is_said_somewhere(code: str) -> None:
    others = [file for file in ROOM.glob("*.py") if file.name != "telling.py"]
    assert any(f'told("{code}",' in file.read_text(encoding="utf-8") for file in others)


def test_a_sentence_without_its_values_or_its_words_is_refused() -> None:
    with pytest.raises(KeyError):
        told("paths", start="A")
    with pytest.raises(KeyError):
        told("no such sentence")
