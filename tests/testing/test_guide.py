"""The guide for writers of extractors says what is so, and its example runs."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from tests.testing.support.bad import loaded

from truyvet.evidence.scans.observation import Flag
from truyvet.evidence.scans.outcome import Status
from truyvet.extractors.interface import Extractor, Limits
from truyvet.extractors.table import GROUP
from truyvet.testing import RULES, conformance, examine


@pytest.fixture(scope="module")
def guide(repository: Path) -> str:
    return (repository / "docs/guide/extractors.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example(guide: str) -> tuple[str, str]:
    """The extractor and its test, as they stand in the guide."""
    module, test = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    return module, test


def section(guide: str, heading: str) -> str:
    found = re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", guide, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_example_and_its_test_pass(example: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "tagfiles.py").write_text(example[0], encoding="utf-8")
    (tmp_path / "test_tagfiles.py").write_text(example[1], encoding="utf-8")
    program = "import sys, pytest; sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '.']))"
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {['', *sys.path]}; {program}"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "2 passed" in run.stdout


def test_the_example_names_damage(example: tuple[str, str], tmp_path: Path) -> None:
    module = loaded(tmp_path, example[0], "tagfiles")
    found = examine(module, b"TAGS\x02ab\x09c", name="a.tag")
    assert [seen.raw for seen in found.of("tag")] == ["ab"]
    assert [defect.locator for defect in found.outcome.defects] == [("bytes:7+1",)]
    assert found.outcome.status == "corrupt"


def test_the_example_meets_the_types(
    example: tuple[str, str], tmp_path: Path, repository: Path
) -> None:
    (tmp_path / "tagfiles.py").write_text(example[0], encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff", "check", "-q", "--isolated", "--line-length", "100"]
    run = subprocess.run(
        [*ruff, str(tmp_path)], capture_output=True, text=True, check=False, cwd=repository
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_example_keeps_every_rule_over_hostile_samples(
    example: tuple[str, str], tmp_path: Path
) -> None:
    module = loaded(tmp_path, example[0], "tagfiles")
    samples = {"a.tag": b"TAGS" + b"\x05hello" * 900, "b.tag": b"TAGS\xff", "c.tag": b"no"}
    assert conformance(module, samples) == []


def test_every_rule_stands_in_the_guide_as_in_the_program(guide: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", section(guide, "The rules"), re.MULTILINE)
    assert rows == list(RULES.items())


def test_every_limit_stands_in_the_guide_with_its_default(guide: str) -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (\S+)", section(guide, "Limits"), re.MULTILINE))
    assert list(rows) == [field.name for field in fields(Limits)]
    for name, shown in rows.items():
        default = getattr(Limits(), name)
        units = {default, default / (1 << 20), default / (1 << 30)}
        assert float(shown.replace(",", "")) in units, name


def test_every_status_stands_in_the_guide(guide: str) -> None:
    named = set(re.findall(r"`([a-z_]+)`", section(guide, "How an examination ends")))
    assert set(get_args(Status)) <= named


def test_every_flag_stands_in_the_guide(guide: str) -> None:
    named = set(re.findall(r"`([a-z-]+)`", section(guide, "What it says")))
    assert {flag for flag in get_args(Flag) if flag} <= named


def test_everything_a_module_offers_stands_in_the_guide(guide: str) -> None:
    named = set(re.findall(r"^\| `(\w+)", section(guide, "What the module offers"), re.MULTILINE))
    functions = {name for name in vars(Extractor) if name[0].islower()}
    assert named == set(Extractor.__annotations__) | functions


def test_the_group_of_entry_points_stands_in_the_guide(guide: str) -> None:
    assert f'"{GROUP}"' in guide


def test_every_heading_is_reached_from_the_top(guide: str) -> None:
    headings = re.findall(r"^## (.*)$", guide, re.MULTILINE)
    assert all(f"](#{heading.lower().replace(' ', '-')})" in guide for heading in headings)
