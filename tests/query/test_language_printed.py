"""The query language as a law: a query that is printed and read again is the same query."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.query.test_language import mistake, shape

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

SIGNS = "aáđ0912 \t\"()-*:.,“”„'\\/\u202e\u0301😀ORND_%[]{}"
TEXTS = st.text(SIGNS, min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
WORDS = st.from_regex(r"[a-zđ0-9][a-zđ0-9*.@/_-]{0,8}", fullmatch=True)
NAMES = st.sampled_from(["", *FIELDS])


def term(field: str, text: str, quoted: bool) -> Term:
    """A term, wherever it stands."""
    return Term(at=0, field=field, text=text, quoted=quoted)


TERMS = st.builds(term, NAMES, WORDS, st.just(False)) | st.builds(term, NAMES, TEXTS, st.just(True))


def groups(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Queries made of smaller ones."""
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return (
        st.builds(lambda part: Not(part=part), parts)
        | st.builds(lambda some: All(parts=some), several)
        | st.builds(lambda some: Either(parts=some), several)
    )


QUERIES: st.SearchStrategy[Query] = st.recursive(TERMS, groups, max_leaves=12)


def printed(query: Query, negation: str = "-", conjunction: str = " ") -> str:
    """A query as a person would type it, with brackets around all that has parts."""
    if isinstance(query, Term):
        text = '"' + query.text.replace('"', '""') + '"' if query.quoted else query.text
        return f"{query.field}:{text}" if query.field else text
    if isinstance(query, Not):
        return negation + printed(query.part, negation, conjunction)
    between = conjunction if isinstance(query, All) else " OR "
    return f"({between.join(printed(part, negation, conjunction) for part in query.parts)})"


def error_of(text: str) -> TruyvetError | None:
    """The error that a query is refused with, if it is."""
    try:
        parse(text)
    except TruyvetError as error:
        return error
    return None


@given(QUERIES)
def test_a_query_that_is_printed_is_read_as_the_same_query(query: Query) -> None:
    assert shape(parse(printed(query))) == shape(query)


@given(QUERIES)
def test_not_and_and_are_other_words_for_a_minus_and_a_blank(query: Query) -> None:
    assert parse_shape(printed(query, "NOT ", " AND ")) == shape(query)


@given(QUERIES, st.text(" \t\n\u3000\u00a0", min_size=1, max_size=3))
def test_any_white_space_parts_words(query: Query, blank: str) -> None:
    text = printed(query, conjunction=blank)
    assert parse_shape(text) == shape(query)


@given(QUERIES)
def test_every_term_says_where_it_stands(query: Query) -> None:
    text = printed(query)
    for one in terms_of(parse(text)):
        start = f"{one.field}:" if one.field else ""
        said = '"' if one.quoted else one.text
        assert text[one.at :].startswith(start + said)


@given(QUERIES, st.integers(0, 60))
def test_a_query_cut_off_anywhere_is_read_or_refused_within_it(query: Query, length: int) -> None:
    text = printed(query)[:length]
    error = error_of(text)
    if error is not None and error.code == "E591":
        assert 1 <= int(str(error.facts["at"])) <= len(text) + 1
    else:
        assert error is None or error.code == "E590"


@given(QUERIES)
def test_a_bracket_more_around_a_query_changes_nothing(query: Query) -> None:
    assert parse_shape(f"({printed(query)})") == shape(query)


def parse_shape(text: str) -> object:
    """What is read, without the places."""
    return shape(parse(text))


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", ["x", '"a b"', "“a b”", "a:b", "*", "-x", "1..2", "<=B2"])
def test_every_field_takes_a_word_and_a_phrase(name: str, value: str) -> None:
    read = parse(f"{name}:{value}")
    assert isinstance(read, Term)
    assert (read.field, read.text) == (name, value.strip('"“”'))


@pytest.mark.parametrize("name", FIELDS)
def test_the_name_of_a_field_is_read_in_any_case(name: str) -> None:
    for typed in (name.upper(), name.title()):
        read = parse(f"{typed}:x")
        assert isinstance(read, Term)
        assert read.field == name


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_with_nothing_after_it_is_shown_with_its_place(name: str) -> None:
    for text in (f"a {name}:", f"a {name}: b", f'a {name}:"" b', f"(a {name}:)"):
        error = mistake(text)
        assert error.code == "E591"
        assert error.facts["at"] == text.index(":") + 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("typ", "type"),
        ("tpye", "type"),
        ("value", "val"),
        ("flags", "flag"),
        ("extracter", "extractor"),
        ("rell", "rel"),
        ("grades", "grade"),
        ("items", "item"),
        ("pth", "path"),
        ("knd", "kind"),
        ("tags", "tag"),
        ("sha", "sha256"),
        ("entri", "entry"),
        ("sinc", "since"),
        ("untill", "until"),
    ],
)
def test_a_field_that_is_nearly_one_is_told_so(typed: str, meant: str) -> None:
    error = mistake(f"{typed}:x")
    assert error.code == "E590"
    assert f"did you mean {meant}?" in error.text


@pytest.mark.parametrize("typed", ["zzzzzz", "q", "a_b_c", "X9"])
def test_a_field_that_is_like_none_is_told_without_a_guess(typed: str) -> None:
    error = mistake(f"{typed}:x")
    assert "did you mean" not in error.text
    assert typed in error.text


@pytest.mark.parametrize(
    "text",
    [
        "http://a.vn",
        "ftp://x",
        "12:30",
        "2001:db8::1",
        "::1",
        ":x",
        "đ:x",
        "a.b:c",
        "x-y:z",
    ],
)
def test_what_only_looks_like_a_field_is_text(text: str) -> None:
    assert parse_shape(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("or", "or"),
        ("Or", "Or"),
        ("OR2", "OR2"),
        ("ORNOT", "ORNOT"),
        ("a - b", ("all", "a", "-", "b")),
        ("a -", ("all", "a", "-")),
        ("a-b", "a-b"),
        ("-a-b", ("not", "a-b")),
        ("- -a", ("all", "-", ("not", "a"))),
        ("type:phone-x", "type:phone-x"),
        ("-type:phone", ("not", "type:phone")),
        ('-"a b"', ("not", '"a b"')),
        ("NOT NOT a", ("not", ("not", "a"))),
        ("NOT (a OR b)", ("not", ("either", "a", "b"))),
        ("a OR NOT b", ("either", "a", ("not", "b"))),
        ("(((a)))", "a"),
        ("(a)(b)", ("all", "a", "b")),
        ("a(b)c", ("all", "a", "b", "c")),
        ('"a"b', ("all", '"a"', "b")),
        ('"a""b"', '"a"b"'),
        ('""""', '"""'),
        ("“a” “b”", ("all", '"a"', '"b"')),
        ("val:(a)", None),
    ],
)
def test_signs_at_the_edge_of_words_are_read_as_people_mean_them(text: str, read: object) -> None:
    if read is None:
        assert mistake(text).code == "E591"
    else:
        assert parse_shape(text) == read


@pytest.mark.parametrize("text", ['"', "“", "„", '("a', 'a "b', "val:“x", '"a""', "((((", "a OR ("])
def test_what_was_never_closed_is_refused(text: str) -> None:
    assert mistake(text).code == "E591"


@pytest.mark.parametrize("text", ["a\0b", "\0", "\x1b[2Ja", "\u202ea", "a\ud800b", "\u2028", "\r"])
def test_signs_that_no_keyboard_has_are_read_or_refused(text: str) -> None:
    error = error_of(text)
    if error is None:
        assert [one.text.strip() for one in terms_of(parse(text))]
    else:
        assert error.code == "E591"
        assert str(error.facts["shown"]).isprintable()


@pytest.mark.parametrize("at", [0, 1, 31, 32, 33, 64, 500, MAX_QUERY - 1])
def test_the_caret_points_at_the_mistake_wherever_it_is(at: int) -> None:
    error = mistake("x" * at + '"')
    caret = str(error.facts["caret"])
    assert error.facts["at"] == at + 1
    assert str(error.facts["shown"])[len(caret) - 1] == '"'


@pytest.mark.parametrize(("before", "columns"), [("阮文", 4), ("😀", 2), ("n\u0301", 1), ("ế", 1)])
def test_the_caret_stands_under_the_mistake_though_letters_are_wide(
    before: str, columns: int
) -> None:
    assert mistake(before + ' "').facts["caret"] == " " * (columns + 1) + "^"


def test_the_longest_query_is_read_and_one_longer_is_not() -> None:
    assert parse_shape("x" * MAX_QUERY) == "x" * MAX_QUERY
    assert mistake("x" * (MAX_QUERY + 1)).facts["at"] == MAX_QUERY + 1


def test_as_deep_as_is_allowed_is_read_and_one_deeper_is_not() -> None:
    assert parse_shape("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == "a"
    assert mistake("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1)).code == "E591"


def test_brackets_beside_one_another_are_not_deep() -> None:
    assert len(list(terms_of(parse("(a) " * MAX_TERMS)))) == MAX_TERMS


@pytest.mark.parametrize("name", FIELDS)
def test_a_row_of_the_fields_says_what_it_asks_for(name: str) -> None:
    row = FIELDS[name]
    assert re.fullmatch(r"[a-z0-9]+", name)
    assert row.title
    assert row.example.startswith(f"{name}:")
