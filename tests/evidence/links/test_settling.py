"""Any sequence of same, different and undo ends where a recomputation from scratch ends."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from truyvet.evidence.links.identity import Decision, settle

NODES = range(1, 7)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["same", "same", "different", "unsure", "undo", "confirm"]),
        st.sampled_from(NODES),
        st.sampled_from(NODES),
        st.integers(0, 30),
    ),
    max_size=14,
)


def decisions(steps: Iterable[tuple[str, int, int, int]]) -> list[Decision]:
    """Turn steps into decisions as the ledger would record them; the last number picks one."""
    made = list[Decision]()
    for seq, (what, a, b, pick) in enumerate(steps):
        aims = [one for one in made if one.decision != "undo" and one.confirms is None]
        if what in ("undo", "confirm"):
            if aims:
                of = aims[pick % len(aims)]
                told = Decision(seq=seq, decision=of.decision, a=of.a, b=of.b, confirms=of.seq)
                if what == "undo":
                    told = replace(told, decision="undo", confirms=None, undoes=of.seq)
                made.append(told)
        elif a != b:
            made.append(Decision(seq=seq, decision=what, a=a, b=b))
    return made


def components(roots: dict[int, int]) -> set[frozenset[int]]:
    """The nodes that are one, with one another."""
    groups: dict[int, set[int]] = {}
    for node in NODES:
        groups.setdefault(roots.get(node, node), set()).add(node)
    return set(map(frozenset, groups.values()))


def from_scratch(made: list[Decision]) -> set[frozenset[int]]:
    """The same, by the plainest rule: join in order whatever no live `different` forbids."""
    undone = {one.undoes for one in made if one.decision == "undo"}
    live = [one for one in made if one.seq not in undone and one.confirms is None]
    apart = [{one.a, one.b} for one in live if one.decision == "different"]
    groups = {frozenset((node,)) for node in NODES}
    for one in live:
        if one.decision == "same":
            left, right = (next(g for g in groups if end in g) for end in (one.a, one.b))
            if not any(pair <= left | right for pair in apart):
                groups = (groups - {left, right}) | {left | right}
    return groups


@settings(max_examples=300)
@given(STEPS)
def test_what_is_settled_is_what_a_recomputation_gives(
    steps: list[tuple[str, int, int, int]],
) -> None:
    made = decisions(steps)
    assert components(settle(made)[1]) == from_scratch(made)


@settings(max_examples=300)
@given(STEPS, st.integers(0, 30))
def test_taking_the_last_back_restores_what_was_before(
    steps: list[tuple[str, int, int, int]], extra: int
) -> None:
    made = decisions(steps)
    a, b = 1 + extra % 6, 1 + (extra + 1) % 6
    last = Decision(seq=100, decision="same" if extra % 2 else "different", a=a, b=b)
    confirmed = Decision(seq=101, decision=last.decision, a=a, b=b, confirms=100)
    undo = Decision(seq=102, decision="undo", a=a, b=b, undoes=100)
    before, after = settle(made)[1], settle([*made, last, confirmed, undo])[1]
    assert components(after) == components(before)


@settings(max_examples=300)
@given(STEPS)
def test_what_is_held_apart_is_never_one(steps: list[tuple[str, int, int, int]]) -> None:
    settled, roots = settle(decisions(steps))
    for one in settled:
        if one.decision == "different" and one.undone_by is None and one.confirms is None:
            assert roots.get(one.a, one.a) != roots.get(one.b, one.b)


@given(STEPS)
def test_what_became_of_decisions_depends_on_the_decisions_alone(
    steps: list[tuple[str, int, int, int]],
) -> None:
    settled, roots = settle(decisions(steps))
    assert settle(reversed(settled)) == (settled, roots)
