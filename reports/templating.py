"""Filling in templates: every expression is escaped, what comes from evidence is made visible.

Text of people and of evidence stands isolated in `<bdi>`, hidden characters written as escapes.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from .texts import Language
from .visible import pieces, plain, shorten

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
"""Where templates and style sheets stand."""


@cache
def environment() -> "Environment":
    """Return what fills in templates: everything is escaped, nothing undefined passes."""
    # Imported here: it costs a third of what a command takes to start.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"own": _own, "name": _name, "hash": _hash, "plain": _plain}
    environment.filters |= {"line": _line}
    return environment


def _shown(value: object) -> Markup:
    """Return what any expression of the template comes to: nothing is shown but through here."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return _pieces(value, lines=True)
    if isinstance(value, int):
        return Markup(value)  # noqa: S704 - a number
    raise TypeError(f"{type(value).__name__} is not shown as it is")


def _pieces(text: str, *, lines: bool) -> Markup:
    mark = Markup('<span class="escape">{}</span>')
    return Markup().join(
        mark.format(piece.text) if piece.escape else escape(piece.text)
        for piece in pieces(text, lines=lines)
    )


def _own(text: str) -> Markup:
    """Mark the free text of a person, line ends kept."""
    return Markup('<bdi class="own">{}</bdi>').format(_pieces(text, lines=True))


def _name(text: str, language: Language) -> Markup:
    """Mark a name from evidence; of a very long one, the middle is left out and counted."""
    first, count, last = shorten(text)
    middle = Markup()
    if count:
        left_out = language.say("chars.left_out", count=count)
        middle = Markup(' <i class="cut">[{}]</i> ').format(left_out)
    parts = (_pieces(first, lines=False), middle, _pieces(last, lines=False))
    return Markup('<bdi class="name">{}</bdi>').format(Markup().join(parts))


def _line(text: str) -> Markup:
    """Return a part of a line of foreign text, without a mark of its own."""
    return _pieces(text, lines=False)


def _hash(digest: str) -> Markup:
    """Mark hexadecimal so that it breaks in the middle and nowhere else."""
    half = len(digest) // 2
    return Markup('<code class="hash">{}<wbr>{}</code>').format(digest[:half], digest[half:])


def _plain(text: str) -> Markup:
    """Return text for a place that takes no mark-up, such as the title."""
    return escape(plain(text))
