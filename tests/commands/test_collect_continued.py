"""A collection that was stopped goes on: what was read is kept, and nothing comes in twice."""

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Stop = Callable[..., None]


def paths(case: Path) -> Counter[tuple[int, str]]:
    """How often each path of each source stands in the newest collection's manifest."""
    line = (case / "ledger/entries.jsonl").read_bytes().splitlines()[-1]
    digest = json.loads(line)["entry"]["outputs"][0]["sha256"]
    with (case / "objects" / digest[:2] / digest).open("rb") as lines:
        items = list(map(json.loads, lines))
    return Counter((item["source"], item.get("path_bytes") or item["path"]) for item in items)


def go_on(officer: Any, *sources: str) -> Any:
    """Give the same command again."""
    return officer.run("--case", "vu-01", "collect", "files", *sources)


@pytest.mark.parametrize("done", [0, 1, 3, 7])
def test_a_stopped_collection_goes_on_where_it_stopped(
    an: Any, case: Path, stop: Stop, done: int
) -> None:
    stop(an, "evidence", done)
    assert an.run("verify", "vu-01").returncode == 0
    ran = go_on(an, "evidence")
    assert ran.returncode == 0
    assert ("going on after" in ran.stderr) == (done > 0)
    assert set(paths(case).values()) == {1}
    assert len(paths(case)) == 7
    assert an.reads("verify", "vu-01")[0]["findings"] == []


def test_a_stopped_collection_is_listed_and_proves_nothing_yet(an: Any, stop: Stop) -> None:
    stop(an, "evidence", 3)
    (answer,) = an.reads("verify", "vu-01")
    assert {one["code"] for one in answer["findings"]} <= {"W101", "W102"}
    assert "P5" in answer["unproved"]
    assert len(an.reads("--case", "vu-01", "case", "show")[0]["unfinished"]) == 1


def test_another_note_is_another_collection(an: Any, stop: Stop) -> None:
    stop(an, "evidence", 3)
    an.does("--case", "vu-01", "collect", "files", "evidence", "--note", "another")
    assert len(an.reads("--case", "vu-01", "case", "show")[0]["unfinished"]) == 1


def test_special_files_come_in_once(an: Any, case: Path, stop: Stop) -> None:
    os.mkfifo(an.place / "evidence/chat/pipe")
    (an.place / "evidence/chat/dangling").symlink_to("nowhere")
    stop(an, "evidence", 5)
    go_on(an, "evidence")
    assert set(paths(case).values()) == {1}


def test_names_that_are_not_utf_8_come_in_once(an: Any, case: Path, stop: Stop) -> None:
    for name in (b"a\xff", b"a\xfe"):
        with open(os.path.join(os.fsencode(an.place), b"evidence", name), "xb"):
            pass
    stop(an, "evidence", 4)
    go_on(an, "evidence")
    assert set(paths(case).values()) == {1}


def test_unreadable_files_come_in_once(limited: Any, case: Path, stop: Stop) -> None:
    (limited.place / "evidence/chat/messages.txt").chmod(0)
    stop(limited, "evidence", 4)
    assert go_on(limited, "evidence").returncode == 4
    assert set(paths(case).values()) == {1}


def test_unreadable_folders_come_in_once(limited: Any, case: Path, stop: Stop) -> None:
    (limited.place / "evidence/chat").chmod(0)
    try:
        stop(limited, "evidence", 2)
        assert go_on(limited, "evidence").returncode == 4
    finally:
        (limited.place / "evidence/chat").chmod(0o700)
    assert set(paths(case).values()) == {1}


def test_the_case_inside_the_source_comes_in_once(an: Any, case: Path, stop: Stop) -> None:
    stop(an, ".", 100)
    assert go_on(an, ".").returncode == 4
    assert set(paths(case).values()) == {1}


def test_what_changed_in_between_is_read_again(an: Any, case: Path, stop: Stop) -> None:
    stop(an, "evidence", 5)
    (an.place / "evidence/chat/messages.txt").write_text("longer than it was before\n")
    assert go_on(an, "evidence").returncode == 0
    found = paths(case)
    assert found[0, "evidence/chat/messages.txt"] == 2
    assert sum(found.values()) == 8
    assert an.reads("verify", "vu-01")[0]["findings"] == []


def test_what_a_stopped_run_stored_and_nothing_names_is_swept_away(
    an: Any, case: Path, stop: Stop
) -> None:
    stop(an, "evidence", 3)
    stray = "ab" + "0" * 62
    (case / "objects/ab" / stray).write_bytes(b"half an obj")
    assert go_on(an, "evidence").returncode == 0
    assert not (case / "objects/ab" / stray).exists()
    assert an.reads("verify", "vu-01")[0]["findings"] == []


@pytest.mark.parametrize("left", ["4711-3.part", f"{'a' * 32}/pending.json"])
def test_what_a_kill_leaves_half_written_is_tidied_by_the_next_act(
    an: Any, case: Path, left: str
) -> None:
    path = case / "work/parts" / left
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    assert {one["code"] for one in an.reads("verify", "vu-01")[0]["findings"]} == {"W106"}
    assert go_on(an, "evidence").returncode == 0
    assert an.reads("verify", "vu-01")[0]["findings"] == []
