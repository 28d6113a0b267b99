"""How else a value is written where it does not show that itself: what the page's search finds.

The page compares letters and digits without what groups them. What that cannot find stands beside
each node: the telephone number of before September 2018, the names of a bank, a domain's letters
behind its ASCII form.
"""

from ...evidence.links.node import parse_node
from ...extractors.selectors import KINDS, normal
from ...extractors.selectors.banks import BANKS
from ...extractors.selectors.phones import FORMER
from ...graph.model import GraphNode

_COUNTRY = "+84"
_OLD = {new: old for old, new in FORMER.items()}
"""First digits of a mobile number without its 0: those that it had before."""


def spellings_of(node: GraphNode) -> list[str]:
    """Return how else a node, and all that were decided to be it, are written; each once."""
    found = dict[str, None]()
    for name in (node.id, *node.same):
        try:
            one = parse_node(name)
        except ValueError:
            continue  # a kind of another version: it is found by its value
        found |= dict.fromkeys(_written(one.kind, one.value))
    return list(found)


def _written(kind: str, value: str) -> list[str]:
    if kind == "bank-account":
        return list(BANKS.get(value.partition(":")[0], ()))
    if kind not in KINDS:
        return []
    if value.startswith(_COUNTRY):
        return _former(kind, value)
    read = normal(kind, value) if "xn--" in value else None
    shown = read.facts.get("unicode", "") if read is not None else ""
    return [shown] if shown else []


def _former(kind: str, value: str) -> list[str]:
    """Return the old number that is read as this one, in international form."""
    first, rest = value[len(_COUNTRY) :][:2], value[len(_COUNTRY) + 2 :]
    old = f"{_COUNTRY}{_OLD[first]}{rest}" if first in _OLD else ""
    read = normal(kind, old) if old else None
    return [old] if read is not None and read.value == value else []
