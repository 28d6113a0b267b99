"""Folding: text as it is searched for, without case and without marks.

Vietnamese is often typed without marks, and đ/Đ has no decomposition in Unicode, so it is folded
by name. The second form keeps the marks: `duong` finds đường and dương, and the exactly accented
one ranks first.
"""

import re
import unicodedata
from functools import lru_cache

_D = str.maketrans({"đ": "d", "ð": "d"})
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
"""Letters beyond ASCII come in short runs that repeat: each is folded once and remembered."""


def folded(text: str) -> str:
    """Return the text in lower case with all marks taken off (NFD, combining marks dropped)."""
    lower = text.lower()
    return lower if lower.isascii() else _FOREIGN.sub(_without_marks, lower)


def marked(text: str) -> str:
    """Return the text in lower case with its marks, composed (NFC)."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).lower()


def spaced(text: str) -> str:
    """Return the text composed (NFC), one blank where several or other white space stood.

    So names are recorded, and so they are looked up.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without_marks(found: re.Match[str]) -> str:
    return _folded_run(found[0])


@lru_cache(maxsize=65_536)
def _folded_run(run: str) -> str:
    letters = unicodedata.normalize("NFD", run.translate(_D))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
