"""The timeline of a node: all dated statements of its links, in the order of their times."""

from collections.abc import Collection
from dataclasses import dataclass

from ..evidence.links.rows import EdgeRow, NodeRow, StatementRow
from ..evidence.links.view import Links
from .repeats import AT_ONCE, repeats
from .steps import Steps


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """Something dated."""

    edge: EdgeRow
    """The link it is of."""
    statement: StatementRow
    """What was stated."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """The answer: what is dated of some nodes."""

    nodes: dict[int, NodeRow]
    """All nodes that it speaks of, by number."""
    moments: tuple[Moment, ...]
    """In the order of their times; of one time in that of the ledger."""
    undated: int
    """Statements that have no time and are left out."""
    repeats: dict[str, str]
    """Of the statements that tell an event once more: by name, which earlier one is like it."""


def timeline(links: Links, steps: Steps, of: Collection[int]) -> Timeline:
    """Return all dated statements of the links of these nodes."""
    edges = {edge.id: edge for edge in steps.edges_at(of)}
    moments, undated = list[Moment](), 0
    numbers = list(edges)
    for start in range(0, len(numbers), AT_ONCE):
        for number, standing in steps.standing(numbers[start : start + AT_ONCE]).items():
            dated = [told for told in standing if told.since]
            moments += [Moment(edge=edges[number], statement=told) for told in dated]
            undated += len(standing) - len(dated)
    moments.sort(key=_order)
    again = repeats((one.edge, one.statement) for one in moments)
    ends = {end for one in moments for end in (one.edge.a, one.edge.b)}
    nodes = links.nodes(ends | set(of))
    return Timeline(nodes=nodes, moments=tuple(moments), undated=undated, repeats=again)


def _order(moment: Moment) -> tuple[str, int, int]:
    told = moment.statement
    return told.since.removesuffix("Z"), told.seq, told.n
