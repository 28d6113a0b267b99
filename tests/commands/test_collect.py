"""`truyvet collect`: what comes in, what is said of it, and what is not whole."""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def manifest(case: Path) -> list[dict[str, Any]]:
    """The items of the newest collection, as its manifest has them."""
    ref = newest(case)["outputs"][0]
    with (case / "objects" / ref["sha256"][:2] / ref["sha256"]).open("rb") as lines:
        return [json.loads(line) for line in lines]


def newest(case: Path) -> dict[str, Any]:
    """The newest entry."""
    line = (case / "ledger/entries.jsonl").read_bytes().splitlines()[-1]
    entry: dict[str, Any] = json.loads(line)["entry"]
    return entry


def collect(officer: Any, *arguments: str | bytes) -> Any:
    """Run `collect files` on the officer's case."""
    return officer.run("--case", "vu-01", "collect", "files", *arguments)


def test_what_was_collected_is_said_in_one_line(an: Any) -> None:
    collected = collect(an, "evidence")
    assert collected.returncode == 0
    assert collected.stdout == "entry 2: 7 items, 4 of them stored, 1.0 MB (complete)\n"
    assert collected.stderr == ""


def test_the_same_is_said_as_json(an: Any, case: Path) -> None:
    (said,) = an.reads("--case", "vu-01", "collect", "files", "evidence")
    assert said["entry"] == 2
    assert said["status"] == "complete"
    assert (said["items"], said["stored"], said["problems"]) == (7, 4, 0)
    assert said["manifest"] == newest(case)["outputs"][0]["sha256"]


def test_every_object_is_the_bytes_of_its_file(an: Any, case: Path) -> None:
    stored = [item for item in manifest(case) if "sha256" in item]
    for item in stored:
        content = (an.place / item["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == item["sha256"]
    assert len(stored) == 4


def test_equal_files_are_stored_once(case: Path) -> None:
    digests = [item["sha256"] for item in manifest(case) if "sha256" in item]
    objects = [path.name for path in (case / "objects").glob("*/*")]
    assert len(digests) == 4
    assert sorted(objects) == sorted({*digests, newest(case)["outputs"][0]["sha256"]})


def test_objects_cannot_be_written_by_accident(case: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in (case / "objects").glob("*/*")} == {0o400}


def test_note_purpose_and_ground_stand_in_the_entry(an: Any, case: Path) -> None:
    words = ("--note", "túi 3", "--purpose", "khám nghiệm", "--authority", "QĐ 15/2026")
    assert collect(an, "evidence", *words).returncode == 0
    entry = newest(case)
    assert entry["act"]["note"] == "túi 3"
    assert (entry["purpose"], entry["authority"]) == ("khám nghiệm", {"text": "QĐ 15/2026"})


@pytest.mark.parametrize("option", ["--note", "--purpose", "--authority", "--clock-step"])
@pytest.mark.parametrize("text", [b"\xff", "x" * 4097])
def test_a_text_that_no_entry_takes_is_refused_before_anything_is_read(
    an: Any, case: Path, option: str, text: str | bytes
) -> None:
    refused = collect(an, "evidence", option, text)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("truyvet: E1")
    assert not list((case / "work").glob("*/pending.json"))


def test_the_command_stands_in_the_entry_as_it_was_typed(an: Any, case: Path) -> None:
    collect(an, "evidence", "--note", "x")
    assert newest(case)["tool"]["arguments"] == [
        "--case", "vu-01", "collect", "files", "evidence", "--note", "x",
    ]  # fmt: skip


@pytest.mark.parametrize("arguments", [["missing"], ["evidence", "missing"]])
def test_a_source_that_does_not_exist_leaves_nothing_behind(
    an: Any, case: Path, arguments: list[str]
) -> None:
    refused = collect(an, *arguments)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "E501" in refused.stderr
    assert an.reads("--case", "vu-01", "case", "show")[0]["unfinished"] == []
    assert an.reads("verify", "vu-01")[0]["findings"] == []


@pytest.mark.parametrize("arguments", [[], [""], ["evidence", "--jobs", "0"], ["--json"]])
def test_wrong_usage_is_status_2(an: Any, arguments: list[str]) -> None:
    assert collect(an, *arguments).returncode == 2


def test_an_unreadable_file_is_listed_with_the_reason(limited: Any, case: Path) -> None:
    (limited.place / "evidence/empty").chmod(0)
    collected = collect(limited, "evidence")
    assert collected.returncode == 4
    assert "evidence/empty: unreadable: Permission denied" in collected.stderr
    found = {item["path"]: item for item in manifest(case)}
    assert found["evidence/empty"]["kind"] == "file"
    assert len(found) == 7


@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_an_unreadable_folder_is_listed_with_the_reason(
    limited: Any, case: Path, mode: int
) -> None:
    closed = limited.place / "evidence/chat"
    closed.chmod(mode)
    try:
        collected = collect(limited, "evidence")
        assert collected.returncode == 4
        assert "evidence/chat" in collected.stderr
        assert "Permission denied" in collected.stderr
    finally:
        closed.chmod(0o700)


@pytest.mark.parametrize("source", ["evidence/empty", "evidence/chat"])
def test_a_source_that_cannot_be_read_is_an_item_and_no_usage_error(
    limited: Any, case: Path, source: str
) -> None:
    (limited.place / source).chmod(0)
    try:
        assert collect(limited, source, "evidence/large.bin").returncode == 4
        assert [item["path"] for item in manifest(case)] == [Path(source).name, "large.bin"]
    finally:
        (limited.place / source).chmod(0o700)


def test_special_files_are_said_to_be_special(an: Any) -> None:
    os.mkfifo(an.place / "evidence/pipe")
    collected = collect(an, "evidence")
    assert collected.returncode == 4
    assert collected.stdout.endswith("(partial)\n")
    assert "evidence/pipe: special" in collected.stderr


def test_only_the_first_problems_are_named_and_all_are_counted(an: Any) -> None:
    for number in range(30):
        os.mkfifo(an.place / f"evidence/pipe{number:02}")
    collected = collect(an, "evidence")
    assert "30 of them not whole" in collected.stderr
    assert collected.stderr.count(": special") == 20
    assert len(an.reads("--case", "vu-01", "items", "--problems")) == 30


def test_the_case_inside_the_source_is_named_and_left_out(an: Any, case: Path) -> None:
    collected = collect(an, ".")
    assert collected.returncode == 4
    assert "vu-01: own-case" in collected.stderr
    assert not [item for item in manifest(case) if "/vu-01/" in item["path"]]
    an.does("verify", "vu-01")


def test_a_source_may_be_a_name_that_is_not_utf_8(an: Any, case: Path) -> None:
    with open(os.path.join(os.fsencode(an.place), b"caf\xe9"), "xb"):
        assert collect(an, b"caf\xe9").returncode == 0
    assert newest(case)["act"]["sources"][0]["path_bytes"].endswith("e9")
    assert manifest(case)[0]["path_bytes"] == b"caf\xe9".hex()


def test_a_path_through_a_link_is_taken_as_the_system_takes_it(an: Any, case: Path) -> None:
    (an.place / "evidence/chat/inner").mkdir()
    (an.place / "shortcut").symlink_to("evidence/chat/inner")
    (an.place / "messages.txt").write_text("another file")
    assert collect(an, "shortcut/../messages.txt").returncode == 0
    expected = hashlib.sha256("chuyển khoản\n".encode()).hexdigest()
    assert manifest(case)[0]["sha256"] == expected


def test_many_sources_stand_in_an_object_and_not_in_the_entry(an: Any, case: Path) -> None:
    names = [f"file{number:04}" for number in range(300)]
    for name in names:
        (an.place / name).write_text(name)
    assert collect(an, *names).returncode == 0
    act = newest(case)["act"]
    assert act["source_count"] == 300
    assert len(act["sources"]) < 300
    assert [ref["kind"] for ref in newest(case)["outputs"]] == ["manifest", "sources"]
    an.does("verify", "vu-01")


def test_long_paths_are_collected(an: Any, case: Path) -> None:
    folder = an.place.joinpath("deep", *["d" * 240] * 10)
    folder.mkdir(parents=True)
    for number in range(3000):
        (folder / str(number)).touch()
    assert collect(an, "deep").returncode == 0
    assert len(manifest(case)) == 3011


def test_a_dry_run_counts_and_writes_nothing(an: Any, case: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in case.rglob("*"))
    counted = collect(an, "evidence", "--dry-run")
    assert counted.stdout == "would collect 7 items, 1.0 MB (1024034 bytes)\n"
    assert sorted((path, path.stat().st_mtime_ns) for path in case.rglob("*")) == before


def test_a_dry_run_needs_no_key(an: Any, newcomer: Any) -> None:
    folder = str(an.place / "vu-01")
    newcomer.does("--case", folder, "collect", "files", str(an.place / "evidence"), "--dry-run")


def test_a_dry_run_tells_what_it_could_not_list(limited: Any) -> None:
    (limited.place / "evidence/chat").chmod(0)
    try:
        counted = collect(limited, "evidence", "--dry-run", "--json")
    finally:
        (limited.place / "evidence/chat").chmod(0o700)
    assert counted.returncode == 4
    assert json.loads(counted.stdout)["problems"] == ["evidence/chat: unlisted"]


def test_two_processes_do_not_write_into_one_case(an: Any, case: Path) -> None:
    with (case / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = collect(an, "evidence")
        assert an.run("verify", "vu-01").returncode == 0, "reading takes no lock"
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "E103" in refused.stderr
    assert collect(an, "evidence").returncode == 0


def test_progress_is_on_stderr_and_silent_with_json(an: Any) -> None:
    assert collect(an, "evidence", "--json").stderr == ""


def test_the_source_is_left_as_it_was(an: Any) -> None:
    paths = sorted((an.place / "evidence").rglob("*"))
    for path in paths:
        os.utime(path, ns=(1_000_000_000, 2_000_000_000), follow_symlinks=False)
    plain = [path for path in paths if not path.is_symlink()]  # reading a link touches it
    before = [(path, path.lstat()) for path in plain]
    collect(an, "evidence")
    assert [(path, path.lstat()) for path in plain] == before


def test_a_collection_may_be_closed_before_its_end(an: Any, case: Path, stop: Callable) -> None:
    stop(an, "evidence", 3)
    (unfinished,) = an.reads("--case", "vu-01", "case", "show")[0]["unfinished"]
    (said,) = an.reads(
        "--case", "vu-01", "collect", "close", unfinished[:8], "--purpose", "dead", status=4
    )
    assert (said["status"], said["items"]) == ("closed", 3)
    an.does("verify", "vu-01")


def test_only_an_unfinished_collection_can_be_closed(an: Any) -> None:
    refused = an.run("--case", "vu-01", "collect", "close", "3f2a")
    assert refused.returncode == 1
    assert "E503" in refused.stderr
