"""Running a function aside: confined, bounded, and never the end of whoever asks."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from tests.extractors.engine.interrupts import interrupt_waiting

from truyvet.extractors.engine.aside import Answerer, Aside, Bounds, Failed, held_by
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
        with pytest.raises(Failed, match=r"^out of memory$"):
            aside.ask(question(large, large))
        assert aside.pid is None  # what has no memory left answers nothing more
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


@pytest.fixture
def answerer() -> Iterator[Answerer]:
    """One that answers, and is ready."""
    running = Answerer(MODULE, Bounds(), quiet=True)
    running.ready(soon())
    yield running
    running.end()


def soon(seconds: float = 30) -> float:
    """A deadline."""
    return time.monotonic() + seconds


def test_one_that_answers_is_counted_and_goes_on(answerer: Answerer) -> None:
    for _ in range(2):
        assert changed(answerer.ask(question(png(), png()), soon())) == 0
    with pytest.raises(Failed):
        answerer.ask(b"no question", soon())
    assert answerer.answered == 3
    assert answerer.ended() is None


def test_a_deadline_that_has_passed_is_late_at_once(answerer: Answerer) -> None:
    with pytest.raises(TimeoutError):
        answerer.ask(question(png(), png()), soon(-1))


def test_one_that_is_ended_says_how_and_is_asked_no_more(answerer: Answerer) -> None:
    assert answerer.end(patience=30) == 0
    assert (answerer.end(), answerer.ended()) == (0, 0)
    with pytest.raises(OSError, match="descriptor"):
        answerer.ask(question(png(), png()), soon())


def test_one_that_does_not_end_is_killed(answerer: Answerer) -> None:
    os.kill(answerer.pid, signal.SIGSTOP)
    assert answerer.ended(0.01) is None
    assert answerer.end() == -signal.SIGKILL


def test_any_thread_may_end_one_that_another_asks(answerer: Answerer) -> None:
    os.kill(answerer.pid, signal.SIGSTOP)
    ending = threading.Timer(0.1, answerer.end)
    ending.start()
    with pytest.raises((EOFError, OSError)):
        answerer.ask(question(png(), png()), soon())
    ending.join()


def test_ctrl_c_ends_the_process_that_would_answer_late() -> None:
    with Aside(MODULE) as aside:
        aside.ask(question(png(), png()))
        pid = aside.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        interrupting = threading.Thread(target=interrupt_waiting)
        interrupting.start()
        with pytest.raises(KeyboardInterrupt):
            aside.ask(question(png(), png()))
        interrupting.join()
        assert (aside.pid, is_there(pid)) == (None, False)


def test_ctrl_c_at_the_terminal_is_the_parents_alone(answerer: Answerer) -> None:
    os.kill(answerer.pid, signal.SIGINT)
    assert changed(answerer.ask(question(png(), png()), soon())) == 0


def test_first_words_say_what_holds() -> None:
    assert held_by(b"privileges network files calls") == (
        "privileges",
        "network",
        "files",
        "calls",
    )
    assert held_by(b"") == ()


@pytest.mark.parametrize("told", [b"[]", b'{"held": []}', b"files \xff", b"everything"])
def test_a_first_word_that_is_none_is_refused(told: bytes) -> None:
    with pytest.raises(OSError, match="first words"):
        held_by(told)
