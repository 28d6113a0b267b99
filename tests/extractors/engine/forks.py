"""Running a function in a process of its own, for what cannot be undone: confinement, limits."""

import faulthandler
import os
import pickle
import signal
from collections.abc import Callable
from typing import Any

SECONDS = 30


def forked(function: Callable[[], Any]) -> Any:
    """Return what the function returns, or the exception it raises, run in a fork.

    A fork that is ended by a signal gives its number, negative.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        signal.alarm(SECONDS)
        faulthandler.disable()  # a death that a test asks for is no failure to print
        try:
            answer: Any = function()
        except BaseException as error:  # noqa: BLE001 - handed to the parent
            answer = type(error)
        content = pickle.dumps(answer)
        while content:
            content = content[os.write(writing, content) :]
        os._exit(0)
    os.close(writing)
    parts = []
    while part := os.read(reading, 65_536):
        parts.append(part)
    os.close(reading)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return pickle.loads(b"".join(parts)) if parts else status  # noqa: S301 - our own fork
