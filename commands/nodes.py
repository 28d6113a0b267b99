"""Whom a person means: one node of the case from whatever was typed.

Tried in this order, and the first that finds something counts: `kind:value` as it stands or in
another spelling; the made-up id of a person, or its start; what the text may stand for as a
selector, the surest first; a value of any kind; an item's short name; a name. A name that is typed
with its marks means those who bear it exactly so, if any do; without marks, all who bear it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from ..evidence.errors import TruyvetError
from ..evidence.links.node import KINDS, MAX_VALUE, Node, parse_node
from ..evidence.links.rows import NodeRow
from ..evidence.links.view import Links
from .near import unknown

_SHORT_ITEM = re.compile(r"[0-9]{1,15}\.[0-9]{1,15}")
_STARTS_ID = re.compile(r"[0-9a-f]{4,32}")
_MADE_UP = tuple(kind for kind, facts in KINDS.items() if facts.made_up)
_TEXTS = frozenset({"name", "alias"})
MAX_LISTED = 8
"""Candidates that an error lists."""


def find_node(links: Links, text: str) -> NodeRow:
    """Return the one node that `text` names, standing for all that were decided to be it.

    Raises `TruyvetError` E570 where nothing known is meant, E571 where several are.
    """
    found = find_nodes(links, text)
    if not found:
        raise unknown(links, text)
    return _only(found, text)


def find_bearer(links: Links, node: Node) -> Node:
    """Return who bears a name or alias; another node is returned as it is.

    Raises `TruyvetError` E574 where nobody does, E571 where several do.
    """
    if node.kind not in _TEXTS:
        return node
    found = _called(links, node.value)
    if not found:
        raise TruyvetError("E574", reason=f"nobody bears the name {node.value[:120]}")
    return _only(found, node.value).node


def _only(found: list[NodeRow], text: str) -> NodeRow:
    """Return the one node that was found, of one or more; errors as `find_node`."""
    if len(found) > 1:
        listed = "; ".join(f"{row.node} ({row.label})"[:120] for row in found[:MAX_LISTED])
        more = f" and {len(found) - MAX_LISTED} more" if len(found) > MAX_LISTED else ""
        raise TruyvetError("E571", text=text[:120], candidates=listed + more)
    return found[0]


def find_nodes(links: Links, text: str) -> list[NodeRow]:
    """Return all nodes that `text` may name in the first way of reading it that knows any."""
    typed = text.strip()
    if not typed or len(typed) > MAX_VALUE + 64 or not _is_text(typed):
        return []
    for read in _WAYS:
        found = _roots(links, read(links, typed))
        if found:
            return found
    return []


def find_itself(links: Links, text: str) -> Node:
    """Return the node that an identifier is, and not one that it was decided to be one with.

    What is recorded of a number stays with that number when a decision is taken back. A name means
    its bearer: the one that stands for all who were decided to be it; errors as `find_node`.
    """
    typed = text.strip()
    for node in _spelled(typed):
        if node.kind in _TEXTS:
            return find_node(links, text).node
        if _holds(links, node):
            return node
    kind, _, value = typed.partition(":")
    begun = _begun(links, value, (kind,)) if kind in _MADE_UP else _by_id(links, typed)
    if len(begun) == 1:
        return begun[0].node
    if not begun:
        for kind, value in _readings(typed):
            if _holds(links, Node(kind=kind, value=value)):
                return Node(kind=kind, value=value)
        valued = _as_value(links, typed)
        if len(valued) == 1:
            return valued[0].node
    return find_node(links, text).node


def _is_text(typed: str) -> bool:
    """Tell whether an argument was UTF-8: no node has a name or value that is not."""
    return not any("\ud800" <= letter <= "\udfff" for letter in typed)


def find_all(links: Links, texts: Sequence[str]) -> list[NodeRow]:
    """Return the nodes that these texts name, in their order, each once; errors as `find_node`."""
    found = {row.id: row for row in (find_node(links, text) for text in texts)}
    return list(found.values())


def _holds(links: Links, node: Node) -> bool:
    query = "SELECT 1 FROM nodes WHERE value = ? AND kind = ?"
    return links.database.execute(query, (node.value, node.kind)).fetchone() is not None


def _roots(links: Links, found: Iterable[NodeRow]) -> list[NodeRow]:
    roots = list(dict.fromkeys(links.root(row.id) for row in found))
    return [links.node(root) for root in roots]


def _written(links: Links, text: str) -> list[NodeRow]:
    """Read `kind:value`: as it stands, in another spelling, as the start of an id, as a name."""
    node = None
    for node in _spelled(text):
        found = links.find(node)
        if found is not None:
            return _meant(links, found)
    if node is None:
        return []
    begun = _begun(links, node.value, (node.kind,)) if KINDS[node.kind].made_up else []
    called = _called(links, node.value)
    return begun or [row for row in called if row.node.kind == node.kind or node.kind in _TEXTS]


def _meant(links: Links, row: NodeRow) -> list[NodeRow]:
    """Return a node, or those who bear it where it is nothing but their name."""
    if row.node.kind in _TEXTS and not row.degree:
        return _called(links, row.node.value) or [row]
    return [row]


def _spelled(text: str) -> Iterator[Node]:
    """Yield what `kind:value` may be: as it stands, and in the normal form of its kind."""
    from ..extractors.selectors import KINDS as SELECTORS
    from ..extractors.selectors import normal

    with suppress(ValueError):
        node = parse_node(text)
        yield node
        read = normal(node.kind, node.value) if node.kind in SELECTORS else None
        if read is not None:
            yield Node(kind=node.kind, value=read.value)


def _by_id(links: Links, text: str) -> list[NodeRow]:
    return _begun(links, text, _MADE_UP)


def _begun(links: Links, text: str, kinds: Iterable[str]) -> list[NodeRow]:
    """Return nodes of these kinds whose made-up value begins with `text`."""
    start = text.lower().removesuffix("…").removesuffix("*")
    if not _STARTS_ID.fullmatch(start):
        return []
    query = (
        "SELECT id FROM nodes WHERE kind = ? AND value >= ? AND value < ? ORDER BY value LIMIT 99"
    )
    spans = ((kind, start, start + "g") for kind in kinds)
    return [links.node(row[0]) for span in spans for row in links.database.execute(query, span)]


def _as_selector(links: Links, text: str) -> list[NodeRow]:
    """Return the node of the surest reading that is known."""
    for kind, value in _readings(text):
        found = links.find(Node(kind=kind, value=value))
        if found is not None:
            return [found]
    return []


def _readings(text: str) -> Iterator[tuple[str, str]]:
    from ..query.spellings import sure_spellings

    for one in sure_spellings(text):
        if one.kind in KINDS and one.kind not in _TEXTS and 0 < len(one.value) <= MAX_VALUE:
            yield one.kind, one.value


def _typed(text: str, kind: str) -> list[str]:
    """Return a text as it was typed and as it may be written elsewhere; `known` takes the same."""
    from ..query.spellings import sure_spellings

    return list(dict.fromkeys((text, *(s.value for s in sure_spellings(text) if s.kind == kind))))


def _valued(links: Links, text: str) -> list[NodeRow]:
    """Return the nodes of the first way to write a value that any node has."""
    from ..query.spellings import AS_TYPED

    return next(filter(None, map(list, map(links.by_value, _typed(text, AS_TYPED)))), [])


def _as_value(links: Links, text: str) -> list[NodeRow]:
    """Return nodes of this value; of what is only a name, the bearer is meant."""
    return [row for row in _valued(links, text) if row.node.kind not in _TEXTS]


def _as_text(links: Links, text: str) -> list[NodeRow]:
    return [row for row in _valued(links, text) if row.node.kind in _TEXTS]


def _as_item(links: Links, text: str) -> list[NodeRow]:
    if not _SHORT_ITEM.fullmatch(text):
        return []
    with links.case.reading() as index:
        ids = {row.id for row in index.items(name=text)}
    found = (links.find(Node(kind="item", value=item)) for item in sorted(ids))
    return [row for row in found if row is not None]


def _as_name(links: Links, text: str) -> list[NodeRow]:
    from ..query.spellings import NAME

    return next(filter(None, (_called(links, name) for name in _typed(text, NAME))), [])


def _called(links: Links, text: str) -> list[NodeRow]:
    """Return the nodes of this name; where it has marks, those who bear it exactly so, if any."""
    from ..evidence.folding import folded, marked, spaced

    found = list(links.named(text))
    wanted = marked(spaced(text))
    if wanted == folded(wanted):
        return found
    exact = [row for row in found if wanted in map(marked, links.names(row.id))]
    return exact or found


_WAYS: tuple[Callable[[Links, str], list[NodeRow]], ...] = (
    _written, _by_id, _as_selector, _as_value, _as_item, _as_name, _as_text
)  # fmt: skip
