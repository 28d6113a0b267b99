"""The languages of charts, the first being the default; a test keeps their codes equal."""

from collections.abc import Mapping

from ...graph.model import About
from ...graph.telling import Told, grouped
from . import english, vietnamese

LANGUAGES: dict[str, Mapping[str, str]] = {"vi": vietnamese.WORDS, "en": english.WORDS}
"""Words by language and code."""
NAMES = {"vi": "Tiếng Việt", "en": "English"}
"""What each language calls itself."""
WHOLE = "the whole case"
"""How a question begins that asks for everything; the page's script knows it too."""


def needed(words: Mapping[str, str], kinds: set[str], relations: set[str]) -> dict[str, str]:
    """Return the words that a chart of these kinds and relations needs."""

    def is_needed(code: str) -> bool:
        group, _, name = code.partition(".")
        return {"kind": name in kinds, "relation": name in relations}.get(group, True)

    return {code: text for code, text in words.items() if is_needed(code)}


def said(text: str, words: Mapping[str, str]) -> str:
    """Return a text about a graph in the language of `words`, if it is a sentence they know."""
    if isinstance(text, Told):
        filled = grouped(text.values, words["thousands"])
        return words[f"told.{text.code}"].format(**filled)
    return text


def question_of(about: About, words: Mapping[str, str]) -> str:
    """Return what was asked, in the language of `words` where it is not a command's words."""
    rest = about.question.removeprefix(WHOLE)
    return about.question if rest == about.question else words["question.whole"] + rest
