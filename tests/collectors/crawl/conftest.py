"""What the tests of crawling share: the local site, and runs without a case around them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.site.site import Site

from truyvet.collectors import web
from truyvet.collectors.crawl.frontier import Frontier
from truyvet.collectors.crawl.keeping import Kept
from truyvet.collectors.crawl.run import Order, Place, Run
from truyvet.collectors.crawl.urls import normalise
from truyvet.collectors.wire.fetching import Fetcher
from truyvet.collectors.wire.given import Given, origins_of
from truyvet.collectors.wire.names import Resolver
from truyvet.evidence.durable import make_private
from truyvet.evidence.item import Item
from truyvet.evidence.store import Store
from truyvet.evidence.web.capture import CRAWL_NAME, RECORD_NAME, WebCapture
from truyvet.evidence.web.crawl import Crawl
from truyvet.evidence.web.references import Finder
from truyvet.evidence.web.settings import WebSettings
from truyvet.extractors.messages.decoded import decoded_body
from truyvet.extractors.references.reading import read
from truyvet.hashes.canonical import decode_record


@dataclass
class Crawler:
    """Runs collections into a store of its own, as a command does into that of a case."""

    folder: Path
    finder: Finder = read
    """Reads pages; in this process, for these pages are our own."""
    given: Given = field(default_factory=Given)
    """Secrets."""
    items: list[Item] = field(default_factory=list)
    """What is recorded so far."""

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.store = Store(self.folder, self.folder / "parts")
        self.store.create()
        make_private(self.folder / "parts")

    def order(self, *urls: str, **asked: Any) -> Order:
        """Put an order together; private addresses may be asked, limits are short."""
        kept: dict[str, Any] = {"user_agent": "truyvet-test", "allow_private": True}
        settings = WebSettings(**(kept | {"timeout": 3, "time": 6} | asked))
        return Order(
            settings=settings,
            urls=tuple(map(normalise, urls)),
            fetcher=partial(Fetcher, settings, self.given, Resolver()),
            finder=self.finder,
            decode=decoded_body,
            software="truyvet/test",
        )

    def begin(self, *urls: str, **asked: Any) -> Run:
        """Return a run that goes on after what is recorded."""
        place = Place(
            store=self.store,
            folder=self.folder,
            parts=self.folder / "parts",
            recorded=list(self.items),
        )
        return web.collect(self.order(*urls, **asked), place)

    def keep(self, kept: Kept) -> None:
        """Record what a run has yielded."""
        self.items += [decode_record(line, Item) for line in kept.block.splitlines()]

    def crawl(self, *urls: str, **asked: Any) -> list[WebCapture]:
        """Run to the end; all captures, in the order of their records."""
        for kept in self.begin(*urls, **asked).pages():
            self.keep(kept)
        return self.captures()

    def page(self, url: str, **asked: Any) -> WebCapture:
        """Capture one page."""
        (capture,) = self.crawl(url, **asked)
        return capture

    def read(self, item: Item) -> bytes:
        """Return the bytes of an item."""
        return b"".join(self.store.read(item.sha256 or ""))

    def captures(self) -> list[WebCapture]:
        """Return all captures that are recorded."""
        named = (item for item in self.items if item.path.endswith(f"/{RECORD_NAME}"))
        return [decode_record(self.read(item), WebCapture) for item in named]

    def ending(self) -> Crawl:
        """Return what the collection says it left out."""
        (item,) = (item for item in self.items if item.path == CRAWL_NAME)
        return decode_record(self.read(item), Crawl)

    def left_out(self) -> dict[str, int]:
        """Return the reasons of what was left out, with their counts."""
        return {one.reason: one.count for one in self.ending().left_out}

    def let_in(self, *headers: tuple[str, str], at: str) -> None:
        """Give secret headers to the origin of this address."""
        self.given = Given(headers=headers, origins=origins_of([at]))


@pytest.fixture
def site() -> Iterator[Site]:
    """The local site, with a log of every byte."""
    with Site() as running:
        yield running


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    """A crawler that has nothing yet."""
    return Crawler(tmp_path / "place")


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """An empty frontier."""
    made = Frontier(tmp_path)
    yield made
    made.close()


@pytest.fixture
def paths(site: Site) -> Callable[[list[WebCapture]], list[str]]:
    """Tell the paths of captured pages on the site, in order; robots and sitemaps left out."""

    def paths(captures: list[WebCapture]) -> list[str]:
        root = site.url("/").rstrip("/")
        return [one.given.removeprefix(root) for one in captures if one.purpose == "page"]

    return paths
