"""All rules, by region."""

from functools import lru_cache

from . import coins, network, numbers, phones, places, profiles, vietnam
from .rule import Rule


@lru_cache(8)
def rules_for(region: str) -> tuple[Rule, ...]:
    """Return the rules, with telephone numbers as they are written in a region."""
    return (
        *network.RULES,
        *phones.rules(region),
        *numbers.RULES,
        *vietnam.RULES,
        *coins.RULES,
        *profiles.RULES,
        *places.RULES,
    )
