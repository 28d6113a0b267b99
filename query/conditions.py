"""A plan as SQL conditions: on the row of an item, and on a statement that rests on no item.

What is found in sets (`id IN (…)`) is built once by SQLite, spilled to disk where it is large, and
the smallest way in is chosen by its planner.
"""

from collections.abc import Iterable

from .phrases import Phrase
from .plan import Group, Leaf, OfItem, Plan, Said, Seen, Text, Whole, Window
from .source import OF_ITEM, STANDS, Source
from .spellings import Form
from .terms import ALWAYS, NEVER, Piece, both, either, value, values

COMMON = 20_000
"""Observations from which on a set of their items is dearer than asking item by item."""
SEEN = "SELECT o.item FROM main.observations AS o WHERE "
TEXTS = (
    "SELECT t.item FROM main.words CROSS JOIN main.texts AS t ON t.id = words.rowid"
    " WHERE words MATCH ? AND "
)
NEWEST_TEXT = "t.seq = (SELECT max(x.seq) FROM main.texts AS x WHERE x.item = t.item)"
ENDS = (
    "SELECT i.item FROM links.nodes AS n CROSS JOIN links.adj AS x ON x.a = n.id"
    " CROSS JOIN links.edges AS e ON e.id = x.edge AND e.relation <> 'mentioned_in'"
    " CROSS JOIN links.statements AS s ON s.edge = e.id AND s.ended = 0"
    " CROSS JOIN links.items AS i ON i.id = s.item WHERE "
)
NAMED = (
    "SELECT i.item FROM links.names AS m CROSS JOIN links.edges AS e ON e.id = m.edge"
    " CROSS JOIN links.statements AS s ON s.edge = m.edge AND s.ended = 0"
    " CROSS JOIN links.items AS i ON i.id = s.item WHERE "
)
SAID = (
    "SELECT i.item FROM links.edges AS e CROSS JOIN links.statements AS s ON s.edge = e.id"
    " CROSS JOIN links.items AS i ON i.id = s.item"
    " WHERE s.ended = 0 AND "
)
NO_MENTION = Piece(sql="e.relation <> 'mentioned_in'")


def on_items(source: Source, plan: Plan) -> Piece:
    """Return the condition on a row of `items`."""
    if isinstance(plan, Group):
        parts = [on_items(source, part) for part in plan.parts]
        return _grouped(plan.how, parts)
    if isinstance(plan, OfItem):
        return both((plan.piece, *recorded(plan.window, "items.seq")))
    if isinstance(plan, Whole):
        return ALWAYS if plan.holds else NEVER
    if isinstance(plan, Seen) and _is_common(source, plan):
        return either((_seen_in_row(source, plan), _among(_sets_of_statements(plan))))
    return _among(_sets(source, plan))


def on_statements(source: Source, plan: Plan) -> Piece:
    """Return the condition on a statement `s` of the edge `e`, which rests on no item."""
    if isinstance(plan, Group):
        parts = [on_statements(source, part) for part in plan.parts]
        return _grouped(plan.how, parts)
    if isinstance(plan, Said):
        return said(source, plan)
    if isinstance(plan, Seen):
        return both((at_an_end(source, plan), *happened(plan.window)))
    if isinstance(plan, Text):
        return both((words_stated(plan), *happened(plan.window)))
    if isinstance(plan, OfItem):
        return both(happened(plan.window)) if plan.piece == ALWAYS else NEVER
    return ALWAYS if plan.holds else NEVER


def _grouped(how: str, parts: list[Piece]) -> Piece:
    if how == "not":
        return Piece(sql=f"NOT ({parts[0].sql})", given=parts[0].given)
    return both(parts) if how == "all" else either(parts)


def _among(sets: Iterable[Piece]) -> Piece:
    """Return that the item is in one of these sets."""
    found = [one for one in sets if one != NEVER]
    if not found:
        return NEVER
    sql = " UNION ALL ".join(one.sql for one in found)
    given = tuple(one for piece in found for one in piece.given)
    return Piece(sql=f"items.id IN ({sql})", given=given)


def _sets(source: Source, leaf: Leaf) -> Iterable[Piece]:
    """Yield what gives the ids of the items in which something was seen, said or written."""
    if isinstance(leaf, Text):
        yield _after(TEXTS, text_stands(source, leaf), leaf.phrase.match("folded"))
        if leaf.forms:
            yield _after(SEEN, written_as_value(source, leaf))
        yield _after(ENDS, both((_node_of_text(leaf), *happened(leaf.window))))
    elif isinstance(leaf, Seen):
        yield _after(SEEN, seen(source, leaf))
        yield from _sets_of_statements(leaf)
    elif isinstance(leaf, Said):
        yield _after(SAID, said(source, leaf))


def _sets_of_statements(leaf: Seen) -> Iterable[Piece]:
    """Yield what gives the ids of the items that statements about someone rest on."""
    if leaf.flag:
        return
    rest = (*_by(leaf), *happened(leaf.window))
    if leaf.forms is None:  # any of a kind: there are fewer statements than nodes
        yield _after(SAID, both((NO_MENTION, _at_an_end(node_fits(leaf)), *rest)))
    else:
        yield _after(ENDS, both((node_fits(leaf), *rest)))
        yield _after(NAMED, _names_given(leaf))


def _is_common(source: Source, leaf: Seen) -> bool:
    """Tell whether so many observations fit that each item is better asked whether it has one."""
    piece = seen(source, leaf)
    if piece == NEVER:
        return False
    query = f"SELECT count(*) FROM (SELECT 1 FROM main.observations AS o WHERE {piece.sql} LIMIT ?)"  # noqa: S608
    return bool(source.database.execute(query, (*piece.given, COMMON)).fetchone()[0] == COMMON)


def _seen_in_row(source: Source, leaf: Seen) -> Piece:
    piece = seen(source, leaf)
    sql = f"EXISTS (SELECT 1 FROM {OF_ITEM} WHERE o.item = items.id AND ({piece.sql}))"  # noqa: S608
    return Piece(sql=sql, given=piece.given)


def _after(start: str, piece: Piece, *before: object) -> Piece:
    return (
        NEVER
        if piece == NEVER
        else Piece(sql=start + f"({piece.sql})", given=(*before, *piece.given))
    )


def recorded(window: Window, column: str) -> list[Piece]:
    """Return that the entry in a column was made within a window."""
    pieces = list[Piece]()
    if window.first:
        pieces.append(Piece(sql=f"{column} >= ?", given=(window.first,)))
    if window.last is not None:
        pieces.append(Piece(sql=f"{column} <= ?", given=(window.last,)))
    for sign, moment in ((">=", window.since), ("<=", window.until)):
        if moment:
            sql = f"{column} IN (SELECT seq FROM main.acts WHERE utc {sign} ?)"  # noqa: S608
            pieces.append(Piece(sql=sql, given=(moment,)))
    return pieces


def happened(window: Window) -> list[Piece]:
    """Return that the statement `s` holds or happened within a window, by its own time if any."""
    entries = Window(first=window.first, last=window.last)
    pieces = recorded(entries, "s.seq")
    utc = "(SELECT utc FROM main.acts WHERE seq = s.seq)"
    if window.since:
        end = f"iif(s.until <> '', s.until, iif(s.since <> '', s.since, {utc}))"
        pieces.append(Piece(sql=f"{end} || char(1114111) >= ?", given=(window.since,)))
    if window.until:
        start = f"iif(s.since <> '', s.since, iif(s.until <> '', s.until, {utc}))"
        pieces.append(Piece(sql=f"{start} <= ?", given=(window.until,)))
    return pieces


def text_stands(source: Source, leaf: Text) -> Piece:
    """Return what holds of the text `t` beside its words."""
    newest = [Piece(sql=NEWEST_TEXT)] if source.retexts else []
    return both((*newest, *recorded(leaf.window, "t.seq")))


def written_as_value(source: Source, leaf: Text) -> Piece:
    """Return that the observation `o` has a value that a word stands for."""
    found = values("o.value", leaf.forms, source.kinds())
    if found == NEVER:
        return NEVER
    return both((found, *stands(source), *recorded(leaf.window, "o.seq")))


def stands(source: Source) -> list[Piece]:
    """Return that no later scan superseded the observation `o`, where any may be."""
    return [Piece(sql=STANDS)] if source.repeats else []


def seen(source: Source, leaf: Seen) -> Piece:
    """Return what holds of the observation `o`."""
    pieces = list[Piece]()
    kinds = source.kinds()
    if leaf.flag:
        pieces.append(
            Piece(sql="o.flag IS NOT NULL")
            if leaf.flag == "*"
            else Piece(sql="o.flag = ?", given=(leaf.flag,))
        )
    if leaf.kinds:
        kinds = tuple(kind for kind in kinds if kind in leaf.kinds)
        if not kinds:
            return NEVER
        if leaf.forms is None:
            marks = ", ".join("?" * len(kinds))
            pieces.append(Piece(sql=f"o.kind IN ({marks})", given=kinds))
    if leaf.forms is not None:
        found = values("o.value", leaf.forms, kinds)
        if found == NEVER:
            return NEVER
        pieces.append(found)
    if leaf.extractor:
        pieces.append(
            Piece(
                sql="(o.seq, o.place) IN (SELECT seq, place FROM main.extractors WHERE name = ?)",
                given=(leaf.extractor,),
            )
        )
    return both((*pieces, *stands(source), *recorded(leaf.window, "o.seq")))


def said(source: Source, leaf: Said) -> Piece:
    """Return what holds of the statement `s` of the edge `e`."""
    pieces = happened(leaf.window)
    relation = Piece(sql="e.relation = ?", given=(leaf.relation,))
    pieces.append(relation if leaf.relation else NO_MENTION)
    if leaf.grades:
        marks = ", ".join("?" * len(leaf.grades))
        pieces.append(Piece(sql=f"s.grade IN ({marks})", given=leaf.grades))
    if leaf.end is not None:
        pieces.append(at_an_end(source, leaf.end))
    return both(pieces)


def at_an_end(source: Source, leaf: Seen) -> Piece:
    """Return that the statement `s` of the edge `e` has someone at one end."""
    if leaf.flag:
        return NEVER
    node = node_fits(leaf)
    if node == NEVER:
        return NEVER
    return both((_at_an_end(node), *_by(leaf)))


def _at_an_end(node: Piece) -> Piece:
    sql = f"EXISTS (SELECT 1 FROM links.nodes AS n WHERE n.id IN (e.a, e.b) AND ({node.sql}))"  # noqa: S608
    return Piece(sql=sql, given=node.given)


def _by(leaf: Seen) -> list[Piece]:
    if not leaf.extractor:
        return []
    sql = "s.source IN (SELECT id FROM links.sources WHERE name = ?)"
    return [Piece(sql=sql, given=(leaf.extractor,))]


def node_fits(leaf: Seen) -> Piece:
    """Return what holds of the node `n`."""
    pieces = list[Piece]()
    if leaf.kinds:
        marks = ", ".join("?" * len(leaf.kinds))
        pieces.append(Piece(sql=f"n.kind IN ({marks})", given=leaf.kinds))
    if leaf.forms is not None:
        named = [] if leaf.name == NEVER else [_bears(leaf.name)]
        pieces.append(either([*map(_node_value, leaf.forms), *named]))
    return both(pieces)


def _bears(name: Piece) -> Piece:
    """Return that the node `n` goes by a name, or is that name itself."""
    whose = f"n.id IN (SELECT node FROM links.names AS m WHERE {name.sql})"  # noqa: S608 - constants
    itself = f"n.value IN (SELECT name FROM links.names AS m WHERE {name.sql})"  # noqa: S608
    of_names = Piece(sql=f"n.kind IN ('name', 'alias') AND {itself}", given=name.given)
    return either((Piece(sql=whose, given=name.given), of_names))


def _names_given(leaf: Seen) -> Piece:
    """Return that the statement `s` gives the name `m` to one of the kinds asked for."""
    if leaf.name == NEVER:
        return NEVER
    pieces = [leaf.name, *_by(leaf), *happened(leaf.window)]
    if leaf.kinds:
        marks = ", ".join("?" * len(leaf.kinds))
        pieces.append(_at_an_end(Piece(sql=f"n.kind IN ({marks})", given=leaf.kinds)))
    return both(pieces)


def _node_value(form: Form) -> Piece:
    found = value("n.value", form)
    return both((Piece(sql="n.kind = ?", given=(form.kind,)), found)) if form.kind else found


def _node_of_text(leaf: Text) -> Piece:
    """Return that the node `n` has a name that holds these words, or is a value they stand for."""
    name = in_name(leaf.phrase)
    sql = f"n.id IN (SELECT node FROM links.names AS m WHERE {name.sql})"  # noqa: S608 - constants
    named = Piece(sql=sql, given=name.given)
    return either((named, *map(_node_value, leaf.forms)))


def words_stated(leaf: Text) -> Piece:
    """Return that the statement `s` gives a name with these words, or is about such a value."""
    name = in_name(leaf.phrase)
    named = Piece(
        sql="e.relation IN ('named', 'alias') AND e.id IN"  # noqa: S608 - constants
        f" (SELECT edge FROM links.names AS m WHERE {name.sql})",
        given=name.given,
    )
    valued = either(map(_node_value, leaf.forms))
    return named if valued == NEVER else either((named, _at_an_end(valued)))


def in_name(phrase: Phrase) -> Piece:
    """Return that the name `m` holds these words side by side; cut as those of texts are."""
    longest = max(phrase.words, key=len)  # SQLite passes most names over by itself
    glob = f"* {' '.join(phrase.words)}{'*' if phrase.starts else ' *'}"
    sql = "instr(m.folded, ?) > 0 AND worded(m.folded) GLOB ?"
    return Piece(sql=sql, given=(longest, glob))
