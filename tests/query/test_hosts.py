"""A host is known where a URL of it stands, in a case and on a desk."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.query.conftest import Officer
from tests.query.desk.laying import case_id, fill, lay

from truyvet.evidence.case import Case
from truyvet.query.desk.lookup import look_up
from truyvet.query.hosts import is_url_of, url_spans
from truyvet.query.known import Reading, known
from truyvet.query.source import Source, opened
from truyvet.query.spellings import forms

URLS = [
    "https://badsite.vn/a?b",
    "http://badsite.vn:8080/",
    "https://www.badsite.vn/",
    "ftp://badsite.vn/x",
    "https://badsite.vn/" + "p" * 300,
]
OTHERS = [
    "https://badsite.vn.evil.com/",
    "https://badsite.vnx.com/",
    "https://notbadsite.vn/",
    "https://badsite.vn-evil.com/",
    "https://evil.com/?u=https://badsite.vn.com/",
]
TEXT = "\n".join((*URLS, *OTHERS, "http://203.0.113.7:81/x", "http://203.0.113.70/", "bare.vn"))


@pytest.fixture(scope="module")
def officer(tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """Somebody with a case of one text, scanned."""
    one = Officer(tmp_path_factory.mktemp("hosts"))
    one.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    one.does("case", "new", "vu", "--title", "x", "--number", "1")
    (one.place / "text").write_text(TEXT)
    one.does("collect", "files", "text")
    one.does("scan", "--only", "filetype,plaintext,entities", "--jobs", "1")
    return one


@pytest.fixture
def source(officer: Officer) -> Iterator[Source]:
    """That case, opened for questions."""
    with opened(Case(officer.place / "vu")) as source:
        yield source


def reading(source: Source, value: str) -> list[Reading]:
    """What a host is known as."""
    (told,) = known(source, [value])
    return [one for one in told.readings if one.kind in ("domain", "ipv4")]


@pytest.mark.parametrize("typed", ["badsite.vn", "BadSite.VN", "badsite[.]vn", "domain:badsite.vn"])
def test_a_host_is_known_by_each_url_of_it_and_by_no_other(source: Source, typed: str) -> None:
    (told,) = reading(source, typed)
    assert {one.raw for one in told.sightings} == set(URLS)
    assert told.count.seen == len(URLS)
    assert {one.kind for one in told.sightings} == {"url"}


def test_each_url_is_told_with_its_own_place(source: Source) -> None:
    (told,) = reading(source, "badsite.vn")
    for one in told.sightings:
        assert one.locator == (f"bytes:{TEXT.index(one.raw)}+{len(one.raw)}",)


def test_an_address_of_the_network_is_known_by_its_urls(source: Source) -> None:
    (told,) = reading(source, "203.0.113.7")
    assert [one.raw for one in told.sightings] == ["203.0.113.7"]


def test_the_part_of_a_host_is_not_the_host(source: Source) -> None:
    assert reading(source, "site.vn") == []
    assert reading(source, "evil.vn") == []


def test_a_name_that_stands_bare_is_known_as_before(source: Source) -> None:
    (told,) = reading(source, "bare.vn")
    assert [(one.kind, one.raw) for one in told.sightings] == [("domain", "bare.vn")]


def test_the_command_answers_yes(officer: Officer) -> None:
    (told,) = map(json.loads, officer.does("known", "badsite.vn", "--json").splitlines()[:1])
    assert told["known"] is True
    officer.does("known", "worsesite.vn", status=1)


@pytest.mark.parametrize(
    "query",
    ["val:badsite.vn", 'val:"BadSite.VN"', "type:url val:badsite[.]vn", "val:www.badsite.vn"],
)
def test_a_search_for_a_host_finds_its_urls(officer: Officer, query: str) -> None:
    (found,) = map(json.loads, officer.does("search", query, "--json").splitlines())
    assert found["path"] == "text"


def test_a_search_for_what_is_no_host_of_a_url_finds_nothing(officer: Officer) -> None:
    for query in ("val:site.vn", "type:domain val:badsite.vn", "val:badsite.v", "val:vn.evil.com"):
        officer.does("search", query, status=1)


@pytest.mark.parametrize("url", [*URLS, *OTHERS])
def test_the_forms_of_a_host_fit_its_urls_alone(url: str) -> None:
    with sqlite3.connect(":memory:") as database:
        fits = database.execute
        found = [
            fits("SELECT ? GLOB ?", (url, one.glob)).fetchone()[0] if one.glob else url == one.start
            for one in forms("badsite.vn")
        ]
    database.close()
    assert any(found) == (url in URLS)


def test_a_desk_knows_a_host_by_its_urls_too(tmp_path: Path) -> None:
    laid = lay(tmp_path / "desk")
    laid.attach(case_id(1), "/nowhere/1", number="1")
    laid.attach(case_id(2), "/nowhere/2", number="2")
    with laid.opened() as desk:
        held = {1: [("url", one, 1) for one in URLS[:3]], 2: [("url", one, 1) for one in OTHERS]}
        fill(desk, held, {})
        hits = look_up(desk, "badsite.vn").hits
    assert {(hit.place, hit.kind, hit.value) for hit in hits} == {
        (1, "url", one) for one in URLS[:3]
    }


@pytest.mark.parametrize("url", [*URLS, *OTHERS])
def test_what_is_no_url_of_it_in_a_span_is_told_apart(url: str) -> None:
    within = any(low <= url < high for low, high in url_spans("badsite.vn"))
    assert (within and is_url_of(url, "badsite.vn")) == (url in URLS)


def test_a_host_of_other_letters_is_looked_for_in_both_its_forms() -> None:
    assert is_url_of("https://xn--tn-lia.vn/", "xn--tn-lia.vn")
    shown = b"xn--bcher-kva.com".decode("idna")
    assert is_url_of(f"https://{shown}/", "xn--bcher-kva.com")
    assert any(low <= f"https://{shown}/" < high for low, high in url_spans("xn--bcher-kva.com"))
