"""kill -9 while a scan is recorded: what was gathered stays, and the lists come out the same."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.evidence.support.examining import FILES, note, scan, stop_scan, tag
from tests.evidence.support.killing import dies_at, killed_after, lines_of
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import (
    check,
    collect,
    open_case,
    rows_of,
    without_empty_folders,
)

from truyvet.evidence import examining
from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Scan
from truyvet.evidence.case import Case, repair
from truyvet.evidence.entry import Entry
from truyvet.evidence.findings import Severity, Verdict
from truyvet.hashes.digest import sha256_hex

POINTS = 7
Act = Callable[[Case], object]


def who() -> Acting:
    return acting(clock=Clock(100), seed=9)


def later() -> Acting:
    return acting(clock=Clock(5000), seed=10)


def scanning(case: Case) -> object:
    return scan(case, who())


def going_on(case: Case) -> object:
    stop_scan(case, who(), most=4)
    return scan(case, who())


def closing_one(case: Case) -> object:
    stop_scan(case, who(), most=4)
    with case.writing() as writer:
        (one,) = examining.others(writer)
        with closing(one.gathering):
            return examining.finish(writer, who(), one, finished=False)


def tagging(case: Case) -> object:
    row = rows_of(case)[0]
    tag(case, who(), row.name, row.id, "nghi phạm A")
    return note(case, who(), "đã xem", name=row.name, of=row.id)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with every sort of file, nothing examined."""
    case = open_case(tmp_path_factory.mktemp("template") / "case")
    collect(case, acting(clock=Clock(50), seed=8), FILES)
    return without_empty_folders(case).folder


@pytest.fixture
def copy(template: Path, tmp_path: Path) -> Callable[[], Case]:
    def make() -> Case:
        shutil.rmtree(tmp_path / "case", ignore_errors=True)
        return Case(Path(shutil.copytree(template, tmp_path / "case")))

    return make


def points(act: Act, copy: Callable[[], Case], seed: int) -> list[int]:
    """Return some of the lines that an act runs through, once all that is cached has been."""
    act(copy())
    case = copy()
    total = lines_of(lambda: act(case))
    return sorted(random.Random(seed).sample(range(1, total), POINTS))


def roots(case: Case) -> dict[str, str | None]:
    """Return the roots of the last scan's lists, but for its efforts."""
    entries = [signed.entry for signed in case.ledger.entries()]
    last = [entry for entry in entries if isinstance(entry.act, Scan)][-1]
    return {ref.kind: ref.root for ref in last.outputs if ref.kind != "efforts"}


@pytest.mark.parametrize("act", [scanning, going_on], ids=lambda act: act.__name__)
def test_a_scan_killed_at_any_line_goes_on_to_the_same_lists(
    copy: Callable[[], Case], act: Act
) -> None:
    undisturbed = copy()
    scan(undisturbed, later())
    expected = roots(undisturbed)
    for line in points(act, copy, 1):
        case = copy()
        before = case.ledger.path.read_bytes()
        assert dies_at(line, lambda: act(case)), line  # noqa: B023
        answer = check(case.folder)
        assert answer.verdict is not Verdict.INVALID, (line, answer.findings)
        assert case.ledger.path.read_bytes().startswith(before)
        assert_finished(case, expected)


def assert_finished(case: Case, expected: dict[str, str | None]) -> None:
    """Go on with what is under way; everything is recorded once, and nothing is left over."""
    if not any(isinstance(one.entry.act, Scan) for one in case.ledger.entries()):
        scan(case, later())
    else:
        note(case, later(), "the scan was recorded before the kill")
    assert roots(case) == expected
    answer = check(case.folder)
    assert (answer.verdict, answer.findings) == (Verdict.VALID, ())
    assert not any(path for path in case.work.iterdir() if path.name != "parts")
    for name in case.store.names():
        assert sha256_hex(case.store.path(name).read_bytes()) == name


@pytest.mark.parametrize("act", [closing_one, tagging], ids=lambda act: act.__name__)
def test_other_acts_killed_at_any_line_leave_a_case_that_goes_on(
    copy: Callable[[], Case], act: Act
) -> None:
    for line in points(act, copy, 2):
        case = copy()
        assert dies_at(line, lambda: act(case)), line  # noqa: B023
        worst = {one.severity for one in check(case.folder).findings}
        assert Severity.INVALID not in worst
        scan(case, later())
        answer = check(case.folder)
        assert (answer.verdict, answer.findings) == (Verdict.VALID, ()), line
        paths = [row.path for row in rows_of(case)]
        assert len(paths) == len(set(paths)) == len(FILES) + 4


def test_twelve_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    case, rng = open_case(tmp_path / "case"), random.Random(5)
    for number in range(12):
        start = 1000 * (number + 1)
        killed_after(rng.uniform(0.01, 0.15), lambda: _examine_for_ever(case, start))  # noqa: B023
        if not case.ledger.path.read_bytes().endswith(b"\n"):
            repair(case, acting(clock=Clock(start + 900), seed=start))
        answer = check(case.folder)
        assert answer.verdict is not Verdict.INVALID, answer.findings
    last = acting(clock=Clock(90_000), seed=99)
    with case.writing() as writer:
        for folder, pending in writer.pendings():
            assert folder.name == pending.collection
            writer.finish_collect(last, writer.resume(pending.collection), finished=False)
    finished: Entry = scan(case, last)
    assert isinstance(finished.act, Scan)
    answer = check(case.folder)
    worst = {one.severity for one in answer.findings} - {Severity.NOTICE}
    assert not worst, answer.findings
    assert case.scans_under_way() == []


def _examine_for_ever(case: Case, start: int) -> None:
    moment, number = Clock(start)(), 0
    officer = acting(clock=lambda: moment, seed=start + 1)
    while True:
        number += 1
        collect(case, officer, {b"%d/%d" % (start, number): FILES[b"phone/box"]}, note=str(number))
        scan(case, officer)
