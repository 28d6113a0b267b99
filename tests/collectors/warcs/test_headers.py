"""Heads of WARC records: nothing that a server names can end a line or begin another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.collectors.warcs.headers import (
    VERSION,
    address_text,
    field_text,
    head_of,
    ip_of,
    record_id,
)


def test_an_address_of_visible_letters_stands_as_it_is() -> None:
    assert address_text("https://a.example/x?b=%41#c") == "https://a.example/x?b=%41#c"


def test_a_line_end_in_an_address_is_percent_encoded() -> None:
    assert address_text("http://a/\r\nWARC-Type: x") == "http://a/%0D%0AWARC-Type:%20x"


def test_letters_beyond_ascii_are_percent_encoded_as_utf_8() -> None:
    assert address_text("http://a/ệ") == "http://a/%E1%BB%87"


def test_a_lone_surrogate_in_an_address_is_written_too() -> None:
    assert address_text("http://a/\udcff") == "http://a/%ED%B3%BF"


def test_blanks_stay_within_a_value_and_line_ends_become_blanks() -> None:
    assert field_text("TLS \r\n X") == "TLS X"


@given(st.text(), st.text())
def test_a_head_has_as_many_lines_as_fields_whatever_they_say(one: str, other: str) -> None:
    head = head_of((("A", "a" + one), ("B", "b" + other)))
    assert head.startswith(VERSION)
    assert head.endswith(b"\r\n\r\n")
    assert head.count(b"\r\n") == 4
    assert head.replace(b"\r\n", b"").isascii()


def test_a_field_without_a_value_is_left_out() -> None:
    assert head_of((("A", ""), ("B", "b"))) == VERSION + b"B: b\r\n\r\n"


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        ("192.0.2.1:443", "192.0.2.1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("[fe80::1%eth0]:80", "fe80::1"),
        ("proxy.example:1080", ""),
        ("", ""),
    ],
)
def test_an_ip_address_is_taken_out_of_a_peer(peer: str, address: str) -> None:
    assert ip_of(peer) == address


def test_a_record_id_is_a_random_uuid() -> None:
    assert record_id(bytes(16)) == "<urn:uuid:00000000-0000-4000-8000-000000000000>"
