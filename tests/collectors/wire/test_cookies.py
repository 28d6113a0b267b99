"""cookies.txt as browsers and their extensions write it."""

from pathlib import Path

import pytest

from truyvet.collectors.wire.cookies import Cookies, live, read_cookies
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
