"""Sentences about a graph: English text that also knows what it was made of.

A chart tells them in the language of its reader, by their code; all others take them as text.
"""

from collections.abc import Mapping

SENTENCES = {
    "ego.near": "{middle} and what is within 1 link",
    "ego.far": "{middle} and what is within {hops} links",
    "paths": "Paths from {start} to {goal}",
    "paths.found": "paths of the least length: {shortest}; paths in this graph: {found}",
    "paths.hubs": "hubs on paths of the least length: {count}: {hubs}",
    "left.case": "{missed} nodes: the {limit} of most links are here",
    "left.ego": "{missed} nodes: the {limit} that are nearest and most linked are here",
    "left.edges": "{missed} links: the {limit} of most statements are here",
}
"""Sentences by their codes."""


class Told(str):
    """A sentence in English, its code and what stands in it."""

    __slots__ = ("code", "values")

    code: str
    """A row of `SENTENCES`."""
    values: Mapping[str, str | int]
    """What its holes are filled with; texts come from evidence."""


def told(code: str, **values: str | int) -> Told:
    """Return a sentence."""
    sentence = Told(SENTENCES[code].format(**values))
    sentence.code, sentence.values = code, values
    return sentence
