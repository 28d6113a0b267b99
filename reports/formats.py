"""The formats a report can be written in.

A format is one module with a `render` and one row here; a test keeps them one to one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import html
from .document import CustodyReport
from .texts import Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One output format."""

    suffix: str
    """How the names of its files end."""
    render: Callable[[CustodyReport, Language], bytes]
    """Returns a document as the bytes of a file."""


FORMATS: dict[str, Format] = {
    "html": Format(suffix=".html", render=html.render),
}
"""Formats by name."""


def format_of(name: str) -> Format | None:
    """Return the format of a file of this name, or none where no format writes such files."""
    found = (one for one in FORMATS.values() if name.lower().endswith(one.suffix))
    return next(found, None)
