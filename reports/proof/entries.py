"""The entries of a bundle, its checkpoint and its maker, by the rules that a case is verified by.

Form, signatures, keys and roles are those of `evidence.keyset` and `evidence.entry`; that an entry
is part of the ledger is shown by its audit path under the signed checkpoint (RFC 6962).
"""

from collections.abc import Mapping

from ...evidence.acts import CaseOpen, KeyAdd
from ...evidence.checkpoints import MAX_CHECKPOINT_BYTES, origin_of
from ...evidence.entry import (
    ENTRY_DOMAIN,
    Entry,
    Signature,
    SignedEntry,
    read_leaf,
    signature_bytes,
)
from ...evidence.findings import Found
from ...evidence.records import Actor, KeyCard
from ...evidence.verification.ledger import LedgerFacts, misfits
from ...evidence.verification.run import SignerFacts
from ...evidence.verification.trust import Trust, check_keys, is_vouched
from ...hashes.canonical import NotCanonical, decode_record, encode_record
from ...hashes.checkpoint import NotACheckpoint, SignedCheckpoint, key_id, parse
from ...hashes.checkpoint import verify as verify_note
from ...hashes.merkle import leaf_hash, verify_consistency, verify_inclusion
from ...hashes.signatures import verify
from .answer import Answer, Fault
from .form import (
    CHECKPOINT_NAME,
    PROOF_DOMAIN,
    PROOF_NAME,
    SIGNATURE_NAME,
    EntryProof,
    Proof,
    entry_member,
)


class EntryCheck:
    """Checks the entries of a bundle and keeps them for the steps that follow."""

    def __init__(self, answer: Answer, proof: Proof, members: Mapping[str, bytes]) -> None:
        self.facts = LedgerFacts(case_id=proof.case)
        self.entries: dict[int, Entry] = {}
        """Entries that were read, by number."""
        self._answer = answer
        self._proof = proof
        self._members = members
        self._found = Found()
        self._head = _read_checkpoint(answer, members.get(CHECKPOINT_NAME, b""))

    def run(self, trust: Trust) -> None:
        """Check everything; entries in their order, for keys are admitted by entries."""
        answer, proof = self._answer, self._proof
        numbers = [one.seq for one in proof.entries]
        if numbers != sorted(set(numbers)):
            answer.add("E646", PROOF_NAME, "its entries are out of order")
            return
        for one in proof.entries:
            self._entry(one)
        self._checkpoint()
        self._maker()
        self._made()
        answer.is_trusted = bool(trust.keys)
        check_keys(trust, self.facts, self._found)
        self._kept(trust)
        answer.faults += [
            Fault(code=one.code, place=one.place, text=one.text) for one in self._found.listed
        ]
        answer.signers = tuple(
            SignerFacts(
                card=one.card,
                entries=self.facts.signers.get(one.card.id, 0),
                trusted=is_vouched(one.card.id, trust, self.facts),
            )
            for one in self.facts.keys.all()
        )

    def _entry(self, one: EntryProof) -> None:
        place, leaf = f"entry {one.seq}", self._members.get(entry_member(one.seq))
        if leaf is None:
            self._answer.add("E646", entry_member(one.seq), "it is missing")
            return
        self._included(place, one, leaf)
        try:
            signed = read_leaf(leaf)
        except NotCanonical as error:
            self._found.add("E211", place, reason=error)
        except ValueError as error:
            self._found.add("E210", place, reason=error)
        else:
            self._signed(place, one.seq, signed)

    def _included(self, place: str, one: EntryProof, leaf: bytes) -> None:
        if self._head is None:
            return
        head, audit = self._head.checkpoint, [bytes.fromhex(node) for node in one.audit]
        if not verify_inclusion(leaf_hash(leaf), one.seq, head.size, audit, head.root):
            self._answer.add("E648", place, "it is not in the ledger of the checkpoint")

    def _signed(self, place: str, seq: int, signed: SignedEntry) -> None:
        entry, facts = signed.entry, self.facts
        self.entries[seq] = entry
        if entry.seq != seq:
            self._found.add("E212", place, seq=entry.seq)
        if entry.case != self._proof.case:
            self._found.add("E214", place, case=entry.case)
        if isinstance(entry.act, CaseOpen) != (seq == 0):
            self._found.add("E218", place)
        for reason in misfits(entry):
            self._found.add("E324", place, reason=reason)
        for code, reason in facts.keys.objections(entry):
            self._found.add(code, place, reason=reason)
        facts.keys.follow(entry)
        if isinstance(entry.act, CaseOpen | KeyAdd):
            facts.admitted_by.setdefault(entry.act.key.id, entry.actor.key)
        if isinstance(entry.act, CaseOpen):
            self._answer.title, self._answer.number = entry.act.title, entry.act.number
        facts.signers[entry.actor.key] = facts.signers.get(entry.actor.key, 0) + 1
        self._signature(place, signed)

    def _signature(self, place: str, signed: SignedEntry) -> None:
        if len(signed.sigs) != 1 or signed.sigs[0].key != signed.entry.actor.key:
            self._found.add("E408", place, reason=f"signed by {signed.sigs[0].key}")
            return
        admission = self.facts.keys.get(signed.entry.actor.key)
        if admission is None:
            return  # the keys' own check names the reason
        message = encode_record(signed.entry)
        if not _is_signed(admission.card, signed.sigs[0], ENTRY_DOMAIN, message):
            self._found.add("E401", place)

    def _checkpoint(self) -> None:
        if self._head is None:
            return
        head, place = self._head.checkpoint, CHECKPOINT_NAME
        self._answer.entries, self._answer.root = head.size, head.root.hex()
        origin = origin_of(self._proof.case)
        if head.origin != origin:
            self._found.add("E417", place, origin=head.origin)
        signers = [
            bytes.fromhex(one.card.public)
            for one in self.facts.keys.all()
            if one.until is None or head.size - 1 < one.until
        ]
        lines = self._head.signatures
        known = (one for one in signers if key_id(origin, one) == lines[0].key_id)
        if len(lines) != 1 or not any(verify_note(self._head, origin, one) for one in known):
            self._found.add("E411", place)

    def _maker(self) -> None:
        """The bundle is signed by a key that the case admits and has, as far as is here, kept."""
        maker, add = self._proof.maker, self._answer.add
        admission = self.facts.keys.get(maker.key)
        if admission is None or admission.until is not None:
            add("E647", PROOF_NAME, f"its maker's key {maker.key[:8]} is not one of the case")
            return
        card = admission.card
        if maker != Actor(key=card.id, name=card.name, role=card.role, unit=card.unit):
            add("E647", PROOF_NAME, f"key {card.id[:8]} is held by {card.name}, {card.unit}")
        try:
            signature = decode_record(self._members[SIGNATURE_NAME], Signature)
        except (KeyError, ValueError) as error:
            add("E647", SIGNATURE_NAME, f"there is no signature: {error}")
            return
        message = self._members[PROOF_NAME]
        if signature.key != maker.key or not _is_signed(card, signature, PROOF_DOMAIN, message):
            add("E647", SIGNATURE_NAME, "the maker's signature does not verify")

    def _made(self) -> None:
        """The bundle is no older than what it holds, unless its maker says why it seems so."""
        made = self._proof.made
        newest = max(self.entries.values(), key=lambda one: one.time.utc, default=None)
        if newest is not None and made.utc < newest.time.utc and not made.step:
            reason = f"made {made.utc}, before entry {newest.seq}, {newest.time.utc}"
            self._answer.add("E647", PROOF_NAME, reason)

    def _kept(self, trust: Trust) -> None:
        """The ledger still begins with what the verifier's checkpoint covers."""
        if trust.checkpoint is None or self._head is None:
            return
        mine, head = trust.checkpoint.checkpoint, self._head.checkpoint
        place, told = "kept checkpoint", self._proof.kept
        self._answer.is_kept = True
        if mine.origin != origin_of(self._proof.case):
            self._found.add("E420", place, origin=mine.origin)
        elif mine.size == head.size:
            if mine.root != head.root:
                self._found.add("E422", place, size=mine.size)
        elif told is None or (told.size, told.root) != (mine.size, mine.root.hex()):
            self._answer.is_kept = False
            reason = f"it covers {mine.size:,} entries, the bundle's own {head.size:,}"
            self._answer.add("E650", place, reason)
        else:
            audit = [bytes.fromhex(node) for node in told.audit]
            if not verify_consistency(mine.size, head.size, mine.root, head.root, audit):
                self._found.add("E422", place, size=mine.size)
        publics = [bytes.fromhex(card.public) for card in trust.keys]
        note = trust.checkpoint
        if publics and not any(verify_note(note, mine.origin, one) for one in publics):
            self._found.add("E423", place)


def _is_signed(card: KeyCard, signature: Signature, domain: str, message: bytes) -> bool:
    try:
        raw = signature_bytes(signature)
    except ValueError:
        return False
    return verify(bytes.fromhex(card.public), raw, domain, message)


def _read_checkpoint(answer: Answer, note: bytes) -> SignedCheckpoint | None:
    try:
        return parse(note[: MAX_CHECKPOINT_BYTES + 1])
    except NotACheckpoint as error:
        answer.add("E646", CHECKPOINT_NAME, f"no checkpoint: {error}")
        return None
