"""Cookies: those the officer gave and those servers set meanwhile, sent by the usual rules.

Sources: RFC 6265 as `http.cookiejar` keeps it, the Netscape format of cookies.txt, the Public
Suffix List (no server sets a cookie for all of `.com.vn`). Those that servers set are bounded as
in browsers (RFC 6265bis, sections 5.6 and 6.1): else one site could swell every request.
requests, which knows how a request bears cookies, is loaded when there are some: what is asked
for is known long before.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from http.client import HTTPMessage, HTTPResponse
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ...evidence.errors import TruyvetError

if TYPE_CHECKING:
    from urllib.request import Request as AsUrllib

    from publicsuffixlist import PublicSuffixList
    from requests import PreparedRequest

HTTP_ONLY = "#HttpOnly_"
"""Prefix of a line whose cookie scripts may not read; it is no comment."""
MAX_FILE_BYTES = 8 << 20
"""Guards memory; browsers keep some thousands of cookies."""
MAX_COOKIE = 4_096
"""Bytes of a cookie's name and value, and of each of its attributes."""
MAX_PER_SITE = 180
"""Cookies of one registrable domain, with all below it, that servers set; Chromium keeps these."""
MAX_SITE_BYTES = 64 << 10
"""Bytes of their names and values; no common server takes a head as long as that."""
MAX_SET = 3_000
"""Cookies that servers set, in all."""

_LONG_AGE = re.compile(r"(;[ \t]*max-age[ \t]*=[ \t]*\"?-?[0-9]{10})[0-9]+", re.IGNORECASE)
"""An age in more digits than http.cookiejar can take; ten of them are 300 years."""

_Key = tuple[str, str, str]
"""Domain, path and name: what a jar knows a cookie by."""


class _Policy(DefaultCookiePolicy):
    """The usual rules, and no cookie for a whole public suffix."""

    def set_ok_domain(self, cookie: Cookie, request: "AsUrllib") -> bool:
        """Tell whether a server may set a cookie for this domain."""
        domain = cookie.domain.lstrip(".").lower()
        if cookie.domain_specified and _is_public_suffix(domain):
            return False
        return super().set_ok_domain(cookie, request)


@lru_cache(maxsize=1024)
def _is_public_suffix(domain: str) -> bool:
    suffix = _suffixes().publicsuffix(domain)
    return suffix == domain


@lru_cache(maxsize=1024)
def _site(domain: str) -> str:
    host = domain.lstrip(".").lower()
    return _suffixes().privatesuffix(host) or host


@lru_cache(maxsize=1)
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


class Cookies:
    """A jar that threads share. `given` are secrets of the officer; what servers set is not.

    A given cookie is never let go.
    """

    def __init__(self, given: Iterable[Cookie] = ()) -> None:
        self._policy = _Policy(rfc2109_as_netscape=True)
        self._jar = CookieJar(self._policy)
        self._lock = threading.Lock()
        self._any = False
        self._set = _Set()
        self.given = tuple(given)
        self._given = {_key(cookie) for cookie in self.given}
        for cookie in self.given:
            self._jar.set_cookie(cookie)
            self._any = True

    @property
    def names(self) -> tuple[str, ...]:
        """Return `domain name` of each given cookie, as `WebSettings.cookies` has it."""
        return tuple(f"{cookie.domain} {cookie.name}" for cookie in self.given)

    def header_for(self, request: "PreparedRequest") -> str:
        """Return the value of the Cookie header for a request; empty for none."""
        if not self._any:
            return ""
        from requests.cookies import get_cookie_header

        with self._lock:
            return get_cookie_header(self._jar, request) or ""  # type: ignore[no-untyped-call]

    def take(self, request: "PreparedRequest", lines: Sequence[str]) -> tuple[str, ...]:
        """Take in the values of the Set-Cookie headers of the answer to a request.

        Return notes on what was left out or let go, because there is too much of it.
        """
        from requests.cookies import MockRequest, MockResponse

        message = HTTPMessage()
        fitting = [line for line in lines if _fits(line)]
        for line in fitting[-MAX_PER_SITE:]:
            message["Set-Cookie"] = _LONG_AGE.sub(r"\1", line)
        answer = cast("HTTPResponse", MockResponse(message))
        asked = cast("AsUrllib", MockRequest(request))
        with self._lock:
            many = False
            for cookie in self._jar.make_cookies(answer, asked):
                if self._policy.set_ok(cookie, asked):
                    self._jar.set_cookie(cookie)
                    if (key := _key(cookie)) not in self._given:
                        size = len(cookie.name) + len(cookie.value or "")
                        many |= self._set.enter(key, size)
            gone = max(0, len(fitting) - MAX_PER_SITE) + (self._shrink() if many else 0)
            self._any = True
        long = len(lines) - len(fitting)
        return tuple(
            note
            for count, note in (
                (long, f"{long} cookies were not taken: over {MAX_COOKIE} bytes"),
                (gone, f"{gone} cookies were let go, the oldest first: there are too many"),
            )
            if count
        )

    def _shrink(self) -> int:
        """Let go of the cookies set longest ago that are too many; return their number."""
        there = {_key(cookie) for cookie in self._jar}
        old, self._set = self._set, _Set()
        gone = 0
        for key, size in reversed(old.sizes.items()):
            if key in there and self._set.enter(key, size):
                self._set.leave(key)
                self._jar.clear(*key)
                gone += 1
        self._set.sizes = dict(reversed(self._set.sizes.items()))
        return gone


class _Set:
    """The cookies that servers set, as far as they are bounded."""

    def __init__(self) -> None:
        self.sizes: dict[_Key, int] = {}
        """Bytes of name and value, the cookie set last at the end."""
        self._counts = Counter[str]()
        self._bytes = Counter[str]()

    def enter(self, key: _Key, size: int) -> bool:
        """Add a cookie, or set it again; tell whether there are too many now."""
        if key in self.sizes:
            self.leave(key)
        site = _site(key[0])
        self.sizes[key] = size
        self._counts[site] += 1
        self._bytes[site] += size
        of_site = self._counts[site] > MAX_PER_SITE or self._bytes[site] > MAX_SITE_BYTES
        return of_site or len(self.sizes) > MAX_SET

    def leave(self, key: _Key) -> None:
        """Take a cookie away."""
        site = _site(key[0])
        self._counts[site] -= 1
        self._bytes[site] -= self.sizes.pop(key)


def _key(cookie: Cookie) -> _Key:
    return cookie.domain, cookie.path, cookie.name


def _fits(line: str) -> bool:
    """Tell whether a Set-Cookie header's value is one that browsers would take."""
    return all(len(part) <= MAX_COOKIE for part in line.split(";"))


def read_cookies(path: Path) -> tuple[Cookie, ...]:
    """Read a cookies.txt as browsers and their extensions export it.

    Seven fields between tabs: domain, whether subdomains too, path, whether only encrypted, end
    (seconds since 1970, 0 for a session), name, value. The line that names the format may lack.
    Raises `TruyvetError` E521 with the number of the first line that is none; never its text.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise TruyvetError("E521", path=path, line=0, reason="the file is too big")
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except OSError as error:
        raise TruyvetError("E521", path=path, line=0, reason=error.strerror) from None
    except UnicodeDecodeError:
        raise TruyvetError("E521", path=path, line=0, reason="it is no UTF-8 text") from None
    found = []
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(HTTP_ONLY)
        if not text.strip() or text.startswith("#"):
            continue
        try:
            found.append(_cookie_of(text))
        except ValueError as error:
            raise TruyvetError("E521", path=path, line=number, reason=error) from None
    return tuple(found)


def _cookie_of(line: str) -> Cookie:
    fields = line.split("\t")
    if len(fields) == 6:  # a cookie without a value; some editors take off the last tab
        fields.append("")
    if len(fields) != 7:
        raise ValueError(f"{len(fields)} fields between tabs, not 7")
    domain, below, path, secure, end, name, value = fields
    if not domain.strip("."):
        raise ValueError("no domain")
    if not path.startswith("/"):
        raise ValueError("the path does not begin with /")
    if any(letter < " " or letter == "\x7f" for letter in name + value):
        raise ValueError("a control character")
    try:
        expires = int(float(end or 0))
    except (ValueError, OverflowError):
        raise ValueError("its end is no number of seconds") from None
    if not name:  # a browser's cookie without a name is sent as its bare value
        name, value = value, ""
    dotted = domain.startswith(".") or below.upper() == "TRUE"
    host = domain.lower()
    if dotted and not host.startswith("."):
        host = f".{host}"
    return Cookie(
        version=0,
        name=name,
        value=value or None,
        port=None,
        port_specified=False,
        domain=_as_kept(host),
        domain_specified=dotted,
        domain_initial_dot=dotted,
        path=path,
        path_specified=True,
        secure=secure.upper() == "TRUE",
        expires=expires if expires > 0 else None,
        discard=expires <= 0,
        comment=None,
        comment_url=None,
        rest={},
    )


def _as_kept(host: str) -> str:
    """Return a domain as http.cookiejar knows it: it calls `localhost` `localhost.local`."""
    return host if "." in host.lstrip(".") or ":" in host else f"{host}.local"


def live(cookies: Iterable[Cookie], now: float | None = None) -> tuple[Cookie, ...]:
    """Return the cookies that have not expired at `now` (seconds since 1970)."""
    moment = int(time.time() if now is None else now)
    return tuple(cookie for cookie in cookies if not cookie.is_expired(moment))
