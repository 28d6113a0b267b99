"""What a spreadsheet's number shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.extractors.documents.cells import is_date, moment, number, whole


@pytest.mark.parametrize(
    ("number_format", "code", "shown"),
    [
        (0, "", False), (14, "", True), (22, "", True), (45, "", True), (2, "", False),
        (164, "dd/mm/yyyy", True), (164, "#,##0.00", False), (164, '"ngày" 0', False),
        (164, "[Red]0.00", False), (164, "[h]:mm", True), (164, "General", False),
    ],
)  # fmt: skip
def test_a_format_shows_dates_or_not(number_format: int, code: str, shown: bool) -> None:
    assert is_date(number_format, code) is shown


@pytest.mark.parametrize(
    ("serial", "shown"),
    [
        (46_095, "2026-03-14"), (46_095.385416667, "2026-03-14 09:15:00"), (0.5, "12:00:00"),
        (1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (-1, "-1"), (3e6, "3000000"),
        (46_094.999999999, "2026-03-14"),
    ],
)  # fmt: skip
def test_a_serial_date_is_shown_as_a_day_and_a_time(serial: float, shown: str) -> None:
    assert moment(serial) == shown


def test_days_may_be_counted_from_1904() -> None:
    assert moment(44_633, from_1904=True) == "2026-03-14"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (912345678.0, "912345678"), (0.1 + 0.2, "0.3"), (1e19, "10000000000000000000"),
        (0.00001, "0.00001"), (970436123456789.0, "970436123456789"), (-2.5, "-2.5"),
        (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_a_number_is_shown_without_powers_of_ten(value: float, shown: str) -> None:
    assert number(value) == shown


@given(st.floats())
def test_any_number_is_shown(value: float) -> None:
    assert number(value)
    assert moment(value) if value == value else True


@pytest.mark.parametrize(("text", "count"), [("7", 7), ("", -1), ("x", -1), ("9" * 5_000, -1)])
def test_only_a_small_count_is_a_count(text: str, count: int) -> None:
    assert whole(text) == count
