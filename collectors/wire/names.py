"""Names to addresses: DNS with the answers as they came, else by the computer's own means.

Sources: RFC 1034/1035, RFC 6761 (localhost), RFC 7686 (onion).
"""

import base64
import math
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ...evidence.errors import TruyvetError
from ...evidence.times import utc_of
from ...evidence.web.capture import Name
from .hosts import HOSTS, BadHost, ascii_host, is_local_name, literal_of, table_of

TTL_FLOOR = 600
"""Seconds for which an answer is kept at least: a page's hosts are asked once, not per image."""
ERROR_TTL = 60
"""Seconds for which a failure is kept."""

Clock = Callable[[], int]
"""Nanoseconds since 1970 in UTC."""


def micros(nanoseconds: int) -> str:
    """Return a time as records bear it: UTC with six digits after the second."""
    return utc_of(nanoseconds)[:26] + "Z"


class Resolver:
    """Resolves names and keeps the answers; may be shared by threads.

    `server` is a name server (`192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:53`); only it is
    asked then. Without one, those the computer is set up with are asked, and where none answers
    the computer itself resolves (`source` is `system` then).
    `timeout`: seconds for one try. `hosts`: the computer's table of names.
    Raises `TruyvetError` E525 for what is no name server.
    """

    def __init__(
        self,
        server: str = "",
        timeout: float = 5.0,
        *,
        hosts: Path = HOSTS,
        clock: Clock = time.time_ns,
    ) -> None:
        self._given = bool(server)
        self._servers = [_server_of(server)] if server else None
        self._timeout = timeout
        self._table = table_of(hosts)
        self._clock = clock
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}
        self._known: dict[str, tuple[float, Name]] = {}

    def resolve(self, host: str, until: float = math.inf) -> Name:
        """Return what a host resolves to, asking no name server after `until` (monotonic seconds).

        Never raises: `Name.error` says why it leads nowhere.
        """
        found = self._known.get(host)
        if found is not None and found[0] > time.monotonic():
            return found[1]
        with self._lock:
            asking = self._asking.setdefault(host, threading.Lock())
        with asking:  # a second thread waits for the answer instead of asking as well
            found = self._known.get(host)
            if found is not None and found[0] > time.monotonic():
                return found[1]
            name, ttl = self._look_up(host, until)
            self._known[host] = (time.monotonic() + ttl, name)
            return name

    def _look_up(self, host: str, until: float) -> tuple[Name, float]:
        moment = micros(self._clock())
        try:
            asked = ascii_host(host)
        except BadHost:
            return _nowhere(host, moment, "system", "no host name"), TTL_FLOOR
        if literal_of(asked):
            return Name(
                host=asked, addresses=(asked,), resolved=moment, source="literal"
            ), TTL_FLOOR
        if asked in self._table or is_local_name(asked):
            addresses = self._table.get(asked, ("127.0.0.1", "::1"))
            return Name(
                host=asked, addresses=addresses, resolved=moment, source="system"
            ), TTL_FLOOR
        if asked.endswith(".onion"):
            return _nowhere(
                asked, moment, "system", "onion names are found only over Tor"
            ), TTL_FLOOR
        return self._ask(asked, moment, until)

    def _ask(self, host: str, moment: str, until: float) -> tuple[Name, float]:
        from .questions import NoAnswer, ask  # dnspython is wanted only now

        try:
            replies = ask(host, self._name_servers(), self._timeout, until)
        except NoAnswer:
            if self._given or time.monotonic() >= until:
                return _nowhere(host, moment, "dns", "the name server does not answer"), ERROR_TTL
            return self._by_system(host, moment)
        # Names of the local network are often known to the computer and not to its name server.
        if replies.error and not self._given and ("." not in host or host.endswith(".local")):
            return self._by_system(host, moment)
        name = Name(
            host=host,
            addresses=tuple(replies.addresses),
            answers=tuple(base64.b64encode(raw).decode("ascii") for raw in replies.messages),
            error=replies.error,
            resolved=moment,
            server=replies.server,
            source="dns",
        )
        return name, ERROR_TTL if replies.error else max(TTL_FLOOR, replies.ttl)

    def _name_servers(self) -> list[tuple[str, int]]:
        with self._lock:
            if self._servers is None:
                self._servers = _servers_of_system()
            return self._servers

    @staticmethod
    def _by_system(host: str, moment: str) -> tuple[Name, float]:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return _nowhere(host, moment, "system", "no such name"), ERROR_TTL
        addresses = sorted(
            dict.fromkeys(str(one[4][0]) for one in found), key=lambda address: ":" in address
        )
        name = Name(host=host, addresses=tuple(addresses), resolved=moment, source="system")
        return name, TTL_FLOOR


def _nowhere(host: str, moment: str, source: str, error: str) -> Name:
    if source == "dns":
        return Name(host=host, resolved=moment, source="dns", error=error)
    return Name(host=host, resolved=moment, source="system", error=error)


def _server_of(text: str) -> tuple[str, int]:
    address, port = text, "53"
    if text.startswith("["):
        address, end, rest = text[1:].partition("]")
        port = rest.removeprefix(":") or ("53" if end else "")
    elif text.count(":") == 1:
        address, _, port = text.partition(":")
    if not literal_of(address) or not port.isdecimal() or not 0 < int(port) < 65536:
        raise TruyvetError("E525", server=text)
    return literal_of(address), int(port)


def _servers_of_system() -> list[tuple[str, int]]:
    import dns.exception
    import dns.resolver

    try:
        found = dns.resolver.Resolver(configure=True)
    except (OSError, dns.exception.DNSException):
        return []
    return [(str(address), found.port) for address in found.nameservers if literal_of(str(address))]
