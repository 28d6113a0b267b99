"""kill -9 of a scan and of its workers at random moments: what is finished in the end is the same.

Six kills in the suite. `TRUYVET_KILLS=50 TRUYVET_KILLED=/some/evidence pytest …` makes as many as
wanted, of evidence of one's own; `TRUYVET_KILLS_SEED` chooses the moments.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.scanning import (
    QUICK,
    bag,
    children,
    entries,
    family,
    gone,
    lay,
    left_in_work,
    lines,
    roots,
    scans,
    workers,
)

KILLS = int(os.environ.get("TRUYVET_KILLS", "6"))
SEED = int(os.environ.get("TRUYVET_KILLS_SEED", "7"))
ONLY = os.environ.get("TRUYVET_KILLS_ONLY", QUICK)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")
SCAN = ("--case", "vu-01", "scan", "--only", ONLY)


@dataclass(frozen=True, kw_only=True)
class Undisturbed:
    """A scan that nobody disturbed, and how long it took."""

    roots: dict[str, str]
    seconds: float


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some evidence: the folder that is named from outside, or a bag of small files."""
    named = os.environ.get("TRUYVET_KILLED")
    return Path(named) if named else lay(tmp_path_factory.mktemp("bag"), bag())


@pytest.fixture
def collected(an: Any, case: Path, evidence: Path) -> Path:
    """An's case with the evidence in it."""
    an.does("--case", "vu-01", "collect", "files", str(evidence))
    return case


@pytest.fixture
def undisturbed(an: Any, collected: Path) -> Undisturbed:
    """A scan of a copy of the case from beginning to end."""
    shutil.copytree(collected, an.place / "copy", symlinks=True)
    began = time.monotonic()
    assert an.run("--case", "copy", *SCAN[2:], timeout=600).returncode in {0, 4}
    seconds = time.monotonic() - began
    (entry,) = scans(an.place / "copy")
    return Undisturbed(roots=roots(entry), seconds=seconds)


def strike(an: Any, chance: random.Random, within: float) -> str:
    """Start the scan and kill somebody after a random time; what was done, "" if too late."""
    with an.starts(*SCAN, output=an.place / "output") as running:
        time.sleep(chance.uniform(0.1, within))
        started = list(family(running.pid))
        hit = [running.pid] if chance.random() < 0.5 else (workers(running.pid) or [running.pid])
        done = "worker" if hit != [running.pid] else "parent"
        if running.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(hit), signal.SIGKILL)
        else:
            done = ""
        assert running.wait(timeout=300) in {-9, 0, 4}, (an.place / "output").read_text()
        assert gone(started), "what the scan started outlives it"
    return done


def moments(an: Any, case: Path, undisturbed: Undisturbed) -> Iterator[tuple[int, str]]:
    """Strike as often as asked; a case whose scan came to its end begins anew."""
    chance = random.Random(SEED)
    shutil.copytree(case, an.place / "fresh", symlinks=True)
    number = tries = 0
    while number < KILLS:
        tries += 1
        assert tries < 20 * KILLS
        done = strike(an, chance, undisturbed.seconds)
        if done:
            number += 1
            yield number, done
        if scans(case):
            assert [roots(entry) for entry in scans(case)] == [undisturbed.roots], done
            shutil.rmtree(case)
            shutil.copytree(an.place / "fresh", case, symlinks=True)


def test_a_scan_killed_at_random_moments_ends_with_the_same_roots(
    an: Any, collected: Path, undisturbed: Undisturbed
) -> None:
    for number, _ in moments(an, collected, undisturbed):
        answer = an.run("verify", "vu-01", "--json")
        told = json.loads(answer.stdout)
        assert (answer.returncode, told["verdict"]) == (0, "VALID"), f"kill {number}: {told}"
        assert all(code.startswith("W") for code in told["counts"]), told["counts"]
    an.run(*SCAN, timeout=600)
    assert [roots(entry) for entry in scans(collected)] == [undisturbed.roots]
    assert an.reads("verify", "vu-01")[0]["findings"] == []
    assert left_in_work(collected) == ["work/parts"]


def slow_scan(an: Any, case: Path, count: int = 450) -> None:
    """Collect more items than are kept at once."""
    many = {f"{number}.txt": f"số {number}: 0912 {number:06}\n".encode() for number in range(count)}
    an.does("--case", "vu-01", "collect", "files", str(lay(an.place / "many", many)))


def wait_for_kept(case: Path) -> None:
    """Wait until a scan under way has kept some whole items."""
    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        for path in case.glob("work/*/scan.db"):
            database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
            with closing(database), suppress(sqlite3.Error):  # it may only be being made
                if database.execute("SELECT count(*) FROM examined").fetchone()[0]:
                    return
        time.sleep(0.005)
    raise AssertionError("nothing was kept")


def test_what_a_killed_scan_has_kept_is_not_examined_again(an: Any, case: Path) -> None:
    slow_scan(an, case)
    with an.starts(*SCAN, "--jobs", "1", output=an.place / "output") as running:
        wait_for_kept(case)
        running.kill()
    ran = an.run(*SCAN)
    assert ran.returncode == 0
    kept = int(ran.stderr.split("going on after ")[1].split()[0].replace(",", ""))
    assert 0 < kept < 454
    (entry,) = scans(case)
    assert entry["act"]["totals"]["items"] == len(lines(case, "outcomes")) == 454


def test_ctrl_c_keeps_what_is_done_and_tells_how_to_go_on(an: Any, case: Path) -> None:
    slow_scan(an, case)
    with an.starts(*SCAN, "--jobs", "1", output=an.place / "output") as running:
        wait_for_kept(case)
        started = list(family(running.pid))
        os.killpg(running.pid, signal.SIGINT)  # a terminal tells every process of the group
        assert running.wait(timeout=30) == 130
    assert gone(started)
    said = (an.place / "output").read_text()
    assert "items kept: give the same command again to go on" in said
    assert said.endswith("truyvet: interrupted\n")
    assert "Traceback" not in said
    assert scans(case) == []
    assert "W101" in an.reads("verify", "vu-01")[0]["counts"]
    an.does(*SCAN)
    assert scans(case)[0]["act"]["totals"]["items"] == 454


def test_an_unfinished_scan_is_told_of_by_outcomes(an: Any, case: Path) -> None:
    slow_scan(an, case)
    with an.starts(*SCAN, "--jobs", "1", output=an.place / "output") as running:
        wait_for_kept(case)
        running.kill()
    told = an.run("--case", "vu-01", "outcomes")
    assert told.returncode == 4
    assert "a scan is not finished" in told.stderr


def test_an_unfinished_scan_can_be_closed_and_the_next_does_the_rest(an: Any, case: Path) -> None:
    slow_scan(an, case)
    with an.starts(*SCAN, "--jobs", "1", output=an.place / "output") as running:
        wait_for_kept(case)
        running.kill()
    closed = an.reads("--case", "vu-01", "scan", "--close", status=4)[0]
    assert closed["status"] == "closed"
    assert 0 < closed["items"] < 454
    rest = an.reads(*SCAN)[0]
    assert (rest["status"], rest["items"] + closed["items"]) == ("complete", 454)
    told = {line["item"] for entry in scans(case) for line in lines(case, "outcomes", entry)}
    assert len(told) == 454
    assert an.reads("verify", "vu-01")[0]["findings"] == []


def test_closing_where_nothing_is_open_records_nothing(an: Any, case: Path) -> None:
    before = len(entries(case))
    an.does("--case", "vu-01", "scan", "--close")
    assert len(entries(case)) == before


def test_a_killed_nursery_ends_the_scan_which_then_goes_on(an: Any, case: Path) -> None:
    slow_scan(an, case)
    with an.starts(*SCAN, "--jobs", "1", output=an.place / "output") as running:
        wait_for_kept(case)
        (nursery,) = children(running.pid)
        os.kill(nursery, signal.SIGKILL)
        assert running.wait(timeout=30) == 1
    said = (an.place / "output").read_text()
    assert "E841" in said
    assert "Traceback" not in said
    an.does(*SCAN)
    assert scans(case)[0]["act"]["totals"]["items"] == 454
    assert left_in_work(case) == ["work/parts"]
