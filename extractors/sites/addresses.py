"""Where a page came from, as the path of its item tells."""

import re

from ..interface import Facts

_INSIDE = re.compile(
    r".*\.(?:warc|arc|wacz|har|mhtml?|html?)(?:\.gz|\.zst)?/(?:.{0,200}?/)??(?=https?://)"
    r"|(?=https?://)",
    re.IGNORECASE | re.DOTALL,
)
_WHOLE = re.compile(r"(?=https?://)", re.IGNORECASE)
_OURS = re.compile(r"\d{1,9}/(https?://.+)/dom\.html", re.DOTALL)


def address_of(facts: Facts) -> str:
    """Return the address that an item was got from; empty for a file, which has none.

    What came out of a web archive has its address as its name; of what we captured ourselves, the
    page as a browser had it stands beside it under the address of its capture.
    """
    own = _OURS.fullmatch(facts.path) if not facts.depth else None
    if own is not None:
        return own[1]
    found = _INSIDE.match(facts.path) if facts.depth else _WHOLE.match(facts.path)
    return facts.path[found.end() :].removesuffix(" (request)") if found else ""
