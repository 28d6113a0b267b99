"""Whose connection it is: the proxy serves only the browser that was started for it.

A port of 127.0.0.1 is open to every account of a computer, and Chromium takes no password for a
proxy before it is asked for one. So the system is asked: which socket has that port (/proc/net/tcp,
proc(5)), and is it held by a process of the browser's session (setsid(2))? Where there is no
/proc, nobody is turned away.
"""

import errno
import os
import sys
import threading

_SHORT = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What the system says when it has nothing left for us: that tells nothing of a process."""


class Session:
    """The processes of one session: a guard and all of its browser."""

    def __init__(self, leader: int) -> None:
        """`leader` is the process id that the session bears."""
        self._leader = leader
        self._known = 0
        self._lock = threading.Lock()

    def holds(self, port: int, other: int) -> bool:
        """Tell whether a process of the session has the socket from `port` to `other`.

        Raises `OSError` where the system does not say.
        """
        found = _socket_from(port, other)
        if found is None:
            return not os.path.exists("/proc/net/tcp")
        owner, inode = found
        if owner != os.geteuid():
            return False
        wanted = f"socket:[{inode}]"
        with self._lock:
            unknown = False
            for pid in (self._known, *_members(self._leader)):  # nearly always the one known
                held = _holds(pid, wanted) if pid else False
                if held:
                    self._known = pid
                    return True
                unknown = unknown or held is None
        return unknown  # its own user at least


def _socket_from(port: int, other: int) -> tuple[int, str] | None:
    """Return (user id, inode) of the TCP socket from 127.0.0.1:port to 127.0.0.1:other."""
    home = int.from_bytes((127, 0, 0, 1), sys.byteorder)
    wanted = f"{home:08X}:{port:04X}", f"{home:08X}:{other:04X}"
    try:
        with open("/proc/net/tcp", encoding="ascii") as table:
            for line in table:
                fields = line.split()
                if (fields[1], fields[2]) == wanted:
                    return int(fields[7]), fields[9]
    except FileNotFoundError:
        return None
    return None


def _members(leader: int) -> list[int]:
    """Return the processes of a session."""
    found = []
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.getsid(int(name)) == leader:
                found.append(int(name))
        except OSError:
            continue
    return found


def _holds(pid: int, wanted: str) -> bool | None:
    """Tell whether a process has this file open; none where the system does not say."""
    try:
        with os.scandir(f"/proc/{pid}/fd") as entries:
            return any(_target(entry.path) == wanted for entry in entries)
    except PermissionError:
        return None
    except OSError as error:
        if error.errno in _SHORT:
            raise
        return False


def _target(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""
