"""A package of somebody else adds an extractor, and nothing of ours has to know it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.testing.support.bad import GOOD, SAMPLE

from truyvet.extractors.table import EXTRACTORS, GROUP

ASK = """
import json, sys
from truyvet.extractors import table
from truyvet.testing import examine
found = examine(table.extractor("words"), bytes.fromhex(sys.argv[1]), name="a.words")
print(json.dumps([table.names(), [seen.raw for seen in found.observations]]))
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder as an installer leaves it: a module, and what the package says of itself."""
    folder = tmp_path / "site"
    about = folder / "truyvet_words-1.0.dist-info"
    about.mkdir(parents=True)
    (folder / "truyvet_words.py").write_text(GOOD, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: truyvet-words\nVersion: 1.0\n")
    points = f"[{GROUP}]\nwords = truyvet_words\ndigests = truyvet_words\n"
    (about / "entry_points.txt").write_text(points)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder), *filter(None, sys.path)])
    return subprocess.run(
        [sys.executable, *arguments], env=dict(os.environ) | {"PYTHONPATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_is_listed_after_ours_and_examines(installed: Path) -> None:
    done = run(installed, "-c", ASK, SAMPLE.hex())
    assert done.returncode == 0, done.stderr
    names, found = json.loads(done.stdout)
    assert names == [*EXTRACTORS, "words"]
    assert found == ["secret1", "secret2", "secret3"]


def test_it_cannot_take_the_place_of_ours(installed: Path) -> None:
    ask = "from truyvet.extractors import table; print(table.extractor('digests').__name__)"
    assert run(installed, "-c", ask).stdout == "truyvet.extractors.digests\n"


def test_it_is_tried_by_its_name(installed: Path, tmp_path: Path) -> None:
    sample = tmp_path / "a.words"
    sample.write_bytes(SAMPLE)
    done = run(installed, "-m", "truyvet.testing", "words", str(sample), "--huge", "0")
    assert (done.returncode, done.stdout) == (0, "words: 1 sample, no rule broken\n"), done.stderr
