"""Cases whose links are known: an officer states them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
from tests.evidence.support.people import Clock, acting

from truyvet.evidence.case import Case, create
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import state

Link = Sequence[str]
"""Subject, object and, if need be, relation (`called`) and since; a text of two letters too."""


def statement(link: Link, **more: Any) -> Statement:
    """The statement that two nodes are linked; a bare number is a telephone number."""
    one, two, relation, since = (*link, *("called", "")[len(link) - 2 :])
    return Statement(
        subject=parse_node(node(one)),
        relation=relation,  # type: ignore[arg-type]
        object=parse_node(node(two)),
        since=since,
        **more,
    )


def node(name: str) -> str:
    """The node of a short name."""
    return name if ":" in name else f"phone:{name}"


def linked(folder: Path, statements: Iterable[Statement]) -> Case:
    """A case in which an officer stated all these."""
    who = acting(clock=Clock(0), seed=7)
    case = create(folder, who, title="Links", number="5")
    told = list(statements)
    if told:
        with case.writing() as writer:
            state(writer, who, told)
    return case


def graph_of(statements: Iterable[Statement]) -> "nx.Graph[str]":
    """The same links as networkx holds them: undirected, several between two as one."""
    graph: nx.Graph[str] = nx.Graph()
    for told in statements:
        one, two = str(told.subject), str(told.object)
        graph.add_nodes_from((one, two))
        if one != two:
            before = graph.edges[one, two]["weight"] if graph.has_edge(one, two) else 0
            graph.add_edge(one, two, weight=before + 1)
    return graph
