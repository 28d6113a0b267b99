"""What parent, nursery and workers say to each other: MessagePack records with a length before.

A worker has handled hostile bytes, so nothing it says is trusted: its messages are closed records,
bounded in length, and never unpickled.
"""

import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from ...evidence.scans.observation import Observation, TextLine
from ...evidence.scans.outcome import Effort, Outcome
from ..settings import Settings
from .channel import exactly
from .emission import Found, writing

MAX_MESSAGE = 64 << 20
"""Longest message in bytes; results that would be longer are left in a file."""
FORK, REAP = b"f", b"r"
"""What the parent wants of the nursery: a worker, or the end of one."""
_LENGTH = struct.Struct(">I")

Message = TypeVar("Message", bound=msgspec.Struct)


class Broken(Exception):
    """The other end is gone, or says what no worker of ours would."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What the nursery is told first."""

    extractors: tuple[str, ...]
    """Names of all that may be wanted, in the order of examination."""
    settings: Settings
    """What the officer set."""
    readable: tuple[str, ...]
    """Folders that workers may read beside those of the interpreter and its libraries."""


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What the nursery answers once everything is prepared."""

    extractors: tuple["Prepared", ...]
    """In the same order."""


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """An extractor, ready to run."""

    name: str
    """Its name."""
    version: str = ""
    """Its version."""
    configuration: dict[str, str] = msgspec.field(default_factory=dict)
    """All but the version that its results depend on."""
    programs: bool = False
    """Whether it starts programs."""
    wall: float = 0.0
    """Seconds that one examination may take."""
    memory: int = 0
    """Bytes that one examination may take."""
    output: int = 0
    """Bytes of files that one examination may write."""
    error: str = ""
    """Why it cannot be used, if so."""


class Fork(msgspec.Struct, frozen=True, kw_only=True):
    """Asks the nursery for a worker; its end of a socket pair comes along."""

    folder: str
    """The only folder it may write to."""
    programs: bool
    """Whether it may start programs."""


class Forked(msgspec.Struct, frozen=True, kw_only=True):
    """The nursery's answer."""

    pid: int
    """Process of the new worker."""


class Reap(msgspec.Struct, frozen=True, kw_only=True):
    """Asks the nursery how a worker ended; it is killed if it has not."""

    pid: int
    """Process of the worker."""


class Reaped(msgspec.Struct, frozen=True, kw_only=True):
    """The nursery's answer."""

    status: int
    """Exit status, or the negative number of the signal that ended it."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One item to examine."""

    number: int
    """Number of the job, repeated in its answer."""
    item: str
    """Item id."""
    object: str
    """File that holds the bytes."""
    path: str
    """The item's path, for people."""
    size: int
    """Length in bytes."""
    sha256: str
    """Hash of the bytes."""
    depth: int
    """How deep inside others."""
    parent: str | None
    """Id of the item it was found in."""
    locator: str
    """Step that leads to it from there."""
    allowance: int
    """Bytes that it may be decoded to."""
    extractors: tuple[str, ...]
    """Whose examination is wanted."""
    replayed: tuple[str, ...] = ()
    """Who only gives his texts again, for those who read them."""
    collector: str = ""
    """Which collector brought it; empty for what stands inside another item."""
    companion: str = ""
    """Text of the item that says how its collection is to be read, where it has one."""
    texts: str = ""
    """File with the results of another worker, whose texts count for this item, if any."""
    media_type: str = ""
    """Set where finding out the type is what failed."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a job."""

    number: int
    """Number of the job."""
    outcomes: tuple[Outcome, ...]
    """One for each extractor that was wanted."""
    efforts: tuple[Effort, ...]
    """What it took, of those that applied."""
    spool: str = ""
    """Name of the file with the results, where they are many."""
    results: bytes = b""
    """The results, where they are few: `Result` records, each with its length before."""
    needs: tuple[str, ...] = ()
    """Set instead of all others where these have to run first, by a worker with programs."""
    trouble: str = ""
    """Set instead of all others where the machine, not the item, failed (a full disk)."""
    held: tuple[str, ...] = ()
    """Which confinements hold in this worker."""


class SeenResult(msgspec.Struct, frozen=True, kw_only=True, tag="o"):
    """An observation."""

    seen: Observation
    """What was seen."""


class TextResult(msgspec.Struct, frozen=True, kw_only=True, tag="t"):
    """A text."""

    line: TextLine
    """The text."""


class ChildResult(msgspec.Struct, frozen=True, kw_only=True, tag="c"):
    """A child."""

    found: Found
    """What it is and where its bytes are."""


Result = SeenResult | TextResult | ChildResult
"""One thing that an extractor emitted."""
_ENCODER = msgspec.msgpack.Encoder()
_RESULTS: msgspec.msgpack.Decoder[Result] = msgspec.msgpack.Decoder(Result)


def frame(message: msgspec.Struct) -> bytes:
    """Return a message with its length before."""
    content = _ENCODER.encode(message)
    return _LENGTH.pack(len(content)) + content


def send(end: socket.socket, message: msgspec.Struct) -> None:
    """Send a message whole; `Broken` where the other end is gone."""
    try:
        end.sendall(frame(message))
    except OSError as error:
        raise Broken(str(error)) from error


def receive(end: socket.socket, type_: type[Message]) -> Message:
    """Receive one message of this type; `Broken` where the other end is gone or says otherwise."""
    try:
        (size,) = _LENGTH.unpack(exactly(end, _LENGTH.size))
        if size > MAX_MESSAGE:
            raise Broken(f"a message of {size} bytes")
        return msgspec.msgpack.decode(exactly(end, size), type=type_)
    except (EOFError, OSError, msgspec.MsgspecError, ValueError) as error:
        raise Broken(str(error)) from error


def results_of(source: BinaryIO) -> Iterator[Result]:
    """Yield results one by one; `Broken` where they are not whole."""
    while head := source.read(_LENGTH.size):
        size = int.from_bytes(head, "big")
        content = source.read(size) if size <= MAX_MESSAGE else b""
        if len(head) < _LENGTH.size or len(content) < size:
            raise Broken("results that are not whole")
        try:
            yield _RESULTS.decode(content)
        except (msgspec.MsgspecError, ValueError) as error:
            raise Broken(str(error)) from error


class Spool:
    """Results on their way: in memory while they are few, in a file once they are many."""

    KEPT = 1 << 20
    """Bytes held in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept = bytearray()
        self._file: BinaryIO | None = None

    def add(self, result: msgspec.Struct) -> None:
        """Take a result."""
        self._kept += frame(result)
        if len(self._kept) > self.KEPT:
            with writing():
                if self._file is None:
                    self._file = self.path.open("wb")
                self._file.write(self._kept)
            self._kept.clear()

    def close(self) -> tuple[str, bytes]:
        """Return (name of the file or "", bytes); one of the two is empty."""
        if self._file is None:
            return "", bytes(self._kept)
        self._file.write(self._kept)
        self._file.close()
        self._file = None
        return self.path.name, b""
