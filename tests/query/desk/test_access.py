"""Who may see a case, and whom everybody else is told to ask."""

from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting, officer
from tests.evidence.support.scenes import admit, open_case, revoke
from tests.query.desk.laying import Laid, case_id, lay

from truyvet.query.desk.access import custodian, keepers
from truyvet.query.desk.copying import refresh_case
from truyvet.query.desk.desk import standing_on

BINH = officer(2, name="Bình")


@pytest.fixture
def desk(tmp_path: Path) -> Laid:
    """A desk with an open, a restricted and a secret case, all of them out of reach."""
    made = lay(tmp_path / "desk")
    for number, access in enumerate(("open", "restricted", "secret"), 1):
        made.attach(case_id(number), f"/nowhere/{number}", access=access, contact=f"C{number}")
    return made


def test_somebody_sees_only_the_open_case_and_is_told_whom_to_ask(desk: Laid) -> None:
    with desk.opened() as there:
        viewer = desk.viewer(there, BINH.card.id)
        assert [viewer.sees(place) for place in (1, 2, 3)] == [True, False, False]
        assert viewer.contacts([1, 2, 3]) == ["C2", "Trần Giữ, PA05"]
        assert viewer.split([3, 2, 1, 1]) == ([1], ["C2", "Trần Giữ, PA05"])


def test_a_register_is_seen_by_all_and_is_no_case(desk: Laid) -> None:
    with desk.opened() as there:
        viewer = desk.viewer(there)
        assert (viewer.sees(99), viewer.case(99), viewer.contacts([99])) == (True, None, [])


def test_a_restricted_case_without_contact_leads_to_the_keeper(desk: Laid) -> None:
    desk.attach(case_id(2), "/nowhere/2", access="restricted", contact="")
    with desk.opened() as there:
        assert desk.viewer(there).contacts([2]) == ["Trần Giữ, PA05"]


def test_whoever_was_admitted_when_it_was_read_counts_while_it_is_out_of_reach(desk: Laid) -> None:
    with desk.opened() as there:
        there.database.execute("INSERT INTO admitted VALUES (2, ?)", (BINH.card.id,))
        assert [desk.viewer(there, BINH.card.id).sees(place) for place in (2, 3)] == [True, False]


def test_the_case_itself_decides_when_it_can_be_asked(tmp_path: Path) -> None:
    desk, case = lay(tmp_path / "desk"), open_case(tmp_path / "case")
    who = acting(clock=Clock(99))
    admit(case, who, BINH.card)
    desk.attach(case.opening()[0], case.folder, access="secret")
    with desk.opened() as there:
        assert desk.viewer(there, BINH.card.id).sees(1)  # though it was never read
        assert not desk.viewer(there, officer(3).card.id).sees(1)
        refresh_case(there, there.cases()[0])
        assert desk.viewer(there, BINH.card.id).sees(1)
        assert not desk.viewer(there, officer(3).card.id).sees(1)
        admit(case, who, officer(3).card)
        assert desk.viewer(there, officer(3).card.id).sees(1)  # at once
        revoke(case, who, BINH.card.id)
        assert not desk.viewer(there, BINH.card.id).sees(1)


def test_the_keepers_are_the_custodians_else_who_opened_the_desk(desk: Laid) -> None:
    assert custodian(standing_on(desk.home)) == "Trần Giữ, PA05"
    admit(desk.home, desk.who, BINH.card)
    assert custodian(standing_on(desk.home)) == "Trần Giữ, PA05"
    for number, name in ((5, "Hoa"), (6, "Lan")):
        admit(desk.home, desk.who, officer(number, name=name, role="custodian").card)
    assert custodian(standing_on(desk.home)) == "Hoa, PA05; Lan, PA05"
    revoke(desk.home, desk.who, officer(5).card.id)
    assert [card.name for card in keepers(standing_on(desk.home))] == ["Lan"]


def test_a_custodian_whom_no_keeper_admitted_is_not_named_as_whom_to_ask(desk: Laid) -> None:
    admit(desk.home, desk.who, BINH.card)
    admit(
        desk.home,
        acting(BINH, seed=9, clock=Clock(99)),
        officer(5, name="Dũng", role="custodian").card,
    )
    assert custodian(standing_on(desk.home)) == "Trần Giữ, PA05"


def test_a_desk_that_nobody_keeps_any_longer_leads_to_who_opened_it(desk: Laid) -> None:
    admit(desk.home, desk.who, BINH.card)
    revoke(desk.home, acting(BINH, seed=9, clock=Clock(99)), desk.who.signer.card.id)
    assert standing_on(desk.home).keepers == set()
    assert custodian(standing_on(desk.home)) == "Trần Giữ, PA05"
