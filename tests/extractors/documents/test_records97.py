"""Strings and packed numbers of Excel's binary records, wherever a continuation breaks them."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extractors.documents.support.biff import rich, table
from tests.extractors.documents.support.compound import record, wide

from truyvet.extractors.documents.records97 import (
    records,
    rk,
    shared_strings,
    short_string,
    string,
)

NAMES = ["Nguyễn Văn Đức", "abc", "Ngân hàng", "", "Trần"]


def test_records_come_with_their_place_and_type() -> None:
    stream = record(0x0A, b"") + record(0x22, b"ab")
    assert list(records(stream)) == [(0, 0x0A, b""), (4, 0x22, b"ab")]
    assert list(records(stream, 4)) == [(4, 0x22, b"ab")]


@pytest.mark.parametrize("tail", [b"", b"\x22", b"\x22\0\x02"])
def test_a_head_that_is_cut_ends_the_records(tail: bytes) -> None:
    assert len(list(records(record(0x0A, b"") + tail))) == 1


def test_a_record_longer_than_the_stream_gives_what_there_is() -> None:
    assert list(records(struct.pack("<HH", 0x22, 500) + b"abc")) == [(0, 0x22, b"abc")]


def test_a_place_beyond_the_end_has_no_records() -> None:
    assert list(records(b"\0" * 8, 1 << 40)) == []


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (0x00000000, 0.0),
        (0x3FF00000, 1.0),
        (0x3FF00001, 0.01),
        (0x40590000, 100.0),
        (0xBFF00000, -1.0),
        (0x00000002, 0.0),
        (0x00000006, 1.0),
        (0xFFFFFFFE, -1.0),
        (0xFFFFFFFF, -0.01),
        (0x7FFFFFFE, 536_870_911.0),
        (0x80000002, -536_870_912.0),
        (0x80000003, -5_368_709.12),
    ],
)
def test_packed_numbers_are_read_at_their_bounds(value: int, figure: float) -> None:
    assert rk(value) == figure


@given(st.integers(-(1 << 29), (1 << 29) - 1))
def test_every_whole_number_of_30_bits_survives_packing(figure: int) -> None:
    assert rk((figure << 2 | 2) & 0xFFFFFFFF) == figure
    assert rk((figure << 2 | 3) & 0xFFFFFFFF) == figure / 100


@given(st.integers(0, (1 << 32) - 1))
def test_any_32_bits_are_a_number(value: int) -> None:
    assert isinstance(rk(value), float)


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"\x02\x00ab", "ab"), (b"\x02\x01\x11\x01\xd0\x1e", "\u0111\u1ed0"), (b"\x00\x00", "")],
)
def test_a_short_string_counts_characters(content: bytes, text: str) -> None:
    assert short_string(content, 0) == text


def test_a_string_counts_characters_in_two_bytes() -> None:
    assert string(b"xx" + wide("Đức"), 2) == "Đức"
    assert string(struct.pack("<HB", 3, 0) + b"a\xe9b", 0) == "a\xe9b"


def test_a_string_that_is_cut_gives_what_there_is() -> None:
    assert string(struct.pack("<HB", 9, 0) + b"abc", 0) == "abc"


def broken(cut: int) -> list[bytes]:
    """The table of `NAMES`, broken at `cut` as Excel would break it there.

    Inside characters the continuation repeats how wide they are; elsewhere it does not (2.5.293).
    """
    whole, at = table(*map(rich, NAMES)), 8
    for name in NAMES:
        if name and cut in range(at + 3, at + 3 + 2 * len(name), 2):
            return [whole[:cut], b"\x01" + whole[cut:]]
        at += 3 + 2 * len(name)
    return [whole[:cut], whole[cut:]]


def spots() -> list[int]:
    """Every place of the table where Excel may break it: not inside a number or character."""
    found, at = [8], 8
    for name in NAMES:
        found += range(at + 3, at + 3 + 2 * len(name), 2)
        at += 3 + 2 * len(name)
        found.append(at)
    return sorted(set(found))


@pytest.mark.parametrize("cut", spots())
def test_the_strings_are_read_wherever_a_continuation_begins(cut: int) -> None:
    assert list(shared_strings(broken(cut))) == NAMES


def test_a_string_goes_on_narrow_that_began_wide() -> None:
    first = table(rich("Đabc"))[: 8 + 3 + 2]
    assert list(shared_strings([first, b"\x00abc"])) == ["Đabc"]


def test_a_string_goes_on_wide_that_began_narrow() -> None:
    first = table(rich("abcd", narrow=True))[: 8 + 3 + 2]
    assert list(shared_strings([first, b"\x01" + "cđ".encode("utf-16-le")])) == ["abcđ"]


def test_a_string_may_run_through_many_continuations() -> None:
    parts = [table(rich("abcdef"))[:11], *(b"\x00" + bytes([one]) for one in b"abcdef")]
    assert list(shared_strings(parts)) == ["abcdef"]


def test_a_continuation_between_two_strings_repeats_nothing() -> None:
    whole = table(rich("một"), rich("hai"))
    edge = 8 + 3 + 6
    assert list(shared_strings([whole[:edge], whole[edge:]])) == ["một", "hai"]


def test_a_break_inside_the_runs_of_formats_is_read_over() -> None:
    whole = table(rich("một", runs=3), rich("hai"))
    edge = 8 + 5 + 6 + 5
    assert list(shared_strings([whole[:edge], whole[edge:]])) == ["một", "hai"]


def test_a_break_inside_phonetic_hints_is_read_over() -> None:
    whole = table(rich("một", extra=b"phonetic"), rich("hai"))
    edge = 8 + 7 + 6 + 3
    assert list(shared_strings([whole[:edge], whole[edge:]])) == ["một", "hai"]


@pytest.mark.parametrize("flags", [(2, b""), (0, b"12345"), (3, b"12345")])
def test_formats_and_hints_are_passed_over_together(flags: tuple[int, bytes]) -> None:
    runs, extra = flags
    assert list(shared_strings([table(rich("Đ", runs=runs, extra=extra), rich("b"))])) == ["Đ", "b"]


@pytest.mark.parametrize("cut", range(8, len(table(*map(rich, NAMES)))))
def test_a_table_that_ends_anywhere_gives_the_strings_before_it(cut: int) -> None:
    reader, before = shared_strings([table(*map(rich, NAMES))[:cut]]), list[str]()
    with pytest.raises(struct.error):
        before.extend(reader)
    assert before == NAMES[: len(before)]


def test_a_count_that_lies_ends_with_the_table() -> None:
    lies = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + rich("a")
    with pytest.raises(struct.error):
        list(shared_strings([lies]))


def test_an_empty_continuation_is_passed_over() -> None:
    whole = table(rich("một"))
    assert list(shared_strings([whole[:13], b"", b"\x01" + whole[13:]])) == ["một"]


@given(st.lists(st.text(st.characters(max_codepoint=0xD7FF), max_size=20), max_size=8))
def test_any_texts_are_read_back_whole(texts: list[str]) -> None:
    assert list(shared_strings([table(*map(rich, texts))])) == texts


@given(st.text(st.characters(max_codepoint=0xD7FF), min_size=2, max_size=40), st.data())
def test_any_text_is_read_back_from_continuations_of_any_length(
    text: str, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=5)))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
    first = table(rich(text))[:11] + pieces[0].encode("utf-16-le")
    more = [b"\x01" + piece.encode("utf-16-le") for piece in pieces[1:]]
    assert list(shared_strings([first, *more])) == [text]
