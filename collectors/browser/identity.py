"""The certificate that the proxy shows to its own browser, new for every run.

One key and one certificate serve all hosts: the browser is told to take this very key
(`--ignore-certificate-errors-spki-list`) and asks no further. The key is never a trusted
authority of the computer and is gone when the run ends. Servers are verified elsewhere.
"""

import base64
import datetime
import hashlib
import os
import ssl
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

DAYS = 30
"""How long the certificate is good for; a collection may run for weeks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """What a browser is told to trust, and what it is met with."""

    context: ssl.SSLContext
    """Ends TLS connections of the browser; HTTP/1.1 only."""
    pin: str
    """SHA-256 of the public key (SubjectPublicKeyInfo, RFC 5280), in base64."""


def make_identity(folder: Path | None = None) -> Identity:
    """Make a key and a certificate for one run.

    The key stands for a moment in a private file below `folder`: OpenSSL takes it from nowhere
    else.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "truyvet recording proxy")])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=DAYS))
        .sign(key, SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    with tempfile.TemporaryDirectory(prefix="truyvet-", dir=folder) as place:
        file = os.path.join(place, "identity.pem")
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(private + certificate.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(file)
    return Identity(context=context, pin=base64.b64encode(hashlib.sha256(public).digest()).decode())
