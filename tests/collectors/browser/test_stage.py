"""A browser is ended for sure, whoever ends first."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from truyvet.collectors.browser.rendered import Limits
from truyvet.collectors.browser.replay import Replaying, picture
from truyvet.collectors.browser.stage import Stage

BODY = b"<title>t</title><p>half of it"
STARTER = """
import sys, time
from truyvet.collectors.browser.chromium import Chromium
from pathlib import Path
running = Chromium(Path(sys.argv[1]), lambda *_: None, proxy="127.0.0.1:9", trusted="x",
                   folder=Path(sys.argv[2]))
print(running.guard, flush=True)
time.sleep(60)
"""
PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: keep-alive\r\n\r\n"
    b"<title>t</title><h1>replayed</h1><img src='/there.png'><img src='https://else.test/gone.png'>"
)


def members(leader: int) -> list[int]:
    """Return the processes of a session that have not ended."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat[3]) == leader and stat[0] != "Z":
            found.append(int(name))
    return found


def test_no_browser_outlives_us_when_we_are_killed(chromium: Path, tmp_path: Path) -> None:
    starter = [sys.executable, "-c", STARTER, str(chromium), str(tmp_path)]
    with subprocess.Popen(starter, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        guard = int(process.stdout.readline())
        assert len(members(guard)) > 3
        assert list(tmp_path.iterdir())
        process.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while (members(guard) or any(tmp_path.iterdir())) and time.monotonic() < until:
        time.sleep(0.1)
    assert members(guard) == []
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_is_killed_is_started_anew(chromium: Path, tmp_path: Path) -> None:
    replaying = Replaying(lambda method, url: PAGE if url == "http://a.test/" else None)
    limits = Limits(quiet=0.3, answer=5)
    with Stage(program=chromium, folder=tmp_path) as stage:
        before = stage.show("http://a.test/", replaying, limits)
        running = stage._chromium
        assert running is not None
        for pid in members(running.guard):
            if pid != running.guard:
                with contextlib.suppress(ProcessLookupError):  # died with another
                    os.kill(pid, signal.SIGKILL)
        running.wait()
        after = stage.show("http://a.test/", replaying, limits)
    for shown in (before, after):
        assert shown.steps.title == "t"
        shown.close()
    assert list(tmp_path.iterdir()) == []


def test_a_tab_that_crashes_is_said_so_and_the_next_page_is_shown(chromium: Path) -> None:
    def source(method: str, url: str) -> bytes | None:
        if url.endswith("/there.png"):
            (visit,) = set(stage._visits._by_session.values())
            visit.driver.post("Page.crash", session=visit.page)
        return PAGE

    with Stage(program=chromium) as stage:
        crashed = stage.show("http://a.test/", Replaying(source), Limits(answer=5))
        after = stage.show("http://a.test/", Replaying(lambda *_: PAGE), Limits(quiet=0.2))
    assert crashed.steps.troubles == ["the page crashed"]
    said = crashed.visit.journal.console.file
    said.seek(0)
    assert b'"the page crashed"' in said.read()
    assert (after.steps.troubles, after.steps.title) == ([], "t")
    crashed.close()
    after.close()


def test_what_was_not_captured_is_listed_and_nothing_goes_out(chromium: Path) -> None:
    asked: list[tuple[str, str]] = []

    def source(method: str, url: str) -> bytes | None:
        asked.append((method, url))
        return PAGE if url == "http://site.test/p?x=1" else None

    taken, missing, troubles = picture(
        "http://site.test/p?x=1", source, program=chromium, limits=Limits(quiet=0.3)
    )
    assert taken.startswith(b"\x89PNG")
    assert set(missing) >= {"http://site.test/there.png", "https://else.test/gone.png"}
    assert troubles == ()
    assert ("GET", "https://else.test/gone.png") in asked


@pytest.mark.parametrize(
    ("framing", "sent"),
    [("Content-Length: 90000", BODY), ("Transfer-Encoding: chunked", b"900\r\n" + BODY)],
)
def test_a_page_that_breaks_off_ends_where_its_bytes_end(
    chromium: Path, framing: str, sent: bytes
) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{framing}\r\n\r\n".encode()
    cut = Limits(load=600, quiet=0.2)
    taken, _, troubles = picture("http://a.test/", lambda *_: head + sent, program=chromium,
                                 limits=cut)  # fmt: skip
    assert taken.startswith(b"\x89PNG")
    assert [one.partition(": ")[0] for one in troubles] == ["its bytes break off"]


def test_a_window_is_waited_for_until_the_browser_ends(chromium: Path) -> None:
    """Headless here: a window that no person sees; it ends with the browser."""
    replaying = Replaying(lambda method, url: PAGE)
    stage = Stage(program=chromium)
    window = threading.Thread(target=stage.open, args=("http://a.test/", replaying))
    window.start()
    while not replaying.asked:
        time.sleep(0.05)
    assert window.is_alive()
    stage.close()
    window.join(20)
    assert not window.is_alive()
