"""What is found in a page: a value, where it stands, and what it means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...evidence.scans.observation import MAX_FACT, MAX_RAW
from ..references.urls import Base
from .source import Source
from .tags import Tag

_BLANKS = " \t\n\r\f"  # of ASCII alone: other units may be parts of letters


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One value of a page."""

    kind: str
    """Kind of the observation."""
    start: int
    """Its first unit in the source."""
    end: int
    """The unit after it."""
    normal: str = ""
    """Its normal form."""
    confidence: int = 100
    """How sure we are, 0 to 100."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Details."""

    def cut(self, source: Source) -> tuple[int, int]:
        """Return from which unit to which the raw value stands, not longer than one may be."""
        return self.start, min(self.end, self.start + MAX_RAW // source.width)


Take = Callable[[Finding], None]
"""Takes what is found."""


@dataclass(kw_only=True, slots=True)
class Page:
    """A page that is being read."""

    source: Source
    """Its text."""
    base: Base
    """What its links are relative to; without an address where that is not known."""
    take: Take
    """Takes what is found."""
    region: str = "VN"
    """How telephone numbers without a country are read."""

    def value(self, tag: Tag, name: str) -> str:
        """Return an attribute's value, blanks around it off; empty where there is none."""
        place = tag.attributes.get(name)
        return self.source.value(*place).strip() if place else ""

    def found(
        self,
        kind: str,
        place: tuple[int, int],
        normal: str = "",
        *,
        confidence: int = 100,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        """Take a value without the blanks around it; one that is empty is none."""
        start, end = place
        text = self.source.text
        while start < end and text[start] in _BLANKS:
            start += 1
        while start < end and text[end - 1] in _BLANKS:
            end -= 1
        if start < end:
            self.take(
                Finding(
                    kind=kind, start=start, end=end, normal=normal[:MAX_FACT],
                    confidence=confidence, facts=facts or {},
                )
            )  # fmt: skip
