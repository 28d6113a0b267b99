"""What Chromium tells is written line by line, bounded, and never waited for in vain."""

import json
from typing import Any

import pytest

from truyvet.collectors.browser.journal import MAX_TEXT, Journal
from truyvet.collectors.browser.lines import MAX_TEXT as MAX_FIELD
from truyvet.collectors.browser.lines import Lines
from truyvet.collectors.browser.visit import Visits


def asked(url: str, number: str = "1", **more: Any) -> dict[str, Any]:
    request = {"url": url, "method": "GET"}
    times = {"timestamp": 10.0, "wallTime": 1_790_000_000.25}
    return {"requestId": number, "request": request, "type": "Image", **times, **more}


@pytest.fixture
def journal() -> Any:
    made = Journal()
    made.main_frame = "F"
    yield made
    made.network.file.close()
    made.console.file.close()


def lines(of: Lines) -> list[Any]:
    of.file.seek(0)
    return [json.loads(line) for line in of.file]


def test_a_request_is_under_way_until_it_ends(journal: Journal) -> None:
    journal.take("s", "page", "Network.requestWillBeSent", asked("http://a/"))
    assert journal.idle() == 0.0
    journal.take("other", "worker", "Network.loadingFinished", {"requestId": "1", "timestamp": 11})
    assert journal.idle() > 0.0


@pytest.mark.parametrize("kind", ["EventSource", "WebSocket", "Ping"])
def test_nobody_waits_for_what_has_no_end(journal: Journal, kind: str) -> None:
    journal.take("s", "page", "Network.requestWillBeSent", asked("http://a/", type=kind))
    assert journal.idle() > 0.0


def test_requests_of_a_target_that_is_gone_are_forgotten(journal: Journal) -> None:
    journal.take("s", "page", "Network.requestWillBeSent", asked("http://a/"))
    journal.take("t", "worker", "Network.requestWillBeSent", asked("http://b/", "2"))
    journal.forget("s")
    assert journal.idle() == 0.0
    journal.forget("t")
    assert journal.idle() > 0.0


def test_times_are_utc_by_the_clock_of_the_computer(journal: Journal) -> None:
    journal.take("s", "page", "Network.requestWillBeSent", asked("http://a/"))
    journal.take("s", "page", "Network.loadingFinished", {"requestId": "1", "timestamp": 11.5})
    times = [one["time"] for one in lines(journal.network)]
    assert times == ["2026-09-21T14:13:20.250000Z", "2026-09-21T14:13:21.750000Z"]


def test_a_redirect_is_an_answer_of_its_own(journal: Journal) -> None:
    first = {"url": "http://a/", "status": 302}
    journal.take(
        "s", "page", "Network.requestWillBeSent", asked("http://b/", redirectResponse=first)
    )
    assert [(one["event"], one["url"]) for one in lines(journal.network)] == [
        ("response", "http://a/"), ("request", "http://b/"),
    ]  # fmt: skip
    assert journal.knows("http://a/#x")
    assert journal.knows("http://b/")
    assert not journal.knows("http://c/")


def test_the_document_is_what_the_pages_own_frame_shows(journal: Journal) -> None:
    for url, frame in (("http://a/#x", "F"), ("http://ad/", "G"), ("http://a/file.zip", "F")):
        event = asked(url, type="Document", frameId=frame)
        journal.take("s", "page", "Network.requestWillBeSent", event)
    assert journal.document == "http://a/file.zip"
    shown = {"frame": {"id": "F", "url": "http://a/#x"}}
    journal.take("s", "page", "Page.frameNavigated", shown)
    journal.take("s", "page", "Page.frameNavigated", {"frame": {"id": "G", "url": "http://ad/"}})
    assert journal.document == "http://a/"


def test_an_address_that_is_a_whole_picture_is_shortened(journal: Journal) -> None:
    journal.take("s", "page", "Network.requestWillBeSent", asked("data:," + "x" * 50_000))
    (line,) = lines(journal.network)
    assert line["url"].endswith("… (50006 characters)")
    assert len(line["url"]) < MAX_FIELD + 100
    assert journal.addresses == {}


def test_logs_and_exceptions_say_where(journal: Journal) -> None:
    frame = {"url": "http://a/x.js", "lineNumber": 7}
    journal.take("s", "page", "Runtime.consoleAPICalled", {
        "type": "warning", "timestamp": 1_790_000_000_000.0, "stackTrace": {"callFrames": [frame]},
        "args": [{"value": "số"}, {"value": 7}, {"type": "undefined"}, {"description": "Array(2)"}],
    })  # fmt: skip
    journal.take("s", "page", "Runtime.exceptionThrown", {
        "timestamp": 1_790_000_000_000.0,
        "exceptionDetails": {"text": "Uncaught", "exception": {"description": "Error: x"}} | frame,
    })  # fmt: skip
    said = lines(journal.console)
    assert said[0]["text"] == "số 7 undefined Array(2)"
    assert {(one["url"], one["line"]) for one in said} == {("http://a/x.js", 7)}
    assert said[1]["text"] == "Error: x"


def test_a_page_that_shouts_for_ever_is_cut_and_said_so() -> None:
    shouts = Lines()
    for _ in range(6000):
        shouts.add(text="x" * 12_000)
    shouts.file.seek(0)
    content = shouts.file.read()
    assert content.endswith(b'{"event":"cut","text":"further lines left out"}\n')
    assert len(content) < 65 << 20
    shouts.file.close()


@pytest.mark.parametrize("event", [{}, {"targetInfo": 7, "sessionId": []}, {"sessionId": {}}])
def test_an_event_that_makes_no_sense_ends_nothing(event: dict[str, Any]) -> None:
    visits = Visits()
    for method in ("Target.attachedToTarget", "Target.detachedFromTarget", "Page.x"):
        visits.take("s", method, event)


def answered(url: str, **more: Any) -> dict[str, Any]:
    response = {"url": url, "status": 200, **more}
    return {"requestId": "1", "timestamp": 11.0, "type": "Image", "response": response}


def test_what_the_proxy_must_have_recorded_is_known(journal: Journal) -> None:
    def hear(url: str, **more: Any) -> None:
        journal.take("s", "page", "Network.responseReceived", answered(url, **more))

    hear("http://u:p@a/x#part")
    hear("http://a/cached", fromDiskCache=True)
    hear("http://a/worker", fromServiceWorker=True)
    hear("http://a/upgraded", status=307, headers={"Non-Authoritative-Reason": "HSTS"})
    hear("data:,x")
    assert journal.answered == {"http://a/x"}


@pytest.mark.parametrize(
    ("reason", "heard"), [("net::ERR_EMPTY_RESPONSE", True), ("net::ERR_ABORTED", False)]
)
def test_a_proxy_that_gave_no_answer_was_asked(journal: Journal, reason: str, heard: bool) -> None:
    failed = {"requestId": "1", "timestamp": 11.0, "errorText": reason}
    journal.take("s", "page", "Network.requestWillBeSent", asked("http://a/x"))
    journal.take("s", "page", "Network.loadingFailed", failed)
    assert ("http://a/x" in journal.answered) is heard


def test_what_a_service_worker_passes_on_keeps_its_kind(journal: Journal) -> None:
    for kind in ("Fetch", "Image", "Fetch"):
        event = asked("http://a/late.png", type=kind)
        journal.take("s", "page", "Network.requestWillBeSent", event)
    assert journal.addresses == {"http://a/late.png": "Image"}


def test_addresses_are_remembered_within_bounds(journal: Journal) -> None:
    for number in range(20):
        url = f"http://a/{number}?" + "x" * (1 << 20)
        journal.take("s", "page", "Network.requestWillBeSent", asked(url, str(number)))
    assert sum(map(len, journal.addresses)) <= MAX_TEXT
    assert journal.knows("http://never/asked")


def test_a_full_disk_is_remembered_and_ends_the_lines() -> None:
    full = Lines()
    full.file.close()
    full.file = open("/dev/full", "wb", buffering=0)  # noqa: SIM115
    full.add(event="x")
    full.add(event="y")
    full.file.close()
    assert full.failure is not None
    assert full.failure.code == "E901"
