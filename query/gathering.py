"""What was found in an item, read back from the recorded lines, with the hits marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..evidence.index import Row
from ..evidence.links.statement import LINK
from ..evidence.sighting import read_observation, read_text
from .conditions import (
    NO_MENTION,
    at_an_end,
    happened,
    said,
    seen,
    words_stated,
    written_as_value,
)
from .phrases import Phrase
from .plan import Leaf, Said, Seen, Text
from .sightings import COLUMNS, Sighting, sighted_of, sighting
from .snippets import SHOWN, Snippet, hits_in, snippets
from .source import OF_ITEM, Source
from .standing import STATEMENT, Stated, stated, statement_row
from .terms import NEVER, Piece, both, either

Place = tuple[int, int]
"""Entry of a text, and the byte of the entry's texts at which it stands."""
PER_ITEM = 5
"""Texts, observations and statements of an item that are told; they are counted all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A text of an item that holds what was looked for."""

    entry: int
    """Entry of the scan that took it out."""
    recorded: str
    """When, UTC."""
    extractor: str
    """Who took it out."""
    version: str
    """The extractor's version."""
    locator: tuple[str, ...]
    """Where the text stands in the item."""
    count: int
    """Hits in it."""
    snippets: tuple[Snippet, ...]
    """The first of them, those as typed before others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An item that a query found, or a statement that rests on no item."""

    item: Row | None
    """The item; none for such a statement."""
    score: float = 0.0
    """How well its texts fit, the lower the better (BM25); 0 where no text was asked for."""
    passages: tuple[Passage, ...] = ()
    """Texts that hold the words."""
    passage_count: int = 0
    """All of them."""
    seen: tuple[Sighting, ...] = ()
    """Observations that were asked for."""
    seen_count: int = 0
    """All of them."""
    stated: tuple[Stated, ...] = ()
    """Statements that were asked for."""
    stated_count: int = 0
    """All of them."""


def gather(
    source: Source, row: Row, asked: Sequence[Leaf], score: float, texts: Sequence[Place]
) -> Found:
    """Return what of an item was asked for; `texts` are those with any of the words, best first.

    Raises `TruyvetError` E604 where a recorded line says otherwise than an index.
    """
    of = bytes.fromhex(row.id)
    phrases = [leaf.phrase for leaf in asked if isinstance(leaf, Text)]
    observations = _any(_observed(source, leaf) for leaf in asked)
    statements = _any(_stated(source, leaf) for leaf in asked)
    sightings, seen_count = _sightings(source, of, observations)
    told, stated_count = _statements(source, of, statements)
    return Found(
        item=row,
        score=score,
        passages=tuple(passage(source, row, place, phrases) for place in texts[:PER_ITEM]),
        passage_count=len(texts),
        seen=sightings,
        seen_count=seen_count,
        stated=told,
        stated_count=stated_count,
    )


def _any(pieces: Iterable[Piece]) -> Piece:
    return either([piece for piece in pieces if piece != NEVER])


def passage(source: Source, row: Row, place: Place, phrases: Sequence[Phrase]) -> Passage:
    """Return a text of an item with these phrases marked; `TruyvetError` E604 as `gather`."""
    line = read_text(source.case, source.index, row.id, *place)
    hits = hits_in(line, phrases)
    return Passage(
        entry=place[0],
        recorded=source.recorded(place[0]),
        extractor=line.extractor,
        version=source.version(place[0], line.extractor),
        locator=line.locator,
        count=len(hits),
        snippets=tuple(snippets(line, hits, SHOWN)),
    )


def _observed(source: Source, leaf: Leaf) -> Piece:
    if isinstance(leaf, Text):
        return written_as_value(source, leaf) if leaf.forms else NEVER
    return seen(source, leaf) if isinstance(leaf, Seen) else NEVER


def _stated(source: Source, leaf: Leaf) -> Piece:
    if isinstance(leaf, Text):
        return both((NO_MENTION, words_stated(leaf), *happened(leaf.window)))
    if isinstance(leaf, Seen):
        end = at_an_end(source, leaf)
        return NEVER if end == NEVER else both((NO_MENTION, end, *happened(leaf.window)))
    return said(source, leaf) if isinstance(leaf, Said) else NEVER


def _sightings(source: Source, item: bytes, piece: Piece) -> tuple[tuple[Sighting, ...], int]:
    if piece == NEVER:
        return (), 0
    start = f"FROM {OF_ITEM} WHERE o.item = ? AND ({piece.sql})"
    given = (item, *piece.given)
    (count,) = source.database.execute(f"SELECT count(*) {start}", given).fetchone()
    query = f"SELECT {COLUMNS} {start} ORDER BY o.seq, o.n LIMIT {PER_ITEM}"
    found = list[Sighting]()
    for row in source.database.execute(query, given).fetchall():
        sighted = sighted_of(source, row)
        line = read_observation(source.case, source.index, sighted)
        found.append(sighting(source, sighted, line))
    return tuple(found), count


def _statements(source: Source, item: bytes, piece: Piece) -> tuple[tuple[Stated, ...], int]:
    if piece == NEVER:
        return (), 0
    start = (
        "FROM links.items AS i CROSS JOIN links.statements AS s ON s.item = i.id"
        " CROSS JOIN links.edges AS e ON e.id = s.edge"
        f" WHERE i.item = ? AND s.ended = 0{_by_officers(source)} AND ({piece.sql})"
    )
    given = (item, *piece.given)
    (count,) = source.database.execute(f"SELECT count(*) {start}", given).fetchone()
    query = f"SELECT {STATEMENT} {start} ORDER BY s.seq, s.n LIMIT {PER_ITEM}"
    rows = source.database.execute(query, given).fetchall()
    return tuple(stated(source, statement_row(source, row)) for row in rows), count


def _by_officers(source: Source) -> str:
    """Return that a statement is an officer's, where no extractor makes any but mentions.

    An item has many mentions, and then none of them is looked at.
    """
    return "" if LINK in source.kinds() else " AND s.source = 0"
