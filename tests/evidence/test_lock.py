"""The lock: one writer at a time, freed by the system when its process dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.evidence.support.places import read_only
from tests.evidence.support.scenes import check, collect, rows_of

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.lock import LOCK_NAME, locked

HOLDER = """
import sys, time
from pathlib import Path
from truyvet.evidence.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def holder_of(folder: Path) -> subprocess.Popen[str]:
    """Start another process that holds the case."""
    arguments = [sys.executable, "-c", HOLDER, str(folder)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_told_which_one_works_on_the_case(case: Case) -> None:
    with holder_of(case.folder) as process:
        with pytest.raises(TruyvetError) as raised, case.writing():
            pass
        assert raised.value.code == "E103"
        assert f"(pid {process.pid})" in raised.value.text
        process.kill()


def test_reading_and_verifying_need_no_lock(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"1"})
    with holder_of(case.folder) as process:
        assert len(rows_of(case)) == 1
        assert check(case.folder).verdict is Verdict.VALID
        process.kill()


def test_a_lock_frees_itself_when_its_process_dies(case: Case) -> None:
    with holder_of(case.folder) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with locked(case.folder):
        assert (case.folder / LOCK_NAME).read_text() == f"{os.getpid()}\n"


def test_a_lock_is_refused_at_once(case: Case) -> None:
    start = time.monotonic()
    with locked(case.folder), pytest.raises(TruyvetError, match="E103"), locked(case.folder):
        pass
    assert time.monotonic() - start < 1


def test_a_lock_is_free_after_an_error(case: Case) -> None:
    with pytest.raises(ZeroDivisionError), locked(case.folder):
        raise ZeroDivisionError
    with locked(case.folder):
        pass


def test_a_lock_file_without_a_number_is_no_obstacle(case: Case) -> None:
    (case.folder / LOCK_NAME).write_bytes(b"\xff" * 1000)
    with locked(case.folder):
        (case.folder / LOCK_NAME).write_bytes(b"\xff")
        with pytest.raises(TruyvetError) as raised, locked(case.folder):
            pass
    assert raised.value.code == "E103"


def test_a_folder_that_cannot_be_written_is_an_error_with_a_code(case: Case) -> None:
    (case.folder / LOCK_NAME).unlink()
    with read_only(case.folder), pytest.raises(TruyvetError, match="E902"), locked(case.folder):
        pass


def test_a_link_in_the_place_of_the_lock_is_never_written_through(
    case: Case, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"important")
    (case.folder / LOCK_NAME).unlink()
    (case.folder / LOCK_NAME).symlink_to(victim)
    with pytest.raises(TruyvetError), locked(case.folder):
        pass
    assert victim.read_bytes() == b"important"
