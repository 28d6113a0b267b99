"""Checkpoints: signed tree heads, C2SP tlog-checkpoint in a C2SP signed-note with Ed25519.

    truyvet/0b0f4c1e-…            the origin: whose tree
    17                            its size
    CsUYapGGPo4dkMgIAUqom/Xaj…=   its root

    — Tran-Van-A Az3grlgtzPICa5OS8npVmf1Myq/5IZni…=

The signature covers the text up to and with the newline before the blank line. That text ends in a
newline and the canonical JSON we sign elsewhere never does, so neither passes for the other.
We write no extension lines and refuse notes that have them. Lines of keys and algorithms we do not
know are kept, not judged; time stamps and cosignatures of witnesses are not read here.
"""

import base64
import binascii
import hashlib
import unicodedata
from dataclasses import dataclass

from .signatures import SigningKey, verify_raw

MAX_NOTE_BYTES = 65_536  # guards memory; a note with 100 signatures takes a fifth of it
ROOT_BYTES = 32
KEY_ID_BYTES = 4
MAX_SIZE = 2**63 - 1  # signed 64 bit everywhere; 19 digits at most
ED25519 = b"\x01"  # signed-note's number of the plain Ed25519 signature

_MARK = "— "
_BREAKS = {"Cc", "Zl", "Zp"}  # Unicode categories: controls, line and paragraph separators


class NotACheckpoint(ValueError):
    """The bytes are no checkpoint note, or the fields cannot be written as one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """The head of a tree at one moment: what is signed."""

    origin: str
    """Whose tree: one line of text without control characters."""
    size: int
    """Number of leaves."""
    root: bytes
    """RFC 6962 root over them: 32 bytes."""

    def encode(self) -> bytes:
        """Return the note text, three lines. Raises ``NotACheckpoint`` for impossible fields."""
        if not self.origin:
            raise NotACheckpoint("the origin is empty")
        _refuse_controls(self.origin)
        if not 0 <= self.size <= MAX_SIZE:
            raise NotACheckpoint(f"a size is between 0 and 2^63-1, not {self.size}")
        if len(self.root) != ROOT_BYTES:
            raise NotACheckpoint(f"a root is {ROOT_BYTES} bytes, not {len(self.root)}")
        root = base64.b64encode(self.root).decode("ascii")
        return _utf8(f"{self.origin}\n{self.size}\n{root}\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteSignature:
    """One signature line of a note."""

    name: str
    """The key's name, as the signer gave it."""
    key_id: bytes
    """Four bytes that hint at the key; never trusted, always recomputed."""
    signature: bytes
    """Raw signature: 64 bytes for Ed25519, anything for other algorithms."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as read from a note, with all its signature lines in order."""

    checkpoint: Checkpoint
    signatures: tuple[NoteSignature, ...]


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes by which a note refers to the Ed25519 key ``public`` of ``name``."""
    return hashlib.sha256(_utf8(name) + b"\n" + ED25519 + public).digest()[:KEY_ID_BYTES]


def sign(checkpoint: Checkpoint, name: str, key: SigningKey) -> bytes:
    """Return the whole note: the checkpoint signed by ``key`` under ``name``."""
    text = checkpoint.encode()
    return text + b"\n" + signature_line(text, name, key)


def signature_line(text: bytes, name: str, key: SigningKey) -> bytes:
    """Return one signature line over a note's text, to end a note or to add to one.

    ``text`` ends in its newline. Raises ``NotACheckpoint`` for a name with spaces or plus signs.
    """
    _check_name(name)
    signed = key_id(name, key.public) + key.sign_raw(text)
    return _utf8(f"{_MARK}{name} {base64.b64encode(signed).decode('ascii')}\n")


def parse(note: bytes) -> SignedCheckpoint:
    """Read a note strictly; ``sign`` and this are inverse. Raises ``NotACheckpoint``.

    Nothing is verified: that is ``verify``, with a key from elsewhere.
    """
    if len(note) > MAX_NOTE_BYTES:
        raise NotACheckpoint(f"{len(note)} bytes are more than {MAX_NOTE_BYTES}")
    try:
        text = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotACheckpoint(f"not UTF-8 at byte {error.start}") from None
    body, blank, tail = text.partition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise NotACheckpoint("no blank line before the signatures, or no newline after them")
    lines = body.split("\n")
    if len(lines) != 3:
        raise NotACheckpoint(f"the text has {len(lines)} lines; we read origin, size and root")
    checkpoint = Checkpoint(origin=lines[0], size=_size(lines[1]), root=_base64(lines[2]))
    checkpoint.encode()  # applies the rules for fields
    return SignedCheckpoint(
        checkpoint=checkpoint,
        signatures=tuple(_signature(line) for line in tail[:-1].split("\n")),
    )


def verify(signed: SignedCheckpoint, name: str, public: bytes) -> bool:
    """Tell whether the key ``public`` called ``name`` signed the checkpoint.

    The key id is recomputed from both. False if there is no line of that key, or if any line that
    claims to be its does not hold: a note with a forged line beside a good one is not a good note.
    """
    wanted = (name, key_id(name, public))
    lines = [line for line in signed.signatures if (line.name, line.key_id) == wanted]
    text = signed.checkpoint.encode()
    return bool(lines) and all(verify_raw(public, line.signature, text) for line in lines)


def _size(digits: str) -> int:
    plain = digits.isascii() and digits.isdigit() and len(digits) <= len(str(MAX_SIZE))
    if not plain or str(int(digits)) != digits:
        raise NotACheckpoint("the size is not a decimal number without leading zeros")
    return int(digits)


def _signature(line: str) -> NoteSignature:
    name, space, encoded = line.removeprefix(_MARK).partition(" ")
    if not line.startswith(_MARK) or not space:
        raise NotACheckpoint("a signature line is '— NAME BASE64'")
    _check_name(name)
    signed = _base64(encoded)
    if len(signed) <= KEY_ID_BYTES:
        raise NotACheckpoint("a signature line holds a key id and a signature")
    return NoteSignature(name=name, key_id=signed[:KEY_ID_BYTES], signature=signed[KEY_ID_BYTES:])


def _check_name(name: str) -> None:
    _refuse_controls(name)
    if "+" in name or name.split() != [name]:
        raise NotACheckpoint("a key's name is not empty and has no spaces or plus signs")


def _refuse_controls(line: str) -> None:
    if line.isprintable():
        return  # none of the refused ones is: the quick answer for nearly every line
    if any(unicodedata.category(letter) in _BREAKS for letter in line):
        raise NotACheckpoint("control characters and line breaks have no place in a checkpoint")


def _base64(text: str) -> bytes:
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise NotACheckpoint("not standard base64") from None
    if base64.b64encode(content).decode("ascii") != text:  # bits after the end must be zero
        raise NotACheckpoint("not standard base64 in its one canonical form")
    return content


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise NotACheckpoint("a name holds a lone surrogate") from None
