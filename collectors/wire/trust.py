"""TLS: whom to trust, and what a handshake agreed on, from the very connection it was made on.

Sources: RFC 8446 section 4.4.2 and RFC 5246 section 7.4.2 (Certificate message). OpenSSL alone
checks chain, dates and names; a certificate it refuses is recorded from the message that bore it,
so that no second connection (which another machine may answer) is needed to know it.
"""

import base64
import os
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import certifi

from ...evidence.errors import TruyvetError
from ...evidence.web.capture import Tls
from .hosts import literal_of

if TYPE_CHECKING:
    from urllib3.util.ssltransport import SSLTransport

Channel: TypeAlias = "socket.socket | ssl.SSLSocket | SSLTransport"
"""What bytes go over: plain, TLS, or TLS inside the TLS to a proxy."""

ENVIRONMENT = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""Where a file of trusted authorities may be named, the first that is set wins."""
_HANDSHAKE, _CERTIFICATE = 22, 11
_LEGACY_SERVERS = 4
"""SSL_OP_LEGACY_SERVER_CONNECT; the standard library names it from 3.12."""
_NO_COMPRESSED_CERTIFICATES = 1 << 33
"""SSL_OP_NO_RX_CERTIFICATE_COMPRESSION of OpenSSL 3.2: what is recorded is not deflated."""


def named_authorities() -> str:
    """Return the file or folder of authorities that the environment names; empty for none.

    What a run trusts belongs into its settings (`WebSettings.authorities`).
    """
    return next(filter(None, map(os.environ.get, ENVIRONMENT)), "")


class Untrusted(OSError):
    """OpenSSL does not trust the certificate; nothing was sent to that server."""

    def __init__(self, reason: str, tls: Tls) -> None:
        super().__init__(reason)
        self.reason = reason
        self.tls = tls


class Broken(OSError):
    """No handshake came about; its text says why."""


class Trust:
    """Makes handshakes; belongs to one thread.

    `bundle` is a file or folder of authorities (PEM); without one, what the environment names,
    else the system's store, else certifi's. Raises `TruyvetError` E526 when it cannot be read.
    """

    def __init__(self, bundle: str = "") -> None:
        self._bundle = bundle or named_authorities()
        self._verifying: ssl.SSLContext | None = None
        self._lenient: ssl.SSLContext | None = None
        self._message = b""
        if self._bundle:
            _look_into(self._bundle)

    def secure(self, plain: Channel, host: str, *, verify: bool) -> tuple[Channel, Tls]:
        """Shake hands over a connection; `plain` belongs to the result then, or is closed.

        The time it may take is the one set on `plain`. Raises `Untrusted` (only with `verify`),
        `Broken`, `TimeoutError`.
        """
        context = self._context(verify)
        self._message = b""
        channel: Channel = plain
        try:
            if isinstance(plain, socket.socket) and not isinstance(plain, ssl.SSLSocket):
                wrapped = context.wrap_socket(
                    plain,
                    server_hostname=host,
                    do_handshake_on_connect=False,
                    suppress_ragged_eofs=False,
                )
                channel = wrapped
                wrapped.do_handshake()
                return wrapped, self._facts(wrapped, host, verify)
            from urllib3.util.ssltransport import SSLTransport

            inner = SSLTransport(plain, context, host, suppress_ragged_eofs=False)  # type: ignore[arg-type]
            return inner, self._facts(inner, host, verify)
        except ssl.SSLCertVerificationError as error:
            channel.close()
            reason = "certificate: " + error.verify_message.rstrip(".")
            raise Untrusted(reason, self._refused(channel, host, reason)) from None
        except TimeoutError:
            channel.close()
            raise
        except (OSError, ValueError) as error:
            channel.close()
            raise Broken(reason_of(error)) from None

    def _context(self, verify: bool) -> ssl.SSLContext:
        if verify:
            if self._verifying is None:
                self._verifying = _context(self._keep)
                _load(self._verifying, self._bundle)
            return self._verifying
        if self._lenient is None:
            self._lenient = _context(self._keep)
            self._lenient.check_hostname = False
            self._lenient.verify_mode = ssl.CERT_NONE
            # What is not trusted anyway may be old as well: the record tells version and cipher.
            self._lenient.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            self._lenient.set_ciphers("ALL:!aNULL:!eNULL:@SECLEVEL=0")
            self._lenient.options |= _LEGACY_SERVERS
        return self._lenient

    def _keep(
        self, _: object, direction: str, version: int, content: int, kind: int, message: bytes
    ) -> None:
        """OpenSSL's message callback: called when the chain has come, before it is judged."""
        if direction == "read" and content == _HANDSHAKE and kind == _CERTIFICATE:
            self._message = message

    def _facts(self, channel: "ssl.SSLSocket | SSLTransport", host: str, verified: bool) -> Tls:
        cipher = channel.cipher()
        return Tls(
            alpn=channel.selected_alpn_protocol() or "",
            chain=_base64(chain_of(self._message) or _chain_by_api(channel)),
            cipher=str(cipher[0]) if cipher else "",
            sni="" if literal_of(host) else host,
            verified=verified,
            version=channel.version() or "",
        )

    def _refused(self, channel: Channel, host: str, reason: str) -> Tls:
        version = channel.version() if isinstance(channel, ssl.SSLSocket) else None
        return Tls(
            chain=_base64(chain_of(self._message)),
            error=reason,
            sni="" if literal_of(host) else host,
            verified=False,
            version=version or "",
        )


def _context(keep: Callable[..., None]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols(["http/1.1"])
    context.options |= _NO_COMPRESSED_CERTIFICATES
    # A hook for debugging, in CPython since 3.8; without it only refused chains go unrecorded.
    if hasattr(context, "_msg_callback"):
        context._msg_callback = keep
    return context


def _load(context: ssl.SSLContext, bundle: str) -> None:
    try:
        if bundle:
            folder = os.path.isdir(bundle)
            context.load_verify_locations(None if folder else bundle, bundle if folder else None)
            return
        paths = ssl.get_default_verify_paths()
        context.load_default_certs()
        if not paths.cafile and not _any_in(paths.capath):
            context.load_verify_locations(certifi.where())
    except OSError as error:
        raise TruyvetError("E526", path=bundle or "the system's", reason=reason_of(error)) from None


def _look_into(bundle: str) -> None:
    """Find out at once what OpenSSL would say in the middle of a run."""
    try:
        if os.path.isdir(bundle) or b"-----BEGIN" in Path(bundle).read_bytes():
            return
        reason = "no certificate in it"
    except OSError as error:
        reason = error.strerror or "unreadable"
    raise TruyvetError("E526", path=bundle, reason=reason)


def _any_in(folder: str | None) -> bool:
    return bool(folder) and any(Path(str(folder)).glob("*.0"))


def chain_of(message: bytes) -> list[bytes]:
    """Return the certificates (DER) of a TLS Certificate message; of a malformed one, none.

    All of them: OpenSSL takes no message of more than 100 KiB (SSL_MAX_CERT_LIST_DEFAULT).
    """
    body = message[4:]
    modern = len(body) > 3 and body[0] == 0 and int.from_bytes(body[1:4], "big") == len(body) - 4
    at = 4 if modern else 3
    found: list[bytes] = []
    while at + 3 <= len(body):
        size = int.from_bytes(body[at : at + 3], "big")
        if at + 3 + size > len(body):
            return []
        found.append(body[at + 3 : at + 3 + size])
        at += 3 + size
        if modern:  # each is followed by its extensions
            at += 2 + int.from_bytes(body[at : at + 2], "big")
    return found


def _chain_by_api(channel: "ssl.SSLSocket | SSLTransport") -> list[bytes]:
    inside: Any = channel if isinstance(channel, ssl.SSLSocket) else channel.sslobj
    if hasattr(inside, "get_unverified_chain"):  # public from Python 3.13
        return [bytes(one) for one in inside.get_unverified_chain()]
    raw = getattr(inside, "_sslobj", None)
    return [bytes(one.public_bytes(2)) for one in raw.get_unverified_chain() or ()] if raw else []


def _base64(chain: list[bytes]) -> tuple[str, ...]:
    return tuple(base64.b64encode(one).decode("ascii") for one in chain)


def reason_of(error: Exception) -> str:
    """Return the stable part of a TLS error, such as `TLS: wrong version number`."""
    if isinstance(error, ssl.SSLEOFError | ConnectionError):
        return "TLS: closed during the handshake"
    if isinstance(error, ssl.SSLError):
        words = (error.reason or "not understood").replace("_", " ").lower()
        return "TLS: " + words
    if isinstance(error, OSError):
        return f"TLS: {(error.strerror or 'failed').lower()}"
    return "TLS: the host's name cannot be asked for"
