"""How a collection was asked to capture: `settings.json`, its first item.

Format: docs/spec/web.md. Headers and cookies that let the officer in stand here only by name.
"""

from typing import Literal

from ..records import Count, Record, Text

Scope = Literal["page", "host", "prefix", "domain"]
"""Which links are followed: none, of the same host, below the same path, of the same domain."""


class WebSettings(Record, frozen=True, kw_only=True):
    """What the officer asked for; all limits are recorded where they cut something off."""

    allow_private: bool = False
    """Whether addresses of this computer and of private networks may be asked."""
    authorities: Text = ""
    """File or folder of the authorities that were trusted; the system's own if none."""
    browser: bool = False
    """Whether each page is rendered too."""
    cookies: tuple[Text, ...] = ()
    """Names of the cookies given, as `domain name`."""
    depth: Count = 0
    """Links to follow from the given addresses."""
    headers: tuple[Text, ...] = ()
    """Names of the headers given; sent only to the hosts of the given addresses."""
    ignore_robots: Text = ""
    """Why robots.txt is not obeyed where links are followed, if it is not."""
    insecure: bool = False
    """Whether pages of untrusted servers are captured, and marked."""
    jobs: Count = 1
    """Pages captured at the same time."""
    max_bytes: Count = 10 << 30
    """Bytes received in all; the collection ends there."""
    max_head: Count = 256 << 10
    """Bytes of one response's head."""
    max_pages: Count = 10_000
    """Pages captured in all."""
    max_redirects: Count = 20
    """Redirects followed from one address."""
    max_response: Count = 2 << 30
    """Bytes of one response."""
    pause: Count = 0
    """Milliseconds between two pages of one host."""
    resolver: Text = ""
    """Address of the DNS server to ask; the computer's own if none."""
    route: Text = "direct"
    """`direct`, or the proxy without its password; the same for every request."""
    scope: Scope = "page"
    """Which links are followed."""
    site: bool = False
    """Whether it crawls: asks for sitemaps, and robots.txt speaks of the given addresses too."""
    time: Count = 300
    """Seconds that one exchange may take."""
    timeout: Count = 30
    """Seconds without a byte."""
    user_agent: Text
    """How we name ourselves."""
    viewport: Text = "1280x900"
    """Window of the browser."""
