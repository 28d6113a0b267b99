"""The custody report as one self-contained HTML file.

No script, no network, no image: a policy in the head (CSP, W3C) allows the one style sheet by its
hash and nothing else. All text is escaped by the template engine; what comes from evidence stands
isolated in `<bdi>` with hidden characters written as escapes. Same document, same bytes.
"""

import base64
import re
from collections.abc import Iterable

from markupsafe import Markup

from ..evidence.findings import FINDINGS, Finding
from ..hashes.digest import sha256
from .document import CustodyReport
from .examination import Mark
from .templating import TEMPLATES, environment
from .texts import Language
from .visible import plain

_MAX_HEADER = 60
"""Characters of the case number in the head of printed pages."""


def render(document: CustodyReport, language: Language) -> bytes:
    """Return the document as an HTML file in this language, UTF-8."""
    style = _style(document, language)
    digest = base64.b64encode(sha256(style.encode())).decode()
    template = environment().get_template("custody.html")
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
    css = (TEMPLATES / "custody.css").read_text(encoding="utf-8")
    return f"{css}@page{{{boxes}}}\n"
