"""A full disk: a coded error, nothing stored is lost, the same act succeeds once there is space."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evidence.support.examining import BOX, scan, stop_scan
from tests.evidence.support.people import Clock, acting, officer
from tests.evidence.support.places import filled, small_disk
from tests.evidence.support.scenes import admit, check, collect, export, open_case, stop, tear

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case, repair
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict

PAGES = (0, 1, 2, 3, 4, 6, 8, 11, 16, 24, 40)
"""Free pages of 4 KiB while the act is tried: each stops it at another place."""


def several(who: Acting, number: int) -> dict[bytes, bytes]:
    return {b"%d/%d" % (number, at): who.random(2000) for at in range(12)}


def collects(case: Case, who: Acting, number: int) -> Callable[[], object]:
    files = several(who, number)
    return lambda: collect(case, who, files, note=str(number))


def collects_large(case: Case, who: Acting, number: int) -> Callable[[], object]:
    files = {b"large": who.random(290_000)}
    return lambda: collect(case, who, files, note=str(number))


def collects_many(case: Case, who: Acting, number: int) -> Callable[[], object]:
    files = {b"%d/%d" % (number, at): b"" for at in range(500)}
    return lambda: collect(case, who, files, note=str(number))


def continues(case: Case, who: Acting, number: int) -> Callable[[], object]:
    files = several(who, number)
    half = dict(list(files.items())[:6])
    stop(case, who, half, note=str(number), safe=True)
    stop(case, who, half | {b"gone": who.random(99)}, note=str(number), safe=False)
    return lambda: collect(case, who, files, note=str(number))


def scans(case: Case, who: Acting, number: int) -> Callable[[], object]:
    box = BOX + b"|".join(b"%d=0%09d" % (at, number * 100 + at) for at in range(9))
    collect(case, who, {b"box": box} | several(who, number), note=str(number))
    return lambda: scan(case, who)


def goes_on_scanning(case: Case, who: Acting, number: int) -> Callable[[], object]:
    act = scans(case, who, number)
    stop_scan(case, who, most=7)
    return act


def admits(case: Case, who: Acting, number: int) -> Callable[[], object]:
    return lambda: admit(case, who, officer(number + 10).card)


def repairs(case: Case, who: Acting, number: int) -> Callable[[], object]:
    tear(case, b"torn" * 900)
    return lambda: repair(case, who)


def exports(case: Case, who: Acting, number: int) -> Callable[[], object]:
    target = case.folder.parent.parent / f"copy-{number}"
    return lambda: export(case, who, target)


def reindexes(case: Case, who: Acting, number: int) -> Callable[[], object]:
    return case.reindex


ACTS = [
    collects,
    collects_large,
    collects_many,
    continues,
    scans,
    goes_on_scanning,
    admits,
    repairs,
    exports,
    reindexes,
]


def stored(case: Case) -> dict[str, bytes]:
    """Everything that entries name or that a ledger line says."""
    found = {"ledger": case.ledger.path.read_bytes().rpartition(b"\n")[0]}
    for signed in case.ledger.entries():
        for ref in signed.entry.outputs:
            found[ref.sha256] = case.store.path(ref.sha256).read_bytes()
    return found


@pytest.mark.parametrize("prepare", ACTS, ids=lambda act: str(act.__name__))
def test_a_full_disk_stops_an_act_and_loses_nothing(
    tmp_path: Path, prepare: Callable[[Case, Acting, int], Callable[[], object]]
) -> None:
    moment = Clock(90_000)()
    who = acting(clock=lambda: moment, seed=2)
    stopped = 0
    with small_disk(tmp_path / "disk", "16m") as disk:
        case = open_case(disk / "case")
        collect(case, who, several(who, 99), note="before")
        for number, pages in enumerate(PAGES):
            before = stored(case)
            act = prepare(case, who, number)
            with filled(disk, pages * 4096):
                stopped += try_on_full_disk(case, act)
            answer = check(case.folder)
            assert answer.verdict is not Verdict.INVALID, (pages, answer.findings)
            assert_kept(case, before)
    assert stopped >= 2, "the disk was never full"
    assert os.path.ismount(tmp_path / "disk") is False


def try_on_full_disk(case: Case, act: Callable[[], object]) -> bool:
    """Try the act; where it is refused, nothing was recorded, and with space it succeeds.

    E208 says the other thing: it is recorded, and only its checkpoint waits for the next act.
    """
    entries = case.ledger.path.read_bytes().count(b"\n")
    try:
        act()
    except TruyvetError as error:
        recorded = case.ledger.path.read_bytes().count(b"\n") - entries
        codes = {"E901": 0, "E208": 1}
        assert codes.get(error.code) == recorded, str(error)  # noqa: PT017 - it may succeed
        assert check(case.folder).verdict is not Verdict.INVALID
        (case.folder.parent / "filler").write_bytes(b"")
        if recorded:
            admit(case, acting(clock=Clock(90_000), seed=entries), officer(entries + 100).card)
        else:
            act()
        return True
    return False


def assert_kept(case: Case, before: dict[str, bytes]) -> None:
    after = stored(case)
    assert after["ledger"].startswith(before.pop("ledger"))
    assert {name: after[name] for name in before} == before
    answer = check(case.folder)
    assert answer.verdict is Verdict.VALID, answer.findings
