"""The fields of the query language: a row for each, with what it speaks of and an example.

docs/guide/query.md shows this table; a test keeps the two equal.
"""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Of = Literal["seen", "stated", "item", "moment", "case"]
"""An observation, a statement, an item, the time or entry of any of them, the case itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field."""

    title: str
    """What it asks for."""
    example: str
    """One use of it."""
    of: Of
    """What it speaks of."""


FIELDS: dict[str, Field] = {
    "type": Field(
        title="kind of observation, or of the person or thing at one end of a statement",
        example="type:phone",
        of="seen",
    ),
    "val": Field(title="its value, in any spelling", example="val:0912*", of="seen"),
    "extractor": Field(title="extractor that saw it", example="extractor:entities", of="seen"),
    "flag": Field(title="flag of an observation in the item", example="flag:yara", of="item"),
    "rel": Field(title="relation of a statement", example="rel:called", of="stated"),
    "grade": Field(
        title="Admiralty grade of a statement; `<=` for so good or better",
        example="grade:<=B2",
        of="stated",
    ),
    "item": Field(title="the item: short name, or start of its id", example="item:2.17", of="item"),
    "path": Field(
        title="a part of the item's path; with * the whole", example="path:*.docx", of="item"
    ),
    "ext": Field(title="ending of the item's name", example="ext:pdf", of="item"),
    "kind": Field(title="what the item is: file, directory …", example="kind:file", of="item"),
    "tag": Field(
        title="tag of the item or of what was seen in it", example='tag:"nghi phạm A"', of="item"
    ),
    "sha256": Field(
        title="SHA-256 of the item's bytes, or its start", example="sha256:9f86d0", of="item"
    ),
    "case": Field(title="number of the case", example="case:12/2026", of="case"),
    "entry": Field(title="entry that recorded it; a range too", example="entry:3..7", of="moment"),
    "since": Field(
        title="recorded at or after; of a statement with a time of its own, that",
        example="since:2026-01-01",
        of="moment",
    ),
    "until": Field(title="likewise, at or before", example="until:2026-03", of="moment"),
}
"""Fields by name, in the order of the guide."""


def meant(name: str, names: Collection[str]) -> str:
    """Return ` (did you mean …?)` where a name is nearly one of those there are, else nothing."""
    near = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""
