"""What an answer across cases covered: a `no` is worth as much as what was looked into."""

from collections.abc import Iterable
from dataclasses import dataclass

from .access import Viewer
from .desk import Desk, Register
from .lookup import Standing, standing
from .searching import HIDDEN


@dataclass(frozen=True, kw_only=True, slots=True)
class Covered:
    """What was looked into, as far as the officer may know it."""

    cases: tuple[Standing, ...]
    """Cases that the answer covers, each as of when it is known."""
    missed: tuple[Standing, ...]
    """Cases that it does not cover, with the reason."""
    registers: tuple[Register, ...]
    """Registers that it covers."""
    missed_registers: tuple[Register, ...]
    """Registers that it does not cover."""
    unnamed: bool
    """Whether it covers cases of which the officer may not know more."""
    unnamed_missed: bool
    """Whether it does not cover, or not as of now, a case of which he may not know more."""
    unnamed_refused: bool
    """Whether such cases were not asked since the question could guess at what they hold."""
    count: int
    """Cases and registers that it covers, for the ledger."""


def covering(
    desk: Desk, viewer: Viewer, failed: Iterable[tuple[int, str]] = (), *, registers: bool = True
) -> Covered:
    """Return what an answer covers; `failed` are cases that could not be asked, with the reason."""
    reasons = dict(failed)
    cases, missed = list[Standing](), list[Standing]()
    unnamed = unnamed_missed = refused = False
    count = 0
    for one in desk.cases():
        stands = standing(one)
        if one.place in reasons:
            stands = Standing(case=one, state="failed", reason=reasons[one.place])
        is_covered = stands.covered and stands.state != "failed"
        count += is_covered
        if viewer.sees(one.place):
            (cases if is_covered else missed).append(stands)
        elif reasons.get(one.place) == HIDDEN:
            refused = True
        else:
            unnamed |= is_covered
            unnamed_missed |= not is_covered or stands.state != "current"
    asked = [one for one in desk.registers() if not one.problem] if registers else []
    return Covered(
        cases=tuple(cases),
        missed=tuple(missed),
        registers=tuple(asked),
        missed_registers=tuple(one for one in desk.registers() if one.problem and registers),
        unnamed=unnamed,
        unnamed_missed=unnamed_missed,
        unnamed_refused=refused,
        count=count + len(asked),
    )
