"""A tiny name server over UDP and TCP that answers from a table and keeps what it said."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Change = Callable[[bytes], bytes]


def _one_port() -> tuple[socket.socket, socket.socket]:
    """Listen on the same port for datagrams and streams; another server may have one of them."""
    for _ in range(50):
        tcp = socket.create_server(("127.0.0.1", 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            udp.bind(tcp.getsockname())
        except OSError:
            tcp.close()
            udp.close()
            continue
        return udp, tcp
    raise OSError("no port is free")


class NameServer:
    """`records`: name to list of (type, value); `codes`: name to response code.

    `truncates`: answers over UDP say that the rest is to be had over TCP. `silent`: none at all.
    `drips`: what comes over TCP comes byte by byte and never ends. `change` alters each datagram
    before it is sent, and each answer over TCP.
    """

    def __init__(
        self,
        records: dict[str, list[tuple[str, str]]],
        *,
        codes: dict[str, int] | None = None,
        truncates: bool = False,
        silent: bool = False,
        drips: bool = False,
        change: Change | None = None,
        ttl: int = 60,
    ) -> None:
        self._records = records
        self._codes = codes or {}
        self._truncates = truncates
        self._silent = silent
        self._drips = drips
        self._change = change
        self._ttl = ttl
        self._udp, self._tcp = _one_port()
        self.port = int(self._udp.getsockname()[1])
        self.sent: list[bytes] = []
        self.questions: list[str] = []
        self._threads = [
            threading.Thread(target=one, daemon=True) for one in (self._datagrams, self._streams)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> "NameServer":
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        with contextlib.suppress(OSError):
            self._tcp.shutdown(socket.SHUT_RDWR)
        self._tcp.close()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", self.port))
        for thread in self._threads:
            thread.join(5)
        self._udp.close()

    @property
    def address(self) -> str:
        """As `Resolver` takes it."""
        return f"127.0.0.1:{self.port}"

    def _datagrams(self) -> None:
        while True:
            question, peer = self._udp.recvfrom(4096)
            if not question:
                return
            answer = self._answer(question, over_tcp=False)
            if not self._silent:
                self._udp.sendto(self._change(answer) if self._change else answer, peer)

    def _streams(self) -> None:
        while True:
            try:
                taken, _ = self._tcp.accept()
            except OSError:
                return
            with taken, taken.makefile("rb") as stream:
                size = int.from_bytes(stream.read(2), "big")
                answer = self._answer(stream.read(size), over_tcp=True)
                answer = self._change(answer) if self._change else answer
                size = 0xFFFF if self._drips else len(answer)
                with contextlib.suppress(OSError):
                    taken.sendall(size.to_bytes(2, "big") + answer)
                    self._drip(taken)

    def _drip(self, taken: socket.socket) -> None:
        while self._drips:
            taken.sendall(b"x")
            time.sleep(0.02)

    def _answer(self, raw: bytes, *, over_tcp: bool) -> bytes:
        question = dns.message.from_wire(raw)
        asked = question.question[0]
        name = asked.name.to_text(omit_final_dot=True)
        self.questions.append(f"{name} {dns.rdatatype.to_text(asked.rdtype)}")
        answer = dns.message.make_response(question)
        answer.set_rcode(dns.rcode.Rcode(self._codes.get(name, 0)))
        if self._truncates and not over_tcp:
            answer.flags |= dns.flags.TC
        else:
            self._fill(answer, name, dns.rdatatype.to_text(asked.rdtype))
        wire = answer.to_wire()
        self.sent.append(wire)
        return wire

    def _fill(self, answer: dns.message.Message, name: str, wanted: str) -> None:
        for kind, value in self._records.get(name, ()):
            if kind in (wanted, "CNAME"):
                answer.answer.append(dns.rrset.from_text(f"{name}.", self._ttl, "IN", kind, value))
            if kind == "CNAME" and value.startswith("near"):
                self._fill(answer, value.rstrip("."), wanted)
