"""What the tests of the wire share: the local site, raw servers, and fetchers that are closed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.collectors.wire.support.servers import RawServer
from tests.site.site import Site

from truyvet.collectors.wire.exchange import Fetched, Request, Tee
from truyvet.collectors.wire.fetching import Fetcher
from truyvet.collectors.wire.given import Given
from truyvet.collectors.wire.names import Resolver
from truyvet.evidence.web.settings import WebSettings

Fetch = Callable[..., Fetched]
MakeFetcher = Callable[..., Fetcher]
Serve = Callable[..., RawServer]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The local site, with a log of every byte."""
    with Site() as running:
        yield running


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers that answer each request of a connection with the next of these bytes."""
    running: list[RawServer] = []

    def serve(*answers: bytes, **manners: Any) -> RawServer:
        running.append(RawServer(answers, **manners))
        return running[-1]

    yield serve
    for server in running:
        server.close()


@pytest.fixture
def fetcher() -> Iterator[MakeFetcher]:
    """Make fetchers that may ask this computer, with short limits; closed afterwards."""
    made: list[Fetcher] = []

    def make(
        given: Given | None = None, names: Resolver | None = None, trust: str = "", **asked: Any
    ) -> Fetcher:
        kept: dict[str, Any] = {
            "user_agent": "truyvet-test",
            "allow_private": True,
            "timeout": 5,
            "time": 20,
        }
        settings = WebSettings(**(kept | asked))
        made.append(Fetcher(settings, given or Given(), names or Resolver(), trust=trust))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def fetch(fetcher: MakeFetcher) -> Iterator[Fetch]:
    """Fetch once with a fetcher of its own, or with `by`; what came is closed afterwards."""
    came: list[Fetched] = []

    def fetch(
        url: str, *, by: Fetcher | None = None, tee: Tee | None = None, **asked: Any
    ) -> Fetched:
        names = {"method", "headers", "body", "referrer", "exact", "purpose"}
        request = {name: asked.pop(name) for name in names & set(asked)}
        chosen = by or fetcher(**asked)
        came.append(chosen.fetch(Request(url=url, **({"purpose": "page"} | request)), tee))
        return came[-1]

    yield fetch
    for one in came:
        one.close()
