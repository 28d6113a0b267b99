"""Ctrl-C at a moment that is certain: while the main thread waits for an answer."""

import os
import signal
import sys
import threading
import time

from truyvet.extractors.engine.channel import exactly


def interrupt_waiting() -> None:
    """Wait until the main thread waits for bytes of another process; then interrupt it."""
    main = threading.main_thread().ident
    for _ in range(3_000):
        frame = sys._current_frames().get(main or 0)
        if frame is not None and frame.f_code is exactly.__code__:
            os.kill(os.getpid(), signal.SIGINT)
            return
        time.sleep(0.01)
    raise AssertionError("it never waited")
