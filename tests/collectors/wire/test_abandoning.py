"""An exchange that is under way can be ended from another thread, and is told as it was."""

import threading

import pytest
from tests.collectors.wire.conftest import Fetch, MakeFetcher
from tests.site.site import Site

from truyvet.collectors.wire.fetching import Fetcher
from truyvet.collectors.wire.recording import Stopped
from truyvet.hashes.digest import sha256_hex

REASON = "abandoned: the page was left"
BEGUN = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n"


class _Once:
    """Abandons the exchange when its first bytes have come, as another thread."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._threads = list[threading.Thread]()

    def __call__(self, piece: bytes) -> None:
        if not self._threads:
            self._threads.append(threading.Timer(0.1, self._fetcher.abandon, [REASON]))
            self._threads[0].start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
def test_a_stream_that_never_ends_is_cut_with_the_reason_and_keeps_its_bytes(
    secure: bool, site: Site, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    site.serve("/stream", BEGUN, end="keep")
    url = site.secure_url("/stream") if secure else site.url("/stream")
    made = fetcher(trust=str(site.ca_file), timeout=300, time=300)
    once = _Once(made)
    came = fetch(url, by=made, tee=once)
    once.join()
    assert (came.exchange.result, came.exchange.reason) == ("cut", REASON)
    assert came.message(1 << 16) == BEGUN


def test_a_fetcher_that_abandoned_an_exchange_makes_the_next_one(
    site: Site, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    site.serve("/stream", BEGUN, end="keep")
    made = fetcher(timeout=300, time=300)
    once = _Once(made)
    fetch(site.url("/stream"), by=made, tee=once)
    once.join()
    assert fetch(site.url("/about"), by=made).exchange.result == "whole"


def test_nothing_happens_where_nothing_is_under_way(
    site: Site, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    made = fetcher()
    made.abandon(REASON)
    assert fetch(site.url("/about"), by=made).exchange.result == "whole"


def test_the_last_piece_counts_where_who_listens_has_had_enough(
    site: Site, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    site.serve("/big", b"HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n" + bytes(500_000))
    heard = list[bytes]()

    def listen(piece: bytes) -> None:
        heard.append(piece)
        if len(heard) == 2:
            raise Stopped(REASON)

    came = fetch(site.url("/big"), by=fetcher(), tee=listen)
    exchange, content = came.exchange, came.message(1 << 20)
    assert (exchange.result, exchange.reason, content) == ("cut", REASON, b"".join(heard))
    assert exchange.body_sha256 == sha256_hex(content[exchange.head :])
