"""Stations as the mail servers of the world write them (names and addresses made up)."""

import pytest

from truyvet.extractors.letters.fields import parse_block
from truyvet.extractors.letters.hops import TOLERANCE, Hop, hops, shown_date, utc_date

WHEN = "Fri, 20 Nov 2026 09:01:02 +0700"
SERVERS = {
    "Postfix": (
        "from mail.evil.example (unknown [203.0.113.7])\r\n\tby mx.b.example (Postfix) with ESMTP"
        " id 4F1AB\r\n\tfor <lan@b.example>; Fri, 20 Nov 2026 09:01:02 +0700 (ICT)",
        "mail.evil.example",
        "203.0.113.7",
        "mx.b.example",
        "ESMTP",
        "lan@b.example",
        "4F1AB",
    ),
    "Postfix with TLS": (
        "from mail.evil.example (mail.evil.example [203.0.113.7])\r\n\t(using TLSv1.3 with cipher"
        " TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n\t key-exchange X25519 server-signature RSA-PSS"
        " (2048 bits) server-digest SHA256)\r\n\t(No client certificate requested)\r\n\tby"
        f" mx.b.example (Postfix) with ESMTPS id 4F1\r\n\tfor <lan@b.example>; {WHEN} (ICT)",
        "mail.evil.example",
        "203.0.113.7",
        "mx.b.example",
        "ESMTPS",
        "lan@b.example",
        "4F1",
    ),
    "Postfix for its own user": (
        f"by mx.b.example (Postfix, from userid 33)\r\n\tid 9C2; {WHEN} (ICT)",
        "",
        "",
        "mx.b.example",
        "",
        "",
        "9C2",
    ),
    "Postfix over IPv6": (
        "from x.example (x.example [IPv6:2001:db8:4::25]) by mx.b.example (Postfix) with ESMTPSA id"
        f" A1 for <lan@b.example>; {WHEN}",
        "x.example",
        "2001:db8:4::25",
        "mx.b.example",
        "ESMTPSA",
        "lan@b.example",
        "A1",
    ),
    "Exim": (
        "from [203.0.113.9] (port=50234 helo=mail.x.example)\r\n\tby mx.b.example with"
        " esmtpsa  (TLS1.3)"
        " tls TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.96)\r\n\t(envelope-from <a@x.example>)\r\n\tid"
        f" 1qAbCd-0001Ab-2C\r\n\tfor lan@b.example; {WHEN}",
        "[203.0.113.9]",
        "203.0.113.9",
        "mx.b.example",
        "esmtpsa",
        "lan@b.example",
        "1qAbCd-0001Ab-2C",
    ),
    "Exim that knows the name": (
        f"from x.example ([203.0.113.9]:50234 helo=y.example) by mx.b.example with esmtps"
        f" id 1q; {WHEN}",
        "x.example",
        "203.0.113.9",
        "mx.b.example",
        "esmtps",
        "",
        "1q",
    ),
    "Exim for its own user": (
        f"from www-data by mx.b.example with local (Exim 4.92)\r\n\tid 1q-2-3; {WHEN}",
        "www-data",
        "",
        "mx.b.example",
        "local",
        "",
        "1q-2-3",
    ),
    "Gmail": (
        "from mail-sor-f41.google.com (mail-sor-f41.google.com. [209.85.220.41])\r\n        by"
        " mx.google.com with SMTPS id a1-20020a05sor1\r\n        for <lan@b.example>\r\n"
        "        (Google"
        " Transport Security);\r\n        Thu, 19 Nov 2026 18:01:02 -0800 (PST)",
        "mail-sor-f41.google.com",
        "209.85.220.41",
        "mx.google.com",
        "SMTPS",
        "lan@b.example",
        "a1-20020a05sor1",
    ),
    "Gmail inside": (
        "by 2002:a05:6512:4c8:b0:4a1:2b3:c4d with SMTP id w8csp123;\r\n        Thu, 19 Nov 2026"
        " 18:01:02 -0800 (PST)",
        "",
        "",
        "2002:a05:6512:4c8:b0:4a1:2b3:c4d",
        "SMTP",
        "",
        "w8csp123",
    ),
    "Gmail for a program": (
        "from DESKTOP-1 ([203.0.113.77])\r\n        by smtp.gmail.com with ESMTPSA id"
        " x1.2.2026.11.19"
        "\r\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n   "
        "     Thu, 19 Nov"
        " 2026 18:01:02 -0800 (PST)",
        "DESKTOP-1",
        "203.0.113.77",
        "smtp.gmail.com",
        "ESMTPSA",
        "",
        "x1.2.2026.11.19",
    ),
    "Exchange": (
        "from A1.b.example (10.1.2.3) by A2.b.example (10.1.2.4) with\r\n Microsoft SMTP Server"
        f" (version=TLS1_2,\r\n cipher=X) id 15.1.2507.9; {WHEN}",
        "A1.b.example",
        "10.1.2.3",
        "A2.b.example",
        "Microsoft",
        "",
        "15.1.2507.9",
    ),
    "Exchange Online": (
        "from PSAPR01.apcprd01.prod.outlook.com (2603:1096:301:3d::9)\r\n by SG2PR01.apcprd01.prod."
        "outlook.com (2603:1096:4:1b0::15) with Microsoft SMTP Server\r\n (version=TLS1_2,"
        " cipher=TLS_ECDHE) id 15.20.9115.12; Fri, 20 Nov\r\n 2026 02:01:02 +0000",
        "PSAPR01.apcprd01.prod.outlook.com",
        "2603:1096:301:3d::9",
        "SG2PR01.apcprd01.prod.outlook.com",
        "Microsoft",
        "",
        "15.20.9115.12",
    ),
    "Exchange inside": (
        "from X.outlook.com ([fe80::1c2:3d4:5e6%7]) by X.outlook.com ([fe80::1c2:3d4:5e6%7])"
        f" with mapi id 15.20.9115.12; {WHEN}",
        "X.outlook.com",
        "",
        "X.outlook.com",
        "mapi",
        "",
        "15.20.9115.12",
    ),
    "Yahoo": (
        "from 203.0.113.5 (EHLO mail.x.example)\r\n by 10.253.1.1 with SMTPs\r\n (version=TLS1_2"
        f" cipher=X); {WHEN}",
        "203.0.113.5",
        "203.0.113.5",
        "10.253.1.1",
        "SMTPs",
        "",
        "",
    ),
    "Yahoo of old": (
        f"from [203.0.113.5] by web12345.mail.yahoo.example via HTTP; {WHEN}",
        "[203.0.113.5]",
        "203.0.113.5",
        "web12345.mail.yahoo.example",
        "",
        "",
        "",
    ),
    "Yahoo of today": (
        f"from sonic.gate.mail.ne1.yahoo.example by sonic301.mail.yahoo.example with HTTP; {WHEN}",
        "sonic.gate.mail.ne1.yahoo.example",
        "",
        "sonic301.mail.yahoo.example",
        "HTTP",
        "",
        "",
    ),
    "qmail": (
        "from unknown (HELO 192.168.15.15) (a@x.example@203.0.113.8)\r\n  by"
        " mx.b.example with ESMTPA;"
        f" {WHEN}",
        "unknown",
        "203.0.113.8",
        "mx.b.example",
        "ESMTPA",
        "",
        "",
    ),
    "sendmail": (
        "from x.example (lan@x.example [203.0.113.6] (may be"
        " forged))\r\n\t(authenticated bits=0)\r\n\tby"
        " mx.b.example (8.17.1/8.17.1) with ESMTPSA id 0AK2\r\n\t(version=TLSv1.3 cipher=X bits=256"
        f" verify=NOT)\r\n\tfor <lan@b.example>; {WHEN}",
        "x.example",
        "203.0.113.6",
        "mx.b.example",
        "ESMTPSA",
        "lan@b.example",
        "0AK2",
    ),
    "MDaemon": (
        "from PC1 by b.example (MDaemon PRO v12.0.1)\r\n\twith ESMTP id md5000123.msg\r\n\tfor"
        f" <lan@b.example>; {WHEN}",
        "PC1",
        "",
        "b.example",
        "ESMTP",
        "lan@b.example",
        "md5000123.msg",
    ),
    "Zimbra": (
        "from localhost (localhost [127.0.0.1])\r\n by zimbra.b.example (Postfix) with"
        " ESMTP id 1F2;"
        f"\r\n {WHEN} (ICT)",
        "localhost",
        "127.0.0.1",
        "zimbra.b.example",
        "ESMTP",
        "",
        "1F2",
    ),
    "Roundcube": (
        f"from [203.0.113.44]\r\n by webmail.b.example\r\n with HTTP (HTTP/1.1 POST); {WHEN}",
        "[203.0.113.44]",
        "203.0.113.44",
        "webmail.b.example",
        "HTTP",
        "",
        "",
    ),
    "LMTP": (
        "from mx.b.example\r\n\tby store.b.example with LMTP\r\n\tid sDqNKg==\r\n\t(envelope-from"
        f" <a@x.example>)\r\n\tfor <lan@b.example>; {WHEN}",
        "mx.b.example",
        "",
        "store.b.example",
        "LMTP",
        "lan@b.example",
        "sDqNKg==",
    ),
}
WORDS = ("from", "ip", "by", "with", "for", "id")


def stations(*values: str) -> list[Hop]:
    header = "".join(f"Received: {value}\r\n" for value in values).encode() + b"\r\n"
    return hops(parse_block(header, 0, len(header)).fields)


@pytest.mark.parametrize("server", SERVERS)
def test_the_station_of_a_server_is_read(server: str) -> None:
    value, *told = SERVERS[server]
    (hop,) = stations(value)
    assert {word: hop.facts.get(word, "") for word in WORDS} == dict(zip(WORDS, told, strict=True))


@pytest.mark.parametrize("server", SERVERS)
def test_the_time_of_a_station_is_given_in_utc(server: str) -> None:
    (hop,) = stations(SERVERS[server][0])
    assert hop.facts["date"] == "2026-11-20T02:01:02Z"


@pytest.mark.parametrize("server", SERVERS)
def test_a_station_cut_anywhere_stops_nothing(server: str) -> None:
    value = SERVERS[server][0]
    for length in range(0, len(value), 3):
        (hop,) = stations(value[:length].replace("\r\n", ""))
        assert hop.facts["hop"] == "1"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Fri, 20 Nov 2026 09:01:02 +0700 (ICT)", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 2026 09:01:02 +0700 (SE Asia Standard Time)", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 2026 09:01:02 GMT+0700 (Indochina Time)", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 2026 09:01:02 UTC+0700", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 2026 09:01:02 +07", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 2026 09:01:02 +07:00 (ICT)", "2026-11-20T02:01:02Z"),
        ("20 Nov 2026 09:01 +0700", "2026-11-20T02:01:00Z"),
        ("Fri,20 Nov 2026 09:01:02 +0700", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 26 09:01:02 +0700", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 2026 02:01:02 Z", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 2026 02:01:02 UT", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 2026 02:01:02 gmt", "2026-11-20T02:01:02Z"),
        ("Thu, 19 Nov 2026 21:01:02 EST", "2026-11-20T02:01:02Z"),
        ("Thu, 19 Nov 2026 18:01:02 PST", "2026-11-20T02:01:02Z"),
        ("Fri, 20 Nov 2026 07:46:02 +0545", "2026-11-20T02:01:02Z"),
        ("Sat, 29 Feb 2020 00:00:00 +0700", "2020-02-28T17:00:00Z"),
        ("Fri Nov 20 09:01:02 2026 +0700", "2026-11-20T02:01:02Z"),
        ("Tue, 19 Jan 2038 03:14:08 +0000", "2038-01-19T03:14:08Z"),
    ],
)
def test_a_date_is_understood(text: str, moment: str) -> None:
    found = utc_date(text)
    assert found is not None
    assert shown_date(found) == moment


@pytest.mark.parametrize("zone", ["ICT", "CET", "IST", "JST", "XYZ", "A", "(ICT)", "+", ""])
def test_a_zone_that_nobody_knows_gives_no_time_rather_than_a_wrong_one(zone: str) -> None:
    assert utc_date(f"Fri, 20 Nov 2026 09:01:02 {zone}") is None


@pytest.mark.parametrize(
    ("seconds", "backwards"), [(TOLERANCE, 0), (TOLERANCE + 1, TOLERANCE + 1), (-9999, 0), (0, 0)]
)
def test_time_runs_backwards_beyond_what_clocks_differ(seconds: int, backwards: int) -> None:
    second = 20_000 - seconds
    later = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    newest, _ = stations(f"by a; 20 Nov 2026 {later} +0000", "by b; 20 Nov 2026 05:33:20 +0000")
    assert newest.backwards == backwards


def test_a_station_without_a_time_does_not_break_the_chain() -> None:
    newest, silent, _ = stations(
        "by a; 20 Nov 2026 01:00:00 +0000", "by b", "by c; 20 Nov 2026 02:00:00 +0000"
    )
    assert newest.backwards == 3600
    assert "date" not in silent.facts


@pytest.mark.parametrize(
    ("value", "name", "told"),
    [
        ("from x (with by for id) by real.example with ESMTP id 1", "by", "real.example"),
        ("from x (a (b (c) with no) d) by real.example with ESMTP", "with", "ESMTP"),
        ("from x (never closed by real.example with ESMTP", "by", "real.example"),
        ("from x by real.example (with a) (for <a@b.example>) for <c@d.example>", "for",
         "c@d.example"),
        ("(qmail 1234 invoked from network); 20 Nov 2026 02:00:00 -0000", "from", ""),
        ("from x ([999.1.1.1]) by y", "by", "y"),
        ("FROM X ([203.0.113.7]) BY Y WITH SMTP ID Z", "ip", "203.0.113.7"),
    ],
)  # fmt: skip
def test_words_in_comments_are_no_words_of_the_way(value: str, name: str, told: str) -> None:
    assert stations(value)[0].facts.get(name, "") == told
