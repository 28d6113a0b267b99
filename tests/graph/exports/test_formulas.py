"""Cells that a spreadsheet would run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.graph.exports.formulas import guarded, unguarded


@pytest.mark.parametrize(
    "cell", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "-1+1", "+1+cmd", "\t=1", "\r=1", "-A1"]
)
def test_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "+84912345678", "-5", "-1.5", "a=b", "'quoted'", "x", "0912"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.text("'=+-@\t\r1a", max_size=6))
def test_taking_the_guard_off_gives_back_what_was_there(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(st.text("'=+-@\t\r1a", max_size=6))
def test_no_cell_that_leaves_begins_a_formula(cell: str) -> None:
    made = guarded(cell)
    assert made[:1] not in ("=", "@", "\t", "\r")
    assert made[:1] not in ("+", "-") or made[1:].isdecimal() or set(made[1:]) <= set("1")
