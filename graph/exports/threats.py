"""What threat-intelligence formats ask of a graph: when it was made, and how sure a link is."""

import re

from ...evidence.times import beginning
from ..model import About

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z")
_PART = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_NEVER = "1970-01-01T00:00:00.000Z"
_SURE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}


def created(about: About) -> str:
    """Return when the graph stood so, in milliseconds: as of when, else of its last entry.

    1970 where neither is known: the same graph gives the same bytes, whatever the clock says.
    """
    for time in (about.as_of, about.recorded):
        if whole := instant(time):
            return whole
    return _NEVER


def instant(time: str) -> str:
    """Return a whole UTC time in milliseconds, of a day its begin; empty for less, or for none."""
    real = stamp(time)
    if len(real) < 11:
        return f"{real}T00:00:00.000Z" if real == time and len(real) == 10 else ""
    second, _, rest = real.removesuffix("Z").partition(".")
    return f"{second}.{rest[:3]:0<3}Z"


def stamp(time: str) -> str:
    """Return a time as XML Schema has it: whole, else its day, month or year; empty for none."""
    known = time if _TIME.fullmatch(time) else time[:10]
    if not (_TIME.fullmatch(known) or _PART.fullmatch(known)):
        return ""
    try:
        beginning(known)
    except ValueError:
        return ""
    return known


def confidence(grade: str) -> int | None:
    """Return STIX's confidence for an Admiralty grade (STIX 2.1, appendix A); None if ungraded."""
    return _SURE.get(grade[1:2])
