"""Random cases told entry by entry, and what a reader of all statements would answer himself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import networkx as nx
from tests.evidence.support.people import Clock
from tests.graph.support.collecting import collected

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.relation import RELATIONS
from truyvet.evidence.links.rows import Lens, NodeRow
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import decide, retract, state
from truyvet.evidence.links.view import Links

START = 0
"""Seconds of the clock at the first of March's entries; each later entry is a day on."""
DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class Known:
    """A statement, and the entries that recorded and ended it."""

    said: Statement
    seq: int
    n: int
    ended: int = 0

    @property
    def name(self) -> str:
        return f"{self.seq}:{self.n}"


@dataclass(kw_only=True)
class Story:
    """A case whose ledger was told to us: statements, retractions, decisions with their undoing."""

    case: Case
    who: Acting
    clock: Clock
    items: dict[str, str]
    known: list[Known] = field(default_factory=list)
    same: list[tuple[int, str, str, int]] = field(default_factory=list)
    """(entry, one, other, entry that undid it or 0)."""

    def days_on(self) -> None:
        """Let a day pass."""
        self.clock.seconds += DAY

    def states(self, *told: Statement) -> int:
        """Record statements in one entry."""
        self.days_on()
        with self.case.writing() as writer:
            entry = state(writer, self.who, told)
        self.known += [Known(said=said, seq=entry.seq, n=n) for n, said in enumerate(told)]
        return entry.seq

    def retracts(self, *numbers: int) -> None:
        """End statements by their place in `known`."""
        self.days_on()
        with self.case.writing() as writer:
            names = [self.known[one].name for one in numbers]
            ended = retract(writer, self.who, names, "wrong").seq
        for one in numbers:
            self.known[one] = replace(self.known[one], ended=self.known[one].ended or ended)

    def joins(self, one: str, two: str) -> int:
        """Decide that two are one."""
        self.days_on()
        with self.case.writing() as writer:
            same = Decide(because="one SIM", decision="same", left=one, right=two)
            entry = decide(writer, self.who, same)
        self.same.append((entry.seq, one, two, 0))
        return entry.seq

    def undoes(self, seq: int) -> None:
        """Take such a decision back."""
        (at,) = (number for number, told in enumerate(self.same) if told[0] == seq)
        _, one, two, _ = self.same[at]
        self.days_on()
        with self.case.writing() as writer:
            undo = Decide(because="two", decision="undo", left=one, right=two, undoes=seq)
            self.same[at] = (seq, one, two, decide(writer, self.who, undo).seq)

    def day(self, seq: int) -> str:
        """The day on which an entry was recorded."""
        for signed in self.case.ledger.entries():
            if signed.entry.seq == seq:
                return signed.entry.time.utc[:10]
        raise AssertionError(seq)


def sides(story: Story, lens: Lens) -> dict[str, frozenset[str]]:
    """Who is one with whom by the lens: each node that was ever joined, and its group."""
    groups: nx.Graph[str] = nx.Graph()
    last = entries_by(story, lens)
    if lens.decisions:
        for seq, one, two, undone in story.same:
            if seq < last and not (undone and undone < last):
                groups.add_edge(one, two)
    parts = map(frozenset, nx.connected_components(groups))
    return {one: part for part in parts for one in part}


def entries_by(story: Story, lens: Lens) -> int:
    """How many entries count."""
    seqs = [
        signed.entry.seq
        for signed in story.case.ledger.entries()
        if not lens.as_of or signed.entry.time.utc[: len(lens.as_of)] <= lens.as_of
    ]
    return max(seqs, default=-1) + 1


def passing(story: Story, lens: Lens) -> Iterator[Known]:
    """What the lens lets through, statement by statement, as its docstring says."""
    last = entries_by(story, lens)
    for one in story.known:
        said = one.said
        event = RELATIONS[said.relation].event
        until = said.until or (said.since if event else "")
        grade = said.grade or "F6"
        if (
            one.seq < last
            and not (one.ended and one.ended < last)
            and said.relation not in ("named", "alias")
            and not (lens.relations and said.relation not in lens.relations)
            and not (said.relation == "mentioned_in" and not lens.mentions)
            and not (lens.since and until and until[: len(lens.since)] < lens.since[: len(until)])
            and not (lens.until and said.since and said.since[: len(lens.until)] > lens.until)
            and not (lens.least_grade and any(map(str.__gt__, grade, lens.least_grade)))
            and said.item not in lens.without
        ):
            yield one


def graph_by(story: Story, lens: Lens) -> "nx.Graph[str]":
    """The graph of all that the lens lets through, several links between two as one; no loops.

    Nodes that are one bear the names of all of them, in order.
    """
    one_with = sides(story, lens)
    graph: nx.Graph[str] = nx.Graph()
    for known in passing(story, lens):
        ends = [named(one_with, str(node)) for node in (known.said.subject, known.said.object)]
        graph.add_nodes_from(ends)
        if ends[0] != ends[1]:
            one, two = ends
            weight = graph.edges[one, two]["weight"] if graph.has_edge(one, two) else 0
            graph.add_edge(one, two, weight=weight + 1)
    return graph


def named(one_with: dict[str, frozenset[str]], node: str) -> str:
    """What a node is called with all that it is one with."""
    return "=".join(sorted(one_with.get(node, {node})))


def row_of(links: Links, name: str) -> NodeRow:
    """The node of a name, which may be that of several that are one."""
    found = links.find(parse_node(name.partition("=")[0]))
    assert found is not None
    return found


def names_by(links: Links, ids: "set[int] | list[int]", lens: Lens) -> list[str]:
    """What nodes are called, in order: those that are one by the names of all of them."""
    groups: dict[int, set[int]] = {one: {one} for one in ids}
    for node, root in links.roots(lens).items():
        if root in groups:
            groups[root].add(node)
    query = "SELECT kind || ':' || value FROM nodes WHERE id = ?"
    told = (
        [links.database.execute(query, (one,)).fetchone()[0] for one in groups[root]]
        for root in ids
    )
    return ["=".join(sorted(names)) for names in told]


RELATED = ("called", "called", "messaged", "transferred", "met", "uses", "associate")
TIMES = ("", "2025", "2026-01", "2026-01-05", "2026-01-20", "2026-02-01T10:00:00Z", "2026-03")
GRADES = ("", "A1", "B2", "B3", "C2", "F6")


@contextmanager
def told(folder: Path, seed: int, *, nodes: int = 14, links: int = 60) -> Iterator[Story]:
    """Give a case of random statements, some retracted, of nodes some of which are one."""
    chance, clock = Random(seed), Clock(START)
    case, who, items = collected(folder, {"a.txt": b"1", "b.txt": b"2", "c.txt": b"3"})
    who = replace(who, clock=clock)
    story = Story(case=case, who=who, clock=clock, items=items)
    undone = None
    for turn in range(6):
        story.states(*(drawn(chance, nodes, items) for _ in range(links // 6)))
        if turn in (1, 3):
            standing = [n for n, one in enumerate(story.known) if not one.ended]
            story.retracts(*chance.sample(standing, 4))
        if turn in (2, 4):
            one, two = chance.sample(range(nodes), 2)
            undone = story.joins(f"phone:{one}", f"phone:{two}")
    if seed % 2 and undone is not None:
        story.undoes(undone)
    yield story


def drawn(chance: Random, nodes: int, items: dict[str, str]) -> Statement:
    """A random statement: mostly of two telephones, now and then a mention."""
    one, two = (f"phone:{chance.randrange(nodes)}" for _ in range(2))
    item = items[chance.choice(sorted(items))] if chance.random() < 0.5 else None
    relation = chance.choice(RELATED)
    if item is not None and chance.random() < 0.3:
        relation, two = "mentioned_in", f"item:{item}"
    since = chance.choice(TIMES) if relation != "mentioned_in" else ""
    return Statement(
        subject=parse_node(one),
        relation=relation,  # type: ignore[arg-type]
        object=parse_node(two),
        item=item,
        since=since,
        grade=chance.choice(GRADES),
    )
