"""Cookies that the officer gave, as a browser takes them (CDP, Network.CookieParam)."""

from collections.abc import Iterable
from http.cookiejar import Cookie

from ..wire.cookies import live
from .protocol import Message


def as_parameters(cookies: Iterable[Cookie]) -> list[Message]:
    """Return the parameters of those that have not expired."""
    found = []
    for cookie in live(cookies):
        for domain in _domains(cookie):
            one: Message = {
                "name": cookie.name, "value": cookie.value or "", "path": cookie.path,
                "secure": cookie.secure, "url": f"{_scheme(cookie)}://{domain.lstrip('.')}/",
            }  # fmt: skip
            if cookie.domain_initial_dot:
                one["domain"] = domain
            if cookie.expires:
                one["expires"] = cookie.expires
            found.append(one)
    return found


def _scheme(cookie: Cookie) -> str:
    return "https" if cookie.secure else "http"


def _domains(cookie: Cookie) -> list[str]:
    """Return the cookie's domain, and what `http.cookiejar` calls `NAME.local`: a bare name."""
    domain = cookie.domain if ":" not in cookie.domain else f"[{cookie.domain.strip('[]')}]"
    bare = domain.removesuffix(".local")
    return [domain] if bare == domain or "." in bare.lstrip(".") else [domain, bare]
