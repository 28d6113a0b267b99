"""Keys of requests with a body: what method and body add to an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.reports.wacz.requests import MAX_QUERY, query_of


def sent(body: bytes, media: str = "") -> bytes:
    """Return a request with this body."""
    line = f"Content-Type: {media}\r\n" if media else ""
    return f"POST /x HTTP/1.1\r\nHost: a\r\n{line}\r\n".encode() + body


JSON = (
    b'{"type": "event", "id": 44.0, "float": 35.7, "values": [true, false, null],'
    b' "source": {"type": "component", "id": "a+b&c= d", "values": [3, 4]}}'
)
FORM = (
    b'--edge\r\nContent-Disposition: form-data; name="ten"\r\n\r\n\xc4\x90\xe1\xbb\xa9c\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="tep"; filename="a.txt"\r\n\r\na&b\r\n'
    b"--edge--\r\n"
)


def test_get_adds_nothing() -> None:
    assert query_of("GET", sent(b"x")) == ""


def test_another_method_is_named() -> None:
    assert query_of("HEAD", b"HEAD / HTTP/1.1\r\n\r\n") == "__wb_method=HEAD"
    assert query_of("POST", sent(b"")) == "__wb_method=POST"


@pytest.mark.parametrize(
    ("media", "body", "query"),
    [
        ("", b"hello", "__wb_post_data=aGVsbG8="),
        ("application/x-www-form-urlencoded", b"say=Hi+you&to=%C3%A9", "say=Hi you&to=é"),
        ("application/x-www-form-urlencoded", b"\xff", "__wb_post_data=/w=="),
        (
            "application/json; charset=utf-8",
            JSON,
            "type=event&id=44&float=35.7&values=true&values.2_=false&values.3_=null"
            "&type.2_=component&id.2_=a%2Bb%26c%3D+d&values.4_=3&values.5_=4",
        ),
        ("application/json", b"{broken", ""),
        ("text/plain", b'{"a": 1}', "a=1"),
        ("text/plain", b"plain", "__wb_post_data=cGxhaW4="),
        ("multipart/form-data; boundary=edge", FORM, "ten=%C4%90%E1%BB%A9c&tep=a%26b"),
        ("multipart/form-data", b"x", "__wb_post_data=eA=="),
        ("application/json", b"[" * 100_000, ""),
        ("application/json", b'{"a": [1e999, -1e999, 0.5]}', "a=Infinity&a.2_=-Infinity&a.3_=0.5"),
    ],
)
def test_a_body_is_written_as_its_kind_asks(media: str, body: bytes, query: str) -> None:
    expected = f"__wb_method=POST&{query}" if query else "__wb_method=POST"
    assert query_of("POST", sent(body, media)) == expected


def test_a_long_body_is_cut() -> None:
    query = query_of("PUT", sent(b"x" * 100_000))
    assert len(query) == MAX_QUERY + len("__wb_method=PUT&")


@given(
    st.binary(),
    st.sampled_from(
        ["application/json", "multipart/x; boundary=a", "text/plain", "x", "a/x-www-form"]
    ),
)
def test_no_body_breaks_it(body: bytes, media: str) -> None:
    assert query_of("POST", sent(body, media)).startswith("__wb_method=POST")
