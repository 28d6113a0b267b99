"""The custody report as a value: what it says, without a language and without a look.

Built by `custody.py` from a case and its verification; every format renders this and nothing
else. Words are codes (`act.collect`, `S3`), so that each language has its own table for them.
"""

from dataclasses import dataclass
from typing import Literal

from ..evidence.acts import SourcePath, Totals
from ..evidence.findings import Finding, Verdict
from ..evidence.item import Problem
from ..evidence.records import Actor, KeyCard, Moment
from .examination import Attention, Examination, ManifestState, Mark

Form = Literal["text", "count", "size", "hash", "code"]
"""How a fact is to be written: foreign text, a number, a length in bytes, hexadecimal, a code."""
State = Literal["held", "broken", "open"]
"""Of a statement: it holds, it does not, or it could not be looked at."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One named fact of an act."""

    code: str
    """Its name, by code."""
    value: str | int
    """What it is."""
    form: Form = "text"
    """How it is to be written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One entry of the ledger."""

    seq: int
    """Its number."""
    sha256: str
    """Hash of its line without the line end: `prev` of the next entry."""
    time: Moment
    """When."""
    actor: Actor
    """Who."""
    type: str
    """What was done, such as `case.open`."""
    purpose: str
    """Why, in the officer's words; empty where he gave none."""
    authority: str
    """Legal ground; empty where he gave none."""
    note: str
    """The officer's note; empty where he gave none."""
    facts: tuple[Fact, ...]
    """What it covers."""
    tool: str
    """With what program, on which computer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside:
    """Where an item stands that was found inside another."""

    parent: str
    """Short name of the item it was found in; empty where no list has that one."""
    step: str
    """The step that leads to it from there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exhibit:
    """One item, as one row."""

    name: str
    """Short name, such as `1.17`."""
    path: str
    """Path below its source."""
    path_bytes: str
    """The raw path in hexadecimal, only where it is not UTF-8."""
    source: int
    """Which source of its collection, from 0."""
    kind: str
    """What it was: file, directory, symlink …"""
    target: str
    """Where a symbolic link points."""
    size: int | None
    """Length in bytes."""
    sha256: str | None
    """Hash of its bytes, if they were stored."""
    modified: str | None
    """Last modification, UTC."""
    problem: Problem | None
    """What went wrong, if anything."""
    unverified: bool
    """Whether anything in it came from a server whose certificate is not to be trusted."""
    exports: tuple[int, ...]
    """Entries that record a copy of it leaving the case."""
    findings: tuple[str, ...]
    """Codes of the findings, of those that are listed, about the object of its bytes."""
    inside: Inside | None
    """Where it stands, if it was found inside another."""
    flags: tuple[tuple[str, int], ...]
    """(flag, number of observations) of what asks for attention in it."""
    tags: tuple[Mark, ...]
    """Tags of it and of observations in it."""
    notes: tuple[Mark, ...]
    """Notes of it and of observations in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Collection:
    """One collection and the rows of its items that are listed."""

    seq: int
    """Entry that records it."""
    id: str
    """Its random id."""
    collector: str
    """Which collector."""
    time: Moment
    """When it was recorded."""
    sources: tuple[SourcePath, ...]
    """Where the items come from, as far as the entry lists them."""
    source_count: int
    """Number of all sources."""
    status: str
    """`complete`, `partial` or `closed`."""
    totals: Totals
    """What its entry says came in."""
    manifest: str
    """SHA-256 of the manifest; empty where the entry names none."""
    root: str
    """Merkle root over the manifest's lines; empty where the entry names none."""
    count: int
    """Number of those lines, as the entry says."""
    state: ManifestState
    """Whether the manifest was there as its entry names it."""
    items: tuple[Exhibit, ...]
    """The items that are listed, in order."""
    unlisted: int
    """Items of this collection that are not listed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpacked:
    """What one scan found inside other items, and the rows of it that are listed."""

    seq: int
    """Entry that records the scan."""
    time: Moment
    """When it was recorded."""
    manifest: str
    """SHA-256 of the manifest."""
    root: str
    """Merkle root over the manifest's lines."""
    count: int
    """Number of those lines, as the entry says."""
    state: ManifestState
    """Whether the manifest was there as its entry names it."""
    items: tuple[Exhibit, ...]
    """The items that are listed, in order."""
    unlisted: int
    """Items of this scan that are not listed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfinished:
    """A collection under way: nothing of it is in the ledger yet."""

    id: str
    """Its random id."""
    collector: str
    """Which collector."""
    actor: Actor
    """Who began it."""
    started: Moment
    """When."""
    sources: tuple[SourcePath, ...]
    """From where."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Completeness:
    """What could not be had, and what was not looked at."""

    problems: tuple[tuple[str, int], ...]
    """(problem code, number of items), by code."""
    listed: tuple[Exhibit, ...]
    """The items with a problem, the first of them."""
    unfinished: tuple[Unfinished, ...]
    """Collections that are not recorded yet."""
    collectors: tuple[str, ...]
    """Collectors that were used, each once."""

    @property
    def count(self) -> int:
        """Number of all items with a problem."""
        return sum(number for _, number in self.problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One thing that verification can prove, and whether it did."""

    code: str
    """A key of `statements.STATEMENTS`."""
    state: State
    """Whether it holds."""
    findings: tuple[str, ...]
    """Codes of the findings that speak against it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A key of the case."""

    card: KeyCard
    """Its public part and holder."""
    words: str
    """Its id as words."""
    since: int
    """First entry it may sign."""
    until: int | None
    """First entry it may no longer sign; none while it is valid."""
    reason: str
    """Why it was revoked; empty while it is valid."""
    entries: int
    """Entries it signed."""
    trusted: bool
    """Whether a key that the verifier brought vouches for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A size of the ledger and the Merkle root over it."""

    size: int
    """Number of entries."""
    root: str
    """Root, hexadecimal."""
    words: str
    """First 128 bits of the root as words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewestCheckpoint:
    """The newest checkpoint of the case."""

    text: str
    """The note, verbatim."""
    head: Head | None
    """What it says; none where it does not parse."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HandCheck:
    """Shell lines that check a part of the case without truyvet."""

    code: str
    """What they check."""
    lines: tuple[str, ...]
    """To be typed in the case's folder."""
    expected: str
    """What they must print; empty for nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What the verification said."""

    verdict: Verdict
    """VALID, INVALID or INCOMPLETE."""
    made: Moment
    """When it ended."""
    tool: str
    """Program and version."""
    fast: bool
    """Whether the objects' bytes were left unread."""
    statements: tuple[Statement, ...]
    """What it proves, in order."""
    unproved: tuple[str, ...]
    """Codes of `findings.UNPROVED`."""
    findings: tuple[Finding, ...]
    """What was found, the first 1,000 of each code."""
    unlisted: tuple[tuple[str, int], ...]
    """(code, number) of the findings that are not listed."""
    trusted: tuple[KeyCard, ...]
    """Keys that the verifier brought himself."""
    kept: int | None
    """Size of the checkpoint that he brought himself."""
    entries: int
    """Entries in the ledger."""
    items: int
    """Items in all manifests."""
    objects: int
    """Objects that are there."""
    bytes: int
    """Their length."""
    head: Head
    """The ledger's size and root as computed anew."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CustodyReport:
    """The whole report."""

    case: str
    """The case's id; empty where the ledger does not tell."""
    number: str
    """Number in the unit's register."""
    title: str
    """Title of the case."""
    opening: Act | None
    """The first entry; none where it does not open a case."""
    result: Result
    """What verification said."""
    examination: Examination
    """How completely the items are examined."""
    attention: Attention
    """What asks for attention."""
    completeness: Completeness
    """What could not be had."""
    acts: tuple[Act, ...]
    """Entries in order, the first of them where there are very many."""
    unlisted_acts: int
    """Entries that are not listed."""
    unread: tuple[int, ...]
    """Entries that are not in their form and so not among the acts; the first of them."""
    unread_count: int
    """How many there are of them."""
    collections: tuple[Collection, ...]
    """Collections in order, with the items that are listed."""
    unpacked: tuple[Unpacked, ...]
    """What scans found inside items, in order, with the items that are listed."""
    unlisted: int
    """Items that are not listed, in all collections and scans."""
    keys: tuple[Key, ...]
    """Keys in the order of their admission."""
    checkpoint: NewestCheckpoint | None
    """The newest checkpoint; none where there is none."""
    checks: tuple[HandCheck, ...]
    """How to check without truyvet."""
