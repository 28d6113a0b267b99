"""Messages and mailboxes: headers, texts, attachments, what is encrypted, damaged or suspicious."""

import base64
from pathlib import Path

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS
from tests.extractors.letters.laws import (
    bodies,
    lawful,
    normals,
    problems,
    said,
    survives,
    values,
)
from tests.extractors.letters.test_keys import EXAMPLE, KEYS, NAME
from tests.extractors.support.specimens import MAIL

from truyvet.extractors import mail
from truyvet.extractors.settings import Settings
from truyvet.testing.bench import Examination, examine, resolve

NESTED = (
    b"From: a@b.vn\r\nSubject: outer\r\nDate: Fri, 20 Nov 2026 09:00:00 +0700\r\n"
    b'Content-Type: multipart/mixed; boundary="o"\r\n\r\n'
    b"--o\r\nContent-Type: message/rfc822\r\n\r\n"
    b"From: c@d.vn\r\nSubject: inner\r\n\r\nhello\r\n"
    b"--o\r\nContent-Type: text/html\r\n\r\n<p>page</p>\r\n"
    b"--o\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Disposition: attachment; filename*=utf-8''H%E1%BB%93%20s%C6%A1.pdf\r\n\r\n"
    b"JVBERi0=\r\n--o--\r\n"
)
BOX = (
    b"From a@b.vn Mon Jan  1 10:00:00 2024\nFrom: a@b.vn\nSubject: 1\n\n>From me\n\n"
    b"From c@d.vn Mon Jan  1 11:00:00 2024\nFrom: c@d.vn\nSubject: 2\n\nhello\n"
)


def looked(text: str | bytes, *, settings: Settings | None = None) -> Examination:
    """Examine a message, written with line feeds alone where it is text."""
    content = text.encode() if isinstance(text, str) else text
    return lawful(
        mail, content, name="a.eml", media_type="message/rfc822", settings=settings or Settings()
    )


def test_people_stand_where_their_addresses_are() -> None:
    content = b'From: "Lan, H\xc3\xa0" <Lan@B.vn>\nTo: c@d.vn, =?utf-8?B?xJDhu6lj?= <e@f.vn>\n\nx'
    found = looked(content)
    (sender,) = found.of("mail-from")
    assert sender.locator == (f"bytes:{content.index(b'Lan@')}+8",)
    assert (sender.normal, sender.facts["name"]) == ("lan@b.vn", "Lan, Hà")
    assert [one.facts.get("name", "") for one in found.of("mail-to")] == ["", "Đức"]


@pytest.mark.parametrize("name", ["cc", "bcc", "reply-to", "sender", "return-path", "delivered-to"])
def test_every_field_of_people_has_its_kind(name: str) -> None:
    assert normals(looked(f"{name.title()}: <a@b.vn>\n\nx"), f"mail-{name}") == ["a@b.vn"]


def test_an_address_folded_in_two_is_led_to_by_its_number() -> None:
    (seen,) = looked("To: <lan\n @b.vn>\n\nx").of("mail-to")
    assert seen.locator == ("mail:header/0/0",)
    assert seen.raw == "lan@b.vn"


def test_a_subject_that_stands_there_is_located_by_its_bytes() -> None:
    (seen,) = looked("Subject: Hồ sơ vay\n\nx").of("mail-subject")
    assert seen.locator == ("bytes:9+12",)


def test_an_encoded_subject_is_decoded() -> None:
    (seen,) = looked("From: a@b.vn\nSubject: =?utf-8?Q?H=E1=BB=93?=\n =?utf-8?Q?_s=C6=A1?=\n\n").of(
        "mail-subject"
    )
    assert (seen.locator, seen.raw) == (("mail:header/1",), "Hồ sơ")


def test_the_people_and_subject_of_a_header_are_a_text() -> None:
    (head, body) = looked(
        'From: "Vo Van Kiet" <k@x.vn>\nDate: x\nTo: =?utf-8?B?xJDhu6lj?= <e@f.vn>,\n g@h.vn\n'
        "Reply-To: Lan <l@x.vn>\nSubject: =?utf-8?Q?H=E1=BB=93?=\n =?utf-8?Q?_s=C6=A1?=\n\nx"
    ).texts
    assert head.locator == ("mail:head",)
    assert head.text.splitlines() == [
        'From: "Vo Van Kiet" <k@x.vn>', "To: Đức <e@f.vn>, g@h.vn", "Reply-To: Lan <l@x.vn>",
        "Subject: Hồ sơ",
    ]  # fmt: skip
    assert body.text == "x"


def test_a_header_without_people_and_subject_has_no_text() -> None:
    assert [line.locator for line in looked("Date: x\n\nx").texts] == [("mail:part/1/text",)]


def test_a_date_is_normal_in_utc() -> None:
    assert normals(looked(NESTED), "mail-date") == ["2026-11-20T02:00:00Z"]


def test_each_id_that_is_answered_is_one() -> None:
    found = looked("References: <1@a.vn>\n <2@a.vn>\nIn-Reply-To: <2@a.vn>\nMessage-ID: <3@a>\n\n")
    assert values(found, "mail-references") == ["<1@a.vn>", "<2@a.vn>"]
    assert values(found, "mail-in-reply-to") == ["<2@a.vn>"]
    assert values(found, "mail-message-id") == ["<3@a>"]


def test_programs_and_origin_are_told() -> None:
    found = looked(
        "X-Mailer: Outlook\nUser-Agent: Thunderbird\nX-Originating-IP: [203.0.113.7]\n\n"
    )
    assert values(found, "mail-program") == ["Outlook", "Thunderbird"]
    assert normals(found, "mail-originating-ip") == ["203.0.113.7"]


def test_what_a_server_says_of_authentication_is_told() -> None:
    (seen,) = looked("Authentication-Results: mx.b.vn; spf=Fail a;\n dkim=none; dmarc=fail\n\n").of(
        "mail-authentication"
    )
    assert seen.facts == {"spf": "fail", "dkim": "none", "dmarc": "fail"}


def test_stations_whose_time_runs_backwards_are_flagged() -> None:
    found = looked(
        "Received: by a; 8 Mar 2017 01:21:00 +0000\nReceived: by b; 8 Mar 2017 09:21:00 +0000\n\n"
    )
    assert [seen.flag for seen in found.of("mail-received")] == ["metadata", ""]


def test_a_name_that_shows_another_address_is_flagged() -> None:
    (seen,) = looked('From: "vcb@vietcombank.vn" <x@evil.example>\n\nx').of("mail-suspicious")
    assert (seen.flag, seen.facts["shown"]) == ("metadata", "vcb@vietcombank.vn")


def test_an_honest_sender_is_not_flagged() -> None:
    assert looked("From: A <a@b.vn>\nReply-To: c@b.vn\n\nx").of("mail-suspicious") == []


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_a_text_is_decoded(encoding: str) -> None:
    body = {
        "8bit": TEXT.encode(),
        "base64": base64.encodebytes(TEXT.encode()),
        "quoted-printable": TEXT.encode().replace(b"=", b"=3D"),
    }[encoding]
    head = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    (line,) = bodies(looked(b"From: a@b.vn\n" + head.encode() + body))
    assert (line.locator, line.text) == (("mail:part/1/text",), TEXT)


@pytest.mark.parametrize("charset", sorted(WRITERS))
@pytest.mark.parametrize("declared", ["us-ascii", "utf-8", "x-unknown", ""])
def test_old_vietnamese_text_is_decoded_whatever_it_declares(charset: str, declared: str) -> None:
    head = f"From: a@b.vn\nContent-Type: text/plain; charset={declared}\n\n".encode()
    assert "chuyển khoản" in said(looked(head + WRITERS[charset](TEXT)))


def test_a_declared_encoding_is_believed() -> None:
    head = b"From: a@b.vn\nContent-Type: text/plain; charset=gb2312\n\n"
    assert said(looked(head + "你好".encode("gb2312"))) == "你好"


def test_pages_attachments_and_messages_inside_are_children() -> None:
    found = looked(NESTED)
    assert [(child.found.locator, child.name) for child in found.children] == [
        ("mail:part/1", "part-1.eml"),
        ("mail:part/2", "part-2.html"),
        ("mail:part/3", "Hồ sơ.pdf"),
    ]
    assert found.children[2].content == b"%PDF-"
    assert found.children[0].content == b"From: c@d.vn\r\nSubject: inner\r\n\r\nhello"


def test_a_text_with_a_name_is_an_attachment() -> None:
    found = looked('From: a@b.vn\nContent-Type: text/plain; name="a/b.txt"\n\nhello\n')
    assert [(child.name, child.content) for child in found.children] == [("a_b.txt", b"hello\n")]
    assert bodies(found) == []


def test_the_messages_of_a_mailbox_are_children_byte_for_byte() -> None:
    found = lawful(mail, BOX, name="inbox", media_type="application/mbox")
    assert [child.content for child in found.children] == [
        b"From: a@b.vn\nSubject: 1\n\n>From me\n",
        b"From: c@d.vn\nSubject: 2\n\nhello\n",
    ]
    assert found.children[0].found.locator == "mbox:37+34"


def test_a_mailbox_without_messages_is_corrupt() -> None:
    found = examine(mail, b"From here nothing", name="a.mbox", media_type="application/mbox")
    assert problems(found) == [("corrupt", "")]


def test_a_message_of_apple_mail_lies_between_its_length_and_settings() -> None:
    message = b"From: a@b.vn\nSubject: x\n\nhello"
    content = str(len(message)).encode() + b"\n" + message + b"<?xml version='1.0'?><plist/>"
    found = lawful(mail, content, name="1.emlx", media_type="text/plain")
    assert said(found) == "hello"


def test_a_signature_that_holds_passes(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text(f"{NAME} TXT {KEYS[NAME]}\n")
    settings = Settings(dkim_keys=str(keys))
    (seen,) = looked(EXAMPLE, settings=settings).of("dkim")
    assert seen.facts == {
        "domain": "football.example.com", "selector": "brisbane", "result": "pass",
    }  # fmt: skip
    (other,) = looked(EXAMPLE.replace(b"hungry", b"angry"), settings=settings).of("dkim")
    assert (other.facts["result"], other.flag) == ("fail", "metadata")


def test_without_keys_nothing_is_said_of_signatures() -> None:
    assert looked(EXAMPLE).of("dkim") == []


def test_the_keys_are_part_of_the_configuration(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text("x")
    assert mail.configuration(Settings()) != mail.configuration(Settings(dkim_keys=str(keys)))


@pytest.mark.parametrize(
    ("media", "standard"),
    [("application/pkcs7-mime; smime-type=enveloped-data", "s/mime"),
     ("application/x-pkcs7-mime", "s/mime")],
)  # fmt: skip
def test_an_encrypted_message_is_named(media: str, standard: str) -> None:
    found = looked(f"From: a@b.vn\nContent-Type: {media}\n\nx")
    (seen,) = found.of("mail-encrypted")
    assert (seen.normal, seen.flag, found.outcome.status) == (standard, "encrypted", "encrypted")


def test_a_signed_message_is_not_encrypted() -> None:
    media = "application/pkcs7-mime; smime-type=signed-data"
    assert looked(f"From: a@b.vn\nContent-Type: {media}\n\nx").of("mail-encrypted") == []


def test_a_pgp_message_in_a_text_is_named() -> None:
    found = looked("From: a@b.vn\n\nđây:\n-----BEGIN PGP MESSAGE-----\nx\n")
    (seen,) = found.of("mail-encrypted")
    assert seen.locator == ("mail:part/1/text", "bytes:7+27")
    assert found.outcome.status == "encrypted"


def test_winmail_is_a_child_that_is_not_opened() -> None:
    found = looked("From: a@b.vn\nContent-Type: application/ms-tnef; name=winmail.dat\n\nx")
    assert problems(found) == [("unsupported", "mail:part/1")]
    assert found.children[0].name == "winmail.dat"


def test_base64_with_foreign_bytes_is_named_and_read() -> None:
    found = looked(
        "From: a@b.vn\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVB!ORw==\n"
    )
    assert problems(found) == [("corrupt", "mail:part/1")]
    assert found.children[0].content == b"\x89PNG"


def test_what_is_no_message_is_corrupt() -> None:
    found = examine(mail, b"just words\n", name="a.eml")
    assert problems(found) == [("corrupt", "")]


def test_nothing_is_empty() -> None:
    assert examine(mail, b"", name="a.eml").outcome.status == "empty"


HOSTILE = {
    "comments": b"From: " + b"(" * 50_000,
    "addresses": b"To: " + b"a@b.vn," * 9000,
    "words": b"Subject: " + b"=?" * 50_000,
    "parameters": b"Content-Type: multipart/mixed; " + b"a=b;" * 50_000,
    "date": b"Date: " + b"1 " * 50_000,
    "references": b"References: " + b"<" * 100_000,
    "bytes": b"From: a@b.vn\nX: " + b"\xff" * 5000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_header_stops_nothing(kind: str) -> None:
    content = HOSTILE[kind] + b"\n\nbody"
    found = examine(mail, content, name="a.eml", media_type="message/rfc822")
    assert found.outcome.status in ("ok", "corrupt")


def test_a_long_value_is_cut_with_its_span() -> None:
    (seen,) = looked(b"Received: by " + b"x" * 9000 + b"; y\n\n").of("mail-received")
    assert seen.locator == ("bytes:10+4096",)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b", "x" * 5000, "\u202egpj.exe", " "])
def test_a_hostile_name_of_an_attachment_stops_nothing(name: str) -> None:
    head = f'From: a@b.vn\nContent-Disposition: attachment; filename="{name}"\n\nx'
    (child,) = looked(head).children
    assert "/" not in child.name


@pytest.mark.parametrize(
    ("content", "media"),
    [(MAIL, "message/rfc822"), (NESTED, "message/rfc822"), (BOX, "application/mbox")],
)
def test_damage_stops_nothing(content: bytes, media: str) -> None:
    survives(mail, content, name="\u202ea\udcff.eml", media_type=media)


@pytest.mark.parametrize(
    "step",
    ["mail:", "mail:part/9", "mail:header/99", "mail:header/0/9", "mail:header/x", "mbox:1",
     "mbox:99999999999999999999+1", "msg:body", "msg:attachment/0"],
)  # fmt: skip
def test_a_wrong_step_leads_nowhere(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(mail, NESTED, (step,), name="a.eml", media_type="message/rfc822")
