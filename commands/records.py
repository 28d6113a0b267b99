"""What came out of archives of web pages, as the scan that took them apart has gathered it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from ..evidence.index import Row
from ..evidence.scans.gathering import Gathering, child_id
from ..evidence.scans.observation import Observation
from ..evidence.scans.outcome import FULL, Examined, Outcome

_ARCHIVES = frozenset({"warc", "har"})
_COLLECTED = _ARCHIVES | {"archive", "web"}
_NOT_COUNTS = ("format", "records", "entries", "parts")
_MARK = b'"web-archive"'


@dataclass(kw_only=True, slots=True)
class Unfolded:
    """What came out of some archives."""

    children: int = 0
    """Items inside them."""
    archives: list[dict[str, str]] = field(default_factory=list)
    """For each archive its `path`, and in `words` what it holds."""
    damage: list[dict[str, str]] = field(default_factory=list)
    """What is damaged: `path` of the archive, `place` in it and `why`."""
    scan: int | None = None
    """Entry of the scan."""


def unfolded(gathering: Gathering, rows: list[Row]) -> Unfolded:
    """Return what a scan has gathered of these archives and of those inside them."""
    found, paths = Unfolded(), {row.id: row.path for row in rows}
    hurt = list[tuple[str, Outcome]]()
    for line in gathering.outcomes():
        one = msgspec.json.decode(line, type=Examined)
        wanted = _COLLECTED if one.item in paths else _ARCHIVES
        hurt += [
            (one.item, outcome)
            for outcome in one.outcomes
            if outcome.extractor in wanted and outcome.status not in FULL
        ]
    held = dict[str, Observation]()
    for line in gathering.lines("observations"):
        if _MARK in line:
            seen = msgspec.json.decode(line, type=Observation)
            if seen.kind == "web-archive":
                held[seen.item] = seen
    inner = (set(held) | {item for item, _ in hurt}) - set(paths)
    for child in gathering.children():
        found.children += 1
        if inner and (name := child_id(child)) in inner:
            paths[name] = child.path
    for item, seen in held.items():
        found.archives.append({"path": paths.get(item, item), "words": _words(seen.facts)})
    for item, outcome in hurt:
        found.damage += _damage(paths.get(item, item), outcome)
    return found


def _words(facts: dict[str, str]) -> str:
    """Return what an archive holds in words: `WARC/1.1, 3 records: 1 request, 2 response`."""
    held = [f"{facts[name]} {name}" for name in _NOT_COUNTS[1:] if name in facts]
    counts = [f"{count} {name}" for name, count in facts.items() if name not in _NOT_COUNTS]
    words = ", ".join(filter(None, (facts.get("format", ""), *held)))
    return f"{words}: {', '.join(counts)}" if counts else words


def _damage(path: str, outcome: Outcome) -> Iterator[dict[str, str]]:
    for defect in outcome.defects:
        place = " / ".join(defect.locator)
        yield {"path": path, "place": place, "why": defect.text or defect.code}
    if outcome.reason or not outcome.defects:
        yield {"path": path, "place": "", "why": outcome.reason or outcome.status}
    more = outcome.problems - len(outcome.defects)
    if more > 0:
        yield {"path": path, "place": "", "why": f"and {more:,} problems more"}
