"""The tests' own way of running commands: each as if it were the first."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.stem import stem


def test_nothing_of_one_command_reaches_the_next(an: Any, tmp_path: Path) -> None:
    other = an.with_(TRUYVET_CASE=str(tmp_path / "missing"))
    assert other.run("case", "show").returncode == 1
    assert an.run("--case", "vu-01", "case", "show").returncode == 0
    assert "TRUYVET_CASE" not in os.environ


def test_a_command_that_takes_too_long_is_killed_and_the_next_runs(an: Any) -> None:
    (an.place / "hole").touch()
    os.truncate(an.place / "hole", 100 << 30)  # takes a minute to hash
    with pytest.raises(subprocess.TimeoutExpired):
        an.run("--case", "vu-01", "collect", "files", "hole", timeout=1)
    assert an.does("verify", "vu-01").startswith("VALID")


def test_an_unknown_command_is_the_command_line_s_own_error(an: Any) -> None:
    ran = stem().run(["nonsense"], an.place, an.environment)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "nonsense" in ran.stderr
