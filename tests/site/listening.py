"""The server under the site: raw sockets and threads, which say and note every byte themselves.

Speaks only HTTP/1. It reads a request, asks the site for the answer, sends it step by step and
notes what the system took; it adds nothing of its own.
"""

import contextlib
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable

from tests.site.answers import Answer, Asked, Pause
from tests.site.log import Link, Log, Served

IDLE = 30.0
"""Seconds that a connection may be silent."""
_MAX_HEAD = 1 << 20

Respond = Callable[[str, Served], Answer]
"""Answers a request that came to the listener of this name."""


class Listener:
    """One address that the site listens on."""

    def __init__(
        self,
        name: str,
        host: str,
        log: Log,
        respond: Respond,
        *,
        context: ssl.SSLContext | None = None,
        chain: tuple[bytes, ...] = (),
        silent: bool = False,
    ) -> None:
        """Listen on a port that the system chooses; `silent` takes connections and says nothing."""
        self.name, self.host = name, host
        self._log, self._respond = log, respond
        self._context, self._chain, self._silent = context, chain, silent
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((host, 0))
        self._socket.listen(128)
        self.port: int = self._socket.getsockname()[1]
        self._stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._accept, name=f"site {name}", daemon=True)]
        self._threads[0].start()

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self._context else 'http'}://{host}:{self.port}"

    def stop(self) -> None:
        """Break all connections and wait for the threads."""
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        with self._lock:
            held = list(self._open)
        for one in held:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(5)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                taken, _ = self._socket.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(taken)
                self._threads = [one for one in self._threads if one.is_alive()]
                thread = threading.Thread(target=self._carry, args=(taken,), daemon=True)
                self._threads.append(thread)
            thread.start()

    def _carry(self, taken: socket.socket) -> None:
        """Serve one connection to its end."""
        taken.settimeout(IDLE)
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        used: socket.socket = taken
        try:
            link = self._log.link(
                self.name, _shown(taken.getpeername()), _shown(taken.getsockname())
            )
            if self._silent:
                self._stopping.wait()
                return
            if self._context:
                used = self._shake(taken, link, self._context)
            self._converse(used, link)
        except OSError:
            pass
        finally:
            with self._lock:
                self._open.discard(taken)
            used.close()
            taken.close()

    def _shake(self, taken: socket.socket, link: Link, context: ssl.SSLContext) -> ssl.SSLSocket:
        link.chain = self._chain
        try:
            used = context.wrap_socket(taken, server_side=True, do_handshake_on_connect=False)
        except OSError as error:
            link.error = str(error)
            raise
        with self._lock:
            self._open.add(used)
        try:
            used.do_handshake()
        except OSError as error:
            link.error = str(error)
            used.close()
            raise
        finally:
            with self._lock:
                self._open.discard(used)
        link.version = used.version() or ""
        link.cipher = (used.cipher() or ("",))[0]
        link.alpn = used.selected_alpn_protocol() or ""
        link.name = getattr(used, "asked_name", "") or ""
        with self._lock:
            self._open.add(used)
        return used

    def _converse(self, used: socket.socket, link: Link) -> None:
        rest = b""
        try:
            while not self._stopping.is_set():
                read = _Reading(used, rest)
                if not read.head():
                    return
                served = self._log.begin(link, b"", read.first)
                served.headers = read.headers
                try:
                    served.body = read.body()
                finally:
                    served.request, rest = read.taken, read.rest
                    if read.broken:
                        self._log.end(served, read.broken)
                if not self._send(used, served):
                    return
                if read.last:
                    _farewell(used)
                    return
        finally:
            with self._lock:
                self._open.discard(used)

    def _send(self, used: socket.socket, served: Served) -> bool:
        """Send an answer and note it; whether the connection goes on."""
        error = ""
        made = Answer(end="abrupt")
        try:
            made = self._respond(self.name, served)
            steps = [made.head] if made.head else []
            for step in steps:
                self._put(used, served, step)
            if served.method != "HEAD" or not made.head:
                for one in made.body:
                    if isinstance(one, Pause):
                        self._wait(used, one.seconds)
                    else:
                        self._put(used, served, one)
        except OSError as problem:
            error = str(problem) or type(problem).__name__
        self._log.end(served, error)
        if error:
            return False
        if made.end == "reset":
            used.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif made.end == "close":
            _farewell(used)
        return made.end == "keep"

    def _wait(self, used: socket.socket, seconds: float) -> None:
        """Send nothing for a while; OSError when the client goes away or the site stops."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._stopping.is_set():
                raise OSError("the site stops")
            readable, _, _ = select.select([used], [], [], min(left, 0.1))
            if readable and not used.recv(1):
                raise OSError("the client went away")

    def _put(self, used: socket.socket, served: Served, piece: bytes) -> None:
        view = memoryview(piece)
        while view:
            # One TLS record at most: of several, some may go out before an error hides that.
            taken = used.send(view[: 1 << 14])
            served.add(bytes(view[:taken]))
            view = view[taken:]


def _farewell(used: socket.socket) -> None:
    """Close as servers do: say farewell where TLS has one, then wait for the other's end."""
    with contextlib.suppress(OSError, ValueError):
        if isinstance(used, ssl.SSLSocket):
            used.settimeout(1)
            used.unwrap()
        used.shutdown(socket.SHUT_WR)
        used.settimeout(1)
        while used.recv(1 << 16):
            pass


def _shown(address: tuple[str, int]) -> str:
    host = f"[{address[0]}]" if ":" in address[0] else address[0]
    return f"{host}:{address[1]}"


class _Reading:
    """Reads one request: head and body, and what came after them."""

    def __init__(self, used: socket.socket, rest: bytes) -> None:
        self._socket, self.rest = used, rest
        self.taken = b""
        self.first = ("", "")
        self.headers: dict[str, str] = {}
        self.last = False
        self.broken = ""

    def head(self) -> bool:
        """Read the head; whether there is one."""
        while b"\r\n\r\n" not in self.rest and len(self.rest) < _MAX_HEAD:
            if not self._more():
                return False
        whole, _, self.rest = self.rest.partition(b"\r\n\r\n")
        self.taken = whole + b"\r\n\r\n"
        lines = whole.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        self.first = (words[0], words[1] if len(words) > 1 else "")
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        old = words[-1] == "HTTP/1.0"
        wanted = self.headers.get("connection", "").lower()
        self.last = "close" in wanted or (old and "keep-alive" not in wanted)
        return True

    def body(self) -> bytes:
        """Read the body, by its length or in chunks."""
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            return self._chunks()
        return self._exactly(int(self.headers.get("content-length") or 0))

    def _chunks(self) -> bytes:
        found = b""
        while size := int(self._line().split(b";")[0], 16):
            found += self._exactly(size)
            self._line()
        while self._line():
            pass
        return found

    def _line(self) -> bytes:
        while b"\r\n" not in self.rest:
            if not self._more():
                raise self._early()
        line, _, self.rest = self.rest.partition(b"\r\n")
        self.taken += line + b"\r\n"
        return line

    def _early(self) -> OSError:
        self.broken = "the request ended early"
        return OSError(self.broken)

    def _exactly(self, size: int) -> bytes:
        while len(self.rest) < size:
            if not self._more():
                raise self._early()
        found, self.rest = self.rest[:size], self.rest[size:]
        self.taken += found
        return found

    def _more(self) -> bool:
        try:
            piece = self._socket.recv(1 << 16)
        except OSError as error:
            self.broken = str(error)
            raise
        self.rest += piece
        return bool(piece)


def asked_of(served: Served, origin: str, origins: dict[str, str], facts: tuple[int, int]) -> Asked:
    """Return the request as pages see it; `facts` are the version and the count."""
    return Asked(
        method=served.method,
        path=served.path,
        query=served.target.partition("?")[2],
        headers=served.headers,
        body=served.body,
        request=served.request,
        origin=origin,
        origins=origins,
        version=facts[0],
        count=facts[1],
    )
