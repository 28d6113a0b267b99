"""Registers that were brought in and not read: a kill between the two leaves such."""

from pathlib import Path

import pytest
from tests.query.desk.laying import Laid, lay

from truyvet.commands.table_profile import profile_text
from truyvet.evidence.desks import Registered
from truyvet.query.desk.desk import NOT_READ, Register
from truyvet.query.desk.registers import collect_register, load_register
from truyvet.query.desk.stored import RegisterRecord, name_of

TABLE = "Biển số,Chủ xe\n30A-123.45,Nguyễn Văn Đức\n"


@pytest.fixture
def desk(tmp_path: Path) -> Laid:
    """A desk without anything on it."""
    return lay(tmp_path / "desk")


def bring(desk: Laid, tmp_path: Path, name: str = "Xe") -> int:
    """Bring a register in, and do not read it; its place."""
    path = tmp_path / "vehicles.csv"
    path.write_text(TABLE)
    with desk.home.writing() as writer:
        entry = collect_register(
            writer, desk.who, path, record=RegisterRecord(name=name, profile="vehicles"),
            profile=profile_text("vehicles", sheet="", given=(), also=""), note="",
        )  # fmt: skip
    return entry.seq


def read(desk: Laid, place: int) -> Register:
    """Read a register's rows."""
    with desk.opened() as there:
        return load_register(there, place, lambda _rows, _characters: None)


def standing(desk: Laid) -> list[tuple[int, str, str]]:
    """Return (place, name, problem) of the registers that count."""
    with desk.opened() as there:
        return [(one.place, one.name, one.problem) for one in there.registers()]


def test_one_that_was_not_read_is_called_by_its_name(desk: Laid, tmp_path: Path) -> None:
    place = bring(desk, tmp_path)
    assert standing(desk) == [(place, "Xe", NOT_READ)]


def test_brought_in_again_and_read_it_stands_in_its_place(desk: Laid, tmp_path: Path) -> None:
    killed, again = bring(desk, tmp_path), bring(desk, tmp_path)
    read(desk, again)
    assert standing(desk) == [(again, "Xe", "")]
    assert read(desk, killed).rows == 1  # an older one can still be read; it replaces nothing
    assert standing(desk) == [(again, "Xe", "")]


def test_while_the_newer_is_not_read_the_older_is_asked_still(desk: Laid, tmp_path: Path) -> None:
    old = bring(desk, tmp_path)
    read(desk, old)
    new = bring(desk, tmp_path)
    assert standing(desk) == [(old, "Xe", ""), (new, "Xe", NOT_READ)]
    read(desk, new)
    assert standing(desk) == [(new, "Xe", "")]


def test_whose_store_is_damaged_has_no_name(desk: Laid, tmp_path: Path) -> None:
    bring(desk, tmp_path)
    (manifest,) = (one.manifest for one in _registered(desk))
    assert name_of(desk.home, manifest) == "Xe"
    assert name_of(desk.home, "0" * 64) == ""


def _registered(desk: Laid) -> list[Registered]:
    with desk.opened() as there:
        return list(there.standing.registers().values())
