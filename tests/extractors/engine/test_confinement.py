"""Confinement: what an examining process cannot do any more, tried in a process of its own."""

import ctypes
import errno
import mmap
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.extractors.engine.forks import forked

from truyvet.extractors.engine.confinement import (
    confine,
    die_with,
    limit,
    memory_of,
    own_memory,
    places,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file beside the folder that may be written, such as an officer's key."""
    path = tmp_path / "keys" / "an.key"
    path.parent.mkdir()
    path.write_text("secret")
    return path


@pytest.fixture
def inside(tmp_path: Path, secret: Path) -> Callable[..., Any]:
    """Run a function in a confined process: `inside(function, programs=True)`."""
    folder, evidence = tmp_path / "own", tmp_path / "objects"
    folder.mkdir()
    evidence.mkdir()
    (evidence / "item").write_bytes(b"evidence")

    def run(function: Callable[[], Any], *, programs: bool = False) -> Any:
        def body() -> Any:
            held = confine(folder=folder, readable=[*places(), evidence], programs=programs)
            return function() if function is not tuple else held

        return forked(body)

    return run


def attempt(function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    """Return a function that tries something and tells its errno, or 0."""

    def body() -> int:
        try:
            function(*arguments)
        except OSError as error:
            return error.errno or -1
        return 0

    return body


REFUSED = {errno.EPERM, errno.EACCES}


@pytest.fixture
def held(inside: Any) -> tuple[str, ...]:
    """What this machine's kernel can hold."""
    told: tuple[str, ...] = inside(tuple)
    return told


def needs(held: tuple[str, ...], what: str) -> None:
    if what not in held:
        pytest.skip(f"this kernel cannot hold {what}")


def test_what_holds_is_told_in_words(held: tuple[str, ...]) -> None:
    assert set(held) <= {"privileges", "network", "files", "calls"}
    assert "privileges" in held


def test_its_own_folder_can_be_written(inside: Any, tmp_path: Path) -> None:
    assert inside(attempt((tmp_path / "own" / "new").write_bytes, b"x")) == 0
    assert (tmp_path / "own" / "new").read_bytes() == b"x"


def test_evidence_can_be_read_and_not_written(
    inside: Any, held: tuple[str, ...], tmp_path: Path
) -> None:
    item = tmp_path / "objects" / "item"
    assert inside(item.read_bytes) == b"evidence"
    needs(held, "files")
    assert inside(attempt(item.write_bytes, b"forged")) in REFUSED
    assert inside(attempt(item.unlink)) in REFUSED
    assert inside(attempt(item.rename, tmp_path / "own" / "moved")) in REFUSED | {errno.EXDEV}
    assert item.read_bytes() == b"evidence"


@pytest.mark.parametrize("act", ["read", "write", "list", "make", "link", "chmod-folder"])
def test_what_is_elsewhere_is_out_of_reach(
    act: str, inside: Any, held: tuple[str, ...], secret: Path, tmp_path: Path
) -> None:
    needs(held, "files")
    attempts: dict[str, Callable[[], int]] = {
        "read": attempt(secret.read_bytes),
        "write": attempt(secret.write_bytes, b"x"),
        "list": attempt(os.listdir, secret.parent),
        "make": attempt((secret.parent / "new").mkdir),
        "link": attempt(os.link, secret, tmp_path / "own" / "link"),
        "chmod-folder": attempt((tmp_path / "new").touch),
    }
    assert inside(attempts[act]) in REFUSED | {errno.EXDEV}
    assert secret.read_text() == "secret"


def test_a_link_of_its_own_leads_nowhere_further(
    inside: Any, held: tuple[str, ...], secret: Path, tmp_path: Path
) -> None:
    needs(held, "files")
    (tmp_path / "own" / "link").symlink_to(secret)
    assert inside(attempt((tmp_path / "own" / "link").read_bytes)) in REFUSED


@pytest.mark.parametrize(
    "family", [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, getattr(socket, "AF_NETLINK", 16)]
)
def test_no_socket_can_be_made(family: int, inside: Any, held: tuple[str, ...]) -> None:
    needs(held, "calls")
    assert inside(attempt(socket.socket, family)) in REFUSED


def test_nothing_on_this_machine_answers(inside: Any, held: tuple[str, ...]) -> None:
    if not {"calls", "network"} & set(held):
        pytest.skip("this kernel cannot hold the network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert inside(attempt(socket.create_connection, server.getsockname(), 2)) != 0


@pytest.mark.parametrize("how", ["fork", "spawn", "vfork"])
def test_no_process_can_be_started(how: str, inside: Any, held: tuple[str, ...]) -> None:
    needs(held, "calls")
    ways: dict[str, Callable[[], int]] = {
        "fork": attempt(os.fork),
        "spawn": attempt(os.posix_spawn, "/bin/true", ["true"], {}),
        "vfork": attempt(lambda: subprocess.run(["/bin/true"], check=False)),
    }
    assert inside(ways[how]) in REFUSED | {errno.ENOSYS}


def test_it_cannot_become_another_program(inside: Any, held: tuple[str, ...]) -> None:
    needs(held, "calls")
    assert inside(attempt(os.execv, "/bin/true", ["true"])) in REFUSED


def test_a_program_starts_where_one_is_needed(inside: Any) -> None:
    def body() -> str:
        return subprocess.run(
            ["/bin/echo", "recognised"], capture_output=True, text=True, check=True
        ).stdout

    assert inside(body, programs=True) == "recognised\n"


def test_a_program_is_as_confined_as_who_started_it(
    inside: Any, held: tuple[str, ...], secret: Path
) -> None:
    needs(held, "files")

    def body() -> int:
        return subprocess.run(
            ["/bin/cat", str(secret)], capture_output=True, check=False
        ).returncode

    assert inside(body, programs=True) != 0


def test_threads_are_its_own_affair(inside: Any) -> None:
    def body() -> list[int]:
        found: list[int] = []
        threads = [threading.Thread(target=found.append, args=(n,)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(found)

    assert inside(body) == [0, 1, 2]


def test_others_cannot_be_sent_a_signal(inside: Any, held: tuple[str, ...]) -> None:
    needs(held, "files")
    answer = inside(attempt(os.kill, os.getpid(), signal.SIGCONT))
    if answer == 0:
        pytest.skip("this kernel's Landlock knows no scopes for signals")
    assert answer in REFUSED


def test_others_cannot_be_looked_into(inside: Any, held: tuple[str, ...]) -> None:
    needs(held, "calls")
    parent = os.getpid()

    def body() -> int:
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.ptrace(16, parent, 0, 0) == -1  # PTRACE_ATTACH
        return ctypes.get_errno()

    assert inside(body) in REFUSED
    assert inside(attempt(Path(f"/proc/{parent}/environ").read_bytes)) != 0


def test_no_privilege_comes_back(inside: Any, held: tuple[str, ...]) -> None:
    needs(held, "privileges")
    status = inside(Path("/proc/self/status").read_text)
    assert "NoNewPrivs:\t1" in status


def test_no_core_is_left_of_a_crash(inside: Any, tmp_path: Path) -> None:
    def body() -> None:
        os.chdir(tmp_path / "own")
        os.kill(os.getpid(), signal.SIGSEGV)

    assert inside(body) == -signal.SIGSEGV
    assert list((tmp_path / "own").iterdir()) == []


# Limits.

AMPLE = {"cpu": 100, "file": 1 << 30, "memory": 1 << 30}


def limited(function: Callable[[], Any], **tight: int) -> Any:
    def body() -> Any:
        limit(**(AMPLE | tight), used_memory=own_memory())
        return function()

    return forked(body)


def test_more_memory_than_the_limit_is_a_memory_error() -> None:
    assert limited(lambda: len(bytearray(8 << 20)), memory=64 << 20) == 8 << 20
    assert limited(lambda: len(bytearray(128 << 20)), memory=64 << 20) is MemoryError


def test_memory_counts_beyond_what_was_there_before() -> None:
    before = bytearray(96 << 20)
    assert limited(lambda: len(bytearray(16 << 20)), memory=64 << 20) == 16 << 20
    assert len(before) == 96 << 20


def test_mapped_evidence_is_not_counted_as_memory(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(256 << 20)

    def body() -> int:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as all_:
            return len(all_)

    assert limited(body, memory=16 << 20) == 256 << 20


def test_a_file_longer_than_the_limit_is_refused(tmp_path: Path) -> None:
    def body() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            (tmp_path / "big").write_bytes(bytes(3 << 20))
        except OSError as error:
            return error.errno or -1
        return 0

    assert limited(body, file=1 << 20) == errno.EFBIG
    assert (tmp_path / "big").stat().st_size <= 1 << 20


def test_processor_time_ends_by_its_own_signal() -> None:
    def body() -> None:
        while True:
            pass

    assert limited(body, cpu=0) == -signal.SIGXCPU


def test_the_next_limit_may_be_wider() -> None:
    def body() -> int:
        limit(**(AMPLE | {"memory": 1 << 20}), used_memory=own_memory())
        limit(**AMPLE, used_memory=own_memory())
        return len(bytearray(64 << 20))

    assert forked(body) == 64 << 20


def test_a_limit_never_passes_the_one_that_stands() -> None:
    def body() -> tuple[int, int]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
        limit(**AMPLE, used_memory=own_memory())
        return resource.getrlimit(resource.RLIMIT_FSIZE)

    assert forked(body) == (5_000, 5_000)


# Figures, and dying together.


def test_memory_of_a_process_is_told_in_bytes() -> None:
    held = bytearray(os.urandom(1 << 20) * 32)
    assert memory_of(os.getpid()) > len(held)
    assert own_memory() > len(held)
    assert memory_of(os.getpid(), "Nonsense") == 0
    assert memory_of(1 << 30) == 0


def test_a_process_dies_with_its_parent() -> None:
    reading, writing = os.pipe()
    parent = os.fork()
    if parent == 0:
        me = os.getpid()
        child = os.fork()
        if child == 0:
            die_with(me)
            os.write(writing, b"%d\n" % os.getpid())
            time.sleep(60)
            os._exit(0)
        time.sleep(60)
        os._exit(0)
    os.close(writing)
    child = int(os.read(reading, 20))
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    assert os.read(reading, 1) == b""  # its last holder is gone
    os.close(reading)
    stat = Path(f"/proc/{child}/stat")
    for _ in range(1_000):  # its files are closed before its state says that it ended
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] in "ZX":
            return
        time.sleep(0.01)
    raise AssertionError("the process outlives its parent")


def test_whose_parent_is_gone_already_ends_at_once() -> None:
    def body() -> int:
        die_with(1 << 22)  # not the parent it has
        return 0

    assert forked(body) == 1
