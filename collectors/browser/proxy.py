"""An HTTP proxy for one browser on this computer: it asks whoever it is given, and passes bytes on.

Plain requests come with their absolute address, https ones through CONNECT, whose TLS ends here
(RFC 9110, section 9.3.6). What is answered, and whether anything is asked outside, is decided by
an `Answerer`: one that records (`recording`), one that replays a capture (`replay`). WebSockets
are refused: there is no record for them. Every request of one proxy belongs to one page.
"""

import socket
import ssl
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol

from ...evidence.errors import of_os_error
from ..wire.exchange import Request, Tee
from .heads import Ended, Head, Malformed, Requests
from .identity import Identity

IDLE_SECONDS = 300.0
"""How long a connection of the browser may be silent."""
MAX_ASKED = 64 << 20
"""Bytes of all requests that are taken in: they are held in memory until the page is left."""
MAX_CONNECTIONS = 256
"""Connections at the same time; Chromium opens at most 32 over a proxy, and 255 WebSockets."""


class Answerer(Protocol):
    """Answers what a browser asks."""

    def answer(self, request: Request, tee: Tee) -> bool:
        """Give `tee` the raw response, piece by piece, as it comes.

        Returns whether its end can be told from its bytes, so that another may follow it. Raises
        `NotAnswered` where there is none, and what `tee` raises. Anything else that it raises is
        a fault of our own, which `Proxy` tells: the request has no record.
        """

    def refused(self, url: str, reason: str) -> None:
        """Learn of a request that the proxy itself does not pass on."""

    def stop(self) -> None:
        """Let nothing more be asked, and end what is under way."""


class NotAnswered(Exception):
    """There is no answer; `status` is what the browser is told, the message why."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Hangup(Exception):
    """The browser no longer listens; whoever reads for it may stop."""


class _Line:
    """A connection of the browser, whose socket changes where TLS begins."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection


class Proxy:
    """A listener on a port of its own; `close` ends it with all its connections."""

    def __init__(
        self,
        answerer: Answerer,
        identity: Identity,
        permitted: Callable[[int, int], bool],
        failed: Callable[[Exception], None] = lambda _: None,
    ) -> None:
        """Listen at once. `permitted` tells of (peer's port, own port) whether it is ours.

        `failed` is told, by any thread, what went wrong on our own side: `TruyvetError` E901-E903
        where the system has no more files, memory or disk for us. Raises `OSError`.
        """
        self._answerer = answerer
        self._identity = identity
        self._permitted = permitted
        self._failed = failed
        self._room = MAX_ASKED
        self._open = set[_Line]()
        self._threads = set[threading.Thread]()
        self._lock = threading.Lock()
        self._closing = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self._accepting = threading.Thread(target=self._accept, name="proxy", daemon=True)
        self._accepting.start()

    def close(self) -> None:
        """End all connections and wait for their threads."""
        with self._lock:
            self._closing = True
            sockets = [self._listener, *(line.socket for line in self._open)]
        for one in sockets:
            _shut(one)
        self._accepting.join()
        self._listener.close()
        while self._threads:
            with self._lock:
                threads = list(self._threads)
            for thread in threads:
                thread.join()
            with self._lock:
                self._threads.difference_update(threads)

    def _accept(self) -> None:
        while True:
            try:
                connection, peer = self._listener.accept()
            except OSError as error:
                if not self._closing:
                    self._failed(of_os_error(error, self.address))
                return
            try:
                self._begin(connection, peer[1])
            except Exception as error:  # noqa: BLE001 - no thread to be had
                connection.close()
                self._failed(error)

    def _begin(self, connection: socket.socket, port: int) -> None:
        """Serve a connection in a thread of its own, unless there are too many."""
        with self._lock:
            full = self._closing or len(self._open) >= MAX_CONNECTIONS
            if not full:
                line = _Line(connection)
                thread = threading.Thread(target=self._serve, args=(line, port), daemon=True)
                thread.start()
                self._open.add(line)
                self._threads = {one for one in self._threads if one.is_alive()} | {thread}
        if full:
            connection.close()

    def _serve(self, line: "_Line", port: int) -> None:
        try:
            line.socket.settimeout(IDLE_SECONDS)
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._admits(port):
                self._converse(line)
        except (OSError, Ended, Hangup):
            pass  # the browser has gone, or we have: there is nobody to tell
        except Exception as error:  # noqa: BLE001 - a request without a record must be told
            self._failed(error)
        finally:
            with self._lock:
                self._open.discard(line)
            _shut(line.socket)
            line.socket.close()

    def _admits(self, port: int) -> bool:
        try:
            return self._permitted(port, self.port)
        except OSError as error:  # ours: the system would not say whose it is
            raise of_os_error(error, self.address) from error

    def _converse(self, line: "_Line") -> None:
        """Serve a connection until its end."""
        requests, base = Requests(line.socket), ""
        while True:
            try:
                head = requests.head()
                if head.method == "CONNECT" and not base:
                    line.socket.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    base = self._enter(line, head.target)
                    requests = Requests(line.socket)
                    continue
                self._take_room(head.size + requests.length(head))
                request = _request(base, head, requests.body(head))
            except Malformed as error:
                self._answerer.refused(base or "http:", str(error))
                line.socket.sendall(own_response(HTTPStatus.BAD_REQUEST, str(error)))
                return
            if not self._respond(line.socket, head, request):
                return

    def _take_room(self, size: int) -> None:
        with self._lock:
            self._room -= size
            if self._room < 0:
                raise Malformed(f"the page's requests are longer than {MAX_ASKED} bytes in all")

    def _enter(self, line: "_Line", target: str) -> str:
        """Go on inside a tunnel, with TLS where the browser begins it; return scheme and host."""
        if line.socket.recv(1, socket.MSG_PEEK) != b"\x16":  # a TLS handshake record (RFC 8446)
            return f"http://{target.removesuffix(':80')}"
        with self._lock:
            if self._closing:
                raise Ended
            # The old socket object lets go of the connection here: whoever closes must see the new.
            line.socket = self._identity.context.wrap_socket(
                line.socket, server_side=True, do_handshake_on_connect=False
            )
        inner = line.socket
        if isinstance(inner, ssl.SSLSocket):
            inner.do_handshake()
        return f"https://{target.removesuffix(':443')}"

    def _respond(self, connection: socket.socket, head: Head, request: Request) -> bool:
        """Answer one request; return whether another may follow on this connection."""
        sent = 0

        def tee(piece: bytes) -> None:
            nonlocal sent
            try:
                connection.sendall(piece)
            except OSError as error:
                raise Hangup from error
            sent += len(piece)

        if head.value("upgrade"):
            reason = f"{head.value('upgrade').lower()} is not recorded, so it is not let through"
            self._answerer.refused(request.url, reason)
            tee(own_response(HTTPStatus.FORBIDDEN, reason))
            return False
        try:
            return self._answerer.answer(request, tee)
        except NotAnswered as error:
            if sent:
                return False
            tee(own_response(error.status, str(error), body=request.method != "HEAD"))
            return True


def _request(base: str, head: Head, body: bytes) -> Request:
    """Return what the browser asks for as a request to a server."""
    url = base + head.target
    if not url.startswith(("http://", "https://")):
        raise Malformed("it names no address")
    return Request(
        url=url, purpose="browser", method=head.method, headers=head.headers, body=body, exact=True
    )


def own_response(status: HTTPStatus, reason: str, *, body: bool = True) -> bytes:
    """Return a response of the proxy's own, which tells why there is no other."""
    text = f"truyvet: {reason}\n".encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Cache-Control: no-store\r\nX-Truyvet: not-from-server\r\n"
        f"Content-Length: {len(text)}\r\n\r\n"
    )
    return head.encode("ascii") + (text if body else b"")


def _shut(one: socket.socket) -> None:
    """Wake whoever waits for this socket."""
    try:
        # The plain call: TLS would want to say goodbye, perhaps to nobody.
        socket.socket.shutdown(one, socket.SHUT_RDWR)
    except (OSError, ssl.SSLError):
        return
