"""TLS: facts and chain of the very connection; no byte of HTTP to whom OpenSSL does not trust."""

import base64
import os
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.collectors.wire.conftest import Fetch, Serve
from tests.collectors.wire.support.nameserver import NameServer
from tests.site.site import Site

from truyvet.collectors.wire.names import Resolver
from truyvet.collectors.wire.trust import ENVIRONMENT, Trust, chain_of
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.web.capture import Tls

REASONS = {
    "expired": "certificate: certificate has expired",
    "not-yet": "certificate: certificate is not yet valid",
    "self-signed": "certificate: self-signed certificate",
    "wrong-host": "certificate: IP address mismatch, certificate is not valid for '127.0.0.1'",
    "no-intermediate": "certificate: unable to get local issuer certificate",
}
NAMES = ("site.test", "www.site.test", "xn--la-o-2ta98k.test")
SECURE = ("good", "tls12", "tls13")


def der(tls: Tls | None) -> tuple[bytes, ...]:
    assert tls is not None
    return tuple(base64.b64decode(one) for one in tls.chain)


@pytest.mark.parametrize("origin", SECURE)
def test_the_facts_are_those_of_the_connection(site: Site, fetch: Fetch, origin: str) -> None:
    site.log.clear()
    came = fetch(site.secure_url("/odd/length", origin), trust=str(site.ca_file))
    link = site.log.one("/odd/length").link
    assert came.connection is not None
    tls = came.connection.tls
    assert tls is not None
    assert (tls.version, tls.cipher, tls.alpn) == (link.version, link.cipher, "http/1.1")
    assert der(tls) == link.chain
    assert (tls.verified, tls.error) == (True, "")


@pytest.mark.parametrize(
    "name", ["localhost", "site.test", "xn--la-o-2ta98k.test", "www.site.test."]
)
def test_the_name_is_asked_for_and_checked(site: Site, fetch: Fetch, name: str) -> None:
    site.log.clear()
    url = site.named_url(name, "/odd/length", "good")
    with NameServer({known: [("A", "127.0.0.1")] for known in NAMES}) as server:
        came = fetch(url, names=Resolver(server.address), trust=str(site.ca_file))
    assert came.connection is not None
    assert came.connection.tls is not None
    asked = name.rstrip(".").encode("idna").decode()
    assert came.connection.tls.sni == asked == site.log.one("/odd/length").link.name
    assert came.connection.tls.verified


def test_another_name_than_the_certificates_is_refused(site: Site, fetch: Fetch) -> None:
    with NameServer({"bank.test": [("A", "127.0.0.1")]}) as server:
        url = site.named_url("bank.test", "/", "good")
        came = fetch(url, names=Resolver(server.address), trust=str(site.ca_file))
    assert came.exchange.reason.startswith("certificate: Hostname mismatch")


def test_ipv6_literals_are_checked_against_the_certificate(site: Site) -> None:
    there = socket.create_connection(("127.0.0.1", site.port("good")))
    there.settimeout(5)
    channel, tls = Trust(str(site.ca_file)).secure(there, "::1", verify=True)
    channel.close()
    assert (tls.verified, tls.sni) == (True, "")


@pytest.mark.parametrize("origin", site_kinds := sorted(REASONS))
def test_who_is_not_trusted_gets_no_request(site: Site, fetch: Fetch, origin: str) -> None:
    site.log.clear()
    came = fetch(site.secure_url("/odd/length", origin), trust=str(site.ca_file))
    assert (came.exchange.result, came.exchange.reason) == ("refused", REASONS[origin])
    assert (came.request, came.response.read()) == (b"", b"")
    assert not site.log.paths()


@pytest.mark.parametrize("origin", site_kinds)
def test_the_refused_chain_is_that_of_the_refused_connection(
    site: Site, fetch: Fetch, origin: str
) -> None:
    before = len(site.log.links)
    came = fetch(site.secure_url("/", origin), trust=str(site.ca_file))
    assert came.connection is not None
    tls = came.connection.tls
    assert len(site.log.links) == before + 1
    assert der(tls) == site.log.links[-1].chain
    assert tls is not None
    assert (tls.verified, tls.error) == (False, REASONS[origin])
    assert came.connection.peer == f"127.0.0.1:{site.port(origin)}"


@pytest.mark.parametrize("origin", site_kinds)
def test_what_is_taken_nevertheless_is_marked(site: Site, fetch: Fetch, origin: str) -> None:
    site.log.clear()
    url = site.secure_url("/odd/length", origin)
    came = fetch(url, insecure=True, trust=str(site.ca_file))
    served = site.log.one("/odd/length")
    assert came.exchange.result == "whole"
    assert came.response.read() == served.response
    assert came.connection is not None
    assert came.connection.tls is not None
    assert (came.connection.tls.verified, came.connection.tls.error) == (False, REASONS[origin])
    assert der(came.connection.tls) == served.link.chain
    assert came.connection.local == served.link.peer


def test_a_trusted_server_stays_verified_when_others_need_not_be(site: Site, fetch: Fetch) -> None:
    came = fetch(site.secure_url("/odd/length"), insecure=True, trust=str(site.ca_file))
    assert came.connection is not None
    assert came.connection.tls is not None
    assert came.connection.tls.verified


def test_without_its_root_nothing_is_trusted(site: Site, fetch: Fetch) -> None:
    came = fetch(site.secure_url("/"))
    assert came.exchange.result == "refused"
    assert came.exchange.reason.startswith("certificate: ")


def test_a_plain_server_on_an_encrypted_address_is_told(serve: Serve, fetch: Fetch) -> None:
    came = fetch(serve(greets=b"HTTP/1.1 400 Bad Request\r\n\r\n").url(scheme="https"))
    assert (came.exchange.result, came.exchange.reason) == ("failed", "TLS: wrong version number")


def test_a_server_that_hangs_up_in_the_handshake_is_told(serve: Serve, fetch: Fetch) -> None:
    server = serve()
    came = fetch(server.url(scheme="https"))
    assert (came.exchange.result, came.exchange.reason) == (
        "failed",
        "TLS: closed during the handshake",
    )


def old_server(site: Site, taken: list[bytes]) -> tuple[socket.socket, threading.Thread]:
    """Start a server that speaks only TLS 1.1, for one exchange after failed handshakes."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(site.ca_file.parent / "good.pem")
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.options &= ~(ssl.OP_NO_TLSv1_1 | ssl.OP_NO_TLSv1)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.options |= ssl.OP_NO_TLSv1_2 | ssl.OP_NO_TLSv1_3
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for _ in range(2):
            plain, _address = listener.accept()
            try:
                with context.wrap_socket(plain, server_side=True) as secure:
                    taken.append(secure.recv(4096))
                    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                    return
            except OSError:
                plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return listener, thread


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_tls_is_recorded_as_what_it_is(site: Site, fetch: Fetch) -> None:
    taken: list[bytes] = []
    listener, thread = old_server(site, taken)
    url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
    came = fetch(url, insecure=True, trust=str(site.ca_file))
    thread.join(5)
    listener.close()
    assert came.connection is not None
    tls = came.connection.tls
    assert tls is not None
    assert (tls.version, tls.verified) == ("TLSv1.1", False)
    assert tls.error == "TLS: tlsv1 alert protocol version"
    assert taken == [came.request]


def message_of(*certificates: bytes, modern: bool) -> bytes:
    """Make a TLS Certificate message, of TLS 1.3 if `modern`."""
    extensions = b"\0\2xx" if modern else b""
    body = b"".join(len(one).to_bytes(3, "big") + one + extensions for one in certificates)
    body = (b"\0" if modern else b"") + len(body).to_bytes(3, "big") + body
    return b"\x0b" + len(body).to_bytes(3, "big") + body


@pytest.mark.parametrize("modern", [False, True])
def test_a_certificate_message_gives_its_chain(modern: bool) -> None:
    assert chain_of(message_of(b"leaf", b"above" * 99, modern=modern)) == [b"leaf", b"above" * 99]


def test_a_long_chain_is_kept_whole() -> None:
    assert len(chain_of(message_of(*[b"one"] * 500, modern=True))) == 500


@pytest.mark.parametrize("modern", [False, True])
def test_a_malformed_certificate_message_harms_nobody(modern: bool) -> None:
    whole = message_of(b"leaf" * 9, b"above", modern=modern)
    for size in range(len(whole)):
        assert len(chain_of(whole[:size])) <= 2


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_authorities_that_are_none_are_an_error(tmp_path: Path, content: bytes | None) -> None:
    bundle = tmp_path / "authorities.pem"
    if content is not None:
        bundle.write_bytes(content)
    with pytest.raises(TruyvetError, match="E526"):
        Trust(str(bundle))


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_environment_may_name_the_authorities(site: Site, variable: str) -> None:
    code = (
        "import socket, sys\n"
        "from truyvet.collectors.wire.trust import Trust\n"
        "there = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\n"
        "there.settimeout(20)\n"
        "channel, tls = Trust().secure(there, '127.0.0.1', verify=True)\n"
        "channel.close()\n"
        "print(tls.verified, len(tls.chain))\n"
    )
    kept = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}
    told = subprocess.run(
        [sys.executable, "-c", code, str(site.port("good"))],
        env=kept | {variable: str(site.ca_file)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "True 2\n"
