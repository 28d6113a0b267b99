"""What a server's certificate says of itself (X.509, RFC 5280), for people.

It is hostile bytes, read by a library: whatever goes wrong there makes it unreadable, no error.
"""

import base64
import hashlib
import warnings
from dataclasses import dataclass

MAX_CERTIFICATE_BYTES = 64 << 10
"""Length from which a certificate is only hashed: real ones have some 2 kB."""
_SHOWN_NAMES = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """One certificate of a chain; texts are claims of whoever made it."""

    sha256: str
    """Fingerprint: SHA-256 of its DER bytes."""
    subject: str = ""
    """Whom it names (RFC 4514)."""
    issuer: str = ""
    """Who vouches for it."""
    serial: str = ""
    """Serial number, hexadecimal."""
    valid_from: str = ""
    """Begin of its validity, UTC."""
    valid_to: str = ""
    """End of its validity, UTC."""
    names: tuple[str, ...] = ()
    """Host names and addresses it is for, the first of them."""
    problem: str = ""
    """Why it could not be read, or not be read whole."""


def describe(encoded: str) -> Certificate:
    """Return what the certificate says; `encoded` is its DER in base64. Never raises."""
    try:
        der = base64.b64decode(encoded, validate=True)
    except ValueError:
        return Certificate(sha256="", problem="not base64")
    digest = hashlib.sha256(der).hexdigest()
    if len(der) > MAX_CERTIFICATE_BYTES:
        return Certificate(sha256=digest, problem=f"{len(der)} bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what hostile certificates do wrong
            return _read(der, digest)
    except Exception as error:  # noqa: BLE001 - a hostile certificate may break the library anywhere
        return Certificate(sha256=digest, problem=f"{type(error).__name__}: {error}"[:200])


def _read(der: bytes, digest: str) -> Certificate:
    from cryptography import x509

    found = x509.load_der_x509_certificate(der)
    names, problem = tuple[str, ...](), ""
    try:
        listed = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = tuple(str(one.value) for one in listed)[:_SHOWN_NAMES]
    except x509.ExtensionNotFound:
        pass
    except Exception as error:  # noqa: BLE001 - an extension may be broken where the rest is sound
        problem = f"its names: {type(error).__name__}: {error}"[:200]
    return Certificate(
        sha256=digest,
        subject=found.subject.rfc4514_string(),
        issuer=found.issuer.rfc4514_string(),
        serial=f"{found.serial_number:x}",
        valid_from=f"{found.not_valid_before_utc:%Y-%m-%dT%H:%M:%SZ}",
        valid_to=f"{found.not_valid_after_utc:%Y-%m-%dT%H:%M:%SZ}",
        names=names,
        problem=problem,
    )
