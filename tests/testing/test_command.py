"""`python -m truyvet.testing`: for one extractor and some files, a report and a status."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.testing.support.bad import BAD, GOOD, SAMPLE

from truyvet.testing import RULES, Breach
from truyvet.testing.__main__ import main, report

QUICK = ["--huge", "0", "--cuts", "1", "--flips", "1"]


@pytest.fixture
def sample(tmp_path: Path) -> str:
    file = tmp_path / "a.words"
    file.write_bytes(SAMPLE)
    return str(file)


def written(folder: Path, added: str = "") -> str:
    file = folder / "words.py"
    file.write_text(f"{GOOD}\n{added}\n", encoding="utf-8")
    return str(file)


def test_a_good_extractor_is_told_so(
    tmp_path: Path, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = written(tmp_path)
    assert main([name, sample, *QUICK]) == 0
    assert capsys.readouterr().out == f"{name}: 1 sample, no rule broken\n"


def test_a_bad_one_is_told_which_rules_and_where(
    tmp_path: Path, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([written(tmp_path, BAD["a kind nobody knows"][1]), sample, *QUICK]) == 1
    out = capsys.readouterr().out
    assert f"\nkinds: {RULES['kinds']}\n" in out
    assert "  a.words\n    'secret' is emitted and not declared\n" in out


def test_an_extractor_of_the_table_is_named_by_its_row(sample: str) -> None:
    assert main(["digests", sample, *QUICK]) == 0


def test_an_unknown_extractor_is_wrong_usage(
    sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["telepathy", sample]) == 2
    assert "no extractor telepathy; there are: filetype," in capsys.readouterr().err
    assert main(["telepathy.py", sample]) == 2


def test_a_missing_file_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digests", "nowhere"]) == 2
    assert capsys.readouterr().err == "no such file: nowhere\n"


def test_a_module_that_does_not_load_is_a_breach(
    tmp_path: Path, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([written(tmp_path, "1 / 0"), sample, *QUICK]) == 1
    assert "cannot be loaded: ZeroDivisionError" in capsys.readouterr().out


def test_the_report_goes_rule_by_rule() -> None:
    one = Breach(rule="locator", sample="a", text="x")
    other = Breach(rule="form", sample="", text="y")
    lines = report("words", 2, [one, other]).splitlines()
    assert lines[0] == "words: 2 samples, 2 breaches"
    assert [line.partition(":")[0] for line in lines if ": " in line][1:] == ["form", "locator"]
    assert "  the module" in lines


def test_it_runs_as_a_program(tmp_path: Path, sample: str) -> None:
    environment = dict(os.environ) | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    run = subprocess.run(
        [sys.executable, "-m", "truyvet.testing", written(tmp_path), sample, *QUICK],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert "no rule broken" in run.stdout
