"""Running a function aside: confined, bounded, and never the end of whoever asks."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from truyvet.extractors.engine.aside import Aside, Bounds, Failed
from truyvet.extractors.pictures import comparing
from truyvet.extractors.pictures.comparing import Difference, Pair

MODULE = comparing.__name__


def png(width: int = 40, height: int = 30, shade: int = 255) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (shade,) * 3).save(file, "PNG")
    return file.getvalue()


def question(old: bytes, new: bytes) -> bytes:
    """What the module is asked."""
    return msgspec.msgpack.encode(Pair(old=old, new=new))


def is_there(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        not Path(f"/proc/{pid}/stat").exists() or " Z " not in Path(f"/proc/{pid}/stat").read_text()
    )


def changed(answer: bytes) -> int:
    """The share that an answer tells."""
    return msgspec.msgpack.decode(answer, type=Difference).changed


def test_an_answer_comes_from_another_process_that_stays_for_the_next_question() -> None:
    with Aside(MODULE) as aside:
        begun = aside.pid
        assert changed(aside.ask(question(png(), png()))) == 0
        first = aside.pid
        assert changed(aside.ask(question(png(), png(shade=0)))) == 1_000_000
        assert begun is None
        assert first not in (None, os.getpid())
        assert aside.pid == first
    assert aside.pid is None


@pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")
def test_the_process_is_confined_as_examining_ones_are() -> None:
    with Aside(MODULE) as aside:
        aside.ask(question(png(), png()))
        assert {"privileges", "files", "calls"} <= set(aside.held)


def test_what_the_function_raises_is_told_and_the_process_goes_on() -> None:
    with Aside(MODULE) as aside:
        with pytest.raises(Failed, match="cannot identify image file"):
            aside.ask(question(b"no picture", png()))
        first = aside.pid
        assert changed(aside.ask(question(png(), png()))) == 0
        assert aside.pid == first


def test_a_killed_process_is_a_failure_and_the_next_question_has_another() -> None:
    with Aside(MODULE) as aside:
        aside.ask(question(png(), png()))
        first = aside.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        with pytest.raises(Failed, match=r"killed by signal 9|without an answer|Broken pipe"):
            aside.ask(question(png(), png()))
        assert changed(aside.ask(question(png(), png()))) == 0
        assert aside.pid != first


def test_more_time_than_it_may_take_is_a_failure() -> None:
    with Aside(MODULE, Bounds(wall=0.001)) as aside:
        with pytest.raises(Failed, match=r"more than 0\.001 seconds"):
            aside.ask(question(png(), png()))
        assert aside.pid is None


def test_more_memory_than_it_may_take_is_a_failure() -> None:
    large = png(4_000, 4_000)
    with Aside(MODULE, Bounds(memory=8 << 20)) as aside:
        with pytest.raises(Failed):
            aside.ask(question(large, large))
        assert changed(aside.ask(question(png(), png()))) == 0


def test_a_longer_answer_than_is_taken_is_a_failure() -> None:
    with Aside(MODULE, Bounds(answer=10)) as aside, pytest.raises(Failed, match="an answer of"):
        aside.ask(question(png(), png()))


def test_a_module_of_others_is_never_run() -> None:
    with Aside("json.tool") as aside, pytest.raises(Failed):
        aside.ask(b"")


def test_several_threads_ask_one_after_the_other() -> None:
    answers = list[int]()
    with Aside(MODULE) as aside:

        def ask(shade: int) -> None:
            answers.append(changed(aside.ask(question(png(), png(shade=shade)))))

        threads = [threading.Thread(target=ask, args=(shade,)) for shade in (0, 255, 0, 255)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert sorted(answers) == [0, 0, 1_000_000, 1_000_000]


def test_the_process_ends_with_its_parent() -> None:
    code = (
        "import os, sys\n"
        f"from {Aside.__module__} import Aside, Failed\n"
        f"aside = Aside({MODULE!r})\n"
        "try:\n    aside.ask(b'')\nexcept Failed:\n    pass\n"
        "print(aside.pid, flush=True)\nos._exit(0)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    pid = int(ran.stdout)
    for _ in range(200):
        if not is_there(pid):
            break
        time.sleep(0.05)
    assert not is_there(pid)
