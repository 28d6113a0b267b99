"""Killing a writer: a child process that dies of SIGKILL at a chosen line of evidence/."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from truyvet.evidence import case as case_module

ROOM = str(Path(case_module.__file__).parent) + os.sep
"""Where the lines stand that count."""


class _Countdown:
    """Counts the lines run in evidence/ and kills this process at the last one."""

    def __init__(self, lines: int) -> None:
        self.left = lines

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(ROOM):
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def dies_at(line: int, work: Callable[[], object]) -> bool:
    """Run `work` in a child that is killed at its `line`-th line in evidence/.

    Returns whether it died so; False when `work` came to its end before. What `work` raises
    fails the test.
    """
    child = os.fork()
    if child == 0:
        status = 1
        try:
            sys.settrace(_Countdown(line))
            work()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "the work failed before it was killed"
    return False


def lines_of(work: Callable[[], object]) -> int:
    """Return how many lines in evidence/ `work` runs through; it is really done."""
    countdown = _Countdown(1 << 60)
    before = sys.gettrace()
    sys.settrace(countdown)
    try:
        work()
    finally:
        sys.settrace(before)
    return (1 << 60) - countdown.left


def killed_after(seconds: float, work: Callable[[], object]) -> None:
    """Run `work` in a child and kill it after `seconds`."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the work ended or failed before it was killed"
