"""Graphs and files of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.graph.support import graphs

from truyvet.graph.imports.interface import Drawn
from truyvet.graph.imports.table import read_graph
from truyvet.graph.model import Part

Read = Callable[..., Drawn]


@pytest.fixture(scope="session")
def plain() -> Part:
    """A graph of ordinary facts."""
    return graphs.plain()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read bytes as a file of this name."""

    def read_bytes(name: str, content: bytes, form: str = "") -> Drawn:
        file = tmp_path / name
        file.write_bytes(content)
        return read_graph(file, form)

    return read_bytes
