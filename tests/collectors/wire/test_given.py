"""What lets the officer in goes where it may, and into no record."""

import threading
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st
from tests.collectors.wire.conftest import Fetch, MakeFetcher, Serve
from tests.collectors.wire.support.nameserver import NameServer

from truyvet.collectors.wire.cookies import Cookies, read_cookies
from truyvet.collectors.wire.exchange import Request
from truyvet.collectors.wire.given import Given, origins_of, parse_header
from truyvet.collectors.wire.names import Resolver
from truyvet.evidence.errors import TruyvetError
from truyvet.hashes.digest import CHUNK_BYTES

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
SECRET = "tok3n-of-the-officer"


def jar(folder: Path, *lines: str) -> Cookies:
    file = folder / "cookies.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return Cookies(read_cookies(file))


def line(
    name: str, value: str, domain: str = "127.0.0.1", path: str = "/", secure: str = "FALSE"
) -> str:
    return "\t".join((domain, "FALSE", path, secure, "0", name, value))


def test_a_header_goes_to_its_origin_and_is_masked_in_the_record(
    serve: Serve, fetch: Fetch
) -> None:
    server = serve(OK)
    given = Given(headers=(("X-Token", SECRET),), origins=origins_of([server.url("/a")]))
    came = fetch(server.url("/b"), given=given)
    assert f"X-Token: {SECRET}\r\n".encode() in server.requests[0]
    assert came.request == server.requests[0].replace(SECRET.encode(), b"*" * len(SECRET))
    assert came.exchange.redacted == ("X-Token",)


def test_a_header_goes_to_no_other_origin(serve: Serve, fetch: Fetch) -> None:
    server, other = serve(OK), serve(OK)
    given = Given(headers=(("X-Token", SECRET),), origins=origins_of([server.url()]))
    came = fetch(other.url(), given=given)
    assert SECRET.encode() not in other.requests[0]
    assert came.exchange.redacted == ()


def answering(head: str, body: str) -> bytes:
    """Return an answer with one more header."""
    return f"HTTP/1.1 200 OK\r\n{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


@pytest.mark.parametrize(
    ("given", "answer", "name"),
    [
        (f"Bearer {SECRET}", answering("X: y", f"<p>{SECRET}</p>"), "Authorization"),
        (f"Bearer {SECRET}", answering(f"X: {SECRET}", ""), "Authorization"),
        (SECRET, answering("X: y", "." * (CHUNK_BYTES - 90) + SECRET), "Authorization"),
    ],
    ids=["in the body", "in the head", "across two pieces"],
)
def test_an_answer_that_gives_a_secret_back_is_told_without_it(
    serve: Serve, fetch: Fetch, given: str, answer: bytes, name: str
) -> None:
    server = serve(answer)
    secrets = Given(headers=(("Authorization", given),), origins=origins_of([server.url()]))
    came = fetch(server.url("/a"), given=secrets)
    assert came.exchange.notes == (f"the answer holds the value of the given {name}",)
    assert came.message(1 << 20) == answer
    assert secrets.returned == {name: server.url("/a")}


def test_a_cookie_that_is_set_again_is_told_by_its_name(
    serve: Serve, fetch: Fetch, tmp_path: Path
) -> None:
    server = serve(answering(f"Set-Cookie: sid={SECRET}", ""))
    given = Given(cookies=jar(tmp_path, line("sid", SECRET)))
    notes = fetch(server.url(), given=given).exchange.notes
    assert notes == ("the answer holds the value of the given cookie sid",)


def test_what_is_too_short_to_be_known_is_not_looked_for(serve: Serve, fetch: Fetch) -> None:
    server = serve(answering("X: y", "vi-VN"))
    given = Given(headers=(("Accept-Language", "vi-VN"),), origins=origins_of([server.url()]))
    assert fetch(server.url(), given=given).exchange.notes == ()


def test_a_given_header_takes_the_place_of_ours(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    given = Given(headers=(("user-agent", "Other/1"),), origins=origins_of([server.url()]))
    fetch(server.url(), given=given)
    assert server.requests[0].lower().count(b"user-agent") == 1
    assert b"user-agent: Other/1" in server.requests[0]


def test_what_is_asked_exactly_gets_neither_header_nor_cookie(
    serve: Serve, fetch: Fetch, tmp_path: Path
) -> None:
    server = serve(OK)
    given = Given(
        headers=(("X-Token", SECRET),),
        origins=origins_of([server.url()]),
        cookies=jar(tmp_path, line("session", SECRET)),
    )
    fetch(server.url(), given=given, exact=True)
    assert SECRET.encode() not in server.requests[0]


def test_a_given_cookie_is_sent_by_its_rules_and_masked(
    serve: Serve, fetch: Fetch, tmp_path: Path
) -> None:
    server = serve(OK)
    lines = [
        line("session", SECRET),
        line("far", SECRET, domain="example.vn"),
        line("deep", SECRET, path="/deep"),
        line("tls", SECRET, secure="TRUE"),
    ]
    came = fetch(server.url(), given=Given(cookies=jar(tmp_path, *lines)))
    assert f"Cookie: session={SECRET}\r\n".encode() in server.requests[0]
    assert came.request == server.requests[0].replace(SECRET.encode(), b"*" * len(SECRET))
    assert came.exchange.redacted == ("Cookie",)


def test_a_cookie_for_localhost_is_sent_there(serve: Serve, fetch: Fetch, tmp_path: Path) -> None:
    server = serve(OK)
    given = Given(cookies=jar(tmp_path, line("session", "1", domain="localhost")))
    fetch(server.url(host="localhost"), given=given)
    assert b"Cookie: session=1" in server.requests[0]


def test_cookies_that_servers_set_are_shared_and_are_no_secret(serve: Serve, fetch: Fetch) -> None:
    setting = OK.replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=two\r\n\r\n")
    server, given = serve(setting), Given()
    fetch(server.url(), given=given)
    came = fetch(server.url(), given=given)  # by another fetcher
    assert b"Cookie: a=1; b=two" in server.requests[1]
    assert came.request == server.requests[1]
    assert came.exchange.redacted == ()


def test_no_server_sets_cookies_for_a_whole_suffix(
    serve: Serve, fetch: Fetch, tmp_path: Path
) -> None:
    setting = OK.replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=1; Domain=com.vn\r\n\r\n")
    server, given = serve(setting), Given()
    with NameServer({name: [("A", "127.0.0.1")] for name in ("a.com.vn", "b.com.vn")}) as names:
        for host in ("a.com.vn", "b.com.vn"):
            fetch(server.url(host=host), given=given, names=Resolver(names.address))
    assert b"Cookie" not in server.requests[1]


@pytest.mark.parametrize(
    ("head", "masked"),
    [
        (f"GET /?t={SECRET} HTTP/1.1\r\nHost: a", "GET /?t={} HTTP/1.1\r\nHost: a"),
        (
            f"GET / HTTP/1.1\r\nReferer: http://a/?{SECRET}&x",
            "GET / HTTP/1.1\r\nReferer: http://a/?{}&x",
        ),
        (f"GET / HTTP/1.1\r\nX-Token:   {SECRET}", "GET / HTTP/1.1\r\nX-Token:   {}"),
    ],
)
def test_a_secret_is_masked_wherever_it_stands_in_a_head(head: str, masked: str) -> None:
    given = Given(headers=(("X-Token", SECRET),))
    covered, _ = given.mask(f"{head}\r\n\r\n{SECRET}".encode())
    assert covered == (masked.format("*" * len(SECRET)) + f"\r\n\r\n{SECRET}").encode()


def test_the_token_of_a_scheme_is_masked_on_its_own_too() -> None:
    given = Given(headers=(("Authorization", f"Bearer {SECRET}"),))
    head = f"GET /{SECRET} HTTP/1.1\r\nAuthorization: Bearer {SECRET}\r\n\r\n".encode()
    covered, names = given.mask(head)
    assert SECRET.encode() not in covered
    assert (len(covered), names) == (len(head), ("Authorization",))


def test_a_short_secret_is_masked_only_in_its_place(tmp_path: Path) -> None:
    given = Given(headers=(("X-Pin", "1"),), cookies=jar(tmp_path, line("a", "1")))
    head = b"GET /1 HTTP/1.1\r\nX-Pin: 1\r\nX-Other: 1\r\nCookie: a=1; b=1\r\n\r\n1"
    covered, names = given.mask(head)
    assert covered == b"GET /1 HTTP/1.1\r\nX-Pin: *\r\nX-Other: 1\r\nCookie: a=*; b=1\r\n\r\n1"
    assert names == ("X-Pin", "Cookie")


def test_a_secret_outside_ascii_is_masked_as_it_is_sent(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    given = Given(headers=(("X-Token", "mật-khẩu"),), origins=origins_of([server.url()]))
    came = fetch(server.url(), given=given)
    assert "X-Token: mật-khẩu\r\n".encode() in server.requests[0]
    assert b"X-Token: ************\r\n" in came.request


HEAD_TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)


@hypothesis.given(st.lists(HEAD_TEXT, max_size=5), HEAD_TEXT, st.binary(max_size=30))
def test_masking_changes_no_length_and_leaves_no_secret(
    texts: list[str], value: str, body: bytes
) -> None:
    given = Given(headers=(("X-Token", SECRET), ("X-Other", value)), proxy="pass-word")
    lines = [f"X-{number}: {text}{SECRET}" for number, text in enumerate(texts)]
    head = "\r\n".join(["GET /pass-word HTTP/1.1", *lines, f"X-Other: {value}", "", ""])
    raw = head.encode("latin-1") + body
    covered, _ = given.mask(raw)
    assert len(covered) == len(raw)
    kept = covered[: len(raw) - len(body)]
    assert SECRET.encode() not in kept
    assert b"pass-word" not in kept
    assert covered[len(kept) :] == body
    assert given.mask(covered)[0] == covered


def test_secrets_are_in_no_representation(tmp_path: Path) -> None:
    given = Given(headers=(("X", SECRET),), cookies=jar(tmp_path, line("a", SECRET)), proxy=SECRET)
    assert SECRET not in repr(given)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("X-Token: abc", ("X-Token", "abc")),
        ("authorization:Bearer a:b", ("authorization", "Bearer a:b")),
    ],
)
def test_a_header_is_read_as_it_is_written(text: str, header: tuple[str, str]) -> None:
    assert parse_header(text) == header


def test_a_headers_value_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\nnot this\n")
    assert parse_header(f"X-Token: @{tmp_path}/token") == ("X-Token", SECRET)


@pytest.mark.parametrize(
    "text",
    [
        "no colon",
        ": x",
        "Bad Name: x",
        "X:",
        "X: @/none/there",
        "Host: evil",
        "Cookie: a=b",
        f"X: {SECRET}\x01",
        "X: " + "y" * 20_000,
    ],
)
def test_what_is_no_header_is_an_error_without_its_value(text: str) -> None:
    with pytest.raises(TruyvetError, match="E523") as caught:
        parse_header(text)
    assert SECRET not in str(caught.value)


def test_origins_leave_out_the_usual_port() -> None:
    found = origins_of(["https://A.vn:443/x", "http://a.vn:8080", "ftp://b", "nonsense"])
    assert found == {"https://a.vn", "http://a.vn:8080"}


def test_cookies_of_many_threads_stay_whole(serve: Serve, fetcher: MakeFetcher) -> None:
    setting = OK.replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=1\r\nConnection: close\r\n\r\n")
    server, given = serve(setting), Given()

    def work() -> None:
        by = fetcher(given=given)
        for _ in range(10):
            came = by.fetch(Request(url=server.url(), purpose="page"))
            results.append(came.exchange.result)
            came.close()

    results: list[str] = []
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["whole"] * 40
