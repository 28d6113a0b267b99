"""What a collection has: addresses and bodies belong to one capture, on which others rely."""

from truyvet.collectors.crawl.known import MAX_FAILURES, RECORDED, Known, role_of
from truyvet.evidence.times import moment_of
from truyvet.evidence.web.capture import Exchange, WebCapture

URL = "http://a.vn/s.css"
NOW = "2026-03-14T02:15:00.000000Z"
DIGEST = "ab" * 32
KEY = f"http://a.vn {DIGEST}"


def exchange(**changes: object) -> Exchange:
    """A stylesheet that came whole."""
    facts = {"body_sha256": DIGEST, "head": 100, "number": 0, "purpose": "style", "url": URL}
    facts |= {"response_size": 1000, "result": "whole", "started": NOW}
    return Exchange(**(facts | changes))  # type: ignore[arg-type]


def test_an_address_belongs_to_the_first_who_takes_it() -> None:
    known = Known()
    assert known.claim(URL, 1, "part") is None
    found = known.claim(URL, 2, "part")
    assert found is not None
    assert found.job == 1
    assert known.relied_on(2) == {1}
    assert known.relied_on(1) == set()


def test_taking_what_is_ones_own_relies_on_nobody() -> None:
    known = Known()
    known.claim(URL, 1, "part")
    known.claim(URL, 1, "part")
    assert known.relied_on(1) == set()


def test_a_given_page_takes_its_address_from_whoever_has_it() -> None:
    known = Known()
    known.claim(URL, 1, "part")
    known.take(URL, 2)
    found = known.has(URL)
    assert found is not None
    assert (found.job, found.role) == (2, "document")


def test_a_body_is_known_with_the_address_and_time_of_its_record() -> None:
    known = Known()
    assert known.original(KEY, 2) is None
    known.learn((exchange(),), 1)
    original = known.original(KEY, 2)
    assert original is not None
    assert (original.url, original.date) == (URL, NOW)
    assert known.relied_on(2) == {1}


def test_a_body_of_one_site_is_none_of_another() -> None:
    known = Known()
    known.learn((exchange(url="https://a.vn:444/s.css"),), 1)
    assert known.original(KEY, 2) is None
    assert known.original(f"https://a.vn:444 {DIGEST}", 2) is not None


def test_bodies_that_no_record_holds_whole_are_not_known() -> None:
    known = Known()
    known.learn((exchange(result="cut"), exchange(revisit=URL), exchange(response_size=300)), 1)
    assert known.original(KEY, 2) is None


def test_what_is_recorded_is_relied_on_without_waiting() -> None:
    known = Known()
    capture = WebCapture(
        capture=1, ended=NOW, exchanges=(exchange(),), given=URL, result="whole",
        started=moment_of(0), url=URL,
    )  # fmt: skip
    known.recover(capture)
    assert known.original(KEY, 2) is not None
    found = known.claim(URL, 2, "part")
    assert found is not None
    assert found.job == RECORDED
    assert known.relied_on(2) == set()


def test_what_a_job_relied_on_is_forgotten_once_it_is_recorded() -> None:
    known = Known()
    known.claim(URL, 1, "part")
    known.claim(URL, 2, "part")
    known.recorded(2)
    assert known.relied_on(2) == set()


def test_a_host_is_silent_after_some_failures_in_a_row() -> None:
    known = Known()
    for _ in range(MAX_FAILURES - 1):
        known.answered("a.vn", answered=False)
    known.answered("a.vn", answered=True)
    for _ in range(MAX_FAILURES):
        assert not known.is_silent("a.vn")
        known.answered("a.vn", answered=False)
    assert known.is_silent("a.vn")
    assert not known.is_silent("b.vn")


def test_the_role_of_an_exchange_follows_from_its_purpose() -> None:
    purposes = ("page", "robots", "sitemap", "frame", "image")
    assert list(map(role_of, purposes)) == ["document"] * 3 + ["frame", "part"]
