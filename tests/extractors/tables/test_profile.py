"""Profiles: what they may hold, and everything that is wrong with one, said at once."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extractors.tables.reads import made

from truyvet.extractors.tables.profile import (
    BUILT_IN,
    MAX_PROFILE,
    Given,
    NotAProfile,
    built_in,
    parse_profile,
    with_given,
    without_given,
)

GOOD = """
[columns.a]
names = ["from"]
kind = "phone"
[columns.b]
names = ["to"]
kind = "phone"
[columns.when]
names = ["at"]
kind = "time"
[[statements]]
subject = "a"
relation = "called"
object = "b"
since = "when"
"""


def faults(text: str) -> str:
    with pytest.raises(NotAProfile) as caught:
        made(text)
    assert str(caught.value) == "; ".join(caught.value.faults)
    return str(caught.value)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_profile_that_comes_along_is_sound_and_bears_its_name(name: str) -> None:
    profile = parse_profile(built_in(name))
    assert profile.name == name
    assert profile.title
    assert profile.statements


def test_no_other_profile_comes_along() -> None:
    with pytest.raises(LookupError):
        built_in("../profile")


def test_a_small_profile_is_enough() -> None:
    profile = made(GOOD)
    assert profile.header
    assert profile.zone == "+07:00"
    assert profile.columns["a"].kinds == ("phone",)


def test_unknown_keys_are_all_listed_with_their_places() -> None:
    text = 'colour = "red"\n' + GOOD.replace('kind = "time"', 'kind = "time"\nshape = 1')
    told = faults(text + 'colour = "blue"\n[made.x]\nsize = 2\n[given]\nx = 1\n')
    for word in ("colour", "columns.when.shape", "statements 1: colour", "made.x.size", "given.x"):
        assert word in told


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('kind = "time"', 'kind = "date"', "kind 'date' is not known"),
        ('kind = "phone"', 'kind = "item"', "kind 'item' is not known"),
        ('kind = "phone"', 'kind = "person"', "made up"),
        ('kind = "phone"', 'kind = ["phone", "text"]', "several kinds"),
        ('since = "when"', 'since = "a"', "no column of the kind time"),
        ('since = "when"', 'since = "then"', "no column of the kind time"),
        ('object = "b"', 'object = "c"', "'c' is neither in columns nor in made"),
        ('object = "b"', 'object = "when"', "'when' is no node but time"),
        ('relation = "called"', 'relation = "named"', "named needs an object of the kind name"),
        ('relation = "called"', 'relation = "hates"', "Invalid enum value 'hates'"),
        ('names = ["at"]', 'names = ["at"]\nplace = 3', "has a place, but header is not false"),
        ('names = ["at"]', 'names = ["at"]\nparts = ["x"]', "parts: not known: x"),
        ('names = ["at"]', 'names = ["at"]\nbank = "x"', "bank: not known: x"),
        ('since = "when"', 'facts = { since = "when" }', "facts may not be called since"),
        ('since = "when"', 'facts = { x = "y" }', "facts, when, unless: not known: y"),
        ('since = "when"', 'when = { y = ["*"] }', "facts, when, unless: not known: y"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_named(old: str, new: str, why: str) -> None:
    assert old in GOOD
    assert why in faults(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('zone = "Hanoi"', "zone: 'Hanoi' is not like +07:00"),
        ('times = ["dd"]', "no year, month and day"),
        ('delimiter = "::"', "delimiter: one character"),
        ('encoding = "klingon"', "encoding: 'klingon' is not known"),
        ('decimal = ";"', "Invalid enum value ';'"),
        ("header = false", "has names, but header is false"),
        ('region = "Vietnam"', "region"),
        ("[made.x]", "made.x: needs by or name"),
        ('[made.a]\nby = ["b"]', "in columns and in made: a"),
        ('[made.x]\nby = ["y"]', "made.x: not known: y"),
        ('[given]\noptions = ["x"]', "given.options: not known: x"),
        ('[given.values]\nx = "1"', "given.values: not known: x"),
        ("[[[", "no TOML"),
        ("x" * (MAX_PROFILE + 1), "longer than"),
    ],
)
def test_a_fault_of_the_whole_is_named(line: str, why: str) -> None:
    text = f"{line}\n{GOOD}" if line[0] != "[" else f"{GOOD}\n{line}\n"
    assert why in faults(text)


def test_several_faults_are_told_together() -> None:
    told = faults('zone = "x"\ndelimiter = "ab"\n' + GOOD.replace('object = "b"', 'object = "c"'))
    assert told.count(";") == 2


def test_a_text_without_columns_is_no_profile() -> None:
    with pytest.raises(NotAProfile, match="columns"):
        parse_profile('name = "x"')


def test_what_the_officer_adds_stands_at_the_end_and_is_read_again() -> None:
    given = Given(values={"a": 'x"y\\z\n'}, sheet="Tờ 1")
    text = with_given(f'name = "own"\n{GOOD}', given)
    assert text.startswith('name = "own"')
    assert parse_profile(text).given == given


def test_where_nothing_is_added_the_text_stays_as_it_is() -> None:
    assert with_given("anything", Given()) == "anything"


@given(st.text(max_size=50), st.text(max_size=50).filter(lambda text: text != ""))
def test_whatever_is_added_comes_back(value: str, sheet: str) -> None:
    given = Given(values={"a": value}, sheet=sheet)
    assert parse_profile(with_given(f'name = "own"\n{GOOD}', given)).given == given


# What was added before.


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_was_added_is_taken_off_again(value: str, sheet: str) -> None:
    text = f'name = "own"\n{GOOD}'
    added = with_given(text, Given(values={"a": value}, sheet=sheet))
    assert parse_profile(without_given(added)) == parse_profile(text)


def test_where_nothing_was_added_nothing_is_taken_off() -> None:
    text = f'name = "own"\n{GOOD}'
    assert without_given(text) == text


def test_a_value_that_looks_like_what_is_added_is_not_torn_apart() -> None:
    text = f'name = "own"\n{GOOD}'
    added = with_given(text, Given(values={"a": "x\n[given]\ny"}))
    assert without_given(added).strip() == text.strip()


def test_what_was_added_in_the_middle_is_left_there() -> None:
    text = f'name = "own"\n[given]\nsheet = "x"\n{GOOD}'
    with pytest.raises(NotAProfile, match="does not stand at the end"):
        without_given(text)


# What may be written.


@pytest.mark.parametrize("sign", [",", ";", "\\t", "|", "~", "^", " "])
def test_any_sign_may_stand_between_cells(sign: str) -> None:
    assert len(made(f'delimiter = "{sign}"\n{GOOD}').delimiter) == 1


@pytest.mark.parametrize("sign", ["a", "7", "§", '\\"', "\\n", ";;", "", "autos"])
def test_letters_digits_quotes_and_words_may_not(sign: str) -> None:
    assert "delimiter" in faults(f'delimiter = "{sign}"\n{GOOD}')


@pytest.mark.parametrize("form", ["dd/mm/yyyy", "HH:MM dd/mm/yy", "yyyymmdd", "excel", "unix-ms"])
def test_forms_of_times_may_be_named(form: str) -> None:
    assert made(f'times = ["{form}"]\n{GOOD}').times == (form,)


@pytest.mark.parametrize("word", ["A", "é", "a b", "-a", "a" * 200, ""])
def test_a_word_for_a_column_is_short_and_plain(word: str) -> None:
    text = GOOD.replace("[columns.when]", f'[columns."{word}"]').replace('since = "when"', "")
    with pytest.raises(NotAProfile, match="at `"):
        made(text)


def test_of_two_tables_of_one_name_none_is_guessed() -> None:
    assert "no TOML" in faults(f"{GOOD}\n[columns.a]\nnames = []\n")


@pytest.mark.parametrize("text", ["\0", "\ufeff", 'name = "', "a.b.c = 1\na.b = 2", "[]", "="])
def test_what_is_no_toml_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotAProfile, match="no TOML"):
        parse_profile(text)


@given(st.text(max_size=200))
def test_no_text_is_a_profile_by_chance(text: str) -> None:
    with pytest.raises(NotAProfile) as caught:
        parse_profile(text)
    assert caught.value.faults


@given(st.integers(0, len(GOOD.splitlines()) - 1))
def test_a_profile_without_one_of_its_lines_is_sound_or_says_why(number: int) -> None:
    lines = GOOD.splitlines()
    with suppress(NotAProfile):
        assert made("\n".join(lines[:number] + lines[number + 1 :])).columns
