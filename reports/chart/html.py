"""A chart as one HTML file that is worked with: it needs no network, no server, no other file.

A policy in the head (CSP level 3, W3C) allows the page's own style sheet and its own two scripts by
their hashes and nothing else: no request, no inline handler, no `eval`; and no text is ever parsed
as mark-up (Trusted Types). What comes from evidence stands in the page as JSON and reaches the
screen as text only. Same graph, same bytes.

The drawing library (bundle/README.md) is checked against its hash before it goes into a page.
"""

import base64
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ...evidence.errors import TruyvetError
from ...hashes.digest import sha256, sha256_hex
from ..templating import TEMPLATES, environment
from .contents import contents_of, encode, shown
from .plan import Plan
from .words import LANGUAGES, NAMES, needed, said

BUNDLE = Path(__file__).parent / "bundle"
"""The drawing library, built once; see its README.md."""
SCRIPTS = (
    "graph.js", "finding.js", "words.js", "view.js", "picture.js", "drawing.js", "search.js",
    "filters.js", "details.js", "tables.js", "page.js",
)  # fmt: skip
"""The page's own script, in the order in which its parts stand there."""


def render_html(plan: Plan, language: str, *, tool: str) -> bytes:
    """Return the page, UTF-8, that opens in this language (a row of `words.LANGUAGES`).

    Raises `TruyvetError` E641 where the drawing library is not the one it was tested with.
    """
    style = (TEMPLATES / "chart" / "chart.css").read_text(encoding="utf-8")
    library, script = read_library(BUNDLE), _script()
    contents = contents_of(plan)
    text = environment().get_template("chart/chart.html").render(
        contents=_json(contents),
        library=Markup(library),  # noqa: S704 - our own, and its hash was checked
        licences=(BUNDLE / "LICENCES.txt").read_text(encoding="utf-8"),
        names=NAMES,
        language=language,
        policy=_policy(style, (library, script)),
        script=Markup(script),  # noqa: S704 - our own
        style=Markup(style),  # noqa: S704 - our own
        t=LANGUAGES[language],
        title=shown(said(plan.about.title, LANGUAGES[language])),
        tool=tool,
        words=_json(_words(contents, language)),
    )  # fmt: skip
    return text.encode()


def _json(value: object) -> Markup:
    return Markup(encode(value))  # noqa: S704 - nothing in it can end the element


def _policy(style: str, scripts: tuple[str, ...]) -> str:
    return "; ".join((
        "default-src 'none'",
        f"script-src {' '.join(map(_source, scripts))}",
        f"style-src {_source(style)}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ))  # fmt: skip


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode())).decode()}'"


def read_library(folder: Path) -> str:
    """Return the drawing library; `TruyvetError` E641 where it has not the hash beside it."""
    content = (folder / "chart.bundle.js").read_bytes()
    expected = (folder / "chart.bundle.js.sha256").read_text(encoding="ascii").split()[0]
    if sha256_hex(content) != expected:
        raise TruyvetError("E641", expected=expected, found=sha256_hex(content))
    return content.decode("ascii")


def _script() -> str:
    folder = TEMPLATES / "chart"
    parts = ((folder / name).read_text(encoding="utf-8") for name in SCRIPTS)
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def _words(contents: dict[str, Any], language: str) -> dict[str, Any]:
    kinds = {kind for kind, _ in contents["kinds"]}
    relations = {relation for relation, _, _ in contents["relations"]}
    tables = {code: needed(words, kinds, relations) for code, words in LANGUAGES.items()}
    return {"language": language, "tables": tables}
