"""Certificates for people: what they say, and that none can do harm."""

import base64
import datetime
import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.web.certificates import MAX_CERTIFICATE_BYTES, describe

FROM = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
KEY = ec.derive_private_key(7, ec.SECP256R1())


def certificate(names: tuple[str, ...] = ("shop.example", "*.shop.example")) -> bytes:
    """Return the DER of a certificate for these names."""
    subject = x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, "Cửa hàng"),
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
    ])  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test CA")]))
        .public_key(KEY.public_key())
        .serial_number(0xABC123)
        .not_valid_before(FROM)
        .not_valid_after(FROM + datetime.timedelta(days=90))
    )
    if names:
        listed = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        made = made.add_extension(listed, critical=False)
    return made.sign(KEY, hashes.SHA256()).public_bytes(hashes_encoding())


def hashes_encoding() -> "x509.base.serialization.Encoding":  # type: ignore[name-defined]
    """Return the encoding called DER."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return Encoding.DER


def encoded(der: bytes) -> str:
    """Return bytes as a record holds them."""
    return base64.b64encode(der).decode()


def test_a_certificate_says_whom_who_when_and_for_what() -> None:
    der = certificate()
    found = describe(encoded(der))
    assert found.sha256 == hashlib.sha256(der).hexdigest()
    assert found.subject == "C=VN,CN=Cửa hàng"
    assert found.issuer == "CN=Test CA"
    assert found.serial == "abc123"
    assert (found.valid_from, found.valid_to) == ("2026-01-02T03:04:05Z", "2026-04-02T03:04:05Z")
    assert found.names == ("shop.example", "*.shop.example")
    assert found.problem == ""


def test_a_certificate_without_names_has_none() -> None:
    found = describe(encoded(certificate(())))
    assert (found.names, found.problem) == ((), "")


def test_of_many_names_the_first_are_shown() -> None:
    found = describe(encoded(certificate(tuple(f"h{n}.example" for n in range(100)))))
    assert len(found.names) == 20


def test_what_is_no_certificate_is_named_and_hashed() -> None:
    found = describe(encoded(b"not a certificate"))
    assert found.sha256 == hashlib.sha256(b"not a certificate").hexdigest()
    assert found.problem.startswith("ValueError")


def test_what_is_no_base64_is_named() -> None:
    assert describe("a").problem == "not base64"


def test_a_certificate_of_absurd_length_is_only_hashed() -> None:
    found = describe(encoded(bytes(MAX_CERTIFICATE_BYTES + 1)))
    assert found.problem == f"{MAX_CERTIFICATE_BYTES + 1} bytes"


@given(st.binary(max_size=300))
def test_no_bytes_raise(junk: bytes) -> None:
    assert describe(encoded(junk)).sha256


@pytest.mark.parametrize("at", range(4, 300, 7))
def test_a_certificate_with_a_changed_byte_never_raises(at: int) -> None:
    der = bytearray(certificate())
    der[at % len(der)] ^= 0xFF
    assert describe(encoded(bytes(der))).sha256 == hashlib.sha256(der).hexdigest()
