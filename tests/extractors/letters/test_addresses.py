"""Addresses of a field, and senders that deceive."""

import pytest

from truyvet.extractors.letters.addresses import Address, addresses, suspicions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@b.vn", [("", "a@b.vn")]),
        ("<a@b.vn>", [("", "a@b.vn")]),
        ("Đức <a@b.vn>", [("Đức", "a@b.vn")]),
        ('"Nguyễn, Đức" <a@b.vn>, c@d.vn', [("Nguyễn, Đức", "a@b.vn"), ("", "c@d.vn")]),
        ("=?utf-8?B?xJDhu6lj?= <a@b.vn>", [("Đức", "a@b.vn")]),
        ("=?utf-8?Q?a=2C_b?= <a@b.vn>", [("a, b", "a@b.vn")]),
        ("a@b.vn (Lan, Hà)", [("Lan, Hà", "a@b.vn")]),
        ("Nhóm: a@b.vn, c@d.vn;", [("Nhóm:", "a@b.vn"), ("", "c@d.vn")]),
        (r'"a\"b" <a@b.vn>', [('a"b', "a@b.vn")]),
        ("undisclosed-recipients:;", [("undisclosed-recipients", "")]),
        ("postmaster", [("postmaster", "")]),
        ("<>", []),
        ("", []),
        (" , ;", []),
    ],
)
def test_addresses_are_told_apart(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in addresses(text)] == found


@pytest.mark.parametrize(
    "text", ['"open a@b.vn, c@d.vn', "(open a@b.vn, c@d.vn", "<a@b.vn, c@d.vn"]
)
def test_what_is_never_closed_is_cut_at_commas(text: str) -> None:
    assert [one.address for one in addresses(text)][1] == "c@d.vn"


def test_a_hostile_field_takes_no_time() -> None:
    assert addresses("(" * 100_000 + "<" * 100_000 + '"' * 99_999) is not None
    assert len(addresses("a@b.vn," * 10_000)) == 5_000


def test_an_address_in_the_name_that_differs_is_suspicious() -> None:
    sender = Address(name="support@vietcombank.com.vn", address="x@evil.example")
    assert suspicions(sender, []) == {"shown": "support@vietcombank.com.vn"}


def test_the_same_address_in_the_name_is_not() -> None:
    assert suspicions(Address(name="A@B.vn", address="a@b.vn"), []) == {}


def test_answers_to_another_domain_are_suspicious() -> None:
    sender = Address(name="", address="a@bank.vn")
    reply = [Address(name="", address="b@gmail.com")]
    assert suspicions(sender, reply) == {"reply-to": "b@gmail.com"}


@pytest.mark.parametrize("domain", ["bank.vn", "mail.bank.vn", "BANK.vn."])
def test_answers_to_the_same_domain_are_not(domain: str) -> None:
    reply = [Address(name="", address=f"b@{domain}")]
    assert suspicions(Address(name="", address="a@bank.vn"), reply) == {}
