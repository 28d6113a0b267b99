"""How what an answer across cases covered is told: as text or JSON."""

from ..query.desk.covering import Covered
from ..query.desk.lookup import Standing
from .output import counted, say, say_wrapped

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
        "unnamed_refused": covered.unnamed_refused,
    }  # fmt: skip


def _case_facts(one: Standing) -> dict[str, object]:
    case = one.case
    facts: dict[str, object] = {"case": case.number, "case_id": case.id, "state": one.state}
    facts |= {"entry": case.entries - 1 if case.entries else None, "as_of": case.utc}
    return facts | {"reason": one.reason, "next": one.next_step}


def say_coverage(covered: Covered) -> None:
    """Print what an answer covered, and what it did not."""
    cases, late = covered.cases, [one for one in covered.cases if one.state != "current"]
    oldest = min((one.case.utc for one in cases), default="")
    newest = max((one.case.utc for one in cases), default="")
    span = " to ".join(dict.fromkeys(f"{utc[:19]}Z" for utc in (oldest, newest) if utc))
    say(f"covered: {counted(len(cases), 'case')}" + (f", as of {span}" if span else ""))
    for one in cases if len(cases) <= _LISTED else ():
        say_wrapped(f"case {one.case.title}, as of {_entry(one)}", indent=2)
    for register in covered.registers:
        unread = f", {register.unread:,} of them not whole" if register.unread else ""
        rows = counted(register.rows, "row")
        say_wrapped(f"register {register.name}, {register.utc[:10]}, {rows}{unread}", indent=2)
    if covered.unnamed:
        say("  and cases of which only hits are told")
    _say_missed(covered, late)


def _entry(one: Standing) -> str:
    return f"entry {one.case.entries - 1}, {one.case.utc[:19]}Z"


def _say_missed(covered: Covered, late: list[Standing]) -> None:
    """Print what an answer did not cover, each with its next step."""
    missed = [*late, *covered.missed, *covered.missed_registers]
    if missed or covered.unnamed_missed or covered.unnamed_refused:
        say("NOT covered:")
    for one in late:
        text = f"case {one.case.title}, what is new since {_entry(one)}"
        say_wrapped(f"{text}: {_why(one)}", indent=2)
    for one in covered.missed:
        say_wrapped(f"case {one.case.title}: {_why(one)}", indent=2)
    for register in covered.missed_registers:
        name = f"{register.name} of" if register.name else "of"
        say_wrapped(f"register {name} entry {register.place}: {register.problem}", indent=2)
    if covered.unnamed_refused:
        text = "cases of which only hits are told: ask by whole values instead, without *, - or"
        say_wrapped(f"{text} a field other than val: and type:", indent=2)
    if covered.unnamed_missed:
        say("  a case of which only hits are told, or what is new in it")
    if missed or covered.unnamed_missed:
        say_wrapped("to ask what is new too: truyvet desk refresh, then ask again", indent=0)


def _why(one: Standing) -> str:
    return one.reason + (f"; {one.next_step}" if one.next_step else "")
