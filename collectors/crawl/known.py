"""What a collection has already: addresses and bodies, so that nothing is brought twice.

Threads that capture pages share it. What a capture relies on (an address that stands in another
one, a body that another one holds) must be recorded before it or with it: `relied_on` says which.
"""

import threading
from dataclasses import dataclass, field
from typing import Literal

from ...evidence.web.capture import Exchange, WebCapture
from ..warcs.capture import body_key
from ..warcs.writing import Original

Role = Literal["document", "frame", "part"]
"""As what an address was asked for: a page itself, a frame of one, something a page needs."""
RECORDED = 0
"""Number of the job of everything that is recorded."""
MAX_FAILURES = 3
"""Times in a row that a host may give no answer before pages are captured without it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Who brings an address."""

    job: int
    """Number of the job; `RECORDED` for what is recorded."""
    role: Role
    """As what."""


@dataclass(slots=True)
class Known:
    """Addresses, bodies and silent hosts of one collection; safe to share between threads."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _claims: dict[str, Claim] = field(default_factory=dict)
    _bodies: dict[str, tuple[int, Original]] = field(default_factory=dict)
    _silent: dict[str, int] = field(default_factory=dict)
    _relied: dict[int, set[int]] = field(default_factory=dict)

    def claim(self, url: str, job: int, role: Role) -> Claim | None:
        """Take an address for a job; return who has it, if somebody has, and rely on him."""
        with self._lock:
            found = self._claims.get(url)
            if found is None:
                self._claims[url] = Claim(job=job, role=role)
                return None
            if found.job != job:
                self._relied.setdefault(job, set()).add(found.job)
            return found

    def take(self, url: str, job: int) -> None:
        """Take an address for a job as its page, whoever has it."""
        with self._lock:
            self._claims[url] = Claim(job=job, role="document")

    def has(self, url: str) -> Claim | None:
        """Return who has an address, if somebody has."""
        return self._claims.get(url)

    def original(self, key: str, job: int) -> Original | None:
        """Return the record that holds the body with this key (`body_key`), and rely on it."""
        with self._lock:
            found = self._bodies.get(key)
            if found is None:
                return None
            self._relied.setdefault(job, set()).add(found[0])
            return found[1]

    def learn(self, exchanges: tuple[Exchange, ...], job: int) -> None:
        """Take in the bodies that a job's exchanges have brought."""
        with self._lock:
            for exchange in exchanges:
                key = "" if exchange.revisit else body_key(exchange)
                if key:
                    original = Original(url=exchange.url, date=exchange.started)
                    self._bodies.setdefault(key, (job, original))

    def recover(self, capture: WebCapture) -> None:
        """Take in a capture that is recorded."""
        self.learn(capture.exchanges, RECORDED)
        rendering = capture.rendering
        if rendering is not None:
            self.learn(rendering.exchanges, RECORDED)
        for exchange in capture.exchanges:
            self._claims[exchange.url] = Claim(job=RECORDED, role=role_of(exchange.purpose))

    def relied_on(self, job: int) -> set[int]:
        """Return the jobs that must be recorded before this one, or with it."""
        with self._lock:
            return self._relied.get(job, set()) - {RECORDED, job}

    def recorded(self, job: int) -> None:
        """Forget what a job relied on, once it is recorded."""
        with self._lock:
            self._relied.pop(job, None)

    def answered(self, host: str, *, answered: bool) -> None:
        """Take note of whether a host gave an answer."""
        with self._lock:
            self._silent[host] = 0 if answered else self._silent.get(host, 0) + 1

    def is_silent(self, host: str) -> bool:
        """Tell whether a host has not answered so often that it is not asked any more."""
        return self._silent.get(host, 0) >= MAX_FAILURES


def role_of(purpose: str) -> Role:
    """Return the role that an exchange of this purpose played."""
    if purpose in ("page", "robots", "sitemap"):
        return "document"
    return "frame" if purpose == "frame" else "part"
