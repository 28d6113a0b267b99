"""Addresses as people type and read them: looked up in one form, shown in letters where safe."""

import pytest

from truyvet.commands.web_address import forms_of, own_letters


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("http://đảo.vn:8080/x", "http://xn--o-kia428t.vn:8080/x"),
        ("HTTP://ĐẢO.vn", "http://xn--o-kia428t.vn/"),
        ("http://đảo.vn", "http://xn--o-kia428t.vn"),
        ("https://shop.example/đường", "https://shop.example/%C4%91%C6%B0%E1%BB%9Dng"),
        ("https://SHOP.ex", "https://shop.ex"),
    ],
)
def test_an_address_is_looked_up_as_captures_have_it(typed: str, form: str) -> None:
    assert form in forms_of(typed)


def test_the_begin_of_a_host_stays_one() -> None:
    assert "http://192.168.1" in forms_of("http://192.168.1")
    assert forms_of("2.1") == ("2.1",)
    assert forms_of("ftp://x/") == ("ftp://x/",)


def test_a_host_is_shown_in_its_letters() -> None:
    assert own_letters("http://xn--o-kia428t.vn:8080/x") == "đảo.vn"
    assert own_letters("https://shop.example/") == ""


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("xn--80ak6aa92e.com", id="apple_in_cyrillic"),
        pytest.param("xn--pypal-4ve.com", id="mixed_scripts"),
        pytest.param("xn--xn---epa.com", id="no_code_of_a_name"),
        pytest.param("xn--a.com", id="no_punycode"),
    ],
)
def test_letters_that_may_deceive_are_not_shown(host: str) -> None:
    assert own_letters(f"https://{host}/") == ""
