"""Stands between us and a browser: starts it, and ends it and all its children for sure.

Run as a program of its own with the standard library alone:
`python -I -S guard.py FOLDER MEMORY COMMANDS ANSWERS PROGRAM ARGUMENT…`. MEMORY is how many bytes
each of the browser's processes may fill: a page can ask for all there is. COMMANDS and ANSWERS are
the numbers of the pipes that the browser is to find as 3 and 4.

Its standard input is a lifeline: once the other end is closed, by will or because its holder died,
everything below this program is killed and FOLDER is removed. On Linux nothing escapes by leaving
its group: what is orphaned below us becomes our own child (PR_SET_CHILD_SUBREAPER, prctl(2)).
"""

import contextlib
import fcntl
import os
import resource
import select
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
POLL_SECONDS = 0.5
"""How often a dead parent is looked for, where somebody else still holds the lifeline open."""


def main(arguments: list[str]) -> int:
    """Run the browser until it ends or its lifeline is cut; return its status."""
    folder, memory, commands, answers, *command = arguments
    parent = os.getppid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # Ctrl-C is for our parent, who cuts the lifeline
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    ended, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    child = os.fork()
    if child == 0:
        _become(int(memory), int(commands), int(answers), command)
    os.close(int(commands))
    os.close(int(answers))
    status = _wait(child, ended, parent)
    _kill_all(child)
    _remove(folder)
    return status


def _become(memory: int, commands: int, answers: int, command: list[str]) -> None:
    """Become the browser, in a group of its own, with the pipes where it looks for them."""
    try:
        os.setpgid(0, 0)
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        with contextlib.suppress(ValueError, OSError):  # where the system knows no such limit
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        high = [fcntl.fcntl(number, fcntl.F_DUPFD, 16) for number in (commands, answers)]
        for number, target in zip(high, (3, 4), strict=True):
            os.dup2(number, target)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.closerange(5, 256)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
    finally:
        os._exit(127)


def _wait(child: int, ended: int, parent: int) -> int:
    """Wait for the browser's end or for that of the lifeline."""
    while os.getppid() == parent:
        ready = select.select([0, ended], [], [], POLL_SECONDS)[0]
        if ended in ready:
            os.read(ended, 4096)
            while (found := _reap()) is not None:
                if found[0] == child:
                    return os.waitstatus_to_exitcode(found[1]) & 0xFF
        if 0 in ready and not os.read(0, 1):
            break
    return 0


def _reap() -> tuple[int, int] | None:
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, status) if pid else None


def _kill_all(child: int) -> None:
    """Kill all that is left below us and wait until it is gone."""
    while True:
        for pid in _children() or {child}:
            for kill in (os.killpg, os.kill):
                try:
                    kill(pid, signal.SIGKILL)
                except (ProcessLookupError, PermissionError):
                    continue
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> set[int]:
    """Return our children, orphans of theirs among them; nothing where the system does not say."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", "rb") as file:
            return set(map(int, file.read().split()))
    except OSError:
        return set()


def _remove(folder: str) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _prctl(option: int, value: int) -> None:
    """Call prctl(2) where there is one."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
