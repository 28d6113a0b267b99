"""Laws over random histories: whatever officers honestly do, the case verifies."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.support.people import Clock, acting, another, officer
from tests.evidence.support.scenes import (
    admit,
    check,
    collect,
    export,
    items_of,
    open_case,
    revoke,
    rows_of,
    stop,
    tear,
    without_empty_folders,
)

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case, repair
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Severity, Verdict
from truyvet.hashes.digest import sha256_hex

OFFICERS = [officer(), officer(2, name="Bình"), officer(3, name="Cúc", role="custodian")]


class Scene:
    """A case, its officers, and a number that makes every act another."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.number = 0
        self.clock = Clock()
        self.case = open_case(place / "case", self.by(0))

    def by(self, which: int) -> Acting:
        """Return one of the officers."""
        self.number += 1
        who = acting(OFFICERS[which % 3], clock=self.clock, seed=self.number)
        return another(who, OFFICERS[which % 3])

    def files(self, count: int) -> dict[bytes, bytes]:
        """Return files, some of which the case has already."""
        return {b"%d/\xff%d" % (count, at): b"bytes %d" % (at % 4) for at in range(count)}


def collects(scene: Scene, x: int) -> None:
    collect(scene.case, scene.by(x), scene.files(x % 7), note=str(x % 3))


def is_killed(scene: Scene, x: int) -> None:
    stop(scene.case, scene.by(x), scene.files(x % 7), note=str(x % 3), safe=x % 2 == 0)


def closes(scene: Scene, x: int) -> None:
    with scene.case.writing() as writer:
        writer.finish_collect(scene.by(x), writer.resume(""), finished=False)


def exports(scene: Scene, x: int) -> None:
    rows = [row for row in rows_of(scene.case) if row.sha256]
    if rows:
        name = rows[x % len(rows)].name
        export(scene.case, scene.by(x), scene.place / "copied", force=True, name=name)


def admits(scene: Scene, x: int) -> None:
    admit(scene.case, scene.by(0), OFFICERS[x % 3].card)


def revokes(scene: Scene, x: int) -> None:
    revoke(scene.case, scene.by(0), OFFICERS[1 + x % 2].card.id)


def is_torn(scene: Scene, x: int) -> None:
    tear(scene.case, b"x" * (x + 1))
    repair(scene.case, scene.by(0))


def loses_its_index(scene: Scene, x: int) -> None:
    scene.case.drop_index()


def is_copied_without_empty_folders(scene: Scene, x: int) -> None:
    without_empty_folders(scene.case)
    for folder in sorted(scene.case.work.glob("**/"), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


Step = Callable[[Scene, int], None]
STEPS: list[Step] = [
    collects,
    collects,
    is_killed,
    is_killed,
    closes,
    exports,
    admits,
    admits,
    revokes,
    is_torn,
    loses_its_index,
    is_copied_without_empty_folders,
]
histories = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 20)), min_size=2, max_size=14)


def play(scene: Scene, steps: list[tuple[Step, int]]) -> None:
    """Take the steps; one that is refused with a code changes nothing."""
    for step, x in steps:
        try:
            step(scene, x)
        except TruyvetError:
            tail = scene.case.ledger.tail()
            assert tail.seq >= 1


def assert_lawful(case: Case) -> None:
    answer = check(case.folder)
    worst = [one for one in answer.findings if one.severity is not Severity.NOTICE]
    assert (answer.verdict, worst) == (Verdict.VALID, [])
    truth = [(seq, item.n, item.path, item.sha256) for seq, item in items_of(case)]
    assert [(row.seq, row.n, row.path, row.sha256) for row in rows_of(case)] == truth
    for name in case.store.names():
        assert sha256_hex(case.store.path(name).read_bytes()) == name
    rows = rows_of(case)
    case.reindex()
    assert rows_of(case) == rows


@settings(max_examples=40)
@given(histories)
def test_every_honest_history_verifies(steps: list[tuple[Step, int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        scene = Scene(Path(name))
        play(scene, steps)
        assert_lawful(scene.case)


@settings(max_examples=10)
@given(histories, histories)
def test_a_copy_of_a_case_goes_on_as_the_case_does(
    first: list[tuple[Step, int]], more: list[tuple[Step, int]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        scene = Scene(Path(name))
        play(scene, first)
        moved = Path(shutil.copytree(scene.case.folder, Path(name) / "moved"))
        scene.case = Case(moved)
        play(scene, more)
        assert_lawful(scene.case)
