"""The proxy passes requests on as they came and answers as it is told; it serves one browser."""

import base64
import contextlib
import errno
import hashlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from truyvet.collectors.browser.heads import MAX_BODY
from truyvet.collectors.browser.identity import Identity, make_identity
from truyvet.collectors.browser.proxy import MAX_ASKED, NotAnswered, Proxy, own_response
from truyvet.collectors.wire.exchange import Request, Tee
from truyvet.evidence.errors import TruyvetError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Canned:
    """Answers with bytes, piece by piece."""

    def __init__(self, *pieces: bytes, keep: bool = True) -> None:
        self.pieces, self.keep = pieces or (OK,), keep
        self.requests: list[Request] = []
        self.blocked: list[tuple[str, str]] = []
        self.failure: Exception | None = None

    def answer(self, request: Request, tee: Tee) -> bool:
        self.requests.append(request)
        if self.failure is not None:
            raise self.failure
        for piece in self.pieces:
            tee(piece)
        return self.keep

    def refused(self, url: str, reason: str) -> None:
        self.blocked.append((url, reason))

    def stop(self) -> None:
        pass


@pytest.fixture(scope="module")
def identity() -> Identity:
    return make_identity()


Start = Callable[..., Proxy]


@pytest.fixture
def start(identity: Identity) -> Iterator[Start]:
    """Start proxies that are closed afterwards."""
    running: list[Proxy] = []

    def start(
        answerer: Canned,
        permitted: Callable[[int, int], bool] = lambda *_: True,
        failed: Callable[[Exception], None] = lambda _: None,
    ) -> Proxy:
        running.append(Proxy(answerer, identity, permitted, failed))
        return running[-1]

    yield start
    for proxy in running:
        proxy.close()


def connect(proxy: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=10)


def ask(connection: socket.socket, raw: bytes, size: int = 1 << 16) -> bytes:
    """Send and return what comes until `size` bytes or the end."""
    connection.sendall(raw)
    found = b""
    while len(found) < size:
        piece = connection.recv(size - len(found))
        if not piece:
            break
        found += piece
    return found


def enter(connection: socket.socket, target: bytes) -> None:
    said = ask(connection, b"CONNECT " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n", 39)
    assert said == b"HTTP/1.1 200 Connection established\r\n\r\n"


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def test_a_plain_request_comes_with_its_whole_address(start: Start) -> None:
    answerer = Canned()
    with connect(start(answerer)) as connection:
        raw = (
            b"GET http://a.test/p?q=1 HTTP/1.1\r\nHost: a.test\r\nProxy-Connection: keep-alive\r\n"
        )
        assert ask(connection, raw + b"X: \xe9\r\n\r\n", len(OK)) == OK
    (request,) = answerer.requests
    assert (request.url, request.method, request.exact) == ("http://a.test/p?q=1", "GET", True)
    headers = (("Host", "a.test"), ("Connection", "keep-alive"), ("X", "é"))
    assert request.headers == headers


def test_a_body_is_passed_on_and_another_request_may_follow(start: Start) -> None:
    answerer = Canned()
    with connect(start(answerer)) as connection:
        for body in (b"abc", b"", b"x" * 100_000):
            head = b"POST http://a.test/ HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body)
            assert ask(connection, head + body, len(OK)) == OK
    assert [request.body for request in answerer.requests] == [b"abc", b"", b"x" * 100_000]


def test_inside_a_tunnel_the_address_is_https(start: Start) -> None:
    answerer = Canned()
    with connect(start(answerer)) as plain:
        enter(plain, b"b.test:443")
        with trusting().wrap_socket(plain, server_hostname="b.test") as tunnel:
            assert ask(tunnel, b"GET /x HTTP/1.1\r\nHost: b.test\r\n\r\n", len(OK)) == OK
            assert ask(tunnel, b"GET /y HTTP/1.1\r\nHost: b.test\r\n\r\n", len(OK)) == OK
    assert [one.url for one in answerer.requests] == ["https://b.test/x", "https://b.test/y"]


def test_a_port_of_its_own_stays_in_the_address(start: Start) -> None:
    answerer = Canned()
    with connect(start(answerer)) as plain:
        enter(plain, b"[::1]:8443")
        with trusting().wrap_socket(plain) as tunnel:
            ask(tunnel, b"GET / HTTP/1.1\r\n\r\n", len(OK))
    assert answerer.requests[0].url == "https://[::1]:8443/"


def test_the_key_shown_is_the_one_the_browser_is_told_of(start: Start, identity: Identity) -> None:
    with connect(start(Canned())) as plain:
        enter(plain, b"c.test:443")
        with trusting().wrap_socket(plain, server_hostname="c.test") as tunnel:
            der = tunnel.getpeercert(binary_form=True)
    assert der is not None
    key = x509.load_der_x509_certificate(der).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert base64.b64encode(hashlib.sha256(spki).digest()).decode() == identity.pin


def test_every_run_has_a_key_of_its_own(identity: Identity) -> None:
    assert make_identity().pin != identity.pin


def test_a_websocket_is_refused_and_told(start: Start) -> None:
    answerer = Canned()
    with connect(start(answerer)) as connection:
        enter(connection, b"a.test:80")
        raw = b"GET /ws HTTP/1.1\r\nHost: a.test\r\nUpgrade: websocket\r\n\r\n"
        assert ask(connection, raw).startswith(b"HTTP/1.1 403 ")
    assert answerer.requests == []
    assert answerer.blocked[0][0] == "http://a.test/ws"


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET ftp://a.test/ HTTP/1.1\r\n\r\n",
        b"GET http://a.test/\r\n\r\n",
        b"G(T http://a.test/ HTTP/1.1\r\n\r\n",
        b"GET http://a.test/ HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST http://a.test/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST http://a.test/ HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST http://a.test/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_and_the_connection_ends(start: Start, raw: bytes) -> None:
    answerer = Canned()
    with connect(start(answerer)) as connection:
        assert ask(connection, raw).startswith(b"HTTP/1.1 400 ")
    assert answerer.requests == []
    assert len(answerer.blocked) == 1


def test_where_there_is_no_answer_the_reason_is_told(start: Start) -> None:
    answerer = Canned()
    answerer.failure = NotAnswered(HTTPStatus.BAD_GATEWAY, "không có câu trả lời")
    told = own_response(HTTPStatus.BAD_GATEWAY, "không có câu trả lời")
    assert "truyvet: không có câu trả lời\n".encode() in told
    with connect(start(answerer)) as connection:
        assert ask(connection, b"GET http://a.test/ HTTP/1.1\r\n\r\n", len(told)) == told
        head = ask(connection, b"HEAD http://a.test/ HTTP/1.1\r\n\r\n", told.index(b"\r\n\r\n") + 4)
        assert head.endswith(b"\r\n\r\n")


def test_a_response_without_an_end_of_its_own_ends_with_the_connection(start: Start) -> None:
    with connect(start(Canned(b"HTTP/1.0 200 OK\r\n\r\n", b"abc", keep=False))) as connection:
        raw = b"GET http://a.test/ HTTP/1.1\r\n\r\n"
        assert ask(connection, raw) == b"HTTP/1.0 200 OK\r\n\r\nabc"


def test_a_stranger_gets_nothing(start: Start) -> None:
    answerer = Canned()
    with connect(start(answerer, lambda *_: False)) as connection:
        connection.sendall(b"GET http://a.test/ HTTP/1.1\r\n\r\n")
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(100) == b""
    assert answerer.requests == []


@pytest.mark.parametrize("failure", [TruyvetError("E901", path="/tmp"), ValueError("a fault")])
def test_what_fails_on_our_own_side_is_told_and_ends_the_connection(
    start: Start, failure: Exception
) -> None:
    answerer, told = Canned(), list[Exception]()
    answerer.failure = failure
    with connect(start(answerer, failed=told.append)) as connection:
        assert ask(connection, b"GET http://a.test/ HTTP/1.1\r\n\r\n") == b""
    assert told == [failure]


def test_a_system_that_does_not_say_whose_a_connection_is_is_told(start: Start) -> None:
    def no_files_left(*_: int) -> bool:
        raise OSError(errno.EMFILE, "Too many open files")

    told = list[Exception]()
    with connect(start(Canned(), no_files_left, told.append)) as connection:
        assert connection.recv(1) == b""
    assert [getattr(one, "code", "") for one in told] == ["E903"]


def test_requests_are_bounded_in_all(start: Start) -> None:
    answerer = Canned()
    with connect(start(answerer)) as connection:
        head = b"POST http://a.test/ HTTP/1.1\r\nContent-Length: %d\r\n\r\n"
        half = MAX_ASKED // 2
        assert half <= MAX_BODY
        assert ask(connection, head % half + bytes(half), len(OK)) == OK
        assert ask(connection, head % half).startswith(b"HTTP/1.1 400 ")
    assert len(answerer.requests) == 1
    assert "in all" in answerer.blocked[0][1]


def test_closing_ends_connections_that_wait(start: Start) -> None:
    proxy = start(Canned())
    with connect(proxy) as idle, connect(proxy) as tunnel:
        enter(tunnel, b"a.test:443")
        proxy.close()
        assert idle.recv(1) == b""
        assert tunnel.recv(1) == b""
    assert not [one for one in threading.enumerate() if one.name == "proxy"]
