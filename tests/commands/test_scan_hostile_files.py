"""Evidence that fights back: whatever it is, every item has one outcome of every extractor."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.commands.support.scanning import (
    QUICK,
    entries,
    gone,
    lay,
    left_in_work,
    lines,
    scans,
    statuses,
    zipped,
)
from tests.extractors.conftest import hostile, samples  # noqa: F401 - fixtures

CASE = ("--case", "vu-01")
SOUND = {
    "ok", "empty", "not_applicable", "corrupt", "encrypted", "partial", "unsupported", "bomb",
    "skipped",
}  # fmt: skip
"""How examinations of damaged bytes end: no extractor of ours crashes or runs out."""


def whole(officer: Any, case: Path) -> dict[str, dict[str, str]]:
    """Check that nothing was lost, and return how everything ended."""
    with_bytes = {row["id"] for row in officer.reads(*CASE, "items") if row["sha256"]}
    found = statuses(case)
    asked = {one["name"] for one in scans(case)[-1]["act"]["extractors"]}
    assert found.keys() == with_bytes
    assert all(set(one) == asked for one in found.values())
    told = officer.reads("verify", "vu-01")[0]
    assert (told["verdict"], told["findings"]) == ("VALID", [])
    assert left_in_work(case) == ["work/parts"]
    return found


def scan(officer: Any, evidence: Path, only: str = QUICK) -> None:
    officer.does(*CASE, "collect", "files", str(evidence))
    assert officer.run(*CASE, "scan", "--only", only, timeout=300).returncode in {0, 4}


def test_bombs_loops_and_lying_names_leave_whole_outcomes(
    an: Any,
    case: Path,
    hostile: ModuleType,  # noqa: F811
) -> None:
    scan(an, lay(an.place / "evil", hostile.corpus()), f"{QUICK},pdf")
    found = whole(an, case)
    assert {status for one in found.values() for status in one.values()} <= SOUND
    rows = {row["path"]: row for row in an.reads(*CASE, "items")}
    for name in ("escaping.zip", "nested-bomb.zip", "page-loop.pdf"):
        assert rows[f"evil/{name}"]["id"] in found


def test_a_member_s_path_escapes_to_nowhere(
    an: Any,
    case: Path,
    hostile: ModuleType,  # noqa: F811
) -> None:
    before = set(an.place.iterdir())
    scan(an, lay(an.place / "evil", {"escaping.zip": hostile.escaping()}))
    whole(an, case)
    assert set(an.place.iterdir()) - before == {an.place / "evil"}
    paths = [one["path"] for one in lines(case, "manifest")]
    assert "evil/escaping.zip/../../etc/passwd" in paths  # a name, never a place


def test_a_nested_bomb_is_stopped_by_the_allowance_of_its_outermost(
    an: Any,
    case: Path,
    hostile: ModuleType,  # noqa: F811
) -> None:
    bomb = hostile.nested_bomb(width=4, depth=3, leaf=1 << 20)
    scan(an, lay(an.place / "evil", {"bomb.zip": bomb}), "filetype,archive")
    whole(an, case)
    allowances = [one["allowance"] for one in lines(case, "manifest")]
    assert sum(one for one in allowances[:4]) <= 1 << 30


def test_a_sparse_file_of_gigabytes_is_examined_in_windows(
    an: Any,
    case: Path,
    hostile: ModuleType,  # noqa: F811
) -> None:
    room = shutil.disk_usage(an.place).free
    length = (10 << 30) if os.environ.get("TRUYVET_HUGE") else (1 << 28)
    if room < 2 * length:
        pytest.skip("no room for a copy of it")
    (an.place / "evil").mkdir()
    hostile.sparse(an.place / "evil" / "sparse.bin", length)
    scan(an, an.place / "evil", "filetype,archive,streams,entities")
    found = whole(an, case)
    assert {status for one in found.values() for status in one.values()} <= SOUND


def test_damaged_copies_of_samples_leave_whole_outcomes(
    an: Any,
    case: Path,
    hostile: ModuleType,  # noqa: F811
    samples: Path,  # noqa: F811
) -> None:
    damaged: dict[str, bytes] = {}
    for folder in sorted(path for path in samples.iterdir() if path.is_dir()):
        copies = list(hostile.damaged_folder(folder, largest=60_000))
        damaged |= {f"{folder.name}/{name}": bad for name, bad in copies[::6][:8]}
    scan(an, lay(an.place / "evil", damaged), f"{QUICK},pdf,office,image,executable,media")
    found = whole(an, case)
    worst = {status for one in found.values() for status in one.values()} - SOUND
    assert worst == set(), [one for one in lines(case, "outcomes") if "crash" in str(one)]


LONG = "\N{CHART WITH UPWARDS TREND}" * 8_000  # 32,000 bytes


def test_names_of_tens_of_kilobytes_leave_a_case_that_verifies(an: Any, case: Path) -> None:
    inner = zipped({LONG: b"deep"})
    for _ in range(6):
        inner = zipped({f"{LONG[:3000]}.zip": inner, "\x01" * 8_000: b"x"})
    scan(an, lay(an.place / "evil", {"long.zip": inner}), "filetype,archive")
    whole(an, case)
    assert max(len(one["path"].encode()) for one in lines(case, "manifest")) <= 32_768


def test_many_problems_with_long_names_leave_a_case_that_verifies(an: Any, case: Path) -> None:
    names = {f"{number:03}{LONG[:7_900]}": bytes([number]) * 50 for number in range(60)}
    torn = bytearray(zipped(names))
    at = 0
    while (at := torn.find(b"PK\3\4", at)) >= 0:  # every member's own header is broken
        torn[at + 14 : at + 18] = b"\xff\xff\xff\xff"
        at += 4
    at = 0
    while (at := torn.find(b"PK\1\2", at)) >= 0:
        torn[at + 16 : at + 20] = b"\xff\xff\xff\xff"
        at += 4
    scan(an, lay(an.place / "evil", {"torn.zip": bytes(torn)}), "filetype,archive")
    found = whole(an, case)
    assert "corrupt" in {one["archive"] for one in found.values()}
    (line,) = (one for one in lines(case, "outcomes") if "corrupt" in str(one))
    (outcome,) = (one for one in line["outcomes"] if one["extractor"] == "archive")
    assert outcome["problems"] >= 60 > len(outcome["defects"])


def test_a_full_disk_keeps_what_is_done_and_goes_on_when_there_is_room(
    an: Any, tmp_path: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(small)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    try:
        an.does("case", "new", str(small / "vu"), "--title", "x", "--number", "1")
        files = {f"{n}.zip": zipped({f"{k}": os.urandom(300_000) for k in range(4)})
                 for n in range(4)}  # fmt: skip
        case = ("--case", str(small / "vu"))
        an.does(*case, "collect", "files", str(lay(an.place / "big", files)))
        (small / "ballast").write_bytes(b"x" * (3 << 20))
        ran = an.run(*case, "scan", "--only", "filetype,archive,digests", "--jobs", "2")
        assert ran.returncode == 1, ran
        assert any(code in ran.stderr for code in ("E901", "E842")), ran.stderr
        assert "Traceback" not in ran.stderr
        assert an.run("verify", str(small / "vu")).returncode == 0
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        assert an.run(*case, "scan", "--only", "filetype,archive,digests").returncode == 0
        told = an.reads("verify", str(small / "vu"))[0]
        assert (told["verdict"], told["findings"]) == ("VALID", [])
        (entry,) = scans(small / "vu")
        assert entry["act"]["totals"]["items"] == 4 + 16
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def test_passwords_open_containers_and_are_written_nowhere(
    an: Any, case: Path, request: pytest.FixtureRequest
) -> None:
    py7zr = pytest.importorskip("py7zr")
    secret = "tuyet-mat-không-ai-biết"
    evil = lay(an.place / "locked", {"plain.txt": b"x"})
    with py7zr.SevenZipFile(evil / "locked.7z", "w", password=secret) as archive:
        archive.writestr("gọi 0912 345 678", "trong.txt")
    an.does(*CASE, "collect", "files", "locked")
    lay(an.place, {"secrets": f"wrong\n{secret}\n".encode()})
    only = ("scan", "--only", "filetype,archive,entities,plaintext")
    an.does(*CASE, *only, status=4)
    assert "encrypted" in str(lines(case, "outcomes"))
    with an.starts(*CASE, *only, "--passwords", "secrets", output=an.place / "out") as running:
        seen: set[bytes] = set()
        while running.poll() is None:
            for process in (running.pid, *_all(running.pid)):
                for kind in ("cmdline", "environ"):
                    try:
                        seen.add(Path(f"/proc/{process}/{kind}").read_bytes())
                    except OSError:
                        continue
    assert running.returncode == 0
    assert not any(secret.encode() in one for one in seen)
    phones = [one["normal"] for one in an.reads(*CASE, "observations", "--kind", "phone")]
    assert phones == ["+84912345678"]
    for path in case.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert secret.encode() not in content, path
            assert json.dumps(secret).encode() not in content, path
    assert lines(case, "configuration")[0]["passwords"] == 2


def _all(process: int) -> list[int]:
    from tests.commands.support.scanning import family

    return list(family(process))


def test_another_officer_s_unfinished_scan_stays_his_and_can_be_closed(
    an: Any, case: Path, binh: Any
) -> None:
    other = binh(an)
    an.does(*CASE, "key", "admit", "binh.pub.json")
    many = {f"{number}.txt": b"0912345678 %d" % number for number in range(450)}
    an.does(*CASE, "collect", "files", str(lay(an.place / "many", many)))
    with an.starts(*CASE, "scan", "--only", QUICK, "--jobs", "1", output=an.place / "o") as running:
        while not any(one.stat().st_size > 100_000 for one in case.glob("work/*/scan.db*")):
            assert running.poll() is None
        started = _all(running.pid)
        running.kill()
    assert gone(started)
    ran = other.run(*CASE, "scan", "--only", "filetype")
    assert ran.returncode == 0
    assert "an unfinished scan stays open" in ran.stderr
    assert "truyvet scan --close" in ran.stderr
    (told,) = other.reads(*CASE, "scan", "--close", status=4)
    assert told["status"] == "closed"
    assert entries(case)[-1]["actor"]["name"] == "Trần Thị Bình"
    assert an.reads("verify", "vu-01")[0]["findings"] == []
    rest = an.reads(*CASE, "scan", "--only", QUICK)[0]
    assert rest["status"] == "complete"
    assert an.does(*CASE, "scan", "--only", QUICK) == "nothing is left to examine\n"
