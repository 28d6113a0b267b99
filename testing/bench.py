"""Running an extractor over bytes in this very process, with its own limits on what it emits."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..evidence.scans.locator import BYTES, Locator
from ..evidence.scans.observation import Observation, TextLine
from ..evidence.scans.outcome import Outcome
from ..extractors import table
from ..extractors.engine.emission import Emission, Found
from ..extractors.engine.examination import accepts, resolve_step
from ..extractors.engine.examination import examine as run
from ..extractors.engine.view import FileView
from ..extractors.interface import Extractor, Facts, Text
from ..extractors.settings import Settings
from ..hashes.digest import hash_fd, sha256_hex

ITEM = sha256_hex(b"an item under test")
"""Id of the item that is examined."""
DEFAULTS = Settings()
"""What holds where an officer sets nothing."""
ALLOWANCE = 1 << 30
"""Bytes that an item under test may be decoded to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """How an item came into the case, for an extractor that is for what a collector brings."""

    collector: str = ""
    """Which collector."""
    companion: str = ""
    """Text of the item that says how its collection is to be read."""


FOUND = Brought()
"""As a file that says nothing of itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Child:
    """An item that was found inside the one under test."""

    found: Found
    """What the extractor said of it."""
    content: bytes | None
    """Its bytes; none where it has none."""

    @property
    def name(self) -> str:
        """Its name, as shown to people."""
        return self.found.name


@dataclass(kw_only=True, slots=True)
class Examination:
    """All that an extractor emitted about an item."""

    outcome: Outcome
    """How it ended."""
    observations: list[Observation] = field(default_factory=list)
    """What it saw, in order."""
    texts: list[TextLine] = field(default_factory=list)
    """What it took out as text."""
    children: list[Child] = field(default_factory=list)
    """What it found inside."""

    def of(self, kind: str) -> list[Observation]:
        """Return the observations of a kind."""
        return [seen for seen in self.observations if seen.kind == kind]


class _Taken:
    """A sink that keeps everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.observations: list[Observation] = []
        self.texts: list[TextLine] = []
        self.children: list[Child] = []

    def observation(self, seen: Observation) -> None:
        self.observations.append(seen)

    def text(self, line: TextLine) -> None:
        self.texts.append(line)

    def child(self, found: Found) -> None:
        content = (self.folder / found.file).read_bytes() if found.file else found.inline
        self.children.append(Child(found=found, content=None if found.sha256 is None else content))


def examine(
    module: Extractor,
    content: bytes | Path,
    *,
    name: str = "item",
    media_type: str | None = None,
    settings: Settings = DEFAULTS,
    texts: Sequence[Text] = (),
    depth: int = 0,
    allowance: int = ALLOWANCE,
    brought: Brought = FOUND,
) -> Examination:
    """Run `module` over `content` (bytes, or a file that is read) as an item called `name`.

    Without `media_type`, the item's type is found out as the engine would.
    """
    prepared = module.prepare(settings)
    with _laid_out(content) as (path, private, out):
        facts = replace(
            _facts(path, name, media_type, depth),
            collector=brought.collector, companion=brought.companion,
        )  # fmt: skip
        view = FileView(path, facts, settings, private, prepared, texts)
        return examine_view(module, view, out, allowance)


def examine_view(module: Extractor, view: FileView, out: Path, allowance: int) -> Examination:
    """Run `module` over a view and close it; the bytes of children go through the folder `out`."""
    taken = _Taken(out)
    try:
        if not accepts(module.ACCEPTS, view.facts, view.read(0, 4096)):
            outcome = Outcome(extractor=module.NAME, status="not_applicable")
        else:
            outcome = run(module, view, Emission(module, view.facts, taken, out, allowance))
    finally:
        view.close()
    return Examination(
        outcome=outcome,
        observations=taken.observations,
        texts=taken.texts,
        children=taken.children,
    )


def resolve(
    module: Extractor,
    content: bytes | Path,
    locator: Locator,
    *,
    name: str = "item",
    media_type: str | None = None,
    settings: Settings = DEFAULTS,
) -> bytes:
    """Return the bytes that `locator` leads to in `content`; LookupError where there are none.

    A step that `module` does not know is followed by the extractor of the table that does: what
    is found in a text begins with the step of whoever took the text out.
    """
    for step in locator:
        owner = table.owner(module, step)
        prepared = None if step.startswith(f"{BYTES}:") else owner.prepare(settings)
        with _laid_out(content) as (path, private, _):
            view = FileView(path, _facts(path, name, media_type), settings, private, prepared)
            try:
                content = resolve_step(owner, view, step)
            finally:
                view.close()
    return content.read_bytes() if isinstance(content, Path) else content


@contextmanager
def _laid_out(content: bytes | Path) -> Iterator[tuple[Path, Path, Path]]:
    """Give a file of the bytes, a private folder, and a folder for children."""
    with tempfile.TemporaryDirectory(prefix="truyvet-testing-") as work:
        private, out = Path(work, "private"), Path(work, "children")
        private.mkdir()
        out.mkdir()
        if isinstance(content, Path):
            yield content, private, out
        else:
            path = Path(work, "content")
            path.write_bytes(content)
            yield path, private, out


def _facts(path: Path, name: str, media_type: str | None, depth: int = 0) -> Facts:
    with path.open("rb") as file:
        digest, size = hash_fd(file.fileno())
    return Facts(
        id=ITEM, path=name, size=size, sha256=digest.hex(),
        media_type=media_type or media_type_of(path), depth=depth,
    )  # fmt: skip


def media_type_of(path: Path) -> str:
    """Return a file's media type by content, as the engine finds it out."""
    from ..extractors.filetype import media_type

    return media_type(path)
