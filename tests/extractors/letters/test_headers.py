"""What a header says, field by field, and where it stands."""

import pytest

from truyvet.evidence.scans.observation import MAX_RAW
from truyvet.extractors.letters.fields import Block, parse_block
from truyvet.extractors.letters.headers import (
    KINDS,
    PEOPLE,
    WORDS,
    Saying,
    person,
    sayings,
    value_of,
)


def block(header: str | bytes) -> tuple[Block, bytes]:
    content = (header.encode() if isinstance(header, str) else header) + b"\n\n"
    return parse_block(content, 0, len(content)), content


def told(header: str | bytes) -> list[Saying]:
    """Return what a header says; what is located by bytes is checked to stand there."""
    fields, content = block(header)
    found = list(sayings(fields))
    for said in found:
        scheme, _, place = said.step.partition(":")
        if scheme == "bytes":
            offset, _, length = place.partition("+")
            assert content[int(offset) : int(offset) + int(length)] == said.raw
    return found


def only(header: str | bytes, kind: str) -> Saying:
    (said,) = [said for said in told(header) if said.kind == kind]
    return said


@pytest.mark.parametrize("name", sorted(WORDS))
def test_each_field_that_is_known_is_told_under_its_kind(name: str) -> None:
    kind = f"mail-{WORDS[name][0]}"
    assert only(f"{name.title()}: <value@x.example>", kind).kind in KINDS


@pytest.mark.parametrize("name", ["X-Spam-Status", "List-Id", "Precedence", "DKIM-Signature", "X"])
def test_other_fields_say_nothing(name: str) -> None:
    assert told(f"{name}: a@b.example") == []


@pytest.mark.parametrize(
    ("value", "people"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("Đức <a@b.example>, Lan <c@d.example>", [("Đức", "a@b.example"), ("Lan", "c@d.example")]),
        ('"Vũ, Hà" <a@b.example>', [("Vũ, Hà", "a@b.example")]),
        ("a@b.example (Hà)", [("Hà", "a@b.example")]),
        ("nhóm: a@b.example, c@d.example;", [("nhóm:", "a@b.example"), ("", "c@d.example")]),
        ("=?utf-8?Q?H=C3=A0?= <a@b.example>", [("Hà", "a@b.example")]),
        ("a@b.example a@b.example", [("a@b.example", "a@b.example")]),
        ("a@b.example, A@B.example, a@b.example",
         [("", "a@b.example"), ("", "A@B.example"), ("", "a@b.example")]),
        ("<a@b.example>", [("", "a@b.example")]),
        ("<@route.example:a@b.example>", [("", "a@b.example")]),
        ("postmaster", [("postmaster", "")]),
        ("'a@b.example'", [("''", "a@b.example")]),
        ("mailto:a@b.example", [("mailto:", "a@b.example")]),
        ("<>", []),
    ],
)  # fmt: skip
def test_people_of_a_field_are_told_in_their_order(
    value: str, people: list[tuple[str, str]]
) -> None:
    found = [said for said in told(f"To: {value}") if said.kind == "mail-to"]
    assert [(said.facts["name"], said.facts["address"]) for said in found] == people
    assert [said.normal for said in found] == [address.lower() for _, address in people]


def test_the_same_address_twice_stands_in_two_places() -> None:
    first, second = told("To: a@b.example, a@b.example")
    assert (first.step, second.step) == ("bytes:4+11", "bytes:17+11")


def test_a_name_without_an_address_is_less_sure() -> None:
    assert only("From: Ngân hàng", "mail-from").confidence < 50


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_an_address_split_by_a_fold_is_led_to_by_number(name: str) -> None:
    fields, _ = block(f"{name}: x@y.example, <lan\n @b.example>")
    _, second = [said for said in sayings(fields) if said.kind == f"mail-{name}"]
    assert second.step == "mail:header/0/1"
    assert person(fields.fields[0], 1) == second.raw == b"lan@b.example"


def test_a_person_beyond_the_last_leads_nowhere() -> None:
    fields, _ = block("To: a@b.example")
    with pytest.raises(LookupError):
        person(fields.fields[0], 1)


@pytest.mark.parametrize(
    ("value", "raw", "located"),
    [
        ("Hồ sơ", "Hồ sơ", True),
        ("=?utf-8?Q?H=E1=BB=93?=", "Hồ", False),
        ("one\n two", "one two", False),
        ("  blanks  ", "blanks", True),
        ("a\tb", "a\tb", True),
        ("", "", False),
    ],
)
def test_a_subject_is_located_by_bytes_where_it_stands_there(
    value: str, raw: str, located: bool
) -> None:
    said = only(f"Subject: {value}", "mail-subject")
    assert said.raw.decode() == raw
    assert said.step.startswith("bytes:") is located


@pytest.mark.parametrize("excess", [-1, 0, 1, 9000])
def test_a_value_is_cut_at_its_limit(excess: int) -> None:
    said = only("Subject: " + "x" * (MAX_RAW + excess), "mail-subject")
    assert len(said.raw) == min(MAX_RAW + excess, MAX_RAW)


def test_a_subject_in_an_old_encoding_is_decoded_and_led_to_by_number() -> None:
    fields, _ = block(b"Subject: caf\xe9")
    (said,) = sayings(fields)
    assert (said.raw.decode(), said.step) == ("café", "mail:header/0")
    assert value_of(fields.fields[0]) == "café"


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<1@a>", ["<1@a>"]), ("<1@a> <2@b>\n <3@c>", ["<1@a>", "<2@b>", "<3@c>"]),
        ("1@a", []), ("<a b@c>", []), ("<1@a><2@b>", ["<1@a>", "<2@b>"]), ("<<1@a>>", ["<1@a>"]),
        ("<" + "x" * 996 + ">", ["<" + "x" * 996 + ">"]), ("<" + "x" * 997 + ">", []),
        ("(x) <1@a>", ["<1@a>"]), ("<đ@a>", ["<đ@a>"]),
    ],
)  # fmt: skip
def test_ids_are_told_one_by_one(value: str, ids: list[str]) -> None:
    assert [said.raw.decode() for said in told(f"References: {value}")] == ids


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("[203.0.113.7]", "203.0.113.7"), ("203.0.113.7", "203.0.113.7"),
        ("[2001:db8::7]", "2001:db8::7"), ("203.0.113.7, 10.0.0.1", "203.0.113.7"),
        ("not told", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_address_of_origin_is_told(value: str, normal: str) -> None:
    assert only(f"X-Originating-IP: {value}", "mail-originating-ip").normal == normal


@pytest.mark.parametrize(
    ("value", "facts"),
    [
        ("mx.x; spf=pass smtp.mailfrom=b.example", {"spf": "pass"}),
        ("mx.x; dkim=pass (2048-bit); dkim=fail", {"dkim": "pass"}),
        ("mx.x; SPF=Fail; DMARC=None", {"spf": "fail", "dmarc": "none"}),
        ("x; arc=pass (i=1 spf=pass dkim=none)", {"arc": "pass", "spf": "pass", "dkim": "none"}),
        ("spf=softfail\n (sender IP is 203.0.113.7); compauth=fail reason=001",
         {"spf": "softfail", "compauth": "fail"}),
        ("x; none", {}),
        ("x; dkim = pass", {"dkim": "pass"}),
    ],
)  # fmt: skip
def test_what_servers_say_of_authentication_is_told(value: str, facts: dict[str, str]) -> None:
    assert only(f"Authentication-Results: {value}", "mail-authentication").facts == facts


@pytest.mark.parametrize(
    ("header", "fact", "value"),
    [
        (
            'From: "hotro@vietcombank.example" <x@evil.example>',
            "shown",
            "hotro@vietcombank.example",
        ),
        ('From: "Công an <ca@police.example>" <x@evil.example>', "shown", "ca@police.example"),
        ("From: =?utf-8?Q?a=40bank.example?= <x@evil.example>", "shown", "a@bank.example"),
        ("From: a@bank.example\nReply-To: x@evil.example", "reply-to", "x@evil.example"),
        ("Reply-To: Hà <x@evil.example>\nFrom: a@bank.example", "reply-to", "x@evil.example"),
        (
            "From: a@bank.example\nReply-To: a@bank.example, x@evil.example",
            "reply-to",
            "x@evil.example",
        ),
        ("From: a@bank.example\nReply-To: x@notbank.example", "reply-to", "x@notbank.example"),
    ],
)
def test_a_sender_that_hides_is_told(header: str, fact: str, value: str) -> None:
    said = only(header, "mail-suspicious")
    assert (said.flag, said.facts[fact]) == ("metadata", value)


@pytest.mark.parametrize(
    "header",
    ["From: a@bank.example", "From: Hà <a@bank.example>\nReply-To: b@mail.bank.example",
     'From: "a@bank.example" <A@Bank.example>', "Reply-To: x@evil.example",
     "From: a@bank.example\nReply-To: nobody", "From: Bank\nReply-To: x@evil.example",
     "From: a@bank.example\nReply-To: <>"],
)  # fmt: skip
def test_a_sender_that_does_not_hide_is_not(header: str) -> None:
    assert [said for said in told(header) if said.kind == "mail-suspicious"] == []


def test_what_is_said_comes_in_the_order_of_the_fields() -> None:
    header = "Subject: x\nTo: a@b.example\nDate: y\nFrom: c@d.example\nReceived: by z"
    assert [said.kind for said in told(header)] == [
        "mail-subject", "mail-to", "mail-date", "mail-from", "mail-received", "link",
    ]  # fmt: skip
