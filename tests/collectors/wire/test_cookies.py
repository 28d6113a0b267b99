"""cookies.txt as browsers and their extensions write it."""

from pathlib import Path

import pytest
from requests import PreparedRequest, Request

from truyvet.collectors.wire.cookies import (
    MAX_COOKIE,
    MAX_PER_SITE,
    MAX_SITE_BYTES,
    Cookies,
    live,
    read_cookies,
)
from truyvet.evidence.errors import TruyvetError

GOOD = ".example.vn\tTRUE\t/\tTRUE\t1999999999\tsession\tabc=def"


def read(folder: Path, text: str | bytes) -> tuple:
    file = folder / "cookies.txt"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_cookies(file)


def test_a_line_is_a_cookie(tmp_path: Path) -> None:
    (cookie,) = read(tmp_path, f"# Netscape HTTP Cookie File\n\n{GOOD}\n")
    assert (cookie.domain, cookie.path, cookie.name) == (".example.vn", "/", "session")
    assert (cookie.value, cookie.secure, cookie.expires) == ("abc=def", True, 1999999999)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,  # without the line that names the format
        "\ufeff" + GOOD,
        GOOD + "\r\n",
        "#HttpOnly_" + GOOD,
        "# a comment\n" + GOOD,
        GOOD.replace("1999999999", "1999999999.25"),
        GOOD.replace("1999999999", "0"),
        GOOD.replace("1999999999", "-1"),
        GOOD.replace("1999999999", ""),
        GOOD.replace(".example.vn\tTRUE", "example.vn\tTRUE"),
    ],
)
def test_what_exporters_do_differently_is_taken(tmp_path: Path, text: str) -> None:
    (cookie,) = read(tmp_path, text)
    assert (cookie.domain, cookie.value) == (".example.vn", "abc=def")


@pytest.mark.parametrize(
    "line", ["a.vn\tFALSE\t/\tFALSE\t0\tname", "a.vn\tFALSE\t/\tFALSE\t0\t\tname"]
)
def test_a_cookie_may_lack_value_or_name(tmp_path: Path, line: str) -> None:
    (cookie,) = read(tmp_path, line)
    assert (cookie.name, cookie.value) == ("name", None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a.vn\tFALSE\t/\tFALSE", "4 fields"),
        ('[{"name": "session"}]', "1 fields"),
        ("\tFALSE\t/\tFALSE\t0\ta\tb", "no domain"),
        ("a.vn\tFALSE\tx\tFALSE\t0\ta\tb", "path"),
        ("a.vn\tFALSE\t/\tFALSE\tsoon\ta\tb", "seconds"),
        ("a.vn\tFALSE\t/\tFALSE\t1e999\ta\tb", "seconds"),
        ("a.vn\tFALSE\t/\tFALSE\t0\ta\tb\x07", "control"),
    ],
)
def test_a_line_that_is_none_is_named_by_its_number(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(TruyvetError, match=f"E521: line 3 .*{why}"):
        read(tmp_path, f"# first\n{GOOD}\n{line}\n")


def test_an_error_repeats_nothing_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError) as caught:
        read(tmp_path, "a.vn\tFALSE\t/\tFALSE\ts3cret")
    assert "s3cret" not in str(caught.value) + caught.value.hint


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError, match="E521"):
        read_cookies(tmp_path / "none")
    with pytest.raises(TruyvetError, match="no UTF-8"):
        read(tmp_path, b"\xff\xfe")


def test_only_names_are_told(tmp_path: Path) -> None:
    assert Cookies(read(tmp_path, GOOD)).names == (".example.vn session",)


def test_what_has_expired_is_known(tmp_path: Path) -> None:
    cookies = read(tmp_path, f"{GOOD}\n{GOOD.replace('1999999999', '0')}")
    assert len(live(cookies, 1_900_000_000)) == 2
    assert len(live(cookies, 2_000_000_000)) == 1


def asked(url: str) -> PreparedRequest:
    return Request("GET", url).prepare()


def test_a_site_keeps_no_more_cookies_than_in_a_browser() -> None:
    jar, page = Cookies(), asked("http://www.example.vn/")
    for number in range(200):
        jar.take(page, [f"c{number}=1; Domain=example.vn"])
    notes = jar.take(asked("http://b.example.vn/"), ["c0=2; Domain=example.vn", "last=1"])
    assert notes == ("2 cookies were let go, the oldest first: there are too many",)
    sent = jar.header_for(asked("http://b.example.vn/")).split("; ")
    assert len(sent) == MAX_PER_SITE
    assert {"last=1", "c0=2", "c199=1"} <= set(sent)
    assert "c20=1" not in sent


def test_many_long_cookies_do_not_swell_the_requests() -> None:
    jar, page = Cookies(), asked("http://example.vn/")
    for number in range(20):
        jar.take(page, [f"c{number}-{one}={'x' * 4000}" for one in range(9)])
    assert len(jar.header_for(page)) < MAX_SITE_BYTES + 1000


def test_a_cookie_longer_than_browsers_take_is_not_taken_and_noted() -> None:
    jar, page = Cookies(), asked("http://example.vn/")
    notes = jar.take(page, ["a=" + "x" * MAX_COOKIE, "b=1"])
    assert notes == ("1 cookies were not taken: over 4096 bytes",)
    assert jar.header_for(page) == "b=1"


def test_one_site_does_not_drive_out_the_cookies_of_another_nor_given_ones(tmp_path: Path) -> None:
    jar = Cookies(read(tmp_path, GOOD.replace("/\tTRUE", "/\tFALSE")))
    jar.take(asked("http://other.vn/"), ["kept=1"])
    jar.take(asked("http://example.vn/"), [f"c{number}=1" for number in range(400)])
    assert jar.header_for(asked("http://other.vn/")) == "kept=1"
    assert "session=abc=def" in jar.header_for(asked("http://example.vn/"))


def test_an_age_of_many_digits_harms_no_other_cookie() -> None:
    jar, page = Cookies(), asked("http://example.vn/")
    jar.take(page, ["a=1; max-age=" + "9" * 4000, "b=2"])
    assert jar.header_for(page) == "a=1; b=2"
