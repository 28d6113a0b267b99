"""Small proxies: HTTP (CONNECT and whole addresses) and SOCKS 5, which remember what they saw."""

import base64
import contextlib
import socket
import ssl
import struct
import threading
from urllib.parse import urlsplit


class Proxy:
    """A proxy for a test; every host leads to 127.0.0.1. `wants` is `user:password`, if any.

    `refuses` is what it answers instead of opening a way: a status line, or a SOCKS reply code.
    With `context` it speaks TLS itself.
    """

    def __init__(
        self,
        kind: str,
        *,
        wants: str = "",
        refuses: str | int = "",
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._kind = kind
        self._wants = wants
        self._refuses = refuses
        self._context = context
        self._open: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])
        self.asked: list[str] = []
        """Hosts and ports as they were asked for, names unresolved."""
        self.heads: list[bytes] = []
        """Heads of requests as an HTTP proxy got them."""
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Proxy":
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def _accept(self) -> None:
        threads = []
        while True:
            try:
                taken, _ = self._listener.accept()
            except OSError:
                break
            self._open.append(taken)
            threads.append(threading.Thread(target=self._serve, args=(taken,), daemon=True))
            threads[-1].start()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(5)

    def _serve(self, taken: socket.socket) -> None:
        with contextlib.ExitStack() as closing, contextlib.suppress(OSError, ValueError):
            closing.enter_context(taken)
            if self._context is not None:
                taken = self._context.wrap_socket(taken, server_side=True)
                closing.enter_context(taken)
                self._open.append(taken)
            (self._http if self._kind == "http" else self._socks)(taken)

    def _http(self, taken: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = taken.recv(4096)
            if not piece:
                return
            head += piece
        self.heads.append(head)
        method, address, _ = head.split(b" ", 2)
        token = base64.b64encode(self._wants.encode())
        if self._refuses or (self._wants and token not in head):
            line = self._refuses or "407 Proxy Authentication Required"
            taken.sendall(f"HTTP/1.1 {line}\r\nContent-Length: 4\r\n\r\nsorr".encode())
            return
        if method == b"CONNECT":
            self.asked.append(address.decode())
            with socket.create_connection(("127.0.0.1", int(address.rpartition(b":")[2]))) as there:
                taken.sendall(b"HTTP/1.1 200 Connection established\r\nVia: tiny\r\n\r\n")
                _join(taken, there)
            return
        parts = urlsplit(address.decode())
        self.asked.append(parts.netloc)
        with socket.create_connection(("127.0.0.1", parts.port or 80)) as there:
            there.sendall(head.replace(address, (parts.path or "/").encode(), 1))
            _join(taken, there)

    def _socks(self, taken: socket.socket) -> None:
        _, count = taken.recv(2)
        taken.recv(count)
        if self._wants:
            taken.sendall(b"\x05\x02")
            taken.recv(1)
            user = taken.recv(taken.recv(1)[0])
            password = taken.recv(taken.recv(1)[0])
            right = f"{user.decode()}:{password.decode()}" == self._wants
            taken.sendall(b"\x01\x00" if right else b"\x01\x01")
            if not right:
                return
        else:
            taken.sendall(b"\x05\x00")
        kind = taken.recv(4)[3]
        if kind == 3:
            host = taken.recv(taken.recv(1)[0]).decode()
        else:
            host = str(len(taken.recv(4 if kind == 1 else 16)))
        port = struct.unpack("!H", taken.recv(2))[0]
        self.asked.append(f"{host}:{port}")
        code = int(self._refuses or 0)
        if code:
            taken.sendall(bytes([5, code, 0, 1, 0, 0, 0, 0, 0, 0]))
            return
        with socket.create_connection(("127.0.0.1", port)) as there:
            taken.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x01")
            _join(taken, there)


def _join(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until an end closes."""

    def carry(here: socket.socket, there: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := here.recv(65536):
                there.sendall(piece)
        with contextlib.suppress(OSError):
            there.shutdown(socket.SHUT_RDWR)

    back = threading.Thread(target=carry, args=(other, one), daemon=True)
    back.start()
    carry(one, other)
    back.join(5)
