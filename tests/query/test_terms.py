"""Terms: what each field makes of what was typed; times, ranges, grades, patterns."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.folding import folded
from truyvet.query.language import Term
from truyvet.query.source import Source
from truyvet.query.spellings import Form
from truyvet.query.terms import (
    ALWAYS,
    NEVER,
    Piece,
    both,
    either,
    entries_of,
    extractor_of,
    fitting,
    flag_of,
    grades_of,
    kinds_of,
    moment_of,
    of_item,
    relation_of,
    value,
)

END = "\U0010ffff"


def term(field: str, text: str, *, quoted: bool = False) -> Term:
    """A term that was typed alone."""
    return Term(at=0, field=field, text=text, quoted=quoted)


def holds(piece: Piece, *before: object) -> bool:
    """Whether a condition holds, asked of SQLite; `before` stands where its columns do."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.create_function("folded", 1, folded, deterministic=True)
        sql = f"SELECT {piece.sql} FROM (SELECT ? AS x)"  # noqa: S608 - made here
        return bool(database.execute(sql, (*piece.given, *before)).fetchone()[0])


def refused(field: str, text: str, read: object) -> TruyvetError:
    """The error that a value is refused with."""
    with pytest.raises(TruyvetError) as caught:
        read(term(field, text))  # type: ignore[operator]
    assert caught.value.code == "E592"
    return caught.value


@pytest.mark.parametrize(
    ("typed", "since"),
    [
        ("2026", "2026"),
        ("2026-03", "2026-03"),
        ("2026-03-14", "2026-03-14"),
        ("14/03/2026", "2026-03-14"),
        ("1/3/2026", "2026-03-01"),
        ("2026-03-14T09:30", "2026-03-14T09:30"),
        ("2026-03-14 09:30:15", "2026-03-14T09:30:15"),
        ("2026-03-14T09:30:15Z", "2026-03-14T09:30:15"),
        ("2024-02-29", "2024-02-29"),
        ("0001", "0001"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_time_is_read_as_it_is_written(typed: str, since: str) -> None:
    assert moment_of(term("since", typed)) == since
    assert moment_of(term("until", typed)) == since + END


@pytest.mark.parametrize(
    "typed",
    [
        "2026-13", "2026-00", "2026-02-30", "2025-02-29", "29/02/2025", "32/01/2026", "0/1/2026",
        "1/13/2026", "03/14/2026", "2026-3-14", "26", "20260314", "2026-03-14T25:00",
        "2026-03-14T09:61", "2026-03-14T", "-2026", "yesterday", "hôm qua", "2026-03-14+07:00",
        "0000", "99999", "2026/03/14", "14.03.2026", "2026-03-14T09:30:15.5Z; DROP", "²⁰²⁶",
        "٢٠٢٦", "2026-03-14\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["since", "until"])
def test_what_is_no_time_is_refused_with_examples(field: str, typed: str) -> None:
    assert "2026-03-14" in refused(field, typed, moment_of).hint


@given(st.dates(min_value=date(1, 1, 1)))
def test_a_day_in_either_order_is_the_same_day(day: date) -> None:
    iso, local = day.isoformat(), f"{day.day}/{day.month}/{day.year:04d}"
    assert moment_of(term("since", iso)) == moment_of(term("since", local)) == iso


@given(st.dates(min_value=date(1, 1, 1)), st.dates(min_value=date(1, 1, 1)))
def test_days_are_compared_as_days(one: date, other: date) -> None:
    since, until = moment_of(term("since", str(one))), moment_of(term("until", str(one)))
    noon = f"{other}T12:00:00.000000Z"
    assert (noon >= since) == (other >= one)
    assert (noon <= until) == (other <= one)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("5", 5, 5), ("0", 0, 0), ("3..7", 3, 7), ("7..3", 7, 3), (">=5", 5, 1 << 53),
        ("<=7", 0, 7), ("05", 5, 5), ("999999999999999", 10**15 - 1, 10**15 - 1),
    ],
)  # fmt: skip
def test_entries_are_read_one_by_one_and_as_ranges(typed: str, first: int, last: int) -> None:
    assert entries_of(term("entry", typed)) == (first, last)


@pytest.mark.parametrize(
    "typed", ["", "x", "-1", "1.5", "3..", "..7", "3...7", ">5", "=5", "1,2", "1e3", "9" * 16, "٣"]
)
def test_what_is_no_entry_is_refused(typed: str) -> None:
    assert "3..7" in refused("entry", typed, entries_of).hint


@pytest.mark.parametrize(
    ("typed", "grades"),
    [
        ("B2", ("B2",)),
        ("b2", ("B2",)),
        ("<=A1", ("A1",)),
        ("<=A2", ("A1", "A2")),
        ("<=b2", ("A1", "A2", "B1", "B2")),
    ],
)
def test_a_grade_and_all_better_ones(typed: str, grades: tuple[str, ...]) -> None:
    assert grades_of(term("grade", typed)) == grades


def test_the_worst_grade_lets_all_others_through() -> None:
    assert len(grades_of(term("grade", "<=F6"))) == 36


@pytest.mark.parametrize("typed", ["G1", "A7", "A0", "A", "1", "2B", ">=B2", "<B2", "B22", ""])
def test_what_is_no_grade_is_refused(typed: str) -> None:
    assert "A1 to F6" in refused("grade", typed, grades_of).hint


@pytest.mark.parametrize("typed", ["called", "CALLED", "Called"])
def test_a_relation_is_read_in_any_case(typed: str) -> None:
    assert relation_of(term("rel", typed)) == "called"


def test_a_relation_of_two_words_is_read_with_a_hyphen_too() -> None:
    assert relation_of(term("rel", "holder-of")) == relation_of(term("rel", "holder_of"))


def test_a_relation_that_is_nearly_one_is_told() -> None:
    assert "did you mean transferred?" in refused("rel", "transfered", relation_of).text


def test_a_type_brings_what_shows_such_a_thing(source: Source) -> None:
    assert set(kinds_of(source, term("type", "email"))) >= {"email", "mail-from", "page-email"}
    assert set(kinds_of(source, term("type", "PHONE"))) == {"phone", "page-phone"}


def test_an_extractor_that_was_left_out_may_be_asked_for(source: Source) -> None:
    assert extractor_of(source, term("extractor", "mail")) == "mail"


@pytest.mark.parametrize("text", ["yara", "*"])
def test_flags_are_those_that_there_are(text: str) -> None:
    assert flag_of(term("flag", text)) == text


@pytest.mark.parametrize("text", ["", "YARA!", "yara*"])
def test_a_flag_that_there_is_not_is_refused(text: str) -> None:
    assert "yara" in refused("flag", text, flag_of).hint


@pytest.mark.parametrize(
    ("pattern", "quoted", "text", "fits"),
    [
        ("nghi*", False, "Nghi phạm A", True),
        ("*A", False, "nghi phạm a", True),
        ("*phạm*", False, "nghi pham a", True),
        ("nghi", False, "nghi phạm", False),
        ("nghi*", True, "nghi*", True),
        ("nghi*", True, "nghi phạm", False),
        ("[a]", False, "[A]", True),
        ("[a]*", False, "[a]b", True),
        ("[a]*", False, "ab", False),
        ("?*", False, "ab", False),
        ("**", False, "", True),
        ("đ*", False, "Đường", True),
        ("%_", False, "xx", False),
    ],
)
def test_a_pattern_means_only_its_stars(pattern: str, quoted: bool, text: str, fits: bool) -> None:
    assert holds(fitting("x", term("tag", pattern, quoted=quoted)), text) == fits


@given(st.text("ab*?[]-^đ%_'\"", max_size=6), st.text("ab*?[]-^đ%_'\"", max_size=6))
def test_a_quoted_text_fits_itself_and_nothing_else(pattern: str, text: str) -> None:
    piece = fitting("x", term("tag", pattern, quoted=True))
    assert holds(piece, text) == (folded(pattern) == folded(text))


@given(st.text("ab?[]-^%_'\"", max_size=4), st.text("ab?[]-^%_'\"", max_size=6))
def test_a_beginning_fits_what_begins_so(start: str, text: str) -> None:
    assert holds(fitting("x", term("tag", start + "*")), text) == text.startswith(start)


@given(st.text("ab?[]-^%_đ", max_size=4), st.text("ab?[]-^%_đ", max_size=6))
def test_a_form_that_is_no_whole_value_is_a_beginning(start: str, text: str) -> None:
    piece = value("x", Form(kind="", start=start, whole=False))
    assert holds(piece, text) == text.startswith(start)


@pytest.mark.parametrize("digits", ["", "abcde", "xyzxyz", "a" * 65, "0x9f86d0", "9f86 d0"])
def test_what_is_no_beginning_of_a_hash_is_refused(source: Source, digits: str) -> None:
    with pytest.raises(TruyvetError, match="E592"):
        of_item(source, term("sha256", digits))


def test_all_of_nothing_holds_and_one_of_nothing_does_not() -> None:
    assert both([]) == ALWAYS
    assert either([]) == NEVER


@given(st.lists(st.booleans(), max_size=5))
def test_pieces_are_joined_as_and_and_or_are(truths: list[bool]) -> None:
    pieces = [Piece(sql="?", given=(int(one),)) for one in truths]
    assert holds(both(pieces), 0) == all(truths)
    assert holds(either(pieces), 0) == any(truths)
