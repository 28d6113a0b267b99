"""A whole verification: the same answer by any number of processes, from any folder, in order."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.support.places import read_only
from tests.evidence.support.scenes import FILES, VARIED, check, codes

from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.verification.expected import Expected, pairs_of
from truyvet.evidence.verification.run import Verification, verify, verifying
from truyvet.evidence.verification.signatures import BATCH, Check, failing
from truyvet.evidence.verification.trust import Trust
from truyvet.hashes.signatures import generate


def but_for_times(answer: Verification) -> list[object]:
    names = [name for name in answer.__slots__ if name != "timings"]
    return [getattr(answer, name) for name in names]


def test_the_answer_says_what_the_case_is(copy: Case) -> None:
    answer = check(copy.folder)
    tail = copy.ledger.tail()
    assert (answer.verdict, answer.findings, answer.counts) == (Verdict.VALID, (), {})
    assert (answer.entries, answer.root) == (tail.seq, tail.frontier.root().hex())
    assert answer.items == len(VARIED) + len(FILES) + 2
    assert answer.objects == len(list(copy.store.names()))
    assert answer.unproved == ("P1", "P2", "P3", "P4")
    assert set(answer.timings) >= {"ledger", "manifests", "objects"}


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_answer_is_the_same_by_any_number_of_processes(copy: Case, jobs: int) -> None:
    names = sorted(copy.store.names())
    copy.store.path(names[0]).unlink()
    copy.store.path(names[1]).chmod(0o600)
    copy.store.path(names[1]).write_bytes(b"other")
    copy.ledger.path.write_bytes(copy.ledger.path.read_bytes().replace(b'"seq":2', b'"seq":5'))
    (copy.folder / "planted\udcff").touch()
    alone = check(copy.folder)
    assert alone.verdict is Verdict.INVALID
    assert but_for_times(verify(copy.folder, Trust(), jobs=jobs)) == but_for_times(alone)


def test_every_step_is_told_and_sums_up(copy: Case) -> None:
    steps = list(verifying(copy.folder, Trust(), jobs=0))
    answer = check(copy.folder)
    assert sum(step.objects for step in steps) == answer.objects
    assert sum(step.bytes for step in steps) == answer.bytes


def test_a_verification_that_is_given_up_leaves_nothing_behind(copy: Case) -> None:
    steps = verifying(copy.folder, Trust(), jobs=1)
    next(steps)
    steps.close()
    assert check(copy.folder).findings == ()


def test_a_case_is_verified_from_any_folder(copy: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy.folder.parent)
    relative = check(Path(copy.folder.name))
    assert (relative.verdict, relative.findings) == (Verdict.VALID, ())


def test_a_case_in_a_folder_of_any_name_is_verified(copy: Case) -> None:
    for name in ("a?b#c%41;&x=1", "a\nb", "tệp tin", "\udcff", "'quoted\""):
        moved = copy.folder.rename(copy.folder.parent / name)
        copy = Case(moved)
        answer = check(moved)
        assert (answer.verdict, answer.findings) == (Verdict.VALID, ()), name
        copy.reindex()


def test_a_case_on_a_read_only_disk_is_verified(copy: Case) -> None:
    with read_only(copy.folder):
        assert check(copy.folder).findings == ()


def test_what_is_no_case_at_all_is_the_one_error(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(TruyvetError, match="E101"):
            check(folder)


@pytest.mark.parametrize("part", ["ledger", "objects", "ledger/checkpoints"])
def test_a_case_without_a_part_is_a_finding(copy: Case, part: str) -> None:
    shutil.rmtree(copy.folder / part)
    assert check(copy.folder).verdict is not Verdict.VALID


@given(st.data())
def test_no_damage_breaks_the_verifier(history: Path, data: st.DataObject) -> None:
    """Random bytes anywhere, several at once: an answer comes, and it is not VALID."""
    scratch = history.parent / "scratch"
    if not scratch.exists():
        shutil.copytree(history, scratch)
    evidence = [path for path in sorted(history.rglob("*")) if path.is_file()]
    evidence = [path for path in evidence if path.name != "lock" and "index" not in path.name]
    chosen = data.draw(st.lists(st.sampled_from(evidence), min_size=1, max_size=3, unique=True))
    for path in chosen:
        content = path.read_bytes()
        at = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(at, min(at + 40, len(content))))
        target = scratch / path.relative_to(history)
        target.chmod(0o600)
        target.write_bytes(content[:at] + data.draw(st.binary(max_size=40)) + content[end:])
    same = all(
        (scratch / path.relative_to(history)).read_bytes() == path.read_bytes() for path in chosen
    )
    answer = check(scratch)
    for path in chosen:
        (scratch / path.relative_to(history)).write_bytes(path.read_bytes())
    assert (answer.verdict is Verdict.VALID) == same


@given(st.lists(st.tuples(st.binary(min_size=32, max_size=32), st.integers(0, 2**53 - 1))))
def test_expected_objects_come_back_by_their_first_byte(pairs: list[tuple[bytes, int]]) -> None:
    expected = Expected()
    for digest, size in pairs:
        expected.add(digest.hex(), size)
    back = [pair for number in range(256) for pair in pairs_of(expected.shard(number))]
    expected.close()
    assert sorted(back) == sorted((digest.hex(), size) for digest, size in pairs)
    assert expected.bytes == sum(size for _, size in pairs)


def test_more_expectations_than_fit_in_memory_come_back_too() -> None:
    expected = Expected()
    names = [f"{number % 256:02x}{number:062x}" for number in range(900_000)]
    for name in names:
        expected.add(name, 1)
    back = sum(len(pairs_of(expected.shard(number))) for number in range(256))
    assert back == len(names)
    expected.close()


def test_only_the_signatures_that_fail_come_back() -> None:
    key = generate(bytes(32))
    public = key.public
    good = [
        Check("E401", str(at), public, key.sign("d", b"%d" % at), "d", b"%d" % at)
        for at in range(5)
    ]
    raw = Check("E411", "raw", public, key.sign_raw(b"note"), "", b"note")
    bad = [
        good[0]._replace(place="message", message=b"other"),
        good[0]._replace(place="domain", domain="e"),
        good[0]._replace(place="no domain", domain=""),
        good[0]._replace(place="key", public=bytes(32)),
        good[0]._replace(place="length", signature=b""),
        raw._replace(place="raw domain", domain="d"),
    ]
    assert failing([*good, raw]) == []
    assert [place for _, place in failing([*good, *bad, raw])] == [one.place for one in bad]
    assert BATCH > 1


def test_a_long_ledger_of_bad_signatures_is_told_whole(copy: Case) -> None:
    lines = copy.ledger.path.read_bytes().splitlines(keepends=True)
    copy.ledger.path.write_bytes(b"".join(lines) + lines[-1] * 1500)
    answer = check(copy.folder)
    assert answer.counts["E212"] == answer.counts["E213"] == 1500
    assert len([one for one in answer.findings if one.code == "E212"]) == 1000
    assert answer.entries == len(lines) + 1500
    assert codes(copy.folder)[0] == "E212"
    assert os.path.isdir(copy.folder)


INTERRUPTED = """
import multiprocessing, os, signal, sys, threading
from pathlib import Path
from truyvet.evidence.verification.run import verify
from truyvet.evidence.verification.trust import Trust
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    verify(Path(sys.argv[1]), Trust())
except KeyboardInterrupt:
    print(len(multiprocessing.active_children()), threading.active_count())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_ctrl_c_while_the_processes_start_leaves_none_behind(copy: Case) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(copy.folder)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert answer.stdout.split() == ["0", "1"], answer.stderr
