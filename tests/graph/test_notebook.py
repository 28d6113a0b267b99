"""The notebook of the guide runs from its first cell to its last, and the guide names what runs."""

import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from truyvet.graph.backend import FUNCTIONS


def cells(repository: Path) -> list[str]:
    notebook = json.loads((repository / "docs/guide/links.ipynb").read_text(encoding="utf-8"))
    return ["".join(one["source"]) for one in notebook["cells"] if one["cell_type"] == "code"]


def test_all_cells_run(repository: Path, tmp_path: Path) -> None:
    if "truyvet" not in entry_points(group="networkx.backends").names:
        pytest.skip("networkx knows no backend truyvet: the package is not installed anew")
    program = "\n\n".join(cells(repository))
    env = {name: value for name, value in os.environ.items() if "TRUYVET" not in name}
    # The folder of the package's metadata, which names the backend, must be found from elsewhere.
    paths = os.pathsep.join(filter(None, (*sys.path, os.environ.get("PYTHONPATH", ""))))
    env |= {"TMPDIR": str(tmp_path), "PYTHONPATH": paths}
    ran = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, env=env, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "refused:" in ran.stdout


def test_it_is_kept_without_outputs(repository: Path) -> None:
    notebook = json.loads((repository / "docs/guide/links.ipynb").read_text(encoding="utf-8"))
    code = [one for one in notebook["cells"] if one["cell_type"] == "code"]
    assert all(one["outputs"] == [] and one["execution_count"] is None for one in code)


def test_the_guide_names_every_function_that_runs_on_a_case(repository: Path) -> None:
    guide = (repository / "docs/guide/links.md").read_text(encoding="utf-8")
    assert [name for name in FUNCTIONS if f"`{name}`" not in guide] == []
