"""Who may change what a desk says of a case, by the ledgers of both."""

from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting, officer
from tests.evidence.support.scenes import admit, open_case, revoke
from tests.query.desk.laying import Laid, lay

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Attach
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.keyring import Signer
from truyvet.query.desk.desk import standing_on
from truyvet.query.desk.rights import NOW, Admissions, check_right

BINH, CHI = officer(2, name="Bình"), officer(3, name="Chi")


@pytest.fixture
def desk(tmp_path: Path) -> Laid:
    """A desk that admits Bình and Chi, with a secret case that admits Bình."""
    made, case = lay(tmp_path / "desk"), open_case(tmp_path / "case")
    for one in (BINH, CHI):
        admit(made.home, made.who, one.card)
    admit(case, acting(clock=Clock(1)), BINH.card)
    say(made, made.who, case, access="secret")
    return made


def case_of(desk: Laid) -> Case:
    """Return the case on it."""
    return Case(desk.home.folder.parent / "case")


def by(desk: Laid, who: Signer) -> Acting:
    """Return acts of somebody, by the clock of the desk."""
    return acting(who, clock=desk.who.clock)


def say(
    desk: Laid, who: Acting, case: Case, *, access: str = "open", off: bool = False,
    folder: object = "",
) -> None:  # fmt: skip
    """Append to the desk's ledger what this program may refuse."""
    told = Attach(
        access=access, attached=case.opening()[0], number="7", off=off,
        path=str(folder or case.folder),
    )  # fmt: skip
    with desk.home.writing() as writer:
        writer.append(who, told)


def stands(desk: Laid) -> list[tuple[str, str]]:
    """Return (class, folder) of what stands on it."""
    return [(one.act.access, one.act.path) for one in standing_on(desk.home).cases().values()]


def test_an_act_without_the_right_opens_nothing_and_is_named(desk: Laid) -> None:
    case = case_of(desk)
    for off in (False, True):
        say(desk, by(desk, CHI), case, off=off)
    assert stands(desk) == [("secret", str(case.folder))]
    found = standing_on(desk.home).ignored()
    assert [(one.who, one.act.off) for one in found] == [("Chi, PA05", False), ("Chi, PA05", True)]


def test_an_officer_of_the_case_and_the_keeper_may(desk: Laid) -> None:
    case = case_of(desk)
    say(desk, by(desk, BINH), case, access="restricted")
    assert stands(desk) == [("restricted", str(case.folder))]
    say(desk, desk.who, case)
    assert stands(desk) == [("open", str(case.folder))]
    say(desk, by(desk, BINH), case, off=True)
    assert (stands(desk), standing_on(desk.home).ignored()) == ([], [])


def test_what_an_officer_said_before_he_was_revoked_counts_and_nothing_after(desk: Laid) -> None:
    case = case_of(desk)
    say(desk, by(desk, BINH), case, access="restricted")
    revoke(case, acting(clock=desk.who.clock), BINH.card.id)
    say(desk, by(desk, BINH), case)
    assert stands(desk) == [("restricted", str(case.folder))]


def test_of_a_case_out_of_reach_nothing_is_opened(desk: Laid) -> None:
    case = case_of(desk)
    say(desk, by(desk, BINH), case)
    assert stands(desk) == [("open", str(case.folder))]
    case.folder.rename(case.folder.with_name("elsewhere"))
    assert stands(desk) == [("secret", str(case.folder))]


def test_where_it_has_moved_to_it_is_found(desk: Laid) -> None:
    case = case_of(desk)
    say(desk, by(desk, BINH), case)
    new = case.folder.rename(case.folder.with_name("elsewhere"))
    say(desk, by(desk, BINH), Case(new))
    assert stands(desk) == [("open", str(new))]


def test_a_case_that_was_taken_off_is_not_anybodys_to_put_back(desk: Laid) -> None:
    case = case_of(desk)
    say(desk, desk.who, case, access="secret", off=True)
    say(desk, by(desk, CHI), case)
    assert stands(desk) == []


def test_a_custodian_whom_no_keeper_admitted_keeps_nothing(desk: Laid) -> None:
    own, real = (officer(n, name="Giữ", role="custodian") for n in (4, 5))
    admit(desk.home, by(desk, CHI), own.card)
    admit(desk.home, desk.who, real.card)
    case = case_of(desk)
    say(desk, by(desk, own), case)
    assert stands(desk) == [("secret", str(case.folder))]
    say(desk, by(desk, real), case)
    assert stands(desk) == [("open", str(case.folder))]


def test_who_was_revoked_on_the_desk_keeps_it_no_longer(desk: Laid) -> None:
    assert standing_on(desk.home).keepers == {desk.who.signer.card.id}
    revoke(desk.home, by(desk, CHI), desk.who.signer.card.id)
    assert standing_on(desk.home).keepers == set()


def test_the_right_is_told_before_anything_is_recorded(desk: Laid) -> None:
    standing = standing_on(desk.home)
    (known,) = standing.cases().values()
    for card in (desk.who.signer.card, BINH.card):
        check_right(standing, known, known.act.path, card, remembered=False)
    with pytest.raises(TruyvetError) as caught:
        check_right(standing, known, known.act.path, CHI.card, remembered=True)
    assert (caught.value.code, "Trần Giữ" in caught.value.hint) == ("E625", True)


def test_of_a_case_out_of_reach_counts_whom_it_admitted_when_it_was_read(desk: Laid) -> None:
    case = case_of(desk)
    standing = standing_on(desk.home)
    (known,) = standing.cases().values()
    case.folder.rename(case.folder.with_name("elsewhere"))
    check_right(standing, known, known.act.path, BINH.card, remembered=True)
    with pytest.raises(TruyvetError, match="not yours"):
        check_right(standing, known, known.act.path, BINH.card, remembered=False)


@pytest.mark.parametrize("damage", [b"", b'{"type":"key.add"}\n'])
def test_a_damaged_case_or_another_admits_nobody_and_denies_nobody(
    tmp_path: Path, damage: bytes
) -> None:
    case = open_case(tmp_path / "case")
    (key,) = (one.card.id for one in case.ledger.tail().keys.all())
    folders, admits = (str(tmp_path / "none"), str(case.folder)), Admissions()
    assert admits(case.opening()[0], folders, key, NOW) is True
    assert admits(case.opening()[0], folders, CHI.card.id, NOW) is False
    assert admits("0" * 36, folders, key, NOW) is None
    case.ledger.path.write_bytes(damage)
    assert Admissions()("0" * 36, folders, key, NOW) is None
