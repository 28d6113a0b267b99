"""Identifiers that other formats ask for, made of our own: UUIDs of version 5 (RFC 9562).

The same node of the same cases has the same UUID in every export.
"""

from uuid import UUID, uuid5

from ..model import About
from .text import Text

SPACE = UUID("8a3f6c2e-0b7d-5e41-9c58-d1f2a4b6e703")
"""The name space of everything that is ours."""


def space_of(about: About) -> UUID:
    """Return the name space of what belongs to these cases."""
    return uuid5(SPACE, "\x1f".join(("cases", *map(Text().id, about.cases))))


def named(space: UUID, what: str, one: str) -> UUID:
    """Return the UUID of a thing: `what` tells nodes from links."""
    return uuid5(space, f"{what}\x1f{Text().id(one)}")
