"""Acts: what a person did, one structure for each kind of entry.

A kind of act is one class here and one row in `keyset.ROLES`. The class says only what is
particular to the act; who, when, why and with which objects stands in the entry around it.
"""

from typing import Annotated, Literal

import msgspec

from .records import CaseId, Count, Hex32, Hex64, HexBytes, KeyCard, Record, Text, Word

ItemName = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,15})\Z")]
"""An item's short name: entry and number, joined by a dot."""


class CaseOpen(Record, frozen=True, kw_only=True, tag_field="type", tag="case.open"):
    """The first entry: names the case and admits its opener's key."""

    key: KeyCard
    """The opener's key; it signs this very entry."""
    number: Text
    """Case number in the unit's own register."""
    title: Text
    """Short title of the case."""


class KeyAdd(Record, frozen=True, kw_only=True, tag_field="type", tag="key.add"):
    """Admits another officer's key; signed by a key that is already admitted."""

    key: KeyCard
    """The key that may sign from the next entry on."""


class KeyRevoke(Record, frozen=True, kw_only=True, tag_field="type", tag="key.revoke"):
    """Ends a key's validity from the next entry on; what it signed before stays signed."""

    key: Hex32
    """Id of the key."""
    reason: Text
    """Why it is revoked."""


class SourcePath(Record, frozen=True, kw_only=True):
    """Where a collection was taken from."""

    path: str
    """Absolute path; bytes that are not UTF-8 are shown as U+FFFD."""
    path_bytes: HexBytes = ""
    """The raw path in hexadecimal, only where it is not UTF-8."""


class Totals(Record, frozen=True, kw_only=True):
    """What a collection brought in, summed up."""

    bytes: Count
    """Length of all stored items together."""
    items: Count
    """Lines of the manifest."""
    problems: Count
    """Items of which something could not be had."""
    stored: Count
    """Items whose bytes are in the store."""
    unverified: Count = 0
    """Items that came from servers whose certificate is not to be trusted."""


class Collect(Record, frozen=True, kw_only=True, tag_field="type", tag="collect"):
    """Items were brought into the case; the entry's outputs name the manifest."""

    collection: Hex32
    """Random id of the collection, part of every item's id."""
    collector: Text
    """Which collector brought them: a row of the collectors' table."""
    note: Text = ""
    """The officer's note."""
    sources: tuple[SourcePath, ...]
    """Where they come from; a long list is cut here and whole in the `sources` object."""
    source_count: Count
    """Number of sources."""
    status: Literal["complete", "partial", "closed"]
    """`partial`: some item could not be had whole; `closed`: ended before the walk was done."""
    totals: Totals
    """What came in."""


class Exported(Record, frozen=True, kw_only=True):
    """An item that left the case together with others."""

    item: Hex64
    """Id of the item."""
    name: ItemName
    """Its short name."""


class Packed(Record, frozen=True, kw_only=True):
    """A file that items were packed in, in a format of its own."""

    format: Word
    """Which format: `wacz`."""
    sha256: Hex64
    """Hash of the file; it is no object of the case."""
    size: Count
    """Its length in bytes."""


class Export(Record, frozen=True, kw_only=True, tag_field="type", tag="export"):
    """A copy of an item left the case; the entry's inputs name the object.

    Items that were packed together are one act, or several where they are too many for an entry.
    """

    destination: str
    """Absolute path of the copy."""
    item: Hex64
    """Id of the item."""
    more: tuple[Exported, ...] = ()
    """Further items in the same file; the entry's inputs name their objects after the first."""
    name: ItemName
    """Its short name: the entry that brought it and its number there, as `2.17`."""
    packed: Packed | None = None
    """The file, where the copy is not the item's own bytes."""

    def items(self) -> tuple[Exported, ...]:
        """Return all items of the act, in the order of the entry's inputs."""
        return (Exported(item=self.item, name=self.name), *self.more)


class Examiner(Record, frozen=True, kw_only=True):
    """An extractor as it ran in a scan."""

    configuration: Hex64
    """SHA-256 of all that its results depend on beside the bytes; see `scans.configuration`."""
    name: Word
    """Its name."""
    version: Text
    """Its version."""


class ScanTotals(Record, frozen=True, kw_only=True):
    """What a scan examined and saw, summed up."""

    bytes: Count
    """Length of all items examined together."""
    children: Count
    """Items found inside others."""
    flags: Count
    """Observations that ask for attention."""
    full: Count
    """Items of which nothing is left to examine."""
    items: Count
    """Items examined, those found inside others too."""
    observations: Count
    """Observations made."""
    partly: Count
    """Items of which something could not be examined."""
    texts: Count
    """Texts taken out."""
    unexamined: Count
    """Items of which nothing could be examined."""


class Scan(Record, frozen=True, kw_only=True, tag_field="type", tag="scan"):
    """Items were examined; the entry's outputs name outcomes, observations, texts and children."""

    confinement: tuple[Word, ...] = ()
    """What held the examining processes: privileges, network, files, calls."""
    extractors: tuple[Examiner, ...]
    """Who examined, in order."""
    left_out: tuple[Word, ...] = ()
    """Extractors of this program that were not asked to examine."""
    scan: Hex32
    """Random id of the scan."""
    status: Literal["complete", "partial", "closed"]
    """`partial`: of some item something is left; `closed`: ended before all were examined."""
    totals: ScanTotals
    """What came of it."""


class Tag(Record, frozen=True, kw_only=True, tag_field="type", tag="tag"):
    """An officer put a tag on an item or an observation, or took it off."""

    item: Hex64
    """Id of the item."""
    name: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,15}[.:][0-9]{1,15}\Z")]
    """Short name of what is tagged: `2.17` an item, `5:12` an observation in that item."""
    off: bool = False
    """Whether the tag is taken off."""
    tag: Text
    """The tag."""


class Note(Record, frozen=True, kw_only=True, tag_field="type", tag="note"):
    """An officer wrote something down, of an item, an observation or the case."""

    item: Hex64 | None = None
    """Id of the item, if it is of one."""
    name: Annotated[str, msgspec.Meta(pattern=r"^([0-9]{1,15}[.:][0-9]{1,15})?\Z")] = ""
    """Short name of what it is of; empty for the case."""
    text: Text
    """What was written."""


class Reading(Record, frozen=True, kw_only=True):
    """What a watched selector is looked up by: one thing that its spelling may stand for."""

    kind: Word
    """Kind of observation."""
    normal: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
    """Its one normal form."""


class Watch(Record, frozen=True, kw_only=True, tag_field="type", tag="watch"):
    """An officer began to watch a page or a selector, or ended it; the newest for a value counts.

    When a page is due is nowhere written: it follows from its captures.
    """

    browser: bool = False
    """Whether the page is rendered too."""
    every: Count = 0
    """Seconds between two captures of the page; 0 for a selector."""
    note: Text = ""
    """The officer's note."""
    off: bool = False
    """Whether the watch ends."""
    readings: Annotated[tuple[Reading, ...], msgspec.Meta(max_length=64)] = ()
    """What a selector may stand for, the surest first; empty for a page."""
    target: Literal["page", "selector"]
    """What is watched."""
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=8192)]
    """The page's address, normalised; or the selector as it was given."""


StatementName = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,15}:[0-9]{1,15}\Z")]
"""Short name of a statement or observation: entry and number."""
NodeName = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,47}:(?s:.){1,512}\Z")]
"""A node of a link, as `phone:+84912345678`."""


class State(Record, frozen=True, kw_only=True, tag_field="type", tag="state"):
    """An officer stated facts that link people and things; the entry's output lists them."""

    count: Count
    """How many statements."""
    note: Text = ""
    """The officer's note."""


class Retract(Record, frozen=True, kw_only=True, tag_field="type", tag="retract"):
    """An officer ended statements or found observations wrong; what was said stays readable."""

    reason: Text
    """Why."""
    statements: Annotated[tuple[StatementName, ...], msgspec.Meta(min_length=1, max_length=256)]
    """Their short names."""


class Decide(Record, frozen=True, kw_only=True, tag_field="type", tag="decide"):
    """An officer decided whether two nodes are one and the same, or took a decision back."""

    because: Text
    """Why."""
    confirms: Count | None = None
    """Entry of another officer's decision that this one confirms, if it does."""
    decision: Literal["same", "different", "unsure", "undo"]
    """`undo`: the decision of the entry `undoes` no longer counts."""
    evidence: Annotated[tuple[StatementName, ...], msgspec.Meta(max_length=256)] = ()
    """Short names of what it rests on."""
    left: NodeName
    """One node."""
    right: NodeName
    """The other one."""
    score: Count = 0
    """How alike the program found them, 0 to 100; 0 where it did not compare them."""
    undoes: Count | None = None
    """Entry of the decision that is taken back."""


class Attach(Record, frozen=True, kw_only=True, tag_field="type", tag="attach"):
    """A case was put on this desk, or taken off; the newest by one who may say so counts."""

    access: Word
    """Access class: who may see more than that something is there."""
    attached: CaseId
    """Id of the case."""
    contact: Text = ""
    """Whom to ask about it."""
    number: Text
    """Its number."""
    off: bool = False
    """Whether it is taken off."""
    path: Text
    """Folder where it stands."""


class Inquire(Record, frozen=True, kw_only=True, tag_field="type", tag="inquire"):
    """An officer asked about people or things across cases; who, when and why stand around it."""

    command: Word
    """What was asked with: `known`, `search`, `overlaps`."""
    covered: Count
    """Cases and registers that were looked into."""
    hits: Count
    """How many answers there were."""
    questions: Annotated[tuple[Text, ...], msgspec.Meta(max_length=256)]
    """What was asked for, as typed; a longer list is cut."""
    question_count: Count
    """Number of questions."""
    withheld: Count = 0
    """Answers of which only their being there was told."""


class LedgerRepair(Record, frozen=True, kw_only=True, tag_field="type", tag="ledger.repair"):
    """A half-written last line was taken off; the entry's outputs keep its bytes."""

    after: Count
    """Number of whole entries before the torn bytes."""


Act = (
    CaseOpen | KeyAdd | KeyRevoke | Collect | Scan | Tag | Note | Watch | State | Retract
    | Decide | Attach | Inquire | Export | LedgerRepair
)  # fmt: skip
"""Every act that this version knows; another one in a ledger is a finding."""


def type_of(act: Act) -> str:
    """Return the act's type as written, such as `case.open`."""
    return str(act.__struct_config__.tag)
