"""What a pack takes along: all of the captures asked for, of others only what they need."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from tests.evidence.support.captures import Collection, Page, fetched
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import open_case

from truyvet.collectors.wire.exchange import Fetched
from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.web.reading import Captured, captures_of
from truyvet.reports.wacz.packing import items_of
from truyvet.reports.wacz.selection import Selection

from .conftest import SHOP, Packing


@pytest.fixture
def who() -> Acting:
    """An officer."""
    return acting(clock=Clock(100))


@pytest.fixture
def case(tmp_path: Path, who: Acting) -> Case:
    """A new case."""
    return open_case(tmp_path / "case", who)


def taken(selection: Selection) -> dict[str, list[str]]:
    """Return the addresses taken, by the item they stand in."""
    return {
        one.row.name: [exchange.url.removeprefix(SHOP) for exchange in one.exchanges]
        for one in selection.taken()
    }


def test_a_capture_that_was_asked_for_is_taken_whole(packing: Packing) -> None:
    selection = packing.select(1)
    assert [one.whole for one in selection.taken()] == [True]
    assert taken(selection) == {
        "1.1": ["/old", "/", "/style.css", "/a.png", "/gone.png", "/moved.css"]
    }


def test_what_a_page_needs_and_another_capture_has_comes_along_with_its_redirects(
    packing: Packing,
) -> None:
    selection = packing.select(2)
    assert taken(selection) == {"1.1": ["/style.css", "/moved.css"], "1.3": ["/about"]}
    assert [one.whole for one in selection.taken()] == [False, True]


def test_the_original_of_a_body_that_came_again_comes_along(packing: Packing) -> None:
    assert taken(packing.select(3))["1.1"] == ["/a.png"]


def test_a_rendered_load_is_taken_too(packing: Packing) -> None:
    assert taken(packing.select(3))["1.6"] == ["/offer", "/api"]


def test_what_is_in_no_capture_is_told(packing: Packing) -> None:
    found: Captured = packing.captures[1]
    selection = Selection([found])
    with packing.case.reading() as index:
        assert selection.complete(packing.case, index) == []
    lost = Selection([_needing(found, f"{SHOP}/nowhere.js")])
    with packing.case.reading() as index:
        assert lost.complete(packing.case, index) == [f"{SHOP}/nowhere.js"]


def _needing(found: Captured, url: str) -> Captured:
    return replace(found, record=msgspec.structs.replace(found.record, elsewhere=(url,)))


def test_a_capture_asked_for_beside_the_one_it_leans_on_takes_nothing_twice(
    packing: Packing,
) -> None:
    selection = packing.select(1, 2)
    assert len(taken(selection)["1.1"]) == 6
    assert all(one.whole for one in selection.taken())


def asked(path: str, referrer: str, second: int, purpose: str = "image") -> Fetched:
    """Return an exchange that was asked for on behalf of an address."""
    line = f"Referer: {referrer}\r\n" if referrer else ""
    request = f"GET {path} HTTP/1.1\r\nHost: shop.example\r\n{line}\r\n".encode()
    return fetched(SHOP + path, second=second, purpose=purpose, request=request)


def test_a_stylesheet_that_comes_along_brings_what_it_needs_in_turn(
    case: Case, who: Acting
) -> None:
    style, frame = f"{SHOP}/main.css", f"{SHOP}/frame.html"
    collection = Collection(case)
    first = [
        asked("/", "", 0, "page"),
        asked("/main.css", f"{SHOP}/", 1, "style"),
        asked("/more.css", style, 2, "style"),
        asked("/deep.png", f"{SHOP}/more.css", 3),
        asked("/own.png", f"{SHOP}/first", 4),
        asked("/font.woff2", f"{SHOP}/", 5, "font"),
        asked("/frame.html", f"{SHOP}/first", 6, "frame"),
        asked("/frame.png", frame, 7),
    ]
    collection.add(Page(exchanges=first))
    collection.add(Page(exchanges=[asked("/second", "", 10, "page")], elsewhere=(style,)))
    collection.finish(who)
    with case.reading() as index:
        selection = Selection(list(captures_of(case, index))[1:])
        assert selection.complete(case, index) == []
    # A Referer that is the origin alone may be the stylesheet's: a font counts, a frame does not.
    expected = ["/main.css", "/more.css", "/deep.png", "/font.woff2"]
    assert taken(selection)["1.1"] == expected


def test_items_are_those_whose_bytes_go_out(packing: Packing) -> None:
    names = [row.name for row in items_of(packing.select(3))]
    assert names == ["1.1", "1.5", "1.6", "1.7", "1.8", "1.9"]
