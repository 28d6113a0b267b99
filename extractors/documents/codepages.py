"""Bytes of a Windows code page as text: Vietnamese with its tones on the letters.

Code page 1258 writes most tones as a mark behind the letter; people, and all that searches, write
the letter as one character. Only that code page is composed: others say what they mean.
"""

import codecs
import unicodedata

_NAMES = {1200: "utf-16-le", 10000: "mac-roman", 65001: "utf-8", 10029: "mac-latin2"}
WESTERN = 1252
VIETNAMESE = 1258


def is_known(page: int) -> bool:
    """Tell whether a code page can be decoded."""
    try:
        codecs.lookup(_NAMES.get(page, f"cp{page}"))  # decoding no bytes would look nothing up
    except LookupError:
        return False
    return True


def decoded(raw: bytes, page: int) -> str:
    """Return the text of bytes in a code page, in windows-1252 where the page is unknown."""
    known = page if is_known(page) else WESTERN
    text = raw.decode(_NAMES.get(known, f"cp{known}"), "replace")
    return unicodedata.normalize("NFC", text) if known == VIETNAMESE else text
