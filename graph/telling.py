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
    "left.case": "{missed} of {all} nodes are not shown: only the {limit} with most links are",
    "left.ego": "{missed} of {all} nodes are not shown: only the {limit} nearest and most linked "
    "are",
    "left.edges": "{missed} of {all} links are not shown: only the {limit} with most statements "
    "are",
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
    sentence = Told(SENTENCES[code].format(**grouped(values)))
    sentence.code, sentence.values = code, values
    return sentence


def grouped(values: Mapping[str, str | int], sign: str = ",") -> dict[str, str]:
    """Return values as they stand in a sentence: `sign` between the thousands of numbers."""
    return {
        name: one if isinstance(one, str) else f"{one:,}".replace(",", sign)
        for name, one in values.items()
    }
