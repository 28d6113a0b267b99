"""Parts of a case as graphs that leave it: an ego, or the paths between two; evidence if asked."""

from collections.abc import Collection, Iterable

from ..evidence.case import Case
from ..evidence.links.rows import EdgeRow, NodeRow
from .model import About, Part
from .neighbourhood import ego_of
from .parts import about_of, graph_edges, graph_nodes, node_order
from .paths import Paths
from .steps import Steps
from .telling import Told, told


def ego_part(
    case: Case, steps: Steps, middle: NodeRow, hops: int, *, question: str, evidence: bool
) -> Part:
    """Return a node, all within `hops` links of it, and the links among them."""
    ego = ego_of(steps.links, steps, middle, hops=hops, limit=None)
    title = ego_title(ego.middle, hops)
    about = about_of(case, steps.links, steps.lens, title=title, question=question)
    return _part(steps, ego.ids(), ego.edges, about, evidence=evidence)


def ego_title(middle: NodeRow, hops: int) -> Told:
    """Return how a graph of what is within `hops` links of a node is called."""
    if hops == 1:
        return told("ego.near", middle=middle.label)
    return told("ego.far", middle=middle.label, hops=hops)


def path_part(case: Case, steps: Steps, found: Paths, *, question: str, evidence: bool) -> Part:
    """Return the nodes and links of paths between two, and how many paths and hubs there are."""
    ids = [found.start.id, found.goal.id]
    ids += [node.id for path in found.found for node in path.nodes]
    edges = [edge for path in found.found for hop in path.hops for edge in hop.edges]
    notes = [told("paths.found", shortest=found.shortest, found=len(found.found))]
    if found.hub_count:
        named = ", ".join(f"{hub.node.label} ×{hub.paths}" for hub in found.hubs)
        notes.append(told("paths.hubs", count=found.hub_count, hubs=named))
    title = told("paths", start=found.start.label, goal=found.goal.label)
    about = about_of(
        case, steps.links, steps.lens, title=title, question=question, notes=tuple(notes)
    )
    return _part(steps, ids, edges, about, evidence=evidence)


def _part(
    steps: Steps, ids: Collection[int], edges: Iterable[EdgeRow], about: About, *, evidence: bool
) -> Part:
    held, links = {edge.id: edge for edge in edges}, steps.links
    rows = links.nodes(set(ids).union(*((edge.a, edge.b) for edge in held.values())))
    nodes = sorted(graph_nodes(links, rows.values(), steps.lens), key=node_order)
    named = {number: str(row.node) for number, row in rows.items()}
    ordered = (held[number] for number in sorted(held))
    read = graph_edges(steps, ordered, named, evidence=evidence)
    return Part(about=about, held_nodes=tuple(nodes), held_edges=tuple(read))
