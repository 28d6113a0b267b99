"""Where a value stands in the texts that scans took out, and whose names hold its words.

For what is no value of its own there, or not known as one: a name in a letter, a word of a name.
"""

from dataclasses import dataclass

from ..evidence.sighting import item_of
from .conditions import NEWEST_TEXT, in_name
from .gathering import Passage, passage
from .phrases import Phrase, phrase_of
from .source import Source

MAX_WORDS = 64
"""Words of a value that is looked for in texts: beyond any name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InText:
    """A text of an item that holds a value."""

    item: str
    """Short name of the item."""
    item_id: str
    """Id of the item."""
    path: str
    """Path of the item."""
    sha256: str
    """Hash of its bytes; empty where it has none."""
    tags: tuple[str, ...]
    """Tags of the item."""
    passage: Passage
    """The text, with the hits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InTexts:
    """All texts that hold a value."""

    texts: int = 0
    """How many."""
    items: int = 0
    """In how many items."""
    found: tuple[InText, ...] = ()
    """The first of them, those that hold it as it was typed before others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """Someone or something whose name holds the words of a value."""

    node: str
    """`kind:value`."""
    name: str
    """The name."""


def in_texts(source: Source, text: str, limit: int) -> InTexts:
    """Return where a value stands in texts, word by word and without marks, `limit` told.

    Raises `TruyvetError` E604 where a recorded line says otherwise than the index.
    """
    phrase = phrase_of(text)
    if phrase is None or len(phrase.words) > MAX_WORDS:
        return InTexts()
    newest = NEWEST_TEXT if source.retexts else "1"
    start = (
        " FROM main.words CROSS JOIN main.texts AS t ON t.id = words.rowid"
        f" WHERE words MATCH ? AND {newest}"
    )
    given = (phrase.match("folded"),)
    run = source.database.execute
    texts, items = run(f"SELECT count(*), count(DISTINCT t.item){start}", given).fetchone()
    exact = "t.id IN (SELECT rowid FROM main.words WHERE words MATCH ?) DESC"
    query = f"SELECT lower(hex(t.item)), t.seq, t.position{start} ORDER BY {exact}, t.id LIMIT ?"
    rows = run(query, (*given, phrase.match("marked"), limit)).fetchall() if texts else []
    found = tuple(_in_text(source, item, at, phrase) for item, *at in rows)
    return InTexts(texts=texts, items=items, found=found)


def _in_text(source: Source, item: str, at: list[int], phrase: Phrase) -> InText:
    row = item_of(source.index, item)
    return InText(
        item=row.name,
        item_id=row.id,
        path=row.path,
        sha256=row.sha256 or "",
        tags=tuple(tag for name, tag, _ in source.index.tags(item=row.id) if name == row.name),
        passage=passage(source, row, (at[0], at[1]), [phrase]),
    )


def alike(source: Source, text: str, limit: int) -> list[Alike]:
    """Return whose names hold all the words of a value, in any order; the time grows with names."""
    phrase = phrase_of(text)
    if phrase is None or len(phrase.words) > MAX_WORDS:
        return []
    words = (
        Phrase(words=(one,), exact=(one,), starts=False) for one in dict.fromkeys(phrase.words)
    )
    pieces = [in_name(word) for word in words]
    query = (
        "SELECT n.kind || ':' || n.value, m.name FROM links.names AS m"  # noqa: S608 - constants
        " CROSS JOIN links.nodes AS n ON n.id = m.node"
        f" WHERE {' AND '.join(piece.sql for piece in pieces)} ORDER BY m.edge"
    )
    found = dict[str, Alike]()
    given = [one for piece in pieces for one in piece.given]
    for node, name in source.database.execute(query, given):
        found.setdefault(node, Alike(node=node, name=name))
        if len(found) == limit:
            break
    return list(found.values())
