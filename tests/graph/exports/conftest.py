"""Graphs, and writing them."""

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.graph.support import foreign, graphs

from truyvet.graph.exports.interface import Written
from truyvet.graph.exports.table import exporter
from truyvet.graph.model import Part, Source

Reading = Callable[[str, bytes], Any]


@pytest.fixture(scope="session")
def plain() -> Part:
    """A graph of ordinary facts."""
    return graphs.plain()


@pytest.fixture(scope="session")
def hostile() -> Part:
    """A graph of hostile texts."""
    return graphs.hostile()


def exported(name: str, source: Source) -> bytes:
    """Write a graph in a format."""
    return written(name, source)[0]


def written(name: str, source: Source) -> tuple[bytes, Written]:
    """Write a graph in a format; the file and what is said of it."""
    file = io.BytesIO()
    told = exporter(name).write(source, file)
    return file.getvalue(), told


def members(pack: bytes) -> dict[str, str]:
    """The texts of a ZIP, by name."""
    with zipfile.ZipFile(io.BytesIO(pack)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.fixture
def foreign_reader(tmp_path: Path) -> Reading:
    """Read an export with somebody else's library, in its own environment."""
    place = os.environ.get("TRUYVET_READERS")
    if not place:
        pytest.skip("TRUYVET_READERS is not set: the folder of an environment with the readers")

    def read(name: str, content: bytes) -> Any:
        file = tmp_path / "export"
        file.write_bytes(content)
        command = [str(Path(place) / "bin" / "python"), foreign.__file__, name, str(file)]
        run = subprocess.run(command, capture_output=True, check=False, timeout=60)
        assert run.returncode == 0, run.stderr.decode()[-2000:]
        return json.loads(run.stdout)

    return read
