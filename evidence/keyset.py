"""Which keys a case has admitted, and what each role may do.

The one rule of who may sign what, used before appending and again when verifying.
"""

from dataclasses import dataclass

from ..hashes.signatures import key_id
from .acts import Act, CaseOpen, KeyAdd, KeyRevoke, type_of
from .entry import Entry
from .errors import TruyvetError
from .records import KeyCard

ROLES: dict[str, frozenset[str]] = {
    "investigator": frozenset(
        {
            "case.open",
            "key.add",
            "key.revoke",
            "collect",
            "scan",
            "tag",
            "note",
            "watch",
            "state",
            "retract",
            "decide",
            "attach",
            "inquire",
            "export",
            "ledger.repair",
        }
    ),
    "analyst": frozenset(
        {"scan", "tag", "note", "watch", "state", "retract", "decide", "inquire", "export"}
    ),
    "custodian": frozenset({"collect", "watch", "attach", "inquire", "export", "ledger.repair"}),
    "prosecutor": frozenset({"note", "inquire", "export"}),
}
"""Acts that each role may perform."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Admission:
    """A key and the span of the ledger in which it may sign."""

    card: KeyCard
    """The public part."""
    since: int
    """First entry that it may sign."""
    until: int | None
    """First entry that it may no longer sign; none while it is valid."""

    def covers(self, seq: int) -> bool:
        """Tell whether the key may sign entry `seq`."""
        return self.since <= seq and (self.until is None or seq < self.until)


class KeySet:
    """The keys of a case as its entries, read in order, admit and revoke them."""

    def __init__(self) -> None:
        self._admissions: dict[str, Admission] = {}
        self.changes = 0
        """How often a key was admitted or revoked."""

    def get(self, key: str) -> Admission | None:
        """Return the admission of the key with this id, revoked or not."""
        return self._admissions.get(key)

    def all(self) -> list[Admission]:
        """Return all admissions in the order in which they were made."""
        return list(self._admissions.values())

    def is_valid(self, key: str) -> bool:
        """Tell whether the key with this id is admitted and not revoked."""
        admission = self._admissions.get(key)
        return admission is not None and admission.until is None

    def require(self, card: KeyCard, act: str) -> None:
        """Raise `TruyvetError` E704 to E706 or E712 where `card` may not sign such an act."""
        admission = self._admissions.get(card.id)
        if admission is None:
            raise TruyvetError("E704", key=card.id[:8])
        if admission.until is not None:
            raise TruyvetError("E705", key=card.id[:8], seq=admission.until - 1)
        if admission.card != card:
            raise TruyvetError("E712")
        if act not in ROLES.get(admission.card.role, frozenset()):
            raise TruyvetError("E706", role=admission.card.role, act=act)

    def objections(self, entry: Entry) -> list[tuple[str, str]]:
        """Return why `entry` may not be signed by its actor, as (finding code, reason) pairs.

        Asks about the entry's own place in the ledger; call it before `follow`.
        """
        actor, act = entry.actor, entry.act
        admission = self._admissions.get(actor.key)
        if admission is None and isinstance(act, CaseOpen) and entry.seq == 0:
            admission = Admission(card=act.key, since=0, until=None)
        if admission is None or admission.card.id != actor.key:
            return [("E402", f"key {actor.key} was never admitted")]
        found = []
        if admission.until is not None and entry.seq >= admission.until:
            found.append(("E403", f"key {actor.key} was revoked at entry {admission.until - 1}"))
        card = admission.card
        if (card.name, card.role, card.unit) != (actor.name, actor.role, actor.unit):
            found.append(("E404", f"key {actor.key} is held by {card.name}, {card.unit}"))
        if type_of(act) not in ROLES.get(card.role, frozenset()):
            found.append(("E405", f"the role {card.role} may not do {type_of(act)}"))
        return found + self._objections_to_act(entry)

    def _objections_to_act(self, entry: Entry) -> list[tuple[str, str]]:
        act: Act = entry.act
        if isinstance(act, CaseOpen | KeyAdd):
            if key_id(bytes.fromhex(act.key.public)) != act.key.id:
                return [("E406", f"key id {act.key.id} is not the hash of its public key")]
            if act.key.id in self._admissions:
                return [("E407", f"key {act.key.id} was admitted before")]
        if isinstance(act, KeyRevoke):
            admission = self._admissions.get(act.key)
            if admission is None or admission.until is not None:
                return [("E407", f"key {act.key} is not there to be revoked")]
        return []

    def follow(self, entry: Entry) -> None:
        """Take in what `entry` says of keys; the first admission of an id stands."""
        act = entry.act
        if isinstance(act, CaseOpen | KeyAdd):
            since = entry.seq + (1 if isinstance(act, KeyAdd) else 0)
            admission = Admission(card=act.key, since=since, until=None)
            self._admissions.setdefault(act.key.id, admission)
            self.changes += 1
        elif isinstance(act, KeyRevoke):
            old = self._admissions.get(act.key)
            if old is not None and old.until is None:
                revoked = Admission(card=old.card, since=old.since, until=entry.seq + 1)
                self._admissions[act.key] = revoked
                self.changes += 1
