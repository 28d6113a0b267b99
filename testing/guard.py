"""Watching what an extractor's code asks of the system, through the interpreter's audit events.

A hook (PEP 578) cannot be removed and sees what goes through Python: open, socket, subprocess. It
does not see what native code does by itself; the traces of that are looked for afterwards. It is
a means of finding mistakes, not a jail: the engine confines with the means of the system.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .breach import Rule

Report = Callable[[Rule, str], None]
"""Takes a rule and what was asked."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_STARTS = {"os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system"}
_STARTS |= {"subprocess.Popen", "os.kill", "os.killpg", "pty.spawn"}
_NETWORK = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_NETWORK |= {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_NETWORK |= {"socket.getnameinfo", "urllib.Request"}
_CHANGES = {  # which arguments are paths, and which the folder they are relative to
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((1, 3),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.utime": ((0, 3),),
    "os.setxattr": ((0, None),),
}


class Guard:
    """Refuses what no extractor may do, and reports it."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.programs: frozenset[str] = frozenset()
        """Names of the programs that may be started."""
        self._folders: tuple[str, ...] | None = None
        self._looking = False

    def install(self) -> None:
        """Watch from now on; the network is always closed, the rest while examining."""
        sys.addaudithook(self._hear)

    @contextmanager
    def examining(self, *folders: str) -> Iterator[None]:
        """Allow writing below `folders` alone, and no program but the named ones."""
        self._folders = tuple(os.path.realpath(folder) + os.sep for folder in folders)
        try:
            yield
        finally:
            self._folders = None

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK:
            self._refuse("network", f"{event} {_shown(arguments[1:2] or arguments)}")
        elif event == "socket.__new__" and _is_network(arguments):
            self._refuse("network", "a socket was made")
        elif self._folders is None or self._looking:
            return
        elif event == "open":
            path, _, flags = arguments
            if flags & _WRITING and not isinstance(path, int):
                self._judge("open", path, None)
        elif event in _CHANGES:
            for place, base in _CHANGES[event]:
                below = arguments[base] if base is not None and base < len(arguments) else None
                self._judge(event, arguments[place], below)
        elif event in _STARTS:
            self._start(event, arguments)

    def _judge(self, event: str, path: object, below: int | None) -> None:
        if isinstance(path, int) or path is None or self._folders is None:
            return
        text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else str(path)
        self._looking = True
        try:
            if below is not None and below >= 0 and not os.path.isabs(text):
                text = os.path.join(os.readlink(f"/proc/self/fd/{below}"), text)
            parent, name = os.path.split(text)
            place = os.path.join(os.path.realpath(parent or "."), name)
            allowed = place == os.devnull or f"{place}{os.sep}".startswith(self._folders)
        finally:
            self._looking = False
        if not allowed:
            self._refuse("writes", f"{event} {text}")

    def _start(self, event: str, arguments: tuple[Any, ...]) -> None:
        asked: object = arguments[0] if arguments else ""
        if event == "subprocess.Popen":
            given = arguments[1]
            asked = asked or (given if isinstance(given, str) else next(iter(given), ""))
        if isinstance(asked, str | bytes | os.PathLike):
            name = os.path.basename(os.fsdecode(asked))
            if name in self.programs:
                return
            self._refuse("programs", f"{event} {name}")
        self._refuse("programs", event)

    def _refuse(self, rule: Rule, text: str) -> None:
        self._report(rule, text)
        raise PermissionError(f"no extractor may: {text}")


def _is_network(arguments: tuple[Any, ...]) -> bool:
    import socket

    return len(arguments) < 2 or arguments[1] not in (socket.AF_UNIX, -1)


def _shown(arguments: tuple[Any, ...]) -> str:
    return " ".join(repr(argument)[:80] for argument in arguments)
