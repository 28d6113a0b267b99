"""Laws over random histories: caught up bit by bit, rebuilt, or read off by hand, links are one."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.support.linking import (
    Says,
    counted,
    decided,
    dump,
    ended,
    fact,
    link,
    meaning,
    named,
    scan,
    stated,
    told,
)
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import check, collect, open_case

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Decide, Scan, State
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.schema import LINKS_NAME
from truyvet.evidence.links.view import Links

FILES = {f"f{n}".encode(): b"bytes %d" % n for n in range(4)}
NODES = [
    *(Node(kind="person", value=f"{n}" * 16) for n in range(4)),
    *(Node(kind="phone", value=f"+8490000000{n}") for n in range(4)),
]
RELATIONS = ("uses", "called", "owns", "met")
APART = Lens(decisions=False)


@contextmanager
def suppress_contradictions() -> Iterator[None]:
    """Let pass what is refused because a live decision says the contrary."""
    try:
        yield
    except TruyvetError as error:
        if error.code != "E573":
            raise


class History:
    """A case to which things happen at random."""

    def __init__(self, place: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.clock = Clock()
        self.case = open_case(place / str(seed), self.who())
        collect(self.case, self.who(), FILES)

    def who(self) -> Acting:
        return acting(clock=self.clock, seed=self.clock.seconds)

    def pair(self) -> tuple[Node, Node]:
        one, two = self.chance.sample(NODES, 2)
        return one, two

    def step(self) -> None:
        self.chance.choice((self.scans, self.states, self.ends, self.decides))()

    def scans(self) -> None:
        names = self.chance.choice((("toy",), ("other",), ("toy", "other")))
        said = {
            f"f{n}": [self.says(names) for _ in range(self.chance.randrange(4))]
            for n in self.chance.sample(range(4), self.chance.randint(1, 3))
        }
        scan(self.case, self.who(), said, names=names)

    def says(self, names: tuple[str, ...]) -> Says:
        by = self.chance.choice(names)
        if self.chance.random() < 0.2:
            return Says(kind="file-type", normal="text/plain", by=by)
        if self.chance.random() < 0.4:
            one, two = self.pair()
            facts = link(one, self.chance.choice(RELATIONS), two).facts
            return Says(kind="link", facts=facts, by=by)
        return Says(kind="phone", normal=self.chance.choice(NODES[4:]).value, by=by)

    def states(self) -> None:
        said = [
            fact(one, self.chance.choice(RELATIONS), two)
            for one, two in (self.pair() for _ in range(self.chance.randint(1, 3)))
        ]
        said.append(named(self.chance.choice(NODES), self.chance.choice(("Đức", "Hùng"))))
        stated(self.case, self.who(), *said)

    def ends(self) -> None:
        known = [
            (signed.entry.seq, ref.count or 0)
            for signed in self.case.ledger.entries()
            for ref in signed.entry.outputs
            if isinstance(signed.entry.act, State | Scan)
            and ref.kind in ("statements", "observations")
        ]
        names = [f"{seq}:{n}" for seq, count in known for n in range(count)]
        if names:
            picked = self.chance.sample(names, min(len(names), self.chance.randint(1, 2)))
            ended(self.case, self.who(), *picked)

    def decides(self) -> None:
        live = [
            signed.entry
            for signed in self.case.ledger.entries()
            if isinstance(signed.entry.act, Decide) and signed.entry.act.decision != "undo"
        ]
        with suppress_contradictions():
            if live and self.chance.random() < 0.4:
                entry = self.chance.choice(live)
                assert isinstance(entry.act, Decide)
                told: dict[str, Any] = {
                    "undoes": entry.seq,
                    "left": entry.act.left,
                    "right": entry.act.right,
                }
                decided(self.case, self.who(), "undo", *self.pair(), **told)
            else:
                what = self.chance.choice(("same", "same", "different", "unsure"))
                decided(self.case, self.who(), what, *self.pair())


def rebuilt(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """All rows after the second index was made anew."""
    (case.folder / LINKS_NAME).unlink()
    return dump(case)


@pytest.mark.parametrize("seed", range(12))
def test_caught_up_and_rebuilt_are_row_for_row_the_same(tmp_path: Path, seed: int) -> None:
    history = History(tmp_path, seed)
    for _ in range(12):
        history.step()
        if history.chance.random() < 0.5:
            dump(history.case)
    assert dump(history.case) == rebuilt(history.case)


@pytest.mark.parametrize("seed", range(20, 28))
def test_what_stands_is_what_the_ledger_and_its_lists_say(tmp_path: Path, seed: int) -> None:
    history = History(tmp_path, seed)
    for _ in range(12):
        history.step()
        if history.chance.random() < 0.3:
            assert told(history.case, APART) == counted(meaning(history.case))
    assert told(history.case, APART) == counted(meaning(history.case))
    assert check(history.case.folder).verdict is Verdict.VALID


@pytest.mark.parametrize("seed", range(30, 34))
def test_as_of_an_entry_is_what_stood_after_it(tmp_path: Path, seed: int) -> None:
    history = History(tmp_path, seed)
    for _ in range(12):
        history.step()
    entries = [signed.entry for signed in history.case.ledger.entries()]
    for entry in entries:
        lens = Lens(as_of=entry.time.utc, decisions=False)
        stood = counted(meaning(history.case, entries=entry.seq + 1))
        assert told(history.case, lens) == stood


@pytest.mark.parametrize("seed", range(40, 44))
def test_every_edge_is_found_from_both_of_its_ends(tmp_path: Path, seed: int) -> None:
    history = History(tmp_path, seed)
    for _ in range(12):
        history.step()
    with Links.open(history.case) as links:
        for lens in (Lens(), APART, Lens(as_of="2027"), Lens(relations=frozenset({"uses"}))):
            edges = list(links.all_edges(lens))
            for row in links.all_nodes():
                id_ = links.root(row.id) if lens.decisions else row.id
                near = [edge for edge in edges if id_ in (edge.a, edge.b)]
                assert list(links.edges_at([id_], lens)) == near


def test_degrees_are_the_edges_that_stand_at_a_node(tmp_path: Path) -> None:
    history = History(tmp_path, 50)
    for _ in range(20):
        history.step()
    with Links.open(history.case) as links:
        edges = list(links.all_edges(APART))
        for row in links.database.execute("SELECT id, degree FROM nodes").fetchall():
            assert row[1] == sum(row[0] in (edge.a, edge.b) for edge in edges)


def test_two_hundred_decisions_end_where_a_recomputation_from_the_ledger_ends(
    tmp_path: Path,
) -> None:
    history = History(tmp_path, 60)
    for number in range(200):
        history.decides()
        if number % 10 == 0:
            assert joined(history.case) == from_scratch(history.case)
    assert joined(history.case) == from_scratch(history.case)
    assert dump(history.case) == rebuilt(history.case)
    with Links.open(history.case) as links:
        assert not [one for one in links.decisions() if one.refused]


def joined(case: Case) -> set[frozenset[str]]:
    """The nodes that the second index says are one."""
    groups = dict[int, set[str]]()
    with Links.open(case) as links:
        query = "SELECT root, kind || ':' || value FROM same JOIN nodes ON id = node"
        for root, node in links.database.execute(query):
            groups.setdefault(root, set()).add(node)
    return {frozenset(group) for group in groups.values() if len(group) > 1}


def from_scratch(case: Case) -> set[frozenset[str]]:
    """The same, by the plainest rule: whatever was not taken back joins."""
    acts = {
        signed.entry.seq: signed.entry.act
        for signed in case.ledger.entries()
        if isinstance(signed.entry.act, Decide)
    }
    undone = {act.undoes for act in acts.values()}
    groups = list[frozenset[str]]()
    for seq, act in acts.items():
        if act.decision == "same" and seq not in undone:
            ours = [group for group in groups if group & {act.left, act.right}]
            groups = [group for group in groups if group not in ours]
            groups.append(frozenset({act.left, act.right}).union(*ours))
    return set(groups)
