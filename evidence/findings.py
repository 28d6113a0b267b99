"""Findings: what a verifier can find in a case, each with a stable code.

Every code is anchored in docs/spec/errors.md and has a case in tests/vectors that shows it.
Words in other languages are keyed by the same codes in the reports.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a finding means for the verdict."""

    INVALID = "invalid"
    """The case says something that is not so."""
    INCOMPLETE = "incomplete"
    """Something that is needed to prove the case is missing or was not looked at."""
    NOTICE = "notice"
    """Worth knowing; the verdict does not change."""


class Verdict(StrEnum):
    """The answer of a verification."""

    VALID = "VALID"
    INVALID = "INVALID"
    INCOMPLETE = "INCOMPLETE"


_INVALID, _INCOMPLETE, _NOTICE = Severity.INVALID, Severity.INCOMPLETE, Severity.NOTICE

FINDINGS: dict[str, tuple[Severity, str]] = {
    "E210": (_INVALID, "the line is not an entry: {reason}"),
    "E211": (_INVALID, "the line is not in its canonical form: {reason}"),
    "E212": (_INVALID, "the entry says it is number {seq}"),
    "E213": (_INVALID, "the entry does not follow the one before it (prev)"),
    "E214": (_INVALID, "the entry belongs to case {case}"),
    "E215": (_INCOMPLETE, "the ledger ends in a half-written line of {size} bytes"),
    "E216": (_INVALID, "the entry's time {utc} lies before the entry that precedes it"),
    "E217": (_INVALID, "the ledger has no entry"),
    "E218": (_INVALID, "a case is opened by its first entry and by no other"),
    "E310": (_INCOMPLETE, "the object is missing"),
    "E311": (_INVALID, "the object's bytes do not hash to its name"),
    "E312": (_INVALID, "the object is {size} bytes long, the case says {expected}"),
    "E313": (_INVALID, "no entry and no manifest names this object"),
    "E314": (_INVALID, "this is not an object: {reason}"),
    "E315": (_INVALID, "the line is not what its list holds: {reason}"),
    "E316": (_INVALID, "the list has {count} lines, its entry says {expected}"),
    "E317": (_INVALID, "the list's Merkle root is not the one in its entry"),
    "E318": (_INVALID, "the item says it is number {n}"),
    "E319": (_INCOMPLETE, "the object cannot be read: {reason}"),
    "E320": (_INVALID, "the entry's totals are not those of its lists: {fields}"),
    "E321": (_INVALID, "the entry names no manifest, or more than one"),
    "E322": (_INVALID, "the same object has two lengths in this case"),
    "E323": (_INVALID, "no item {name} with this id and these bytes was there before"),
    "E324": (_INVALID, "the act does not fit its entry: {reason}"),
    "E325": (_INCOMPLETE, "{count} objects may be of a manifest that is missing"),
    "E326": (_INVALID, "no statement and no observation {name} was there before"),
    "E327": (_INVALID, "entry {seq} is no earlier decision that this could speak of"),
    "E401": (_INVALID, "the signature does not verify"),
    "E402": (_INVALID, "{reason}"),
    "E403": (_INVALID, "{reason}"),
    "E404": (_INVALID, "the entry names another person than the key's card: {reason}"),
    "E405": (_INVALID, "{reason}"),
    "E406": (_INVALID, "{reason}"),
    "E407": (_INVALID, "{reason}"),
    "E408": (_INVALID, "the signature is not the actor's, or malformed: {reason}"),
    "E410": (_INVALID, "this is not a checkpoint: {reason}"),
    "E411": (_INVALID, "no key of this case has signed the checkpoint"),
    "E412": (_INVALID, "the checkpoint's root is not that of the ledger's first {size} entries"),
    "E413": (_INVALID, "the checkpoint covers {size} entries, the ledger has {entries}"),
    "E414": (_INCOMPLETE, "an entry names this checkpoint, and it is missing"),
    "E415": (_INVALID, "an entry names this checkpoint with other bytes"),
    "E416": (_INCOMPLETE, "no checkpoint covers the newest {count} entries"),
    "E417": (_INVALID, "the checkpoint belongs to {origin}"),
    "E418": (_INVALID, "no entry names this checkpoint"),
    "E420": (_INVALID, "the checkpoint you kept belongs to {origin}"),
    "E421": (_INVALID, "the checkpoint you kept covers {size} entries, the ledger has {entries}"),
    "E422": (_INVALID, "the first {size} entries are not those of the checkpoint you kept"),
    "E423": (_INCOMPLETE, "no key that you trust has signed the checkpoint you kept"),
    "E430": (_INVALID, "key {key} is none you trust, nor admitted by one"),
    "E431": (_INVALID, "the case calls the holder of key {key} other than the card you trust"),
    "E610": (_INVALID, "this file does not belong to a case"),
    "E611": (_INVALID, "a case holds only plain files and folders; this is a {kind}"),
    "E612": (_INCOMPLETE, "this belongs to no collection under way and to no repair"),
    "E620": (_INVALID, "the index says something else than the ledger (table {table})"),
    "E621": (_INVALID, "the index cannot be used: {reason}"),
    "E630": (_INCOMPLETE, "the bytes of {count} objects were not read (--fast)"),
    "E631": (_INCOMPLETE, "{path} cannot be read: {reason}"),
    "W101": (_NOTICE, "{what} is unfinished; nothing of it is proved yet"),
    "W102": (_NOTICE, "{count} objects wait for what is unfinished"),
    "W103": (_NOTICE, "the clock was set back, as the entry itself says: {reason}"),
    "W104": (_NOTICE, "the index is missing or behind the ledger; it is no evidence"),
    "W106": (
        _NOTICE,
        "an interrupted act left this; it is no evidence, and the next act removes it",
    ),
    "W105": (_NOTICE, "the newest entry waits for its checkpoint; its collection was interrupted"),
}

UNPROVED: dict[str, str] = {
    # What a verdict does not speak of, by code.
    "P1": "that the sources were what they seemed: nothing proves what happened before hashing",
    "P2": "when the acts took place: times are those of the recording computer's clock",
    "P3": "that no later entries were cut off, and nothing was rewritten by who holds the keys: "
    "give a checkpoint you kept, with --checkpoint",
    "P4": "who the signers are: their names rest on the case itself; "
    "give public keys you trust, with --key",
    "P5": "what the unfinished collections hold",
}

MAX_LISTED = 1_000
"""Findings of one code that are listed one by one; the rest are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was found."""

    code: str
    """A key of `FINDINGS`."""
    place: str
    """Where, such as `entry 3` or `objects/ab/ab…`."""
    text: str
    """What, in English."""
    items: tuple[str, ...] = ()
    """Items that consist of the object it speaks of, as `2.17 path`; the first few."""

    @property
    def severity(self) -> Severity:
        """What it means for the verdict."""
        return FINDINGS[self.code][0]


def finding(code: str, place: str, /, **facts: object) -> Finding:
    """Make a finding with the words of its code."""
    return Finding(code=code, place=place, text=FINDINGS[code][1].format(**facts))


class Found:
    """Gathers findings: all are counted, the first of each code are listed."""

    def __init__(self) -> None:
        self.listed: list[Finding] = []
        self.counts: Counter[str] = Counter()

    def add(self, code: str, place: str, /, **facts: object) -> None:
        """Add one finding."""
        self.take(finding(code, place, **facts))

    def take(self, one: Finding) -> None:
        """Add a finding that was made elsewhere."""
        self.counts[one.code] += 1
        if self.counts[one.code] <= MAX_LISTED:
            self.listed.append(one)

    def verdict(self) -> Verdict:
        """Return what the findings amount to."""
        severities = {FINDINGS[code][0] for code in self.counts}
        if Severity.INVALID in severities:
            return Verdict.INVALID
        return Verdict.INCOMPLETE if Severity.INCOMPLETE in severities else Verdict.VALID
