"""The examination of a case as a report tells it: nouns of the document, like `document.py`.

What was examined, how far, by whom and with what, what fell short and why, and what asks for
attention. Words are codes here too: statuses, flags and states.
"""

from dataclasses import dataclass
from typing import Literal

from ..evidence.acts import Examiner, ScanTotals
from ..evidence.records import Actor, Moment
from ..evidence.scans.outcome import Status

ManifestState = Literal["sound", "damaged", "missing"]
"""Of a list: its bytes are those its entry names, others, or not to be had."""
Extent = Literal["none", "part", "whole"]
"""How far a case was examined: not at all, not wholly, or so that nothing is left."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """A list that an entry names: an object of lines."""

    sha256: str
    """Its hash; empty where the entry names none."""
    root: str
    """Merkle root over its lines; empty where the entry names none."""
    count: int
    """Number of those lines, as the entry says."""
    state: ManifestState
    """Whether it was there as its entry names it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScanRun:
    """One scan that is recorded."""

    seq: int
    """Entry that records it."""
    time: Moment
    """When."""
    actor: Actor
    """Who."""
    status: str
    """`complete`, `partial` or `closed`."""
    confinement: tuple[str, ...]
    """What held the examining processes, by code."""
    extractors: tuple[Examiner, ...]
    """Who examined, in order."""
    totals: ScanTotals
    """What its entry says came of it."""
    outcomes: Listing
    """How each examination ended."""
    observations: Listing
    """What was seen; `sound` where nothing was."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnfinishedScan:
    """A scan under way: nothing of it is in the ledger yet."""

    id: str
    """Its random id."""
    actor: Actor
    """Who began it."""
    started: Moment
    """When."""
    extractors: int
    """How many extractors it asks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ByExtractor:
    """How the examinations of one extractor ended, each item counted by the newest of its scans."""

    name: str
    """Its name."""
    examined: int
    """Items of which it left nothing."""
    short: tuple[tuple[Status, int], ...]
    """(status, items) of all others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Short:
    """An item of which one extractor left something."""

    item: str
    """Short name; empty where no list has the item."""
    path: str
    """Path of the item."""
    extractor: str
    """Whose examination."""
    status: Status
    """How it ended."""
    reason: str
    """Why, in the words of the extractor or its library."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A tag that stands, or a note, of an item or of an observation in it."""

    seq: int
    """Entry that records it."""
    name: str
    """Short name of what it is of."""
    text: str
    """What the officer wrote."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flagged:
    """An observation that asks for attention."""

    name: str
    """Short name, such as `5:12`."""
    item: str
    """Short name of the item; empty where no list has it."""
    path: str
    """Path of the item."""
    flag: str
    """Why it asks for attention."""
    kind: str
    """What it is."""
    value: str
    """Normal form, or the raw value where there is none; its beginning."""
    extractor: str
    """Who saw it."""
    facts: tuple[tuple[str, str], ...]
    """Details, by name; the short ones."""
    tags: tuple[Mark, ...]
    """Tags of it."""
    notes: tuple[Mark, ...]
    """Notes of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attention:
    """What asks for attention."""

    flags: tuple[tuple[str, int], ...]
    """(flag, number of observations), by flag; those that a later scan superseded left out."""
    listed: tuple[Flagged, ...]
    """The first of them, in ledger order."""
    sure: bool
    """Whether all lists of observations were there as their entries name them."""

    @property
    def count(self) -> int:
        """Number of all of them."""
        return sum(number for _, number in self.flags)


@dataclass(frozen=True, kw_only=True, slots=True)
class Examination:
    """How completely a case is examined; the counts of items add up to `items`."""

    items: int
    """All items, those found inside others too."""
    without_bytes: int
    """Folders, links and others that have no bytes to examine."""
    full: int
    """Items of which nothing is left to examine."""
    partly: int
    """Items of which something is left."""
    unexamined: int
    """Items that were examined and of which nothing could be."""
    never: int
    """Items with bytes that no scan has come to."""
    not_collected: int
    """Items whose bytes could not be had when they were collected."""
    left_out: tuple[str, ...]
    """Extractors that no scan has asked."""
    extractors: tuple[ByExtractor, ...]
    """By extractor, in order of name."""
    statuses: tuple[tuple[Status, int], ...]
    """(status, number) of all examinations that fell short."""
    listed: tuple[Short, ...]
    """Items that fell short, the first of them."""
    unlisted: int
    """How many more there are."""
    scans: tuple[ScanRun, ...]
    """Scans in order."""
    unfinished: tuple[UnfinishedScan, ...]
    """Scans that are not recorded yet."""
    strangers: int
    """Items with outcomes that no list has."""
    sure: bool
    """Whether all that the counts rest on was there as its entries name it."""

    @property
    def left(self) -> int:
        """Number of items that are not examined, for whatever reason."""
        return self.unexamined + self.never + self.not_collected

    @property
    def extent(self) -> Extent:
        """How far the case was examined."""
        if not self.scans:
            return "none"
        rest = self.partly or self.left or self.left_out or self.unfinished or not self.sure
        return "part" if rest else "whole"
