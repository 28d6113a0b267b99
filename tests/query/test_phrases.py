"""Phrases: what is asked of the index, and where a hit stands in the text itself."""

import sqlite3
import unicodedata
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.folding import folded, marked
from truyvet.query.phrases import Phrase, phrase_of, places, places_by_index


def phrase(text: str, *, starts: bool = False) -> Phrase:
    """A phrase there is."""
    made = phrase_of(text, starts=starts)
    assert made is not None
    return made


def hits(text: str, asked: str, *, starts: bool = False) -> list[str]:
    """What a phrase finds in a text, as it stands there."""
    return [text[one.start : one.end] for one in places(text, phrase(asked, starts=starts))]


def exact(text: str, asked: str) -> list[str]:
    """What stands in a text just as it was asked for."""
    found = places(text, phrase(asked))
    return [text[one.start : one.end] for one in found if one.exact]


def test_a_phrase_is_found_without_marks_and_case() -> None:
    assert hits("Anh NGUYỄN Văn Đức đến", "nguyen van duc") == ["NGUYỄN Văn Đức"]


def test_a_phrase_typed_with_marks_finds_what_has_none() -> None:
    assert hits("anh nguyen van duc", "Nguyễn Văn Đức") == ["nguyen van duc"]


def test_what_stands_as_typed_is_told_from_what_does_not() -> None:
    text = "duong, dương, đường, Dương"
    assert exact(text, "dương") == ["dương", "Dương"]
    assert len(hits(text, "dương")) == 4


def test_decomposed_marks_belong_to_their_letter() -> None:
    text = unicodedata.normalize("NFD", "gọi Nguyễn Văn Đức nhé")
    assert hits(text, "nguyen van duc") == [unicodedata.normalize("NFD", "Nguyễn Văn Đức")]
    assert exact(text, "Nguyễn Văn Đức") == [unicodedata.normalize("NFD", "Nguyễn Văn Đức")]


def test_a_hit_is_found_far_into_a_decomposed_text() -> None:
    text = unicodedata.normalize("NFD", "tiếng Việt có dấu; " * 2_000) + "đích đến"
    (found,) = places(text, phrase("dich den"))
    assert text[found.start : found.end] == "đích đến"


@pytest.mark.parametrize("between", [" ", ".", " - ", "\n", "_", "\u00a0", ", "])
def test_words_stand_side_by_side_whatever_is_between(between: str) -> None:
    assert hits(f"x 0912{between}345{between}678 x", "0912 345 678") == [
        f"0912{between}345{between}678"
    ]


def test_a_part_of_a_word_is_not_the_word() -> None:
    assert hits("ducati đức Đức1", "duc") == ["đức"]


def test_the_beginning_of_a_word_finds_the_whole_word() -> None:
    assert hits("ducati đức Đức1", "duc", starts=True) == ["ducati", "đức", "Đức1"]


@pytest.mark.parametrize("text", ["", "...", "\u202e\u200f", "\0", '"', "😀"])
def test_what_has_no_letter_and_no_digit_is_no_phrase(text: str) -> None:
    assert phrase_of(text) is None


@pytest.mark.parametrize(
    "text", ['a" OR "b', "a NEAR b", "folded : x", "a* ^b", "a) AND (b", "a\0b", "\u202ea b"]
)
def test_no_operator_of_the_index_gets_through(text: str) -> None:
    made = phrase(text)
    assert made.match("folded") == f'folded : "{" ".join(made.words)}"'
    assert all(word.isalnum() for word in made.words)


LETTERS = st.text("aáạăđĐêẾn0 9.-_\u0301\u0323İßΣς가ff\u202e\0ƠơÅ", max_size=40)


def stands_by_index(text: str, asked: Phrase) -> bool:
    """Whether SQLite finds a phrase in a text, as the case's index does."""
    with closing(sqlite3.connect(":memory:")) as small:
        small.execute(
            "CREATE VIRTUAL TABLE w USING fts5(folded, marked, content='',"
            " tokenize='unicode61 remove_diacritics 0')"
        )
        row = (folded(text).replace("\0", " "), marked(text).replace("\0", " "))
        small.execute("INSERT INTO w(rowid, folded, marked) VALUES (1,?,?)", row)
        query = "SELECT count(*) FROM w WHERE w MATCH ?"
        return bool(small.execute(query, (asked.match("folded"),)).fetchone()[0])


@given(LETTERS, st.text("aáđên0", min_size=1, max_size=3))
def test_what_the_index_finds_is_found_in_the_text(text: str, asked: str) -> None:
    made = phrase(asked)
    found = list(places(text, made))
    assert bool(found) == stands_by_index(text, made)
    for one in found:
        assert folded(text[one.start : one.end]) == made.words[0]


@given(LETTERS, st.text("aáđên0", min_size=1, max_size=3))
def test_the_slower_way_finds_the_same(text: str, asked: str) -> None:
    made = phrase(asked)
    quick = [(one.start, one.end) for one in places(text, made)]
    slow = [(one.start, one.end) for one in places_by_index(text.replace("\0", " "), made)]
    assert slow == quick


@given(LETTERS)
def test_a_hit_begins_with_a_letter_and_not_with_a_mark(text: str) -> None:
    for word in "an0":
        for one in places(text, phrase(word)):
            assert not unicodedata.combining(text[one.start])
            assert text[one.end :][:1] == "" or not unicodedata.combining(text[one.end])
