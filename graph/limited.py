"""Parts of a case that are small enough to be looked at: the strongest, and told what is missing.

Evidence is read back for every link that stays, and only for those.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from ..evidence.case import Case
from ..evidence.links.rows import EdgeRow, NodeRow
from .model import Part
from .neighbourhood import ego_of
from .parts import about_of, part_of
from .selected import ego_title
from .steps import Steps
from .telling import Told, told

EDGES_EACH = 6
"""Links for each node that a part may have; of more, those of most statements stay."""
_ROOT = "ifnull(same.root, nodes.id)"
_BY_DEGREE = (
    "SELECT {0} AS one FROM nodes LEFT JOIN same ON same.node = nodes.id"
    " WHERE degree > 0 OR kind NOT IN ('name', 'alias') AND id IN (SELECT node FROM names)"
    " GROUP BY one ORDER BY sum(degree) DESC, one"
)
"""All nodes that something stands of, a link or a name; what is only someone's name is none."""


def limited_case(case: Case, steps: Steps, *, limit: int, question: str) -> Part:
    """Return the `limit` nodes of most links and the links among them."""
    links, lens = steps.links, steps.lens
    chosen, missed = set[int](), 0
    for number in _ranked(steps):
        if len(chosen) < limit:
            chosen.add(number)
        else:
            missed += 1
    edges, notes = _strongest(steps.edges_between(chosen), limit)
    if missed:
        notes.append(told("left.case", missed=missed, all=missed + limit, limit=limit))
    _, opening = case.opening()
    title = f"{opening.number} {opening.title}"
    about = about_of(case, links, lens, title=title, question=question, notes=tuple(notes))
    return part_of(case, links, chosen, edges, about, lens, steps)


def _ranked(steps: Steps) -> Iterator[int]:
    """Yield the nodes that the lens lets through, each once, those of most links first."""
    links, lens = steps.links, steps.lens
    if lens.is_open and lens.mentions and not lens.relations:
        query = _BY_DEGREE.format(_ROOT if lens.decisions else "nodes.id")
        yield from (number for (number,) in links.database.execute(query))
        return
    _, sources, targets, _ = links.arrays(lens)
    degrees = Counter(sources)
    degrees.update(two for one, two in zip(sources, targets, strict=True) if one != two)
    yield from sorted(degrees, key=lambda number: (-degrees[number], number))


def limited_ego(
    case: Case, steps: Steps, middle: NodeRow, *, hops: int, limit: int, question: str
) -> Part:
    """Return a node and the strongest of what is within `hops` links, `limit` nodes in all."""
    links, lens = steps.links, steps.lens
    ego = ego_of(links, steps, middle, hops=hops, limit=limit)
    ids = ego.ids()[:limit]
    edges, notes = _strongest(_among(ego.edges, ids), limit)
    missed = sum(ego.reached) + 1 - len(ids)
    if missed:
        notes.append(told("left.ego", missed=missed, all=missed + len(ids), limit=limit))
    title = ego_title(ego.middle, hops)
    about = about_of(case, links, lens, title=title, question=question, notes=tuple(notes))
    return part_of(case, links, ids, edges, about, lens, steps)


def _among(edges: Iterable[EdgeRow], ids: Collection[int]) -> list[EdgeRow]:
    held = set(ids)
    return [edge for edge in edges if edge.a in held and edge.b in held]


def _strongest(edges: Iterable[EdgeRow], limit: int) -> tuple[list[EdgeRow], list[Told]]:
    found, most = list(edges), max(limit * EDGES_EACH, EDGES_EACH * 50)
    if len(found) <= most:
        return found, []
    found.sort(key=lambda edge: (-edge.count, edge.id))
    missed = len(found) - most
    return found[:most], [told("left.edges", missed=missed, all=len(found), limit=most)]
