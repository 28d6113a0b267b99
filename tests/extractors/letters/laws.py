"""What holds for everything that the extractors of letters, pages and texts emit."""

import random
from pathlib import Path

from truyvet.evidence.scans.observation import TextLine
from truyvet.extractors.interface import Extractor
from truyvet.extractors.settings import Settings
from truyvet.testing.bench import DEFAULTS, Examination, examine, resolve

SURVIVED = {"ok", "empty", "partial", "encrypted", "corrupt", "unsupported", "bomb", "skipped"}


def lawful(
    module: Extractor,
    content: bytes | Path,
    *,
    name: str = "item",
    media_type: str | None = None,
    settings: Settings = DEFAULTS,
) -> Examination:
    """Examine twice: both are equal, nothing crashed, every locator leads to what it says."""
    found = examine(module, content, name=name, media_type=media_type, settings=settings)
    again = examine(module, content, name=name, media_type=media_type, settings=settings)
    assert found == again
    assert found.outcome.status in SURVIVED, found.outcome

    def led(*steps: str) -> bytes:
        return resolve(module, content, steps, name=name, media_type=media_type, settings=settings)

    for seen in found.observations:
        assert led(*seen.locator) == seen.value(), seen
    for line in found.texts:
        assert led(*line.locator) == line.text.encode(), line.locator
    for child in found.children:
        assert led(child.found.locator) == child.content, child.found.locator
    return found


def mutants(content: bytes, *, cuts: int = 8, flips: int = 30, seed: int = 7) -> list[bytes]:
    """Return truncated and bit-flipped copies, always the same ones."""
    chance = random.Random(seed)
    made = [content[: len(content) * part // cuts] for part in range(cuts)]
    for _ in range(flips):
        copy = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
        made.append(bytes(copy))
    return made


def survives(module: Extractor, content: bytes, *, name: str, media_type: str) -> None:
    """Check that no damaged copy ends in a crash, and that what comes out of each is lawful."""
    for number, mutant in enumerate(mutants(content)):
        found = examine(module, mutant, name=name, media_type=media_type)
        assert found.outcome.status in SURVIVED, (number, found.outcome)
        for seen in found.observations[:20]:
            led = resolve(module, mutant, seen.locator, name=name, media_type=media_type)
            assert led == seen.value(), (number, seen)
        for line in found.texts[:5]:
            led = resolve(module, mutant, line.locator, name=name, media_type=media_type)
            assert led == line.text.encode(), (number, line.locator)


def values(found: Examination, kind: str) -> list[str]:
    """Return the raw values of a kind, in order."""
    return [seen.raw for seen in found.of(kind)]


def normals(found: Examination, kind: str) -> list[str]:
    """Return the normal forms of a kind, in order."""
    return [seen.normal for seen in found.of(kind)]


def said(found: Examination) -> str:
    """Return all texts as one, without what a header names."""
    return "\n".join(line.text for line in bodies(found))


def bodies(found: Examination) -> list[TextLine]:
    """Return the texts that are no header's."""
    return [line for line in found.texts if line.locator[-1] not in ("mail:head", "msg:head")]


def problems(found: Examination) -> list[tuple[str, str]]:
    """Return (code, step) of all that could not be examined."""
    return [(defect.code, "".join(defect.locator)) for defect in found.outcome.defects]
