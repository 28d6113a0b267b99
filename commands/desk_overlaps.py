"""`truyvet desk overlaps`: which cases share which selectors, and who is met in several."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import click

from ..evidence.errors import ExitStatus, TruyvetError
from ..evidence.links.node import KINDS
from ..query.desk.access import Viewer
from ..query.desk.asking import inquire
from ..query.desk.covering import Covered, covering
from ..query.desk.desk import opened
from ..query.desk.freshening import freshen
from ..query.desk.overlaps import PERSONS, Overlap, overlaps
from ..query.desk.persons import Persons, persons
from .context import ActOptions, with_acting
from .desk_known import utc
from .desk_options import with_desk_folder
from .desk_telling import coverage_facts, say_coverage
from .output import counted, note, say, say_json, say_wrapped

_LIMIT = 100
_KINDS = ("sha256", *KINDS)


@click.command("overlaps", epilog="Example: truyvet desk overlaps --kind phone --purpose 'vụ 12'")
@click.option("--kind", "kinds", multiple=True, help="Only this kind: phone, name, person …")
@click.option(
    "--min-cases", type=click.IntRange(2, 1_000_000), default=2, show_default=True,
    help="Cases that must share it; of those that are not shown, one for each contact.",
)  # fmt: skip
@click.option(
    "--hub-cases", type=click.IntRange(2, 1_000_000), default=None,
    help="Cases from which on it says little.  [default: more than half, and 5]",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=_LIMIT, show_default=True,
    help="Selectors and persons at most, each.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_desk_folder
@with_acting
def command(
    desk: Path, kinds: tuple[str, ...], min_cases: int, hub_cases: int | None, limit: int,
    as_json: bool, act: ActOptions,
) -> ExitStatus:  # fmt: skip
    """Tell which cases share which numbers, accounts, names and files, the rarest first.

    Then who may be the same person in several cases, and why; nothing is merged. What stands in
    most cases comes last, as a hub. Recorded like every look-up; ends with status 1 where nothing
    is shared.
    """
    unknown = sorted(set(kinds) - set(_KINDS))
    if unknown:
        raise click.BadParameter(
            f"no kind {unknown[0]!r}; {', '.join(_KINDS)}", param_hint="--kind"
        )
    if not act.purpose.strip():
        raise TruyvetError("E616")
    acting = act.acting()
    with opened(desk) as there:
        tail = there.case.ledger.tail()
        tail.keys.require(acting.signer.card, "inquire")
        freshen(there)
        viewer = Viewer(there, acting.signer.card.id)
        shared, met = list[Overlap](), list[Persons]()
        selectors = set(kinds) - set(PERSONS)
        if selectors or not kinds:
            found = overlaps(
                there, viewer, kinds=selectors, least=min_cases, hubs=(hub_cases or 1) - 1
            )
            shared = list(islice(found, limit + 1))
        if not kinds or set(kinds) & set(PERSONS):
            met = persons(there, viewer, least=min_cases)[: limit + 1]
        covered = covering(there, viewer, registers=False)
        entry = inquire(
            there.case,
            acting,
            command="overlaps",
            questions=[f"{kind}, at least {min_cases} cases" for kind in kinds or ("all kinds",)],
            covered=covered.count,
            hits=len(shared[:limit]) + len(met[:limit]),
            withheld=_withheld(shared[:limit]) + _withheld(met[:limit]),
        )
    _tell(shared, met, covered, limit, entry.seq, as_json=as_json)
    return ExitStatus.DONE if shared or met else ExitStatus.FAILED


def _withheld(found: Sequence[Overlap] | Sequence[Persons]) -> int:
    return sum(len(one.contacts) for one in found)


def _tell(
    shared: list[Overlap], met: list[Persons], covered: Covered, limit: int, seq: int,
    *, as_json: bool,
) -> None:  # fmt: skip
    if as_json:
        for one in shared[:limit]:
            say_json(_facts(one) | {"inquiry": seq})
        for several in met[:limit]:
            say_json(_person_facts(several) | {"inquiry": seq})
        say_json({"what": "covered", "covered": coverage_facts(covered), "inquiry": seq})
        return
    hubs = [one for one in shared[:limit] if one.hub]
    for one in shared[:limit]:
        if not one.hub:
            _say(one)
    if hubs:
        say(f"hubs, which say little: {counted(len(hubs), 'selector')}")
    for one in hubs:
        _say(one)
    if met:
        say("persons who may be the same (nothing is merged):")
    for several in met[:limit]:
        _say_persons(several)
    if len(shared) > limit or len(met) > limit:
        note(f"there are more than {limit:,}: see them with --limit")
    say_coverage(covered)
    note(f"recorded as entry {seq} of the desk")


def _cases(one: Overlap | Persons) -> str:
    """Return in how many cases: behind a contact there may be more than one."""
    return f"{one.cases:,} or more cases" if one.contacts else counted(one.cases, "case")


def _say(one: Overlap) -> None:
    say_wrapped(f"{_cases(one)}: {one.title} {one.value[:200]}", indent=0)
    for share in one.shares:
        whose = f", of {', '.join(share.holders)}" if share.holders else ""
        written = "" if share.values == (one.value,) else f" as {', '.join(share.values)}"
        times = f"{counted(share.count, 'time')} since {utc(share.first)[:10]}"
        say_wrapped(f"case {share.case.title}: {times}{written}{whose}", indent=4)
    for contact in one.contacts:
        say_wrapped(f"elsewhere too; ask {contact}", indent=4)


def _say_persons(one: Persons) -> None:
    names = ", ".join(dict.fromkeys(met.label for met in one.met))
    say_wrapped(f"{_cases(one)}: {names[:200]}", indent=2)
    for met in one.met:
        say_wrapped(f"case {met.case.title}: {met.label} ({met.node})", indent=6)
    why = (
        f"{reason.kind} {reason.value}" + ("" if reason.exact else " (but for marks)")
        for reason in one.reasons
    )
    say_wrapped(f"because of {', '.join(why)}", indent=6)
    for contact in one.contacts:
        say_wrapped(f"elsewhere too; ask {contact}", indent=6)


def _facts(one: Overlap) -> dict[str, object]:
    facts: dict[str, object] = {"what": "selector", "kind": one.kind, "value": one.value}
    facts["cases"] = [
        {"case": share.case.number, "case_id": share.case.id, "count": share.count,
         "first": utc(share.first), "last": utc(share.last), "values": list(share.values),
         "holders": list(share.holders)}
        for share in one.shares
    ]  # fmt: skip
    facts |= {"case_count": one.cases, "or_more": bool(one.contacts), "hub": one.hub}
    return facts | {"ask": list(one.contacts)}


def _person_facts(one: Persons) -> dict[str, object]:
    facts: dict[str, object] = {"what": "person", "case_count": one.cases}
    facts["or_more"] = bool(one.contacts)
    facts["cases"] = [
        {"case": met.case.number, "case_id": met.case.id, "node": met.node, "label": met.label}
        for met in one.met
    ]
    facts["because"] = [
        {"kind": reason.kind, "value": reason.value, "exact": reason.exact}
        for reason in one.reasons
    ]
    return facts | {"ask": list(one.contacts)}
