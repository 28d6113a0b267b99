"""Every change of a real case is found: some hundred seeded mutations of each sort.

`benchmarks/mutate.py` makes tens of thousands and prints the score by kind.
"""

import random
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from tests.evidence.support.mutations import Mutation, Pristine, Score, mutations, score
from tests.evidence.support.scenes import check

from truyvet.evidence.findings import Verdict
from truyvet.evidence.verification.trust import Trust

SEED = 20260314
OF_A_KIND = 14
"""Mutations of one kind that are tried here."""
OF_THE_INDEX = 70
"""Bits flipped in the index: most of its pages are room that says nothing."""


def chosen(case: Pristine) -> Iterator[Mutation]:
    rng = random.Random(SEED)
    every = sorted(mutations(case, share=0.02), key=lambda one: one.kind)
    for _, group in groupby(every, key=lambda one: one.kind):
        one_kind = list(group)
        most = OF_THE_INDEX if one_kind[0].kind == "index: a bit flipped" else OF_A_KIND
        yield from rng.sample(one_kind, min(most, len(one_kind)))


@pytest.fixture(scope="module")
def scored(history: Path, tmp_path_factory: pytest.TempPathFactory) -> Score:
    case = Pristine(history, SEED)
    scratch = tmp_path_factory.mktemp("mutation") / "scratch"
    shutil.copytree(history, scratch)
    result = score(case, scratch, chosen(case))
    assert check(scratch).findings == (), "a mutation was not taken back whole"
    return result


def test_every_mutation_of_a_case_is_found(scored: Score) -> None:
    print(f"\n{scored.table()}")
    assert scored.missed == []


def test_enough_of_every_kind_was_tried(scored: Score) -> None:
    assert scored.made.total() >= 300
    assert len(scored.made) >= 30
    assert min(scored.made.values()) >= 1
    assert scored.found["index: a bit flipped"] >= 1


def test_a_tail_cut_with_all_that_is_its_own_needs_the_verifiers_memory(
    history: Path, tmp_path: Path
) -> None:
    """Nothing inside a case can show it: the one change that only a kept checkpoint finds."""
    case = Pristine(history, SEED)
    scratch = tmp_path / "scratch"
    shutil.copytree(history, scratch)
    cut = [one for one in mutations(case, 0) if one.kind.endswith("all that is theirs")]
    for mutation in cut:
        mutation.apply(scratch)
        assert check(scratch, trust=Trust()).verdict is Verdict.VALID
        case.restore(scratch, mutation.touched)
    assert score(case, scratch, cut).missed == []


def test_a_verifier_that_finds_nothing_would_be_told(history: Path, tmp_path: Path) -> None:
    """The measure itself: a change that means nothing is counted as missed."""
    case = Pristine(history, SEED)
    scratch = tmp_path / "scratch"
    shutil.copytree(history, scratch)
    nothing = Mutation(kind="none", name="nothing", touched=(), apply=lambda _: None)
    assert score(case, scratch, [nothing]).missed == ["none: nothing"]
