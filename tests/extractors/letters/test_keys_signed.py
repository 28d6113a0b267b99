"""DKIM signatures of dkimpy, whole and spoilt; canonicalization by the examples of RFC 6376."""

import base64
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import rsa as kind
from tests.extractors.letters.test_keys import EXAMPLE
from tests.extractors.letters.test_keys import KEYS as EDWARDS
from tests.extractors.letters.test_keys import NAME as EDWARDS_NAME

from truyvet.extractors.letters.fields import parse_block
from truyvet.extractors.letters.keys import MAX_SIGNATURES, Verdict, read_keys, verdicts

dkim = pytest.importorskip("dkim")

MESSAGE = (
    "From: Ngân hàng <a@b.example>\r\nTo: lan@c.example\r\nSubject: Xác nhận\r\n  chuyển tiền \r\n"
    "Date: Fri, 20 Nov 2026 09:00:00 +0700\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    "Số tiền:  5.000.000 đ \t\r\n\r\nTrân trọng\r\n\r\n\r\n"
).encode()
NAME = "s1._domainkey.b.example"


class Signer:
    """An RSA key of a domain, and what it signs."""

    def __init__(self, algorithm: str, bits: int = 1024) -> None:
        self.algorithm = algorithm
        pair = kind.generate_private_key(public_exponent=65537, key_size=bits)
        self.private = pair.private_bytes(
            form.Encoding.PEM, form.PrivateFormat.TraditionalOpenSSL, form.NoEncryption()
        )
        public = pair.public_key()
        modern = public.public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo)
        self.old_form = public.public_bytes(form.Encoding.DER, form.PublicFormat.PKCS1)
        self.keys = {NAME: f"v=DKIM1; k=rsa; p={base64.b64encode(modern).decode()}"}

    def sign(self, message: bytes, **choices: object) -> bytes:
        """Return the message with a signature before it."""
        made: bytes = dkim.sign(
            message, b"s1", b"b.example", self.private,
            signature_algorithm=self.algorithm.encode(), **choices,
        )  # fmt: skip
        return made + message


@pytest.fixture(scope="module")
def rsa() -> Signer:
    """Return a signer with an RSA key."""
    return Signer("rsa-sha256")


def check(message: bytes, keys: dict[str, str]) -> list[Verdict]:
    return verdicts(message, parse_block(message, 0, len(message)), len(message), keys)


def result(message: bytes, keys: dict[str, str]) -> tuple[str, str]:
    (found,) = check(message, keys)
    return found.result, found.why


FORMS = [(header, body) for header in (b"simple", b"relaxed") for body in (b"simple", b"relaxed")]
CHANGES = {
    "an amount": (b"5.000.000", b"9.000.000", "the body was changed"),
    "a line added": (
        "Trân trọng\r\n".encode(),
        "Trân trọng\r\nx\r\n".encode(),
        "the body was changed",
    ),
    "the sender": (b"<a@b.example>", b"<x@b.example>", "the signature is not of this header"),
    "the subject": ("Xác nhận".encode(), "Hủy bỏ".encode(), "the signature is not of this header"),
    "the day": (b"20 Nov 2026", b"21 Nov 2026", "the signature is not of this header"),
}


@pytest.mark.parametrize(("header", "body"), FORMS)
def test_what_is_signed_passes_and_dkimpy_agrees(header: bytes, body: bytes, rsa: Signer) -> None:
    signed = rsa.sign(MESSAGE, canonicalize=(header, body))
    assert result(signed, rsa.keys) == ("pass", "")
    record = rsa.keys[NAME].encode()
    assert dkim.verify(signed, dnsfunc=lambda *_, **__: record)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("header", "body"), FORMS)
def test_any_change_fails_and_dkimpy_agrees(
    change: str, header: bytes, body: bytes, rsa: Signer
) -> None:
    old, new, why = CHANGES[change]
    signed = rsa.sign(MESSAGE, canonicalize=(header, body)).replace(old, new)
    assert result(signed, rsa.keys) == ("fail", why)
    record = rsa.keys[NAME].encode()
    assert not dkim.verify(signed, dnsfunc=lambda *_, **__: record)


@pytest.mark.parametrize(
    ("old", "new", "simple", "relaxed"),
    [
        (b"5.000.000", b" 5.000.000", "fail", "pass"),  # more blanks in the body
        (b" \t\r\n\r\nTr", b"\r\n\r\nTr", "fail", "pass"),  # blanks at the end of a line
        (b"\r\n\r\n\r\n", b"\r\n", "pass", "pass"),  # empty lines at the end
        (b"Subject: ", b"SUBJECT:   ", "fail", "pass"),  # case and blanks of a field
        (b"\r\n  chuy", b" chuy", "fail", "pass"),  # a fold undone
        (b"\r\nTo: ", b"\r\nX-New: y\r\nTo: ", "pass", "pass"),  # a field that is not signed
        (b"\r\n", b"\n", "pass", "pass"),  # line feeds alone, as files on disk have them
    ],
)
def test_relaxed_forms_bear_what_simple_ones_do_not(
    old: bytes, new: bytes, simple: str, relaxed: str, rsa: Signer
) -> None:
    for form_, wanted in ((b"simple", simple), (b"relaxed", relaxed)):
        signed = rsa.sign(MESSAGE, canonicalize=(form_, form_))
        at = len(signed) - len(MESSAGE)
        changed = signed[:at] + MESSAGE.replace(old, new)
        assert result(changed, rsa.keys)[0] == wanted, form_


@pytest.mark.parametrize(
    "body", [b"", b"\r\n", b"\r\n\r\n", b" \r\n", b"a", b"a\r\n\r\n", b"\t\r\n"]
)
@pytest.mark.parametrize(("header", "form_"), FORMS)
def test_bodies_at_the_edges_pass(body: bytes, header: bytes, form_: bytes, rsa: Signer) -> None:
    message = MESSAGE.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
    assert result(rsa.sign(message, canonicalize=(header, form_)), rsa.keys) == ("pass", "")


def test_a_signature_over_the_beginning_bears_what_is_added_behind(rsa: Signer) -> None:
    signed = rsa.sign(MESSAGE, length=True)
    assert b"l=" in signed
    assert result(signed + b"added by a mailing list\r\n", rsa.keys) == ("pass", "")
    assert result(signed.replace(b"5.000", b"6.000"), rsa.keys)[0] == "fail"


def test_a_signature_that_does_not_sign_the_sender_is_worth_nothing(rsa: Signer) -> None:
    signed = rsa.sign(MESSAGE, include_headers=[b"from", b"subject", b"date"])
    without = re.sub(rb"(h=[^;]*?)from\s*:?\s*", rb"\1", signed, count=1)
    while re.search(rb"h=[^;]*from", without):
        without = re.sub(rb"(h=[^;]*?):?\s*from", rb"\1", without, count=1)
    assert result(without, rsa.keys) == ("invalid", "it does not sign who wrote the message")


def test_every_signature_has_its_own_verdict(rsa: Signer) -> None:
    other = Signer("rsa-sha256")
    once = other.sign(MESSAGE)
    twice = dkim.sign(once, b"s2", b"b.example", rsa.private) + once
    keys = other.keys | {"s2._domainkey.b.example": rsa.keys[NAME]}
    assert [(one.selector, one.result) for one in check(twice, keys)] == [
        ("s2", "pass"), ("s1", "pass"),
    ]  # fmt: skip
    assert [one.result for one in check(twice, other.keys)] == ["no key", "pass"]


def test_there_is_an_end_to_signatures(rsa: Signer) -> None:
    signed = rsa.sign(MESSAGE)
    field = signed[: len(signed) - len(MESSAGE)]
    assert len(check(field * (MAX_SIGNATURES + 5) + MESSAGE, rsa.keys)) == MAX_SIGNATURES


def test_signatures_of_sha_1_still_tell() -> None:
    signer = Signer("rsa-sha1")
    assert result(signer.sign(MESSAGE), signer.keys)[0] == "pass"


def test_a_key_in_the_old_form_is_read(rsa: Signer) -> None:
    record = f"p={base64.b64encode(rsa.old_form).decode()}"
    assert result(rsa.sign(MESSAGE), {NAME: record}) == ("pass", "")


def test_a_key_of_another_kind_is_named(rsa: Signer) -> None:
    assert result(rsa.sign(MESSAGE), {NAME: EDWARDS[EDWARDS_NAME]})[0] == "invalid"
    assert result(EXAMPLE, {EDWARDS_NAME: rsa.keys[NAME]})[0] == "invalid"


def test_another_key_fails(rsa: Signer) -> None:
    other = Signer("rsa-sha256")
    assert result(rsa.sign(MESSAGE), other.keys) == ("fail", "the signature is not of this header")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"d=b.example", rb"d=B.Example"), (rb"s=s1", rb"s = S1"), (rb"v=1", rb"v=1;x=1"),
    ],
)  # fmt: skip
def test_a_change_to_the_signature_itself_fails(old: bytes, new: bytes, rsa: Signer) -> None:
    signed = re.sub(old, new, rsa.sign(MESSAGE), count=1)
    assert result(signed, rsa.keys)[0] == "fail"


@pytest.mark.parametrize("tag", ["a", "b", "bh", "h", "d", "s"])
def test_a_signature_without_a_tag_never_passes(tag: str, rsa: Signer) -> None:
    signed = rsa.sign(MESSAGE)
    field, rest = signed[: -len(MESSAGE)], signed[-len(MESSAGE) :]
    spoilt = re.sub(rb"([;:]\s*)%s=[^;]*(;|\r\n\Z)" % tag.encode(), rb"\1\2", field, count=1)
    assert spoilt != field
    assert result(spoilt + rest, rsa.keys)[0] in ("invalid", "fail", "no key")


def test_every_letter_of_the_signature_of_the_standard_counts() -> None:
    for at in range(EXAMPLE.index(b" b=") + 3, EXAMPLE.index(b"\nFrom:")):
        letter = EXAMPLE[at : at + 1]
        if letter.isalnum():
            other = b"A" if letter != b"A" else b"Q"
            changed = EXAMPLE[:at] + other + EXAMPLE[at + 1 :]
            assert result(changed, EDWARDS)[0] in ("fail", "invalid")


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("S1._DomainKey.B.example TXT p=AA", {"s1._domainkey.b.example": "p=AA"}),
        ("a.b.   300\tIN\tTXT\t\"p=\" \"A\\\"A\"", {"a.b": 'p=A\\"A'}),
        ("a.b in txt p=A; k=rsa", {"a.b": "p=A; k=rsa"}),
        ("  a.b p=A  ", {"a.b": "p=A"}), ("a.b", {}), ("", {}), ("# a.b p=A", {}), ("; a", {}),
        ("a.b p=A\na.b p=B", {"a.b": "p=B"}), ("a.b p=A\r\nc.d p=B", {"a.b": "p=A", "c.d": "p=B"}),
    ],
)  # fmt: skip
def test_a_line_of_keys_is_read(line: str, keys: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_bytes(line.encode() + b"\n\xff\xfe\n")
    assert read_keys(str(file)) == keys
