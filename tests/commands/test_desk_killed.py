"""Killed at any moment: never an answer without its act, and the desk goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import ASKS, Desk, officer, states

SCRIPT = """
import os, signal, sys
from truyvet.cli import main
from truyvet.evidence import case

ROOM, LEFT = os.path.dirname(case.__file__) + os.sep, int(sys.argv[1])

def count(frame, event, _):
    global LEFT
    if not frame.f_code.co_filename.startswith(ROOM):
        return None
    if event == "line":
        LEFT -= 1
        if LEFT == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return count

sys.argv = ["truyvet", *sys.argv[2:]]
sys.settrace(count)
status = main(sys.argv[1:])
sys.settrace(None)
sys.stdout.flush()
print(1_000_000_000 - LEFT, file=sys.stderr)
sys.exit(status)
"""


def run(by: Officer, line: int, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command that is killed at its so-manieth line in evidence/."""
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(line), *words], cwd=by.place, env=by.environment,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def lines_of(by: Officer, *words: str) -> int:
    """Return through how many lines in evidence/ a command runs."""
    return int(run(by, 1_000_000_000, *words).stderr.split()[-1])


@pytest.mark.parametrize(
    "words",
    [("known", "0912345678", *ASKS), ("desk", "overlaps", "--kind", "phone", *ASKS[1:])],
    ids=["known", "overlaps"],
)
def test_no_answer_leaves_before_its_act_stands(desk: Desk, words: tuple[str, ...]) -> None:
    most = lines_of(desk.an, *words)
    acts = len(desk.an.reads("desk", "log"))
    for part in (40, 80, 95, 99):
        ran = run(desk.an, most * part // 100, *words)
        assert ran.returncode in (-signal.SIGKILL, 0)
        now = len(desk.an.reads("desk", "log"))
        assert now >= acts + (ran.stdout != "")
        acts = now
    assert desk.asks(desk.an, "0912345678")[0]["known"]
    assert desk.an.does("verify", "desk").startswith("VALID")


@pytest.mark.parametrize(
    "words",
    [
        ("desk", "add", "vb", "--contact", "Hoa"), ("desk", "remove", "2/2026"),
        ("desk", "refresh", "--rebuild"),
    ],
    ids=["add", "remove", "rebuild"],
)  # fmt: skip
def test_what_was_killed_can_be_done_again(desk: Desk, words: tuple[str, ...]) -> None:
    desk.binh.does("--case", "vb", "person", "add", "Hồ Nam", "--phone", "0933000003")
    for line in (3_000, 10_000):
        run(desk.an, line, *words)
    desk.an.run(*words)
    desk.an.does("desk", "refresh")
    assert "1/2026" in states(desk.an)
    assert desk.an.does("verify", "desk").startswith("VALID")
    known = desk.an.run("known", "0933000003", *ASKS).returncode == 0
    assert known == (words[1] != "remove")


@pytest.mark.parametrize("part", [50, 97, 99])
def test_a_desk_whose_making_was_killed_is_made_by_making_it_again(
    tmp_path: Path, part: int
) -> None:
    an = officer(tmp_path, "An")
    most = lines_of(an, "desk", "init", "other")
    assert run(an, most * part // 100, "desk", "init", "desk").returncode == -signal.SIGKILL
    ran = an.run("desk", "init", "desk")  # the last lines come after the desk stands
    assert ran.returncode == 0 or (part == 99 and "E102" in ran.stderr)
    an.does("desk", "status")
    assert an.does("verify", "desk").startswith("VALID")
    assert "E102" in an.run("desk", "init", "desk").stderr


def test_an_import_killed_while_rows_are_read_is_ended_by_refresh(
    desk: Desk, tmp_path: Path
) -> None:
    lines = "".join(f"30A-{n // 100:03d}.{n % 100:02d},X\n" for n in range(60_000))
    (desk.place / "xe.csv").write_text(f"Biển số,Chủ xe\n{lines}")
    words = ("desk", "register", "import", "xe.csv", "--profile", "vehicles")
    process = desk.an.starts(*words, output=tmp_path / "out")
    deadline = time.monotonic() + 60
    while not desk.an.reads("desk", "register", "list") and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    (told,) = desk.an.reads("desk", "register", "list")
    if told["problem"]:
        assert desk.an.run("desk", "status").returncode == 4
        assert "NOT covered" in desk.an.does("known", "30A00001", *ASKS, status=1)
    desk.an.does("desk", "refresh")
    assert desk.an.reads("desk", "register", "list")[0]["rows"] == 60_000
    assert desk.asks(desk.an, "30A-000.01")[0]["known"]


def test_several_officers_of_several_commands_at_once_are_all_recorded(
    desk: Desk, tmp_path: Path
) -> None:
    chi = officer(desk.place, "Chi")
    desk.an.does("--case", "desk", "key", "admit", "Chi.pub.json")
    asked = [
        (desk.an, ("known", "0912345678", *ASKS)),
        (desk.binh, ("search", "duc", *ASKS)),
        (chi, ("desk", "overlaps", *ASKS[1:])),
        (desk.an, ("desk", "refresh")),
        (desk.an, ("desk", "add", "vb", "--contact", "Hoa")),
    ]
    running = [
        by.starts(*words, output=tmp_path / f"out-{n}") for n, (by, words) in enumerate(asked)
    ]
    assert [process.wait(120) for process in running] == [0] * len(asked)
    told = [(one["officer"], one["command"]) for one in desk.an.reads("desk", "log")]
    assert sorted(told) == [("An", "known"), ("Bình", "search"), ("Chi", "overlaps")]
    assert desk.an.does("verify", "desk").startswith("VALID")


def test_a_sealed_key_without_its_passphrase_asks_nothing(desk: Desk) -> None:
    sealed = Officer(
        place=desk.place, keys=desk.place / "kin/config/truyvet/keys",
        settings={"TRUYVET_DESK": str(desk.place / "desk"), "TRUYVET_PASSPHRASE": "mật khẩu dài"},
    )  # fmt: skip
    sealed.does("key", "new", "--name", "Kín", "--unit", "PA05")
    sealed.does("key", "show", "-o", "kin.json")
    desk.an.does("--case", "desk", "key", "admit", "kin.json")
    assert sealed.reads("known", "0912345678", *ASKS)[0]["known"]
    wrong = sealed.with_(TRUYVET_PASSPHRASE="sai")
    for by in (wrong, Officer(place=sealed.place, keys=sealed.keys,
                              settings={"TRUYVET_DESK": str(desk.place / "desk")})):  # fmt: skip
        ran = by.run("known", "0912345678", *ASKS)
        assert (ran.returncode, ran.stdout, "E7" in ran.stderr) == (1, "", True)
    assert len(desk.an.reads("desk", "log")) == 1
