"""Every change of a case that was examined is found, as in `test_mutation`."""

import random
import shutil
import sqlite3
from contextlib import closing
from itertools import groupby
from pathlib import Path

import pytest
from tests.evidence.support.alterations import SCANNED
from tests.evidence.support.examining import FILES, lines_of, note, scan, tag
from tests.evidence.support.mutations import Pristine, Score, mutations, score
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import check, collect, open_case, rows_of, without_empty_folders

from truyvet.evidence.findings import Verdict
from truyvet.evidence.scans.observation import Observation
from truyvet.hashes.canonical import decode_record

SEED = 20260401
OF_A_KIND = 5
"""Mutations of one kind that are tried here; all alterations of the index are."""


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that was collected, examined, tagged and noted."""
    who = acting(clock=Clock(50), seed=9)
    case = open_case(tmp_path_factory.mktemp("scanned") / "case", acting())
    collect(case, who, FILES)
    entry = scan(case, who, left_out=("ocr",))
    seen = decode_record(lines_of(case, entry, "observations")[1], Observation)
    tag(case, who, f"{entry.seq}:1", seen.item, "nghi phạm A")
    tag(case, who, "1.0", rows_of(case)[0].id, "xem lại")
    note(case, who, "đã gọi ngân hàng", name=f"{entry.seq}:1", of=seen.item)
    without_empty_folders(case)
    assert check(case.folder).findings == ()
    return case.folder


@pytest.fixture(scope="module")
def scored(scanned: Path, tmp_path_factory: pytest.TempPathFactory) -> Score:
    case, rng = Pristine(scanned, SEED), random.Random(SEED)
    scratch = tmp_path_factory.mktemp("mutation") / "scratch"
    shutil.copytree(scanned, scratch)
    chosen = []
    for kind, group in groupby(
        sorted(mutations(case, share=0.01), key=lambda one: one.kind), key=lambda one: one.kind
    ):
        every = list(group)
        most = len(every) if kind == "index: altered by SQL" else min(OF_A_KIND, len(every))
        chosen += rng.sample(every, most)
    result = score(case, scratch, chosen)
    assert check(scratch).findings == (), "a mutation was not taken back whole"
    return result


def test_every_mutation_of_a_scanned_case_is_found(scored: Score) -> None:
    print(f"\n{scored.table()}")
    assert scored.missed == []


def test_every_alteration_of_the_index_was_tried(scored: Score) -> None:
    tried = scored.made["index: altered by SQL"]
    assert tried == len(SCANNED)
    assert scored.made.total() >= 120


@pytest.mark.parametrize("statement", SCANNED)
def test_an_alteration_of_what_was_examined_is_found_by_itself(
    scanned: Path, tmp_path: Path, statement: str
) -> None:
    folder = Path(shutil.copytree(scanned, tmp_path / "copy"))
    with closing(sqlite3.connect(folder / "index.db", isolation_level=None)) as database:
        database.execute(statement)
    answer = check(folder)
    assert answer.verdict is Verdict.INVALID
    assert set(answer.counts) <= {"E620", "E621"}
