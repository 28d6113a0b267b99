"""What the collectors' tests share: a walk without a case, a capture without a store, a clock.

A collector never sees a case, so most tests here have none; `own` only stands for its folder.
"""

import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType

import pytest

from truyvet.collectors import files
from truyvet.collectors.handle import Handle
from truyvet.collectors.readers import read_one
from truyvet.evidence.capture import Capture
from truyvet.evidence.item import Item
from truyvet.evidence.layout import Layout
from truyvet.evidence.store import Store

Named = str | bytes | Path


class Seen:
    """Knows what an earlier run has taken in: names only."""

    def __init__(self, names: set[bytes]) -> None:
        self.names = names

    def has(self, source: int, path: bytes, size: int | None, modified: int | None, /) -> bool:
        """Tell whether the name was seen."""
        return path in self.names


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder that stands for the case's own, outside every tree."""
    folder = tmp_path / "own-case"
    folder.mkdir()
    return folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """An empty folder to be collected."""
    folder = tmp_path / "tree"
    folder.mkdir()
    return folder


@pytest.fixture
def walk(own: Path) -> Callable[..., Iterator[Handle]]:
    """Walk sources; `seen` are the names that an earlier run has done."""

    def walk(*sources: Named, seen: set[bytes] | None = None) -> Iterator[Handle]:
        return files.walk(list(map(os.fsencode, sources)), os.fsencode(own), Seen(seen or set()))

    return walk


@pytest.fixture
def meet() -> Iterator[Callable[[Named], Capture]]:
    """Capture the one thing at a path as the walk would; streams are closed afterwards."""
    met: list[Capture] = []

    def meet(path: Named) -> Capture:
        raw = os.fsencode(path)
        facts = os.lstat(raw)
        regular = stat.S_ISREG(facts.st_mode)
        handle = Handle(0, raw, os.path.basename(raw), regular, facts.st_size)
        met.append(files.capture(handle, 0))
        return met[-1]

    yield meet
    for capture in met:
        if capture.stream is not None:
            capture.stream.close()


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    """A folder with an object store and nothing else of a case."""
    folder = tmp_path / "store-of-a-case"
    folder.mkdir()
    Layout(folder).store.create()
    return folder


@pytest.fixture
def store(case_folder: Path) -> Store:
    """The store in `case_folder`."""
    return Layout(case_folder).store


@pytest.fixture
def take(walk: Callable[..., Iterator[Handle]], store: Store) -> Callable[..., dict[str, Item]]:
    """Walk, capture and store sources; the items by path."""

    def take(*sources: Named) -> dict[str, Item]:
        handles = enumerate(walk(*sources))
        items = [read_one(store, files.capture, n, handle) for n, handle in handles]
        return {item.path: item for item in items}

    return take


@pytest.fixture
def within() -> Callable[[float], AbstractContextManager[None]]:
    """Fail a block that takes longer than so many seconds: a hang must not stop the tests."""

    def fail(number: int, frame: FrameType | None) -> None:
        raise TimeoutError("still not done")

    @contextmanager
    def within(seconds: float) -> Iterator[None]:
        before = signal.signal(signal.SIGALRM, fail)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    return within
