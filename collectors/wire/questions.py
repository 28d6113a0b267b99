"""One question to DNS servers: A and AAAA of a name, answers kept as they came (RFC 1035).

dnspython writes the questions and reads the answers; the messages travel over sockets of our own,
because its ways of asking give back what it understood and not the bytes.
"""

import math
import socket
import time
from dataclasses import dataclass, field

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype

MAX_MESSAGE = 65_535
TRIES = 2
"""How often each server is asked over UDP."""
MAX_ALIASES = 8
"""CNAMEs followed by ourselves, where a server leaves that to us."""
PAYLOAD = 1232
"""Bytes of an answer over UDP (DNS flag day 2020): more of them are often lost on the way."""


class NoAnswer(OSError):
    """No server answered in time."""


class _Unfinished(OSError):
    """A server began an answer over TCP and did not end it in time, or it was another's."""


@dataclass(kw_only=True, slots=True)
class Replies:
    """What came back for one name."""

    server: str = ""
    """Address of the server that answered."""
    messages: list[bytes] = field(default_factory=list)
    """Its messages as they came."""
    addresses: list[str] = field(default_factory=list)
    """IPv4 first."""
    ttl: int = 0
    """Seconds for which all of it holds."""
    error: str = ""
    """Why there is no address."""


def ask(
    host: str, servers: list[tuple[str, int]], timeout: float, until: float = math.inf
) -> Replies:
    """Ask for the addresses of a name; `timeout` in seconds for each try; all end at `until`.

    `until` is in monotonic seconds. A server that fails to look the name up hands it on to the
    next. Raises `NoAnswer`.
    """
    last: Replies | None = None
    for _ in range(TRIES):
        for server in servers:
            try:
                last = _ask_one(host, server, timeout, until)
            except _Unfinished:
                last = Replies(server=_called(server), error="server: its answer did not end")
            except (OSError, dns.exception.DNSException):
                continue
            if not last.error.startswith("server"):
                return last
    if last is None:
        raise NoAnswer("no name server answers")
    return last


def _called(server: tuple[str, int]) -> str:
    return server[0] if server[1] == 53 else f"{server[0]}#{server[1]}"


def _ask_one(host: str, server: tuple[str, int], timeout: float, until: float) -> Replies:
    replies = Replies(server=_called(server))
    target, ttls = host, []
    for _ in range(MAX_ALIASES):
        answers = _exchange(target, server, min(until, time.monotonic() + timeout))
        alias = ""
        for raw, message in answers:
            replies.messages.append(raw)
            code = message.rcode()
            if code not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
                replies.error = f"server: {dns.rcode.to_text(code)}"
                continue
            chain = message.resolve_chaining()
            ttls.append(chain.minimum_ttl)
            if chain.answer is not None:
                replies.addresses += [rdata.address for rdata in chain.answer]
            elif code == dns.rcode.NXDOMAIN:
                replies.error = "no such name"
            elif chain.canonical_name != message.question[0].name:
                alias = chain.canonical_name.to_text(omit_final_dot=True)
        if replies.addresses or not alias:
            break
        target = alias
    replies.ttl = min(ttls, default=0)
    if replies.addresses:
        replies.error = ""
    elif not replies.error:
        replies.error = "no address"
    return replies


def _exchange(
    host: str, server: tuple[str, int], deadline: float
) -> list[tuple[bytes, dns.message.QueryMessage]]:
    """Send both questions, then wait for both answers: the second costs no time of its own."""
    questions = [
        dns.message.make_query(host, kind, use_edns=0, payload=PAYLOAD)
        for kind in (dns.rdatatype.A, dns.rdatatype.AAAA)
    ]
    waiting = {question.id: question for question in questions}
    found: dict[int, tuple[bytes, dns.message.QueryMessage]] = {}
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as udp:
        udp.connect(server)  # the system then drops whatever comes from elsewhere
        for question in questions:
            udp.send(question.to_wire())
        while waiting:
            udp.settimeout(_left(deadline))
            raw = udp.recv(MAX_MESSAGE)
            number = int.from_bytes(raw[:2], "big")
            if number not in waiting:
                continue
            try:
                message = _read(raw)
            except dns.exception.DNSException:
                continue
            if waiting[number].is_response(message):
                del waiting[number]
                found[number] = (raw, message)
    for question in questions:
        if found[question.id][1].flags & dns.flags.TC:
            raw = _over_tcp(question.to_wire(), server, deadline)
            message = _read(raw)
            if not question.is_response(message):
                raise _Unfinished
            found[question.id] = (raw, message)
    return [found[question.id] for question in questions]


def _read(raw: bytes) -> dns.message.QueryMessage:
    message = dns.message.from_wire(raw)
    if not isinstance(message, dns.message.QueryMessage):
        raise dns.exception.FormError
    return message


def _over_tcp(question: bytes, server: tuple[str, int], deadline: float) -> bytes:
    """Ask again where an answer did not fit into a datagram (RFC 7766)."""
    with socket.create_connection(server, _left(deadline)) as tcp:
        tcp.sendall(len(question).to_bytes(2, "big") + question)
        try:
            length = int.from_bytes(_exactly(tcp, 2, deadline), "big")
            return _exactly(tcp, length, deadline)
        except OSError:
            raise _Unfinished from None


def _exactly(tcp: socket.socket, size: int, deadline: float) -> bytes:
    """Receive `size` bytes; a timeout for each piece alone would let a server drip for hours."""
    raw = b""
    while len(raw) < size:
        tcp.settimeout(_left(deadline))
        piece = tcp.recv(size - len(raw))
        if not piece:
            raise ConnectionError
        raw += piece
    return raw


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
