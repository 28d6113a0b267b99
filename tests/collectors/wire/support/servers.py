"""Servers that send exactly these bytes, and remember exactly what they got."""

import socket
import struct
import threading
from collections.abc import Sequence


class RawServer:
    """Answers each request of a connection with the next of `answers`, the same on every one.

    `greets` is sent before any request. `end` is what follows the last answer: `close`, `reset`,
    or `keep` until the client closes.
    """

    def __init__(
        self,
        answers: Sequence[bytes],
        *,
        end: str = "close",
        host: str = "127.0.0.1",
        greets: bytes = b"",
    ) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family)
        self._answers = answers
        self._end = end
        self._greets = greets
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self.port = int(self._listener.getsockname()[1])
        self.requests: list[bytes] = []
        self.connections = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        """Return an address of this server."""
        return f"{scheme}://{host}:{self.port}{path}"

    def _accept(self) -> None:
        threads = []
        while True:
            try:
                taken, _ = self._listener.accept()
            except OSError:
                break
            with self._lock:
                self._open.append(taken)
                self.connections += 1
            threads.append(threading.Thread(target=self._serve, args=(taken,), daemon=True))
            threads[-1].start()
        for thread in threads:
            thread.join(5)

    def _serve(self, taken: socket.socket) -> None:
        try:
            taken.sendall(self._greets)
            for answer in self._answers:
                request = request_of(taken)
                if not request:
                    return
                with self._lock:
                    self.requests.append(request)
                taken.sendall(answer)
            if self._end == "keep":
                taken.settimeout(5)
                taken.recv(1)
            if self._end == "reset":
                taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
        finally:
            taken.close()

    def close(self) -> None:
        """Stop, with all connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for one in self._open:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue
        self._thread.join(5)


def request_of(taken: socket.socket) -> bytes:
    """Read one request: its head, and a body of the length it announces."""
    request = b""
    while b"\r\n\r\n" not in request:
        piece = taken.recv(4096)
        if not piece:
            return request
        request += piece
    head, _, body = request.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        piece = taken.recv(4096)
        if not piece:
            break
        body += piece
        request += piece
    return request
