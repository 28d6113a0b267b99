"""Heads of HTTP messages: what browsers read, whatever is wrong with it."""

import random

import pytest

from truyvet.extractors.messages.heads import (
    MAX_FIELDS,
    MAX_PROBLEMS,
    charset_of,
    media_of,
    parse_head,
    parse_request,
)

HEAD = b"HTTP/1.1 200 OK\r\nServer: nginx\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n\r\n"


def answered(*fields: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + b"".join(field + b"\r\n" for field in fields) + b"\r\n"


def test_a_head_ends_with_its_empty_line() -> None:
    head = parse_head(HEAD + b"body: no field\r\n\r\n")
    assert (head.version, head.status, head.reason) == ("1.1", 200, b"OK")
    assert head.size == len(HEAD)
    assert head.problems == ()


def test_names_and_values_are_kept_as_they_came_and_found_in_any_case() -> None:
    head = parse_head(HEAD)
    assert head.fields[1:] == ((b"Set-Cookie", b"a=1"), (b"set-cookie", b"b=2"))
    assert head.all(b"SET-COOKIE") == [b"a=1", b"b=2"]
    assert head.first(b"x-missing") == b""


def test_a_fold_is_one_blank() -> None:
    head = parse_head(answered(b"X-Long: one  ", b" \t two", b"\tthree"))
    assert head.first(b"x-long") == b"one two three"


def test_bare_line_feeds_end_lines_too() -> None:
    head = parse_head(b"HTTP/1.0 404 Not Found\nServer: a\n\nrest")
    assert (head.version, head.status, head.size) == ("1.0", 404, 34)


def test_bytes_beyond_ascii_stay_as_they_are() -> None:
    head = parse_head(answered(b"X-Name: caf\xe9"))
    assert head.first(b"x-name") == b"caf\xe9"


def test_two_blanks_and_lower_case_are_read() -> None:
    head = parse_head(b"HTTP/1.1  200  OK\r\ncontent-TYPE :  text/html  \r\n\r\n")
    assert head.status == 200
    assert head.fields == ((b"content-TYPE", b"text/html"),)


@pytest.mark.parametrize("raw", [b"", b"<html>", b"\x00\x01\x02", b"HTP/1.1 200 OK\r\n\r\n"])
def test_what_has_no_head_is_a_body_of_the_oldest_version(raw: bytes) -> None:
    head = parse_head(raw)
    assert (head.version, head.status, head.size, head.fields) == ("0.9", None, 0, ())


def test_a_head_that_never_ends_is_told() -> None:
    head = parse_head(b"HTTP/1.1 200 OK\r\nServer: ng")
    assert head.problems == ("the head has no end",)
    assert head.size == 27


def test_a_line_without_a_colon_is_told_and_passed_over() -> None:
    head = parse_head(answered(b"nonsense", b"Server: a"))
    assert head.fields == ((b"Server", b"a"),)
    assert "no colon" in head.problems[0]


def test_a_flood_of_fields_is_cut() -> None:
    head = parse_head(answered(*[b"A: 1"] * (MAX_FIELDS + 5)))
    assert len(head.fields) == MAX_FIELDS
    assert head.problems == (f"more than {MAX_FIELDS} fields",)


def test_interim_answers_stand_before_the_final_one() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    head = parse_head(b"HTTP/1.1 100 Continue\r\n\r\n" + early + HEAD)
    assert head.status == 200
    assert head.start == 25 + len(early)
    assert head.size == head.start + len(HEAD)


def test_an_interim_answer_alone_is_the_answer() -> None:
    assert parse_head(b"HTTP/1.1 100 Continue\r\n\r\n").status == 100


def test_switching_protocols_is_final() -> None:
    raw = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
    assert parse_head(raw + HEAD).size == len(raw)


def test_a_status_line_without_a_code_is_told() -> None:
    head = parse_head(b"HTTP/1.1\r\nServer: a\r\n\r\n")
    assert (head.status, head.problems) == (None, ("no status code",))


def test_a_radio_station_answers_too() -> None:
    assert parse_head(b"ICY 200 OK\r\nicy-name: x\r\n\r\n").status == 200


@pytest.mark.parametrize(
    ("values", "media"),
    [
        ([b"Text/HTML; charset=utf-8"], "text/html"),
        ([b"text/plain", b"text/html"], "text/html"),
        ([b"text/html", b"*/*"], "text/html"),
        ([b"text/html", b"nonsense"], "text/html"),
        ([b"nonsense"], ""),
        ([], ""),
        ([b"image/svg+xml ;x"], "image/svg+xml"),
    ],
)
def test_the_last_media_type_that_is_one_counts(values: list[bytes], media: str) -> None:
    head = parse_head(answered(*[b"Content-Type: " + value for value in values]))
    assert media_of(head) == media


@pytest.mark.parametrize(
    ("value", "charset"),
    [
        (b"text/html; charset=utf-8", "utf-8"),
        (b'text/html;charset="UTF-8"', "utf-8"),
        (b"text/html; Charset=windows-1258", "windows-1258"),
        (b"text/html; charset=iso-8859-1", "windows-1252"),
        (b"text/html; charset=x-viet-tcvn5712", "tcvn3"),
        (b"text/html; charset=VISCII", "viscii"),
        (b"text/html; charset=klingon", ""),
        (b"text/html", ""),
    ],
)
def test_an_encoding_bears_our_name(value: bytes, charset: str) -> None:
    assert charset_of(parse_head(answered(b"Content-Type: " + value))) == charset


def test_a_request_is_read() -> None:
    raw = b"POST /g%E1?a=b HTTP/1.1\r\nHost: example.com\r\n\r\nx=1"
    head = parse_request(raw)
    assert (head.method, head.target, head.version) == ("POST", b"/g%E1?a=b", "1.1")
    assert raw[head.size :] == b"x=1"


def test_a_request_of_the_oldest_version_is_read() -> None:
    assert parse_request(b"GET /\r\n").version == "0.9"


@pytest.mark.parametrize(
    ("line", "target", "version"),
    [
        (b"GET  /a b  HTTP/1.0 \t", b"/a b", "1.0"),
        (b"GET HTTP/1.1", b"HTTP/1.1", "0.9"),
        (b"GET /\tHTTP/2", b"/", "2"),
        (b"GET / HTTP/x", b"/ HTTP/x", "0.9"),
        (b"GET ", b"", "0.9"),
        (b"GET x" + b" " * 500_000 + b"y" + b" " * 500_000 + b"z", None, "0.9"),
    ],
)
def test_a_sloppy_request_line_is_read(line: bytes, target: bytes | None, version: str) -> None:
    head = parse_request(line + b"\r\n\r\n")
    assert head.version == version
    assert target is None or head.target == target


def test_a_flood_of_folds_costs_no_time() -> None:
    head = parse_head(HEAD[:-2] + b" x\n" * 1_000_000 + b"\r\n")
    assert len(head.all(b"set-cookie")[1]) == 3 + 2_000_000


def test_a_flood_of_lines_without_a_colon_is_told_in_part() -> None:
    assert len(parse_head(answered(*[b"x"] * 1000)).problems) == MAX_PROBLEMS


def test_what_is_no_request_is_told() -> None:
    assert parse_request(b"\x16\x03\x01").problems == ("no request line",)


def test_no_bytes_raise() -> None:
    chance = random.Random(3)
    for _ in range(500):
        raw = bytearray(HEAD)
        for _ in range(6):
            raw[chance.randrange(len(raw))] = chance.choice(b"\r\n\0 :\xffA1")
        head = parse_head(bytes(raw))
        assert 0 <= head.size <= len(raw)
        parse_request(bytes(raw))
