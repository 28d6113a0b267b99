"""Every format: one module, one row, and the rules that all writers share."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.graph.exports.conftest import exported, written
from tests.graph.support.graphs import part

from truyvet.evidence.errors import TruyvetError
from truyvet.graph.exports.table import EXPORTS, exporter, exporter_of
from truyvet.graph.model import Part

SHARED = {
    "__init__", "columns", "formulas", "identifiers", "interface", "places", "saving", "shelf",
    "streams", "table", "text", "threats", "wide", "zips",
}  # fmt: skip
MAPS = ("geojson", "kml")

every_format = pytest.mark.parametrize("name", EXPORTS)


def test_every_format_is_a_module_and_a_row(repository: Path) -> None:
    modules = {path.stem for path in (repository / "graph" / "exports").glob("*.py")}
    assert modules - SHARED == {row.lstrip(".") for row in EXPORTS.values()}


@every_format
def test_a_format_bears_the_name_of_its_row_and_tells_what_it_is(name: str) -> None:
    found = exporter(name)
    assert name == found.NAME
    assert found.ENDING.startswith(".")
    assert found.TITLE


def test_the_guide_has_the_same_table(repository: Path) -> None:
    guide = (repository / "docs" / "guide" / "exports.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| `(\.[a-z0-9.]+)` \| (.*?) \|", guide, re.MULTILINE)
    assert rows == [(name, exporter(name).ENDING, exporter(name).TITLE) for name in EXPORTS]


def test_no_two_formats_write_files_that_end_alike() -> None:
    endings = [exporter(name).ENDING for name in EXPORTS]
    assert len(set(endings)) == len(endings)


@every_format
def test_the_name_of_a_file_tells_its_format(name: str) -> None:
    found = exporter_of(f"Chuyên án.{name}{exporter(name).ENDING.upper()}")
    assert found is exporter(name)


@pytest.mark.parametrize("file", ["x", "x.json", "x.zip", "graphml"])
def test_a_name_that_tells_no_format_is_none(file: str) -> None:
    assert exporter_of(file) is None


def test_a_format_nobody_has_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(TruyvetError, match="E632") as caught:
        exporter("mtgx")
    assert "graphml" in caught.value.hint


@every_format
def test_the_same_graph_gives_the_same_bytes(name: str, plain: Part, hostile: Part) -> None:
    for graph in (plain, hostile):
        assert exported(name, graph) == exported(name, graph)


def test_the_same_graph_gives_the_same_bytes_in_every_process(repository: Path) -> None:
    program = (
        "import hashlib\n"
        "from tests.graph.exports.conftest import exported\n"
        "from tests.graph.support.graphs import hostile, plain\n"
        "from truyvet.graph.exports.table import EXPORTS\n"
        "for name in EXPORTS:\n"
        "    both = exported(name, plain()) + exported(name, hostile())\n"
        "    print(name, hashlib.sha256(both).hexdigest())\n"
    )
    told = set()
    for seed in ("1", "2"):
        path = os.pathsep.join([str(repository), *filter(None, sys.path)])
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path}
        run = subprocess.run([sys.executable, "-c", program], env=environment, check=True,
                             capture_output=True, text=True)  # fmt: skip
        told.add(run.stdout)
    assert len(told) == 1
    assert len(told.pop().splitlines()) == len(EXPORTS)


@every_format
def test_what_is_written_is_counted(name: str, plain: Part) -> None:
    _, told = written(name, plain)
    assert (told.nodes, told.edges) == ((1, 1) if name in MAPS else (13, 10))
    assert told.replaced == 0


@every_format
def test_forbidden_characters_are_replaced_and_counted(name: str, hostile: Part) -> None:
    content, told = written(name, hostile)
    if name not in MAPS:
        assert told.replaced > 0
    if not content.startswith(b"PK"):
        text = content.decode("utf-16" if name == "i2" else "utf-8")
        assert not {"\x00", "\x1b", "\ufffe"} & set(text)


@every_format
def test_an_empty_graph_is_a_file_too(name: str) -> None:
    content, told = written(name, part([], []))
    assert content or name == "ftm"
    assert (told.nodes, told.edges) == (0, 0)
