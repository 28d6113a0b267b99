"""Links that an analyst added elsewhere, as statements of the officer who imports them.

Who is new bears, beside the name, the id that the file has for him: so a file that is imported
again, or that the analyst went on with, means whom it meant before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import click

from ..evidence.acting import Acting
from ..evidence.errors import TruyvetError
from ..evidence.links.history import of_nodes
from ..evidence.links.node import KINDS, Node, parse_node
from ..evidence.links.reading import evidence_of
from ..evidence.links.relation import NAMING, RELATIONS
from ..evidence.links.rows import Lens
from ..evidence.links.statement import Statement
from ..evidence.links.view import Links
from ..graph.imports.comparing import Change
from .nodes import find_itself, find_nodes
from .person_add import MADE_UP_BYTES
from .stating import Grounds, spelled, when

_FACTS = ("amount", "currency", "duration")
_MAX_FACT = 64
DRAWN_AS = "drawn-as"
"""Fact beside the name of somebody new: his id in the file."""


@dataclass(kw_only=True, slots=True)
class Proposals:
    """What can be stated of an analyst's changes, and what cannot."""

    statements: list[Statement] = field(default_factory=list)
    """In the order of the file; names of new people before what links them."""
    refused: list[tuple[Change, str]] = field(default_factory=list)
    """Added links that are no statements, and why."""
    made_up: dict[str, Node] = field(default_factory=dict)
    """New people by the id that the file has for them."""
    met: dict[str, Node] = field(default_factory=dict)
    """Likewise those whom an earlier import of it made up."""


def proposals(
    changes: Iterable[Change], links: Links, acting: Acting, grounds: Grounds
) -> Proposals:
    """Return statements for the links that the file adds; only those are ever proposed."""
    found, labels = Proposals(), dict[str, str]()
    added = [change for change in changes if change.what == "added"]
    labels = {change.id: change.label for change in added if change.of == "node"}
    for change in added:
        if change.of == "link":
            try:
                _propose(change, links, acting, grounds, labels, found)
            except _Refused as reason:
                found.refused.append((change, str(reason)))
    return found


class _Refused(Exception):
    """Why a link is no statement."""


def _propose(
    change: Change, links: Links, acting: Acting, grounds: Grounds, labels: dict[str, str],
    found: Proposals,
) -> None:  # fmt: skip
    """Add the statement of a link, after the names of those it makes up; all of it or nothing."""
    if not change.relation:
        raise _Refused("it bears no relation that is known")
    if change.relation in NAMING or change.relation == "mentioned_with":
        raise _Refused(f"{change.relation} is no link between two")
    ends = [_node(text, links) for text in (change.id, change.other)]
    newcomers = (one for one in ends if isinstance(one, str))
    made_up, said = _made_up(newcomers, links, acting, grounds, labels, found)
    named = found.met | found.made_up | made_up
    start, end = (one if isinstance(one, Node) else named[one] for one in ends)
    if start == end:
        raise _Refused("it links a node with itself")
    if _stands(links, start, change.relation, end):
        raise _Refused("the case knows it by now")
    if _is_said(found.statements, start, change.relation, end):
        raise _Refused("the file says it twice")
    told = grounds.statement(
        links.index, start, change.relation, end,  # type: ignore[arg-type]
        facts=_facts(change), since=_time(change, "first"), until=_time(change, "last"),
    )  # fmt: skip
    if name_held := _held(links, told):
        raise _Refused(f"the case knows it by now: {name_held} says the very same")
    said.append(told)
    found.made_up |= made_up
    found.statements += said


def _made_up(
    texts: Iterable[str], links: Links, acting: Acting, grounds: Grounds, labels: dict[str, str],
    found: Proposals,
) -> tuple[dict[str, Node], list[Statement]]:  # fmt: skip
    """Return nodes for those whom neither the case nor this import knows yet, and their names."""
    made_up, said = dict[str, Node](), list[Statement]()
    for text in dict.fromkeys(texts):
        if text in found.made_up or text in found.met:
            continue
        kind, _, value = text.partition(":")
        name = _spelled("name", labels.get(text) or value)
        if met := _met(links, text, name):
            found.met[text] = met
            continue
        made_up[text] = Node(kind=kind, value=acting.random(MADE_UP_BYTES).hex())
        facts = {DRAWN_AS: text}
        said.append(grounds.statement(links.index, made_up[text], "named", name, facts=facts))
    return made_up, said


def _facts(change: Change) -> dict[str, str]:
    told = {name: change.after.get(name, "") for name in _FACTS}
    for name, text in told.items():
        if len(text) > _MAX_FACT:
            raise _Refused(f"its {name} is longer than {_MAX_FACT} characters")
    return {name: text for name, text in told.items() if text}


def _time(change: Change, column: str) -> str:
    text = change.after.get(column, "").strip()
    try:
        return when(text, column) if text else ""
    except click.BadParameter as error:
        raise _Refused(f"its {column}: {error.message}") from error


def _is_said(said: Iterable[Statement], subject: Node, relation: str, other: Node) -> bool:
    """Tell whether the file said so already; what happened may have happened twice."""
    kind, ends = RELATIONS[relation], [(subject, other)]
    if kind.event:
        return False
    ends += [(other, subject)] if kind.mutual else []
    return any(one.relation == relation and (one.subject, one.object) in ends for one in said)


def _stands(links: Links, subject: Node, relation: str, other: Node) -> bool:
    """Tell whether the case holds such a link; what happened may happen again."""
    rows = [links.find(node) for node in (subject, other)]
    if RELATIONS[relation].event or None in rows:
        return False
    start, end = (row.id for row in rows if row is not None)
    edges = links.edges_between({start, end}, Lens())
    ways = [(start, end), (end, start)] if RELATIONS[relation].mutual else [(start, end)]
    return any(edge.relation == relation and (edge.a, edge.b) in ways for edge in edges)


def _met(links: Links, text: str, name: Node) -> Node | None:
    """Return whom an earlier import made up for this id and name, if one did."""
    kind = text.partition(":")[0]
    called = (one for row in links.named(name.value) for one in links.members(row.id))
    ids = [one.id for one in called if one.node.kind == kind]
    for row in of_nodes(links, ids, relation="named"):
        if not row.source:
            told = evidence_of(links, links.index, row).statement
            if told.facts.get(DRAWN_AS) == text and told.object == name:
                return told.subject
    return None


def _held(links: Links, said: Statement) -> str:
    """Return the name of a statement in the case that says the very same; empty where none does."""
    rows = [links.find(node) for node in (said.subject, said.object)]
    edges = links.edges_between({row.id for row in rows if row is not None}, Lens())
    ids = [edge.id for edge in edges if edge.relation == said.relation] if all(rows) else []
    for row in links.statements(ids):
        is_like = not row.source and (row.since, row.until) == (said.since, said.until)
        if is_like and evidence_of(links, links.index, row).statement == said:
            return row.name
    return ""


def _node(text: str, links: Links) -> Node | str:
    """Return the node of an id, and not one that it was decided to be one with.

    It is the id itself where it is of someone new who needs a name.
    """
    try:
        node = parse_node(text)
    except ValueError:
        raise _Refused(f"{text[:80]!r} is no node: its id is not KIND:VALUE") from None
    known = find_nodes(links, text)
    if len(known) == 1:
        return find_itself(links, text)
    if known:
        raise _Refused(f"{text[:80]!r} may be any of {len(known)} nodes")
    if KINDS[node.kind].made_up:
        return text
    if node.kind == "item":
        raise _Refused(f"{text[:80]!r} is no item of the case")
    return _spelled(node.kind, node.value)


def _spelled(kind: str, value: str) -> Node:
    try:
        return spelled(kind, value)
    except TruyvetError as error:
        raise _Refused(error.text) from error
