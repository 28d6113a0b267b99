"""Is it known? A value in any spelling, looked up in one case; docs/guide/query.md.

A value may stand for several things: `012345678901` is a citizen id or a bank account. Each reading
that is known is told apart. What was read back from the recorded lines is shown; counts come from
the indexes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..evidence.examined import MAX_VALUE
from ..evidence.links.node import Node
from ..evidence.links.rows import NodeRow
from ..extractors.selectors import KINDS as SELECTORS
from ..extractors.selectors.written import held
from .intexts import Alike, InTexts, alike, in_texts
from .sightings import Count, Sighting, counted, items_hashing, kinds_showing, observed
from .source import Source
from .spellings import (
    ACCOUNT,
    AS_TYPED,
    NAME,
    Spelling,
    at_banks,
    bare_accounts,
    is_just_that,
    spellings,
)
from .standing import Stated, Tie, ended_names, ended_of, links_of, stated_of, ties_of

TEXTS = 5
"""Texts of a value that are told; they are counted all."""
LIMIT = 20
"""Sightings, statements and persons of a reading that are told; they are counted all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One thing that a value stands for, and that is known or was."""

    kind: str
    """Kind of selector, person or thing; `sha256` for items; else the kind of observation."""
    value: str
    """Its normal form."""
    title: str
    """One line for people."""
    node: str = ""
    """`kind:value` where it is a node of the links."""
    label: str = ""
    """Its name, where a statement gives it one."""
    same: tuple[str, ...] = ()
    """Nodes that were decided to be the same."""
    count: Count
    """How often it was seen, in which entries."""
    first: str
    """When it was first recorded, UTC; empty if only statements tell of it."""
    last: str
    """When it was last recorded."""
    since: str = ""
    """Earliest time of the statements about it."""
    until: str = ""
    """Latest time of them."""
    sightings: tuple[Sighting, ...] = ()
    """Where it stands, the first of them."""
    links: Mapping[str, int] = field(default_factory=dict)
    """Statements by relation, mentions left out."""
    stated: tuple[Stated, ...] = ()
    """The first of those statements."""
    ties: tuple[Tie, ...] = ()
    """Persons and organizations tied to it; of a person, whatever is."""
    retracted: tuple[Sighting, ...] = ()
    """The first of the sightings that an officer found to be wrong."""
    ended: tuple[Stated, ...] = ()
    """The first of the statements that an officer ended."""
    ended_count: int = 0
    """All of those."""
    weak: str = ""
    """Why the value asked for is not surely this one; empty where it is."""

    @property
    def recorded(self) -> str:
        """When it was first recorded, by an observation or a statement, UTC."""
        told = (self.first, *(one.recorded for one in self.stated[:1]))
        return min(filter(None, told), default="")

    @property
    def stands(self) -> bool:
        """Whether anything of it counts still."""
        return bool(self.count.seen or self.links)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What is known of a value in one case."""

    asked: str
    """As it was typed."""
    case: str
    """Number of the case."""
    tried: tuple[Spelling, ...]
    """All that it was looked up as."""
    readings: tuple[Reading, ...]
    """What is known; empty where nothing is."""
    gone: tuple[Reading, ...] = ()
    """What is known no longer: all that told of it was retracted."""
    superseded: int
    """Sightings that no longer count, because a later scan did not repeat them."""
    texts: InTexts | None = None
    """Where it stands in texts; none where they were not looked into."""
    like: tuple[Alike, ...] = ()
    """Whose names hold its words, where it is not known and not one of a list."""

    holds: tuple[str, ...] = ()
    """Values within what was typed, where it is not known and none itself."""

    @property
    def known(self) -> bool:
        """Whether anything is known of it, be it only that it stands in a text."""
        return bool(self.readings or (self.texts and self.texts.texts))


def known(source: Source, values: Iterable[str], *, limit: int = LIMIT) -> Iterator[Answer]:
    """Yield for each value, in order, what is known of it.

    With a limit of 1, as of a list, names that hold the words of a value are not looked for.

    Raises `TruyvetError` E604 where a recorded line says otherwise than an index.
    """
    for value in values:
        yield _answer(source, value, limit)


def _answer(source: Source, value: str, limit: int) -> Answer:
    tried = spellings(value)
    found = list[Reading]()
    done = set[tuple[str, str]]()
    bare = bare_accounts(tried)
    for spelling in tried:
        found += _read_as(source, spelling, done, limit)
        if spelling in bare:
            for account in _at_banks(source, spelling):
                found += _read_as(source, account, done, limit)
    told = tuple(one for one in found if one.stands)
    gone = tuple(one for one in found if not one.stands and (one.retracted or one.ended))
    superseded = sum(one.count.superseded for one in found)
    answer = Answer(
        asked=value, case=source.number, tried=tried, readings=told, gone=gone,
        superseded=superseded,
    )  # fmt: skip
    answer = _looked_in_texts(source, answer, limit)
    is_value = any(one.kind in SELECTORS for one in tried)
    return answer if answer.known or is_value else replace(answer, holds=held(value))


def _looked_in_texts(source: Source, answer: Answer, limit: int) -> Answer:
    """Add where a name that was seen as no value stands in texts, and who has a name like it.

    Not of what was retracted or superseded: a text holds that still.
    """
    names = names_in(answer.asked, answer.tried)
    seen = any(one.count.seen for one in answer.readings)
    if not names or answer.gone or answer.superseded or seen:
        return answer
    texts = in_texts(source, names[0], min(limit, TEXTS))
    if limit == 1 or answer.readings:
        return replace(answer, texts=texts)
    return replace(answer, texts=texts, like=tuple(alike(source, names[-1], limit)))


def names_in(asked: str, tried: Iterable[Spelling]) -> list[str]:
    """Return the names that a value is looked for as in texts: `Lê B`, `Công ty 19/5`, `Đức`.

    Numbers and codes are not looked for so: a text holds parts of others, and in any case of
    letters. Nor is `kind:value`.
    """
    if is_just_that(asked):
        return []
    names = (one.value for one in tried if one.kind == NAME)
    return [one for one in names if " " in one or not any(map(str.isdigit, one))]


def _at_banks(source: Source, number: Spelling) -> list[Spelling]:
    """Return the accounts of a number that was typed without its bank, at whatever bank."""
    values = at_banks(number.value)
    marks = ", ".join("?" * len(values))
    query = "SELECT value FROM {} WHERE kind = ? AND value IN ({}) UNION "
    query = query.format("main.observations", marks) + query.format("links.nodes", marks)
    rows = source.database.execute(
        f"{query.removesuffix(' UNION ')} ORDER BY value", (ACCOUNT, *values) * 2
    )
    return [replace(number, value=value) for (value,) in rows]


def _read_as(
    source: Source, spelling: Spelling, done: set[tuple[str, str]], limit: int
) -> Iterator[Reading]:
    """Yield what is known of one spelling; `done` are the (kind, value) told before."""
    kind, value = spelling.kind, spelling.value
    if kind == NAME:
        for row in (*source.links.named(value), *ended_names(source, value)):
            name = (row.node.kind, row.node.value)
            if name not in done:
                pairs = kinds_showing(source, *name)
                done |= {name, *pairs}
                yield _reading(source, *name, pairs, row, limit)
        return
    if kind == "sha256":
        yield _of_hash(source, value, limit)
        return
    weak = spelling.weak
    nodes = {row.node.kind: row for row in _nodes(source, kind, value)}
    kinds = (*source.kinds(), *nodes) if kind == AS_TYPED else (kind,)
    for one in dict.fromkeys(kinds):
        if (one, value) in done:
            continue
        pairs = [(one, value[:MAX_VALUE])]
        pairs = pairs if kind == AS_TYPED else kinds_showing(source, one, value)
        done |= {(one, value), *pairs}
        yield replace(_reading(source, one, value, pairs, nodes.get(one), limit), weak=weak)


def _nodes(source: Source, kind: str, value: str) -> Iterator[NodeRow]:
    """Yield the nodes with this value, of this kind or of any."""
    query = "SELECT id, kind, value, label, degree FROM links.nodes WHERE value = ?"
    for id_, of, text, label, degree in source.database.execute(query, (value,)):
        if kind in (AS_TYPED, of):
            node = Node(kind=of, value=text)
            yield NodeRow(id=id_, node=node, label=label, degree=degree)


def _reading(
    source: Source,
    kind: str,
    value: str,
    pairs: list[tuple[str, str]],
    row: NodeRow | None,
    limit: int,
) -> Reading:
    """Return what is known of a value of a kind: in observations, and as a node of the links."""
    count = counted(source, pairs)
    found = Reading(
        kind=kind,
        value=value,
        title=Spelling(kind=kind, value=value).title,
        count=count,
        first=source.recorded(count.first) if count.seen else "",
        last=source.recorded(count.last) if count.seen else "",
        sightings=tuple(observed(source, pairs, value, limit)) if count.seen else (),
        retracted=_retracted(source, pairs, value, limit) if count.retracted else (),
    )
    return found if row is None else _linked(source, found, row, limit)


def _retracted(
    source: Source, pairs: list[tuple[str, str]], value: str, limit: int
) -> tuple[Sighting, ...]:
    return tuple(observed(source, pairs, value, limit, retracted=True))


def _linked(source: Source, found: Reading, row: NodeRow, limit: int) -> Reading:
    """Add what statements say of it, and of what was decided to be the same."""
    root = source.links.node(source.links.root(row.id))
    members = source.links.members(root.id)
    links = links_of(source, members)
    ended = ended_of(source, members)
    return replace(
        found,
        node=str(row.node),
        label=root.label if root.label != found.value else "",
        same=tuple(str(one.node) for one in members if one.id != row.id),
        since=links.first,
        until=links.last,
        links=links.counts,
        stated=tuple(stated_of(source, members, limit)),
        ties=tuple(ties_of(source, members, limit)),
        ended=tuple(ended[:limit]),
        ended_count=len(ended),
    )


def _of_hash(source: Source, digest: str, limit: int) -> Reading:
    query = "SELECT count(*), min(seq), max(seq) FROM main.items WHERE sha256 = ?"
    found, first, last = source.database.execute(query, (bytes.fromhex(digest),)).fetchone()
    return Reading(
        kind="sha256",
        value=digest,
        title="SHA-256 of an item",
        count=Count(seen=found, first=first or 0, last=last or 0),
        first=source.recorded(first) if found else "",
        last=source.recorded(last) if found else "",
        sightings=tuple(items_hashing(source, digest, limit)) if found else (),
    )
