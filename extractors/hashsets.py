"""Hash sets: is this file one of those that somebody knows, as good or as bad.

Looks up the item's SHA-256, and further digests only where a set holds them. Where sets contradict
each other both are said. The sets are those of `settings.hashsets`, made by
`truyvet hashset import`; one that cannot be used is a problem of every item, not a silence.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..evidence.scans.observation import MAX_FACT, Flag
from ..hashes.hashset import HashSet, Known
from . import digests
from .hashlists.sets import Stored, stored
from .interface import Accepts, Emit, ItemView
from .settings import Settings

NAME = "hashsets"
VERSION = "1"
ACCEPTS = Accepts(everything=True)
LIMITS = digests.LIMITS
KINDS: Mapping[str, str] = {
    "known-bad": "a file of a hash set of bad files",
    "known-good": "a file of a hash set of files that are of no interest",
}
STEPS = digests.STEPS
PROGRAMS: tuple[str, ...] = ()
_MEANING: dict[Known, tuple[str, Flag]] = {
    "bad": ("known-bad", "known-bad"),
    "good": ("known-good", ""),
}


def configuration(settings: Settings) -> Mapping[str, str]:
    """Return the sets, each by what it means and the SHA-256 of its digests."""
    return {f"set-{number}": _named(one) for number, one in enumerate(_sets(settings), 1)}


def prepare(settings: Settings) -> object:
    """Open the sets; the processes that examine share their pages."""
    sets = tuple(_sets(settings))
    for algorithm in {one.opened.head.algorithm for one in sets if one.opened}:
        if not digests.missing(algorithm):
            digests.maker(algorithm)()
    return sets


def extract(view: ItemView, emit: Emit) -> None:
    """Look the item up in every set."""
    sets = view.prepared if isinstance(view.prepared, tuple) else ()
    opened: list[HashSet] = []
    for one in sets:
        if one.opened is None:
            reason = f"the hash set {one.path.name} cannot be used: {one.problem}"
            emit.problem("unsupported", "", reason)
        elif why := digests.missing(one.opened.head.algorithm):
            emit.problem("unsupported", "", why)
        else:
            opened.append(one.opened)
    known = {"sha256": view.facts.sha256}
    wanted = sorted({one.head.algorithm for one in opened} - known.keys())
    known |= digests.compute(view, wanted)
    for algorithm in ("sha256", *wanted):
        digest = known[algorithm]
        held = [one for one in opened if one.head.algorithm == algorithm]
        hits = [one for one in held if bytes.fromhex(digest) in one]
        for meaning, (kind, flag) in _MEANING.items():
            found = [one for one in hits if one.head.known == meaning]
            if found:
                emit.observation(
                    kind, f"digest:{algorithm}", digest, normal=digest, flag=flag,
                    facts={
                        "algorithm": algorithm,
                        "set": _joined(one.head.name for one in found),
                        "source": _joined(one.head.source for one in found),
                        "source-sha256": _joined(one.head.source_sha256 for one in found),
                    },
                )  # fmt: skip


def resolve(view: ItemView, step: str) -> bytes:
    """Return the digest that was looked up, computed anew."""
    return digests.resolve(view, step)


def _sets(settings: Settings) -> list[Stored]:
    return stored(Path(settings.hashsets)) if settings.hashsets else []


def _named(one: Stored) -> str:
    if one.opened is None:
        return f"unusable: {one.path.name}: {one.problem}"
    head = one.opened.head
    return f"{head.known} {head.algorithm} {head.count} {head.body} {head.name}"


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))[:MAX_FACT]
