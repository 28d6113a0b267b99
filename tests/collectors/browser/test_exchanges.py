"""What a page loads is kept to the byte or told; our own faults are nobody's silence."""

import io
from pathlib import Path

import pytest

from truyvet.collectors.browser.exchanges import MAX_EXCHANGES, Exchanges
from truyvet.collectors.browser.proxy import NotAnswered
from truyvet.collectors.browser.rendered import USED_UP
from truyvet.collectors.browser.shelf import Shelf
from truyvet.collectors.crawl.means import Allowance
from truyvet.collectors.wire.exchange import Fetched, Request, Tee
from truyvet.collectors.wire.given import Given
from truyvet.collectors.wire.recording import Stopped
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.web.capture import Exchange

WHEN = "2026-01-01T00:00:00.000000Z"
PIECE = b"x" * 100


class Server:
    """A fetcher that answers with pieces, or with what is raised."""

    def __init__(self, pieces: int = 1, failure: Exception | None = None) -> None:
        self.pieces, self.failure = pieces, failure

    def fetch(self, request: Request, tee: Tee | None = None) -> Fetched:
        if self.failure is not None:
            raise self.failure
        received, reason = b"", ""
        try:
            for _ in range(self.pieces):
                received += PIECE
                assert tee is not None
                tee(PIECE)
        except Stopped as stop:
            reason = str(stop)
        exchange = Exchange(
            number=0, purpose="browser", result="cut" if reason else "whole", reason=reason,
            started=WHEN, url=request.url, response_size=len(received),
        )  # fmt: skip
        return Fetched(
            exchange=exchange, connection=None, connection_key=-1, name=None, request=b"",
            response=io.BytesIO(received),
        )  # fmt: skip

    def abandon(self, reason: str) -> None:
        pass

    def close(self) -> None:
        pass


def ask(exchanges: Exchanges, path: str = "") -> list[bytes]:
    """Ask for something; return what the browser gets."""
    got: list[bytes] = []
    exchanges.answer(Request(url=f"http://a.test/{path}", purpose="browser"), got.append)
    return got


def test_files_on_a_shelf_are_read_as_they_were(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first, second = shelf.put(io.BytesIO(b"first")), shelf.put(io.BytesIO(b"the second"))
    assert (first.read(), second.read(3), second.read()) == (b"first", b"the", b" second")
    assert second.seek(-6, io.SEEK_END) == 4
    assert second.read(100) == b"second"
    assert second.read() == b""
    shelf.close()
    with pytest.raises(ValueError, match="closed"):
        first.read()


def test_nothing_more_is_received_than_the_collection_may() -> None:
    allowance = Allowance(left=250)
    exchanges = Exchanges(lambda: Server(pieces=10), Given(), allowance)
    assert ask(exchanges) == [PIECE] * 3
    with pytest.raises(NotAnswered, match="used up"):
        ask(exchanges, "next")
    (fetched,) = exchanges.take()
    assert (fetched.exchange.reason, fetched.message(1000)) == (f"size: {USED_UP}", PIECE * 4)
    assert allowance.left == 250 - 4 * len(PIECE)  # all that came is counted
    assert exchanges.limits == (USED_UP,)
    assert exchanges.blocked == (f"http://a.test/next {USED_UP}",)
    exchanges.close()


def test_a_page_that_asks_for_ever_is_told() -> None:
    exchanges = Exchanges(Server, Given())
    for number in range(MAX_EXCHANGES):
        ask(exchanges, str(number))
    with pytest.raises(NotAnswered):
        ask(exchanges, "one more")
    assert exchanges.limits == (f"the page asked for more than {MAX_EXCHANGES} things",)
    assert len(exchanges.take()) == MAX_EXCHANGES
    exchanges.close()


@pytest.mark.parametrize(
    ("failure", "code"), [(TruyvetError("E901", path="/x"), "E901"), (OSError(24, "files"), "E903")]
)
def test_what_cannot_be_kept_is_raised(failure: Exception, code: str) -> None:
    exchanges = Exchanges(lambda: Server(failure=failure), Given())
    with pytest.raises(TruyvetError) as caught:
        ask(exchanges)
    assert caught.value.code == code
    exchanges.close()
