"""What a verification can prove, statement by statement, and which findings speak against it.

A verdict is one word; a court asks what exactly holds. A statement is `held` when no finding of
its codes was made, `broken` when one of them says that something is not so, and `open` when
something was only missing or not looked at. Notices speak against nothing.
"""

from collections.abc import Mapping

from ..evidence.findings import FINDINGS, Severity
from .document import State, Statement

_FORM = ("E210", "E211", "E215", "E217")
"""An entry that cannot be read may have named anything, so these touch nearly every statement."""
_UNREAD = ("E319", "E631")

STATEMENTS: dict[str, frozenset[str]] = {
    # code: the findings that speak against it; its words stand in the languages' tables
    # Order and wholeness of the ledger.
    "S1": frozenset({*_FORM, "E212", "E213", "E214", "E216", "E218", "E631"}),
    # Signatures, and the keys' right to sign.
    "S2": frozenset(
        {*_FORM, "E401", "E402", "E403", "E404", "E405", "E406", "E407", "E408", "E631"}
    ),
    # Checkpoints of the case.
    "S3": frozenset(
        {*_FORM, "E410", "E411", "E412", "E413", "E414", "E415", "E416", "E417", "E418", "E631"}
    ),
    # Manifests and their items.
    "S4": frozenset(
        {
            *_FORM,
            *_UNREAD,
            "E310",
            "E311",
            "E312",
            "E315",
            "E316",
            "E317",
            "E318",
            "E320",
            "E321",
            "E323",
        }
    ),
    # Bytes of the objects.
    "S5": frozenset(
        {*_FORM, *_UNREAD, "E310", "E311", "E312", "E315", "E321", "E322", "E630"}
    ),
    # Nothing else lies in the folder.
    "S6": frozenset({*_UNREAD, "E313", "E314", "E610", "E611", "E612"}),
    # The index says the same.
    "S7": frozenset({"E620", "E621", "E630"}),
}
WITH_CHECKPOINT = frozenset({*_FORM, "E420", "E421", "E422", "E423", "E631"})
"""What speaks against S8: the ledger still begins with the checkpoint that the verifier kept."""
WITH_KEYS = frozenset({*_FORM, "E401", "E402", "E408", "E430", "E631"})
"""What speaks against S9: keys that the verifier trusts vouch for all signers."""


def statements(
    counts: Mapping[str, int], *, with_checkpoint: bool, with_keys: bool
) -> tuple[Statement, ...]:
    """Judge each statement by the findings that were made, given as counts by code."""
    judged = STATEMENTS | ({"S8": WITH_CHECKPOINT} if with_checkpoint else {})
    judged |= {"S9": WITH_KEYS} if with_keys else {}
    return tuple(_judge(code, against, counts) for code, against in judged.items())


def _judge(code: str, against: frozenset[str], counts: Mapping[str, int]) -> Statement:
    found = tuple(sorted(one for one in against if counts.get(one)))
    severities = {FINDINGS[one][0] for one in found}
    state: State = "held"
    if Severity.INVALID in severities:
        state = "broken"
    elif severities:
        state = "open"
    return Statement(code=code, state=state, findings=found)
