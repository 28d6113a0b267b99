"""The ledger: form, order, links, signatures, keys (steps 2 and 3 of docs/spec/verify.md)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...hashes.canonical import NotCanonical, encode_record
from ...hashes.digest import sha256_hex
from ...hashes.merkle import Frontier, leaf_hash
from ..acts import (
    Act,
    Attach,
    CaseOpen,
    Collect,
    Decide,
    Export,
    Inquire,
    KeyAdd,
    LedgerRepair,
    Note,
    Retract,
    Scan,
    State,
    Tag,
    Watch,
)
from ..entry import ENTRY_DOMAIN, FIRST_PREV, Entry, SignedEntry, read_leaf, signature_bytes
from ..findings import Found
from ..keyset import KeySet
from ..ledger import LEDGER_NAME, Ledger
from ..links.following import LinkFacts, link_misfits
from ..records import Ref
from .checkpoints import CheckpointCheck
from .expected import Expected
from .signatures import Check, SignatureChecks


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """An item, as an act names it."""

    place: str
    """The entry."""
    name: str
    """The short name."""
    item: str
    """The item's id, as the act says."""
    sha256: str | None
    """The hash of its bytes, where the act says it."""


@dataclass(kw_only=True, slots=True)
class LedgerFacts:
    """What was read from the ledger, for the steps that follow."""

    unreadable: bool = False
    """Whether the ledger is there and could not be read: then nothing rests on what follows."""
    entries: int = 0
    """Number of lines with a line end."""
    case_id: str = ""
    """The case's id, from the first entry."""
    title: str = ""
    """The case's title."""
    number: str = ""
    """The case's number."""
    prev: str = FIRST_PREV
    """Hash of the last leaf."""
    frontier: Frontier = field(default_factory=Frontier)
    """The tree over all leaves."""
    keys: KeySet = field(default_factory=KeySet)
    """Keys admitted and revoked."""
    signers: dict[str, int] = field(default_factory=dict)
    """Number of entries signed by each key."""
    collects: list[tuple[int, Collect, Ref]] = field(default_factory=list)
    """(entry, act, manifest) of each collection."""
    kept_root: bytes | None = None
    """Root at the size of the checkpoint that the verifier kept; none where it is shorter."""
    last_act: Act | None = None
    """The newest act."""
    source_lists: dict[int, Ref] = field(default_factory=dict)
    """The object with all sources of a collection, by its entry, where it is not listed there."""
    scans: list[tuple[int, Scan, dict[str, Ref]]] = field(default_factory=list)
    """(entry, act, objects by kind) of each scan."""
    named: dict[tuple[int, int], list[Named]] = field(default_factory=dict)
    """What acts say of items they name, by the item's entry and number."""
    links: LinkFacts = field(default_factory=LinkFacts)
    """What acts say of links."""
    admitted_by: dict[str, str] = field(default_factory=dict)
    """Which key admitted which."""


class LedgerCheck:
    """Reads the ledger once, in order."""

    def __init__(
        self,
        found: Found,
        expected: Expected,
        checks: SignatureChecks,
        checkpoints: CheckpointCheck,
        kept_size: int,
    ) -> None:
        """`kept_size` is the size of the checkpoint that the verifier kept, 0 for none."""
        self.facts = LedgerFacts()
        self._found = found
        self._expected = expected
        self._checks = checks
        self._checkpoints = checkpoints
        self._kept_size = kept_size
        self._utc = ""
        if kept_size == 0:
            self.facts.kept_root = self.facts.frontier.root()

    def run(self, ledger: Ledger) -> LedgerFacts:
        """Check every line and return what the ledger says."""
        try:
            self._lines(ledger)
        except FileNotFoundError:
            pass  # no entries: reported below
        except OSError as error:
            self.facts.unreadable = True
            self._found.add("E631", "ledger", path=LEDGER_NAME, reason=error.strerror)
            return self.facts
        if not self.facts.entries:
            self._found.add("E217", "ledger")
        self._checkpoints.finish(self.facts.entries)
        for code, failed in self._checks.finish():
            self._found.add(code, failed)
        return self.facts

    def _lines(self, ledger: Ledger) -> None:
        for line in ledger.lines():
            if line.ends:
                self._line(line.content)
            else:
                place = f"after entry {self.facts.entries - 1}"
                self._found.add("E215", place, size=line.size)

    def _line(self, leaf: bytes) -> None:
        facts, seq = self.facts, self.facts.entries
        place = f"entry {seq}"
        try:
            signed = read_leaf(leaf)
        except NotCanonical as error:
            self._found.add("E211", place, reason=error)
        except ValueError as error:
            self._found.add("E210", place, reason=error)
        else:
            self._entry(place, seq, signed)
        facts.frontier.append(leaf_hash(leaf))
        facts.prev = sha256_hex(leaf)
        facts.entries = seq + 1
        if facts.entries == self._kept_size:
            facts.kept_root = facts.frontier.root()
        self._checkpoints.at(facts.case_id, facts.frontier, facts.keys)

    def _entry(self, place: str, seq: int, signed: SignedEntry) -> None:
        entry, facts = signed.entry, self.facts
        facts.last_act = entry.act
        if entry.seq != seq:
            self._found.add("E212", place, seq=entry.seq)
        if entry.prev != facts.prev:
            self._found.add("E213", place)
        if isinstance(entry.act, CaseOpen) != (seq == 0):
            self._found.add("E218", place)
        if seq == 0:
            facts.case_id = entry.case
            if isinstance(entry.act, CaseOpen):
                facts.title, facts.number = entry.act.title, entry.act.number
        elif entry.case != facts.case_id:
            self._found.add("E214", place, case=entry.case)
        self._time(place, entry)
        self._signatures(place, signed)
        self._keys(place, entry)
        self._objects(place, entry)

    def _time(self, place: str, entry: Entry) -> None:
        if entry.time.utc < self._utc:
            if entry.time.step:
                self._found.add("W103", place, reason=entry.time.step)
            else:
                self._found.add("E216", place, utc=entry.time.utc)
        self._utc = entry.time.utc

    def _keys(self, place: str, entry: Entry) -> None:
        facts = self.facts
        for code, reason in facts.keys.objections(entry):
            self._found.add(code, place, reason=reason)
        facts.keys.follow(entry)
        if isinstance(entry.act, CaseOpen | KeyAdd):
            facts.admitted_by.setdefault(entry.act.key.id, entry.actor.key)
        facts.signers[entry.actor.key] = facts.signers.get(entry.actor.key, 0) + 1

    def _signatures(self, place: str, signed: SignedEntry) -> None:
        entry = signed.entry
        if len(signed.sigs) != 1 or signed.sigs[0].key != entry.actor.key:
            self._found.add("E408", place, reason=f"signed by {signed.sigs[0].key}")
            return
        public = self._public(entry)
        if public is None:
            return  # the keys' own check names the reason
        try:
            raw = signature_bytes(signed.sigs[0])
        except ValueError as error:
            self._found.add("E408", place, reason=error)
            return
        check = Check("E401", place, public, raw, ENTRY_DOMAIN, encode_record(entry))
        for code, failed in self._checks.add(check):
            self._found.add(code, failed)

    def _public(self, entry: Entry) -> bytes | None:
        admission = self.facts.keys.get(entry.actor.key)
        if admission is not None:
            return bytes.fromhex(admission.card.public)
        act = entry.act
        if isinstance(act, CaseOpen) and act.key.id == entry.actor.key:
            return bytes.fromhex(act.key.public)
        return None

    def _objects(self, place: str, entry: Entry) -> None:
        for ref in entry.inputs + entry.outputs:
            self._expected.add(ref.sha256, ref.size)
        if entry.checkpoint is not None:
            self._checkpoints.named(entry.checkpoint)
        for reason in misfits(entry):
            self._found.add("E324", place, reason=reason)
        for code, facts in self.facts.links.follow(entry):
            self._found.add(code, place, **facts)
        if isinstance(entry.act, Export | Tag | Note):
            self._named(place, entry, entry.act)
        if isinstance(entry.act, Scan):
            self.facts.scans.append(
                (entry.seq, entry.act, {ref.kind: ref for ref in entry.outputs})
            )
        if isinstance(entry.act, Collect):
            manifests = [ref for ref in entry.outputs if ref.kind == "manifest"]
            if len(manifests) != 1 or entry.outputs[0] != manifests[0]:
                self._found.add("E321", place)
            else:
                self.facts.collects.append((entry.seq, entry.act, manifests[0]))
            for ref in entry.outputs:
                if ref.kind == "sources":
                    self.facts.source_lists[entry.seq] = ref

    def _named(self, place: str, entry: Entry, act: Export | Tag | Note) -> None:
        if isinstance(act, Export):
            items, inputs = act.items(), entry.inputs
            for number, one in enumerate(items):
                sha256 = inputs[number].sha256 if len(inputs) == len(items) else None
                named = Named(place=place, name=one.name, item=one.item, sha256=sha256)
                self._name(entry, named, known=sha256 is not None)
        elif act.name and act.item:
            named = Named(place=place, name=act.name, item=act.item, sha256=None)
            self._name(entry, named, known=True)

    def _name(self, entry: Entry, named: Named, *, known: bool) -> None:
        """Remember an item that an act names; `known` tells whether its bytes are named too."""
        brought, n = map(int, named.name.replace(":", ".").split("."))
        if brought >= entry.seq or not known:
            self._found.add("E323", named.place, name=named.name)
            return
        # Of an observation, the item is what is compared: its own number is another list's.
        at = (brought, -1 - n) if ":" in named.name else (brought, n)
        self.facts.named.setdefault(at, []).append(named)


_WATCHED = {"page": (True, True), "selector": (False, False)}
"""What is watched: whether it has an interval, and no readings."""


def misfits(entry: Entry) -> Iterator[str]:
    """Yield in what an entry's act does not fit the entry around it."""
    act, kinds = entry.act, [ref.kind for ref in entry.outputs]
    if isinstance(act, LedgerRepair):
        if act.after != entry.seq:
            yield f"it repairs the ledger after {act.after} entries"
        if not kinds or set(kinds) != {"torn-tail"}:
            yield "it keeps no torn bytes"
    elif isinstance(act, Collect):
        if len(act.sources) > act.source_count:
            yield "it lists more sources than it counts"
        if len(act.sources) < act.source_count and kinds.count("sources") != 1:
            yield "it lists some of its sources and names no object with all"
    elif isinstance(act, Export):
        if act.more and act.packed is None:
            yield "it names several items and no file that holds them"
    elif isinstance(act, Scan):
        known = {"manifest", "outcomes", "observations", "texts", "efforts", "configuration"}
        if (
            len(set(kinds)) != len(kinds)
            or not {"outcomes", "configuration"} <= set(kinds) <= known
        ):
            yield "it names other objects than a scan makes"
        names = [one.name for one in act.extractors] + list(act.left_out)
        if len(set(names)) != len(names):
            yield "it names an extractor twice"
    elif isinstance(act, Note) and (act.item is None) != (not act.name):
        yield "it says only by half what it is of"
    elif isinstance(act, Watch) and (bool(act.every), not act.readings) != _WATCHED[act.target]:
        yield "it says only by half what is watched"
    elif isinstance(act, State | Retract | Decide | Inquire | Attach):
        yield from link_misfits(entry)
    elif kinds:
        yield "it makes objects"
