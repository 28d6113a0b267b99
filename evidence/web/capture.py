"""The record of a web capture: `capture.json`, the last item of each capture.

Format: docs/spec/web.md. Addresses, names and header values in it are what hostile servers sent.
It holds no secret: what the officer gave to be let in is written only by its name.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from ..records import Count, Hex64, Moment, Record, Text, UtcMicros

Base64 = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9+/]*={0,2}\Z")]
"""Bytes in base64 (RFC 4648, section 4)."""

RECORD_NAME = "capture.json"
"""Last part of the path of a capture's record; its items share all before it."""
WARC_NAME = "capture.warc"
"""Last part of the path of the item that holds a capture's exchanges."""
RENDERED_WARC_NAME = "rendered.warc"
"""Last part of the path of the item that holds what a browser loaded."""
SETTINGS_NAME = "settings.json"
"""Path of the item that tells how a collection was asked to capture."""
CRAWL_NAME = "crawl.json"
"""Path of the item that tells what a collection left out, and why."""

Result = Literal["whole", "cut", "failed", "refused"]
"""How an exchange ended. `cut`: bytes are missing; `failed`: no answer; `refused`: by ourselves."""
Outcome = Literal["whole", "incomplete", "cut", "failed", "refused"]
"""How a page came out: as its own exchange ended, or `incomplete`: more than that is lacking."""


class Name(Record, frozen=True, kw_only=True):
    """How a host's name was resolved."""

    addresses: tuple[Text, ...] = ()
    """Addresses it led to, in order."""
    answers: tuple[Base64, ...] = ()
    """DNS response messages as they came (RFC 1035), those for A and AAAA."""
    error: Text = ""
    """Why it led nowhere."""
    host: str
    """The name, IDNA-encoded."""
    resolved: UtcMicros
    """When."""
    server: Text = ""
    """Address and port of the resolver that answered."""
    source: Literal["dns", "system", "literal", "route"]
    """`system`: by the computer's own table; `literal`: an address itself; `route`: by a proxy."""


class Tls(Record, frozen=True, kw_only=True):
    """What a TLS connection agreed on, from that very connection."""

    alpn: Text = ""
    """Protocol agreed on (RFC 7301)."""
    chain: tuple[Base64, ...] = ()
    """Certificates as the server sent them, DER, the server's own first."""
    cipher: Text = ""
    """Cipher suite, as OpenSSL names it."""
    error: Text = ""
    """Why the certificate is not to be trusted, if it is not."""
    sni: Text = ""
    """Name that was asked for."""
    verified: bool
    """Whether the chain leads to a trusted authority and names the host."""
    version: Text = ""
    """Such as `TLSv1.3`."""


class Connection(Record, frozen=True, kw_only=True):
    """One connection that carried exchanges."""

    error: Text = ""
    """Why it did not come about."""
    local: Text = ""
    """Own address and port."""
    number: Count
    """Number within the capture's record, from 0."""
    opened: UtcMicros
    """When it was begun."""
    peer: Text = ""
    """Address and port of the other end, as the system tells: of the proxy, where there is one."""
    route: Text = "direct"
    """`direct`, or the proxy without its password."""
    tls: Tls | None = None
    """Of an encrypted one."""


class Place(Record, frozen=True, kw_only=True):
    """Where a record stands in a WARC file."""

    id: str
    """WARC-Record-ID: the 32 digits of its UUID."""
    length: Count
    """Bytes, with the two line ends that close it."""
    offset: Count
    """First byte."""


class Exchange(Record, frozen=True, kw_only=True):
    """One request and what came back; every redirect is one of its own."""

    body_sha256: Hex64 | None = None
    """SHA-256 of the bytes after the response's head, as they came."""
    connection: Count | None = None
    """Number of the connection that carried it."""
    expected: Count | None = None
    """Length that the server announced."""
    extra: Count = 0
    """Bytes that came after the end of the response."""
    first: UtcMicros | None = None
    """First byte of the response."""
    head: Count = 0
    """Length of the response's head with its empty line."""
    interim: Count = 0
    """Bytes of interim answers (1xx) that stand before the head; part of `head`."""
    last: UtcMicros | None = None
    """Last byte of the response."""
    location: str = ""
    """Where a redirect leads, absolute."""
    media: str = ""
    """Media type that the server claims, without parameters."""
    method: Text = "GET"
    """Request method."""
    notes: tuple[Text, ...] = ()
    """Oddities met while reading: folded headers, two lengths, a connection that was gone."""
    number: Count
    """Number within the capture's record, from 0."""
    purpose: Text
    """What for: `page`, `robots`, `sitemap`, or a use as `image` (`references.Use`)."""
    reason: Text = ""
    """Why it is not whole."""
    records: tuple[Place, ...] = ()
    """Its records in the WARC file: response or revisit, request, metadata."""
    redacted: tuple[Text, ...] = ()
    """Names of request headers whose values are masked."""
    request_size: Count = 0
    """Bytes sent."""
    response_size: Count = 0
    """Bytes received."""
    result: Result
    """How it ended."""
    revisit: str = ""
    """Address under which this very body was captured before in this collection."""
    revisit_date: str = ""
    """WARC-Date of that record."""
    sent: UtcMicros | None = None
    """First byte of the request."""
    started: UtcMicros
    """When it was begun."""
    status: Count | None = None
    """Status code."""
    truncated: Literal["", "length", "time", "disconnect"] = ""
    """What cut it off: a limit of length, a limit of time, the other end (WARC-Truncated)."""
    url: str
    """Address, normalised."""


def is_unverified(exchanges: Iterable[Exchange], connections: Iterable[Connection]) -> bool:
    """Tell whether anything came over a connection whose certificate is not to be trusted.

    `connections` are those that the exchanges speak of by number.
    """
    untrusted = {one.number for one in connections if one.tls is not None and not one.tls.verified}
    return any(one.connection in untrusted and one.response_size > 0 for one in exchanges)


class Outlink(Record, frozen=True, kw_only=True):
    """Where a captured page leads."""

    follow: bool = True
    """Whether the page asks no machine to stay away."""
    text: Text = ""
    """Words of the link."""
    url: str
    """Absolute address."""
    use: Text
    """What for (`references.Use`)."""


class Part(Record, frozen=True, kw_only=True):
    """An item that belongs to a capture."""

    name: Text
    """Last part of its path."""
    sha256: Hex64
    """Hash of its bytes."""
    size: Count
    """Their length."""


class Rendering(Record, frozen=True, kw_only=True):
    """What a browser made of the page, in a load of its own."""

    blocked: tuple[str, ...] = ()
    """Addresses that the recording proxy refused, with the reason after a blank."""
    browser: Text
    """Product and version."""
    connections: tuple[Connection, ...] = ()
    """Connections of the proxy to servers."""
    differs: tuple[Text, ...] = ()
    """In what this load is another than the plain one: `document`, `status`, `address`."""
    ended: UtcMicros
    """When it was done."""
    error: Text = ""
    """Why it is not whole, if it is not."""
    exchanges: tuple[Exchange, ...] = ()
    """What the browser loaded, as the proxy recorded it."""
    final_url: str = ""
    """Address that the browser shows in the end."""
    housekeeping: dict[str, Count] = msgspec.field(default_factory=dict)
    """Requests of the browser for itself, kept out of the evidence: host to number."""
    names: tuple[Name, ...] = ()
    """Names that the proxy resolved."""
    settled: bool = True
    """Whether the network was quiet in the end."""
    started: UtcMicros
    """When it was begun."""
    title: Text = ""
    """Title in the end."""
    viewport: Text = ""
    """Width x height of the window in CSS pixels."""


class WebCapture(Record, frozen=True, kw_only=True):
    """One page as it was captured: its exchanges and everything known of them."""

    canonical: str = ""
    """Address that the page calls its own."""
    capture: Count
    """Number within the collection, from 1."""
    connections: tuple[Connection, ...] = ()
    """Connections, by number."""
    depth: Count = 0
    """Links between a given address and this page."""
    duration: Count = 0
    """Microseconds from begin to end, by a clock that nobody sets."""
    elsewhere: tuple[str, ...] = ()
    """Needed addresses that stand in another capture of this collection."""
    ended: UtcMicros
    """When it was done."""
    exchanges: tuple[Exchange, ...] = ()
    """Exchanges, by number; the first asks for the page."""
    given: str
    """Address as it was given or met."""
    names: tuple[Name, ...] = ()
    """Names that were resolved."""
    outlinks: tuple[Outlink, ...] = ()
    """Where it leads, in order."""
    parts: tuple[Part, ...] = ()
    """The other items of this capture."""
    purpose: Text = "page"
    """`page`, `robots` or `sitemap`."""
    reason: Text = ""
    """Why it is not whole."""
    rendering: Rendering | None = None
    """What a browser made of it."""
    result: Outcome
    """How it came out; `incomplete`: the page itself came whole, something it needs did not."""
    started: Moment
    """When it was begun, by the computer's clock."""
    status: Count | None = None
    """Status code of the page, after redirects."""
    title: str = ""
    """Title of the page, as its bytes tell."""
    unverified: bool = False
    """Whether anything in it came from a server whose certificate is not to be trusted."""
    url: str
    """Address after redirects."""
    version: Literal[1] = 1
    """Version of this format."""
    via: str = ""
    """Page that led here."""
