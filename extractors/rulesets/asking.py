"""Asking the rules about an item: whole where it can be mapped, in windows where it is too large.

What a rule found is kept as places, never as bytes, and no more than `MAX_INSTANCES` of each of
its strings; the rest is counted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..interface import ItemView
from .compiling import RuleSet, load
from .variables import HEAD_BYTES, variables

WHOLE_BYTES = 2 << 30
"""Up to here an item is mapped whole: then filesize, positions and modules are right."""
WINDOW_BYTES = 64 << 20
OVERLAP_BYTES = 1 << 20
"""A match, and strings that must stand together, may lie across the end of a window."""
FLOODED_WINDOW = 256 << 10
"""Window after a flood of matches: no string can match more often than it has bytes."""
MAX_FLOODED = 2
"""Strings that may reach YARA's million of matches, each about 250 MB, before windows are taken."""
MAX_INSTANCES = 100
"""Places of a string that are told; the rest is counted."""


@dataclass(kw_only=True, slots=True)
class Hits:
    """Where one string of one rule matched."""

    places: list[tuple[int, int, int]] = field(default_factory=list)
    """(offset, length, xor key), ascending, at most `MAX_INSTANCES`."""
    count: int = 0
    """How many there were."""


@dataclass(kw_only=True, slots=True)
class Hit:
    """A rule that matched."""

    namespace: str
    """Where it comes from."""
    rule: str
    """Its name."""
    tags: tuple[str, ...]
    """Its tags."""
    meta: Mapping[str, object]
    """Its meta: a list where a name stands twice."""
    strings: dict[str, Hits] = field(default_factory=dict)
    """By identifier, in the order of the rule."""


@dataclass(kw_only=True, slots=True)
class Answer:
    """What the rules said of an item."""

    hits: list[Hit] = field(default_factory=list)
    """The rules that matched, in their order."""
    problems: list[str] = field(default_factory=list)
    """What was not asked, and why."""


class _Flood(Exception):
    """Too many strings matched too often."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """How much is asked at once; tests ask for less."""

    whole: int = WHOLE_BYTES
    """Bytes up to which an item is mapped whole."""
    window: int = WINDOW_BYTES
    """Bytes of a window beyond."""
    overlap: int = OVERLAP_BYTES
    """Bytes that a window shares with the next."""
    instances: int = MAX_INSTANCES
    """Places told of each string."""


BOUNDS = Bounds()


def ask(rules: RuleSet, view: ItemView, timeout: int, bounds: Bounds = BOUNDS) -> Answer:
    """Ask every rule about an item, for at most `timeout` seconds a call."""
    scan = _Scan(rules, view, timeout, bounds)
    if view.facts.size > bounds.whole:
        scan.windows(bounds.window, bounds.overlap, f"larger than {bounds.whole} bytes")
        return scan.answer
    try:
        scan.whole()
    except _Flood:
        scan.found.clear()
        reason = "some strings match more than a million times"
        scan.windows(FLOODED_WINDOW, FLOODED_WINDOW // 4, reason)
    return scan.answer


class _Scan:
    def __init__(self, rules: RuleSet, view: ItemView, timeout: int, bounds: Bounds) -> None:
        self._rules = rules
        self._view = view
        self._timeout = timeout
        self._most = bounds.instances
        self._externals = variables(view.facts, view.read(0, HEAD_BYTES))
        self._yara = load()
        self._problems: list[str] = []
        self._asked: frozenset[tuple[str, str]] | None = None
        self.found: dict[tuple[str, str], Hit] = {}

    @property
    def answer(self) -> Answer:
        return Answer(hits=list(self.found.values()), problems=self._problems)

    def whole(self) -> None:
        """Ask about all bytes at once; `_Flood` where that would take too much memory."""
        flooded: list[Any] = []

        def warned(kind: int, string: Any) -> int:
            flooded.append(string)
            return self._going_on(len(flooded) <= MAX_FLOODED)

        try:
            self._match({"filepath": str(self._view.path)}, self._keep(0, 0), warned)
        except self._yara.TimeoutError:
            self._problems.append(f"not finished in {self._timeout} seconds")
        except self._yara.Error as error:
            if len(flooded) > MAX_FLOODED:
                raise _Flood from error
            self._problems.append(str(error))
        for one in flooded:
            where = f"{one.string} of {one.namespace}:{one.rule}"
            self._problems.append(f"only the first million matches of {where}")

    def windows(self, size: int, overlap: int, reason: str) -> None:
        """Ask about one window after the other, and only rules for which that is right."""
        self._asked = self._rules.monotone()
        left_out = self._rules.count - len(self._asked)
        self._problems.append(
            f"{reason}: scanned in windows of {size} bytes; {left_out} rules that look at sizes, "
            "positions, absence or modules were not asked"
        )
        for start, reached in _windows(self._view.facts.size, size, overlap):
            window = self._view.read(start, size)  # mapped, all of the item would count as ours
            try:
                self._match({"data": window}, self._keep(start, reached), self._never)
            except self._yara.Error as error:
                late = isinstance(error, self._yara.TimeoutError)
                what = f"not finished in {self._timeout} seconds" if late else str(error)
                self._problems.append(f"the window at {start}: {what}")

    def _never(self, kind: int, string: object) -> int:
        """Take a warning and go on."""
        return self._going_on(True)

    def _going_on(self, wanted: bool) -> int:
        yara = self._yara
        return int(yara.CALLBACK_CONTINUE if wanted else yara.CALLBACK_ABORT)

    def _match(
        self,
        what: Mapping[str, object],
        keep: Callable[[dict[str, Any]], int],
        warned: Callable[..., int],
    ) -> None:
        self._rules.rules.match(
            **what,
            externals=self._externals,
            callback=keep,
            which_callbacks=self._yara.CALLBACK_MATCHES,
            warnings_callback=warned,
            timeout=self._timeout,
            allow_duplicate_metadata=True,
        )

    def _keep(self, start: int, reached: int) -> Callable[[dict[str, Any]], int]:
        """Return what takes a matching rule of the window at `start`, seen before to `reached`."""

        def keep(match: dict[str, Any]) -> int:
            key = (str(match["namespace"]), str(match["rule"]))
            if self._asked is None or key in self._asked:
                hit = self.found.setdefault(
                    key,
                    Hit(
                        namespace=key[0],
                        rule=key[1],
                        tags=tuple(match["tags"]),
                        meta=match["meta"],
                    ),
                )
                for string in match["strings"]:
                    self._add(hit.strings.setdefault(string.identifier, Hits()), string.instances,
                              start, reached)  # fmt: skip
            return self._going_on(True)

        return keep

    def _add(self, hits: Hits, instances: list[Any], start: int, reached: int) -> None:
        places = [(start + one.offset, one.matched_length, one.xor_key) for one in instances]
        if start < reached:  # some of these were seen in the window before
            seen = set(hits.places)
            places = [one for one in places if one not in seen and self._is_new(one, hits, reached)]
        hits.count += len(places)
        hits.places = sorted([*hits.places, *places])[: self._most]

    def _is_new(self, place: tuple[int, int, int], hits: Hits, reached: int) -> bool:
        """Tell whether a place was not counted before, where it was not kept."""
        return place[0] + place[1] > reached or len(hits.places) < self._most


def _windows(length: int, size: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end of the window before) of each window over `length` bytes."""
    start = reached = 0
    while True:
        yield start, reached
        reached = start + size
        if reached >= length:
            return
        start = reached - overlap
