"""The lines of a bundle: statements, observations, items, each proved in its entry's list."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ...evidence.acts import Collect, Retract, Scan
from ...evidence.entry import Entry
from ...evidence.item import Item, contradictions, item_id
from ...evidence.links.mentions import mention
from ...evidence.links.node import Node
from ...evidence.links.statement import LINK, Statement, statement_of
from ...evidence.links.statement import contradictions as of_statement
from ...evidence.records import Ref
from ...evidence.scans.locator import BYTES, Locator, NotALocator, parse_span, parse_step, shown
from ...evidence.scans.observation import Observation
from ...evidence.scans.observation import contradictions as of_observation
from ...hashes.canonical import decode_record
from ...hashes.merkle import leaf_hash, verify_inclusion
from .answer import Answer
from .form import ItemProof, LineProof, Proof, item_member
from .readme import said_text

Record = Statement | Observation | Item
_RECORDS: dict[str, type[Record]] = {
    "statements": Statement, "observations": Observation, "manifest": Item
}  # fmt: skip
MENTIONED = "mentioned_in"
"""Relation of an observation that shows a node to the item it was made in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a statement or observation says."""

    subject: str
    """Node, `kind:value`."""
    relation: str
    """Relation."""
    object: str
    """Node."""
    item: str
    """Id of the item it rests on; empty if none."""
    locator: Locator
    """Where in it."""
    raw: bytes | None
    """What stands there, where the line tells."""
    text: str
    """One line for people."""


class LineCheck:
    """Checks the lines and items of a bundle."""

    def __init__(
        self,
        answer: Answer,
        proof: Proof,
        members: Mapping[str, bytes],
        entries: Mapping[int, Entry],
    ) -> None:
        self.said: dict[str, Said] = {}
        """What the statements and observations say, by short name."""
        self.held: set[str] = set()
        """Hashes of the items whose bytes are to be here."""
        self.texts: dict[str, str] = {}
        """What the guide says of each statement and observation, by short name."""
        self._seen: dict[str, tuple[Statement | Observation, int]] = {}
        self._answer = answer
        self._proof = proof
        self._members = members
        self._entries = entries
        self._items: dict[str, tuple[str, Item]] = {}

    def run(self) -> None:
        """Check everything."""
        for one in self._proof.lines:
            record = self._line(one)
            if isinstance(record, Item):
                self._item_line(one, record)
            elif isinstance(record, Statement | Observation):
                self._say(one, record)
        self._ended()
        for item in self._proof.items:
            self._item(item)
        for name, (record, seq) in self._seen.items():
            self.texts[name] = self._guide(record, self._entries[seq])
        known = {one.id for one in self._proof.items}
        for name, said in self.said.items():
            if said.item and said.item not in known:
                self._answer.add("E649", f"statement {name}", "the item it rests on is not here")

    def _ended(self) -> None:
        """No entry that is here ends a statement that is here."""
        for seq, entry in self._entries.items():
            names = entry.act.statements if isinstance(entry.act, Retract) else ()
            for name in sorted(self.said.keys() & set(names)):
                self._answer.add("E649", f"statement {name}", f"entry {seq} ends it")

    def _line(self, one: LineProof) -> Record | None:
        """Return what stands in a line that is proved; none, with a fault, for any other."""
        line = self._members.get(one.member)
        if line is None:
            self._answer.add("E646", one.member, "it is missing")
            return None
        ref = self._list(one)
        if ref is None or ref.root is None or ref.count is None:
            self._answer.add("E649", one.member, f"entry {one.entry} names no such list")
            return None
        audit, root = [bytes.fromhex(node) for node in one.audit], bytes.fromhex(ref.root)
        if not verify_inclusion(leaf_hash(line), one.n, ref.count, audit, root):
            self._answer.add("E648", one.member, f"it is not line {one.n} of its entry's list")
            return None
        try:
            return decode_record(line, _RECORDS[one.list])
        except ValueError as error:
            self._answer.add("E649", one.member, error)
            return None

    def _list(self, one: LineProof) -> Ref | None:
        entry = self._entries.get(one.entry)
        lists = () if entry is None else entry.outputs
        return next((ref for ref in lists if ref.kind == one.list), None)

    def _item_line(self, one: LineProof, item: Item) -> None:
        entry = self._entries[one.entry]
        collection = entry.act.collection if isinstance(entry.act, Collect) else ""
        if item.n != one.n:
            self._answer.add("E649", one.member, f"the item says it is number {item.n}")
        for reason in contradictions(item):
            self._answer.add("E649", one.member, reason)
        self._items[item_id(collection, item)] = (f"{one.entry}.{one.n}", item)

    def _say(self, one: LineProof, record: Statement | Observation) -> None:
        name = f"{one.entry}:{one.n}"
        try:
            said = _said(record)
        except ValueError as error:
            self._answer.add("E649", one.member, error)
            return
        for reason in of_observation(record) if isinstance(record, Observation) else ():
            self._answer.add("E649", one.member, reason)
        self.said[name] = said
        self._seen[name] = record, one.entry
        self._answer.texts[name] = said.text

    def _guide(self, record: Statement | Observation, entry: Entry) -> str:
        by, raw, statement = entry.actor.name, "", None
        if isinstance(record, Statement):
            statement = record
        else:
            ran = entry.act.extractors if isinstance(entry.act, Scan) else ()
            versions = {one.name: one.version for one in ran}
            by = f"{record.extractor} {versions.get(record.extractor, '')}"
            raw = record.raw
            statement = statement_of(record) if record.kind == LINK else None
        place = self._answer.labels.get(f"item:{record.item}", "")
        return said_text(statement, raw=raw, said_by=by, place=place, locator=record.locator)

    def _item(self, one: ItemProof) -> None:
        """The item's line is here, and the lines of all that it stands in."""
        name, item = self._items.get(one.id, ("", None))
        if item is None or name != one.name:
            self._answer.add("E649", f"item {one.name}", "no line here is that item's")
            return
        self._answer.labels[f"item:{one.id}"] = f"{one.name} {item.path}"
        self._file(one, item)
        seen = {one.id}
        while item.parent is not None:
            _, outer = self._items.get(item.parent, ("", None))
            if outer is None or item.parent in seen:
                reason = f"the item that {item.path or one.name} stands in is not here"
                self._answer.add("E649", f"item {one.name}", reason)
                return
            seen.add(item.parent)
            item = outer

    def _file(self, one: ItemProof, item: Item) -> None:
        """The bytes are those that the item's line tells, and what was seen stands in them."""
        if not one.file:
            return
        self.held.add(item.sha256 or "")
        content = self._members.get(item_member(item.sha256 or ""))
        if content is None:
            self._answer.add("E646", item_member(item.sha256 or ""), "it is missing")
        elif hashlib.sha256(content).hexdigest() != item.sha256 or len(content) != item.size:
            self._answer.add("E649", f"item {one.name}", "the bytes are not those of the item")
        else:
            for name, said in self.said.items():
                if said.item == one.id and not _stands(said, content):
                    reason = f"{shown(said.locator)} of item {one.name} holds something else"
                    self._answer.add("E649", f"statement {name}", reason)


def _stands(said: Said, content: bytes) -> bool:
    """Tell whether the bytes hold what was seen; True where only an extractor can follow."""
    if said.raw is None or len(said.locator) != 1:
        return True
    try:
        scheme, rest = parse_step(said.locator[0])
        if scheme != BYTES:
            return True
        offset, length = parse_span(rest)
    except NotALocator:
        return False
    return content[offset : offset + length] == said.raw


def _said(record: Statement | Observation) -> Said:
    """Return what a line says; ValueError where it links nothing, or no case may hold it."""
    if isinstance(record, Observation) and record.kind != LINK:
        shows = mention(record.kind, record.normal, record.raw)
        if shows is None:
            raise ValueError(f"an observation of the kind {record.kind} links nothing")
        node, item = Node(kind=shows[0], value=shows[1]), Node(kind="item", value=record.item)
        return Said(
            subject=str(node), relation=MENTIONED, object=str(item), item=record.item,
            locator=record.locator, raw=record.value(),
            text=f"{node} {MENTIONED} {item} ({shown(record.locator)}: “{record.raw}”)",
        )  # fmt: skip
    statement = statement_of(record) if isinstance(record, Observation) else record
    for reason in of_statement(statement):
        raise ValueError(reason)
    subject, other = str(statement.subject), str(statement.object)
    details = [statement.since, statement.until and f"until {statement.until}", statement.grade]
    details += [f"{name} {fact}" for name, fact in statement.facts.items()]
    details += [statement.note]
    told = ", ".join(one for one in details if one)
    return Said(
        subject=subject,
        relation=statement.relation,
        object=other,
        item=statement.item or "",
        locator=statement.locator,
        raw=record.value() if isinstance(record, Observation) else None,
        text=f"{subject} {statement.relation} {other}" + (f" ({told})" if told else ""),
    )
