"""An export on disk, and its manifest."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.graph.support.graphs import Endless

from truyvet.evidence.errors import TruyvetError
from truyvet.graph.exports.saving import Saved, manifest_path, save
from truyvet.graph.exports.table import exporter
from truyvet.graph.model import GraphEdge, Part, Source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case").mkdir()
    return tmp_path


def saved(folder: Path, source: Source, name: str = "x.graphml", *, force: bool = False) -> Saved:
    return save(source, exporter("graphml"), folder / name, case=folder / "case", force=force,
                software="truyvet 1", selection={"ego": "A", "hops": 2})  # fmt: skip


def test_the_manifest_tells_hash_counts_question_and_entries(folder: Path, plain: Part) -> None:
    saved(folder, plain)
    told = json.loads((folder / "x.graphml.manifest.json").read_bytes())
    content = (folder / "x.graphml").read_bytes()
    assert told == {
        "file": "x.graphml", "format": "graphml", "size": len(content), "nodes": 13, "edges": 10,
        "sha256": hashlib.sha256(content).hexdigest(), "replaced": 0, "notes": [],
        "title": "VA-1 Ví dụ <&>", "cases": ["VA-1"], "question": "the whole case",
        "selection": {"ego": "A", "hops": 2}, "as_of": "", "entries": 9,
        "recorded": "2026-11-01T08:00:00.123456Z", "software": "truyvet 1",
    }  # fmt: skip


def test_replaced_characters_are_counted_in_the_manifest(folder: Path, hostile: Part) -> None:
    saved(folder, hostile)
    assert json.loads(manifest_path(folder / "x.graphml").read_bytes())["replaced"] > 0


def test_the_same_graph_gives_the_same_manifest(folder: Path, plain: Part) -> None:
    saved(folder, plain)
    first = manifest_path(folder / "x.graphml").read_bytes()
    saved(folder, plain, force=True)
    assert manifest_path(folder / "x.graphml").read_bytes() == first


@pytest.mark.parametrize("name", ["x.graphml", "x.graphml.manifest.json"])
def test_neither_file_is_replaced_unasked(folder: Path, plain: Part, name: str) -> None:
    (folder / name).write_bytes(b"mine")
    with pytest.raises(TruyvetError, match="E108"):
        saved(folder, plain)
    assert (folder / name).read_bytes() == b"mine"
    assert len(list(folder.iterdir())) == 2


def test_nothing_is_written_into_a_case(folder: Path, plain: Part) -> None:
    with pytest.raises(TruyvetError, match="E111"):
        saved(folder, plain, "case/x.graphml")
    assert not list((folder / "case").iterdir())


def test_a_writer_that_fails_leaves_nothing(folder: Path) -> None:
    class Broken(Endless):
        def edges(self) -> Iterator[GraphEdge]:
            raise TruyvetError("E604", item="x")

    with pytest.raises(TruyvetError, match="E604"):
        saved(folder, Broken(count=10))
    assert [one.name for one in folder.iterdir()] == ["case"]


def test_both_files_are_private(folder: Path, plain: Part) -> None:
    saved(folder, plain)
    modes = {os.stat(folder / name).st_mode & 0o777 for name in
             ("x.graphml", "x.graphml.manifest.json")}  # fmt: skip
    assert modes == {0o600}


KILLED = """
import os, sys
from pathlib import Path
from tests.graph.support.graphs import Endless
from truyvet.graph.exports.saving import save
from truyvet.graph.exports.table import exporter

class Killed(Endless):
    def edges(self):
        for number, one in enumerate(super().edges()):
            if number == 30_000:
                os.kill(os.getpid(), 9)
            yield one

place = Path(sys.argv[1])
save(Killed(count=20_000 + 20_000), exporter("gexf"), place / "x.gexf", case=place / "case",
     force=True, software="truyvet 1", selection={})
"""


@pytest.mark.parametrize("before", [b"", b"mine"], ids=["new", "replaced"])
def test_a_kill_leaves_what_was_there_before(folder: Path, before: bytes, repository: Path) -> None:
    if before:
        (folder / "x.gexf").write_bytes(before)
    path = os.pathsep.join([str(repository), *filter(None, sys.path)])
    run = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False,
                         env=os.environ | {"PYTHONPATH": path}, capture_output=True)  # fmt: skip
    assert run.returncode == -9, run.stderr
    left = {one.name: one for one in folder.iterdir() if not one.name.endswith(".part")}
    assert set(left) == {"case", *(["x.gexf"] if before else [])}
    assert not before or left["x.gexf"].read_bytes() == before


def test_a_name_too_long_for_its_manifest_is_told_before_anything_is_written(
    folder: Path, plain: Part
) -> None:
    with pytest.raises(TruyvetError, match="E116") as raised:
        saved(folder, plain, "x" * 245)
    assert "x.manifest.json" in raised.value.text
    assert [one.name for one in folder.iterdir()] == ["case"]


def test_a_folder_that_is_not_there_is_told(folder: Path, plain: Part) -> None:
    with pytest.raises(TruyvetError, match="E117"):
        saved(folder, plain, "nowhere/x.graphml")


def test_a_link_in_the_way_is_never_followed(folder: Path, plain: Part) -> None:
    (folder / "x.graphml").symlink_to(folder / "case" / "ledger")
    with pytest.raises(TruyvetError, match="E108"):
        saved(folder, plain)
    assert not list((folder / "case").iterdir())


@pytest.mark.parametrize("name", ["Chuyên án 1.graphml", "=x.graphml", "a\nb.graphml", "\u202ex"])
def test_any_name_that_the_system_takes_is_in_the_manifest(
    folder: Path, plain: Part, name: str
) -> None:
    saved(folder, plain, name)
    assert json.loads(manifest_path(folder / name).read_bytes())["file"] == name


def test_a_name_that_is_no_text_is_told_as_far_as_it_is(folder: Path, plain: Part) -> None:
    saved(folder, plain, os.fsdecode(b"\xff.graphml"))
    [manifest] = folder.glob("*.manifest.json")
    assert json.loads(manifest.read_bytes())["file"] == "\ufffd.graphml"
