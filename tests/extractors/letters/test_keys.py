"""DKIM signatures: the example of RFC 8463, and messages signed by dkimpy."""

import hashlib
from pathlib import Path

import pytest

from truyvet.extractors.letters.fields import parse_block
from truyvet.extractors.letters.keys import fingerprint, read_keys, verdicts

EXAMPLE = b"""DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
"""
NAME = "brisbane._domainkey.football.example.com"
KEYS = {NAME: "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}


def results(message: bytes, keys: dict[str, str] = KEYS) -> list[tuple[str, str]]:
    block = parse_block(message, 0, len(message))
    return [(one.result, one.why) for one in verdicts(message, block, len(message), keys)]


def test_the_example_of_the_standard_passes() -> None:
    assert results(EXAMPLE) == [("pass", "")]


def test_it_passes_with_returns_too() -> None:
    assert results(EXAMPLE.replace(b"\n", b"\r\n")) == [("pass", "")]


def test_a_changed_body_fails() -> None:
    assert results(EXAMPLE.replace(b"hungry", b"angry")) == [("fail", "the body was changed")]


def test_a_changed_subject_fails() -> None:
    changed = EXAMPLE.replace(b"Is dinner", b"Was dinner")
    assert results(changed) == [("fail", "the signature is not of this header")]


def test_a_second_subject_fails() -> None:
    changed = EXAMPLE.replace(b"Subject:", b"Subject: other\nSubject:", 1)
    assert results(changed)[0][0] == "fail"


def test_a_field_that_is_not_signed_may_be_added() -> None:
    assert results(b"Received: by x\n" + EXAMPLE) == [("pass", "")]


def test_without_its_key_nothing_is_said_of_it() -> None:
    assert results(EXAMPLE, {}) == [("no key", "")]


def test_a_revoked_key_fails() -> None:
    assert results(EXAMPLE, {NAME: "v=DKIM1; p="}) == [("fail", "the key is revoked")]


@pytest.mark.parametrize("record", ["v=DKIM1; p=!!!", "v=DKIM1; p=AAAA", "p=" + "A" * 60])
def test_a_key_that_is_none_is_named(record: str) -> None:
    assert results(EXAMPLE, {NAME: record})[0][0] == "invalid"


@pytest.mark.parametrize(
    ("old", "new"), [(b"a=ed25519-sha256", b"a=rot13"), (b"bh=2jUS", b"bh=*jUS")]
)
def test_a_signature_that_is_none_is_named(old: bytes, new: bytes) -> None:
    assert results(EXAMPLE.replace(old, new))[0][0] in ("invalid", "fail")


def test_the_verdict_tells_domain_and_selector() -> None:
    block = parse_block(EXAMPLE, 0, len(EXAMPLE))
    (found,) = verdicts(EXAMPLE, block, len(EXAMPLE), KEYS)
    assert (found.domain, found.selector) == ("football.example.com", "brisbane")


@pytest.fixture(scope="module")
def rsa() -> tuple[bytes, str]:
    """Return a private key as dkimpy takes it, and its record."""
    import base64

    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa as kind

    key = kind.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        form.Encoding.PEM, form.PrivateFormat.TraditionalOpenSSL, form.NoEncryption()
    )
    public = key.public_key().public_bytes(
        form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo
    )
    return private, f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


@pytest.mark.parametrize("header", [b"relaxed", b"simple"])
@pytest.mark.parametrize("body", [b"relaxed", b"simple"])
@pytest.mark.parametrize(
    "text", [b"", b"\r\n", b"Xin  ch\xc3\xa0o \t\r\n x\r\n\r\n\r\n", b"no end of line"]
)
def test_what_dkimpy_signs_passes(header: bytes, body: bytes, text: bytes, rsa) -> None:
    dkim = pytest.importorskip("dkim")
    message = b"From: a@b.vn\r\nSubject:  two\r\n words \r\nTo:c@d.vn\r\n\r\n" + text
    signature = dkim.sign(message, b"s1", b"b.vn", rsa[0], canonicalize=(header, body))
    keys = {"s1._domainkey.b.vn": rsa[1]}
    assert results(signature + message, keys) == [("pass", "")]
    assert results(signature + message.replace(b"two", b"ten"), keys)[0][0] == "fail"


def test_keys_are_read_in_the_forms_of_zone_files(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(
        "# a remark\n; another\n\n"
        "S1._domainkey.b.vn. 3600 IN TXT \"v=DKIM1; \" \"p=AA\"\n"
        "s2._domainkey.b.vn TXT v=DKIM1; p=BB\n"
        "s3._domainkey.b.vn v=DKIM1; p=CC\n"
    )  # fmt: skip
    assert read_keys(str(file)) == {
        "s1._domainkey.b.vn": "v=DKIM1; p=AA",
        "s2._domainkey.b.vn": "v=DKIM1; p=BB",
        "s3._domainkey.b.vn": "v=DKIM1; p=CC",
    }


def test_a_file_of_keys_has_a_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_bytes(b"x")
    assert fingerprint(str(file)) == hashlib.sha256(b"x").hexdigest()
    assert fingerprint("") == fingerprint(str(tmp_path / "none")) == "none"
