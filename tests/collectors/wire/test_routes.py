"""The route: every request takes it, its password is in no record, its refusals are told."""

import base64
import socket
import ssl

import pytest
from tests.collectors.wire.conftest import Fetch, Serve
from tests.collectors.wire.support.proxies import Proxy
from tests.site.site import Site

from truyvet.collectors.wire.exchange import Fetched
from truyvet.collectors.wire.given import Given
from truyvet.collectors.wire.routes import TOR, check, route_of, split_proxy
from truyvet.evidence.errors import TruyvetError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
SECRET = "s3cret-of-proxy"


def nothing_tells(came: Fetched, secret: str) -> bool:
    """Tell whether a secret is in nothing that is recorded."""
    text = repr((came.exchange, came.connection, came.name, came.request, came.notes))
    return secret not in text


@pytest.mark.parametrize("kind", ["http", "socks5h", "socks5"])
@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
def test_a_page_comes_through_a_proxy_byte_for_byte(
    site: Site, fetch: Fetch, kind: str, secure: bool
) -> None:
    site.log.clear()
    origin = "good" if secure else "plain"
    url = site.named_url("site.test", "/odd/chunked", origin)
    with Proxy("http" if kind == "http" else "socks") as proxy:
        route = f"{kind}://{proxy.address}"
        came = fetch(url, route=route, trust=str(site.ca_file))
    served = site.log.one("/odd/chunked")
    assert came.response.read() == served.response
    assert proxy.asked == [f"site.test:{site.port(origin)}"]
    assert came.connection is not None
    assert (came.connection.route, came.connection.peer) == (route, proxy.address)
    assert came.name is not None
    assert (came.name.source, came.name.addresses) == ("route", ())
    if secure:
        assert came.request == served.request
        assert came.connection.tls is not None
        assert came.connection.tls.verified


def test_a_proxy_for_http_is_given_the_whole_address(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    with Proxy("http") as proxy:
        came = fetch(server.url("/x?y", host="page.test"), route=f"http://{proxy.address}")
    line = f"GET http://page.test:{server.port}/x?y HTTP/1.1\r\nHost: page.test:{server.port}\r\n"
    assert came.request.startswith(line.encode())
    assert came.request == proxy.heads[0]


@pytest.mark.parametrize("kind", ["http", "socks5h"])
@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
def test_the_password_goes_to_the_proxy_and_nowhere_else(
    site: Site, fetch: Fetch, kind: str, secure: bool
) -> None:
    url = site.named_url("site.test", "/odd/length", "good" if secure else "plain")
    with Proxy("http" if kind == "http" else "socks", wants=f"me:{SECRET}") as proxy:
        route, secret = split_proxy(f"{kind}://me:{SECRET}@{proxy.address}")
        came = fetch(url, given=Given(proxy=secret), route=route, trust=str(site.ca_file))
    assert came.exchange.result == "whole"
    assert came.connection is not None
    assert came.connection.route == f"{kind}://me@{proxy.address}"
    assert nothing_tells(came, SECRET)
    masked = kind == "http" and not secure
    assert came.exchange.redacted == (("Proxy-Authorization",) if masked else ())
    if masked:
        assert len(came.request) == len(proxy.heads[0])
        assert came.request != proxy.heads[0]


@pytest.mark.parametrize(
    ("kind", "refuses", "reason"),
    [
        ("http", "403 Forbidden", "route: the proxy answers: 403 Forbidden"),
        ("http", "", "route: the proxy answers: 407 Proxy Authentication Required"),
        ("socks5h", 5, "route: the proxy answers: 0x05: Connection refused"),
        ("socks5h", 4, "route: the proxy answers: 0x04: Host unreachable"),
    ],
)
def test_what_a_proxy_refuses_is_told_in_its_words(
    fetch: Fetch, kind: str, refuses: str | int, reason: str
) -> None:
    wants = "" if refuses else "me:other"
    with Proxy("http" if kind == "http" else "socks", refuses=refuses, wants=wants) as proxy:
        came = fetch("https://site.test/", route=f"{kind}://{proxy.address}")
    assert (came.exchange.result, came.exchange.reason) == ("failed", reason)
    assert (came.request, came.response.read()) == (b"", b"")


def test_that_a_proxy_wants_a_password_is_no_page(fetch: Fetch) -> None:
    with Proxy("http", wants="me:right") as proxy:
        came = fetch("http://site.test/", route=f"http://{proxy.address}")
    assert (came.exchange.result, came.exchange.status) == ("failed", None)
    assert came.exchange.reason == "route: the proxy answers: 407"
    assert came.response.read().startswith(b"HTTP/1.1 407 ")
    assert came.connection is not None
    assert came.connection.peer == proxy.address


def test_what_a_proxy_may_have_answered_itself_is_noted(fetch: Fetch) -> None:
    with Proxy("http", refuses="502 Bad Gateway") as proxy:
        came = fetch("http://site.test/", route=f"http://{proxy.address}")
    assert (came.exchange.result, came.exchange.status) == ("whole", 502)
    assert came.notes == ("502 may be the proxy's own answer",)


@pytest.mark.parametrize("status", [b"407", b"502"])
def test_without_a_proxy_it_is_the_servers_answer(
    serve: Serve, fetch: Fetch, status: bytes
) -> None:
    server = serve(OK.replace(b"200", status))
    came = fetch(server.url())
    assert (came.exchange.result, came.exchange.status) == ("whole", int(status))
    assert came.notes == ()


def test_a_wrong_password_is_told_without_it(fetch: Fetch) -> None:
    with Proxy("socks", wants="me:right") as proxy:
        route = f"socks5h://me@{proxy.address}"
        came = fetch("http://site.test/", given=Given(proxy=SECRET), route=route)
    assert came.exchange.result == "failed"
    assert came.exchange.reason.startswith("route: the proxy answers: ")
    assert nothing_tells(came, SECRET)


@pytest.mark.parametrize("kind", ["http", "socks5h"])
def test_without_its_proxy_nothing_is_asked(
    site: Site, serve: Serve, fetch: Fetch, kind: str
) -> None:
    server = serve(OK)
    gone = site.closed_url().removeprefix("http://").partition("/")[0]
    came = fetch(server.url(), route=f"{kind}://{gone}")
    assert came.exchange.reason == "route: the proxy answers: connection refused"
    assert server.connections == 0


def test_a_server_that_is_no_proxy_is_told(serve: Serve, fetch: Fetch) -> None:
    server = serve(b"SSH-2.0-x\r\n\r\n")
    came = fetch("https://site.test/", route=f"http://127.0.0.1:{server.port}")
    assert came.exchange.reason == "route: the proxy answers: no HTTP proxy"


def test_a_proxy_cannot_slip_in_bytes_before_the_handshake(serve: Serve, fetch: Fetch) -> None:
    server = serve(b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 forged")
    came = fetch("https://site.test/", route=f"http://127.0.0.1:{server.port}")
    assert came.exchange.reason == "route: the proxy answers: it sent more than its answer"


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "localhost", "a.localhost", "[::1]"])
def test_the_proxys_own_network_is_refused_as_well(fetch: Fetch, host: str) -> None:
    with Proxy("socks") as proxy:
        came = fetch(f"http://{host}/", route=f"socks5h://{proxy.address}", allow_private=False)
    assert came.exchange.result == "refused"
    assert came.exchange.reason.startswith("private address: ")
    assert proxy.asked == []


def test_onion_names_go_to_a_socks_proxy_unresolved(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    with Proxy("socks") as proxy:
        came = fetch(server.url(host="abc.onion"), route=f"socks5h://{proxy.address}")
    assert came.exchange.result == "whole"
    assert proxy.asked == [f"abc.onion:{server.port}"]


def proxy_context(site: Site, name: str) -> ssl.SSLContext:
    """Return what a proxy needs to speak TLS with one of the site's certificates."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(site.ca_file.parent / f"{name}.pem")
    return context


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls-in-tls"])
def test_an_encrypted_proxy_carries_pages_byte_for_byte(
    site: Site, fetch: Fetch, secure: bool
) -> None:
    site.log.clear()
    url = site.named_url("site.test", "/odd/chunked", "tls12" if secure else "plain")
    with Proxy("http", context=proxy_context(site, "good")) as proxy:
        came = fetch(url, route=f"https://{proxy.address}", trust=str(site.ca_file))
    served = site.log.one("/odd/chunked")
    assert came.response.read() == served.response
    assert came.connection is not None
    tls = came.connection.tls
    if secure:
        assert tls is not None
        assert (tls.verified, tls.version, tls.cipher) == (True, "TLSv1.2", served.link.cipher)
        assert tuple(base64.b64decode(one) for one in tls.chain) == served.link.chain
    else:
        assert tls is None


def test_a_server_behind_an_encrypted_proxy_is_refused_like_any_other(
    site: Site, fetch: Fetch
) -> None:
    url = site.named_url("site.test", "/", "self-signed")
    with Proxy("http", context=proxy_context(site, "good")) as proxy:
        came = fetch(url, route=f"https://{proxy.address}", trust=str(site.ca_file))
    assert came.exchange.result == "refused"
    assert came.exchange.reason == "certificate: self-signed certificate"
    assert came.connection is not None
    assert came.connection.tls is not None
    assert len(came.connection.tls.chain) == 1


def test_an_encrypted_proxy_is_verified_itself(site: Site, fetch: Fetch) -> None:
    with Proxy("http", context=proxy_context(site, "self-signed")) as proxy:
        route = f"https://{proxy.address}"
        came = fetch("http://site.test/", route=route, trust=str(site.ca_file), insecure=True)
    assert came.exchange.reason == "route: the proxy answers: certificate: self-signed certificate"
    assert proxy.heads == []


def test_without_a_tor_service_its_own_error_says_so() -> None:
    with socket.socket() as tried:
        if tried.connect_ex(("127.0.0.1", 9050)) == 0:
            pytest.skip("a Tor service runs here")
    with pytest.raises(TruyvetError, match="E520"):
        check(route_of(TOR))


@pytest.mark.parametrize(
    ("address", "text", "password"),
    [
        ("", "direct", ""),
        ("http://proxy.example", "http://proxy.example:8080", ""),
        ("HTTPS://u:p%40s@proxy.example:1", "https://u@proxy.example:1", "p@s"),
        ("socks5://[::1]:9", "socks5://[::1]:9", ""),
        (TOR, TOR, ""),
    ],
)
def test_a_proxys_address_is_split_from_its_password(
    address: str, text: str, password: str
) -> None:
    assert split_proxy(address) == (text, password)
    assert route_of(text).text == text


@pytest.mark.parametrize(
    "address",
    [
        f"ftp://u:{SECRET}@h:1",
        f"u:{SECRET}@h",
        f"http://u:{SECRET}@/",
        f"http://u:{SECRET}@h:x",
        f"http://u:{SECRET}@h/path",
    ],
)
def test_what_is_no_proxy_is_an_error_that_tells_no_password(address: str) -> None:
    with pytest.raises(TruyvetError, match="E522") as caught:
        split_proxy(address)
    assert SECRET not in str(caught.value)


def test_a_proxy_that_is_not_there_is_known_before_the_run(site: Site) -> None:
    gone = site.closed_url().removeprefix("http://").partition("/")[0]
    with pytest.raises(TruyvetError, match="E524"):
        check(route_of(f"socks5h://{gone}"))
    check(route_of("direct"))
    with Proxy("socks") as proxy:
        check(route_of(f"socks5h://{proxy.address}"))
