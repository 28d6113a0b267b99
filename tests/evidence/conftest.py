"""Cases for the tests of evidence/: real folders, a clock that ticks, randomness from a seed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import build_history, check, open_case, without_empty_folders

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.findings import Verdict


@pytest.fixture
def who() -> Acting:
    """The officer who acts, a day after that history."""
    return acting(clock=Clock(86_400), seed=1)


@pytest.fixture
def case(tmp_path: Path, who: Acting) -> Case:
    """A new case with nothing but its first entry."""
    return open_case(tmp_path / "case", who)


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with every kind of act, made once. Only for reading: take a `copy`."""
    folder = tmp_path_factory.mktemp("history")
    made = build_history(folder / "case", folder)
    without_empty_folders(made)
    assert check(made.folder).verdict is Verdict.VALID
    return made.folder


@pytest.fixture
def copy(history: Path, tmp_path: Path) -> Case:
    """A copy of that case to break."""
    return Case(Path(shutil.copytree(history, tmp_path / "copy", symlinks=True)))


@pytest.fixture
def copies(history: Path, tmp_path: Path) -> Callable[[], Case]:
    """Makes any number of copies of that case."""
    numbers = iter(range(1_000_000))

    def make() -> Case:
        target = tmp_path / f"copy {next(numbers)}"
        return Case(Path(shutil.copytree(history, target, symlinks=True)))

    return make
