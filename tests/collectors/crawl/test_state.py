"""What a killed run has received counts for the run that goes on after it."""

from pathlib import Path

from truyvet.collectors.crawl.state import State
from truyvet.evidence.times import moment_of
from truyvet.evidence.web.capture import Exchange, Rendering, WebCapture
from truyvet.evidence.web.settings import WebSettings

URL = "http://a.test/"
WHEN = "2026-01-01T00:00:00.000000Z"


def loaded(size: int) -> tuple[Exchange, ...]:
    exchange = Exchange(
        number=0, purpose="page", result="whole", started=WHEN, url=URL, response_size=size
    )
    return (exchange,)


def test_what_a_browser_received_is_taken_off_the_allowance_again(tmp_path: Path) -> None:
    state = State(WebSettings(user_agent="t", max_bytes=1000), [URL], tmp_path, lambda *_: b"")
    rendering = Rendering(browser="b", started=WHEN, ended=WHEN, exchanges=loaded(500))
    capture = WebCapture(
        capture=1, given=URL, url=URL, started=moment_of(0), ended=WHEN, duration=0, result="whole",
        exchanges=loaded(300), rendering=rendering,
    )  # fmt: skip
    state.recover(capture, 0, b"")
    assert state.allowance.left == 200
    state.frontier.close()
