"""Opens connections: name, refusal of private addresses, route, TLS; and says why one fails."""

import errno
import os
import socket
import time
from dataclasses import dataclass, field

from ...evidence.web.capture import Connection, Name, Result, Tls
from ...evidence.web.settings import WebSettings
from .addresses import refusal, written
from .given import Given
from .hosts import is_local_name, literal_of
from .names import Clock, Resolver, micros
from .routes import ProxyRefused, Route, reach, route_of, tunnel
from .sockets import RecordedSocket
from .targets import Target
from .trust import Broken, Channel, Trust, Untrusted

_WORDS = {
    errno.ECONNREFUSED: "connection refused",
    errno.ECONNRESET: "connection reset",
    errno.EHOSTUNREACH: "host unreachable",
    errno.ENETUNREACH: "network unreachable",
    errno.EADDRNOTAVAIL: "network unreachable",
    errno.ETIMEDOUT: "no connection in time",
}


class Unreached(Exception):
    """No connection came about, for a reason that is part of the record."""

    def __init__(
        self, result: Result, reason: str, *, connection: Connection | None, name: Name | None
    ) -> None:
        super().__init__(reason)
        self.result: Result = result
        self.reason = reason
        self.connection = connection
        self.name = name


class _Hung(OSError):
    """A handshake took too long: a second one would as well."""


@dataclass(kw_only=True, slots=True)
class _Attempt:
    """What is known of a connection that is being opened."""

    opened: str
    name: Name | None = None
    peer: str = ""
    local: str = ""
    tls: Tls | None = None
    errors: list[str] = field(default_factory=list)


class Dialler:
    """Opens connections for one thread, all by the same route."""

    def __init__(
        self, settings: WebSettings, given: Given, names: Resolver, trust: Trust, clock: Clock
    ) -> None:
        self.route: Route = route_of(settings.route)
        self._settings = settings
        self._given = given
        self._names = names
        self._trust = trust
        self._clock = clock

    def dial(self, target: Target, deadline: float) -> RecordedSocket:
        """Open a connection to a target before `deadline` (monotonic seconds).

        Raises `Unreached`; nothing of HTTP has been sent then.
        """
        attempt = _Attempt(opened=micros(self._clock()))
        try:
            channel = self._open(target, attempt, deadline)
        except Untrusted as error:
            attempt.tls = error.tls
            raise self._unreached("refused", error.reason, attempt) from None
        except (Broken, ProxyRefused, _Hung) as error:
            kind = "route" if isinstance(error, ProxyRefused) else ""
            reason = f"{kind}: the proxy answers: {error}" if kind else str(error)
            raise self._unreached("failed", reason, attempt) from None
        except OSError as error:
            reason = f"no answer: {how(error)}"
            raise self._unreached("failed", reason, attempt) from None
        facts = Connection(
            number=0,
            opened=attempt.opened,
            local=attempt.local,
            peer=attempt.peer,
            route=self.route.text,
            tls=attempt.tls,
            error="; ".join(attempt.errors)[:4096],
        )
        return RecordedSocket(channel, facts, attempt.name)

    def _open(self, target: Target, attempt: _Attempt, deadline: float) -> Channel:
        """Connect and, for https, shake hands; a second time, unverified, only if so asked."""
        plain = self._connect(target, attempt, deadline)
        if target.scheme == "http":
            return plain
        try:
            channel, attempt.tls = self._secured(plain, target, deadline, verify=True)
            return channel
        except (Untrusted, Broken) as error:
            if not self._settings.insecure:
                raise
            refused = error
        plain = self._connect(target, attempt, deadline, attempt.peer)
        channel, tls = self._secured(plain, target, deadline, verify=False)
        reason = str(refused)
        # The verdict was passed on another connection: it holds for this one if the chain is equal.
        if isinstance(refused, Untrusted) and refused.tls.chain != tls.chain:
            reason += "; another chain came at the second handshake"
        attempt.tls = Tls(
            alpn=tls.alpn,
            chain=tls.chain,
            cipher=tls.cipher,
            error=reason,
            sni=tls.sni,
            verified=False,
            version=tls.version,
        )
        return channel

    def _secured(
        self, plain: Channel, target: Target, deadline: float, *, verify: bool
    ) -> tuple[Channel, Tls]:
        try:
            plain.settimeout(self._wait(deadline))
            return self._trust.secure(plain, target.host, verify=verify)
        except TimeoutError:
            plain.close()
            raise _Hung("TLS: no handshake in time") from None

    def _connect(
        self, target: Target, attempt: _Attempt, deadline: float, again: str = ""
    ) -> Channel:
        if self.route.is_direct:
            attempt.name = name = self._names.resolve(target.host, deadline)
            plain: Channel = self._connect_directly(name, target.port, attempt, deadline, again)
        else:
            attempt.name = self._named_by_route(target.host, attempt)
            plain = self._connect_by_route(target, deadline)
        attempt.local, attempt.peer = _ends(plain)
        return plain

    def _connect_directly(
        self, name: Name, port: int, attempt: _Attempt, deadline: float, again: str
    ) -> socket.socket:
        """Try the addresses in order; those of private networks are not tried unless allowed."""
        if not name.addresses:
            raise self._unreached("failed", f"no address: {name.error}", attempt)
        refused, last = "", None
        for address in name.addresses:
            if again and written(address, port) != again:
                continue
            why = "" if self._settings.allow_private else refusal(address)
            if why:
                refused = refused or f"private address: {address} is a {why}"
                attempt.errors.append(f"{written(address, port)} not asked: {why}")
                continue
            attempt.peer = written(address, port)
            try:
                return _connected(address, port, self._wait(deadline))
            except OSError as error:
                attempt.errors.append(f"{attempt.peer} {how(error)}")
                last = last or error
        if last is not None:
            raise last
        raise self._unreached("refused", refused, attempt)

    def _named_by_route(self, host: str, attempt: _Attempt) -> Name:
        """A proxy resolves names; what is private by its very name is refused here."""
        attempt.name = Name(
            host=host,
            addresses=(host,) if literal_of(host) else (),
            resolved=attempt.opened,
            source="literal" if literal_of(host) else "route",
        )
        if not self._settings.allow_private:
            why = "loopback address" if is_local_name(host) else ""
            if literal_of(host):
                why = refusal(host)
            if why:
                reason = f"private address: {host} is a {why}"
                raise self._unreached("refused", reason, attempt)
        return attempt.name

    def _connect_by_route(self, target: Target, deadline: float) -> Channel:
        password, route = self._given.proxy, self.route
        try:
            plain: Channel = reach(route, target.host, target.port, password, self._wait(deadline))
        except ProxyRefused:
            raise
        except OSError as error:
            raise ProxyRefused(how(error)) from None
        if not route.forwards:
            return plain
        try:
            if route.kind == "https":
                plain = self._trust.secure(plain, route.host, verify=True)[0]
            if target.scheme == "https":
                wait = self._wait(deadline)
                tunnel(plain, route, target.host, target.port, password, wait)
        except (Untrusted, Broken) as error:
            raise ProxyRefused(str(error)) from None
        except OSError as error:
            plain.close()
            if isinstance(error, ProxyRefused):
                raise
            raise ProxyRefused(how(error)) from None
        return plain

    def _wait(self, deadline: float) -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(self._settings.timeout, left)

    def _unreached(self, result: Result, reason: str, attempt: _Attempt) -> Unreached:
        connection = None
        if attempt.peer or attempt.errors or not self.route.is_direct:
            connection = Connection(
                number=0,
                opened=attempt.opened,
                local=attempt.local,
                peer=attempt.peer,
                route=self.route.text,
                tls=attempt.tls,
                error="; ".join([*attempt.errors, reason])[:4096],
            )
        return Unreached(result, reason, connection=connection, name=attempt.name)


def _connected(address: str, port: int, wait: float) -> socket.socket:
    plain = socket.create_connection((address, port), wait)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return plain


def _ends(channel: Channel) -> tuple[str, str]:
    bare = channel if isinstance(channel, socket.socket) else channel.socket
    try:
        local, peer = bare.getsockname(), bare.getpeername()
    except OSError:
        return "", ""
    return written(str(local[0]), local[1]), written(str(peer[0]), peer[1])


def how(error: OSError) -> str:
    """Return in stable words why a connection did not come about."""
    if isinstance(error, TimeoutError):
        return "no connection in time"
    if isinstance(error, socket.gaierror):
        return "no such name"
    return _WORDS.get(error.errno or 0) or (
        os.strerror(error.errno).lower() if error.errno else str(error) or "unknown"
    )
