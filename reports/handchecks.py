"""Shell lines that check a case without truyvet: sha256sum, openssl, GNU find, jq, no more.

Every value in them is hexadecimal, base64 or a number that was checked before, so that nothing a
case says can end up as a command. Nothing is written into the case's folder.
"""

import base64
from collections.abc import Iterable

from ..evidence.checkpoints import CHECKPOINTS_NAME, origin_of
from ..evidence.ledger import LEDGER_NAME
from ..evidence.records import KeyCard
from ..hashes.checkpoint import SignedCheckpoint, key_id, verify
from .document import Act, Collection, HandCheck
from .examination import Listing, ScanRun

_SPKI = bytes.fromhex("302a300506032b6570032100")
"""What stands before an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410)."""


def hand_checks(
    case: str,
    acts: tuple[Act, ...],
    collections: tuple[Collection, ...],
    scans: tuple[ScanRun, ...],
    note: SignedCheckpoint | None,
    cards: Iterable[KeyCard],
) -> tuple[HandCheck, ...]:
    """Return the checks that fit this case."""
    checks = [
        HandCheck(
            code="objects",
            lines=("find objects -type f -printf '%f  %p\\n' | sha256sum --check --quiet",),
            expected="",
        )
    ]
    checks += [_manifest(one) for one in collections[:1] if one.manifest]
    checks += [_outcomes(one.outcomes) for one in scans[-1:] if one.outcomes.sha256]
    checks += [_link(act) for act in acts[-1:]]
    signer = _signer(case, note, cards) if note is not None else None
    if note is not None and signer is not None:
        checks.append(_checkpoint(note.checkpoint.size, signer))
    return tuple(checks)


def _manifest(collection: Collection) -> HandCheck:
    path = f"objects/{collection.manifest[:2]}/{collection.manifest}"
    lines: tuple[str, ...] = (f"sha256sum {path}",)
    stored = next((item for item in collection.items if item.sha256), None)
    if stored is not None:
        number = int(stored.name.partition(".")[2]) + 1
        lines += (f"sed -n {number}p {path}",)
    return HandCheck(code="manifest", lines=lines, expected=f"{collection.manifest}  {path}")


def _outcomes(outcomes: Listing) -> HandCheck:
    path = f"objects/{outcomes.sha256[:2]}/{outcomes.sha256}"
    # Of every examination its status: full, or what fell short, each with its number.
    statuses = "jq -r '.outcomes[]?.status, (.not_applicable[]? | \"not_applicable\")'"
    lines = (
        f"sha256sum {path}",
        f"wc -l < {path}",
        f"{statuses} {path} | sort | uniq -c",
    )
    return HandCheck(code="outcomes", lines=lines, expected=f"{outcomes.sha256}  {path}")


def _link(act: Act) -> HandCheck:
    line = f"sed -n {act.seq + 1}p {LEDGER_NAME} | tr -d '\\n' | sha256sum"
    return HandCheck(code="link", lines=(line,), expected=f"{act.sha256}  -")


def _signer(case: str, note: SignedCheckpoint, cards: Iterable[KeyCard]) -> bytes | None:
    """Return the public key that signed the checkpoint, if the case knows it."""
    origin = origin_of(case)
    if note.checkpoint.origin != origin or len(note.signatures) != 1:
        return None
    for card in cards:
        public = bytes.fromhex(card.public)
        known = key_id(origin, public) == note.signatures[0].key_id
        if known and verify(note, origin, public):
            return public
    return None


def _checkpoint(size: int, public: bytes) -> HandCheck:
    path = f"{CHECKPOINTS_NAME}/{size}"
    pem = base64.b64encode(_SPKI + public).decode()
    begin, end = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"
    return HandCheck(
        code="checkpoint",
        lines=(
            "t=$(mktemp -d)",
            f'head -n 3 {path} > "$t/body"',
            f"tail -n 1 {path} | cut -d ' ' -f 3 | base64 -d | tail -c 64 > \"$t/sig\"",
            f"printf -- '{begin}\\n%s\\n{end}\\n' {pem} > \"$t/key\"",
            'openssl pkeyutl -verify -pubin -inkey "$t/key" -rawin -in "$t/body" -sigfile "$t/sig"',
        ),
        expected="Signature Verified Successfully",
    )
