"""What an extractor is: one module that offers what `Extractor` lists, and one row in `table`.

An extractor gets a read-only view of an item and says what it sees through `Emit`. It runs in a
confined process that has no network and may be killed at any moment; it needs no code against
hostile input beyond catching what its libraries raise on damaged bytes and naming that with
`emit.problem`. What it emitted before a problem stays. Guide: docs/guide/extractors.md.
"""

import mmap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from ..evidence.item import Kind
from ..evidence.scans.observation import Flag
from ..evidence.scans.outcome import ProblemCode
from .settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepts:
    """Which items an extractor is for: any of the given must fit; where none is given, none."""

    media: tuple[str, ...] = ()
    """Media types, exact or by top level as `image/*`."""
    magic: tuple[bytes, ...] = ()
    """What the bytes may begin with."""
    names: tuple[str, ...] = ()
    """Endings of names in lower case, with the dot: `.eml`."""
    everything: bool = False
    """Every item that has bytes."""
    collectors: tuple[str, ...] = ()
    """What these collectors brought, but not what stands inside it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one examination of one item may take; reaching one is an outcome, never an error."""

    wall: float = 120.0
    """Seconds by the clock; more is killed: `timeout`."""
    cpu: int = 120
    """Seconds of processor time; more is killed: `timeout`."""
    memory: int = 1 << 30
    """Bytes of memory beyond what the process began with; more is killed: `memory`."""
    output: int = 16 << 30
    """Bytes of all children together; more is `partial`."""
    records: int = 200_000
    """Observations; more is `partial`."""
    children: int = 100_000
    """Children; more is `partial`."""
    text: int = 64 << 20
    """Bytes of text; more is `partial`."""
    depth: int = 16
    """How deep a child may lie inside items inside items; deeper is `bomb`."""
    ratio: int = 200
    """Decoded bytes for each byte of an item of evidence, beyond a floor; more is `bomb`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is known of an item before it is examined."""

    id: str
    """Item id, 64 hexadecimal digits."""
    path: str
    """Path for people, ending in the item's own name; hostile text, never a path to open."""
    size: int
    """Length in bytes."""
    sha256: str
    """Hash of the bytes."""
    media_type: str = "application/octet-stream"
    """Media type by content, as `filetype` sees it."""
    depth: int = 0
    """0 for what was collected, 1 for its children, and so on."""
    parent: str | None = None
    """Id of the item it was found in."""
    locator: str = ""
    """Step that leads to it from its parent; empty for what was collected."""
    collector: str = ""
    """Which collector brought it; empty for what stands inside another item."""
    companion: str = ""
    """Text of the item that says how its collection is to be read, where it has one."""

    @property
    def name(self) -> str:
        """The last part of the path, in lower case."""
        return self.path.rpartition("/")[2].lower()


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text that an extractor took out of the item before."""

    locator: tuple[str, ...]
    """Its locator."""
    text: str
    """The text."""


class ItemView(Protocol):
    """A read-only view of an item's bytes."""

    facts: Facts
    """What is known of it."""
    settings: Settings
    """What the officer set."""
    prepared: object
    """What the extractor's own `prepare` returned."""
    path: Path
    """File that holds exactly the bytes, for libraries that want a path; read-only, no ending."""
    folder: Path
    """A private folder for temporary files; emptied afterwards."""
    texts: Sequence[Text]
    """What the extractors before this one took out of this item."""

    def open(self) -> BinaryIO:
        """Return a new seekable, read-only file over the bytes; closed by the engine at the end."""

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes at `offset`, fewer only at the end.

        ValueError where either is negative; nothing beyond the end, however far.
        """

    def memory(self) -> mmap.mmap | bytes:
        """Return all bytes as a read-only buffer that is paged in when touched, not read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """What a container says of a child; all of it a claim by a hostile source."""

    name: str | bytes
    """Its name or path inside the container."""
    kind: Kind = "file"
    """What it is there; only a file has bytes."""
    modified: str | None = None
    """Last modification, UTC (`evidence.times.utc_of`), where the container tells."""
    target: str | bytes = ""
    """Where a link points."""
    size: int | None = None
    """Length that the container claims."""


class Emit(Protocol):
    """Takes what an extractor sees. Any call may end the examination at a limit."""

    def observation(
        self,
        kind: str,
        locator: str | Sequence[str],
        raw: bytes | str,
        *,
        normal: str = "",
        confidence: int = 100,
        facts: Mapping[str, str] | None = None,
        flag: Flag = "",
    ) -> None:
        """Take an observation. Resolving `locator` must give `raw` again, byte for byte.

        A raw value of more than 4,096 bytes is refused with ValueError: cut it and its span.
        The same (locator, kind, raw) twice is kept once. Empty facts are left out.
        """

    def child(self, locator: str, stream: BinaryIO | bytes | None, member: Member) -> None:
        """Take an item found inside this one, reading `stream` to its end; none has no bytes.

        `locator` is one step, `scheme:…`, unique within the item; resolving it gives the bytes.
        An exception from reading the stream passes through and the child is forgotten.
        """

    def text(self, locator: str | Sequence[str], text: str) -> None:
        """Take readable text; resolving `locator` must give it again, in UTF-8."""

    def problem(self, code: ProblemCode, locator: str | Sequence[str], text: str) -> None:
        """Say what could not be examined; `locator` is empty for the item as a whole."""


class Extractor(Protocol):
    """What an extractor's module offers."""

    NAME: str
    """The word that observations and outcomes bear: lower case, digits, hyphens."""
    VERSION: str
    """Raised whenever the results for some bytes change; a new version examines again."""
    ACCEPTS: Accepts
    """Which items it is for; all others are `not_applicable`."""
    LIMITS: Limits
    """What one examination may take."""
    KINDS: Mapping[str, str]
    """The kinds of observations it makes, each with one line for people."""
    STEPS: Mapping[str, str]
    """The schemes of locators it writes and resolves, each with one line for people."""
    PROGRAMS: tuple[str, ...]
    """Programs it starts; an extractor with none cannot start any."""

    def configuration(self, settings: Settings, /) -> Mapping[str, str]:
        """Return all but the version that its results depend on: settings, library versions."""

    def prepare(self, settings: Settings, /) -> object:
        """Return what is costly to make, once for all items; comes back as `view.prepared`."""

    def extract(self, view: ItemView, emit: Emit, /) -> None:
        """Examine one item."""

    def resolve(self, view: ItemView, step: str, /) -> bytes:
        """Return the bytes that a step of ours leads to; LookupError where there are none."""
