"""The extractors there are: one row for each module; others add theirs as entry points.

The order is the order of examination: an extractor sees the texts of those before it. An installed
package adds an extractor with an entry point in the group `truyvet.extractors` that names such a
module; these come last. Guide: docs/guide/extractors.md.
"""

from importlib import import_module, metadata
from typing import cast

from ..evidence.scans.locator import BYTES, parse_step
from .interface import Extractor

GROUP = "truyvet.extractors"
EXTRACTORS: dict[str, str] = {
    "filetype": ".filetype",
    "digests": ".digests",
    "hashsets": ".hashsets",
    "yara": ".yara",
    "archive": ".archive",
    "streams": ".streams",
    "warc": ".warc",
    "har": ".har",
    "mail": ".mail",
    "rows": ".rows",
    "vcard": ".vcard",
    "web": ".web",
    "page": ".page",
    "office": ".office",
    "pdf": ".pdf",
    "plaintext": ".plaintext",
    "image": ".image",
    "executable": ".executable",
    "media": ".media",
    "similarity": ".similarity",
    "qr": ".qr",
    "ocr": ".ocr",
    "entities": ".entities",
}
"""Name of an extractor: its module."""

TEXT_WRITERS = frozenset({"mail", "web", "office", "pdf", "plaintext", "qr", "ocr"})
"""Extractors whose texts others read."""
TEXT_READERS = frozenset({"entities"})
"""Extractors that read the texts of those before them."""


def names() -> list[str]:
    """Return the names of all extractors, ours first, in the order of examination."""
    theirs = {point.name for point in metadata.entry_points(group=GROUP)}
    return [*EXTRACTORS, *sorted(theirs - set(EXTRACTORS))]


def extractor(name: str) -> Extractor:
    """Return the extractor of this name; LookupError when there is none."""
    if name in EXTRACTORS:
        return cast("Extractor", import_module(EXTRACTORS[name], __package__))
    for point in metadata.entry_points(group=GROUP, name=name):
        return cast("Extractor", point.load())
    raise LookupError(name)


def owner(module: Extractor, step: str) -> Extractor:
    """Return who resolves a step that stands in a locator of `module`; `NotALocator` if it is none.

    Usually `module` itself; else the first row that lists the scheme: what is found in a text
    begins with the step of whoever took the text out. `module` again where nobody lists it.
    """
    scheme = parse_step(step)[0]
    if scheme != BYTES and scheme not in module.STEPS:
        for name in names():
            if scheme in extractor(name).STEPS:
                return extractor(name)
    return module
