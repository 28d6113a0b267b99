"""One examination: one extractor over one item, in this very process."""

from fnmatch import fnmatchcase

from ...evidence.scans.locator import BYTES, Locator, NotALocator, parse_span, parse_step
from ...evidence.scans.outcome import Outcome
from ..interface import Accepts, Extractor, Facts, ItemView
from .emission import Emission, Ended, blamed


def accepts(wanted: Accepts, facts: Facts, head: bytes) -> bool:
    """Tell whether an extractor that wants such items is for this one.

    `head` is how the item begins, as many bytes as the longest magic needs.
    """
    if wanted.everything or facts.collector in wanted.collectors:
        return True
    if any(fnmatchcase(facts.media_type, pattern) for pattern in wanted.media):
        return True
    return any(map(head.startswith, wanted.magic)) or any(map(facts.name.endswith, wanted.names))


def examine(module: Extractor, view: ItemView, emission: Emission) -> Outcome:
    """Run an extractor over an item and say how it ended; never raises an `Exception`."""
    try:
        module.extract(view, emission)
    except Ended as limit:
        return emission.outcome(limit.status, limit.reason)
    except MemoryError:
        return emission.outcome("memory", "no memory left within the limit")
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001
        # A bug of an extractor, or a library that wants to leave, costs one outcome.
        return emission.outcome("crash", blamed(error))
    return emission.outcome()


def slice_of(view: ItemView, rest: str) -> bytes:
    """Return the bytes of a `bytes` step; LookupError where the item does not reach that far."""
    offset, length = parse_span(rest)
    found = view.read(offset, length)
    if len(found) != length:
        raise LookupError(f"the item ends before byte {offset + length}")
    return found


def scheme_of(locator: Locator) -> str:
    """Return the scheme of a locator's first step; `NotALocator` where it has none."""
    if not locator:
        raise NotALocator("a locator without a step")
    return parse_step(locator[0])[0]


def resolve_step(module: Extractor | None, view: ItemView, step: str) -> bytes:
    """Return the bytes that one step leads to, by the extractor whose scheme it is."""
    scheme, rest = parse_step(step)
    if scheme == BYTES:
        return slice_of(view, rest)
    if module is None or scheme not in module.STEPS:
        raise LookupError(f"no extractor knows {scheme}:")
    return module.resolve(view, step)
