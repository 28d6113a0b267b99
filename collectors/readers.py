"""Reader processes: each takes batches of handles, captures them and stores their bytes.

Two processes keep two cores hashing; each reads, hashes and writes an item in one pass and sends
back only manifest lines, in the order of the handles. The parent alone writes ledger and index.
A reader whose parent has died ends by itself.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import msgspec

from ..evidence.acts import Totals
from ..evidence.capture import ReadFailed
from ..evidence.errors import TruyvetError, of_os_error
from ..evidence.intake import NOTHING, sum_up
from ..evidence.item import Item, Problem
from ..evidence.layout import Layout
from ..evidence.manifest import encode_items
from ..evidence.store import Store
from .handle import CaptureFunction, Handle

BATCH_ITEMS = 256
"""Handles sent to a reader at once; one future for each file is three times slower."""
BATCH_BYTES = 8 << 20
"""Bytes sent to a reader at once: large files spread over the readers."""
AHEAD = 8
"""Batches waiting at a reader, so that it never idles while the parent syncs."""
MAX_WAITING = 64
"""Finished batches held back by a slow one before them: bounds the memory."""
_PATIENCE = 1.0  # seconds between two looks at whether the parent still lives


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A batch that was read."""

    block: bytes
    """Manifest lines, each with its line end."""
    totals: Totals
    """What they sum up to."""


def read_batch(store: Store, capture: CaptureFunction, first: int, handles: list[Handle]) -> Read:
    """Capture and store `handles`; the first becomes item number `first`."""
    items = [read_one(store, capture, first + at, handle) for at, handle in enumerate(handles)]
    return Read(block=encode_items(items), totals=sum_up(items, NOTHING))


def read_one(store: Store, capture: CaptureFunction, n: int, handle: Handle) -> Item:
    """Capture one handle and store its bytes; what went wrong at the source is in the item."""
    met = capture(handle, n)
    if met.stream is None:
        return met.item
    try:
        stored = store.put(met.stream, size=met.item.size, sparse=met.item.allocated is not None)
        problem = met.stream.problem()
    except ReadFailed as error:
        return msgspec.structs.replace(
            met.item, problem=Problem(code="unreadable", text=str(error))
        )
    finally:
        met.stream.close()
    return msgspec.structs.replace(
        met.item, sha256=stored.sha256, size=stored.size, problem=problem or met.item.problem
    )


def batches(handles: Iterable[Handle]) -> Iterator[list[Handle]]:
    """Group handles into batches of bounded count and size, in order."""
    batch, size = list[Handle](), 0
    for handle in handles:
        if batch and (len(batch) >= BATCH_ITEMS or size + handle.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(handle)
        size += handle.size
    if batch:
        yield batch


class Readers:
    """A group of reader processes for one case. Start it before any thread or lock."""

    def __init__(self, case: Path, capture: CaptureFunction, jobs: int) -> None:
        start = "fork" if sys.platform == "linux" else "spawn"
        context: Any = multiprocessing.get_context(start)
        self._connections: list[Connection] = []
        self._processes = []
        # Ctrl-C waits until all are there: in the middle of a fork nobody could act on it.
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            # A forked reader inherits the parent's ends; were they open in a reader, no reader
            # would see that the parent is gone.
            inherited = [*self._connections, ours] if start == "fork" else []
            process = context.Process(
                target=_serve, args=(theirs, inherited, case, capture, os.getpid()), daemon=True
            )
            process.start()
            theirs.close()
            self._connections.append(ours)
            self._processes.append(process)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        # Threads only after the last fork.
        self._senders = {connection: _Sender(connection) for connection in self._connections}

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.terminate()
            process.join()
        for sender in self._senders.values():
            sender.stop()
        for connection in self._connections:
            connection.close()

    def read(self, handles: Iterable[Handle], first: int) -> Iterator[Read]:
        """Yield what the readers bring for `handles`, in their order.

        Raises what a reader raised (a full disk, say), and `TruyvetError` E502 where one died.
        """
        todo = batches(handles)
        load = dict.fromkeys(self._connections, 0)
        waiting: dict[int, Read] = {}
        sent = given = 0
        exhausted = False
        while not exhausted or given < sent:
            while not exhausted and sent - given < MAX_WAITING:
                idlest = min(load, key=load.__getitem__)
                if load[idlest] >= AHEAD:
                    break
                batch = next(todo, None)
                if batch is None:
                    exhausted = True
                    break
                self._senders[idlest].send((sent, first, batch))
                load[idlest] += 1
                sent += 1
                first += len(batch)
            if given < sent and given not in waiting:
                ready = wait(self._connections)
                for connection in filter(ready.__contains__, self._connections):
                    number, read = self._receive(connection)
                    waiting[number] = read
                    load[connection] -= 1
            while given in waiting:
                yield waiting.pop(given)
                given += 1

    def _receive(self, connection: Connection) -> tuple[int, Read]:
        try:
            answer = connection.recv()
        except (EOFError, OSError) as error:
            raise TruyvetError("E502", reason="its process ended") from error
        if isinstance(answer, BaseException):
            raise answer
        number, read = answer
        return number, read


class _Sender:
    """Sends to one reader from a thread of its own.

    A batch of long paths and its answer can both be larger than a pipe holds; if one thread sent
    and received, parent and reader would wait for each other for ever.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: SimpleQueue[object] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def send(self, message: object) -> None:
        """Queue a message."""
        self._queue.put(message)

    def stop(self) -> None:
        """End the thread; the reader must be gone, so that no send can wait."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (message := self._queue.get()) is not None:
            # A reader that is gone is noticed where its answer is awaited.
            with suppress(OSError):
                self._connection.send(message)


def _serve(
    connection: Connection,
    inherited: list[Connection],
    case: Path,
    capture: CaptureFunction,
    parent: int,
) -> None:
    """Answer batches until the parent closes the connection or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    for end in inherited:
        end.close()
    _die_with(parent)
    gc.freeze()
    gc.disable()  # nothing a reader makes is circular, and looking for it costs a twentieth
    store = Layout(case).store
    with suppress(EOFError, ConnectionError):
        while True:
            while not connection.poll(_PATIENCE):
                if os.getppid() != parent:
                    return
            number, first, handles = connection.recv()
            connection.send(_answer(store, capture, number, first, handles))


def _die_with(parent: int) -> None:
    """Let the system end this process with its parent, even in the middle of a large file."""
    if sys.platform == "linux":
        set_death_signal = 1  # PR_SET_PDEATHSIG of prctl(2)
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _answer(
    store: Store, capture: CaptureFunction, number: int, first: int, handles: list[Handle]
) -> object:
    """Return (number, what was read), or the error that ends the collection."""
    try:
        return number, read_batch(store, capture, first, handles)
    except TruyvetError as error:
        return error
    except OSError as error:
        return of_os_error(error, store.folder)
    except Exception as error:  # noqa: BLE001 - a mistake of ours must reach the parent with a code
        return TruyvetError("E502", reason=f"{type(error).__name__}: {error}")
