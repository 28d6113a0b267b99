"""Cookies: those the officer gave and those servers set meanwhile, sent by the usual rules.

Sources: RFC 6265 as `http.cookiejar` keeps it, the Netscape format of cookies.txt, the Public
Suffix List (no server sets a cookie for all of `.com.vn`).
"""

import threading
import time
from collections.abc import Iterable
from functools import lru_cache
from http.client import HTTPMessage, HTTPResponse
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import cast
from urllib.request import Request as AsUrllib

from publicsuffixlist import PublicSuffixList
from requests import PreparedRequest
from requests.cookies import MockRequest, MockResponse, get_cookie_header

from ...evidence.errors import TruyvetError

HTTP_ONLY = "#HttpOnly_"
"""Prefix of a line whose cookie scripts may not read; it is no comment."""
MAX_FILE_BYTES = 8 << 20
"""Guards memory; browsers keep some thousands of cookies."""


class _Policy(DefaultCookiePolicy):
    """The usual rules, and no cookie for a whole public suffix."""

    def set_ok_domain(self, cookie: Cookie, request: AsUrllib) -> bool:
        """Tell whether a server may set a cookie for this domain."""
        domain = cookie.domain.lstrip(".").lower()
        if cookie.domain_specified and _is_public_suffix(domain):
            return False
        return super().set_ok_domain(cookie, request)


@lru_cache(maxsize=1024)
def _is_public_suffix(domain: str) -> bool:
    suffix = _suffixes().publicsuffix(domain)
    return suffix == domain


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


class Cookies:
    """A jar that threads share. `given` are secrets of the officer; what servers set is not."""

    def __init__(self, given: Iterable[Cookie] = ()) -> None:
        self._jar = CookieJar(_Policy(rfc2109_as_netscape=True))
        self._lock = threading.Lock()
        self._any = False
        self.given = tuple(given)
        for cookie in self.given:
            self._jar.set_cookie(cookie)
            self._any = True

    @property
    def names(self) -> tuple[str, ...]:
        """Return `domain name` of each given cookie, as `WebSettings.cookies` has it."""
        return tuple(f"{cookie.domain} {cookie.name}" for cookie in self.given)

    def header_for(self, request: PreparedRequest) -> str:
        """Return the value of the Cookie header for a request; empty for none."""
        if not self._any:
            return ""
        with self._lock:
            return get_cookie_header(self._jar, request) or ""  # type: ignore[no-untyped-call]

    def take(self, request: PreparedRequest, lines: Iterable[str]) -> None:
        """Take in the values of the Set-Cookie headers of the answer to a request."""
        message = HTTPMessage()
        for line in lines:
            message["Set-Cookie"] = line
        with self._lock:
            self._jar.extract_cookies(
                cast("HTTPResponse", MockResponse(message)), cast("AsUrllib", MockRequest(request))
            )
            self._any = True


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
