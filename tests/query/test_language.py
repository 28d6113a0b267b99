"""The query language: what is read, and how a mistake is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.errors import TruyvetError
from truyvet.query.fields import FIELDS
from truyvet.query.language import (
    MAX_DEPTH,
    MAX_QUERY,
    MAX_TERMS,
    All,
    Either,
    Not,
    Query,
    Term,
    parse,
    terms_of,
)


def shape(query: Query) -> object:
    """A query as nested tuples, without the places."""
    if isinstance(query, Term):
        mark = '"' if query.quoted else ""
        return f"{query.field + ':' if query.field else ''}{mark}{query.text}{mark}"
    if isinstance(query, Not):
        return ("not", shape(query.part))
    return ("all" if isinstance(query, All) else "either", *map(shape, query.parts))


def mistake(text: str) -> TruyvetError:
    """The error that a query is refused with."""
    with pytest.raises(TruyvetError) as caught:
        parse(text)
    return caught.value


def test_the_query_of_the_guide_is_read() -> None:
    text = 'type:phone val:0912* "nguyen van duc" flag:yara since:2026-01-01'
    assert shape(parse(text)) == (
        "all", "type:phone", "val:0912*", '"nguyen van duc"', "flag:yara", "since:2026-01-01"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("một", "một"),
        ("a b", ("all", "a", "b")),
        ("a AND b", ("all", "a", "b")),
        ("a OR b c", ("either", "a", ("all", "b", "c"))),
        ("(a OR b) c", ("all", ("either", "a", "b"), "c")),
        ("-a", ("not", "a")),
        ("NOT a b", ("all", ("not", "a"), "b")),
        ("-(a b)", ("not", ("all", "a", "b"))),
        ("--a", ("not", ("not", "a"))),
        ('"OR"', '"OR"'),
        ("or and", ("all", "or", "and")),
        ('tag:"nghi phạm A"', 'tag:"nghi phạm A"'),
        ("“nguyễn văn”", '"nguyễn văn"'),
        ("„nguyễn văn“", '"nguyễn văn"'),
        ('"a ""b"" c"', '"a "b" c"'),
        ("e-mail", "e-mail"),
        ("TYPE:phone", "type:phone"),
        ("val:http://a.vn/x", "val:http://a.vn/x"),
        ("http://a.vn/x", "http://a.vn/x"),
        ("2001:db8::1", "2001:db8::1"),
        ('a"b c"d', ("all", "a", '"b c"', "d")),
        ("  a\t\n b  ", ("all", "a", "b")),
    ],
)
def test_what_is_typed_is_read_as_it_is_meant(text: str, read: object) -> None:
    assert shape(parse(text)) == read


def test_an_unknown_field_is_an_error_that_names_the_fields() -> None:
    error = mistake("fone:0912")
    assert error.code == "E590"
    assert all(name in error.hint for name in FIELDS)


def test_an_unknown_field_that_is_nearly_one_is_told_so() -> None:
    assert "did you mean flag?" in mistake("flg:yara").text


def test_a_text_with_a_colon_is_looked_for_in_quotes() -> None:
    assert "quotes" in mistake("fe80::1").hint
    assert shape(parse('"fe80::1"')) == '"fe80::1"'


@pytest.mark.parametrize(
    ("text", "at", "reason"),
    [
        ("", 0, "nothing is asked for"),
        ("   ", 0, "nothing is asked for"),
        ('gọi "nguyễn', 4, "never closed"),
        ("a (b", 2, "never closed"),
        ("a )", 2, "no bracket was opened"),
        ("()", 1, "missing here"),
        ("a OR", 4, "missing here"),
        ("OR a", 0, "missing here"),
        ("a AND OR b", 6, "missing here"),
        ("type:", 5, "nothing stands after type:"),
        ('type:""', 5, "nothing stands after type:"),
        ('""', 0, "nothing in quotes"),
        ("NOT", 3, "missing here"),
    ],
)
def test_a_mistake_is_shown_with_its_place(text: str, at: int, reason: str) -> None:
    error = mistake(text)
    assert error.code == "E591"
    assert error.facts["at"] == at + 1
    assert reason in error.text
    caret = str(error.facts["caret"])
    assert caret.strip() == "^"
    assert len(caret) == at + 1


def test_the_caret_stands_under_the_mistake_though_marks_have_no_width() -> None:
    error = mistake('nguye\u0302\u0303n "x')
    assert error.facts["at"] == len('nguye\u0302\u0303n "')
    assert error.facts["caret"] == " " * len("nguyen ") + "^"


def test_what_is_shown_of_a_query_moves_no_cursor() -> None:
    shown = str(mistake('\x1b[2J\u202e\x00 "x').facts["shown"])
    assert shown.isprintable()


def test_a_long_query_shows_only_what_stands_around_the_mistake() -> None:
    error = mistake("a " * 100 + '"x')
    assert len(str(error.facts["shown"])) < 80


def test_a_query_of_a_megabyte_is_refused_at_once() -> None:
    assert f"{MAX_QUERY:,} characters" in mistake("a" * (1 << 20)).text


def test_thousands_of_terms_are_refused() -> None:
    assert f"more than {MAX_TERMS} terms" in mistake("a " * 2_000).text


@pytest.mark.parametrize("sign", ["(", "-", "-("])
def test_depth_without_end_is_refused(sign: str) -> None:
    assert f"more than {MAX_DEPTH}" in mistake(sign * 1_000 + "a").text


def test_as_many_terms_as_are_allowed_are_read() -> None:
    assert len(list(terms_of(parse("a " * MAX_TERMS)))) == MAX_TERMS


def test_terms_that_must_not_hold_are_terms_too() -> None:
    assert [term.text for term in terms_of(parse("a (b OR -c) d"))] == ["a", "b", "c", "d"]


def refusal(text: str) -> str:
    """The code that a query is refused with; nothing where it is read."""
    try:
        terms = list(terms_of(parse(text)))
    except TruyvetError as error:
        return error.code
    assert terms
    assert all(term.text.strip() and 0 <= term.at < len(text) for term in terms)
    return ""


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_a_code(text: str) -> None:
    assert refusal(text) in ("", "E590", "E591")


SIGNS = ['"', "(", ")", "-", "a", " ", "OR", "type:", "*", "“"]


@given(st.lists(st.sampled_from(SIGNS), max_size=12))
def test_signs_in_any_order_are_read_or_refused(parts: list[str]) -> None:
    assert refusal("".join(parts)) in ("", "E590", "E591")


def test_either_binds_less_than_all_at_every_depth() -> None:
    query = parse("a b OR c (d OR e f)")
    assert isinstance(query, Either)
    assert shape(query) == (
        "either", ("all", "a", "b"), ("all", "c", ("either", "d", ("all", "e", "f")))
    )  # fmt: skip
