"""The vectors: whole cases, and what verifying each must find; made anew, they are the same.

What a repository cannot hold (sockets, a real index, a name with a line end) is made here.
"""

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from truyvet.evidence.case import Case
from truyvet.evidence.findings import FINDINGS, Severity, Verdict
from truyvet.evidence.keyring import Keyring, open_key, read_card
from truyvet.evidence.verification.run import Verification, verify
from truyvet.evidence.verification.trust import Trust, read_kept

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
KINDS = ("good", "bad")
NAMES = [f"{kind}/{path.name}" for kind in KINDS for path in sorted((VECTORS / kind).iterdir())]
MADE_HERE: dict[str, Callable[..., None]] = {}
"""Tests that show a finding code which no committed vector is named by."""
Test = Callable[..., None]


def shows(code: str) -> Callable[[Test], Test]:
    """Mark a test as the one that shows a finding code."""

    def mark(test: Test) -> Test:
        MADE_HERE[code] = test
        return test

    return mark


def places(answer: Verification) -> dict[str, list[str]]:
    """Return what was found: codes with their places."""
    found: dict[str, list[str]] = {}
    for one in answer.findings:
        found.setdefault(one.code, []).append(one.place)
    return found


def look_at(folder: Path, *, jobs: int = 0) -> Verification:
    """Verify the case in `folder` without anything of one's own."""
    return verify(folder, Trust(), jobs=jobs)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes, or the target, of everything below a folder that is no folder."""
    return {
        str(path.relative_to(folder)): os.readlink(path).encode()
        if path.is_symlink()
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the good vector with one folder and one file, with its index."""
    folder = tmp_path / "small"
    shutil.copytree(VECTORS / "good" / "small" / "case", folder)
    Case(folder).reindex()
    assert look_at(folder).verdict is Verdict.VALID
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_verifying_a_vector_finds_exactly_what_is_written_beside_it(name: str) -> None:
    folder = VECTORS / name
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    kept = expected["checkpoint"]
    trust = Trust(
        keys=tuple(read_card(VECTORS / key) for key in expected["keys"]),
        checkpoint=read_kept((folder / kept).read_bytes()) if kept else None,
    )
    answer = verify(folder / "case", trust, jobs=0, fast=expected["fast"])
    assert places(answer) == expected["findings"]
    assert answer.verdict == expected["verdict"]
    assert list(answer.unproved) == expected["unproved"]


def test_two_processes_find_what_one_finds() -> None:
    case = VECTORS / "good" / "collected" / "case"
    assert places(look_at(case, jobs=2)) == places(look_at(case))


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("good/")])
def test_a_good_vector_is_valid(name: str) -> None:
    expected = json.loads((VECTORS / name / "expected.json").read_text(encoding="utf-8"))
    assert expected["verdict"] == "VALID"
    severities = {FINDINGS[code][0] for code in expected["findings"]}
    assert severities <= {Severity.NOTICE}


def test_a_bad_vector_is_named_by_the_code_it_shows_and_never_valid() -> None:
    for name in NAMES:
        kind, _, vector = name.partition("/")
        expected = json.loads((VECTORS / name / "expected.json").read_text(encoding="utf-8"))
        code = vector.partition("_")[0]
        if kind == "bad" or code in FINDINGS:
            assert code in expected["findings"], name
        if kind == "bad":
            assert expected["verdict"] in ("INVALID", FINDINGS[code][0].name), name


def test_every_finding_code_has_a_vector_or_a_test_here() -> None:
    named = {name.partition("/")[2].partition("_")[0] for name in NAMES}
    assert sorted(set(FINDINGS) - named - set(MADE_HERE)) == []
    assert sorted(set(MADE_HERE) - set(FINDINGS)) == []


def test_the_generator_writes_the_committed_vectors_byte_for_byte(tmp_path: Path) -> None:
    environment = os.environ | {"TZ": "America/New_York", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "tests.vectors.generate", str(tmp_path)]
    subprocess.run(command, cwd=VECTORS.parents[1], env=environment, check=True)
    written = files_of(tmp_path)
    committed = {
        name: content
        for name, content in files_of(VECTORS).items()
        if name.partition("/")[0] in (*KINDS, "keys")
    }
    assert sorted(written) == sorted(committed)
    assert [name for name in written if written[name] != committed[name]] == []


def test_the_vectors_are_small() -> None:
    files = files_of(VECTORS)
    assert sum(map(len, files.values())) < 2 << 20
    assert len(files) < 1_600


def test_no_vector_holds_what_differs_between_machines() -> None:
    derived = re.compile(r"/(lock|index\.db-wal|index\.db-shm)$")
    assert [name for name in files_of(VECTORS) if derived.search(name)] == []


def test_the_sealed_key_opens_with_the_passphrase_of_the_readme() -> None:
    readme = (VECTORS / "README.md").read_text(encoding="utf-8")
    found = re.search(r"passphrase `([^`]+)`", readme)
    assert found is not None
    first, second = Keyring(VECTORS / "keys").files()
    bare, sealed = open_key(first, None), open_key(second, found[1])
    assert second.box
    assert sealed.key.seed == bare.key.seed
    assert read_card(VECTORS / "keys" / "an.pub.json") == bare.card == sealed.card


# What a repository cannot hold.


@shows("E319")
def test_an_object_that_cannot_be_read_is_missing_and_not_changed(small: Path) -> None:
    path = next((small / "objects").glob("*/*"))
    path.unlink()
    os.mknod(path, stat.S_IFSOCK | 0o600)
    answer = look_at(small)
    assert places(answer)["E319"] == [str(path.relative_to(small))]
    assert "E311" not in answer.counts


@shows("E620")
def test_an_index_that_says_something_else_is_found(small: Path) -> None:
    with closing(sqlite3.connect(small / "index.db")) as database, database:
        database.execute("UPDATE items SET path = 'usb/khác.txt' WHERE n = 1")
    answer = look_at(small)
    assert places(answer) == {"E620": ["index.db"]}
    assert answer.verdict is Verdict.INVALID


@shows("W104")
def test_an_index_that_is_behind_is_only_a_notice(small: Path) -> None:
    ledger = small / "ledger" / "entries.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole.splitlines(keepends=True)[0])
    Case(small).reindex()
    ledger.write_bytes(whole)
    answer = look_at(small)
    assert places(answer) == {"W104": ["index.db"]}
    assert answer.verdict is Verdict.VALID


def test_what_hides_in_the_log_of_the_index_is_found(small: Path) -> None:
    # A process that dies with an open database leaves its write-ahead log behind.
    script = (
        "import os, sqlite3, sys\n"
        "database = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "database.execute('PRAGMA wal_autocheckpoint = 0')\n"
        "database.execute('UPDATE acts SET actor = ?', ('Mallory',))\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", script, small / "index.db"], check=True)
    assert (small / "index.db-wal").stat().st_size > 0
    assert "E620" in look_at(small).counts


def test_a_fifo_in_a_case_does_not_make_the_verifier_wait(small: Path) -> None:
    checkpoint = small / "ledger" / "checkpoints" / "1"
    checkpoint.unlink()
    os.mkfifo(checkpoint)
    found = places(look_at(small))
    assert found["E611"] == ["ledger/checkpoints/1"]


def test_a_name_that_ends_in_a_line_end_is_not_the_name_without_it(small: Path) -> None:
    (small / "ledger" / "checkpoints" / "1\n").write_bytes(b"planted")
    assert places(look_at(small)) == {"E610": ["ledger/checkpoints/1\n"]}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_cannot_be_read_leaves_the_answer_incomplete(small: Path) -> None:
    folder = small / "objects" / "00"
    folder.mkdir(exist_ok=True)
    folder.chmod(0)
    answer = look_at(small)
    folder.chmod(0o700)
    assert answer.counts["E631"] >= 1
    assert answer.verdict is Verdict.INCOMPLETE
