"""What a verification can prove, statement by statement, and which findings speak against it.

A verdict is one word; a court asks what exactly holds. A statement is `held` when no finding of
its codes was made, `broken` when one of them says that something is not so, and `open` when
something is only missing or was not looked at.
"""

from collections.abc import Mapping

from ..evidence.findings import FINDINGS, Severity
from .document import State, Statement

_FORM = ("E210", "E211", "E215", "E217", "E631")
"""An entry that cannot be read may have said anything, so these touch most statements."""

STATEMENTS: dict[str, tuple[str, ...]] = {
    # code: the findings that speak against it; its words stand in the languages' tables
    # Order and wholeness of the ledger.
    "S1": (*_FORM, "E212", "E213", "E214", "E216", "E218", "E324"),
    # Signatures, and the right of the keys to sign.
    "S2": (*_FORM, "E401", "E402", "E403", "E404", "E405", "E406", "E407", "E408"),
    # The checkpoints that the case keeps.
    "S3": (*_FORM, "E410", "E411", "E412", "E413", "E414", "E415", "E416", "E417", "E418"),
    # Manifests and the items they list.
    "S4": (*_FORM, "E315", "E316", "E317", "E318", "E320", "E321", "E323", "E324"),
    # Bytes of the objects.
    "S5": (*_FORM, "E310", "E311", "E312", "E315", "E319", "E321", "E322", "E630"),
    # Nothing else lies in the folder.
    "S6": ("E313", "E314", "E610", "E611", "E612", "E631"),
    # The index says the same.
    "S7": ("E620", "E621", "E630", "W104"),
}
BROUGHT: dict[str, tuple[str, ...]] = {
    # The same, where the verifier brought something of his own to compare with.
    # A checkpoint he kept.
    "S8": (*_FORM, "E420", "E421", "E422", "E423"),
    # Keys he trusts.
    "S9": (*_FORM, "E401", "E402", "E408", "E430", "E431"),
}


def statements(
    counts: Mapping[str, int], *, kept: bool, trusted: bool, manifest_missing: bool
) -> tuple[Statement, ...]:
    """Judge each statement by the findings that were made, given as counts by code.

    `kept` and `trusted`: whether the verifier brought a checkpoint, and keys. A manifest that is
    missing is reported as a missing object, so it is told here by itself.
    """
    against = dict(STATEMENTS)
    if manifest_missing:
        against["S4"] += ("E310", "E314", "E319")
    if kept:
        against["S8"] = BROUGHT["S8"]
    if trusted:
        against["S9"] = BROUGHT["S9"]
    return tuple(_judge(code, codes, counts) for code, codes in against.items())


def _judge(code: str, against: tuple[str, ...], counts: Mapping[str, int]) -> Statement:
    found = tuple(sorted(one for one in against if counts.get(one)))
    state: State = "open" if found else "held"
    if any(FINDINGS[one][0] is Severity.INVALID for one in found):
        state = "broken"
    return Statement(code=code, state=state, findings=found)
