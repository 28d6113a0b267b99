"""Where a response ends, however it comes in pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.collectors.wire.framing import Reading

OK = b"HTTP/1.1 200 OK\r\n"
WHOLE = {
    "length": OK + b"Content-Length: 5\r\n\r\nhello",
    "no length at all": OK + b"Content-Length: 0\r\n\r\n",
    "chunks": OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;a=b\r\n!\r\n0\r\n\r\n",
    "trailers": OK + b"transfer-encoding:gzip , Chunked\r\n\r\n0\r\nA: b\r\nC: d\r\n\r\n",
    "bare line feeds": b"HTTP/1.0 200\nContent-Length: 1\n\nx",
    "chunks with bare line feeds": OK + b"Transfer-Encoding: chunked\n\n1\nx\n0\n\n",
    "interim": b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\nx",
    "not modified": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n",
    "no content": b"HTTP/1.1 204\r\n\r\n",
    "empty lines first": b"\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\nx",
    "folded": OK + b"X: a\r\n b\r\nContent-Length:\r\n 1\r\n\r\nx",
    "two equal lengths": OK + b"Content-Length: 1, 1\r\ncontent-length: 1\r\n\r\nx",
    "blanks": b"HTTP/1.1  200   OK\r\nContent-Length  :   1  \r\n\r\nx",
    "padded chunk sizes": OK + b"Transfer-Encoding: chunked\r\n\r\n0001  \r\nx\r\n000\r\n\r\n",
}


def read(response: bytes, method: str = "GET", max_head: int = 10_000) -> tuple[Reading, int]:
    reading = Reading(method, max_head)
    return reading, reading.feed(response)


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_response_ends_where_it_ends(name: str) -> None:
    reading, used = read(WHOLE[name] + b"HTTP/1.1 the next")
    assert (used, reading.ended, reading.close()) == (len(WHOLE[name]), True, "")


@pytest.mark.parametrize("name", WHOLE)
def test_pieces_of_one_byte_are_read_alike(name: str) -> None:
    whole, _ = read(WHOLE[name])
    reading = Reading("GET", 10_000)
    for at in range(len(WHOLE[name])):
        assert not reading.ended
        assert reading.feed(WHOLE[name][at : at + 1]) == 1
    assert (reading.ended, reading.head, reading.notes) == (True, whole.head, whole.notes)
    assert (reading.head_size, reading.body) == (whole.head_size, whole.body)


@pytest.mark.parametrize("name", WHOLE)
def test_a_response_that_breaks_off_is_never_whole(name: str) -> None:
    for size in range(len(WHOLE[name])):
        reading, used = read(WHOLE[name][:size])
        assert used == size
        assert not reading.ended
        assert reading.close() or reading.fault


@given(st.binary(max_size=300), st.lists(st.integers(1, 40), max_size=20))
def test_nothing_at_all_makes_it_raise(noise: bytes, sizes: list[int]) -> None:
    for start in (b"", OK, OK + b"Transfer-Encoding: chunked\r\n\r\n"):
        one, _ = read(start + noise)
        other, rest = Reading("GET", 10_000), start + noise
        for size in sizes:
            other.feed(rest[:size])
            rest = rest[size:]
        other.feed(rest)
        assert (one.ended, one.status, one.strange) == (other.ended, other.status, other.strange)
        assert one.close() == other.close()


def test_the_body_has_the_bytes_after_the_head() -> None:
    reading, _ = read(WHOLE["chunks"])
    assert reading.head_size + reading.body == len(WHOLE["chunks"])


@pytest.mark.parametrize(
    ("headers", "expected", "note"),
    [
        (b"Content-Length: 3\r\nContent-Length: 7\r\n", 7, "lengths that contradict: 3, 7"),
        (b"Content-Length: -3\r\n", None, "a Content-Length that is no number"),
        (b"Content-Length: +3\r\n", None, "a Content-Length that is no number"),
        (b"Content-Length: 0x3\r\n", None, "a Content-Length that is no number"),
        (b"Content-Length: " + b"9" * 30 + b"\r\n", None, "a Content-Length that is no number"),
        (b"Transfer-Encoding: identity\r\n", None, "a Transfer-Encoding that is not chunked"),
        (b"no colon\r\nContent-Length: 3\r\n", 3, "a line without a colon in the head"),
    ],
)
def test_lengths_that_cannot_be_are_noted(headers: bytes, expected: int | None, note: str) -> None:
    reading, _ = read(OK + headers + b"\r\n")
    assert (reading.expected, reading.until_close) == (expected, expected is None)
    assert note in reading.notes


@pytest.mark.parametrize(
    "size", [b"", b"-1", b"0x1", b"1_0", b"g", b"1 1", b"F" * 20, b"\xef\xbc\x91"]
)
def test_a_chunk_size_is_plain_hexadecimal(size: bytes) -> None:
    reading, _ = read(OK + b"Transfer-Encoding: chunked\r\n\r\n" + size + b"\r\nx\r\n")
    assert reading.fault == "chunk: no length at byte 0 of the body"


def test_the_status_counts_once_its_line_has_ended() -> None:
    reading, _ = read(b"HTTP/1.1 200")
    assert reading.status is None
    reading.feed(b"5 OK\r\n\r\n")
    assert (reading.status, reading.strange) == (None, True)


@pytest.mark.parametrize("pad", [b" " * 16_000, b"1" + b" " * 16_000, b"1;" + b"x" * 17_000])
def test_a_long_size_line_costs_no_time_and_is_judged_alike_in_pieces(pad: bytes) -> None:
    body = pad + b"x\r\nx\r\n0\r\n\r\n"
    one, _ = read(OK + b"Transfer-Encoding: chunked\r\n\r\n" + body)
    other, _ = read(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    for at in range(0, len(body), 7):
        other.feed(body[at : at + 7])
    assert one.fault == other.fault == "chunk: no length at byte 0 of the body"


def test_what_follows_a_bad_chunk_is_still_counted() -> None:
    reading, _ = read(OK + b"Transfer-Encoding: chunked\r\n\r\n<html>\nall of it")
    reading.feed(b" and more")
    assert reading.body == len(b"<html>\nall of it and more")
    assert not reading.reusable


@pytest.mark.parametrize("method", ["HEAD", "CONNECT"])
def test_some_methods_have_answers_without_a_body(method: str) -> None:
    reading, used = read(OK + b"Content-Length: 5\r\n\r\nhello", method)
    assert (reading.ended, used) == (True, len(OK) + 21)


@pytest.mark.parametrize(
    ("response", "reusable"),
    [
        (OK + b"Content-Length: 0\r\n\r\n", True),
        (OK + b"Content-Length: 0\r\nConnection: x, Close\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n", True),
        (b"HTTP/1.1 101 Switching\r\n\r\n", False),
        (OK + b"\r\n", False),
    ],
)
def test_a_connection_is_used_again_only_if_the_end_is_sure(
    response: bytes, reusable: bool
) -> None:
    assert read(response)[0].reusable is reusable


@pytest.mark.parametrize(
    "start",
    [
        b"S", b"SSH-2.0", b"<html>", b"HTTX", b"HTTP/1.1 abc\r\n", b"\x16\x03",
        b"HTTP/1.1 2005 OK\r\n", b"HTTP/" + b"1" * 5000 + b".1 200 OK\r\n",
    ],
)  # fmt: skip
def test_what_is_no_http_is_known_at_once(start: bytes) -> None:
    assert read(start)[0].strange


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 200OK", b"HTTP/2 200", b"http/1.1 200 ok", b"HTTP/1.1\t200"]
)
def test_a_sloppy_status_line_is_understood(line: bytes) -> None:
    assert read(line + b"\r\n\r\n")[0].status == 200


def test_an_empty_connection_has_no_answer() -> None:
    assert Reading("GET", 100).close() == "closed without an answer"


def test_a_reset_of_a_body_without_length_leaves_it_open() -> None:
    reading, _ = read(OK + b"\r\nhalf of")
    assert reading.close("connection reset") == "closed early: connection reset"
    assert not reading.ended


def test_a_head_over_the_limit_is_given_up_at_once() -> None:
    reading, _ = read(OK + b"X: " + b"y" * 200, max_head=100)
    assert (reading.fault, reading.over) == ("head: more than 100 bytes", True)
