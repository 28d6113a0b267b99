"""robots.txt as RFC 9309 has it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.collectors.crawl.robots import (
    ALL_ALLOWED,
    ALL_REFUSED,
    MAX_DELAY,
    MAX_ROBOTS,
    Robots,
    comparable,
    read_robots,
)


def robots(text: str) -> Robots:
    return read_robots(text.encode(), "truyvet")


def refused(text: str, path: str) -> bool:
    return robots(text).refuses(path) is not None


def test_an_empty_file_allows_everything() -> None:
    assert not refused("", "/")
    assert ALL_ALLOWED.refuses("/x") is None


def test_a_file_that_cannot_be_had_refuses_everything_but_itself() -> None:
    assert ALL_REFUSED.refuses("/x")
    assert ALL_REFUSED.refuses("/robots.txt") is None


@pytest.mark.parametrize(
    ("rules", "path", "is_refused"),
    [
        ("Disallow: /", "/x", True),
        ("Disallow:", "/x", False),
        ("Disallow: /a", "/abc", True),
        ("Disallow: /a/", "/a", False),
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", False),
        ("Allow: /a/b\nDisallow: /a", "/a/b/c", False),
        ("Disallow: /a\nAllow: /a", "/a", False),
        ("Disallow: /*.gif$", "/x/y.gif", True),
        ("Disallow: /*.gif$", "/x/y.gif?1", False),
        ("Disallow: /*/private/", "/a/b/private/c", True),
        ("Disallow: /a*b*c", "/axxbyyc", True),
        ("Disallow: /a*b*c", "/acb", False),
        ("Disallow: *", "/x", True),
        ("Disallow: /$", "/", True),
        ("Disallow: /$", "/a", False),
        ("Disallow: /a*$", "/abc", True),
        ("Disallow: /*b$", "/b", True),
        ("Disallow: /ab*b$", "/ab", False),
        ("Disallow: /?q=", "/?q=1", True),
        ("Disallow: /đức", "/%C4%91%E1%BB%A9c", True),
        ("Disallow: /%c4%91%e1%bb%a9c", "/%C4%91%E1%BB%A9c", True),
        ("Disallow: /%7Ean", "/~an", True),
        ("Disallow: /a%2Fb", "/a/b", False),
        ("Disallow: /A", "/a", False),
        ("Disallow: /a # vì sao", "/a", True),
        ("DISALLOW : /a", "/a", True),
    ],
)
def test_the_longest_rule_decides(rules: str, path: str, is_refused: bool) -> None:
    assert refused(f"User-agent: *\n{rules}\n", path) is is_refused


def test_our_own_group_goes_before_that_of_all() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Truyvet\nDisallow: /a\n"
    assert refused(text, "/a")
    assert not refused(text, "/b")


def test_groups_of_the_same_crawler_are_one() -> None:
    text = (
        "User-agent: truyvet\nDisallow: /a\n\nUser-agent: *\nDisallow: /c\n\n"
        "User-agent: truyvet/2.0 (x)\nDisallow: /b\n"
    )
    assert (refused(text, "/a"), refused(text, "/b"), refused(text, "/c")) == (True, True, False)


def test_several_names_may_stand_over_one_group() -> None:
    text = "User-agent: x\nUser-agent: truyvet\nDisallow: /a\n"
    assert refused(text, "/a")


def test_a_name_that_only_begins_like_ours_is_not_ours() -> None:
    assert not refused("User-agent: truyvetbot\nDisallow: /\n", "/")


def test_rules_before_any_group_bind_nobody() -> None:
    assert not refused("Disallow: /\nUser-agent: *\nDisallow: /a\n", "/b")


def test_lines_that_are_no_rules_are_passed_over_and_do_not_end_a_group() -> None:
    text = "User-agent: *\nHost: a.vn\n<html>\nUnknown: x\nSitemap: http://a.vn/s.xml\nDisallow: /a"
    assert refused(text, "/a")
    assert robots(text).sitemaps == ("http://a.vn/s.xml",)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_one(ending: str) -> None:
    assert refused(ending.join(["User-agent: *", "Disallow: /a", ""]), "/a")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /a",
        b"\xff\xfe" + "User-agent: *\nDisallow: /a".encode("utf-16-le"),
        b"\xfe\xff" + "User-agent: *\nDisallow: /a".encode("utf-16-be"),
    ],
)
def test_byte_order_marks_are_no_part_of_the_text(content: bytes) -> None:
    assert read_robots(content, "truyvet").refuses("/a")


def test_octets_that_are_no_utf_8_are_compared_as_octets() -> None:
    said = read_robots(b"User-agent: *\nDisallow: /\xe9t\xe9", "truyvet")
    assert said.refuses("/%E9t%e9")


def test_only_the_first_half_megabyte_is_read_and_that_is_told() -> None:
    begin = b"User-agent: *\nDisallow: /a\n"
    said = read_robots(begin + b"#" * MAX_ROBOTS + b"\nDisallow: /b\n", "truyvet")
    assert said.refuses("/a")
    assert said.refuses("/b") is None
    assert not said.whole
    assert robots("User-agent: *").whole


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("1", 1.0), ("0.5", 0.5), ("-1", None), ("soon", None), ("999999", MAX_DELAY), ("nan", None)],
)
def test_crawl_delay_is_taken_where_it_is_a_number(value: str, seconds: float | None) -> None:
    assert robots(f"User-agent: *\nCrawl-delay: {value}\n").delay == seconds


def test_a_hostile_pattern_takes_no_time() -> None:
    said = robots("User-agent: *\nDisallow: /" + "*a" * 900 + "$\n")
    begun = time.process_time()
    said.refuses("/" + "a" * 5000 + "b")
    assert time.process_time() - begun < 5  # it would be years by backtracking


@given(st.binary(max_size=300), st.text(max_size=40))
def test_no_file_makes_reading_fail(content: bytes, path: str) -> None:
    said = read_robots(content, "truyvet")
    said.refuses("/" + path.encode("utf-8", "replace").decode())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_comparing_is_the_same_once_and_twice(path: str) -> None:
    assert comparable(comparable(path)) == comparable(path)
