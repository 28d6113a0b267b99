"""Chromium is found or its absence explained; its guard ends all, and tells strangers from it."""

import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from truyvet.collectors.browser import guard
from truyvet.collectors.browser.chromium import FLAGS, Chromium, find_chromium
from truyvet.collectors.browser.peers import Session
from truyvet.evidence.errors import TruyvetError


def program(folder: Path, name: str, text: str) -> Path:
    """Make a program that a shell runs."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_without_chromium_the_command_that_installs_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError, match="E530") as caught:
        find_chromium(None, str(tmp_path))
    assert "apt install chromium" in caught.value.hint


def test_the_one_named_goes_first_and_must_be_a_program(tmp_path: Path) -> None:
    named = program(tmp_path, "mine", "exit 0")
    program(tmp_path, "chromium", "exit 0")
    assert find_chromium(str(named), str(tmp_path)) == named
    for wrong in (tmp_path, tmp_path / "none"):
        with pytest.raises(TruyvetError, match="E531"):
            find_chromium(str(wrong), str(tmp_path))


def test_any_of_its_names_will_do(tmp_path: Path) -> None:
    found = program(tmp_path, "google-chrome", "exit 0")
    assert find_chromium("", str(tmp_path)) == found


def test_a_program_that_does_not_start_is_told_with_its_words(tmp_path: Path) -> None:
    broken = program(
        tmp_path, "chromium", "echo 'crashpad: x' >&2; echo 'no libnss3.so' >&2; exit 1"
    )
    with pytest.raises(TruyvetError, match=r"E532.*no libnss3.so"):
        Chromium(broken, lambda *_: None, proxy="127.0.0.1:9", trusted="x", folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["chromium"]


def test_no_variable_of_ours_reaches_the_browser(tmp_path: Path) -> None:
    shows = program(tmp_path, "chromium", "env >&2; exit 1")
    with pytest.raises(TruyvetError):
        Chromium(shows, lambda *_: None, proxy="127.0.0.1:9", trusted="x", folder=tmp_path)
    lines = program(
        tmp_path, "chromium", 'echo "home=$HOME proxy=$https_proxy keys=$TRUYVET_KEYS" >&2'
    )
    with pytest.raises(TruyvetError) as caught:
        Chromium(lines, lambda *_: None, proxy="127.0.0.1:9", trusted="x", folder=tmp_path)
    assert f"home={tmp_path}/truyvet-" in caught.value.text
    assert "proxy= keys=" in caught.value.text


def test_the_flags_leave_no_way_but_the_proxy() -> None:
    text = " ".join(FLAGS)
    for needed in ("<-loopback>", "MAP * ~NOTFOUND", "disable_non_proxied_udp", "--disable-quic",
                   "--dns-prefetch-disable", "--disable-background-networking"):  # fmt: skip
        assert needed in text
    assert "--no-sandbox" not in text


def start_guard(folder: Path, command: list[str]) -> "subprocess.Popen[bytes]":
    """Start a guard with `command` in the browser's place."""
    work = folder / "work"
    work.mkdir()
    commands, answers = os.pipe(), os.pipe()
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__, str(work), str(1 << 30), str(commands[0]),
             str(answers[1]), *command],
            stdin=subprocess.PIPE, pass_fds=(commands[0], answers[1]), start_new_session=True,
        )  # fmt: skip
    finally:
        for number in (*commands, *answers):
            os.close(number)


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def wait_for(path: Path) -> int:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if path.exists() and path.read_text().endswith("\n"):
            return int(path.read_text())
        time.sleep(0.02)
    raise AssertionError(f"{path} did not come")


def test_what_left_its_group_and_its_parent_is_ended_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    stray = f"(setsid sh -c 'echo $$ > {note}; trap \"\" TERM HUP; sleep 60' &) ; sleep 60"
    running = start_guard(tmp_path, ["/bin/sh", "-c", stray])
    pid = wait_for(note)
    assert alive(pid)
    assert running.stdin is not None
    running.stdin.close()
    running.wait(20)
    assert not alive(pid)
    assert not (tmp_path / "work").exists()


def test_the_guard_ends_with_the_browser_and_its_status(tmp_path: Path) -> None:
    running = start_guard(tmp_path, ["/bin/sh", "-c", "exit 7"])
    assert running.wait(20) == 7
    assert not (tmp_path / "work").exists()
    assert running.stdin is not None
    running.stdin.close()


def test_a_guard_that_is_killed_takes_the_browser_along(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    running = start_guard(tmp_path, ["/bin/sh", "-c", f"echo $$ > {note}; exec sleep 60"])
    pid = wait_for(note)
    running.kill()
    running.wait()
    until = time.monotonic() + 20
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not alive(pid)
    assert running.stdin is not None
    running.stdin.close()


def test_a_connection_of_the_session_is_told_from_a_strangers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as connection:
            own = connection.getsockname()[1]
            assert Session(os.getsid(0)).holds(own, port)
            assert not Session(1).holds(own, port)
            assert not Session(os.getsid(0)).holds(own, port + 1)
            assert not Session(os.getsid(0)).holds(1, port)
