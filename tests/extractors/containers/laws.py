"""What holds for every item that the extractors of containers examine."""

from truyvet.extractors.interface import Extractor
from truyvet.extractors.settings import Settings
from truyvet.testing.bench import ALLOWANCE, Examination, examine, resolve

MEDIA = "application/octet-stream"
NONE = Settings()
SURVIVED = {"ok", "empty", "partial", "encrypted", "corrupt", "unsupported", "bomb", "skipped"}


def looked(
    module: Extractor,
    content: bytes,
    *,
    settings: Settings = NONE,
    allowance: int = ALLOWANCE,
    name: str = "item",
) -> Examination:
    """Examine bytes whose type is not said."""
    return examine(
        module, content, name=name, media_type=MEDIA, settings=settings, allowance=allowance
    )


def led(module: Extractor, content: bytes, step: str, settings: Settings = NONE) -> bytes:
    """Return what one step leads to."""
    return resolve(module, content, (step,), media_type=MEDIA, settings=settings)


def lawful(module: Extractor, content: bytes, settings: Settings = NONE) -> Examination:
    """Examine bytes twice: both are equal, and every locator leads to what it says."""
    found = looked(module, content, settings=settings)
    again = looked(module, content, settings=settings)
    assert found.outcome.status in SURVIVED, found.outcome
    assert found == again
    for seen in found.observations:
        assert resolve(module, content, seen.locator, media_type=MEDIA, settings=settings) == (
            seen.value()
        )
    for child in found.children:
        if child.content is not None:
            assert led(module, content, child.found.locator, settings) == child.content
    return found


def steps(found: Examination) -> list[str]:
    """Return the steps of all children, in order."""
    return [child.found.locator for child in found.children]


def contents(found: Examination) -> dict[str, bytes | None]:
    """Return the bytes of all children, by step."""
    return {child.found.locator: child.content for child in found.children}


def problems(found: Examination) -> list[tuple[str, str]]:
    """Return (code, step) of all that could not be examined."""
    return [(defect.code, "".join(defect.locator)) for defect in found.outcome.defects]
