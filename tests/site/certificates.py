"""The site's own certificate authority: a root, an intermediate, and leaves good and bad.

Made anew in each test process, with keys on P-256; nothing of it is kept but in a folder of the
test.
"""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOSTS = ("localhost", "*.localhost", "site.test", "*.site.test", "xn--la-o-2ta98k.test")
"""Names that good certificates are for, beside 127.0.0.1 and ::1."""
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A certificate with its key, and what stands above it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    above: "Issued | None" = None
    """Who signed it; none for a self-signed one."""

    @property
    def der(self) -> bytes:
        """The certificate as servers send it."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def pem(self, *chain: "Issued") -> bytes:
        """Return key and certificate, then those of `chain`, as OpenSSL reads them."""
        form = serialization.PrivateFormat.PKCS8
        key = self.key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        certificates = (one.certificate for one in (self, *chain))
        return key + b"".join(c.public_bytes(serialization.Encoding.PEM) for c in certificates)


def issue(
    name: str,
    above: Issued | None,
    *,
    hosts: tuple[str, ...] = (),
    authority: bool = False,
    begin: timedelta = -DAY,
    end: timedelta = 30 * DAY,
) -> Issued:
    """Issue a certificate for hosts (names or addresses), valid between now+begin and now+end."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC).replace(microsecond=0)
    building = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.certificate.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begin)
        .not_valid_after(now + end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    signer = above.key if above else key
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    building = building.add_extension(identifier, critical=False)
    if authority:
        building = building.add_extension(
            x509.KeyUsage(
                digital_signature=True,
                key_cert_sign=True,
                crl_sign=True,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    if hosts:
        named = x509.SubjectAlternativeName(list(map(_general, hosts)))
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        building = building.add_extension(named, critical=False)
        building = building.add_extension(usage, critical=False)
    return Issued(certificate=building.sign(signer, hashes.SHA256()), key=key, above=above)


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


@lru_cache(maxsize=1)
def authority() -> Issued:
    """Return the root that clients are told to trust."""
    return issue("Site Root", None, authority=True)


@lru_cache(maxsize=1)
def intermediate() -> Issued:
    """Return what signs the leaves; servers send it along."""
    return issue("Site Intermediate", authority(), authority=True)


@cache
def leaf(kind: str) -> Issued:
    """Return the leaf of a kind: `good`, `expired`, `self-signed`, `wrong-host`, `not-yet`."""
    hosts = ("127.0.0.1", "::1", *HOSTS)
    if kind == "self-signed":
        return issue("localhost", None, hosts=hosts)
    if kind == "expired":
        return issue("localhost", intermediate(), hosts=hosts, begin=-9 * DAY, end=-2 * DAY)
    if kind == "not-yet":
        return issue("localhost", intermediate(), hosts=hosts, begin=2 * DAY)
    if kind == "wrong-host":
        return issue("elsewhere", intermediate(), hosts=("elsewhere.test", "192.0.2.1"))
    return issue("localhost", intermediate(), hosts=hosts)


def write(folder: Path) -> Path:
    """Write the root's certificate, the file that clients are given; return its path."""
    file = folder / "site-root.pem"
    file.write_bytes(authority().certificate.public_bytes(serialization.Encoding.PEM))
    return file
