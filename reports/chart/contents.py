"""What the page of a chart holds: the graph as JSON that no page can be broken out of with.

Hidden characters are written as escapes before they get into the page (`visible`), a very long
text is cut in its middle, and `<` never stands in the JSON. Evidence is shared out among the links
so that the page stays one that opens at once; the links say how much more there is.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ...evidence.links.node import KINDS
from ...evidence.links.relation import RELATIONS
from ...graph.model import MAX_EVIDENCE, Evidence
from ...graph.telling import Told
from ..visible import plain, shorten
from .looks import FAMILIES, FAMILY_OF, SORTS
from .plan import Line, Place, Plan
from .spellings import spellings_of

MAX_PIECES = 40_000
"""Pieces of evidence in one page: about 10 MB."""
MAX_NAMES = 40
"""Names of one node that the page shows."""


def contents_of(plan: Plan) -> dict[str, Any]:
    """Return what the page's script reads; lists stand for records, to be short."""
    sources = _Table()
    sayers = _Table()
    kinds = sorted({place.node.kind for place in plan.places})
    relations = sorted({line.edge.relation for line in plan.lines})
    share = pieces_each(line.edge.evidence for line in plan.lines)
    edges = [_edge(line, relations, share, sources, sayers) for line in plan.lines]
    return {
        "about": {
            "title": _sentence(plan.about.title),
            "cases": [shown(case) for case in plan.about.cases],
            "question": shown(plan.about.question),
            "entries": plan.about.entries,
            "as_of": shown(plan.about.as_of),
            "notes": [_sentence(note) for note in plan.about.notes],
        },
        "width": plan.width,
        "height": plan.height,
        "kinds": [[kind, KINDS[kind].pole if kind in KINDS else "O"] for kind in kinds],
        "relations": [[one, FAMILY_OF.get(one, "mention"), _mutual(one)] for one in relations],
        "sorts": {code: [look.shape, look.light, look.dark] for code, look in SORTS.items()},
        "families": {code: [look.light, look.dark] for code, look in FAMILIES.items()},
        "nodes": [_node(place, kinds) for place in plan.places],
        "edges": edges,
        "sources": sources.rows,
        "sayers": sayers.rows,
    }


def encode(value: object) -> str:
    """Return JSON that may stand in a `script` element: no `<`, no `>`, no `&`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def shown(text: str) -> str:
    """Return foreign text with hidden characters written out, cut in its middle if very long."""
    first, count, last = shorten(text)
    middle = f" […{count:,}…] " if count else ""
    return plain(first) + middle + plain(last)


def pieces_each(evidence: Iterable[tuple[Evidence, ...]]) -> int:
    """Return how many pieces each link may show so that all together are no more than allowed."""
    counts = [len(pieces) for pieces in evidence]
    most = MAX_EVIDENCE
    while most > 1 and sum(min(count, most) for count in counts) > MAX_PIECES:
        most -= 1
    return most


class _Table:
    """Rows that are named by their number, each there once."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, *row: str) -> int:
        if row not in self._numbers:
            self._numbers[row] = len(self.rows)
            self.rows.append([shown(text) for text in row])
        return self._numbers[row]


def _sentence(text: str) -> str | list[Any]:
    """Return a text, or a sentence as its code and values: the page says it in its language."""
    if not isinstance(text, Told):
        return shown(text)
    values = {
        name: shown(one) if isinstance(one, str) else one for name, one in text.values.items()
    }
    return [text.code, values]


def _mutual(relation: str) -> int:
    return int(relation in RELATIONS and RELATIONS[relation].mutual)


def _facts(facts: Mapping[str, str]) -> list[list[str]]:
    return [[shown(name), shown(fact)] for name, fact in facts.items()]


def _node(place: Place, kinds: list[str]) -> list[Any]:
    node = place.node
    return [
        shown(node.id), kinds.index(node.kind), place.sort, shown(node.value), shown(node.label),
        place.x, place.y, place.radius, place.links, node.degree,
        [shown(name) for name in node.names[:MAX_NAMES]], [shown(one) for one in node.same],
        _facts(node.facts), [shown(one) for one in spellings_of(node)],
    ]  # fmt: skip


def _edge(
    line: Line, relations: list[str], share: int, sources: _Table, sayers: _Table
) -> list[Any]:
    edge = line.edge
    return [
        line.source, line.target, relations.index(edge.relation), edge.count, shown(edge.first),
        shown(edge.last), edge.grade, line.bend, _facts(edge.facts),
        [_evidence(piece, sources, sayers) for piece in edge.evidence[:share]],
    ]  # fmt: skip


def _evidence(piece: Evidence, sources: _Table, sayers: _Table) -> list[Any]:
    source = sources.number(piece.item, piece.path, piece.sha256) if piece.item else -1
    return [
        piece.name, piece.entry, sayers.number(piece.said_by), piece.recorded, source,
        [shown(step) for step in piece.locator], shown(piece.raw), shown(piece.since),
        shown(piece.until), piece.grade, _facts(piece.facts),
    ]  # fmt: skip
