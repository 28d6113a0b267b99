"""Locators: steps that are read as they are written, and names that never collide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.scans.locator import (
    MAX_STEP,
    NotALocator,
    parse_span,
    parse_step,
    quote,
    shown,
    span,
    unquote,
)


@pytest.mark.parametrize(
    ("step", "parts"),
    [
        ("bytes:0+1", ("bytes", "0+1")),
        ("zip:docs/a:b.docx", ("zip", "docs/a:b.docx")),
        ("pdf-stream:", ("pdf-stream", "")),
        ("x1:\n", ("x1", "\n")),
    ],
)
def test_a_step_is_a_scheme_and_the_rest(step: str, parts: tuple[str, str]) -> None:
    assert parse_step(step) == parts


@pytest.mark.parametrize(
    "step", ["", "bytes", ":x", "7z:a", "Zip:a", "zi p:a", "-a:b", "a_b:c", "a" * 33 + ":x", " a:b"]
)
def test_what_has_no_scheme_is_no_step(step: str) -> None:
    with pytest.raises(NotALocator, match="no step of a locator"):
        parse_step(step)


def test_a_step_has_a_longest_length() -> None:
    longest = "zip:" + "a" * (MAX_STEP - 4)
    assert parse_step(longest)[0] == "zip"
    with pytest.raises(NotALocator):
        parse_step(longest + "a")


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_span_is_read_as_it_was_written(offset: int, length: int) -> None:
    scheme, rest = parse_step(span(offset, length))
    assert (scheme, parse_span(rest)) == ("bytes", (offset, length))


@pytest.mark.parametrize(
    "rest", ["", "1", "+1", "1+", "01+1", "1+01", "-1+1", "1+-1", "1 + 1", "1+1+1", "1+1\n", "١+1"]
)
def test_what_is_no_byte_range_is_refused(rest: str) -> None:
    with pytest.raises(NotALocator, match="no byte range"):
        parse_span(rest)


def test_a_number_that_no_file_reaches_is_no_byte_range() -> None:
    assert parse_span("9" * 16 + "+0") == (10**16 - 1, 0)
    with pytest.raises(NotALocator):
        parse_span("1" + "0" * 16 + "+1")


@given(st.binary(max_size=60))
def test_any_name_comes_back_from_its_quoted_form(name: bytes) -> None:
    assert unquote(quote(name)) == name


@given(st.binary(max_size=8), st.binary(max_size=8))
def test_two_names_never_give_the_same_step(one: bytes, other: bytes) -> None:
    assert (quote(one) == quote(other)) is (one == other)


@given(st.text(max_size=60))
def test_text_and_its_bytes_are_quoted_alike(name: str) -> None:
    assert quote(name) == quote(name.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("hồ sơ.docx", "hồ sơ.docx"),
        ("100%", "100%25"),
        ("a\nb\x00c", "a%0Ab%00c"),
        ("\x7f", "%7F"),
        (b"caf\xe9", "caf%E9"),
        ("caf\udce9", "caf%E9"),
        ("\ud800", "%ED%A0%80"),
        ("../a/b", "../a/b"),
    ],
)
def test_text_stands_as_it_is_and_the_rest_as_percent(name: bytes | str, quoted: str) -> None:
    assert quote(name) == quoted


@given(st.binary(max_size=60))
def test_a_quoted_name_can_be_written_as_utf_8_and_on_one_line(name: bytes) -> None:
    text = quote(name)
    assert text.encode().decode() == text
    assert not {"\n", "\r", "\0", "\t"} & set(text)


def test_a_locator_is_shown_on_one_line() -> None:
    assert shown(("pdf:page/3", "bytes:10+4")) == "pdf:page/3 / bytes:10+4"
