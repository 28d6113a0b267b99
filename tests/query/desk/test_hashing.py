"""Hashes on the desk: only those that stand in a case count, however its history went."""

import random
from collections import defaultdict
from pathlib import Path

import pytest
from tests.commands.support.desks import rows
from tests.evidence.support.linking import Says, ended, scan
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import collect, open_case
from tests.query.desk.laying import Laid, lay
from tests.query.desk.test_copying import Play, put, refresh

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Retract
from truyvet.evidence.case import Case
from truyvet.query.desk.answers import known_everywhere
from truyvet.query.desk.overlaps import overlaps

MD5 = "7" * 32


def at(second: int) -> Acting:
    """Return an officer who acts so late."""
    return acting(seed=second, clock=Clock(second))


def standing(case: Case) -> dict[tuple[str, str], int]:
    """Return the items in which each hash that extractors took stands, by the plainest rule."""
    taken_back = {
        name
        for signed in case.ledger.entries()
        if isinstance(act := signed.entry.act, Retract)
        for name in act.statements
    }
    found = defaultdict[tuple[str, str], set[str]](set)
    with case.reading() as index:
        for seen in index.examinations.observations():
            if seen.kind.startswith("digest-") and seen.name not in taken_back:
                found[seen.kind, seen.value].add(seen.item)
    return {key: len(items) for key, items in found.items()}


def held(place: Path) -> dict[tuple[str, str], int]:
    """Return the hashes that the look-up index holds, each with how often."""
    return {
        (kind, value): count
        for value, kind, _, _, count, *_ in rows(place)["sightings"]
        if kind.startswith("digest-")
    }


@pytest.mark.parametrize("seed", range(6))
def test_the_desk_holds_the_hashes_that_stand(tmp_path: Path, seed: int) -> None:
    desk, play = lay(tmp_path / "desk"), Play(tmp_path, seed)
    chance = random.Random(seed)
    put(desk, play.case)
    for _ in range(8):
        chance.choice((play.digests, play.digests, play.ends, play.brings))()
        if chance.random() < 0.5:
            refresh(desk)
            assert held(tmp_path) == standing(play.case)
    refresh(desk, anew=True)
    assert held(tmp_path) == standing(play.case)


@pytest.fixture
def desk(tmp_path: Path) -> Laid:
    """A desk of two cases, in each of which an item has the same hash: observation 2:0."""
    desk = lay(tmp_path / "desk")
    for number in (1, 2):
        case = open_case(tmp_path / f"case{number}", at(number))
        collect(case, at(10 + number), {b"f": b"bytes %d" % number})
        said = {"f": [Says(kind="digest-md5", normal=MD5), Says(normal="+84912345678")]}
        scan(case, at(20 + number), said)
        put(desk, case)
    refresh(desk)
    return desk


def shared(desk: Laid) -> set[str]:
    """Return the kinds of what both cases share."""
    with desk.opened() as there:
        return {one.kind for one in overlaps(there, desk.viewer(there))}


def case_of(desk: Laid, number: int) -> Case:
    """Return a case of the desk."""
    return Case(desk.home.folder.with_name(f"case{number}"))


def cases_knowing(desk: Laid, value: str) -> list[int]:
    """Return the places of the cases in which a value is known."""
    with desk.opened() as there:
        (answer,) = known_everywhere(there, desk.viewer(there), [value], limit=5)
        return [one.case.place for one in answer.cases if one.answer and one.answer.known]


def test_what_an_officer_retracted_is_no_overlap(desk: Laid) -> None:
    assert shared(desk) == {"digest-md5", "phone"}
    ended(case_of(desk, 1), at(31), "2:0", "2:1")
    refresh(desk)
    assert shared(desk) == set()
    assert cases_knowing(desk, MD5) == cases_knowing(desk, "0912345678") == [2]


def test_what_a_later_scan_did_not_repeat_is_no_overlap(desk: Laid) -> None:
    scan(case_of(desk, 2), at(32), {"f": []})
    refresh(desk)
    assert shared(desk) == set()
    assert cases_knowing(desk, MD5) == [1]


def test_what_is_seen_anew_after_that_is_one_again(desk: Laid) -> None:
    case = case_of(desk, 1)
    ended(case, at(31), "2:0")
    refresh(desk)
    scan(case, at(33), {"f": [Says(kind="digest-md5", normal=MD5)]})
    refresh(desk)
    assert "digest-md5" in shared(desk)
