"""Identity: which nodes are one, by the decisions that officers took.

Decisions are never changed; an `undo` ends one, and what follows is derived anew: a union of all
live `same`, in the order of the ledger, leaving out each that would make one of two nodes that a
live `different` holds apart. A confirmation decides nothing by itself: it stands and falls with the
decision that it confirms. Edges are never rewritten.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..acts import Decide
from ..entry import Entry
from .loading import Loader
from .node import parse_node


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A decision as the ledger recorded it, and what became of it."""

    seq: int
    """Entry."""
    decision: str
    """`same`, `different`, `unsure` or `undo`."""
    a: int
    """Number of one node."""
    b: int
    """Number of the other."""
    because: str = ""
    """Why."""
    actor: str = ""
    """Officer's name."""
    unit: str = ""
    """His unit."""
    key: str = ""
    """Id of his key."""
    score: int = 0
    """How alike the program found them, 0 to 100."""
    evidence: tuple[str, ...] = ()
    """Short names of what it rests on."""
    confirms: int | None = None
    """Entry of the decision that it confirms."""
    undoes: int | None = None
    """Entry of the decision that it takes back."""
    undone_by: int | None = None
    """Entry that took it back."""
    refused: bool = False
    """Whether it counts for nothing, as a live decision says the contrary."""

    @property
    def is_live(self) -> bool:
        """Tell whether it counts."""
        return self.undone_by is None and not self.refused


class Unions:
    """Nodes joined into components, each stood for by its least node."""

    def __init__(self) -> None:
        self._parents = dict[int, int]()
        self._apart = dict[int, set[int]]()

    def hold_apart(self, one: int, two: int) -> None:
        """Never let these two become one; to be said before any `join`."""
        self._apart.setdefault(one, set()).add(two)
        self._apart.setdefault(two, set()).add(one)

    def root(self, node: int) -> int:
        """Return the node that stands for this one."""
        parents, top = self._parents, node
        while (above := parents.get(top, top)) != top:
            top = above
        while (above := parents.get(node, node)) != top:
            parents[node], node = top, above
        return top

    def join(self, one: int, two: int) -> bool:
        """Make two nodes one; False, with nothing changed, where they are held apart."""
        low, high = sorted((self.root(one), self.root(two)))
        if low == high:
            return True
        apart_low, apart_high = self._apart.get(low, set()), self._apart.get(high, set())
        fewer, other = (apart_low, high) if len(apart_low) < len(apart_high) else (apart_high, low)
        if any(self.root(node) == other for node in fewer):
            return False
        self._parents[low] = low
        self._parents[high] = low
        if apart_high:
            self._apart[low] = apart_low | apart_high
            self._apart.pop(high)
        return True

    def roots(self) -> dict[int, int]:
        """Return, for each node that was joined, the one that stands for it."""
        return {node: self.root(node) for node in tuple(self._parents)}


def settle(decisions: Iterable[Decision]) -> tuple[list[Decision], dict[int, int]]:
    """Return all decisions with what became of them, and the node that stands for each joined one.

    Takes them as recorded; what they say of `undone_by` and `refused` is told anew.
    """
    ordered = sorted(decisions, key=lambda one: one.seq)
    undone = _undone(ordered)
    unions = Unions()
    counting = [one for one in ordered if one.seq not in undone and one.confirms is None]
    for one in counting:
        if one.decision == "different" and one.a != one.b:
            unions.hold_apart(one.a, one.b)
    refused = {
        one.seq for one in counting if one.decision == "same" and not unions.join(one.a, one.b)
    }
    settled = [
        replace(
            one,
            undone_by=undone.get(one.seq),
            refused=(one.seq if one.confirms is None else one.confirms) in refused,
        )
        for one in ordered
    ]
    return settled, unions.roots()


def _undone(ordered: Sequence[Decision]) -> dict[int, int]:
    """Return which entries were taken back, each with the first that did so and stands itself."""
    undone = dict[int, int]()
    for one in reversed(ordered):
        undoes = one.undoes
        stands = one.decision == "undo" and one.seq not in undone
        if stands and undoes is not None and undoes < one.seq:
            undone[undoes] = one.seq
    for one in ordered:
        if one.confirms is not None and one.confirms in undone and one.seq not in undone:
            undone[one.seq] = undone[one.confirms]
    return undone


def joining(decisions: Iterable[Decision], left: int, right: int) -> list[Decision]:
    """Return the live decisions on the shortest way by which two are one; empty where none is.

    Where several decisions say the same of two, the first of them counts.
    """
    near = dict[int, list[Decision]]()
    for one in decisions:
        if one.is_live and one.decision == "same" and one.confirms is None:
            near.setdefault(one.a, []).append(one)
            near.setdefault(one.b, []).append(one)
    ways, waiting = {left: list[Decision]()}, [left]
    for node in waiting:
        for one in near.get(node, ()):
            other = one.b if one.a == node else one.a
            if other not in ways:
                ways[other] = [*ways[node], one]
                waiting.append(other)
    return ways.get(right, [])


def parting(decisions: Iterable[Decision], roots: dict[int, int], ends: set[int]) -> list[Decision]:
    """Return the live decisions that hold two apart, given by the nodes that stand for them."""
    return [
        one
        for one in decisions
        if one.is_live and one.decision == "different" and one.confirms is None
        and {roots.get(one.a, one.a), roots.get(one.b, one.b)} == ends
    ]  # fmt: skip


def outlasting(decisions: Iterable[Decision], undone: Decision) -> list[Decision]:
    """Return the decisions by which two stay one, or apart, when one of them is taken back."""
    ordered = list(decisions)
    taking = Decision(
        seq=max(one.seq for one in ordered) + 1, decision="undo", a=undone.a, b=undone.b,
        undoes=undone.seq,
    )  # fmt: skip
    settled, roots = settle([*ordered, taking])
    if undone.decision == "same":
        return joining(settled, undone.a, undone.b)
    ends = {roots.get(undone.a, undone.a), roots.get(undone.b, undone.b)}
    return parting(settled, roots, ends) if undone.decision == "different" else []


_COLUMNS = (
    "seq, decision, a, b, because, actor, unit, key, score, evidence, confirms, undoes, undone_by,"
    " refused"
)


def read_decisions(database: sqlite3.Connection, before: int | None = None) -> list[Decision]:
    """Return all decisions, or those of entries before `before`, in order."""
    query = f"SELECT {_COLUMNS} FROM decisions WHERE ?1 IS NULL OR seq < ?1 ORDER BY seq"  # noqa: S608
    found = []
    for row in database.execute(query, (before,)):
        told = dict(zip(_COLUMNS.split(", "), row, strict=True))
        told["evidence"] = tuple(told["evidence"].split())
        told["refused"] = bool(told["refused"])
        found.append(Decision(**told))
    return found


def add(database: sqlite3.Connection, loader: Loader, entry: Entry, act: Decide) -> bool:
    """Take in a decision; False where its nodes are none."""
    try:
        left, right = parse_node(act.left), parse_node(act.right)
    except ValueError:
        return False
    a, b = (loader.node(node.kind, node.value) for node in (left, right))
    row = (
        entry.seq, act.decision, a, b, act.because, entry.actor.name, entry.actor.unit,
        entry.actor.key, act.score, " ".join(act.evidence), act.confirms, act.undoes, None, 0,
    )  # fmt: skip
    database.execute("INSERT INTO decisions VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", row)
    return True


def derive(database: sqlite3.Connection) -> None:
    """Derive anew what became of all decisions and which nodes are one."""
    settled, roots = settle(read_decisions(database))
    fates = [(one.undone_by, one.refused, one.seq) for one in settled]
    database.executemany("UPDATE decisions SET undone_by = ?, refused = ? WHERE seq = ?", fates)
    database.execute("DELETE FROM same")
    database.executemany("INSERT INTO same VALUES (?,?)", sorted(roots.items()))
