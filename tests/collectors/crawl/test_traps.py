"""Traps: addresses without end are bounded; ordinary sites are not."""

import pytest

from truyvet.collectors.crawl import traps
from truyvet.collectors.crawl.traps import MAX_DATES, MAX_QUERIES, REASONS, Traps

HOST = "http://a.vn"


@pytest.mark.parametrize(
    ("path", "trap"),
    [
        ("/", None),
        ("/tin-tuc/2026/03/14/mot-bai-viet", None),
        ("/a/a/a", None),
        ("/a/a/a/a", "repeating"),
        ("/a/b/a/b/a/b", None),
        ("/a/b/a/b/a/b/a/b", "repeating"),
        ("/a/b/c/a/b/c/a/b/c/a/b/c", "repeating"),
        ("/" + "/".join(map(str, range(24))), None),
        ("/" + "/".join(map(str, range(25))), "deep"),
        ("/a/1/a/2/a/3/a/4/a/5", None),
        ("/a/1/a/2/a/3/a/4/a/5/a/6", "growing"),
        ("/" + "x" * 3000, "long"),
    ],
)
def test_the_form_of_an_address_tells_a_trap(path: str, trap: str | None) -> None:
    assert Traps().caught(HOST + path) == trap


def test_a_calendar_ends_after_three_months_of_days() -> None:
    found = Traps()
    caught = [
        found.caught(f"{HOST}/lich/{year}-{month:02d}-{day:02d}")
        for year in range(2020, 2024) for month in range(1, 13) for day in range(1, 29)
    ]  # fmt: skip
    assert caught[:MAX_DATES] == [None] * MAX_DATES
    assert set(caught[MAX_DATES:]) == {"calendar"}


@pytest.mark.parametrize("form", ["/lich?month={0}", "/lich?a=1&date=2026-01-{0}", "/{0}/2026/03"])
def test_dates_in_parameters_are_one_family(form: str) -> None:
    found = Traps()
    caught = [found.caught(HOST + form.format(n)) for n in range(MAX_DATES + 5)]
    assert caught[-1] == ("calendar" if "=" in form else None)


def test_articles_of_one_day_are_no_calendar() -> None:
    found = Traps()
    assert {found.caught(f"{HOST}/2026/03/14/bai-{n}") for n in range(2 * MAX_DATES)} == {None}


def test_one_path_with_many_queries_is_bounded_and_others_go_on() -> None:
    found = Traps()
    caught = [found.caught(f"{HOST}/tim?q={n}") for n in range(MAX_QUERIES + 10)]
    assert caught[MAX_QUERIES - 1 : MAX_QUERIES + 1] == [None, "queries"]
    assert found.caught(f"{HOST}/khac?q=1") is None
    assert found.caught("http://b.vn/tim?q=1") is None


def test_numbered_pages_without_a_query_are_not_bounded() -> None:
    found = Traps()
    assert {found.caught(f"{HOST}/bai/{n}.html") for n in range(5_000)} == {None}


def test_each_trap_has_words_that_name_its_bound() -> None:
    assert all(any(letter.isdigit() for letter in words) or trap == "calendar"
               for trap, words in REASONS.items())  # fmt: skip
    assert str(traps.MAX_SEGMENTS) in REASONS["deep"]
