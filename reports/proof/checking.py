"""Checks a bundle: nothing but the file, and what the verifier brings. Steps: docs/spec/proof.md.

Nothing is unpacked to the disk, and every fault is told, in order; only what cannot be read at all
ends the checking.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from ...evidence.acts import CaseOpen, Decide
from ...evidence.durable import open_plain
from ...evidence.entry import Entry
from ...evidence.errors import guarding
from ...evidence.links.identity import settle
from ...evidence.links.relation import NAMING
from ...evidence.links.stating import numbered
from ...evidence.verification.trust import Trust
from ...graph.merged import beside, between
from ...hashes.canonical import decode_record
from .answer import Answer, Decided
from .archive import NotABundle, read_archive
from .entries import EntryCheck
from .form import (
    CHECKPOINT_NAME,
    PROOF_NAME,
    README_NAME,
    SIGNATURE_NAME,
    Hop,
    LinkProof,
    Proof,
    entry_member,
    item_member,
)
from .lines import MENTIONED, LineCheck, Said
from .readme import readme

MAX_BUNDLE_BYTES = 1 << 30
"""Longest bundle that is read: it is held in memory."""
MAX_PROOF_BYTES = 64 << 20
"""Longest `proof.json`."""


def check_bundle(path: Path, trust: Trust) -> Answer:
    """Check the bundle at `path` and say what it proves; E9xx where it cannot be read."""
    answer = Answer()
    with guarding(path), open_plain(path) as file:
        size = file.seek(0, 2)
        try:
            members = read_archive(file, size, most=MAX_BUNDLE_BYTES)
        except NotABundle as error:
            answer.add("E645", path.name, error)
            return answer
    proof = _proof(answer, members)
    if proof is None:
        return answer
    answer.proof = proof
    entries = EntryCheck(answer, proof, members)
    entries.run(trust)
    lines = LineCheck(answer, proof, members, entries.entries)
    lines.run()
    _members(answer, proof, members, lines.held)
    same = _Same(answer, proof, entries.entries)
    for hop in proof.hops:
        _Hop(answer, hop, lines.said, same).check()
        answer.rests.append(same.under(hop))
    _names(answer, proof, lines.said)
    _paths(answer, proof, same)
    answer.own_guide = _is_own(answer, proof, members, entries.entries, lines.texts)
    return answer


def _proof(answer: Answer, members: Mapping[str, bytes]) -> Proof | None:
    content = members.get(PROOF_NAME, b"")
    if len(content) > MAX_PROOF_BYTES:
        answer.add("E646", PROOF_NAME, f"{len(content):,} bytes are too many")
        return None
    try:
        return decode_record(content, Proof)
    except ValueError as error:
        answer.add("E646", PROOF_NAME, error)
        return None


def _members(
    answer: Answer, proof: Proof, members: Mapping[str, bytes], held: Iterable[str]
) -> None:
    """Every member is listed and has the bytes that it is listed with; nothing else is there.

    `held` are the hashes of the items whose bytes are to be here.
    """
    listed = {one.name: one for one in proof.members}
    if list(listed) != sorted(listed) or len(listed) != len(proof.members):
        answer.add("E646", PROOF_NAME, "its members are out of order, or listed twice")
    for name in sorted(members.keys() - listed.keys() - {PROOF_NAME, SIGNATURE_NAME}):
        answer.add("E646", name, "nothing lists it")
    for name, one in listed.items():
        content = members.get(name)
        if content is None:
            answer.add("E646", name, "it is missing")
        elif len(content) != one.size or hashlib.sha256(content).hexdigest() != one.sha256:
            answer.add("E646", name, "its bytes were changed")
    known = {CHECKPOINT_NAME, README_NAME} | {entry_member(one.seq) for one in proof.entries}
    known |= {one.member for one in proof.lines}
    known |= {item_member(sha256) for sha256 in held}
    for name in sorted(listed.keys() - known):
        answer.add("E646", name, "the proof has no place for it")


class _Same:
    """Which nodes are one by the decisions that are here."""

    def __init__(self, answer: Answer, proof: Proof, entries: Mapping[int, Entry]) -> None:
        self._parents: dict[str, str] = {}
        acts = {seq: one.act for seq, one in entries.items() if isinstance(one.act, Decide)}
        numbers = dict[str, int]()
        settled, _ = settle(numbered(seq, act, numbers) for seq, act in acts.items())
        counting = {one.seq for one in settled if one.is_live and one.confirms is None}
        for seq in proof.decisions:
            act = acts.get(seq)
            if act is None or act.decision != "same" or seq not in counting:
                answer.add("E649", f"entry {seq}", "it does not decide that two nodes are one")
            else:
                self._parents[self.root(act.left)] = self.root(act.right)
                answer.decisions[seq] = _decided(act, entries, seq)
        told = answer.decisions.values()
        self._beside = beside((one.entry, one.left, one.right) for one in told)

    def root(self, node: str) -> str:
        """Return the node that stands for this one here."""
        while node in self._parents and self._parents[node] != node:
            node = self._parents[node]
        return node

    def under(self, hop: Hop) -> tuple[int, ...]:
        """Return the entries of the decisions by which the links of a hop are of its two ends."""
        borne = {node for link in hop.links for node in (link.subject, link.object)}
        found = set[int]()
        for end in (hop.left, hop.right):
            others = {node for node in borne if self.root(node) == self.root(end)}
            found |= between(self._beside, end, others)
        return tuple(sorted(found))


def _decided(act: Decide, entries: Mapping[int, Entry], seq: int) -> Decided:
    confirmed = (
        f"{one.actor.name}, {one.actor.unit} (entry {number})"
        for number, one in entries.items()
        if isinstance(one.act, Decide) and one.act.confirms == seq
    )
    entry = entries[seq]
    return Decided(
        entry=seq, left=act.left, right=act.right, because=act.because, name=entry.actor.name,
        unit=entry.actor.unit, recorded=entry.time.utc, evidence=act.evidence,
        confirmed=tuple(confirmed),
    )  # fmt: skip


class _Hop:
    """Checks what links two neighbours: every link by every statement it names."""

    def __init__(self, answer: Answer, hop: Hop, said: Mapping[str, Said], same: _Same) -> None:
        self._answer = answer
        self._hop = hop
        self._said = said
        self._same = same
        self._place = f"{hop.left} – {hop.right}"
        self._ends = {same.root(hop.left), same.root(hop.right)}
        self._shown_in: dict[str, set[str]] = defaultdict(set)

    def check(self) -> None:
        """Check all links of the hop."""
        for link in self._hop.links:
            self._link(link)
        for item, ends in self._shown_in.items():
            if ends != self._ends:
                self._fault(f"only one of the two stands in {item}")

    def _link(self, link: LinkProof) -> None:
        between = {self._same.root(link.subject), self._same.root(link.object)}
        if between == self._ends:
            pass
        elif link.relation == MENTIONED and self._same.root(link.subject) in self._ends:
            # Both stand in one item: two links, from each end to the item.
            self._shown_in[link.object].add(self._same.root(link.subject))
        else:
            self._fault(f"{link.subject} {link.relation} {link.object} links others")
        if link.total < len(link.statements) or len(set(link.statements)) != len(link.statements):
            self._fault("its statements are not those that it counts")
        for name in link.statements:
            told = self._said.get(name)
            if told is None:
                self._fault(f"statement {name} is not here")
            elif (told.subject, told.relation, told.object) != (
                link.subject, link.relation, link.object
            ):  # fmt: skip
                self._fault(f"statement {name} says: {told.text}")

    def _fault(self, reason: str) -> None:
        self._answer.add("E649", self._place, reason)


def _names(answer: Answer, proof: Proof, said: Mapping[str, Said]) -> None:
    """Every name is given by a statement that is here; of a node, the first one counts."""
    for name in proof.names:
        told = said.get(name)
        if told is None or told.relation not in NAMING:
            answer.add("E649", f"statement {name}", "it gives nobody a name")
        else:
            answer.labels.setdefault(told.subject, told.object.partition(":")[2])


def _paths(answer: Answer, proof: Proof, same: _Same) -> None:
    """Each step of a path is a hop, each hop one of a path, and no path passes a node twice."""
    hops = {frozenset((one.left, one.right)) for one in proof.hops}
    if len(hops) != len(proof.hops):
        answer.add("E649", PROOF_NAME, "it has a hop twice")
    steps = {frozenset(step) for walk in proof.paths for step in pairwise(walk)}
    for walk in proof.paths:
        for one, times in Counter(map(same.root, walk)).items():
            if times > 1:
                node = next(node for node in walk if same.root(node) == one)
                answer.add("E649", PROOF_NAME, f"a path passes {node} {times} times")
    ends = {(walk[0], walk[-1]) for walk in proof.paths}
    if len(ends) != 1:
        answer.add("E649", PROOF_NAME, "its paths lead from and to others")
    for step in sorted(map(sorted, steps - hops)):
        answer.add("E649", " – ".join(step), "no hop of the bundle links them")
    if hops - steps:
        answer.add("E649", PROOF_NAME, "it has a hop that is on no path")


def _is_own(
    answer: Answer,
    proof: Proof,
    members: Mapping[str, bytes],
    entries: Mapping[int, Entry],
    texts: Mapping[str, str],
) -> bool:
    """Tell whether the guide is other than this program writes it: it then is its maker's word."""
    guide, first = members.get(README_NAME), entries.get(0)
    if guide is None or first is None or not isinstance(first.act, CaseOpen):
        return guide is not None
    return guide != readme(proof, texts, answer.labels, first.act)
