"""Where on earth a node lies: by its facts `latitude` and `longitude`; a `geo` by its value."""

import re

from ..model import GraphNode

_NUMBER = r"\s*([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)\s*"
_PAIR = re.compile(rf"(?:geo:)?{_NUMBER}[,;]{_NUMBER}")
_ONE = re.compile(_NUMBER)
PLACING = frozenset({"located_at", "seen_at"})
"""Relations that say where someone or something is."""

Place = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


def place_of(node: GraphNode) -> Place | None:
    """Return the place of a node; None where none is known."""
    facts = node.facts
    if "latitude" in facts and "longitude" in facts:
        return _place(facts["latitude"], facts["longitude"])
    found = _PAIR.fullmatch(node.value) if node.kind == "geo" else None
    return None if found is None else _place(*found.groups())


def _place(latitude: str, longitude: str) -> Place | None:
    if not (_ONE.fullmatch(latitude) and _ONE.fullmatch(longitude)):
        return None
    north, east = float(latitude), float(longitude)
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None
