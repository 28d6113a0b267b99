"""All kinds of values: one row each, by family."""

from . import (
    coins,
    identifiers,
    money,
    network,
    phones,
    places,
    profiles,
    telecom,
    travel,
    vietnam,
)
from .normal import Normal, Row

_FAMILIES = (
    network, phones, telecom, money, vietnam, travel, coins, profiles, identifiers, places
)  # fmt: skip
KINDS: dict[str, Row] = {kind: row for family in _FAMILIES for kind, row in family.ROWS.items()}
"""Kind: its title and its normal form."""
MAX_TEXT = 4_096
"""Characters of a text that is read: more than the longest value that is found."""


def normal(kind: str, text: str, region: str = "VN") -> Normal | None:
    """Return the normal form of a text as a value of a kind; LookupError for an unknown kind."""
    return KINDS[kind].normal(text, region) if len(text) <= MAX_TEXT else None


def readings(text: str, region: str = "VN") -> list[tuple[str, str]]:
    """Return all (kind, normal form) that a typed text may stand for, the surest first.

    For look-ups: spelled in any way, `0168 345 6789` and `+84383456789` give the same.
    """
    typed = text.strip()
    found = [
        (-read.confidence, kind, read.value)
        for kind in KINDS
        if (read := normal(kind, typed, region)) is not None
    ]
    return [(kind, value) for _, kind, value in sorted(found)]
