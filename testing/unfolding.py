"""Examining an item and all that is found inside it, in this very process."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..evidence.scans.locator import Locator
from ..evidence.scans.observation import Observation
from ..extractors.engine.view import FileView
from ..extractors.interface import Extractor, Facts, Text
from ..extractors.settings import Settings
from ..hashes.digest import sha256_hex
from .bench import ALLOWANCE, DEFAULTS, Examination, examine_view, media_type_of

MAX_ITEMS = 10_000
"""How many items one unfolding examines unless told otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfolded:
    """One item of an unfolding."""

    steps: Locator
    """Steps that lead to it from the outermost item, which has none."""
    name: str
    """Its name, as shown to people."""
    media_type: str
    """Its media type by content."""
    content: bytes
    """Its bytes."""
    examinations: Mapping[str, Examination] = field(default_factory=dict)
    """What each extractor emitted, by its name."""

    def of(self, kind: str) -> list[Observation]:
        """Return the observations of a kind, of all extractors, in their order."""
        found = self.examinations.values()
        return [seen for examination in found for seen in examination.of(kind)]


def unfold(
    content: bytes | Path,
    extractors: Sequence[Extractor],
    *,
    name: str = "item",
    settings: Settings = DEFAULTS,
    most: int = MAX_ITEMS,
) -> list[Unfolded]:
    """Examine an item, its children, and theirs; return all items with bytes, parents first.

    Of each item every extractor sees the texts of those before it, as in a scan. More than
    `most` items raise ValueError. Memory: all bytes of all items.
    """
    prepared = [(module, module.prepare(settings)) for module in extractors]
    whole = content.read_bytes() if isinstance(content, Path) else content
    waiting: list[tuple[Locator, str, bytes]] = [((), name, whole)]
    done: list[Unfolded] = []
    while waiting:
        if len(done) >= most:
            raise ValueError(f"more than {most} items in {name}")
        steps, called, inner = waiting.pop(0)
        item = _examined(prepared, settings, steps, called, inner)
        done.append(item)
        for examination in item.examinations.values():
            for child in examination.children:
                if child.content is not None:
                    locator = (*steps, child.found.locator)
                    waiting.append((locator, child.name, child.content))
    return done


def _examined(
    prepared: Sequence[tuple[Extractor, object]],
    settings: Settings,
    steps: Locator,
    name: str,
    content: bytes,
) -> Unfolded:
    examinations: dict[str, Examination] = {}
    texts: list[Text] = []
    with tempfile.TemporaryDirectory(prefix="truyvet-testing-") as work:
        path = Path(work, "content")
        path.write_bytes(content)
        facts = Facts(
            id=sha256_hex("\n".join(steps).encode()), path=name, size=len(content),
            sha256=sha256_hex(content), media_type=media_type_of(path), depth=len(steps),
        )  # fmt: skip
        for number, (module, ready) in enumerate(prepared):
            private, out = Path(work, f"private-{number}"), Path(work, f"children-{number}")
            private.mkdir()
            out.mkdir()
            view = FileView(path, facts, settings, private, ready, tuple(texts))
            found = examine_view(module, view, out, ALLOWANCE)
            examinations[module.NAME] = found
            texts += [Text(locator=line.locator, text=line.text) for line in found.texts]
    return Unfolded(
        steps=steps, name=name, media_type=facts.media_type, content=content,
        examinations=examinations,
    )  # fmt: skip
