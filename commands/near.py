"""Whom a name that nobody bears may mean: those whose name has all its words, in any order."""

from ..evidence.errors import TruyvetError
from ..evidence.folding import folded
from ..evidence.links.rows import NodeRow
from ..evidence.links.view import Links

MAX_NEAR = 5
"""Names that an error lists."""
MAX_READ = 1_000
"""Names that are looked at: a single letter stands in nearly all."""


def unknown(links: Links, text: str) -> TruyvetError:
    """Return the error that nothing is known as `text` (E570), with the names near it."""
    near = near_names(links, text)
    alike = "; ".join(f"{row.label[:80]} ({row.node})" for row in near[:MAX_NEAR])
    more = "; …" if len(near) > MAX_NEAR else ""
    return TruyvetError("E570", text=text[:120] + (f"; named alike: {alike}{more}" if near else ""))


def near_names(links: Links, text: str) -> list[NodeRow]:
    """Return those who bear a name that has all words of `text`, but for marks and case."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return []  # no name has such letters
    words = folded(text).split()[:8]
    if not words:
        return []
    clauses = " AND ".join(["instr(folded, ?) > 0"] * len(words))
    query = f"SELECT node, folded FROM names WHERE {clauses} LIMIT {MAX_READ}"  # noqa: S608
    found = [
        node
        for node, name in links.database.execute(query, words)
        if set(words) <= set(name.split())
    ]
    return [links.node(one) for one in dict.fromkeys(map(links.root, found))]
