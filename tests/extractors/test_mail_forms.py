"""Messages of every form that a case brings: secured, reported, attached, saved, damaged."""

import base64
import binascii

import pytest
from tests.extractors.charsets.written import WRITERS
from tests.extractors.letters.laws import bodies, lawful, normals, problems, said, survives, values

from truyvet.extractors import mail
from truyvet.testing.bench import Examination, examine, resolve

HEAD = b"From: lan@b.example\r\nSubject: x\r\n"
PGP = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n"
TNEF = b"\x78\x9f\x3e\x22" + bytes(40)
VIETNAMESE = "Những người khác đã được thuyết phục chuyển khoản."


def looked(content: bytes, name: str = "a.eml") -> Examination:
    return lawful(mail, content, name=name, media_type="message/rfc822")


def part(header: str, body: bytes, encoding: str = "") -> bytes:
    carried = f"Content-Transfer-Encoding: {encoding}\r\n" if encoding else ""
    return HEAD + f"Content-Type: {header}\r\n{carried}\r\n".encode() + body


def mixed(*parts: bytes, media: str = "multipart/mixed") -> bytes:
    body = b"".join(b"--b\r\n" + one + b"\r\n" for one in parts)
    return HEAD + f"Content-Type: {media}; boundary=b\r\n\r\n".encode() + body + b"--b--\r\n"


@pytest.mark.parametrize(
    ("header", "standard"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "s/mime"),
        ("application/x-pkcs7-mime; name=smime.p7m", "s/mime"),
        ("application/pkcs7-mime; smime-type=authEnveloped-data", "s/mime"),
        ("application/pkcs7-mime; smime-type=compressed-data", "s/mime"),
        ("Application/PKCS7-MIME", "s/mime"),
        ("application/pkcs7-mime; smime-type=signed-data", ""),
        ("application/pkcs7-mime; smime-type=certs-only", ""),
        ("application/pkcs7-signature; name=smime.p7s", ""),
        ("application/pgp-signature", ""),
        ("application/pgp-keys", ""),
        ("application/pgp-encrypted", "pgp"),
    ],
)
def test_what_is_encrypted_is_named_with_its_standard(header: str, standard: str) -> None:
    found = looked(part(header, b"MIIB", "base64"))
    assert normals(found, "mail-encrypted") == ([standard] if standard else [])
    assert (found.outcome.status == "encrypted") is bool(standard)
    assert len(found.children) == 1


def test_an_encrypted_message_of_pgp_mime_is_named_once_and_its_bytes_are_a_child() -> None:
    content = mixed(
        b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
        b"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n" + PGP.encode(),
        media='multipart/encrypted; protocol="application/pgp-encrypted"',
    )
    found = looked(content)
    (seen,) = found.of("mail-encrypted")
    assert (seen.raw, seen.normal) == ("application/pgp-encrypted", "pgp")
    assert found.children[1].name == "encrypted.asc"


def test_a_signed_message_shows_its_text_and_keeps_its_signature() -> None:
    content = mixed(
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{VIETNAMESE}".encode(),
        b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nMIIB",
        media="multipart/signed; micalg=sha-256",
    )
    found = looked(content)
    assert (said(found), found.outcome.status) == (VIETNAMESE, "ok")
    assert [(child.name, child.content) for child in found.children] == [
        ("smime.p7s", b"0\x82\x01")
    ]


@pytest.mark.parametrize("before", ["", "đoạn đầu\r\n", "x" * 5000])
def test_armour_in_a_text_is_located_in_it(before: str) -> None:
    found = looked(part("text/plain; charset=utf-8", before.encode() + PGP.encode()))
    (seen,) = found.of("mail-encrypted")
    assert seen.locator == ("mail:part/1/text", f"bytes:{len(before.encode())}+27")


@pytest.mark.parametrize(
    "text", ["-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP PUBLIC KEY BLOCK-----", "PGP"]
)
def test_other_armour_is_not_encrypted(text: str) -> None:
    assert looked(part("text/plain", text.encode())).of("mail-encrypted") == []


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("application/ms-tnef; name=winmail.dat", True),
        ("application/ms-tnef", True),
        ("application/octet-stream; name=winmail.dat", False),
    ],
)
def test_winmail_is_kept_and_what_is_inside_is_said_to_be_missing(header: str, named: bool) -> None:
    found = looked(part(header, base64.encodebytes(TNEF), "base64"))
    assert (("unsupported", "mail:part/1") in problems(found)) is named
    assert [child.content for child in found.children] == [TNEF]


@pytest.mark.parametrize("encoding", ["x-uuencode", "uuencode", "X-UUE", "uue"])
def test_a_uuencoded_attachment_is_undone(encoding: str) -> None:
    content = bytes(range(256))
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, 256, 45)]
    body = b"begin 644 a.bin\r\n" + b"".join(lines).replace(b"\n", b"\r\n") + b"`\r\nend\r\n"
    found = looked(part("application/octet-stream; name=a.bin", body, encoding))
    assert [child.content for child in found.children] == [content]


@pytest.mark.parametrize(
    "encoding", ["base64", "BASE64", " base64 ", "base64;", "base64; x=y", '"base64"', "base64 (x)"]
)
def test_a_transfer_encoding_may_be_written_loosely(encoding: str) -> None:
    found = looked(part("image/png; name=a.png", b"iVBORw==", encoding))
    assert [child.content for child in found.children] == [b"\x89PNG"]


@pytest.mark.parametrize(
    "body",
    [
        base64.b64encode(b"hello"), b"aGVs\r\nbG8=", b"aGVs bG8=", b"\r\n\r\naGVsbG8=\r\n\r\n",
        b"aGVsbG8", b"aGVsbG8=\r\n--\r\n", b"\taGVsbG8=",
    ],
)  # fmt: skip
def test_base64_is_undone_however_its_lines_are_cut(body: bytes) -> None:
    (child,) = looked(part("application/x-a", body, "base64")).children
    assert child.content is not None
    assert child.content.startswith(b"hello")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"a=3Db", "a=b"), (b"a=\r\nb", "ab"), (b"a=\nb", "ab"), (b"a= \r\nb", "ab"),
        (b"H=E1=BB=93", "Hồ"), (b"H=e1=bb=93", "Hồ"), (b"a=ZZ", "a=ZZ"), (b"a=", "a"),
        (b"a=\r\n=\r\nb", "ab"), (b"a_b", "a_b"), (b"=09x", "\tx"), ("Hồ".encode(), "Hồ"),
    ],
)  # fmt: skip
def test_quoted_printable_is_undone(body: bytes, text: str) -> None:
    assert said(looked(part("text/plain; charset=utf-8", body, "quoted-printable"))) == text


@pytest.mark.parametrize("charset", sorted(WRITERS))
def test_eight_bit_fields_in_an_old_encoding_are_read(charset: str) -> None:
    content = b"From: lan@b.example\r\nSubject: " + WRITERS[charset](VIETNAMESE) + b"\r\n\r\nx"
    (seen,) = looked(content).of("mail-subject")
    assert seen.raw == VIETNAMESE


def test_eight_bit_names_of_people_are_read() -> None:
    content = "From: Trần Thị Bưởi <buoi@b.example>\r\nTo: Đức <duc@c.example>\r\n\r\nx".encode()
    found = looked(content)
    assert found.of("mail-from")[0].facts["name"] == "Trần Thị Bưởi"
    assert found.of("mail-to")[0].locator[0].startswith("bytes:")


def test_an_address_with_letters_of_all_languages_is_one() -> None:
    found = looked("From: đức@ví-dụ.example\r\nSubject: x\r\n\r\nx".encode())
    assert normals(found, "mail-from") == ["đức@ví-dụ.example"]


@pytest.mark.parametrize(
    ("media", "names"),
    [
        ("message/delivery-status", ["part-1.txt"]),
        ("message/disposition-notification", ["part-1.bin"]),
        ("text/rfc822-headers", []),
        ("message/partial; number=1", ["part-1.bin"]),
        ("text/calendar; method=REQUEST", ["part-1.ics"]),
        ("text/html", ["part-1.html"]),
    ],
)
def test_reports_and_invitations_are_children_or_texts(media: str, names: list[str]) -> None:
    found = looked(mixed(f"Content-Type: {media}\r\n\r\nbody".encode()))
    assert [child.name for child in found.children] == names
    assert len(bodies(found)) + len(found.children) == 1


def test_all_plain_texts_of_a_message_are_texts_in_their_order() -> None:
    found = looked(mixed(*(b"\r\nphan %d" % number for number in range(5))))
    assert [line.locator[0] for line in bodies(found)] == [
        f"mail:part/{number}/text" for number in range(1, 6)
    ]
    assert said(found) == "\n".join(f"phan {number}" for number in range(5))


@pytest.mark.parametrize("body", [b"", b"\r\n"])
def test_an_empty_part_gives_nothing_that_is_wrong(body: bytes) -> None:
    found = looked(part("application/pdf; name=a.pdf", body))
    assert problems(found) == []
    assert len(found.children) == (1 if body else 0)


APPLE = b"From: a@b.example\nSubject: x\n\nxin chao\n"
SETTINGS = b"<?xml version='1.0'?><plist><dict/></plist>\n"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (b"%d\n", "xin chao\n"),
        (b"%d      \n", "xin chao\n"),
        (b"  %d\r\n", "xin chao\n"),
    ],
)
def test_a_message_of_apple_mail_ends_where_it_says(count: bytes, text: str) -> None:
    content = count % len(APPLE) + APPLE + SETTINGS
    assert said(looked(content, "1.emlx")) == text


@pytest.mark.parametrize("count", [b"5\n", b"0\n", b"999999\n", b"999999999999\n"])
def test_a_wrong_length_of_apple_mail_stops_nothing(count: bytes) -> None:
    found = looked(count + APPLE + SETTINGS, "1.emlx")
    assert found.outcome.status in ("ok", "corrupt", "empty")


@pytest.mark.parametrize(
    "name",
    ["a/b.pdf", "..", "con.pdf", "a\tb.pdf", "\u202efdp.exe", "đ" * 2000, "%00.pdf", "=?x?="],
)
def test_a_strange_name_of_an_attachment_is_a_name_without_folders(name: str) -> None:
    (child,) = looked(part(f'application/pdf; name="{name}"', b"x")).children
    assert child.content == b"x"
    assert not set(child.name) & set("/\\\0")


def test_a_message_about_itself_lists_what_it_names() -> None:
    content = (
        b"Return-Path: <bounce@b.example>\r\nDelivered-To: lan@c.example\r\n"
        b"Received: from x ([203.0.113.7]) by y; Fri, 20 Nov 2026 09:00:00 +0700\r\n"
        b"Message-ID: <1@b.example>\r\nIn-Reply-To: <0@c.example>\r\nX-Mailer: Foxmail 7\r\n"
        b"Sender: an@b.example\r\nCc: ha@c.example\r\n" + HEAD + b"\r\nbody"
    )
    found = looked(content)
    assert {seen.kind for seen in found.observations} == {
        "mail-return-path", "mail-delivered-to", "mail-received", "mail-message-id", "mail-cc",
        "mail-in-reply-to", "mail-program", "mail-sender", "mail-from", "mail-subject", "link",
    }  # fmt: skip
    assert values(found, "mail-program") == ["Foxmail 7"]


FORMS = [
    mixed(b"\r\none", b"Content-Type: application/ms-tnef\r\n\r\n" + TNEF),
    part("text/plain; charset=utf-8", PGP.encode()),
    part("application/pkcs7-mime", b"MIIB", "base64"),
]


@pytest.mark.parametrize("content", FORMS)
def test_damage_stops_nothing(content: bytes) -> None:
    survives(mail, content, name="a.eml", media_type="message/rfc822")


@pytest.mark.parametrize("step", ["mail:part/1/text/x", "mail:part/b", "mail:part/", "mail:text/1"])
def test_a_step_beside_the_message_leads_nowhere_or_to_a_part(step: str) -> None:
    try:
        led = resolve(mail, FORMS[0], (step,), name="a.eml", media_type="message/rfc822")
    except LookupError:
        return
    assert led == b"one"


def test_a_file_of_another_kind_called_a_message_is_no_crash() -> None:
    for content in (b"\x89PNG\r\n\x1a\n" + bytes(99), b"\0" * 999, b"\xff" * 999, b"\n" * 999):
        assert examine(mail, content, name="a.eml").outcome.status in ("corrupt", "empty", "ok")
