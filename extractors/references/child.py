"""The child that reads pages: `python -m truyvet.extractors.references.child FD MEMORY`.

Loads its libraries, confines itself for good, and then answers what a page refers to, one page
after the other, until its parent closes the socket. A page that takes too long or too much memory
ends it.
"""

import os
import signal
import socket
import sys
from pathlib import Path

from ..engine.confinement import confine, limit, own_memory, places
from .framing import Broken, Ready, receive_question, send_reply
from .reading import load, read
from .service import OUT_OF_MEMORY, SECONDS

_NOWHERE = Path(os.devnull)  # it writes nothing, so it may write nowhere
_CPU = int(SECONDS) + 1
_ALARM = int(SECONDS) + 5  # where the parent is gone too, nobody else ends us


def serve(end: socket.socket, memory: int) -> None:
    """Answer until the parent is gone; a page may take `memory` bytes."""
    load()
    used = own_memory()
    held = confine(folder=_NOWHERE, readable=places(), programs=False)
    try:
        send_reply(end, Ready(held=held))
        while True:
            message, url = receive_question(end)
            limit(cpu=_CPU, file=0, memory=memory, used_memory=used)
            signal.alarm(_ALARM)
            found = read(message, url)
            signal.alarm(0)
            send_reply(end, found)
    except Broken:
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def main() -> None:
    """Run as the process that `service` starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    with socket.socket(fileno=int(sys.argv[1])) as end:
        serve(end, int(sys.argv[2]))


if __name__ == "__main__":
    main()
