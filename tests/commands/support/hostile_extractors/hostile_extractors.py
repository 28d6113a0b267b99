"""Extractors that do harm when an item says so, for tests of the engine: an installed third party.

One module, one class for each harm; the entry points of the distribution name the instances. An
item whose bytes begin with the harm's name is what it is for.
"""

import ctypes
import os
import signal
import time
from pathlib import Path
from typing import ClassVar

from truyvet.extractors.interface import Accepts, Emit, ItemView, Limits, Member


class Harmful:
    """An extractor that is for items that begin with its word."""

    VERSION = "1"
    KINDS: ClassVar = {"seen": "what was seen before the harm"}
    STEPS: ClassVar = {"inner": "a child"}
    PROGRAMS: ClassVar = ()

    def __init__(self, name: str, harm, **limits) -> None:
        self.NAME = name
        self.ACCEPTS = Accepts(magic=(name.encode(),))
        self.LIMITS = Limits(**{"wall": 3.0, "cpu": 60, "memory": 200 << 20} | limits)
        self._harm = harm

    def configuration(self, settings):
        return {}

    def prepare(self, settings):
        return None

    def extract(self, view: ItemView, emit: Emit) -> None:
        emit.observation("seen", f"bytes:0+{len(self.NAME)}", self.NAME)
        self._harm(view, emit)

    def resolve(self, view: ItemView, step: str) -> bytes:
        raise LookupError(step)


def _segfault(view, emit):
    ctypes.string_at(0)


def _abort(view, emit):
    os.abort()


def _leave(view, emit):
    os._exit(7)


def _loop(view, emit):
    while True:
        pass


def _sleep(view, emit):
    time.sleep(1000)


def _deaf(view, emit):
    """Ends by no signal that can be caught, and by no exception."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    while True:
        try:
            while True:
                pass
        except BaseException:  # noqa: BLE001, S112 - that is the harm
            continue


def _eat(view, emit):
    held = []
    while True:
        held.append(b"x" * (8 << 20))


def _eat_natively(view, emit):
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while True:
        block = libc.malloc(8 << 20)
        ctypes.memset(block, 1, 8 << 20)


def _fork(view, emit):
    while True:
        os.fork()


def _threads(view, emit):
    import threading

    while True:
        threading.Thread(target=time.sleep, args=(1000,)).start()


def _fill(view, emit):
    number = 0
    while True:
        (Path(view.folder) / str(number)).write_bytes(b"x" * (4 << 20))
        number += 1


def _one_file(view, emit):
    with (Path(view.folder) / "big").open("wb") as file:
        while True:
            file.write(b"x" * (4 << 20))


def _endless_child(view, emit):
    class Endless:
        def read(self, size):
            return b"\0" * size

    emit.child("inner:endless", Endless(), Member(name="endless"))


def _many_children(view, emit):
    for number in range(10_000_000):
        emit.child(f"inner:{number}", b"x", Member(name=str(number)))


def _many(view, emit):
    for number in range(10_000_000):
        emit.observation("seen", f"inner:{number}", str(number))


def _russian(view, emit):
    """Every child has a child: only the depth ends it."""
    emit.child("inner:next", view.read(0, 100), Member(name="next"))


def _double(view, emit):
    """Every child has two of twice its length: only the allowance ends it."""
    content = view.read(0, view.facts.size)
    for number in range(2):
        emit.child(f"inner:{number}", content * 2, Member(name=str(number)))


def _kill_parent(view, emit):
    os.kill(os.getppid(), signal.SIGKILL)
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                os.kill(int(name), signal.SIGTERM)
            except OSError:
                continue


def _swallow(view, emit):
    while True:
        try:
            _many(view, emit)
        except BaseException:  # noqa: BLE001, S112 - that is the harm
            continue


def _raise(view, emit):
    raise RuntimeError("a bug")


def _recurse(view, emit):
    _recurse(view, emit)


def _exit(view, emit):
    raise SystemExit(3)


segfault = Harmful("segfault", _segfault)
aborts = Harmful("aborts", _abort)
leaves = Harmful("leaves", _leave)
loops = Harmful("loops", _loop)
busy = Harmful("busy", _loop, wall=60.0, cpu=1)
sleeps = Harmful("sleeps", _sleep)
deaf = Harmful("deaf", _deaf)
eats = Harmful("eats", _eat)
gobbles = Harmful("gobbles", _eat_natively)
forks = Harmful("forks", _fork)
threads = Harmful("threads", _threads)
fills = Harmful("fills", _fill, wall=20.0, output=64 << 20)
onefile = Harmful("onefile", _one_file, wall=20.0, output=64 << 20)
endless = Harmful("endless", _endless_child, wall=20.0, output=64 << 20)
children = Harmful("children", _many_children, wall=20.0, children=50)
many = Harmful("many", _many, wall=20.0, records=1000)
russian = Harmful("russian", _russian, depth=9)
doubles = Harmful("doubles", _double, depth=5)
kills = Harmful("kills", _kill_parent)
swallows = Harmful("swallows", _swallow, records=1000)
raises = Harmful("raises", _raise)
recurses = Harmful("recurses", _recurse)
exits = Harmful("exits", _exit)

ALL = [one for one in list(globals().values()) if isinstance(one, Harmful)]
