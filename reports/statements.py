"""What a verification can prove, statement by statement, and which findings speak against it.

A verdict is one word; a court asks what exactly holds. A statement is `broken` when a finding says
that just this is not so, `open` when something it rests on is bad, missing or was not looked at,
and `held` otherwise.
"""

from collections.abc import Mapping

from ..evidence.findings import FINDINGS, Severity
from .document import State, Statement

_READ = ("E210", "E211", "E215", "E217", "E631")
"""An entry that cannot be read may have said anything: most statements rest on reading all."""
_LISTED = ("E315", "E316", "E317", "E321")
"""The same of items, for what is said of their bytes."""

STATEMENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # code: (findings that deny it, findings that leave it open); words stand in the languages
    # The ledger is whole and in order.
    "S1": (
        ("E210", "E211", "E212", "E213", "E214", "E216", "E217", "E218", "E324", "E326", "E327"),
        _READ,
    ),
    # Every entry is signed by a key that may.
    "S2": (("E401", "E402", "E403", "E404", "E405", "E406", "E407", "E408"), _READ),
    # The checkpoints that the case keeps agree.
    "S3": (
        ("E410", "E411", "E412", "E413", "E415", "E417", "E418"),
        ("E414", "E416", *_READ),
    ),
    # The manifests are those their entries name.
    "S4": (("E315", "E316", "E317", "E318", "E320", "E321", "E323"), ("E324", *_READ)),
    # The objects have their bytes.
    "S5": (("E311", "E312", "E322"), ("E310", "E314", "E319", "E630", *_LISTED, *_READ)),
    # Nothing else lies in the folder.
    "S6": (("E313", "E314", "E610", "E611"), ("E325", "E612", "E631")),
    # The index says the same.
    "S7": (("E620", "E621"), ("E630", "W104")),
}
BROUGHT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # The same, where the verifier brought something of his own to compare with.
    # A checkpoint he kept.
    "S8": (("E420", "E421", "E422"), ("E423", *_READ)),
    # Keys he trusts.
    "S9": (("E430", "E431"), ("E401", "E402", "E408", *_READ)),
}


def statements(
    counts: Mapping[str, int], *, kept: bool, trusted: bool, manifest_missing: bool
) -> tuple[Statement, ...]:
    """Judge each statement by the findings that were made, given as counts by code.

    `kept` and `trusted`: whether the verifier brought a checkpoint, and keys. A manifest that is
    missing is found as a missing object only, so it is told here by itself.
    """
    wanted = dict(STATEMENTS)
    if manifest_missing:
        denying, leaving = wanted["S4"]
        wanted["S4"] = denying, (*leaving, "E310", "E314", "E319")
    if kept:
        wanted["S8"] = BROUGHT["S8"]
    if trusted:
        wanted["S9"] = BROUGHT["S9"]
    return tuple(_judge(code, *against, counts) for code, against in wanted.items())


def _judge(
    code: str, denying: tuple[str, ...], leaving: tuple[str, ...], counts: Mapping[str, int]
) -> Statement:
    found = sorted({one for one in (*denying, *leaving) if counts.get(one)})
    state: State = "open" if found else "held"
    if any(one in denying and FINDINGS[one][0] is Severity.INVALID for one in found):
        state = "broken"
    return Statement(code=code, state=state, findings=tuple(found))
