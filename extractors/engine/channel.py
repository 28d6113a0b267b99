"""A process of our own and the socket it is spoken to over: its start, and whole messages.

Only bytes, with their length before: what they mean, and what to do with a process that breaks off,
is for those who speak.
"""

import socket
import subprocess
import sys
import time

_LENGTH = 8  # bytes before each message that say how long it is, big-endian


def begin(
    module: str, *arguments: object, quiet: bool = False
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a module of ours as a process; return it and our end of a socket pair.

    Its arguments are the descriptor of its own end, then `arguments`, never a secret: all who use
    the machine can read them. `quiet` drops what it prints. OSError where nothing can be started.
    """
    ours, theirs = socket.socketpair()
    # -P: whatever lies in the folder an officer stands in is never imported.
    own = map(str, (theirs.fileno(), *arguments))
    shown = subprocess.DEVNULL if quiet else None
    with theirs:
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, *own],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=shown,
                stderr=shown,
            )
        except BaseException:
            ours.close()
            raise
    return process, ours


def exactly(end: socket.socket, size: int, deadline: float | None = None) -> bytearray:
    """Return the next `size` bytes, whole.

    EOFError where the other end is gone before; TimeoutError after `deadline`, in monotonic
    seconds; OSError for what else fails.
    """
    content = bytearray(size)
    view = memoryview(content)
    while view:
        _until(end, deadline)
        count = end.recv_into(view)
        if not count:
            raise EOFError("it ended")
        view = view[count:]
    return content


def send(end: socket.socket, content: bytes, deadline: float | None = None) -> None:
    """Send a message whole; errors as those of `exactly`."""
    _until(end, deadline)
    end.sendall(len(content).to_bytes(_LENGTH, "big"))
    end.sendall(content)


def receive(end: socket.socket, most: int, deadline: float | None = None) -> bytes:
    """Return the next message; OSError where it has more than `most` bytes, else as `exactly`."""
    size = int.from_bytes(exactly(end, _LENGTH, deadline), "big")
    if size > most:
        raise OSError(f"an answer of {size} bytes")
    return bytes(exactly(end, size, deadline))


def _until(end: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    end.settimeout(left)
