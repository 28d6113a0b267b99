"""Statements: facts that link two nodes, each with who says it, where it stands and since when.

An officer's statements are lines of the object that a `state` entry names; statement n of entry s
is called `s:n`, like an observation. An extractor's are observations of the kind `link`, which say
the same in their facts (`fact_names`). Neither is ever changed; a `retract` entry ends one.
Format: docs/spec/links.md.
"""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from ..records import Hex64, Record, Text, Word
from ..scans.locator import MAX_STEPS, Locator, NotALocator, parse_step
from ..scans.observation import Fact, Observation, Percent
from .node import KINDS, Node, parse_node
from .relation import Relation

LINK = "link"
"""Kind of the observations that are statements."""
Grade = Annotated[str, msgspec.Meta(pattern=r"^([A-F][1-6])?\Z")]
"""Admiralty grade: reliability of the source A to F, credibility of the fact 1 to 6; or empty."""
When = Annotated[
    str, msgspec.Meta(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:.]{5,18}Z)?)?)?)?\Z")
]
"""A UTC time or the day, month or year of it, ISO 8601; empty where it is not known."""
StatementName = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,15}:[0-9]{1,15}\Z")]
"""Short name of a statement, of an officer or an extractor: entry and number."""


class Statement(Record, frozen=True, kw_only=True):
    """A fact that links two nodes: a line of the statements of a `state` entry."""

    confidence: Percent = 100
    """How sure whoever says it is."""
    facts: dict[Word, Fact] = msgspec.field(default_factory=dict)
    """Details: amount, currency, duration …"""
    grade: Grade = ""
    """What the officer thinks of source and fact."""
    item: Hex64 | None = None
    """Id of the item it rests on, if it rests on one."""
    locator: Annotated[Locator, msgspec.Meta(max_length=MAX_STEPS)] = ()
    """Where in the item."""
    note: Text = ""
    """The officer's note."""
    object: Node
    """To whom or what."""
    relation: Relation
    """In what relation."""
    since: When = ""
    """From when it holds, or when it happened."""
    subject: Node
    """Who or what."""
    until: When = ""
    """Until when it holds."""


_OWN = ("subject", "relation", "object", "since", "until", "grade")
"""Facts of a `link` observation that are fields of the statement."""


def link_facts(statement: Statement) -> dict[str, str]:
    """Return the facts by which an observation of the kind `link` says this statement."""
    own = {
        "subject": str(statement.subject),
        "relation": statement.relation,
        "object": str(statement.object),
        "since": statement.since,
        "until": statement.until,
        "grade": statement.grade,
    }
    return {name: text for name, text in own.items() if text} | statement.facts


def link_normal(statement: Statement) -> str:
    """Return the normal form of the observation that says this statement."""
    return f"{statement.subject} {statement.relation} {statement.object}"[:4096]


def statement_of(seen: Observation) -> Statement:
    """Return what an observation of the kind `link` says; ValueError where it says nothing."""
    facts = seen.facts
    try:
        named = {
            name: facts[name] for name in ("relation", "since", "until", "grade") if name in facts
        }
        told = {
            "subject": msgspec.to_builtins(parse_node(facts["subject"])),
            "object": msgspec.to_builtins(parse_node(facts["object"])),
            "facts": {name: text for name, text in facts.items() if name not in _OWN},
            "item": seen.item,
            "locator": seen.locator,
            "confidence": seen.confidence,
        }
        return msgspec.convert(named | told, Statement)
    except (KeyError, msgspec.ValidationError) as error:
        raise ValueError(f"no statement: {error}") from error


def contradictions(said: Statement) -> Iterator[str]:
    """Yield in what a statement contradicts itself, or says what is never recorded."""
    for node in (said.subject, said.object):
        if node.kind not in KINDS:
            yield f"there is no kind of node {node.kind!r}"
    if said.relation == "mentioned_with":
        yield "mentioned_with follows from mentions and is not recorded"
    if said.relation == "mentioned_in" and said.object.kind != "item":
        yield "mentioned_in is of an item"
    if said.locator and said.item is None:
        yield "it says where in an item, and names none"
    for step in said.locator:
        try:
            parse_step(step)
        except NotALocator as error:
            yield str(error)


def items_of(said: Statement) -> set[str]:
    """Return the ids of the items that a statement names."""
    named = {node.value for node in (said.subject, said.object) if node.kind == "item"}
    return named | ({said.item} if said.item else set())
