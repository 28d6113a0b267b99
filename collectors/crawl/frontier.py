"""The frontier: every page that a crawl has met, in SQLite, and what became of it.

Pages come out breadth first, those of one depth in the order they were met, so that the same site
is walked in the same order. The database is only of use to the process that made it: the truth is
the manifest, from which it is filled anew when a collection is continued.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ...evidence.intake import FRONTIER_NAME
from .urls import authority_of, same_page

Purpose = Literal["page", "robots", "sitemap"]
QUEUED, TAKEN, DONE = 0, 1, 2
EXAMPLES = 5
"""Addresses told of each reason for leaving some out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page that waits to be captured."""

    url: str
    """Address to ask for, normalised."""
    depth: int = 0
    """Links from a given address."""
    via: str = ""
    """Page that led here."""
    source: int = 0
    """Number of the given address that it goes back to."""
    purpose: Purpose = "page"
    """What it is captured as."""
    exact: bool = False
    """Whether it is captured though another address of the same page was met."""

    @property
    def host(self) -> str:
        """Host and port: what is asked politely."""
        return authority_of(self.url)

    @property
    def key(self) -> str:
        """What it shares with every other address of the same page."""
        return f"exact {self.url}" if self.exact else f"{self.purpose} {same_page(self.url)}"


class Frontier:
    """What a crawl has met; used by one thread."""

    def __init__(self, folder: Path) -> None:
        """Begin an empty one in `folder`; what an earlier run has left there is removed."""
        path = folder / FRONTIER_NAME
        path.unlink(missing_ok=True)
        self._path = path
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE page (id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL,"
            " url TEXT NOT NULL, depth INTEGER NOT NULL, via TEXT NOT NULL,"
            " source INTEGER NOT NULL, purpose TEXT NOT NULL, host TEXT NOT NULL,"
            " state INTEGER NOT NULL);"
            "CREATE INDEX queue ON page (host, state, depth, id);"
            "CREATE TABLE left (key TEXT PRIMARY KEY) WITHOUT ROWID;"
        )
        self._waiting = dict[str, int]()
        self._heads = dict[str, tuple[int, int]]()
        self._left = dict[str, tuple[int, list[str]]]()
        self._others = set[str]()

    def add(self, page: Page) -> bool:
        """Queue a page; tell whether it was not met before."""
        host = page.host
        row = (page.key, page.url, page.depth, page.via, page.source, page.purpose, host, QUEUED)
        added = self._database.execute(
            "INSERT OR IGNORE INTO page (key, url, depth, via, source, purpose, host, state)"
            " VALUES (?,?,?,?,?,?,?,?)",
            row,
        )
        if not added.rowcount:
            return False
        self._waiting[host] = self._waiting.get(host, 0) + 1
        self._heads.pop(host, None)
        return True

    def knows(self, page: Page) -> bool:
        """Tell whether this page was met, whatever became of it."""
        return self.met_as(page) is not None

    def met_as(self, page: Page) -> str | None:
        """Return the address under which this page was met, if it was: its own if it may be."""
        if page.url in self._others:
            return page.url
        query = "SELECT url FROM page WHERE key = ?"
        found = self._database.execute(query, (page.key,)).fetchone()
        return None if found is None else str(found[0])

    def hosts(self) -> list[str]:
        """Return the hosts of which pages are queued."""
        return list(self._waiting)

    def take(self, hosts: Iterable[str]) -> Page | None:
        """Take the first queued page of these hosts, if there is one."""
        best: tuple[int, int] | None = None
        for host in hosts:
            head = self._head(host)
            if head is not None and (best is None or head < best):
                best = head
        return None if best is None else self._take(best[1])

    def _head(self, host: str) -> tuple[int, int] | None:
        head = self._heads.get(host)
        if head is None and host in self._waiting:
            head = self._database.execute(
                "SELECT depth, id FROM page WHERE host = ? AND state = ?"
                " ORDER BY depth, id LIMIT 1",
                (host, QUEUED),
            ).fetchone()
            self._heads[host] = head
        return head

    def _take(self, number: int) -> Page:
        row = self._database.execute(
            "UPDATE page SET state = ? WHERE id = ?"
            " RETURNING url, depth, via, source, purpose, host, key",
            (TAKEN, number),
        ).fetchone()
        self._gone(row[5])
        url, depth, via, source, purpose = row[:5]
        exact = row[6].startswith("exact ")
        return Page(url=url, depth=depth, via=via, source=source, purpose=purpose, exact=exact)

    def _gone(self, host: str) -> None:
        self._heads.pop(host, None)
        self._waiting[host] -= 1
        if not self._waiting[host]:
            del self._waiting[host]

    def done(self, page: Page) -> None:
        """Mark a page as captured, whether it was queued, taken or never met."""
        database = self._database
        query = "SELECT state, url FROM page WHERE key = ?"
        found = database.execute(query, (page.key,)).fetchone()
        if found is None:
            self.add(page)
        elif found[1] != page.url:
            self._others.add(page.url)  # a redirect led to another address of a page that was met
        if found is None or found[0] == QUEUED:
            host = database.execute("SELECT host FROM page WHERE key = ?", (page.key,)).fetchone()
            self._gone(host[0])
        database.execute("UPDATE page SET state = ? WHERE key = ?", (DONE, page.key))

    def put_back(self, page: Page) -> None:
        """Queue a page again that was taken and not captured."""
        self._database.execute("UPDATE page SET state = ? WHERE key = ?", (QUEUED, page.key))
        self._waiting[page.host] = self._waiting.get(page.host, 0) + 1
        self._heads.pop(page.host, None)

    def leave_out(self, url: str, reason: str, *, exactly: bool = False) -> None:
        """Count an address that is not captured: each page once, whatever the reasons.

        `exactly` counts every way to write it.
        """
        key = url if exactly else same_page(url)
        new = self._database.execute("INSERT OR IGNORE INTO left VALUES (?)", (key,))
        if not new.rowcount:
            return
        count, examples = self._left.get(reason, (0, []))
        if len(examples) < EXAMPLES:
            examples.append(url)
        self._left[reason] = (count + 1, examples)

    def left_out(self) -> dict[str, tuple[int, list[str]]]:
        """Return the reasons for leaving addresses out: how many, and some of them."""
        return dict(self._left)

    def queued(self) -> int:
        """Return the number of pages that wait."""
        return sum(self._waiting.values())

    def remaining(self, limit: int) -> Iterator[str]:
        """Yield the addresses of pages that wait, at most `limit`, in order."""
        query = "SELECT url FROM page WHERE state = ? ORDER BY depth, id LIMIT ?"
        for row in self._database.execute(query, (QUEUED, limit)):
            yield row[0]

    def close(self) -> None:
        """Close the database and remove it."""
        self._database.close()
        with suppress(OSError):
            self._path.unlink()
