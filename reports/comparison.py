"""Two captures of one page compared: the document that `watch diff` shows and `watch run` sums up.

Nothing is called unchanged that was not looked at: what is missing on one side (a scan, a text, a
picture, the page itself) makes an aspect `unknown`, with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..evidence.records import Moment
from .comparison_text import TextDifference

Standing = Literal["same", "changed", "unknown"]
"""What became of an aspect of a page."""
Why = Literal[
    "first", "failed", "failed-before", "unscanned", "unscanned-before", "textless",
    "textless-before", "unrendered", "unrendered-before", "uncompared", "cut",
]  # fmt: skip
"""Why it is unknown: of this capture, or of the one before."""
MAX_LISTED = 500
"""Entries of a list that are shown; the rest is counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One of the two captures."""

    name: str
    """Short name."""
    given: str
    """Address that was given."""
    time: Moment
    """When it was begun."""
    result: str
    """How it came out."""
    reason: str
    """Why it is not whole."""
    facts: dict[str, str]
    """What is told of it, by code of `FACTS`."""
    answered: bool
    """Whether the page came, in whole or part."""
    scanned: bool
    """Whether it was examined."""


FACTS = (
    "address", "redirects", "status", "title", "document", "peer", "certificate", "tls", "result"
)  # fmt: skip
"""What is told of both sides, in this order; a line for each redirect."""
TELLING = frozenset({"address", "redirects", "status", "title", "certificate", "result"})
"""Those that tell of a change of the page; servers have many addresses."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """What became of a text."""

    state: Standing
    """Whether it changed."""
    why: Why | None = None
    """Why that is unknown."""
    difference: TextDifference | None = None
    """In what, where both were read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A screenshot with what differs marked."""

    width: int
    """Columns of the screenshot as it was."""
    height: int
    """Rows."""
    boxes: tuple[tuple[int, int, int, int], ...]
    """Left, top, width, height of what differs, in pixels."""
    jpeg: bytes
    """The picture, with boxes drawn."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """What became of the screenshot."""

    state: Standing
    """Whether it changed."""
    why: Why | None = None
    """Why that is unknown."""
    detail: str = ""
    """What a program said why not."""
    changed: int = 0
    """Share of pixels that differ, of a million."""
    old: Shown | None = None
    """The screenshot before."""
    new: Shown | None = None
    """The screenshot now."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Seen:
    """A link, a selector or a tracker."""

    kind: str
    """What it is: `link`, `phone`, `tracker` …"""
    value: str
    """Address, or normal form."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What of one sort is gone and new."""

    state: Standing
    """Whether any is."""
    why: Why | None = None
    """Why that is unknown; `new` then tells all there is."""
    gone: tuple[Seen, ...] = ()
    """What was there before, sorted."""
    new: tuple[Seen, ...] = ()
    """What was not, sorted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """A flag on something new, or a watched selector met in it."""

    name: str
    """Short name of the observation."""
    item: str
    """Short name of the item."""
    kind: str
    """Flag, or kind of the selector."""
    value: str
    """What was seen."""
    watch: str = ""
    """Selector as it was put on the watch-list; empty for a flag."""
    note: str = ""
    """The note it was put there with."""


SORTS = ("links", "selectors", "trackers")
"""Sorts of what is gone and new."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A capture compared with an earlier one of the same page."""

    old: Side | None
    """The earlier one; none for the first."""
    new: Side
    """The later one."""
    between: int
    """Captures of the page between them, which brought no page."""
    page: Text
    """What the page says, as a scan has read it."""
    rendered: Text
    """What a browser showed of it."""
    picture: Picture
    """Its screenshot."""
    changes: dict[str, Change]
    """Links, selectors and trackers, by `SORTS`."""
    flags: tuple[Alarm, ...]
    """Flags on what is new."""
    hits: tuple[Alarm, ...]
    """Watched selectors in what is new."""

    @property
    def text(self) -> Text:
        """The page's text and the rendered one in one: changed if either is."""
        both = (self.page, self.rendered)
        for one in both:
            if one.state == "changed":
                return one
        if self.rendered.state == "same" and self.page.state == "same":
            return self.page
        if self.page.state == "unknown":
            return self.page
        return self.page if self.rendered.why == "unrendered" else self.rendered

    def changed_facts(self) -> tuple[str, ...]:
        """Return the codes of the facts that differ and tell of a change of the page."""
        if self.old is None:
            return ()
        old, new = self.old.facts, self.new.facts
        return tuple(
            code for code in FACTS if code in TELLING and old.get(code, "") != new.get(code, "")
        )

    def changed_sorts(self) -> tuple[str, ...]:
        """Return of which sorts something is gone or new."""
        return tuple(sort for sort in SORTS if self.changes[sort].state == "changed")

    @property
    def bytes_differ(self) -> bool:
        """Tell whether the page came as other bytes than before, whatever it says."""
        if self.old is None:
            return False
        bodies = {side.facts.get("document", "") for side in (self.old, self.new)}
        return len(bodies) == 2 and "" not in bodies

    @property
    def state(self) -> Standing:
        """`changed` where anything is; `same` where all that could be looked at was, and is."""
        states = {self.text.state, *(one.state for one in self.changes.values())}
        if self.picture.why != "unrendered":
            states.add(self.picture.state)
        if "changed" in states or self.changed_facts() or self.bytes_differ:
            return "changed"
        return "unknown" if "unknown" in states else "same"


def change(old: Iterable[Seen] | None, new: Iterable[Seen], why: Why | None) -> Change:
    """Return what is gone and new; with `why`, nothing is gone and all of `new` is listed."""
    after = set(new)
    if old is None or why is not None:
        return Change(state="unknown", why=why, new=tuple(sorted(after)))
    before = set(old)
    gone, came = tuple(sorted(before - after)), tuple(sorted(after - before))
    return Change(state="changed" if gone or came else "same", gone=gone, new=came)
