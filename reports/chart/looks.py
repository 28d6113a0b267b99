"""What a chart looks like: a shape for each letter of POLE, a colour for each family of links.

Colours are given twice, for light and for dark paper; each stands off its paper by 3:1 or more
(WCAG 2.2, 1.4.11), and shape or place tells the same as colour does.
"""

from dataclasses import dataclass

from ...graph.model import GraphNode

PEOPLE = "P"
"""Sort of people and organizations: their names come first; the page's script knows it too."""
ITEM = "item"
"""Kind of the nodes that are items of the case: they are exhibits, not things of the story."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How one sort is drawn."""

    light: str
    """Colour on white paper."""
    dark: str
    """Colour on dark paper."""
    shape: str = ""
    """Shape of a node; empty for a link."""


SORTS: dict[str, Look] = {
    "P": Look(shape="circle", light="#1f6fb5", dark="#6cb2f0"),
    "O": Look(shape="square", light="#b06f00", dark="#e6ae4a"),
    "L": Look(shape="diamond", light="#0b7f5b", dark="#52c79c"),
    "E": Look(shape="triangle", light="#b03a7b", dark="#ee8bc0"),
    "I": Look(shape="page", light="#6b7684", dark="#9aa6b5"),
}
"""Person, object, location, event, item of the case."""
FAMILIES: dict[str, Look] = {
    "contact": Look(light="#4a78b0", dark="#6f9fdb"),
    "money": Look(light="#2c8a4b", dark="#5fbd80"),
    "holding": Look(light="#b4761a", dark="#d9a24d"),
    "people": Look(light="#8b5bb5", dark="#b791e0"),
    "place": Look(light="#15878f", dark="#4fc0c8"),
    "mention": Look(light="#8a94a0", dark="#7d8896"),
}
"""Families of relations."""
_MEMBERS = {
    "contact": ("called", "messaged", "met", "has_contact"),
    "money": ("transferred",),
    "holding": ("uses", "owns", "holder_of", "registered_to", "logged_in_from"),
    "people": ("member_of", "family", "associate", "employed_by", "involved_in"),
    "place": ("located_at", "seen_at"),
    "mention": ("mentioned_in", "mentioned_with", "named", "alias"),
}
FAMILY_OF = {relation: family for family, row in _MEMBERS.items() for relation in row}
"""Family of each relation."""


def sort_of(node: GraphNode) -> str:
    """Return the row of `SORTS` of a node."""
    return "I" if node.kind == ITEM else node.pole
