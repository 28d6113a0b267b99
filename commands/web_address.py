"""Addresses of captured pages as people type and read them, beside the form that captures have.

Captures have a host as it is asked for: `xn--` and ASCII (RFC 5890). What is typed with the letters
of a language is brought into that form; shown is always that form, with the letters only beside it.
"""

import unicodedata

from ..collectors.crawl.urls import BadUrl, host_of, normalise
from ..evidence.case import Case
from ..evidence.index import Index
from ..evidence.web.reading import Captured, find_capture

_LOOKALIKE = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "LISU"})
"""Scripts with letters that are taken for Latin ones."""


def capture_of(case: Case, index: Index, wanted: str) -> Captured:
    """Return the capture that an item or an address names; raises what `find_capture` does."""
    return find_capture(case, index, wanted, forms_of(wanted))


def forms_of(text: str) -> tuple[str, ...]:
    """Return in which forms captures may have an address, or the begin of one; as typed first."""
    if "://" not in text:
        return (text,)
    try:
        whole = normalise(text)
    except BadUrl:
        return (text,)
    rest = text.strip().partition("://")[2]
    if "/" in rest or "?" in rest:
        return tuple(dict.fromkeys((text, whole)))
    # The host may be the begin of one: as an address of its own it would end in a slash.
    begin = text.lower() if text.isascii() else whole.removesuffix("/")
    return tuple(dict.fromkeys((text, whole, begin)))


def own_letters(url: str) -> str:
    """Return the host of an address in the letters of its language; empty where that may deceive.

    Each label must be one that IDNA 2008 allows (RFC 5891), of one script, and of none whose
    letters look like Latin ones.
    """
    if "xn--" not in url:
        return ""
    import idna

    try:
        host = host_of(normalise(url))
        shown = idna.decode(host)
        if idna.encode(shown).decode("ascii") != host:
            return ""
    except (BadUrl, idna.IDNAError, UnicodeError):
        return ""
    return shown if all(map(_is_plain, shown.split("."))) and shown != host else ""


def _is_plain(label: str) -> bool:
    """Tell whether a label has letters of one script alone, such as nobody takes for others."""
    letters = [one for one in label if not one.isascii() or one.isalpha()]
    scripts = {unicodedata.name(one, "?").partition(" ")[0] for one in letters}
    return len(scripts) <= 1 and not scripts & _LOOKALIKE
