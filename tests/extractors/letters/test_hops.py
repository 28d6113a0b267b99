"""The stations of a message and their times."""

from datetime import UTC, datetime

import pytest

from truyvet.extractors.letters.fields import parse_block
from truyvet.extractors.letters.hops import Hop, hops, shown_date, utc_date


def stations(*values: str) -> list[Hop]:
    header = "".join(f"Received: {value}\n" for value in values).encode() + b"\n"
    return hops(parse_block(header, 0, len(header)).fields)


WAY = (
    "from mail.evil.example (helo=[10.0.0.1] unknown [203.113.131.7]) by mx.b.vn (Postfix)"
    " with ESMTPS id 4F1 for <lan@b.vn>; Fri, 20 Nov 2026 09:01:02 +0700 (ICT)"
)


def test_a_station_is_read() -> None:
    (hop,) = stations(WAY)
    assert hop.facts == {
        "hop": "1", "from": "mail.evil.example", "ip": "203.113.131.7", "by": "mx.b.vn",
        "with": "ESMTPS", "for": "lan@b.vn", "id": "4F1", "date": "2026-11-20T02:01:02Z",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "ip"),
    [
        ("from unknown (HELO 192.168.15.15) (189.207.175.29) by a", "189.207.175.29"),
        ("from 139.88.66.159 by b", "139.88.66.159"),
        ("from x ([IPv6:2001:db8::1]) by b", "2001:db8::1"),
        ("from x ([2001:DB8::2]) by b", "2001:db8::2"),
        ("from x by 10.1.1.1", ""),
    ],
)
def test_the_address_is_the_one_the_server_saw(value: str, ip: str) -> None:
    assert stations(value)[0].facts.get("ip", "") == ip


def test_the_first_station_is_the_last_field() -> None:
    assert [hop.facts["hop"] for hop in stations("by a", "by b", "by c")] == ["3", "2", "1"]


def test_time_that_runs_backwards_is_told_in_seconds() -> None:
    newest, oldest = stations(
        "by a; Wed, 8 Mar 2017 01:21:00 -0000", "by b; Wed, 8 Mar 2017 03:21:00 +0000"
    )
    assert (newest.backwards, oldest.backwards) == (7200, 0)


def test_clocks_may_differ_by_minutes() -> None:
    assert not any(
        hop.backwards
        for hop in stations("by a; 8 Mar 2017 01:21:00 +0000", "by b; 8 Mar 2017 01:24:00 +0000")
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 22 Aug 2016 06:23:36 -0300", "2016-08-22T09:23:36Z"),
        ("22 Aug 2016 09:22:13 -0000", "2016-08-22T09:22:13Z"),
        ("Mon, 22 Aug 2016 09:22:13 GMT", "2016-08-22T09:22:13Z"),
        ("Fri, 31 Dec 1999 23:59:60 +0000", "1999-12-31T23:59:59Z"),
    ],
)
def test_a_date_is_given_in_utc(text: str, moment: str) -> None:
    found = utc_date(text)
    assert found is not None
    assert shown_date(found) == moment


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "32 Foo 2020 10:00:00 +0000", "22 Aug 2016 09:22:13", "1 Jan 0000 0:0 +9999",
     "Mon, 99 Aug 2016 99:99:99 +0700", ";;;", "31 Dec 9999 23:00:00 -2300"],
)  # fmt: skip
def test_what_is_no_date_or_has_no_zone_is_none(text: str) -> None:
    assert utc_date(text) is None


def test_years_keep_four_digits() -> None:
    assert shown_date(datetime(33, 4, 3, tzinfo=UTC)) == "0033-04-03T00:00:00Z"


def test_a_hostile_field_takes_no_time() -> None:
    for value in ("from x (" * 5000, "from " + "1." * 50_000, "(" * 50_000 + ";" * 50_000):
        assert len(stations(value)) == 1
