"""The pool with real nursery and workers: whatever becomes of a worker, every item is answered."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.scans.outcome import Outcome
from truyvet.extractors.engine.messages import Job
from truyvet.extractors.engine.pool import Done, Pool, Task
from truyvet.extractors.engine.worker import RECYCLED_AFTER
from truyvet.extractors.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")
NAMES = ("filetype", "digests", "plaintext")


class Rig:
    """A pool over a folder, and items to feed it with."""

    def __init__(self, place: Path, stack: ExitStack) -> None:
        self.place = place
        self.items = place / "objects"
        self.items.mkdir()
        self._stack = stack
        self.pool: Pool

    def start(self, *, names: tuple[str, ...] = NAMES, jobs: int = 2, **settings: Any) -> Pool:
        work = self.place / "work"
        work.mkdir()
        pool = Pool(names, Settings(**settings), folder=work, readable=(self.items,), jobs=jobs)
        self.pool = self._stack.enter_context(pool)
        return self.pool

    def task(self, number: int, content: bytes, names: tuple[str, ...] = NAMES) -> Task:
        path = self.items / str(number)
        path.write_bytes(content)
        job = Job(
            number=0, item=f"{number:064x}", object=str(path), path=f"a/{number}",
            size=len(content), sha256="0" * 64, depth=0, parent=None, locator="",
            allowance=1 << 30, extractors=names,
        )  # fmt: skip
        return Task(key=b"%d" % number, job=job)

    def workers(self) -> list[int]:
        me = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
        nurseries = Path(me).read_text().split()
        return [
            int(one)
            for nursery in nurseries
            for one in Path(f"/proc/{nursery}/task/{nursery}/children").read_text().split()
        ]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A folder to work in; what was started is ended."""
    with ExitStack() as stack:
        yield Rig(tmp_path, stack)


def feeding(tasks: list[Task]) -> Callable[[], Task | None]:
    waiting = iter(tasks)
    return lambda: next(waiting, None)


def statuses(done: Done) -> dict[str, str]:
    return {one.extractor: one.status for one in done.outcomes}


def test_every_item_is_answered_once_with_an_outcome_of_each(rig: Rig) -> None:
    tasks = [rig.task(number, b"text %d" % number) for number in range(30)]
    done = list(rig.start().run(feeding(tasks)))
    assert sorted(one.task.key for one in done) == sorted(task.key for task in tasks)
    assert all([o.extractor for o in one.outcomes] == list(NAMES) for one in done)
    assert rig.pool.faults == 0


def test_nothing_to_do_is_done_at_once(rig: Rig) -> None:
    assert list(rig.start().run(lambda: None)) == []
    assert list(rig.pool.run(feeding([rig.task(1, b"x")])))  # and the pool can be used again


def test_what_holds_the_workers_is_known_once_there_are_any(rig: Rig) -> None:
    list(rig.start().run(feeding([rig.task(1, b"x")])))
    assert rig.pool.held is not None
    assert "privileges" in rig.pool.held


def test_no_more_workers_than_asked_for(rig: Rig) -> None:
    seen = set()
    for _ in rig.start(jobs=2).run(feeding([rig.task(n, b"x") for n in range(40)])):
        seen |= set(rig.workers())
    assert 1 <= len(seen) <= 2


def test_a_worker_killed_from_outside_costs_nothing(rig: Rig) -> None:
    tasks = [rig.task(number, b"text %d" % number) for number in range(200)]
    struck, done = 0, []
    for one in rig.start(jobs=2).run(feeding(tasks)):
        done.append(one)
        if len(done) % 40 == 5:
            os.kill(rig.workers()[0], signal.SIGKILL)
            struck += 1
    assert struck == 5
    assert sorted(one.task.key for one in done) == sorted(task.key for task in tasks)
    wrong = [one for one in done if set(statuses(one).values()) - {"ok", "empty"}]
    assert wrong == []
    assert 1 <= rig.pool.faults <= 5


def test_a_stopped_worker_is_ended_when_its_time_is_up(rig: Rig) -> None:
    """A frozen worker answers nothing; the item is blamed on nobody before its limit."""
    pool = rig.start(jobs=1)
    running = pool.run(feeding([rig.task(1, b"x"), rig.task(2, b"y")]))
    assert statuses(next(running)) == dict.fromkeys(NAMES, "ok")
    (worker,) = rig.workers()
    os.kill(worker, signal.SIGSTOP)
    os.kill(worker, signal.SIGKILL)
    rest = [statuses(one) for one in running]
    assert rest == [dict.fromkeys(NAMES, "ok")]


def test_a_worker_is_replaced_after_its_number_of_items(rig: Rig) -> None:
    count = RECYCLED_AFTER + 50
    path = rig.task(0, b"x").job
    tasks = [Task(key=b"%d" % n, job=path) for n in range(count)]  # the same bytes over and over
    seen: list[int] = []
    answered = 0
    for number, _ in enumerate(rig.start(names=("filetype",), jobs=1).run(
        feeding([Task(key=t.key, job=_only(t.job)) for t in tasks])
    )):  # fmt: skip
        answered += 1
        if number in {10, count - 5}:
            seen += rig.workers()
    assert answered == count
    assert len(set(seen)) == 2
    assert rig.pool.faults == 0


def _only(job: Job) -> Job:
    import msgspec

    return msgspec.structs.replace(job, extractors=("filetype",))


def test_an_extractor_that_cannot_be_prepared_is_unsupported_everywhere(rig: Rig) -> None:
    pool = rig.start(names=("filetype", "telepathy"))
    assert pool.prepared["telepathy"].error == "LookupError: telepathy"
    tasks = [rig.task(n, b"x", ("filetype", "telepathy")) for n in range(3)]
    for done in pool.run(feeding(tasks)):
        assert done.outcomes[1] == Outcome(
            extractor="telepathy", status="unsupported", reason="LookupError: telepathy"
        )
        assert done.outcomes[0].status == "ok"


def test_an_item_whose_object_is_gone_ends_the_run_with_its_reason(rig: Rig) -> None:
    task = rig.task(1, b"x")
    Path(task.job.object).unlink()
    with pytest.raises(TruyvetError, match="ENOENT") as caught:
        list(rig.start().run(feeding([task])))
    assert caught.value.code == "E842"


def test_results_are_there_while_an_item_is_looked_at_and_gone_afterwards(rig: Rig) -> None:
    for done in rig.start(jobs=1).run(feeding([rig.task(1, b"x"), rig.task(2, b"y")])):
        (part,) = done.parts
        with part.results() as source:
            assert source.read()
    left = [path for path in (rig.place / "work").rglob("*") if path.is_file()]
    assert left == []


def test_leaving_ends_every_process(rig: Rig, tmp_path: Path) -> None:
    before = set(_children())  # other tests' helpers
    with Pool(NAMES, Settings(), folder=tmp_path, readable=(rig.items,), jobs=2) as pool:
        list(pool.run(feeding([rig.task(n, b"x") for n in range(8)])))
        started = rig.workers()
        nurseries = set(_children()) - before
    assert started
    assert nurseries
    limit = time.monotonic() + 10
    while nurseries & set(_children()) and time.monotonic() < limit:
        time.sleep(0.01)
    assert not nurseries & set(_children())
    assert all(not Path(f"/proc/{one}").exists() or _ended(one) for one in started)


def _children() -> list[str]:
    return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()


def _ended(process: int) -> bool:
    limit = time.monotonic() + 5
    while time.monotonic() < limit:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.01)
    return False


def test_no_descriptor_is_left_open(rig: Rig, tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for number in range(3):
        folder = tmp_path / f"work-{number}"
        folder.mkdir()
        with Pool(NAMES, Settings(), folder=folder, readable=(rig.items,), jobs=2) as pool:
            list(pool.run(feeding([rig.task(n, b"x") for n in range(6)])))
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_dead_nursery_is_an_error_with_a_next_step(rig: Rig) -> None:
    pool = rig.start(jobs=1)
    (nursery,) = _children()[-1:]
    os.kill(int(nursery), signal.SIGKILL)
    with pytest.raises(TruyvetError, match="the scan engine failed") as caught:
        list(pool.run(feeding([rig.task(1, b"x")])))
    assert caught.value.code == "E841"
    assert caught.value.hint
