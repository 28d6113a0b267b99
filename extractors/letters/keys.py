"""DKIM signatures checked with given keys and no network (RFC 6376, RFC 8463).

A signature's own times (`t=`, `x=`) are not held against this computer's clock: evidence is old,
and a result must not change with the day of the scan.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...hashes.digest import sha256_hex
from .fields import Block, Buffer, Field

MAX_KEYS_BYTES = 16 << 20  # of the file of key records
MAX_MESSAGE_BYTES = 128 << 20  # a longer message is not canonicalized
MAX_SIGNATURES = 20  # of one message
_TAG = re.compile(rb"\s*([a-zA-Z][a-zA-Z0-9_]*)\s*=\s*([^;]*?)\s*(?:;|\Z)")
_RECORD = re.compile(r"^(\S+?)\.?\s+(?:[0-9]+\s+)?(?:IN\s+)?(?:TXT\s+)?(\S.*)$", re.IGNORECASE)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_BLANK = re.compile(rb"[ \t]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What came of checking one signature."""

    field: Field
    """The `DKIM-Signature` field."""
    domain: str
    """Who signs."""
    selector: str
    """Which key."""
    result: str
    """`pass`, `fail`, `no key`, `invalid`."""
    why: str
    """Words for `fail` and `invalid`."""


class Invalid(Exception):
    """A signature or key that is not as the standard has it."""


def read_keys(path: str) -> dict[str, str]:
    """Return key records by name, lower case: `selector._domainkey.domain TXT`, one a line.

    `#` and `;` begin remarks; a zone file's class, lifetime and quotes are understood.
    """
    with Path(path).open("rb") as file:
        text = file.read(MAX_KEYS_BYTES).decode("utf-8", "replace")
    keys = {}
    for line in text.splitlines():
        found = None if line.lstrip().startswith(("#", ";")) else _RECORD.match(line.strip())
        if found:
            parts = _QUOTED.findall(found[2])
            keys[found[1].lower()] = "".join(parts) if parts else found[2]
    return keys


def fingerprint(path: str) -> str:
    """Return the SHA-256 of a file of keys; `none` where none is named or it cannot be read."""
    try:
        return sha256_hex(Path(path).read_bytes()) if path else "none"
    except OSError:
        return "none"


def verdicts(buffer: Buffer, block: Block, end: int, keys: Mapping[str, str]) -> list[Verdict]:
    """Check each signature of the message whose header is `block` and whose body ends at `end`."""
    signatures = [field for field in block.fields if field.name == "dkim-signature"]
    found = []
    for field in signatures[:MAX_SIGNATURES]:
        tags = _tags(field.value)
        domain, selector = _word(tags, b"d"), _word(tags, b"s")
        result, why = "pass", ""
        record = keys.get(f"{selector}._domainkey.{domain}".lower())
        try:
            if record is None:
                result = "no key"
            else:
                body = buffer[block.end : end]
                _check(block, field, tags, body, _tags(record.encode("utf-8", "replace")))
        except Invalid as error:
            result, why = "invalid", str(error)
        except Failed as error:
            result, why = "fail", str(error)
        found.append(Verdict(field=field, domain=domain, selector=selector, result=result, why=why))
    return found


class Failed(Exception):
    """A signature that does not fit the message."""


def _tags(value: bytes) -> dict[bytes, bytes]:
    return {found[1]: found[2] for found in _TAG.finditer(value)}


def _word(tags: Mapping[bytes, bytes], name: bytes) -> str:
    return b"".join(tags.get(name, b"").split()).decode("utf-8", "replace")


def _check(
    block: Block,
    field: Field,
    tags: Mapping[bytes, bytes],
    body: bytes,
    record: Mapping[bytes, bytes],
) -> None:
    """Raise `Failed` or `Invalid` unless the signature holds."""
    names = _word(tags, b"h").lower().split(":")
    if "from" not in names:
        raise Invalid("it does not sign who wrote the message")
    algorithm, _, digest = _word(tags, b"a").lower().partition("-")
    if algorithm not in ("rsa", "ed25519") or digest not in ("sha256", "sha1"):
        raise Invalid("unknown algorithm")
    if not record.get(b"p", b"").strip():
        raise Failed("the key is revoked")
    headers, _, bodies = (_word(tags, b"c").lower() or "simple/simple").partition("/")
    plain = _body(_crlf(body), relaxed=bodies == "relaxed")
    length = _word(tags, b"l")
    if length.isdecimal():
        plain = plain[: int(length[:18])]
    if hashlib.new(digest, plain, usedforsecurity=False).digest() != _decoded(tags, b"bh"):
        raise Failed("the body was changed")
    signed = _signed(block, field, names, headers == "relaxed")
    _verify(algorithm, digest, _decoded(record, b"p"), _decoded(tags, b"b"), signed)


def _decoded(tags: Mapping[bytes, bytes], name: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(tags.get(name, b"").split()), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(f"{name.decode()}= is no base64") from None


def _crlf(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _body(body: bytes, *, relaxed: bool) -> bytes:
    """Return the body canonicalized (RFC 6376, sections 3.4.3 and 3.4.4)."""
    if relaxed:
        lines = (_BLANK.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n"))
        body = b"\r\n".join(lines)
    end = len(body)
    while end >= 2 and body[end - 2 : end] == b"\r\n":
        end -= 2
    return body[:end] + b"\r\n" if end or not relaxed else b""


def _header(name: bytes, value: bytes, *, relaxed: bool) -> bytes:
    """Return a field canonicalized (RFC 6376, sections 3.4.1 and 3.4.2), without its end."""
    if not relaxed:
        return name + _crlf(value)
    unfolded = _crlf(value).replace(b"\r\n", b"")
    return name.split(b":")[0].strip().lower() + b":" + _BLANK.sub(b" ", unfolded).strip(b" ")


def _signed(block: Block, field: Field, names: list[str], relaxed: bool) -> bytes:
    """Return what the signature is over: the named fields from the bottom up, then itself."""
    left: dict[str, list[Field]] = {}
    for one in block.fields:
        left.setdefault(one.name, []).append(one)
    lines = []
    for name in names:
        stack = left.get(name.strip())
        if stack:
            one = stack.pop()
            lines.append(_header(one.label, one.value, relaxed=relaxed) + b"\r\n")
    bare = re.sub(rb"((?:\A|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*", rb"\1", field.value, count=1)
    lines.append(_header(field.label, bare, relaxed=relaxed))
    return b"".join(lines)


def _verify(algorithm: str, digest: str, key: bytes, signature: bytes, signed: bytes) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

    try:
        if algorithm == "ed25519":
            public = ed25519.Ed25519PublicKey.from_public_bytes(key)
            public.verify(signature, hashlib.sha256(signed).digest())
            return
        loaded: Any = serialization.load_der_public_key(key)
        if not isinstance(loaded, rsa.RSAPublicKey):
            raise Invalid("the key is not of the algorithm")
        kind = hashes.SHA256() if digest == "sha256" else hashes.SHA1()  # noqa: S303 - as signed
        loaded.verify(signature, signed, padding.PKCS1v15(), kind)
    except InvalidSignature:
        raise Failed("the signature is not of this header") from None
    except (ValueError, UnsupportedAlgorithm):
        raise Invalid("the key cannot be read") from None
