"""Gathers a bundle: for each hop its statements, and all that proves them part of the case.

Everything is copied byte for byte from ledger, lists, checkpoints and store, each list read once.
"""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from ...evidence.acting import Acting
from ...evidence.acts import KeyAdd, KeyRevoke
from ...evidence.case import Case
from ...evidence.entry import sign_record
from ...evidence.errors import TruyvetError
from ...evidence.index import Index, Row
from ...evidence.links.history import of_nodes
from ...evidence.links.node import KINDS
from ...evidence.links.reading import Told, entry_of, evidence_of
from ...evidence.links.rows import Lens
from ...evidence.links.view import Links
from ...evidence.manifest import read_lines
from ...evidence.records import Moment, Ref
from ...graph.paths import Hop as FoundHop
from ...graph.paths import Path as FoundPath
from ...hashes.audit import audit_paths
from ...hashes.canonical import encode_record
from ...hashes.checkpoint import NotACheckpoint, SignedCheckpoint, parse
from ...hashes.digest import sha256_hex
from ...hashes.merkle import consistency_proof, leaf_hash, verify_consistency
from .form import (
    CHECKPOINT_NAME,
    MAX_PATHS,
    PROOF_DOMAIN,
    PROOF_NAME,
    README_NAME,
    SIGNATURE_NAME,
    EntryProof,
    Hop,
    ItemProof,
    Kept,
    LineProof,
    LinkProof,
    Member,
    Proof,
    entry_member,
    item_member,
)
from .readme import readme, said_text

MAX_ITEM_BYTES = 16 << 20
"""Longest item whose bytes go into a bundle."""
MAX_ITEMS_BYTES = 256 << 20
"""Most bytes of items together."""
At = tuple[int, str]
"""A list: entry and kind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a bundle is to prove."""

    paths: Sequence[FoundPath]
    """The paths."""
    question: str
    """The command that found them."""
    software: str
    """Program and version."""
    kept: SignedCheckpoint | None = None
    """A checkpoint that the receiver kept."""
    with_items: bool = False
    """Whether the bytes of items go along."""
    lens: Lens = field(default_factory=Lens)
    """Which statements counted: decisions that did not are left out."""


@dataclass(kw_only=True, slots=True)
class Bundle:
    """A bundle as it is to be written."""

    proof: Proof
    """What it says of itself."""
    members: dict[str, bytes]
    """All members."""
    files: list[Row] = field(default_factory=list)
    """Items whose bytes are in it."""
    left_out: list[Row] = field(default_factory=list)
    """Items whose bytes were asked for and are too long, or not stored."""


def gather(case: Case, links: Links, asked: Asked, acting: Acting, made: Moment) -> Bundle:
    """Return the bundle that proves these paths, signed by the officer.

    Raises `TruyvetError` E651 where something that it needs is not there, E604 where the second
    index misleads.
    """
    if len(asked.paths) > MAX_PATHS:
        raise TruyvetError("E651", reason=f"one bundle proves at most {MAX_PATHS} paths")
    gathering = _Gathering(case, links, asked)
    hops = tuple(gathering.hop(hop) for hop in _hops(asked.paths))
    names = gathering.names()
    gathering.take_items()
    members = dict[str, bytes]()
    head = gathering.head(members)
    decisions = gathering.decisions()
    lines = gathering.lines(members)
    entries = gathering.entries(members, head)
    items = gathering.files(members)
    if any(one.seq >= head.checkpoint.size for one in entries):
        raise TruyvetError("E651", reason="no checkpoint covers the newest entries yet")
    proof = Proof(
        case=links.case.opening()[0],
        decisions=decisions,
        entries=entries,
        hops=hops,
        items=items,
        kept=gathering.kept(head),
        lines=lines,
        made=made,
        maker=acting.actor,
        members=(),
        names=names,
        paths=tuple(tuple(str(row.node) for row in path.nodes) for path in asked.paths),
        question=asked.question[:4096],
        software=asked.software,
        version=1,
    )
    members[README_NAME] = readme(proof, gathering.texts, gathering.labels, case.opening()[1])
    return _signed(proof, members, gathering, acting)


def _signed(
    proof: Proof, members: dict[str, bytes], gathering: "_Gathering", acting: Acting
) -> Bundle:
    listed = tuple(
        Member(name=name, sha256=sha256_hex(members[name]), size=len(members[name]))
        for name in sorted(members)
    )
    whole = replace(proof, members=listed)
    signature = sign_record(PROOF_DOMAIN, whole, acting.signer.key, acting.signer.card.id)
    members[PROOF_NAME] = encode_record(whole)
    members[SIGNATURE_NAME] = encode_record(signature)
    return Bundle(proof=whole, members=members, files=gathering.stored, left_out=gathering.left_out)


def _hops(paths: Iterable[FoundPath]) -> list[FoundHop]:
    """Return the hops of all paths, each pair of neighbours once, with all statements told."""
    hops = dict[frozenset[int], FoundHop]()
    for path in paths:
        for hop in path.hops:
            pair = frozenset((hop.start.id, hop.end.id))
            held = hops.setdefault(pair, hop)
            if held.statements != hop.statements:
                # In time order another statement may carry the hop on another path.
                both = tuple(dict.fromkeys((*held.statements, *hop.statements)))
                hops[pair] = dataclasses.replace(held, statements=both)
    return list(hops.values())


class _Gathering:
    """What is needed, as far as it is known."""

    def __init__(self, case: Case, links: Links, asked: Asked) -> None:
        self.texts: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.stored = list[Row]()
        self.left_out = list[Row]()
        self._case = case
        self._links = links
        self._index: Index = links.index
        self._asked = asked
        self._lists: dict[At, set[int]] = {}
        self._items: dict[str, Row] = {}
        self._refs: dict[At, Ref] = {}
        self._entries = {0}

    def hop(self, hop: FoundHop) -> Hop:
        """Take in all that a hop rests on and return how the bundle tells it."""
        totals = {edge.id: edge.count for edge in hop.edges}
        said: dict[tuple[str, str, str], list[Told]] = {}
        for row in hop.statements:
            told = evidence_of(self._links, self._index, row)
            one = told.statement
            said.setdefault((str(one.subject), one.relation, str(one.object)), []).append(told)
            self._take(told)
            place = f"{told.item.name} {told.item.path}" if told.item else ""
            self.texts[row.name] = said_text(
                one, raw=told.raw, said_by=told.said_by, place=place, locator=one.locator
            )
        if not said:
            raise TruyvetError("E651", reason=f"nothing is stated of {hop.start.node}")
        return Hop(
            left=str(hop.start.node),
            right=str(hop.end.node),
            links=tuple(
                LinkProof(
                    subject=subject,
                    relation=relation,  # type: ignore[arg-type]
                    object=other,
                    statements=tuple(dict.fromkeys(one.row.name for one in group)),
                    total=max(totals.get(group[0].row.edge, 0), len(group)),
                )
                for (subject, relation, other), group in sorted(said.items())
            ),
        )

    def names(self) -> tuple[str, ...]:
        """Take in the statement that gives each node of the paths its first name."""
        found = list[str]()
        for node in {row.id: row for path in self._asked.paths for row in path.nodes}.values():
            members = self._links.members(node.id)
            for member in members if KINDS[node.node.kind].made_up else ():
                row = next(of_nodes(self._links, [member.id], relation="named"), None)
                if row is not None:
                    told = evidence_of(self._links, self._index, row)
                    self._take(told)
                    self.labels[str(member.node)] = told.statement.object.value
                    found.append(row.name)
        return tuple(found)

    def _take(self, told: Told) -> None:
        row = told.row
        kind = "observations" if row.source else "statements"
        self._line(row.seq, kind, row.n)
        if told.item is not None:
            self._items.setdefault(told.item.id, told.item)
            self.labels[f"item:{told.item.id}"] = f"{told.item.name} {told.item.path}"

    def _line(self, seq: int, kind: str, n: int) -> None:
        self._lists.setdefault((seq, kind), set()).add(n)
        self._entries.add(seq)

    def take_items(self) -> None:
        """Take in the lines of all items, and of all that they stand in."""
        for row in list(self._items.values()):
            outer: Row | None = row
            while outer is not None:
                self._line(outer.seq, "manifest", outer.n)
                parent = outer.parent
                outer = None if parent is None else next(self._index.items(name=parent), None)

    def decisions(self) -> tuple[int, ...]:
        """Take in the entries that made nodes of the paths one; return them."""
        idle = {one.seq for one in self._links.left_out(self._asked.lens)}
        roots = {row.id for path in self._asked.paths for row in path.nodes}
        found = [
            one.seq
            for one in self._links.decisions()
            if one.decision == "same"
            and one.is_live
            and one.confirms is None
            and one.seq not in idle
            and self._links.root(one.a) in roots
        ]
        confirming = [
            one.seq for one in self._links.decisions() if one.is_live and one.confirms in found
        ]
        self._entries.update(found, confirming)
        return tuple(found)

    def head(self, members: dict[str, bytes]) -> SignedCheckpoint:
        """Take in the newest checkpoint."""
        sizes = self._case.checkpoints.sizes()
        if not sizes:
            raise TruyvetError("E651", reason="the case has no checkpoint")
        members[CHECKPOINT_NAME] = self._case.checkpoints.read(sizes[-1])
        try:
            return parse(members[CHECKPOINT_NAME])
        except NotACheckpoint as error:
            raise TruyvetError("E651", reason=f"the newest checkpoint is none: {error}") from error

    def entries(self, members: dict[str, bytes], head: SignedCheckpoint) -> tuple[EntryProof, ...]:
        """Take in the entries that are needed, and all that admit or revoke keys."""
        size = head.checkpoint.size
        for leaf, signed in self._case.ledger.leaves():
            entry = signed.entry
            if isinstance(entry.act, KeyAdd | KeyRevoke) and entry.seq < size:
                self._entries.add(entry.seq)
            if entry.seq in self._entries:
                members[entry_member(entry.seq)] = leaf
        leaves = (leaf_hash(leaf) for leaf, _ in self._case.ledger.leaves())
        try:
            audits = audit_paths(leaves, self._entries, size)
        except ValueError as error:
            raise TruyvetError("E651", reason=f"the checkpoint: {error}") from error
        return tuple(EntryProof(seq=seq, audit=_hex(audits[seq])) for seq in sorted(audits))

    def lines(self, members: dict[str, bytes]) -> tuple[LineProof, ...]:
        """Take in the lines that are needed, from each list in one pass."""
        proofs = list[LineProof]()
        for (seq, kind), wanted in sorted(self._lists.items()):
            ref = self._ref(seq, kind)
            held = dict[int, bytes]()
            lines = _hashes(self._case, ref, wanted, held)
            try:
                audits = audit_paths(lines, wanted, ref.count or 0)
            except (ValueError, OSError) as error:
                raise TruyvetError("E651", reason=f"{kind} of entry {seq}: {error}") from error
            for n in sorted(wanted):
                one = LineProof(entry=seq, list=kind, n=n, audit=_hex(audits[n]))  # type: ignore[arg-type]
                members[one.member] = held[n]
                proofs.append(one)
        return tuple(proofs)

    def _ref(self, seq: int, kind: str) -> Ref:
        entry = entry_of(self._links, seq)
        for ref in entry.outputs:
            if ref.kind == kind and ref.count is not None:
                return ref
        raise TruyvetError("E651", reason=f"entry {seq} names no {kind}")

    def files(self, members: dict[str, bytes]) -> tuple[ItemProof, ...]:
        """Take in the bytes of items, where they were asked for; return all items."""
        proofs, total = list[ItemProof](), 0
        for row in sorted(self._items.values(), key=lambda one: (one.seq, one.n)):
            size = row.size or 0
            fits = size <= MAX_ITEM_BYTES and total + size <= MAX_ITEMS_BYTES
            held = self._asked.with_items and row.sha256 is not None and fits
            if held and row.sha256 is not None:
                total += size
                members[item_member(row.sha256)] = b"".join(self._case.store.read(row.sha256))
                self.stored.append(row)
            elif self._asked.with_items:
                self.left_out.append(row)
            proofs.append(ItemProof(id=row.id, name=row.name, file=held))
        return tuple(proofs)

    def kept(self, head: SignedCheckpoint) -> Kept | None:
        """Return the proof that the ledger goes on from the checkpoint that was kept.

        Raises `TruyvetError` E651 where it is of another case or another ledger.
        """
        if self._asked.kept is None:
            return None
        old, new = self._asked.kept.checkpoint, head.checkpoint
        if old.origin != new.origin:
            reason = f"the checkpoint that was kept is of another case: {old.origin}"
            raise TruyvetError("E651", reason=reason)
        leaves = [leaf_hash(leaf) for leaf, _ in self._case.ledger.leaves()]
        try:
            audit = consistency_proof(leaves, old.size, new.size)
        except ValueError as error:
            raise TruyvetError("E651", reason=f"the checkpoint that was kept: {error}") from error
        if not verify_consistency(old.size, new.size, old.root, new.root, audit):
            reason = f"the first {old.size:,} entries are not those that the kept checkpoint covers"
            raise TruyvetError("E651", reason=reason)
        return Kept(size=old.size, root=old.root.hex(), audit=_hex(audit))


def _hashes(
    case: Case, ref: Ref, wanted: Collection[int], held: dict[int, bytes]
) -> Iterator[bytes]:
    """Yield the leaf hashes of a list, keeping the lines that are wanted."""
    number = 0
    for lines in read_lines(case.store.path(ref.sha256)):
        for line in lines:
            if number in wanted:
                held[number] = line
            number += 1
            yield leaf_hash(line)


def _hex(nodes: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(node.hex() for node in nodes)
