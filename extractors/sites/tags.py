"""The tags, comments and scripts of a page, each at its place (HTML Standard, "tokenization").

Only a tokenizer: no tree is built and nothing is mended. It reads a page once from left to right,
whatever a hostile page holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .source import Source

_OPENING = re.compile(
    r"<(?:!--(?P<comment>.*?)(?:--!?>|\Z)|(?P<other>[/!?][^>]*+>?)|(?P<tag>[A-Za-z][^\s/>]*+))",
    re.DOTALL | re.ASCII,
)
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?P<name>[^\s/>][^\s/>=]*+)"""
    r"""(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"?|'(?P<single>[^']*+)'?|(?P<bare>[^\s>"'][^\s>]*+)?))?""",
    re.ASCII,
)
_CLOSING = re.compile(r"[\s/]*+>?", re.ASCII)
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE | re.ASCII)
    for name in ("script", "style", "textarea", "title", "xmp", "noembed", "noframes")
}
MAX_ATTRIBUTES = 200
"""Attributes of one tag that are read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tag:
    """An opening tag."""

    name: str
    """Its name in lower case."""
    start: int
    """Its first unit."""
    end: int
    """The unit after it."""
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Name in lower case: from which unit to which its value stands, without quotes."""
    inside: tuple[int, int] | None = None
    """Of a script and its like: where its text stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A remark."""

    start: int
    """The first unit of its text."""
    end: int
    """The unit after it."""


def pieces(source: Source) -> Iterator[Tag | Comment]:
    """Yield opening tags and comments in order."""
    text, at = source.text, 0
    while found := _OPENING.search(text, at):
        at = found.end()
        if found["comment"] is not None:
            yield Comment(start=found.start("comment"), end=found.end("comment"))
        elif found["tag"]:
            tag = _tag(text, found)
            at = tag.inside[1] if tag.inside else tag.end
            yield tag


def _tag(text: str, opened: re.Match[str]) -> Tag:
    name = opened["tag"].lower()
    attributes: dict[str, tuple[int, int]] = {}
    at = opened.end()
    while found := _ATTRIBUTE.match(text, at):
        at = found.end()
        if len(attributes) < MAX_ATTRIBUTES:
            kind = found.lastgroup or "name"
            place = found.span(kind) if kind != "name" else (found.end(), found.end())
            attributes.setdefault(found["name"].lower(), place)
    closed = _CLOSING.match(text, at)
    end = closed.end() if closed else at
    inside = None
    if name in _RAW:
        until = _RAW[name].search(text, end)
        inside = (end, until.start() if until else len(text))
    return Tag(name=name, start=opened.start(), end=end, attributes=attributes, inside=inside)
