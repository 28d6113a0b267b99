"""A real case with every kind of act, for the tests of reports/."""

import shutil
from pathlib import Path

import pytest
from tests.evidence.support.scenes import build_history

from truyvet.evidence.case import Case

from .support.scanned import build_examined


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of such a case, made once. Only for reading: take a `copy`."""
    folder = tmp_path_factory.mktemp("history")
    return build_history(folder / "case", folder).folder


@pytest.fixture
def copy(history: Path, tmp_path: Path) -> Case:
    """A copy of it to break or to go on with."""
    return Case(Path(shutil.copytree(history, tmp_path / "copy", symlinks=True)))


@pytest.fixture(scope="session")
def scanned(history: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that case after a scan, tags and notes. Only for reading."""
    folder = tmp_path_factory.mktemp("scanned") / "case"
    return build_examined(Case(Path(shutil.copytree(history, folder, symlinks=True)))).folder


@pytest.fixture
def scanned_copy(scanned: Path, tmp_path: Path) -> Case:
    """A copy of it to break or to go on with."""
    return Case(Path(shutil.copytree(scanned, tmp_path / "scanned", symlinks=True)))
