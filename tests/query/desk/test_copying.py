"""Copying from cases: bit by bit or all anew it ends the same; what hinders it is named."""

import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.commands.support.desks import rows
from tests.evidence.links.test_histories_of_links import FILES, NODES, History
from tests.evidence.support.linking import Says, fact, named, scan, stated
from tests.evidence.support.people import Clock, acting, officer
from tests.evidence.support.scenes import admit, collect, open_case, tear
from tests.query.desk.laying import Laid, lay

from truyvet.evidence.acts import Note
from truyvet.evidence.case import Case
from truyvet.query.desk.copying import NotCopied, refresh_case, whole_case
from truyvet.query.desk.database import make_index
from truyvet.query.desk.desk import OnDesk


class Play(History):
    """A case to which also happens what only a desk looks at."""

    def step(self) -> None:
        """Do one thing of all."""
        steps = (self.scans, self.states, self.ends, self.decides, self.names, self.digests,
                 self.brings)  # fmt: skip
        self.chance.choice(steps)()

    def names(self) -> None:
        """Name somebody by an alias."""
        name = self.chance.choice(("Đức Cá", "đức cá", "Hùng"))
        stated(self.case, self.who(), named(self.chance.choice(NODES[:4]), name, "alias"))

    def digests(self) -> None:
        """Take hashes anew; what a scan before said of the same item stands no longer."""
        md5 = f"{self.chance.randrange(3)}" * 32
        path = f"f{self.chance.randrange(4)}"
        scan(self.case, self.who(), {path: [Says(kind="digest-md5", normal=md5)]})

    def brings(self) -> None:
        """Collect what is there already, once more, and something new."""
        new = f"{self.chance.randrange(100)}".encode()
        collect(self.case, self.who(), FILES | {b"new": new}, note=new.decode())


def put(desk: Laid, case: Case, *, off: bool = False) -> None:
    """Put a case on a desk, or take it off."""
    case_id, opening = case.opening()
    desk.attach(case_id, case.folder, number=opening.number, off=off)
    with desk.opened():
        pass


def refresh(desk: Laid, *, anew: bool = False) -> list[str]:
    """Copy from all cases; how each was found."""
    with desk.opened() as there:
        return [refresh_case(there, one, anew=anew) for one in there.cases()]


def rebuilt(desk: Laid, place: Path) -> dict[str, list[object]]:
    """Return what the look-up index holds when it is made anew."""
    make_index(desk.home.folder, desk.home.opening()[0])
    refresh(desk)
    return rows(place)


@pytest.mark.parametrize("seed", range(4))
def test_copying_what_is_new_ends_where_copying_all_anew_ends(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    desk = lay(tmp_path / "desk")
    plays = [Play(tmp_path, 1000 * seed + n) for n in (1, 2)]
    for one in plays:
        put(desk, one.case)
    for _ in range(8):
        chance.choice(plays).step()
        if chance.random() < 0.6:
            refresh(desk)
        if chance.random() < 0.15:
            one = chance.choice(plays)
            put(desk, one.case, off=True)
            put(desk, one.case)
    refresh(desk)
    grown = rows(tmp_path)
    refresh(desk, anew=True)
    assert rows(tmp_path) == grown
    assert rebuilt(desk, tmp_path) == grown


@pytest.fixture
def desk(tmp_path: Path) -> Laid:
    """A desk."""
    return lay(tmp_path / "desk")


@pytest.fixture
def case(tmp_path: Path, desk: Laid) -> Case:
    """A case of two entries on it, which was read."""
    made = open_case(tmp_path / "case")
    stated(made, acting(), fact(NODES[0], "uses", NODES[4]))
    put(desk, made)
    refresh(desk)
    return made


def only(desk: Laid) -> OnDesk:
    """Return the case on the desk."""
    with desk.opened() as there:
        (one,) = there.cases()
        return one


def test_a_case_that_has_not_grown_is_not_opened(desk: Laid, case: Case) -> None:
    shutil.rmtree(case.folder / "objects")  # nobody misses them
    assert refresh(desk) == ["unchanged"]


def test_a_case_that_has_grown_is_read(desk: Laid, case: Case) -> None:
    with case.writing() as writer:
        writer.append(acting(seed=3, clock=Clock(99)), Note(text="x"))
    assert refresh(desk) == ["read"]
    assert only(desk).entries == 3
    assert refresh(desk) == ["unchanged"]


def test_what_is_known_of_a_case_is_said(desk: Laid, case: Case) -> None:
    one = only(desk)
    assert (one.entries, one.problem, one.number) == (2, "", "12/2026")
    assert one.size == case.ledger.path.stat().st_size


def test_keys_are_those_that_the_case_admits_now(desk: Laid, case: Case) -> None:
    other = officer(5, name="Bình")
    admit(case, acting(seed=4, clock=Clock(99)), other.card)
    refresh(desk)
    with desk.opened() as there:
        keys = {key for (key,) in there.database.execute("SELECT key FROM admitted")}
    assert keys == {officer(1).card.id, other.card.id}


def gone(case: Case) -> None:
    shutil.rmtree(case.folder)


def moved(case: Case) -> None:
    case.folder.rename(case.folder.with_name("elsewhere"))


def emptied(case: Case) -> None:
    case.ledger.path.write_bytes(b"")


def shortened(case: Case) -> None:
    lines = case.ledger.path.read_bytes().splitlines(keepends=True)
    case.ledger.path.write_bytes(b"".join(lines[:1]))


def spoilt(case: Case) -> None:
    with case.ledger.path.open("ab") as file:
        file.write(b"\xff\x00 no entry\n")


def rewritten(case: Case) -> None:
    """The same number of bytes, and another last entry."""
    content = bytearray(case.ledger.path.read_bytes())
    content[-10] ^= 1
    case.ledger.path.write_bytes(bytes(content))


def replaced(case: Case) -> None:
    gone(case)
    open_case(case.folder, acting(seed=99))


def a_folder(case: Case) -> None:
    case.ledger.path.unlink()
    case.ledger.path.mkdir()


def a_link(case: Case) -> None:
    copy = case.folder / "copy"
    case.ledger.path.rename(copy)
    case.ledger.path.symlink_to(copy)


def a_pipe(case: Case) -> None:
    case.ledger.path.unlink()
    os.mkfifo(case.ledger.path)


HINDRANCES: list[tuple[Callable[[Case], None], str]] = [
    (gone, "no longer there"), (moved, "no longer there"), (emptied, "E"), (shortened, "verify it"),
    (spoilt, "E202"), (rewritten, "verify it"), (replaced, "another case"), (a_folder, "E"),
    (a_link, "E"), (a_pipe, "E"),
]  # fmt: skip


@pytest.mark.parametrize(("hinder", "why"), HINDRANCES)
def test_what_hinders_reading_a_case_is_named_and_remembered(
    desk: Laid, case: Case, hinder: Callable[[Case], None], why: str
) -> None:
    held = rows(desk.home.folder.parent)
    hinder(case)
    with pytest.raises(NotCopied, match=why) as raised:
        refresh(desk)
    one = only(desk)
    assert one.problem == str(raised.value)
    assert one.entries == 2
    assert rows(desk.home.folder.parent) == held


@pytest.mark.parametrize(("hinder", "why"), HINDRANCES[::3])
def test_none_of_it_stops_the_other_cases(
    tmp_path: Path, desk: Laid, case: Case, hinder: Callable[[Case], None], why: str
) -> None:
    other = open_case(tmp_path / "other", acting(seed=7))
    put(desk, other)
    hinder(case)
    found = dict[str, str]()
    with desk.opened() as there:
        for one in there.cases():
            try:
                found[one.path] = refresh_case(there, one)
            except NotCopied as error:
                found[one.path] = str(error)
    assert why in found[str(case.folder)]
    assert found[str(other.folder)] == "read"


def test_a_case_that_came_back_is_read_again(desk: Laid, case: Case) -> None:
    moved(case)
    with pytest.raises(NotCopied):
        refresh(desk)
    case.folder.with_name("elsewhere").rename(case.folder)
    refresh(desk)
    assert only(desk).problem == ""


def test_a_torn_last_line_is_named_until_the_case_is_mended(desk: Laid, case: Case) -> None:
    tear(case, b'{"half')
    with pytest.raises(NotCopied, match="E201"):
        refresh(desk)
    assert only(desk).entries == 2
    case.ledger.path.write_bytes(case.ledger.path.read_bytes().removesuffix(b'{"half'))
    assert refresh(desk) == ["read"]


def test_a_case_whose_indexes_are_gone_or_damaged_is_read_by_its_ledger(
    desk: Laid, case: Case
) -> None:
    held = rows(desk.home.folder.parent)
    for damage in (None, b"", b"no database" * 999):
        for name in ("index.db", "links.db"):
            for path in case.folder.glob(f"{name}*"):
                path.unlink()
            if damage is not None:
                (case.folder / name).write_bytes(damage)
        with desk.opened() as there, suppress(NotCopied):
            refresh_case(there, there.cases()[0], anew=True)
        assert only(desk).problem[:3] in ("", "E60")
        assert rows(desk.home.folder.parent) == held


def test_only_the_case_that_was_attached_is_opened(desk: Laid, case: Case) -> None:
    assert whole_case(only(desk)).opening()[0] == case.opening()[0]
    replaced(case)
    with pytest.raises(NotCopied, match="another case"):
        whole_case(only(desk))
