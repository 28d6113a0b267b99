"""Amounts and lengths of time, however separators stand in them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.extractors.tables.figures import NotAFigure, amount, duration

AMOUNTS = {
    "1500000": ("1500000", ""),
    "1.500.000": ("1500000", ""),
    "1,500,000": ("1500000", ""),
    "1 500 000": ("1500000", ""),
    "1'500'000": ("1500000", ""),
    "1.234.567,89": ("1234567.89", ""),
    "1,234,567.89": ("1234567.89", ""),
    "1.500": ("1500", ""),
    "1,500": ("1500", ""),
    "1.50": ("1.5", ""),
    "1,5": ("1.5", ""),
    "0.125": ("0.125", ""),
    "12.50 USD": ("12.5", "USD"),
    "$1,000": ("1000", "USD"),
    "500.000 đ": ("500000", "VND"),
    "500.000₫": ("500000", "VND"),
    "VND 2,000,000": ("2000000", "VND"),
    "2.000.000 VNĐ": ("2000000", "VND"),
    "1,500 đồng VN": ("1500", "VND"),
    "2.000.000 Đồng Việt Nam": ("2000000", "VND"),
    "-500.000": ("-500000", ""),
    "500.000-": ("-500000", ""),
    "(500.000)": ("-500000", ""),
    "+ 500.000": ("500000", ""),
    "\u2212500": ("-500", ""),
    "0": ("0", ""),
    "-0": ("0", ""),
    "0,00": ("0", ""),
    "007": ("7", ""),
    "1\u00a0500\u00a0000": ("1500000", ""),
    "300 THB": ("300", "THB"),
}


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_is_read_with_its_currency(text: str) -> None:
    assert amount(text) == AMOUNTS[text]


@pytest.mark.parametrize(
    "text",
    ["", "abc", "12.34.56", "1.2345.678", "1,23,456.7.8", "--5", "-5-", "(5", "5)", "$5 USD",
     "1e6", "50%", "1.234,567,890.1", "12/03/2026", "(-5)"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotAFigure):
        amount(text)


def test_the_profile_says_what_a_lone_sign_is() -> None:
    assert amount("1.500", ".") == ("1.5", "")
    assert amount("1.500", ",") == ("1500", "")
    assert amount("1,500", ".") == ("1500", "")


def test_separators_that_do_not_fit_the_profile_are_refused() -> None:
    with pytest.raises(NotAFigure):
        amount("1.234.567,89", ".")


@given(st.integers(0, 10**14), st.integers(0, 99), st.sampled_from([(".", ","), (",", ".")]))
def test_every_amount_with_separators_is_the_one_that_was_written(
    whole: int, cents: int, signs: tuple[str, str]
) -> None:
    thousands, decimal = signs
    written = f"{whole:,}".replace(",", thousands) + f"{decimal}{cents:02d}"
    figure, _ = amount(written, decimal)
    assert float(figure) == pytest.approx(float(f"{whole}.{cents:02d}"))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("640", "640"), ("0", "0"), ("640.0", "640"), ("10:40", "640"), ("1:10:40", "4240"),
     ("00:00:05", "5"), ("10 phút 40 giây", "640"), ("10m40s", "640"), ("2h", "7200"),
     ("1 giờ 2 phút", "3720"), ("45s", "45"), ("90 min", "5400")],
)  # fmt: skip
def test_a_length_of_time_is_seconds(text: str, seconds: str) -> None:
    assert duration(text) == seconds


def test_a_bare_number_may_count_minutes() -> None:
    assert duration("3", "minutes") == "180"
    assert duration("3:00", "minutes") == "180"


@pytest.mark.parametrize("text", ["", "-2", "lâu", "10:4", "1.5", "12345678901"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(NotAFigure):
        duration(text)


@pytest.mark.parametrize("text", ["10:75", "1:70:00", "1:10:60", "1:2:03", "1:1:1:1", ":10", "5:"])
def test_sixty_seconds_are_a_minute(text: str) -> None:
    with pytest.raises(NotAFigure):
        duration(text)


@pytest.mark.parametrize(
    ("text", "seconds"), [("99:59", "5999"), ("0:00", "0"), ("100:00:00", "360000")]
)
def test_a_clock_may_count_beyond_an_hour_and_a_day(text: str, seconds: str) -> None:
    assert duration(text) == seconds


@given(st.integers(0, 9999), st.integers(0, 59), st.integers(0, 59))
def test_a_length_of_time_is_the_same_however_it_is_written(h: int, m: int, s: int) -> None:
    whole = str(h * 3600 + m * 60 + s)
    ways = (f"{h}:{m:02d}:{s:02d}", f"{h} giờ {m} phút {s} giây", f"{h}h{m}m{s}s", whole)
    assert {duration(way) for way in ways} == {whole}


@given(
    st.integers(0, 10**12), st.sampled_from(["VND", "đ", "$", "USD", ""]), st.booleans(),
    st.sampled_from([".", ",", " ", "'", ""]),
)  # fmt: skip
def test_an_amount_is_the_same_however_its_sign_and_currency_stand(
    figure: int, currency: str, minus: bool, thousands: str
) -> None:
    written = f"{figure:,}".replace(",", thousands)
    ways = [f"{written} {currency}".strip(), f"{currency} {written}".strip()]
    if minus:
        ways = [f"-{ways[0]}", f"({ways[0]})", f"{ways[0]}-", f"\u2212 {ways[1]}"]
    wanted = f"-{figure}" if minus and figure else str(figure)
    assert {amount(way)[0] for way in ways} == {wanted}
    assert len({amount(way)[1] for way in ways}) == 1


@pytest.mark.parametrize(
    ("text", "decimal", "figure"),
    [("0,500", "auto", "0.5"), ("0.500", "auto", "0.5"), ("500,", "auto", "500"),
     ("1.50", ",", ""), ("1,50", ".", ""), ("1.234.567", ".", ""), ("1.234.567", ",", "1234567"),
     ("1.234,5", ",", "1234.5"), ("1,234.5", ",", ""), ("12 34", "auto", "1234")],
)  # fmt: skip
def test_what_a_profile_says_of_fractions_is_obeyed(text: str, decimal: str, figure: str) -> None:
    if figure:
        assert amount(text, decimal)[0] == figure
    else:
        with pytest.raises(NotAFigure):
            amount(text, decimal)


def test_figures_of_ten_thousand_digits_are_read_or_refused() -> None:
    assert amount("9" * 10_000)[0] == "9" * 10_000
    with pytest.raises(NotAFigure):
        amount("1." * 10_000)
    with pytest.raises(NotAFigure):
        duration("9" * 10_000)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_figures(text: str) -> None:
    for read in (amount, duration):
        with suppress(NotAFigure):
            assert read(text)
