"""What is told of a match beside its bytes: the rule's own words, and what stands around it."""

import re

from ..interface import ItemView
from .asking import Hit

CONTEXT_BYTES = 32
"""Bytes shown before and after a match."""
MAX_META = 40
"""Entries of a rule's meta that are told."""
MAX_META_TEXT = 240
"""Characters of one: lists of hashes are long, and stand in the rule."""
_NO_WORD = re.compile(r"[^a-z0-9]+")


def described(hit: Hit) -> dict[str, str]:
    """Return the facts of a rule: namespace, rule, tags, and each meta as `meta-name`."""
    facts = {"namespace": hit.namespace, "rule": hit.rule, "tags": " ".join(hit.tags)}
    for name, value in list(hit.meta.items())[:MAX_META]:
        values = value if isinstance(value, list) else [value]
        word = "meta-" + _NO_WORD.sub("-", name.lower()).strip("-")
        text = "; ".join(map(_text, values))
        cut = len(text) > MAX_META_TEXT
        facts[word[:48].rstrip("-")] = text[: MAX_META_TEXT - 1] + "…" if cut else text
    return facts


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def around(view: ItemView, offset: int, length: int) -> dict[str, str]:
    """Return what stands before and after a match, as text that can be read."""
    start = max(0, offset - CONTEXT_BYTES)
    return {
        "before": readable(view.read(start, offset - start)),
        "after": readable(view.read(offset + length, CONTEXT_BYTES)),
    }


def readable(content: bytes) -> str:
    """Return bytes as ASCII, everything else and the backslash as `\\xNN`."""
    return "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte != 0x5C else f"\\x{byte:02x}" for byte in content
    )
