"""Folding: text as it is searched for, without case and without marks.

Vietnamese is often typed without marks, and đ/Đ has no decomposition in Unicode, so it is folded
by name. The second form keeps the marks: `duong` finds đường and dương, and the exactly accented
one ranks first.
"""

import unicodedata

_D = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})


def folded(text: str) -> str:
    """Return the text in lower case with all marks taken off (NFD, combining marks dropped)."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", text.translate(_D).lower())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def marked(text: str) -> str:
    """Return the text in lower case with its marks, composed (NFC)."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).lower()
