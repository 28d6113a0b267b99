"""What the verifier brings himself: keys he trusts, a checkpoint he kept (step 7 of verify.md).

Nothing of it is taken from the case.
"""

from dataclasses import dataclass

from ...hashes.checkpoint import NotACheckpoint, SignedCheckpoint, parse, verify
from ..checkpoints import origin_of
from ..errors import TruyvetError
from ..findings import Found
from ..records import KeyCard
from .ledger import LedgerFacts


@dataclass(frozen=True, kw_only=True, slots=True)
class Trust:
    """The verifier's own inputs."""

    keys: tuple[KeyCard, ...] = ()
    """Public keys he trusts."""
    checkpoint: SignedCheckpoint | None = None
    """A checkpoint he kept."""


def read_kept(note: bytes) -> SignedCheckpoint:
    """Parse a checkpoint file the verifier kept; `TruyvetError` E113 when it is none."""
    try:
        return parse(note)
    except NotACheckpoint as error:
        raise TruyvetError("E113", reason=error) from error


def check_keys(trust: Trust, facts: LedgerFacts, found: Found) -> None:
    """Every signer is trusted, or was admitted by one who is, under the name that he trusts."""
    if not trust.keys:
        return
    for key in facts.signers:
        if not is_vouched(key, trust, facts):
            found.add("E430", f"key {key[:8]}", key=key[:8])
    for card in trust.keys:
        admission = facts.keys.get(card.id)
        if admission is not None and admission.card != card:
            found.add("E431", f"key {card.id[:8]}", key=card.id[:8])


def is_vouched(key: str, trust: Trust, facts: LedgerFacts) -> bool:
    """Tell whether the verifier trusts this key, or one that admitted it, directly or not."""
    trusted = {card.id for card in trust.keys}
    seen = set[str]()
    while key not in trusted:
        if key in seen or key not in facts.admitted_by:
            return False
        seen.add(key)
        key = facts.admitted_by[key]
    return True


def check_kept(trust: Trust, facts: LedgerFacts, found: Found) -> None:
    """The ledger still begins with what the kept checkpoint covers."""
    if trust.checkpoint is None:
        return
    kept, place = trust.checkpoint.checkpoint, "kept checkpoint"
    origin = origin_of(facts.case_id)
    if kept.origin != origin:
        found.add("E420", place, origin=kept.origin)
    elif facts.kept_root is None:
        found.add("E421", place, size=kept.size, entries=facts.entries)
    elif facts.kept_root != kept.root:
        found.add("E422", place, size=kept.size)
    publics = [bytes.fromhex(card.public) for card in trust.keys]
    if publics and not any(verify(trust.checkpoint, kept.origin, public) for public in publics):
        found.add("E423", place)
