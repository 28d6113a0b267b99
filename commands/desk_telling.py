"""How what an answer across cases covered is told: as text or JSON."""

from ..query.desk.covering import Covered
from ..query.desk.lookup import Standing
from .output import counted, say, say_wrapped

NOT_CURRENT = "it is not current"
"""What stands for the reason why a secret case cannot be read."""
_LISTED = 10  # cases that are listed one by one where all are up to date


def coverage_facts(covered: Covered) -> dict[str, object]:
    """Return what was looked into as JSON facts."""
    return {
        "cases": list(map(_case_facts, covered.cases)),
        "not_covered": list(map(_case_facts, covered.missed)),
        "registers": [
            {"register": one.name, "entry": one.place, "as_of": one.utc, "rows": one.rows,
             "unread": one.unread}
            for one in covered.registers
        ],
        "registers_not_covered": [
            {"register": one.name, "entry": one.place, "reason": one.problem}
            for one in covered.missed_registers
        ],
        "unnamed": covered.unnamed,
        "unnamed_not_covered": covered.unnamed_missed,
    }  # fmt: skip


def _case_facts(one: Standing) -> dict[str, object]:
    case = one.case
    facts: dict[str, object] = {"case": case.number, "case_id": case.id, "state": one.state}
    facts |= {"entry": case.entries - 1 if case.entries else None, "as_of": case.utc}
    return facts | {"reason": one.reason}


def say_coverage(covered: Covered) -> None:
    """Print what an answer covered, and what it did not."""
    cases, late = covered.cases, [one for one in covered.cases if one.state != "current"]
    oldest = min((one.case.utc for one in cases), default="")
    newest = max((one.case.utc for one in cases), default="")
    span = " to ".join(dict.fromkeys(f"{utc[:19]}Z" for utc in (oldest, newest) if utc))
    say(f"covered: {counted(len(cases), 'case')}" + (f", as of {span}" if span else ""))
    for one in cases if len(cases) <= _LISTED else late:
        why = f"; {one.reason}" if one.reason else ""
        as_of = f"as of entry {one.case.entries - 1}, {one.case.utc[:19]}Z"
        say_wrapped(f"case {one.case.title}, {as_of}{why}", indent=2)
    for register in covered.registers:
        unread = f", {register.unread:,} of them not whole" if register.unread else ""
        rows = counted(register.rows, "row")
        say_wrapped(f"register {register.name}, {register.utc[:10]}, {rows}{unread}", indent=2)
    if covered.unnamed:
        say("  and cases of which only hits are told")
    if covered.missed or covered.missed_registers or covered.unnamed_missed:
        say("NOT covered:")
    for one in covered.missed:
        say_wrapped(f"case {one.case.title}: {one.reason}", indent=2)
    for register in covered.missed_registers:
        name = f"{register.name} of" if register.name else "of"
        say_wrapped(f"register {name} entry {register.place}: {register.problem}", indent=2)
    if covered.unnamed_missed:
        say("  a case of which only hits are told, or what is new in it")
    if late or covered.missed or covered.missed_registers or covered.unnamed_missed:
        say_wrapped("to ask what is new too: truyvet desk refresh, then ask again", indent=0)
