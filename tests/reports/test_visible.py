"""Foreign text: nothing hidden stays hidden, nothing innocent is touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.commands.output import safe
from truyvet.reports.visible import MAX_MARKS, MAX_NAME, escape, pieces, plain, shorten

ANYTHING = st.text(st.characters(), max_size=80)  # surrogates too


def shown(text: str) -> str:
    """Return what is shown as it is."""
    return "".join(piece.text for piece in pieces(text) if not piece.escape)


@given(ANYTHING)
def test_nothing_that_is_shown_as_it_is_hides_or_turns_the_line(text: str) -> None:
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not {unicodedata.category(one) for one in shown(text)} & hidden


@given(ANYTHING)
def test_all_that_is_shown_can_be_written_as_utf_8(text: str) -> None:
    assert plain(text).encode("utf-8").decode("utf-8") == plain(text)


@given(ANYTHING)
def test_every_character_is_shown_or_escaped_in_its_place(text: str) -> None:
    expected = iter(text)
    for piece in pieces(text):
        if piece.escape:
            assert piece.text == escape(next(expected))
        else:
            assert piece.text == "".join(next(expected) for _ in piece.text)
    assert next(expected, None) is None


@given(ANYTHING)
def test_what_the_command_line_escapes_is_escaped_here_too(text: str) -> None:
    escaped = {piece.text for piece in pieces(text) if piece.escape}
    for one in set(text) - {"\n"}:
        if safe(one) != one:
            assert escape(one) in escaped


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_is_left_alone_in_both_its_forms(form: str) -> None:
    text = unicodedata.normalize(form, "Nguyễn Thị Ắng, đường Phố Huế – tờ số 3.docx")  # type: ignore[arg-type]
    assert list(pieces(text)) == [(text, False)]


@pytest.mark.parametrize(
    "text", ["مرحبا.txt", "写真.jpg", "Отчёт", "16\u00a0GB", "🙂.png", "a  b", "nhà “mới”"]
)
def test_other_scripts_and_blanks_are_left_alone(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("photo\u202egpj.exe", "photo\\u202egpj.exe"),
        ("\x1b[31mred", "\\u001b[31mred"),
        ("a\u200bb", "a\\u200bb"),
        ("\u3164", "\\u3164"),
        ("a\u2003b", "a\\u2003b"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("a\U000e0101", "a\\U000e0101"),
        ("line\u2028end", "line\\u2028end"),
    ],
)
def test_hidden_characters_are_written_as_escapes(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_line_ends_stay_where_they_are_wanted_and_nowhere_else() -> None:
    assert list(pieces("một\nhai", lines=True)) == [("một\nhai", False)]
    assert plain("một\nhai") == "một\\u000ahai"
    assert plain("a\nb") == "a\\u000ab"


def test_a_pile_of_marks_is_taken_down() -> None:
    pile = "e" + "\u0301" * 40
    assert shown(pile) == "e" + "\u0301" * MAX_MARKS
    assert plain(pile).count("\\u0301") == 40 - MAX_MARKS


def test_a_long_name_keeps_its_two_ends_and_says_what_is_missing() -> None:
    name = "".join(chr(97 + at % 26) for at in range(10_000))
    first, count, last = shorten(name)
    assert name.startswith(first)
    assert name.endswith(last)
    assert len(first) + count + len(last) == len(name)
    assert len(first) + len(last) == MAX_NAME


def test_a_name_that_is_not_long_is_whole() -> None:
    assert shorten("x" * MAX_NAME) == ("x" * MAX_NAME, 0, "")
