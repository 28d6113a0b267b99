"""What an analyst changed: a graph file beside the graph of the case that it was exported from.

Nodes are the same by their id, links by relation and both ends. Of attributes those are compared
that the file says something of; degree, colours and places are the programs' own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ...evidence.links.node import parse_node
from ...evidence.links.relation import RELATIONS
from ..exports.text import Text
from ..model import GraphEdge, GraphNode, Source
from .interface import Drawn, ReadEdge

_TITLES = {kind.title: name for name, kind in RELATIONS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A difference between the case and the file."""

    what: Literal["added", "removed", "changed"]
    """In the file only, in the case only, in both but otherwise."""
    of: Literal["node", "link"]
    """Of what."""
    id: str
    """The node; or the link's subject."""
    relation: str = ""
    """The link's relation; empty where the file tells none that is known."""
    other: str = ""
    """The link's object."""
    label: str = ""
    """What people read."""
    before: Mapping[str, str] = field(default_factory=dict)
    """What changed, as the case has it."""
    after: Mapping[str, str] = field(default_factory=dict)
    """As the file has it; all attributes where something was added."""

    @property
    def says(self) -> str:
        """Return the relation, one that nobody knows as it stands in the file; empty for none."""
        return self.relation or next(_words(self.after), "")


def differences(drawn: Drawn, source: Source, *, loops: bool = True) -> Iterator[Change]:
    """Yield what the file changes: nodes, then links; of each first what the case has.

    Without `loops`, links of a node with itself do not count: the format has none.
    """
    text = Text()
    named = {one: node_id(one, facts) for one, facts in drawn.nodes.items()}
    left = {named[one]: facts for one, facts in drawn.nodes.items()}
    for node in source.nodes():
        one = text.id(node.id)
        yield from _node_change(node, one, left.pop(one, None), text)
    for one, facts in left.items():
        label = facts.get("label", "")
        yield Change(what="added", of="node", id=one, label=label, after=facts)
    yield from _edge_changes(drawn, source, named, text, loops=loops)


def node_id(one: str, facts: Mapping[str, str]) -> str:
    """Return the id of a node as ours: its own, else by its attributes, else its own as it is."""
    kind, value = facts.get("kind", ""), facts.get("normal", "")
    for text in (one, facts.get("id", ""), f"{kind}:{value}", facts.get("label", "")):
        try:
            parse_node(text)
        except ValueError:
            continue
        return text
    return one


def relation_of(facts: Mapping[str, str]) -> str:
    """Return the relation that a link's attributes tell; empty where none is known."""
    for word in _words(facts):
        if word in RELATIONS:
            return word
        if word in _TITLES:
            return _TITLES[word]
    return ""


def _words(facts: Mapping[str, str]) -> Iterator[str]:
    """Yield what may name a link's relation, the surest first."""
    for name in ("relation", "interaction", "label", "name"):
        if word := facts.get(name, "").strip():
            yield word


def _node_change(
    node: GraphNode, one: str, facts: Mapping[str, str] | None, text: Text
) -> Iterator[Change]:
    if facts is None:
        yield Change(what="removed", of="node", id=one, label=node.label)
        return
    own = {"kind": node.kind, "label": node.label, "normal": node.value}
    before, after = _compared(own, facts, text)
    if before:
        yield Change(
            what="changed", of="node", id=one, label=node.label, before=before, after=after
        )


def _edge_changes(
    drawn: Drawn, source: Source, named: Mapping[str, str], text: Text, *, loops: bool
) -> Iterator[Change]:
    left: dict[tuple[str, str, str], list[ReadEdge]] = defaultdict(list)
    for read in drawn.edges:
        left[named[read.source], relation_of(read.facts), named[read.target]].append(read)
    for edge in source.edges():
        if edge.source == edge.target and not loops:
            continue
        key = (text.id(edge.source), edge.relation, text.id(edge.target))
        held = left.get(key)
        found = _take(held, text.id(edge.id)) if held else None
        yield from _edge_change(edge, key, found, text)
    for key, reads in left.items():
        for read in reads:
            yield Change(
                what="added", of="link", id=key[0], relation=key[1], other=key[2],
                label=read.facts.get("label", ""), after=read.facts,
            )  # fmt: skip


def _edge_change(
    edge: GraphEdge, key: tuple[str, str, str], read: ReadEdge | None, text: Text
) -> Iterator[Change]:
    removed = Change(
        what="removed", of="link", id=key[0], relation=key[1], other=key[2], label=edge.label
    )
    if read is None:
        yield removed
        return
    own = {"label": edge.label, "count": str(edge.count), "first": edge.first,
           "last": edge.last, "grade": edge.grade}  # fmt: skip
    before, after = _compared(own, read.facts, text)
    if before:
        yield replace(removed, what="changed", before=before, after=after)


def _take(reads: list[ReadEdge], one: str) -> ReadEdge:
    """Take the link of this id out, else the first."""
    place = next((n for n, read in enumerate(reads) if read.id == one), 0)
    return reads.pop(place)


def _compared(
    own: Mapping[str, str], facts: Mapping[str, str], text: Text
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the file says otherwise, before and after; what it does not say is no change."""
    before, after = dict[str, str](), dict[str, str]()
    for name, value in own.items():
        here, there = text(value), facts.get(name, "")
        if there and here != there and not _same_number(here, there):
            before[name], after[name] = here, there
    return before, after


def _same_number(one: str, other: str) -> bool:
    """Tell whether both are the same whole number: programs write 3 as 3.0."""
    return one.isdecimal() and other in (f"{one}.0", f"{one}.00")
