"""What the tests of the engine's small parts share: an item, a sink, an emission."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from truyvet.evidence.scans.observation import Observation, TextLine
from truyvet.extractors.engine.emission import Emission, Found
from truyvet.extractors.engine.view import FileView
from truyvet.extractors.interface import Extractor, Facts, Limits
from truyvet.extractors.settings import Settings


@dataclass
class Kept:
    """A sink that keeps everything."""

    observations: list[Observation] = field(default_factory=list)
    texts: list[TextLine] = field(default_factory=list)
    children: list[Found] = field(default_factory=list)

    def observation(self, seen: Observation) -> None:
        self.observations.append(seen)

    def text(self, line: TextLine) -> None:
        self.texts.append(line)

    def child(self, found: Found) -> None:
        self.children.append(found)


def module_of(limits: Limits, steps: Mapping[str, str], **functions: object) -> Extractor:
    """Return an extractor of two kinds."""
    return cast(
        "Extractor",
        SimpleNamespace(
            NAME="words", LIMITS=limits, KINDS={"word": "a word", "name": "a name"}, STEPS=steps,
            **functions,
        ),
    )  # fmt: skip


def facts_of(size: int = 0, *, depth: int = 0, **changes: Any) -> Facts:
    """Return what is known of an item under test."""
    known: dict[str, Any] = {"path": "a/Item.TXT"} | changes
    return Facts(id="ab" * 32, size=size, sha256="cd" * 32, depth=depth, **known)


@pytest.fixture
def kept() -> Kept:
    """Where the emission of the test leads."""
    return Kept()


@pytest.fixture
def emitting(tmp_path: Path, kept: Kept) -> Callable[..., Emission]:
    """Make an emission: `emitting(records=3, allowance=9, depth=1)`."""

    def make(*, allowance: int = 1 << 30, at: int = 0, **limits: int) -> Emission:
        module = module_of(Limits(**limits), {"line": "a line"})
        return Emission(module, facts_of(depth=at), kept, tmp_path / "children", allowance)

    return make


@pytest.fixture
def viewing(tmp_path: Path) -> Iterator[Callable[..., FileView]]:
    """Make a view of some bytes: `viewing(b"bytes")`; all are closed afterwards."""
    views: list[FileView] = []

    def make(content: bytes) -> FileView:
        path, folder = tmp_path / "content", tmp_path / "private"
        path.write_bytes(content)
        folder.mkdir(exist_ok=True)
        views.append(FileView(path, facts_of(len(content)), Settings(), folder))
        return views[-1]

    yield make
    for view in views:
        view.close()
