"""Commands get their own answers; what is broken or gone is told, never waited for."""

import json
import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from truyvet.collectors.browser.protocol import Driver, Gone, Refused, Unanswered, parse


class Browser:
    """The other end of the pipes."""

    def __init__(self) -> None:
        self._inward, commands = os.pipe()
        answers, self._outward = os.pipe()
        self.events: list[tuple[str, str, Any]] = []
        self.driver = Driver(commands, answers, lambda *event: self.events.append(event))
        self._held = b""
        self._open = True

    def heard(self) -> dict[str, Any]:
        """Return the next command."""
        while b"\0" not in self._held:
            self._held += os.read(self._inward, 1 << 16)
        raw, _, self._held = self._held.partition(b"\0")
        message: dict[str, Any] = json.loads(raw)
        return message

    def says(self, *messages: Any, raw: bytes = b"") -> None:
        """Send messages."""
        text = b"".join(json.dumps(one).encode() + b"\0" for one in messages)
        os.write(self._outward, text + raw)

    def end(self) -> None:
        """Hang up."""
        if self._open:
            self._open = False
            os.close(self._outward)
            os.close(self._inward)


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.end()
    made.driver.close()


def answering(browser: Browser, *answers: dict[str, Any]) -> threading.Thread:
    """Answer the next commands, each by one of these."""

    def run() -> None:
        for answer in answers:
            browser.says({"id": browser.heard()["id"]} | answer)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_command_gets_its_answer(browser: Browser) -> None:
    thread = answering(browser, {"result": {"a": 1}}, {"result": {}})
    assert browser.driver.call("X.y", {"p": 1}) == {"a": 1}
    assert browser.driver.call("X.z", session="s") == {}
    thread.join()


def test_a_command_bears_its_session_and_parameters(browser: Browser) -> None:
    browser.driver.post("X.y", {"p": "đ"}, session="s")
    heard = browser.heard()
    assert (heard["method"], heard["params"], heard["sessionId"]) == ("X.y", {"p": "đ"}, "s")


def test_answers_in_another_order_reach_those_who_asked(browser: Browser) -> None:
    found: dict[str, Any] = {}

    def ask(name: str) -> None:
        found[name] = browser.driver.call(name)

    threads = [threading.Thread(target=ask, args=(name,)) for name in ("A", "B")]
    for thread in threads:
        thread.start()
    heard = [browser.heard(), browser.heard()]
    browser.says(*({"id": one["id"], "result": {"n": one["method"]}} for one in reversed(heard)))
    for thread in threads:
        thread.join()
    assert found == {"A": {"n": "A"}, "B": {"n": "B"}}


def test_an_error_is_told(browser: Browser) -> None:
    thread = answering(browser, {"error": {"message": "no such thing"}})
    with pytest.raises(Refused, match="no such thing"):
        browser.driver.call("X.y")
    thread.join()


def test_no_answer_in_time_is_told(browser: Browser) -> None:
    with pytest.raises(Unanswered, match=r"no answer to X.y in 0.05 s"):
        browser.driver.call("X.y", timeout=0.05)


def test_who_waits_for_a_session_that_is_gone_waits_no_longer(browser: Browser) -> None:
    def later() -> None:
        browser.heard()
        browser.driver.abandon("other", "not this")
        browser.driver.abandon("s", "the page crashed")

    thread = threading.Thread(target=later)
    thread.start()
    with pytest.raises(Gone, match="the page crashed"):
        browser.driver.call("X.y", session="s", timeout=20)
    thread.join()


def test_a_browser_that_ended_is_told_to_all(browser: Browser) -> None:
    def leave() -> None:
        browser.heard()
        browser.end()

    thread = threading.Thread(target=leave)
    thread.start()
    with pytest.raises(Gone, match="the browser has ended"):
        browser.driver.call("X.y", timeout=20)
    thread.join()
    with pytest.raises(Gone):
        browser.driver.call("X.z")
    browser.driver.post("X.z")


def test_events_come_in_order_however_they_are_cut(browser: Browser) -> None:
    events = [{"method": f"E.{n}", "params": {"n": n}, "sessionId": "s"} for n in range(50)]
    raw = b"".join(json.dumps(one).encode() + b"\0" for one in events)
    for start in range(0, len(raw), 7):
        browser.says(raw=raw[start : start + 7])
    until = time.monotonic() + 10
    while len(browser.events) < 50 and time.monotonic() < until:
        time.sleep(0.01)
    assert browser.events == [("s", f"E.{n}", {"n": n}) for n in range(50)]


def test_what_is_no_message_is_passed_over(browser: Browser) -> None:
    browser.says(raw=b"{broken\0[1]\0\xff\xfe\0" + b"[" * 100_000 + b"\0")
    thread = answering(browser, {"result": {}})
    assert browser.driver.call("X.y") == {}
    thread.join()
    assert browser.events == []


def test_half_a_surrogate_is_replaced() -> None:
    assert parse(b'{"a": "x\\ud800y", "b": ["\\udc00"]}') == {"a": "x\ufffdy", "b": ["\ufffd"]}
    assert parse(b'{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}
