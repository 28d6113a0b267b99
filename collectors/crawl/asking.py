"""Asking for one address and where it redirects to, within the limits of the run."""

import io
import re
import time
from collections import Counter
from collections.abc import Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from ...evidence.times import moment_of
from ...evidence.web.capture import Exchange
from ..wire.exchange import Fetched, Request
from .frontier import Page
from .known import Role, role_of
from .means import MAX_READ, MAX_ROUNDS, Means, Stopped
from .pace import MAX_PATIENCE, MAX_RETRIES, OVERLOADED, rest_asked_for
from .sites import is_bound
from .urls import BadUrl, authority_of, normalise

_READABLE = re.compile(
    r"text/.*|.*[+/](?:xml|json)|.*(?:java|ecma)script|.*(?:octet-stream|gzip|httpd-php)|"
)
"""Media types, as claimed, of what may refer to something; none and vague ones are looked into."""
_READ_PURPOSES = frozenset({"page", "frame", "robots", "sitemap", "style", "script", "manifest"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came in the end of an address's redirects."""

    exchange: Exchange
    """The last exchange."""
    message: bytes = b""
    """The response, where it may refer to something; at most `MAX_READ` bytes."""
    fault: str = ""
    """Why the redirects were not followed to their end."""

    @property
    def is_whole(self) -> bool:
        """Whether it is all that the server has to say."""
        return not self.fault and self.exchange.result == "whole"


Asked: TypeAlias = Generator[Fetched, None, Answer]
"""Gives each exchange as it comes, which is let go of when the next one is asked for."""

Aside: TypeAlias = Callable[[Callable[[], None]], None]
"""Has something done by a thread that has nothing else to do, as soon as there is one."""


class Asking:
    """Asks for the addresses of one capture."""

    def __init__(self, means: Means, page: Page, job: int, aside: Aside | None) -> None:
        self._means = means
        self._page = page
        self._job = job
        self._aside = aside
        self._begun = dict[str, Future[Fetched]]()
        self.exchanges = 0
        """Exchanges made so far."""
        self.elsewhere = dict[str, None]()
        """Addresses that another capture has, in order."""

    def ask(self, url: str, purpose: str, referrer: str = "", *, refusal: str = "") -> Asked:
        """Ask for a normalised address; follow redirects, and ask an overloaded page again.

        Raises `Stopped`. Where a redirect leads to what another capture has, it is the last that
        came. `refusal` is why the address is recorded as refused instead.
        """
        rounds, retries, redirects = Counter({url: 1}), 0, 0
        while True:
            fetched = self._taken(url) or self._fetch(url, purpose, referrer, refusal)
            self.exchanges += 1
            exchange = fetched.exchange
            try:
                message = fetched.message(MAX_READ) if _is_read(exchange) else b""
                rest = self._rest(fetched, retries)
                yield fetched
            finally:
                fetched.close()
            if rest is not None:
                retries += 1
                self._sleep(rest)
                continue
            if not exchange.location or exchange.result != "whole":
                return Answer(exchange=exchange, message=message)
            redirects += 1
            try:
                target = normalise(exchange.location)
            except BadUrl as error:
                return Answer(exchange=exchange, message=message, fault=f"redirected: {error}")
            rounds[target] += 1
            fault = self._why_not(redirects, rounds[target])
            bound = is_bound(self._means.settings, purpose, self._page.depth)
            refusal = self._means.refuses(target) if bound else ""
            if fault or self._has(target, purpose, again=rounds[target] > 1):
                return Answer(exchange=exchange, message=message, fault=fault)
            url = target

    def begin(self, url: str, purpose: str, referrer: str) -> None:
        """Have an address asked for by another thread, if one is idle before `ask` comes to it."""
        if self._aside is None:
            return
        self._begun[url] = begun = Future[Fetched]()
        self._aside(partial(_settle, begun, partial(self._fetch, url, purpose, referrer, "")))

    def _taken(self, url: str) -> Fetched | None:
        """Return what another thread was asked to fetch, unless it has not come to that yet."""
        begun = self._begun.pop(url, None)
        return None if begun is None or begun.cancel() else begun.result()

    def close(self) -> None:
        """Let go of what was begun and not asked for any more."""
        for begun in self._begun.values():
            if not begun.cancel():
                begun.add_done_callback(_drop)
        self._begun.clear()

    def _why_not(self, redirects: int, rounds: int) -> str:
        limit = self._means.settings.max_redirects
        if rounds > MAX_ROUNDS:
            return "its redirects lead in a circle"
        if redirects > limit:
            return f"more than {limit} redirects"
        return ""

    def _has(self, target: str, purpose: str, *, again: bool) -> bool:
        """Tell whether a redirect leads to what the collection has; else take it for us."""
        known, role = self._means.known, role_of(purpose)
        if role == "document" and not self._page.depth:
            known.take(target, self._job)  # what was given is captured whole, whoever else has it
            return False
        return not again and self.is_elsewhere(target, role)

    def is_elsewhere(self, url: str, role: Role) -> bool:
        """Tell whether another capture has an address, and list it; else take it for us."""
        claim = self._means.known.claim(url, self._job, role)
        if claim is None or (role == "document" and claim.role != "document"):
            return False
        if claim.job != self._job:
            self.elsewhere[url] = None
        return True

    def _fetch(self, url: str, purpose: str, referrer: str, refusal: str) -> Fetched:
        means = self._means
        if means.stop.is_set():
            raise Stopped
        host = authority_of(url)
        is_page = role_of(purpose) == "document"
        if refusal:
            pass
        elif means.allowance.left <= 0 and self.exchanges:
            refusal = "the bytes that this collection may receive are used up"
        elif not is_page and means.known.is_silent(host):
            refusal = f"{host} gave no answer several times before"
        if refusal:
            return refused(url, purpose, refusal)
        fetched = means.lines.fetch(Request(url=url, purpose=purpose, referrer=referrer))
        exchange = fetched.exchange
        means.allowance.spend(exchange.response_size)
        if exchange.result != "refused":
            means.known.answered(host, answered=exchange.first is not None)
        return fetched

    def _rest(self, fetched: Fetched, retries: int) -> float | None:
        """Return the seconds after which an overloaded page is asked for again, if it is."""
        exchange = fetched.exchange
        if exchange.status not in OVERLOADED or role_of(exchange.purpose) != "document":
            return None
        head = fetched.message(exchange.head)
        rest = rest_asked_for(head, retries, time.time())
        self._means.pace.back_off(authority_of(exchange.url), rest)
        return rest if rest <= MAX_PATIENCE and retries < MAX_RETRIES else None

    def _sleep(self, seconds: float) -> None:
        if self._means.stop.wait(seconds):
            raise Stopped


def refused(url: str, purpose: str, reason: str) -> Fetched:
    """Return the record of an exchange that we did not make."""
    now = moment_of(time.time_ns()).utc
    return Fetched(
        exchange=Exchange(
            number=0, purpose=purpose, reason=reason, result="refused", started=now, url=url
        ),
        connection=None,
        connection_key=-1,
        name=None,
        request=b"",
        response=io.BytesIO(),
    )


def _settle(begun: Future[Fetched], fetch: Callable[[], Fetched]) -> None:
    if not begun.set_running_or_notify_cancel():
        return
    try:
        begun.set_result(fetch())
    except BaseException as error:  # noqa: BLE001 - the thread that waits must hear of it
        begun.set_exception(error)


def _drop(begun: Future[Fetched]) -> None:
    if begun.exception() is None:
        begun.result().close()


def _is_read(exchange: Exchange) -> bool:
    """Tell whether an answer may refer to something."""
    if exchange.result in ("failed", "refused") or exchange.purpose not in _READ_PURPOSES:
        return False
    return not exchange.location and _READABLE.fullmatch(exchange.media) is not None
