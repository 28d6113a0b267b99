"""Confinement of an examining process: what it may touch, and how much it may take.

Linux: no new privileges, a network namespace with no network, Landlock (only its own folder can be
written, only libraries and the evidence read, no signals to others), and a system-call filter that
knows neither sockets nor, where no program is needed, new processes. What a kernel lacks is left
out and not claimed: `confine` returns what holds. Elsewhere only the resource limits hold.

Sources: prctl(2), seccomp(2), landlock(7), setrlimit(2), bpf filter format of linux/filter.h.
"""

import ctypes
import errno
import os
import platform
import resource
import struct
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_FILTER = 2
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_THREAD = 0x1000_0000, 0x4000_0000, 0x1_0000
_LANDLOCK = {"create": 444, "add": 445, "restrict": 446}
_EXECUTE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 2, 1 << 3
_WRITE = (1 << 1) | sum(1 << bit for bit in range(4, 15))
_ABI_OF_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))
"""Landlock ABI: how many file-system rights it knows."""
_SCOPES_ABI, _SCOPES = 6, 3
"""Since ABI 6: no abstract sockets of, and no signals to, processes outside."""

_Calls = dict[str, int | tuple[int, ...]]
# Numbers of system calls; a machine that is not listed gets no filter.
_CALLS: dict[str, _Calls] = {
    "x86_64": {
        "audit": 0xC000_003E, "clone": 56, "clone3": 435,
        "start": (57, 58, 59, 322), "reach": (41, 53, 101, 310, 311, 321, 425, 165, 166),
    },
    "aarch64": {
        "audit": 0xC000_00B7, "clone": 220, "clone3": 435,
        "start": (221, 281), "reach": (198, 199, 117, 270, 271, 280, 425, 40, 39),
    },
}  # fmt: skip
"""`start`: fork, vfork, execve, execveat. `reach`: socket, socketpair, ptrace, process_vm_readv
and -writev, bpf, io_uring_setup, mount, umount2."""
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF_0000, 0x8000_0000
_REFUSE = 0x0005_0000
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/magic", "/etc/fonts",
           "/dev/urandom", "/dev/null", "/proc/self", "/opt")  # fmt: skip
"""What programs and libraries of the system read."""


def die_with(parent: int) -> None:
    """Let the system kill this process when `parent`, its parent, ends."""
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, 9)
        if os.getppid() != parent:
            os._exit(1)


def places() -> list[Path]:
    """Return where the interpreter and its libraries stand."""
    named = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, *sys.path, *_SYSTEM}
    package = Path(__file__).resolve().parents[2]
    return [package, *(Path(name) for name in sorted(named) if name and Path(name).exists())]


def confine(*, folder: Path, readable: Iterable[Path], programs: bool) -> tuple[str, ...]:
    """Confine this process for good; return what holds, of: privileges, network, files, calls.

    `folder` is the only place it may write to. `programs` leaves it the starting of programs.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return ()
    held = []
    libc = _libc()
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        held.append("privileges")
    if libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
        held.append("network")
    if held and held[0] == "privileges":
        if _landlock(libc, folder, readable, programs=programs):
            held.append("files")
        if _filter(libc, programs=programs):
            held.append("calls")
    return tuple(held)


def limit(*, cpu: int, file: int, memory: int, used_memory: int) -> None:
    """Limit what comes next: seconds of processor, bytes of a file, bytes of memory beyond used.

    The limits are soft ones, so that the next examination can set its own.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    _soften(resource.RLIMIT_CPU, spent + cpu + 1)
    _soften(resource.RLIMIT_FSIZE, file)
    if sys.platform == "linux":
        _soften(resource.RLIMIT_DATA, used_memory + memory)


def _soften(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (soft, hard))


def own_memory() -> int:
    """Return how many bytes of private memory this process has mapped (VmData)."""
    return memory_of(os.getpid(), "VmData")


def memory_of(process: int, field: str = "RssAnon") -> int:
    """Return a memory figure of a process in bytes; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_bytes()
    except OSError:
        return 0
    for line in status.splitlines():
        if line.startswith(field.encode() + b":"):
            return int(line.split()[1]) * 1024
    return 0


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _landlock(libc: ctypes.CDLL, folder: Path, readable: Iterable[Path], *, programs: bool) -> bool:
    abi = libc.syscall(_LANDLOCK["create"], None, 0, 1)
    if abi < 1:
        return False
    rights = (1 << max(count for least, count in _ABI_OF_RIGHTS if abi >= least)) - 1
    scoped = _SCOPES if abi >= _SCOPES_ABI else 0
    attributes = struct.pack("=QQQ", rights, 0, scoped)[: 24 if scoped else 8]
    ruleset = libc.syscall(_LANDLOCK["create"], attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    reading = _READ_FILE | _READ_FOLDER | (_EXECUTE if programs else 0)
    own = _READ_FILE | _READ_FOLDER | (_WRITE & rights)
    for path in readable:
        _permit(libc, ruleset, path, reading & rights)
    _permit(libc, ruleset, folder, own)
    _permit(libc, ruleset, Path("/dev/null"), (_READ_FILE | 2) & rights)
    restricted: int = libc.syscall(_LANDLOCK["restrict"], ruleset, 0)
    os.close(ruleset)
    return restricted == 0


def _permit(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
    except OSError:
        return
    if not path.is_dir():
        rights &= ~(_READ_FOLDER | (_WRITE & ~2 & ~(1 << 14)))
    rule = struct.pack("=Qi", rights, descriptor)
    libc.syscall(_LANDLOCK["add"], ruleset, 1, rule, 0)
    os.close(descriptor)


def _filter(libc: ctypes.CDLL, *, programs: bool) -> bool:
    """Install the system-call filter; the refused calls fail with EPERM."""
    calls = _CALLS.get(platform.machine())
    if calls is None:
        return False
    code = _program(calls, programs=programs)
    content = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("=HxxxxxxQ", len(code) // 8, ctypes.addressof(content))
    done: int = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, header, 0, 0)
    return done == 0


def _program(calls: _Calls, *, programs: bool) -> bytes:
    """Return the filter as BPF instructions: struct sock_filter {code, jt, jf, k}."""
    refused: list[int] = [*_tuple(calls["reach"])]
    if programs:  # a program talks to nobody either, but may be several processes
        refused = [number for number in refused if number not in (53, 199)]
    else:
        refused += _tuple(calls["start"])
    code = [
        _op(_LOAD, 0, 0, 4),  # the architecture: numbers mean other calls on another
        _op(_EQUAL, 1, 0, calls["audit"]),
        _op(_RETURN, 0, 0, _KILL),
        _op(_LOAD, 0, 0, 0),  # the number of the call
    ]
    for number in refused:
        code += [_op(_EQUAL, 0, 1, number), _op(_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    if not programs:
        # Threads are the process's own; with clone3, whose flags a filter cannot see, unknown,
        # the C library falls back to clone.
        code += [_op(_EQUAL, 0, 1, calls["clone3"]), _op(_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
        code += [
            _op(_EQUAL, 0, 3, calls["clone"]),
            _op(_LOAD, 0, 0, 16),  # low half of the first argument, the flags
            _op(_ANY_BIT, 1, 0, _CLONE_THREAD),
            _op(_RETURN, 0, 0, _REFUSE | errno.EPERM),
        ]
    code.append(_op(_RETURN, 0, 0, _ALLOW))
    return b"".join(code)


def _op(code: int, if_true: int, if_false: int, value: int | tuple[int, ...]) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _tuple(value: int | tuple[int, ...]) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (value,)
