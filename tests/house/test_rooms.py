"""The rooms: who may import whom, and that a wheel holds all of them.

The contract stands in setup.cfg and import-linter judges it; here it is also tried on small
made-up packages, because a contract that forbids nothing looks the same as one that is kept.
"""

import ast
import configparser
import os
import subprocess
import sys
from pathlib import Path

import pytest

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
NOT_ROOMS = {"tests", "benchmarks", "docs", "build", "dist"}


def lint_imports(folder: Path, *, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Judge the contracts of the setup.cfg in `folder`; `path` is searched first for truyvet."""
    environment = dict(os.environ) | ({"PYTHONPATH": str(path)} if path else {})
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-logo", "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_run_down_only_and_in_no_circle(repository: Path) -> None:
    run = lint_imports(repository)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture
def small_house(tmp_path: Path, packaging: configparser.ConfigParser) -> Path:
    """A made-up truyvet with one empty module in every room, under the real contract."""
    contract = configparser.ConfigParser(interpolation=None)
    contract.read_dict(
        {name: packaging[name] for name in packaging.sections() if name.startswith("importlinter")}
    )
    with (tmp_path / "setup.cfg").open("w", encoding="utf-8") as file:
        contract.write(file)
    house = tmp_path / "truyvet"
    rooms = ("hashes", "evidence", "collectors", "extractors", "graph", "query", "reports")
    for room in ("", *rooms, "commands", "testing"):
        (house / room).mkdir()
        (house / room / "__init__.py").touch()
        if room:
            (house / room / "one.py").touch()
    (house / "cli.py").touch()
    return house


def test_the_contract_keeps_a_house_that_imports_downwards(small_house: Path) -> None:
    (small_house / "cli.py").write_text("from .commands import one\n", encoding="utf-8")
    (small_house / "graph" / "one.py").write_text("from ..hashes import one\n", encoding="utf-8")
    run = lint_imports(small_house.parent, path=small_house.parent)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param("hashes/one.py", "from ..evidence import one", id="upwards"),
        pytest.param("evidence/one.py", "from ..collectors import one", id="evidence_looks_out"),
        pytest.param("graph/one.py", "from ..query import one", id="across"),
        pytest.param("commands/one.py", "from .. import cli", id="the_table_is_on_top"),
        pytest.param("bridge/__init__.py", "", id="a_room_nobody_agreed_on"),
        pytest.param("helpers.py", "", id="a_module_at_the_root"),
        pytest.param("hashes/one.py", "def f():\n    from ..graph import one", id="inside_a_def"),
    ],
)
def test_the_contract_finds_what_it_forbids(small_house: Path, file: str, text: str) -> None:
    (small_house / file).parent.mkdir(exist_ok=True)
    (small_house / file).write_text(text + "\n", encoding="utf-8")
    run = lint_imports(small_house.parent, path=small_house.parent)
    assert run.returncode != 0, run.stdout + run.stderr


def test_the_contract_finds_two_modules_that_import_each_other(small_house: Path) -> None:
    room = small_house / "evidence"
    (room / "one.py").write_text("from . import two\n", encoding="utf-8")
    (room / "two.py").write_text("from . import one\n", encoding="utf-8")
    run = lint_imports(small_house.parent, path=small_house.parent)
    assert run.returncode != 0, run.stdout + run.stderr


def test_every_package_is_listed_and_every_listed_one_exists(
    repository: Path, package_folders: dict[str, Path]
) -> None:
    tops = [
        folder
        for folder in repository.iterdir()
        if folder.is_dir()
        and folder.name not in NOT_ROOMS
        and not folder.name.startswith(".")
        and not (folder / "pyvenv.cfg").exists()
    ]
    found = {repository} | {file.parent for top in tops for file in top.rglob("*.py")}
    listed = set(package_folders.values())
    assert found - listed == set(), "not in setup.cfg, so a wheel would lack them"
    assert listed - found == set(), "in setup.cfg, but nothing is there"
    bare = [name for name, place in package_folders.items() if not is_package(place)]
    assert not bare, "no __init__.py"


def is_package(folder: Path) -> bool:
    """Tell whether a folder is a package that says so."""
    return (folder / "__init__.py").is_file()


def test_every_listed_kind_of_package_data_exists(
    packaging: configparser.ConfigParser, package_folders: dict[str, Path]
) -> None:
    absent = [
        f"{package}: {pattern}"
        for package, patterns in packaging["options.package_data"].items()
        for pattern in patterns.split()
        if not any(file.is_file() for file in package_folders[package].glob(as_glob(pattern)))
    ]
    assert not absent


def as_glob(pattern: str) -> str:
    """Turn setuptools' `**` (files at any depth) into pathlib's."""
    return f"{pattern}/*" if pattern.endswith("**") else pattern


def test_the_root_holds_the_table_of_commands_and_nothing_else(repository: Path) -> None:
    assert {file.name for file in repository.glob("*.py")} == {"__init__.py", "cli.py"}


def absolute_imports(source: str) -> list[int]:
    """Lines on which a source imports truyvet by its name."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        else:
            continue
        if any(name.partition(".")[0] == "truyvet" for name in names):
            found.append(node.lineno)
    return found


def test_the_package_names_itself_only_by_relative_imports(
    product_files: list[Path], repository: Path
) -> None:
    sources = {
        str(file.relative_to(repository)): file.read_text(encoding="utf-8")
        for file in product_files
    }
    absolute = {name: lines for name, text in sources.items() if (lines := absolute_imports(text))}
    assert not absolute


def test_an_absolute_import_is_found_at_any_depth() -> None:
    source = "from . import a\nimport truyvet.cli\ndef f():\n    from truyvet import cli\n"
    assert absolute_imports(source) == [2, 4]


def test_type_checkers_find_the_package_through_a_link(repository: Path) -> None:
    assert (repository / ".types" / "truyvet").resolve() == repository
    assert (repository / "py.typed").is_file()
