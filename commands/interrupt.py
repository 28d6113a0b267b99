"""Ctrl-C: held back while something is being made safe."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back within this block, so that what is being made safe is made safe whole.

    A handler of our own and not a blocked signal: the system would hand that to another thread.
    """
    held = list[int]()
    before = signal.signal(signal.SIGINT, lambda number, _: held.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if held:
        raise KeyboardInterrupt
