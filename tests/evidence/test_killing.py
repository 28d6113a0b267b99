"""kill -9 at any point: what is recorded stays, the case verifies, the next act works."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evidence.support.killing import dies_at, killed_after, lines_of
from tests.evidence.support.people import Clock, acting, officer
from tests.evidence.support.scenes import (
    FILES,
    admit,
    check,
    collect,
    export,
    items_of,
    open_case,
    rows_of,
    stop,
    tear,
    without_empty_folders,
)

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case, repair
from truyvet.evidence.findings import Severity, Verdict
from truyvet.hashes.digest import sha256_hex

POINTS = 14
ENOUGH, MOST_KILLS = 60, 90
"""Entries that the random kills are to leave, and kills at most: a slow machine needs more."""
MANY = FILES | {b"large": bytes(range(256)) * 1200, b"last": b"last"}
GONE = {b"gone when it goes on": b"deleted at the source", b"changed": b"before"}
Act = Callable[[Case, Acting, Path], object]


def collecting(case: Case, who: Acting, place: Path) -> object:
    """Begin, stop, and go on to the end: what it takes in changes in between."""
    stop(case, who, dict(list(MANY.items())[:3]), note="", safe=True)
    stop(case, who, GONE, note="", safe=False)
    return collect(case, who, MANY)


def exporting(case: Case, who: Acting, place: Path) -> object:
    return export(case, who, place / "copied", force=True)


def admitting(case: Case, who: Acting, place: Path) -> object:
    return admit(case, who, officer(5).card)


def repairing(case: Case, who: Acting, place: Path) -> object:
    if not any(case.work.glob("torn*")):
        tear(case, b"torn")
    return repair(case, who)


def reindexing(case: Case, who: Acting, place: Path) -> object:
    case.reindex()
    return None


def closing(case: Case, who: Acting, place: Path) -> object:
    if not case.unfinished():
        stop(case, who, GONE, note="closed", safe=False)
    with case.writing() as writer:
        return writer.finish_collect(who, writer.resume(""), finished=False)


def assert_sound(case: Case, before: list[bytes]) -> None:
    """Nothing that was recorded is gone, and no finding makes the case invalid."""
    assert case.ledger.path.read_bytes().splitlines(keepends=True)[: len(before)] == before
    answer = check(case.folder)
    assert answer.verdict is not Verdict.INVALID, answer.findings


@pytest.mark.parametrize(
    "act",
    [collecting, exporting, admitting, repairing, reindexing, closing],
    ids=lambda a: a.__name__,
)
def test_an_act_killed_at_any_line_leaves_a_case_that_goes_on(tmp_path: Path, act: Act) -> None:
    template = without_empty_folders(open_case(tmp_path / "template")).folder
    collect(Case(template), acting(clock=Clock(50), seed=8), {b"first": b"1"}, note="first")
    total = _lines_of(lambda case: act(case, _who(), tmp_path), template, tmp_path)
    rng = random.Random(act.__name__)
    lines = sorted(rng.sample(range(1, total), min(POINTS, total - 1)))
    for line in lines:
        case = _copy(template, tmp_path)
        before = case.ledger.path.read_bytes().splitlines(keepends=True)
        assert dies_at(line, lambda: act(case, _who(), tmp_path)), line  # noqa: B023
        assert_sound(case, before)
        _next_act(case)
        answer = check(case.folder)
        assert answer.verdict is Verdict.VALID, (line, answer.findings)
        assert_indexed(case)


def _lines_of(work: Callable[[Case], object], template: Path, place: Path) -> int:
    """Return how many lines `work` takes once all that is cached has been."""
    work(_copy(template, place))
    case = _copy(template, place)
    return lines_of(lambda: work(case))


def _copy(template: Path, place: Path) -> Case:
    shutil.rmtree(place / "case", ignore_errors=True)
    return Case(Path(shutil.copytree(template, place / "case")))


def _who() -> Acting:
    return acting(clock=Clock(100), seed=9)


def _next_act(case: Case) -> None:
    """Do what an officer does after a power cut, each only where it is needed."""
    who = acting(clock=Clock(5000), seed=10)
    if not case.ledger.path.read_bytes().endswith(b"\n") or any(case.work.glob("torn*")):
        repair(case, who)
    admit(case, who, officer(7).card)


def assert_indexed(case: Case) -> None:
    truth = [(seq, item.n, item.path) for seq, item in items_of(case)]
    assert [(row.seq, row.n, row.path) for row in rows_of(case)] == truth
    assert not [one for one in check(case.folder).findings if one.code == "W104"]


def test_a_collection_killed_at_any_line_goes_on_to_the_same_manifest(tmp_path: Path) -> None:
    template = without_empty_folders(open_case(tmp_path / "template")).folder

    def work(case: Case) -> object:
        stop(case, _who(), dict(list(MANY.items())[:3]), note="", safe=True)
        return collect(case, _who(), MANY)

    total = _lines_of(work, template, tmp_path)
    expected_case = Case(tmp_path / "case")
    expected = [(item.n, item.raw_path(), item.sha256) for _, item in items_of(expected_case)]
    rng = random.Random(3)
    for line in sorted(rng.sample(range(1, total), POINTS)):
        case = _copy(template, tmp_path)
        assert dies_at(line, lambda: work(case))  # noqa: B023
        who = acting(clock=Clock(5000), seed=10)
        entry = collect(case, who, MANY)
        found = [item for seq, item in items_of(case) if seq == entry.seq]
        assert [(item.n, item.raw_path(), item.sha256) for item in found] == expected, line
        answer = check(case.folder)
        assert (answer.verdict, answer.findings) == (Verdict.VALID, ()), line
        for name in case.store.names():
            assert sha256_hex(case.store.path(name).read_bytes()) == name


def test_a_case_killed_while_it_is_made_is_not_there_or_whole(tmp_path: Path) -> None:
    open_case(tmp_path / "first")
    total = lines_of(lambda: open_case(tmp_path / "second", acting(seed=7)))
    for number, line in enumerate(random.Random(4).sample(range(1, total), 15)):
        folder = tmp_path / f"case {number}"
        assert dies_at(line, lambda: open_case(folder, acting(seed=line)))  # noqa: B023
        if not folder.exists():
            open_case(folder, acting(seed=99))
        assert check(folder).verdict is Verdict.VALID


def test_thirty_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    case, rng = open_case(tmp_path / "case"), random.Random(5)
    for number in range(MOST_KILLS):
        before = case.ledger.path.read_bytes().splitlines(keepends=True)
        if number >= 30 and len(before) > ENOUGH:
            break
        start = 1000 * (number + 1)
        killed_after(rng.uniform(0.002, 0.12), lambda: _act_for_ever(case, start, tmp_path))  # noqa: B023
        assert_sound(case, [line for line in before if line.endswith(b"\n")])
        who = acting(clock=Clock(start + 900), seed=start)
        if not case.ledger.path.read_bytes().endswith(b"\n"):
            repair(case, who)
        collect(case, who, {b"after": os.urandom(9)}, note=f"after {number}")
        answer = check(case.folder)
        worst = {one.severity for one in answer.findings} - {Severity.NOTICE}
        assert not worst, answer.findings
    assert_indexed(case)
    # More than the entries made between the kills: many of those who were killed stand.
    assert len(case.ledger.path.read_bytes().splitlines()) > max(ENOUGH, number + 10)


def _act_for_ever(case: Case, start: int, place: Path) -> None:
    moment = Clock(start)()
    who = acting(clock=lambda: moment, seed=start + 1)
    number = 0
    while True:
        number += 1
        files = {b"%d" % at: os.urandom(500) for at in range(5)} | {b"big": os.urandom(300_000)}
        collect(case, who, files, note=f"{start} {number}")
        export(case, who, place / "copied", force=True)
