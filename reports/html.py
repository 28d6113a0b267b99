"""The custody report as one self-contained HTML file.

No script, no network, no image: a policy in the head (CSP, W3C) allows the one style sheet by its
hash and nothing else. All text is escaped by the template engine; what comes from evidence stands
isolated in `<bdi>` with hidden characters written as escapes. Same document, same bytes.
"""

import base64
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ..evidence.findings import FINDINGS, Finding
from ..hashes.digest import sha256
from .document import CustodyReport
from .examination import Mark
from .texts import Language
from .visible import pieces, plain, shorten

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_MAX_HEADER = 60
"""Characters of the case number in the head of printed pages."""


def render(document: CustodyReport, language: Language) -> bytes:
    """Return the document as an HTML file in this language, UTF-8."""
    style = _style(document, language)
    digest = base64.b64encode(sha256(style.encode())).decode()
    template = _environment().get_template("custody.html")
    text = template.render(
        doc=document,
        result=document.result,
        lang=language,
        t=language.say,
        style=Markup(style),  # noqa: S704 - our own style sheet, and strings written by css_string
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'none'; "
        "base-uri 'none'; form-action 'none'",
        explained=lambda finding: explained(finding, language),
        zone=document.result.made.zone,
        marked=_marked,
    )
    return text.encode()


def explained(finding: Finding, language: Language) -> tuple[str, str]:
    """Return what a finding says in `language`, and its English text where that says more."""
    code = f"finding.{finding.code}"
    if not language.has(code):
        return finding.text, ""
    has_facts = "{" in FINDINGS[finding.code][1]
    return language.say(code), finding.text if has_facts else ""


def _marked(tags: Iterable[Mark], notes: Iterable[Mark]) -> list[tuple[str, Mark]]:
    """Return tags and notes as (kind, mark) in the order of their entries."""
    both = [*(("tag", one) for one in tags), *(("note", one) for one in notes)]
    return sorted(both, key=lambda pair: pair[1].seq)


def css_string(text: str) -> str:
    """Return `text` as a CSS string; all but letters, digits and blanks as escapes (CSS 2.1)."""
    kept = re.compile(r"[A-Za-z0-9 ]")
    shown = (one if kept.match(one) else f"\\{ord(one):x} " for one in plain(text))
    return f'"{"".join(shown)}"'


def _style(document: CustodyReport, language: Language) -> str:
    """Return the style sheet, ended by what is written on the edge of every printed page."""
    number = document.number[:_MAX_HEADER] or document.case
    edges = {
        "top-left": css_string(f"{language.say('title')} · {number}"),
        "bottom-left": css_string(f"{document.result.head.size} · {document.result.head.words}"),
        "bottom-right": css_string(f"{language.say('page')} ") + ' counter(page) " / "'
        " counter(pages)",
    }
    boxes = "".join(f"@{place}{{content:{content}}}" for place, content in edges.items())
    css = (_TEMPLATES / "custody.css").read_text(encoding="utf-8")
    return f"{css}@page{{{boxes}}}\n"


@cache
def _environment() -> "Environment":
    # Imported here: it costs a third of what a command takes to start.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"own": _own, "name": _name, "hash": _hash, "plain": _plain}
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


def _hash(digest: str) -> Markup:
    """Mark hexadecimal so that it breaks in the middle and nowhere else."""
    half = len(digest) // 2
    return Markup('<code class="hash">{}<wbr>{}</code>').format(digest[:half], digest[half:])


def _plain(text: str) -> Markup:
    """Return text for a place that takes no mark-up, such as the title."""
    return escape(plain(text))
