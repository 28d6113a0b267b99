"""A whole web site on this computer, over http and https, that knows every byte it said.

with Site() as site:
    fetch(site.url("/odd/folded"), trust=site.ca_file)
    assert fetched == site.log.one("/odd/folded").response
"""

import contextlib
import shutil
import ssl
import tempfile
import threading
from collections import Counter
from pathlib import Path
from types import TracebackType

from tests.site import bad, certificates, charsets, crawling, hostile, odd, redirects, rich, scams
from tests.site.answers import Answer, End, Page, raw
from tests.site.certificates import Issued
from tests.site.listening import Listener, asked_of
from tests.site.log import Log, Served

PLAIN = ("plain", "other", "polite")
"""Listeners on 127.0.0.1 without TLS, each a host (port) of its own."""
SECURE = {
    # name: kind of the leaf, whether the intermediate is sent, TLS version
    "good": ("good", True, None),
    "second": ("good", True, None),
    "tls12": ("good", True, ssl.TLSVersion.TLSv1_2),
    "tls13": ("good", True, ssl.TLSVersion.TLSv1_3),
    "expired": ("expired", True, None),
    "not-yet": ("not-yet", True, None),
    "self-signed": ("self-signed", False, None),
    "wrong-host": ("wrong-host", True, None),
    "no-intermediate": ("good", False, None),
}
"""Listeners with TLS."""
UNTRUSTED = ("expired", "not-yet", "self-signed", "wrong-host", "no-intermediate")
"""Listeners whose certificate is not to be trusted, even by whoever trusts `ca_file`."""
_SECTIONS = (rich, redirects, odd, bad, charsets, crawling, scams, hostile)


class Site:
    """The site while it runs. Every listener serves all pages."""

    def __init__(self) -> None:
        """Start all listeners on ports that the system chooses."""
        self.log = Log()
        self._folder = Path(tempfile.mkdtemp(prefix="site-"))
        self.ca_file: Path = certificates.write(self._folder)
        """The root's certificate, PEM."""
        self._pages: dict[str, Page] = {}
        self._prefixes: dict[str, Page] = {}
        for section in _SECTIONS:
            exact, prefixes = section.pages()
            self._pages |= exact
            self._prefixes |= prefixes
        self._version = 1
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._listeners: dict[str, Listener] = {}
        for name in PLAIN:
            self._listen(name, "127.0.0.1")
        for name, (kind, whole, version) in SECURE.items():
            self._secure(name, kind, whole, version)
        self._listeners["silent"] = Listener(
            "silent", "127.0.0.1", self.log, self._respond, silent=True
        )
        with contextlib.suppress(OSError):  # without IPv6: `has_ipv6` says so
            self._listen("six", "::1")

    def __enter__(self) -> "Site":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def stop(self) -> None:
        """Break all connections and close all ports."""
        for listener in self._listeners.values():
            listener.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def has_ipv6(self) -> bool:
        """Whether the listener `six` is there."""
        return "six" in self._listeners

    @property
    def origins(self) -> dict[str, str]:
        """Name of a listener -> scheme, host and port."""
        return {name: listener.address for name, listener in self._listeners.items()}

    def url(self, path: str = "/", origin: str = "plain") -> str:
        """Return the address of a page on a listener without TLS (or on any, by name)."""
        return self._listeners[origin].address + path

    def secure_url(self, path: str = "/", origin: str = "good") -> str:
        """Return the address of a page on a listener with TLS."""
        return self.url(path, origin)

    def other_url(self, path: str = "/") -> str:
        """Return the address of a page on another host."""
        return self.url(path, "other")

    def named_url(self, host: str, path: str = "/", origin: str = "plain") -> str:
        """Return an address with a name instead of 127.0.0.1, for whoever resolves it so."""
        return self.url(path, origin).replace("127.0.0.1", host)

    def port(self, origin: str = "plain") -> int:
        """Return the port of a listener."""
        return self._listeners[origin].port

    @property
    def not_tls_url(self) -> str:
        """An https address where nobody speaks TLS."""
        return self.url().replace("http:", "https:")

    @property
    def not_plain_url(self) -> str:
        """An http address where only TLS is spoken."""
        return self.secure_url().replace("https:", "http:")

    @property
    def silent_url(self) -> str:
        """An http address that takes connections and never says a word; https:// works as well."""
        return self.url("/", "silent")

    def closed_url(self) -> str:
        """Return an address where nobody listens."""
        listener = Listener("closed", "127.0.0.1", self.log, self._respond)
        listener.stop()
        return listener.address + "/"

    def set_version(self, version: int) -> None:
        """Let `/watched` be another than before: its words say the number."""
        self._version = version

    def serve(self, path: str, *steps: bytes | Page, end: End = "close") -> None:
        """Serve bytes as they are (or a page) under a path, instead of what was there."""
        first = steps[0] if steps else b""
        if callable(first):
            self._pages[path] = first
        else:
            self._pages[path] = raw(*(one for one in steps if isinstance(one, bytes)), end=end)

    def _listen(self, name: str, host: str) -> None:
        self._listeners[name] = Listener(name, host, self.log, self._respond)

    def _secure(self, name: str, kind: str, whole: bool, version: ssl.TLSVersion | None) -> None:
        leaf = certificates.leaf(kind)
        above: tuple[Issued, ...] = (certificates.intermediate(),) if whole else ()
        file = self._folder / f"{name}.pem"
        file.write_bytes(leaf.pem(*above))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        context.set_alpn_protocols(["http/1.1"])
        if version is not None:
            context.minimum_version = context.maximum_version = version
        context.sni_callback = _remember
        chain = tuple(one.der for one in (leaf, *above))
        self._listeners[name] = Listener(
            name, "127.0.0.1", self.log, self._respond, context=context, chain=chain
        )

    def _respond(self, origin: str, served: Served) -> Answer:
        """Find the page of a request: by its target, its path, or how its path begins."""
        with self._lock:
            count = self._counts[served.target]
            self._counts[served.target] += 1
        asked = asked_of(served, origin, self.origins, (self._version, count))
        found = self._pages.get(served.target) or self._pages.get(served.path)
        if found is None:
            fitting = (start for start in self._prefixes if served.path.startswith(start))
            found = self._prefixes.get(max(fitting, key=len, default=""), crawling.missing)
        return found(asked)


def _remember(sock: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
    """Keep the server name that a client asks for, where the log finds it."""
    sock.asked_name = name  # type: ignore[attr-defined]
