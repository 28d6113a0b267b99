"""What pages say of themselves for machines: JSON-LD, Open Graph and its like, microdata, times.

Sources: JSON-LD 1.1, schema.org, the Open Graph protocol, HTML Standard, "microdata". All of it is
a claim by whoever wrote the page.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..fields.times import normal as time_of
from ..selectors.network import email
from ..selectors.phones import phone
from .finding import Page
from .networks import network_of

MAX_DEPTH = 64
"""How deep objects may lie in objects."""
_TOKEN = re.compile(
    r'"(?P<string>[^"\\]*+(?:\\.[^"\\]*+)*+)"?|(?P<open>[{\[])|(?P<close>[}\]])|(?P<comma>,)'
    r'|(?P<colon>:)|(?P<bare>[^\s"{}\[\],:]++)',
    re.DOTALL,
)
_TOLD_WORDS = """
name legalName alternateName headline telephone faxNumber email sameAs url author creator publisher
founder taxID vatID identifier streetAddress addressLocality addressRegion addressCountry
postalCode address latitude longitude price priceCurrency priceRange jobTitle contentUrl
servesCuisine openingHours accountablePerson copyrightHolder seller brand
"""
TOLD = frozenset(_TOLD_WORDS.split())
"""Properties that are told, beside `@type` and times."""
DATES = {
    "datePublished": "published", "dateModified": "modified", "dateCreated": "created",
    "uploadDate": "published", "foundingDate": "founded", "validFrom": "valid-from",
    "priceValidUntil": "valid-until", "dateline": "published",
}  # fmt: skip
"""Properties that are times, and of what."""


@dataclass(kw_only=True, slots=True)
class _Object:
    """An object or a list that is being read."""

    key: str
    lists: bool
    type: str = ""
    values: list[tuple[str, int, int, str]] = field(default_factory=list)


def read_json(page: Page, start: int, end: int) -> None:
    """Tell the properties in a JSON-LD script; damaged JSON is read as far as it makes sense."""
    for type_, key, first, last, value in _properties(page, start, end):
        if key == "@type":
            page.found("page-property", (first, last), value, facts=_facts("json-ld", "type", ""))
        else:
            say(page, (first, last), key, value, "json-ld", type_)


def _properties(page: Page, start: int, end: int) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield (type of its object, key, first unit, unit after, value) of each; inner ones first."""
    stack = [_Object(key="", lists=True)]
    key, expects_value = "", False
    for found in _TOKEN.finditer(page.source.text, start, end):
        kind, top = found.lastgroup, stack[-1]
        if kind == "open":
            if len(stack) > MAX_DEPTH:
                return
            lists = found[0] == "["
            stack.append(_Object(key=top.key if top.lists else key, lists=lists))
            expects_value = lists
        elif kind == "close":
            if len(stack) > 1:
                yield from _closed(stack.pop(), stack[-1])
            expects_value = False
        elif kind == "colon":
            expects_value = True
        elif kind == "comma":
            expects_value = top.lists
        elif kind == "string" and not expects_value and not top.lists:
            key = found["string"][:100]
        elif kind in ("string", "bare") and (expects_value or top.lists):
            value = _meant(page, *found.span(kind)) if kind == "string" else found[0]
            name = top.key if top.lists else key
            if name == "@type" and not top.lists:
                top.type = value[:100]
            top.values.append((name, *found.span(kind), value))
            expects_value = False
    while len(stack) > 1:
        yield from _closed(stack.pop(), stack[-1])


def _closed(done: _Object, above: _Object) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield the values of an object that has ended; those of a list belong to the object above."""
    if done.lists:
        above.values += done.values
        if done.key == "@type" and done.values and not above.type:
            above.type = done.values[0][3][:100]
        return
    for key, first, last, value in done.values:
        yield done.type, key, first, last, value


def _meant(page: Page, start: int, end: int) -> str:
    """Return what a JSON string means."""
    written = page.source.written(start, end)
    if "\\" not in written:
        return written
    try:
        meant = json.loads(f'"{written}"', strict=False)
    except ValueError:
        return written
    return str(meant).encode("utf-8", "replace").decode()


def say(
    page: Page, place: tuple[int, int], name: str, value: str, source: str, type_: str = ""
) -> None:
    """Tell one property: times, telephone numbers and e-mail addresses as such."""
    value = value.strip()
    if name in DATES:
        moment = time_of(value)
        page.found("page-date", place, moment, facts={"role": DATES[name], "by": source})
        return
    if name not in TOLD or not value:
        return
    if not _typed(page, place, name, value, source):
        page.found("page-property", place, value, facts=_facts(source, name, type_))


def _typed(page: Page, place: tuple[int, int], name: str, value: str, source: str) -> bool:
    """Tell a way to reach somebody as what it is; False where the value is none."""
    if name == "telephone":
        found = phone(value[:40], page.region)
        if found is not None:
            facts = {**found.facts, "by": source}
            page.found("page-phone", place, found.value, confidence=found.confidence, facts=facts)
        return found is not None
    if name == "email":
        address = email(value.removeprefix("mailto:"))
        if address is not None:
            page.found("page-email", place, address.value, facts={**address.facts, "by": source})
        return address is not None
    named = network_of(value) if name in ("sameAs", "url") else None
    if named is None:
        return False
    network, account = named
    facts = {**account.facts, "network": network, "by": source}
    normal, sure = f"{network}:{account.value}", account.confidence
    page.found("page-profile", place, normal, confidence=sure, facts=facts)
    return True


def _facts(source: str, name: str, type_: str) -> dict[str, str]:
    return {"by": source, "name": name, "type": type_}
