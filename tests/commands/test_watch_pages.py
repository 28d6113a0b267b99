"""What the commands about watches share: addresses in one form, what a capture is compared with."""

from types import MappingProxyType

import pytest

from truyvet.commands.watch_pages import Page, address_of, one_form
from truyvet.evidence.acts import Watch
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.index import Row
from truyvet.evidence.records import Moment
from truyvet.evidence.web.capture import RECORD_NAME, Exchange, Result, WebCapture
from truyvet.evidence.web.reading import Captured
from truyvet.evidence.web.watching import Watched

PAGE = "https://shop.example/"


def capture(seq: int, *, status: int | None = 200, location: str = "") -> Captured:
    """A capture of the page, made in this entry at this hour."""
    utc = f"2026-03-14T{seq:02d}:00:00.000000Z"
    result: Result = "whole" if status else "failed"
    asked = Exchange(
        location=location, number=0, purpose="page", result=result, started=utc, status=status,
        url=PAGE,
    )  # fmt: skip
    record = WebCapture(
        capture=1, ended=utc, exchanges=(asked,), given=PAGE, result=result,
        started=Moment(utc=utc, zone="+07:00"), status=status, url=PAGE,
    )  # fmt: skip
    path = f"1/{PAGE}/{RECORD_NAME}"
    row = Row(
        seq=seq, n=2, id="0" * 64, kind="file", path=path, size=1, sha256="0" * 64, modified=None,
        problem=None, position=0, parent=None,
    )  # fmt: skip
    return Captured(
        seq=seq, prefix=f"1/{PAGE}/", record=record, rows=MappingProxyType({RECORD_NAME: row})
    )


def page(*captures: Captured) -> Page:
    """The page with these captures, watched every six hours."""
    act = Watch(every=21_600, target="page", value=PAGE)
    watched = Watched(act=act, seq=1, utc="2026-03-14T00:00:00.000000Z")
    return Page(address=PAGE, watched=watched, captures=list(captures))


def test_a_capture_is_compared_with_the_one_before() -> None:
    one, two, three = (capture(seq) for seq in (3, 4, 5))
    assert page(one, two, three).before(three) == (two, 0)
    assert page(one, two, three).before(one) == (None, 0)


def test_captures_that_brought_no_page_are_passed_over_and_counted() -> None:
    good, new = capture(3), capture(6)
    failed = [capture(seq, status=None) for seq in (4, 5)]
    assert page(good, *failed, new).before(new) == (good, 2)


def test_where_none_before_brought_the_page_it_is_the_first() -> None:
    failed = [capture(seq, status=None) for seq in (3, 4)]
    new = capture(5)
    assert page(*failed, new).before(new) == (None, 0)


def test_a_redirect_that_led_nowhere_is_no_page_to_compare_with() -> None:
    led, new = capture(3, location=PAGE + "x"), capture(5)
    assert page(led, new).before(new) == (None, 0)


def test_the_last_try_decides_when_a_page_is_due_whether_it_brought_the_page_or_not() -> None:
    found = page(capture(3), capture(5, status=None))
    assert found.due == "2026-03-14T11:00:00.000000Z"
    assert found.is_due("2026-03-14T11:00:00.000000Z")
    assert not found.is_due("2026-03-14T10:59:59.999999Z")


def test_a_page_that_is_watched_no_longer_is_never_due() -> None:
    found = Page(address=PAGE, watched=None, captures=[capture(3)])
    assert (found.due, found.is_due("2031-01-01T00:00:00.000000Z")) == ("", False)


@pytest.mark.parametrize(
    "text", ["SHOP.example", "https://shop.example:443/", "https://shop.example/#top"]
)
def test_one_address_has_one_form(text: str) -> None:
    assert address_of(text) == one_form(text) == PAGE


def test_what_is_no_address_stays_as_it_is_where_it_was_captured() -> None:
    assert one_form("ftp://x/") == "ftp://x/"
    with pytest.raises(TruyvetError, match="E510"):
        address_of("ftp://x/")


def test_a_name_and_password_are_refused() -> None:
    with pytest.raises(TruyvetError, match="E512") as caught:
        address_of("https://an:bimat@shop.example/")
    assert "bimat" not in str(caught.value) + caught.value.hint
