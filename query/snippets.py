"""Snippets: what stands around the hits in a text, and where exactly they stand.

A hit is looked for in the text that the ledger names, not in the index: what is marked is there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..evidence.errors import TruyvetError
from ..evidence.scans.locator import BYTES, parse_span, parse_step, span
from ..evidence.scans.observation import TextLine
from .phrases import Phrase, Place, places, places_by_index

AROUND = 48
"""Characters shown before and after a hit."""
SHOWN = 3
"""Snippets of one text."""
LONGEST = 400
"""Characters of a hit that are shown: between two words may stand a page of dashes."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Snippet:
    """A piece of a text with one hit or more."""

    text: str
    """The piece, its white space as single blanks."""
    hits: tuple[tuple[int, int], ...]
    """Where in it the hits begin and end, in characters."""
    locator: tuple[str, ...]
    """Where the first of them stands in the item."""
    exact: bool
    """Whether the first of them stands as it was typed."""


def hits_in(line: TextLine, phrases: Iterable[Phrase]) -> list[Place]:
    """Return where any of these phrases stands in a text, in order, none within another.

    Raises `TruyvetError` E604 where none does: then the index told otherwise.
    """
    asked = list(phrases)
    found = [place for phrase in asked for place in places(line.text, phrase)]
    if not found:
        found = [place for phrase in asked for place in places_by_index(line.text, phrase)]
    if not found:
        raise TruyvetError("E604", item=line.item[:12])
    found.sort(key=lambda place: (place.start, -place.end))
    kept = list[Place]()
    for place in found:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def snippets(line: TextLine, hits: list[Place], limit: int = SHOWN) -> Iterator[Snippet]:
    """Yield pieces of a text around its hits, those that stand as typed first, at most `limit`."""
    covered = 0
    chosen = list[tuple[Place, list[Place]]]()
    for place in hits:
        if place.start >= covered:
            chosen.append((place, []))
            covered = _after(line.text, place)
        if place.end <= covered:
            chosen[-1][1].append(place)
    chosen.sort(key=lambda one: not any(place.exact for place in one[1]))
    for first, within in chosen[:limit]:
        yield _snippet(line, first, within)


def _after(text: str, place: Place) -> int:
    return min(len(text), min(place.end, place.start + LONGEST) + AROUND)


def _snippet(line: TextLine, first: Place, within: list[Place]) -> Snippet:
    text, at = line.text, max(0, first.start - AROUND)
    end = _after(text, first)
    parts, marks, length = ["…"] if at else [], [], 1 if at else 0
    for place in within or [first]:
        stop = min(place.end, end)
        for piece, is_hit in ((text[at : place.start], False), (text[place.start : stop], True)):
            shown = _SPACE.sub(" ", piece)
            parts.append(shown)
            if is_hit:
                marks.append((length, length + len(shown)))
            length += len(shown)
        at = stop
    parts += [_SPACE.sub(" ", text[at:end]), "…" if end < len(text) else ""]
    best = next((place for place in within if place.exact), first)
    return Snippet(
        text="".join(parts),
        hits=tuple(marks),
        locator=where(line, best),
        exact=best.exact,
    )


def where(line: TextLine, place: Place) -> tuple[str, ...]:
    """Return the locator of a hit: bytes of the text, which is resolved in UTF-8."""
    before = len(line.text[: place.start].encode())
    size = len(line.text[place.start : place.end].encode())
    scheme, rest = parse_step(line.locator[-1])
    if scheme == BYTES:
        offset, length = parse_span(rest)
        if length == len(line.text.encode()):  # the text is these very bytes
            return (*line.locator[:-1], span(offset + before, size))
    return (*line.locator, span(before, size))
