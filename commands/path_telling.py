"""How paths are told: hop by hop, each with the statements, items and entries it rests on."""

from collections.abc import Iterable

from ..evidence.links.identity import Decision
from ..evidence.links.reading import evidence_of
from ..evidence.links.rows import StatementRow
from ..evidence.links.view import Links
from ..graph.paths import Hop, Path, Paths
from .links_options import (
    decision_facts,
    decision_text,
    edge_facts,
    node_facts,
    node_text,
    relation_words,
)
from .output import counted, note, safe, say, say_wrapped
from .statements import as_facts, span_of, where_of

TOLD = 3
"""Statements of a hop that are told to people; JSON holds all that the hop carries."""


def tell(links: Links, paths: Paths, as_of: str = "") -> None:
    """Print paths for people, with decisions as known by then."""
    for number, path in enumerate(paths.found, 1):
        say()
        say(f"path {number}: {counted(len(path.hops), 'link')}")
        say_wrapped(node_text(links, path.nodes[0]), indent=2)
        _tell_decisions(links, path.decisions[0], as_of)
        for hop, decisions in zip(path.hops, path.decisions[1:], strict=True):
            _tell_hop(links, hop)
            _tell_decisions(links, decisions, as_of)
    say()
    _tell_rest(links, paths)


def _tell_hop(links: Links, hop: Hop) -> None:
    say_wrapped(relation_words(hop.edges, hop.start.id), indent=4)
    for row in hop.statements[:TOLD]:
        mark = "in time order: " if row == hop.carrier else ""
        say_wrapped(mark + _evidence(links, row), indent=6)
    if hop.count > TOLD:
        say(f"      … and {counted(hop.count - TOLD, 'further statement')}")
    say_wrapped(node_text(links, hop.end), indent=2)


def _tell_decisions(links: Links, decisions: Iterable[Decision], as_of: str) -> None:
    """Say by which decisions the node above is one with those that the links beside it name."""
    for one in decisions:
        say_wrapped(decision_text(links, one, as_of), indent=6)


def _evidence(links: Links, row: StatementRow) -> str:
    """Return a statement in one line: its name, time, grade, who says it, where it stands."""
    told = evidence_of(links, links.index, row)
    grade = f"grade {told.statement.grade}" if told.statement.grade else ""
    said = [row.name, span_of(told), grade, f"by {told.said_by} in entry {row.seq}"]
    where = where_of(told)
    if where:
        said.append(f"item {where}")
    return ", ".join(filter(None, said))


def _tell_rest(links: Links, paths: Paths) -> None:
    """Say what is not told, and through which hubs paths run."""
    least = paths.found[0] if paths.found else None
    if least is not None:
        many = ("more than " if paths.is_cut else "") + counted(paths.shortest, "path")
        told = sum(len(path.hops) == len(least.hops) for path in paths.found)
        note(f"{many} of {counted(len(least.hops), 'link')}, {told} of them told")
    if paths.hidden_length is not None:
        length = counted(paths.hidden_length, "link")
        verb = "passes" if paths.hidden == 1 else "pass"
        note(f"hidden: {counted(paths.hidden, 'path')} of {length} that {verb} a hub")
    for hub in paths.hubs:
        verb = "hidden" if paths.hidden_length is not None else "run"
        note(
            f"  {hub.paths:,} {verb} through {safe(node_text(links, hub.node))},"
            f" which has {counted(hub.node.degree, 'link')}"
        )
    if paths.hub_count > len(paths.hubs):
        note(f"  and {paths.hub_count - len(paths.hubs):,} further hubs")
    if paths.survival is not None:
        note(survival_text(paths))


def survival_text(paths: Paths) -> str:
    """Return whether the link survives without the exhibits that were left out."""
    told = paths.survival
    if told is None:
        return ""
    if told.with_it == 0:
        length = "no path" if told.without is None else f"{told.without} links"
        return f"with that exhibit both are one, without it: {length}"
    if told.with_it is None:
        return "there is no path with that exhibit either"
    if told.without is None:
        return f"without that exhibit the link does not survive; with it: {told.with_it} links"
    if told.without == told.with_it:
        return f"without that exhibit the link survives, as short: {told.without} links"
    return (
        f"without that exhibit the link survives, but longer:"
        f" {told.without} links instead of {told.with_it}"
    )


def facts_of(links: Links, paths: Paths, as_of: str = "") -> dict[str, object]:
    """Return paths as JSON facts, with decisions as known by then."""
    survival = None
    if paths.survival is not None:
        without = paths.survival.without
        survival = {
            "survives": without is not None, "with": paths.survival.with_it, "without": without
        }  # fmt: skip
    return {
        "start": node_facts(links, paths.start),
        "goal": node_facts(links, paths.goal),
        "paths": [_path_facts(links, path, as_of) for path in paths.found],
        "shortest": paths.shortest,
        "shortest_is_cut": paths.is_cut,
        "hubs": [node_facts(links, hub.node) | {"paths": hub.paths} for hub in paths.hubs],
        "hub_count": paths.hub_count,
        "hidden": paths.hidden,
        "hidden_length": paths.hidden_length,
        "survival": survival,
        "left_out": [decision_facts(links, one, as_of) for one in paths.left_out],
    }


def _path_facts(links: Links, path: Path, as_of: str) -> dict[str, object]:
    return {
        "nodes": [
            node_facts(links, row)
            | {"one_by": [decision_facts(links, one, as_of) for one in decisions]}
            for row, decisions in zip(path.nodes, path.decisions, strict=True)
        ],
        "specificity": round(path.specificity, 6),
        "hops": [
            {
                "links": [edge_facts(edge, (hop.start, hop.end)) for edge in hop.edges],
                "count": hop.count,
                "carried_by": hop.carrier and hop.carrier.name,
                "statements": [
                    as_facts(links, evidence_of(links, links.index, row)) for row in hop.statements
                ],
            }
            for hop in path.hops
        ],
    }
