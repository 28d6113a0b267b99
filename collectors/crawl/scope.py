"""Scope: which links of a collection are followed.

`page` follows none; `host` the same host and port, with or without `www.`; `prefix` what lies in
the same folder or below; `domain` every host of the same registered domain (Public Suffix List).
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ...evidence.web.settings import Scope as Kind
from .urls import authority_of, host_of, path_of


class Scope:
    """The scope of one collection: what lies around the addresses that were given."""

    def __init__(self, kind: Kind, given: Iterable[str]) -> None:
        """`given` are normalised addresses."""
        self.kind = kind
        self._places = set[str]()
        self._hosts = set[str]()
        for url in given:
            self._places.add(self._place(url))
            self._hosts.add(host_of(url))

    def holds(self, url: str) -> bool:
        """Tell whether a normalised address lies within."""
        if self.kind == "page":
            return False
        if self.kind == "prefix":
            whole = _site(url) + path_of(url)
            return any(whole.startswith(place) for place in self._places)
        return self._place(url) in self._places

    def widen(self, url: str) -> bool:
        """Take in where a given address has led; tell whether that widened the scope.

        Only within the same registered domain: a redirect must not send a crawl to another's site.
        """
        place = self._place(url)
        if place in self._places:
            return False
        if registered(host_of(url)) not in set(map(registered, self._hosts)):
            return False
        self._places.add(place)
        return True

    def places(self) -> tuple[str, ...]:
        """Return what it holds, for the record: hosts, prefixes or domains."""
        return tuple(sorted(self._places)) if self.kind != "page" else ()

    def _place(self, url: str) -> str:
        if self.kind == "domain":
            return registered(host_of(url))
        if self.kind == "prefix":
            return _site(url) + path_of(url).partition("?")[0].rpartition("/")[0] + "/"
        return _site(url)


def _site(url: str) -> str:
    """Return host and port, the same for http and https, with and without `www.`."""
    return authority_of(url).removeprefix("www.")


@lru_cache(maxsize=4096)
def registered(host: str) -> str:
    """Return the registered domain of a host; an address or a single name is its own."""
    name = host.removesuffix(".")
    if host.startswith("[") or name.rpartition(".")[2].isdigit() or "." not in name:
        return name
    found: str | None = _suffixes().privatesuffix(name)
    return found or name


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    # Reading the list takes 0.1 s: only where a host has to be judged.
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
