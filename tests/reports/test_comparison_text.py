"""Texts side by side: lines, words of a line, and what is left out is counted."""

import random

from hypothesis import given
from hypothesis import strategies as st

from truyvet.reports.comparison_text import (
    CONTEXT,
    MAX_LINE,
    MAX_LINES,
    MAX_ROWS,
    Span,
    TextRow,
    difference,
    lines_of,
    words_marked,
)


def plain(spans: tuple[Span, ...]) -> str:
    """What a line says."""
    return "".join(span.text for span in spans)


def marked(spans: tuple[Span, ...]) -> list[str]:
    """What is marked in it."""
    return [span.text for span in spans if span.marked]


def rows(old: str, new: str) -> list[TextRow]:
    """The rows that are shown."""
    return list(difference(old, new).rows)


def test_how_a_text_is_laid_out_is_not_what_it_says() -> None:
    assert lines_of("  a\t b \n\n\u00a0\nc") == ["a b", "c"]
    assert not difference("a  b\nc", "a b\n\n c ").differs


def test_a_changed_word_is_marked_on_both_sides() -> None:
    (row,) = rows("Chuyển 500.000đ vào tài khoản", "Chuyển 900.000đ vào tài khoản")
    assert row.kind == "changed"
    assert (marked(row.old), marked(row.new)) == (["500"], ["900"])


def test_a_letter_with_its_marks_is_one_word() -> None:
    old, new = words_marked("Gọi ngay số này", "Gọi ngày số này")
    assert (marked(old), marked(new)) == (["ngay"], ["ngày"])


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_spans_of_a_line_are_the_line(old: str, new: str) -> None:
    one, two = words_marked(old, new)
    assert (plain(one), plain(two)) == (old, new)
    assert marked(one) or marked(two) or old == new


def test_a_new_line_stands_beside_nothing() -> None:
    assert [(row.kind, plain(row.new)) for row in rows("a\nb", "a\nmới\nb")][1] == ("new", "mới")


def test_lines_that_are_alike_stand_beside_each_other() -> None:
    found = rows("một hai ba bốn\ncuối", "chen vào đây\nmột hai ba năm\ncuối")
    assert [row.kind for row in found] == ["new", "changed", "same"]


def test_lines_with_nothing_in_common_are_gone_and_new() -> None:
    assert [row.kind for row in rows("một hai\nba bốn", "x y\nz w\nv")] == [
        "gone", "gone", "new", "new", "new",
    ]  # fmt: skip


def test_one_line_instead_of_another_stands_beside_it() -> None:
    assert [row.kind for row in rows("a\nmột\nb", "a\nhai\nb")] == ["same", "changed", "same"]


def test_what_is_the_same_is_cut_to_a_few_lines_around_a_change() -> None:
    same = [f"dòng {n}" for n in range(50)]
    found = rows("\n".join([*same, "cũ", *same]), "\n".join([*same, "mới", *same]))
    assert [row.kind for row in found] == [
        "skipped", *["same"] * CONTEXT, "changed", *["same"] * CONTEXT, "skipped",
    ]  # fmt: skip
    assert found[0].count == 50 - CONTEXT


def test_lines_are_counted_on_both_sides() -> None:
    found = difference("a\nb\nc", "a\nx\ny\nc")
    assert (found.gone, found.new, found.differs) == (1, 2, True)


def test_lines_beyond_the_limit_are_counted_and_not_compared() -> None:
    lines = "\n".join(map(str, range(MAX_LINES + 5)))
    found = difference(lines, lines + "\nmới")
    assert (found.differs, found.uncompared) == (False, 11)


def test_rows_beyond_the_limit_are_counted() -> None:
    found = difference("", "\n".join(f"dòng {n}" for n in range(MAX_ROWS + 7)))
    assert (len(found.rows), found.unshown) == (MAX_ROWS, 7)


def test_a_long_line_is_cut_where_it_is_shown_and_compared_whole() -> None:
    (row,) = rows("a" * MAX_LINE + "x", "a" * MAX_LINE + "y")
    assert row.kind == "changed"
    assert len(plain(row.old)) < MAX_LINE + 5


def test_hostile_texts_come_to_an_end() -> None:
    dice = random.Random(3)
    one, two = ("\n".join(f"{dice.randrange(40)} x" for _ in range(20_000)) for _ in range(2))
    assert difference(one, two).differs
    long = " ".join(dice.choice("ab") for _ in range(2_000))
    assert difference(long, long[::-1]).rows
