"""Host names as they are asked for."""

from pathlib import Path

import pytest

from truyvet.collectors.wire.hosts import BadHost, ascii_host, is_local_name, literal_of, table_of


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("Example.VN", "example.vn"),
        ("example.vn.", "example.vn"),
        ("công-an.vn", "xn--cng-an-ixa.vn"),
        ("CÔNG-AN.vn", "xn--cng-an-ixa.vn"),
        ("xn--cng-an-ixa.vn", "xn--cng-an-ixa.vn"),
        ("faß.de", "xn--fa-hia.de"),  # IDNA 2008 keeps what IDNA 2003 wrote as fass
        ("a_b.example", "a_b.example"),
        ("☃.net", "xn--n3h.net"),  # forbidden by IDNA 2008, and yet it exists
        ("[2001:DB8::1]", "2001:db8::1"),
        ("0x7f.1", "127.0.0.1"),
        ("3232235777", "192.168.1.1"),
        ("0177.0.0.1", "127.0.0.1"),
    ],
)
def test_a_host_is_written_as_it_is_asked_for(host: str, asked: str) -> None:
    assert ascii_host(host) == asked


@pytest.mark.parametrize(
    "host",
    ["", ".", "a..b", "a b", "a/b", "a@b", "x" * 64 + ".vn", "a\x00.vn", "%31.vn", "-.", "[::1"],
)
def test_what_is_no_host_is_none(host: str) -> None:
    with pytest.raises(BadHost):
        ascii_host(host)


def test_a_name_is_no_literal() -> None:
    assert [literal_of(host) for host in ("a.vn", "1.2.3.4.vn", "1.2.3.4.5", "::g")] == [""] * 4


def test_a_table_of_names_is_read_with_ipv4_first(tmp_path: Path) -> None:
    table = tmp_path / "hosts"
    table.write_text("# all\n::1 me Me2 # here\n127.0.0.1 me\nbad line\n\n10.0.0.1\n")
    assert table_of(table) == {"me": ("127.0.0.1", "::1"), "me2": ("::1",)}


def test_a_table_that_cannot_be_read_is_empty(tmp_path: Path) -> None:
    assert table_of(tmp_path / "none") == {}


def test_localhost_is_this_computer_with_everything_below_it() -> None:
    assert is_local_name("localhost")
    assert is_local_name("a.localhost")
    assert not is_local_name("localhost.vn")
