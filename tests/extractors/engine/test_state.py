"""The shared state: what a worker is doing, seen by its parent even when the worker is gone."""

import os
import time

from tests.extractors.engine.forks import forked

from truyvet.extractors.engine.state import SharedState


def test_a_new_state_says_that_nothing_is_under_way() -> None:
    state = SharedState.create()
    assert state.read()[:2] == (-1, -1)
    state.close()


def test_what_began_is_told_with_the_time() -> None:
    state = SharedState.create()
    before = time.monotonic()
    state.begin(7, 3)
    job, extractor, since = state.read()
    assert (job, extractor) == (7, 3)
    assert before <= since <= time.monotonic()
    state.idle()
    assert state.read() == (-1, -1, 0.0)
    state.close()


def test_another_process_writes_and_this_one_reads() -> None:
    state = SharedState.create()
    forked(lambda: state.begin(1 << 40, 17))
    assert state.read()[:2] == (1 << 40, 17)
    state.close()


def test_what_a_process_was_doing_stands_after_its_death() -> None:
    state = SharedState.create()

    def dies() -> None:
        state.begin(5, 2)
        os.abort()

    assert forked(dies) == -6
    assert state.read()[:2] == (5, 2)
    state.close()


def test_the_same_memory_is_reached_through_its_descriptor() -> None:
    state = SharedState.create()
    other = SharedState(os.dup(state.descriptor))
    state.begin(9, 9)
    assert other.read()[:2] == (9, 9)
    other.close()
    assert state.read()[:2] == (9, 9)
    state.close()


def test_closing_releases_the_descriptor() -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(50):
        SharedState.create().close()
    assert len(os.listdir("/proc/self/fd")) == before
