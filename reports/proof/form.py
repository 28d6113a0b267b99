"""What a bundle says of itself: `proof.json`, a record in its canonical form, signed by its maker.

It only points: what it claims stands in the members, which are lines of the case, byte for byte.
Format: docs/spec/proof.md.
"""

from typing import Annotated, Literal

import msgspec

from ...evidence.acts import ItemName, NodeName, StatementName
from ...evidence.links.relation import Relation
from ...evidence.records import Actor, CaseId, Count, Hex64, Moment, Record, Text

PROOF_NAME = "proof.json"
SIGNATURE_NAME = "proof.sig.json"
CHECKPOINT_NAME = "checkpoint"
README_NAME = "readme.md"
PROOF_DOMAIN = "truyvet/proof/v1"
"""First line of what the maker's signature covers."""
MAX_PATHS = 64
"""Paths in one bundle."""
MAX_STEPS = 128
"""Nodes of a path."""
Audit = Annotated[tuple[Hex64, ...], msgspec.Meta(max_length=64)]
"""Siblings from the leaf to the root: an RFC 6962 audit path."""


class EntryProof(Record, frozen=True, kw_only=True):
    """An entry of the ledger, in the member `entries/SEQ.json`."""

    audit: Audit
    """Its audit path in the tree of the checkpoint."""
    seq: Count
    """Its number, which is its place in the tree."""


class LineProof(Record, frozen=True, kw_only=True):
    """A line of a list that an entry names, in the member `lines/ENTRY-LIST-N.json`."""

    audit: Audit
    """Its audit path in the list's own tree, whose root the entry names."""
    entry: Count
    """Entry that names the list."""
    list: Literal["statements", "observations", "manifest"]
    """Kind of the list."""
    n: Count
    """Number of the line, from 0."""

    @property
    def member(self) -> str:
        """Name of its member."""
        return f"lines/{self.entry}-{self.list}-{self.n}.json"


class ItemProof(Record, frozen=True, kw_only=True):
    """An item that something of this rests on; its line and those around it are among the lines."""

    file: bool = False
    """Whether its bytes are here, in the member `items/SHA256`."""
    id: Hex64
    """Its id."""
    name: ItemName
    """Its short name: entry and line."""


class LinkProof(Record, frozen=True, kw_only=True):
    """A link between two nodes of a hop."""

    object: NodeName
    """To whom or what."""
    relation: Relation
    """In what relation."""
    statements: Annotated[tuple[StatementName, ...], msgspec.Meta(min_length=1, max_length=4096)]
    """The statements and observations that say so and are here."""
    subject: NodeName
    """Who or what."""
    total: Count
    """How many say so in the case, as the maker tells."""


class Hop(Record, frozen=True, kw_only=True):
    """Two neighbours on a path, and what links them."""

    left: NodeName
    """One; where several nodes were decided to be one, the one that stands for them."""
    links: Annotated[tuple[LinkProof, ...], msgspec.Meta(min_length=1, max_length=4096)]
    """What links them, in either direction."""
    right: NodeName
    """The other."""


class Kept(Record, frozen=True, kw_only=True):
    """An earlier checkpoint that somebody kept, and that the bundle's own goes on from."""

    audit: Audit
    """RFC 6962 consistency proof from that one to the bundle's."""
    root: Hex64
    """Its root."""
    size: Count
    """Entries it covers."""


class Member(Record, frozen=True, kw_only=True):
    """A member of the bundle, but for `proof.json` and its signature."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9./-]{0,160}\Z")]
    """Its name."""
    sha256: Hex64
    """Hash of its bytes."""
    size: Count
    """Their length."""


Walk = Annotated[tuple[NodeName, ...], msgspec.Meta(min_length=2, max_length=MAX_STEPS)]
"""The nodes of a path, from its beginning to its end."""


class Proof(Record, frozen=True, kw_only=True):
    """The record `proof.json`."""

    case: CaseId
    """Id of the case."""
    decisions: tuple[Count, ...] = ()
    """Entries that decided that two nodes are one."""
    entries: Annotated[tuple[EntryProof, ...], msgspec.Meta(min_length=1)]
    """Entries that are here, in order."""
    hops: Annotated[tuple[Hop, ...], msgspec.Meta(min_length=1)]
    """Neighbours on the paths, each pair once."""
    items: tuple[ItemProof, ...] = ()
    """Items, by short name."""
    kept: Kept | None = None
    """An earlier checkpoint, if one was asked for."""
    lines: tuple[LineProof, ...]
    """Lines that are here, in order."""
    made: Moment
    """When it was made."""
    maker: Actor
    """Who made and signed it."""
    members: tuple[Member, ...]
    """All other members, by name."""
    names: tuple[StatementName, ...] = ()
    """Statements that give nodes of the hops their names."""
    paths: Annotated[tuple[Walk, ...], msgspec.Meta(min_length=1, max_length=MAX_PATHS)]
    """The paths."""
    question: Text
    """What was asked, as a command."""
    software: Text
    """Program and version."""
    version: Literal[1]
    """Version of this format."""


def entry_member(seq: int) -> str:
    """Return the name of the member that holds an entry."""
    return f"entries/{seq}.json"


def item_member(sha256: str) -> str:
    """Return the name of the member that holds the bytes of items."""
    return f"items/{sha256}"
