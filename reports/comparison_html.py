"""A comparison of two captures as one self-contained HTML file.

No script, no network: a policy in the head (CSP, W3C) allows the one style sheet by its hash and
pictures that stand in the file, and nothing else. All text is escaped; hidden characters of the
page are written as escapes. The pictures were decoded and written anew in a confined process.
Same comparison, same bytes.
"""

import base64

from markupsafe import Markup

from ..evidence.records import Moment
from ..hashes.digest import sha256
from .comparison import FACTS, MAX_LISTED, SORTS, Comparison, Shown, Side
from .templating import TEMPLATES, environment
from .texts import Language


def render_comparison(
    document: Comparison, language: Language, *, number: str, made: Moment, tool: str
) -> bytes:
    """Return the comparison as an HTML file in this language, UTF-8; `number` is the case's."""
    style = (TEMPLATES / "comparison.css").read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(style.encode())).decode()
    pictures = [_embedded(one) for one in (document.picture.old, document.picture.new)]
    text = environment().get_template("comparison.html").render(
        doc=document,
        facts=_facts(document, language),
        lang=language,
        made=f"{language.time(made.utc, made.zone)} (UTC{made.zone})",
        most=MAX_LISTED,
        number=number,
        pictures=pictures,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        share=_share(document.picture.changed, language),
        sorts=SORTS,
        style=Markup(style),  # noqa: S704 - our own style sheet
        t=language.say,
        tool=tool,
    )  # fmt: skip
    return text.encode()


def _embedded(shown: Shown | None) -> Markup:
    """Return a picture as the address of an image that stands in the file (RFC 2397)."""
    if shown is None:
        return Markup()
    content = base64.b64encode(shown.jpeg).decode()
    return Markup(f"data:image/jpeg;base64,{content}")  # noqa: S704 - base64 has no mark-up


def _share(changed: int, language: Language) -> str:
    """Return a share, given of a million, in percent; what is there at all is never shown as 0."""
    percent = f"{changed / 10_000:.1f}" if changed >= 1_000 else f"{max(changed, 1) / 10_000:.4f}"
    return percent.replace(".", language.words["format.decimal"])


def _facts(document: Comparison, language: Language) -> list[tuple[str, str, str]]:
    """Return (code, before, now) of what is known of either side."""
    old, new = document.old, document.new
    rows = [("time", _time(old, language), _time(new, language))]
    for code in FACTS:
        pair = [_fact(side, code, language) for side in (old, new)]
        if any(pair):
            rows.append((code, pair[0], pair[1]))
    reasons = ("" if old is None else old.reason, new.reason)
    return [*rows, ("reason", *reasons)] if any(reasons) else rows


def _fact(side: Side | None, code: str, language: Language) -> str:
    fact = "" if side is None else side.facts.get(code, "")
    return language.say(f"diff.result.{fact}") if code == "result" and fact else fact


def _time(side: Side | None, language: Language) -> str:
    if side is None:
        return ""
    return f"{language.time(side.time.utc, side.time.zone)} (UTC{side.time.zone})"
