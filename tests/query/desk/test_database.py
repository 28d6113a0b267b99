"""The file `desk.db`: whatever stands there is opened, or an error with a code; never trusted."""

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.support.places import read_only

from truyvet.evidence.desks import DESK_NAME, DRAFT_NAME, LEFT_BY_DESK
from truyvet.evidence.errors import TruyvetError
from truyvet.query.desk.database import guarding_index, kind_id, make_index, open_index, writing

ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an index that holds one kind."""
    make_index(tmp_path, ID)
    with closing(open_index(tmp_path, ID, writable=True)) as database, writing(database):
        kind_id(database, "phone")
    return tmp_path


def kinds(folder: Path) -> list[str]:
    """Return the kinds that an index knows."""
    with closing(open_index(folder, ID, writable=False)) as database:
        return [kind for (kind,) in database.execute("SELECT kind FROM kinds ORDER BY id")]


def test_what_was_written_is_read(folder: Path) -> None:
    assert kinds(folder) == ["phone"]


def test_a_kind_has_one_number(folder: Path) -> None:
    with closing(open_index(folder, ID, writable=True)) as database, writing(database):
        assert kind_id(database, "phone") == kind_id(database, "phone") == 1
        assert kind_id(database, "email") == 2


def test_what_is_interrupted_is_not_written(folder: Path) -> None:
    with closing(open_index(folder, ID, writable=True)) as database:
        with pytest.raises(KeyError), writing(database):
            dict[int, str]()[kind_id(database, "email")]
        with writing(database):
            kind_id(database, "imei")
    assert kinds(folder) == ["phone", "imei"]


def test_who_only_reads_cannot_write(folder: Path) -> None:
    with (
        closing(open_index(folder, ID, writable=False)) as database,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        database.execute("INSERT INTO kinds (kind) VALUES ('x')")


def missing(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link(path: Path) -> None:
    path.rename(path.with_name("other.db"))
    path.symlink_to("other.db")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(9000))


def sql(*statements: str) -> Callable[[Path], None]:
    """Change the index by these."""

    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database, database:
            for one in statements:
                database.execute(one)

    return change


DAMAGES: list[tuple[Callable[[Path], None], str]] = [
    (missing, "E614"), (a_folder, "E614"), (a_link, "E614"), (a_pipe, "E614"), (empty, "E615"),
    (cut, "E615"), (noise, "E615"),
    (sql("UPDATE state SET format = format + 1"), "E615"),
    (sql("UPDATE state SET desk = 'another'"), "E615"),
    (sql("DELETE FROM state"), "E615"),
    (sql("DROP TABLE held"), "E615"),
    (sql("CREATE TABLE more (a)"), "E615"),
    (sql("CREATE VIEW more AS SELECT 1"), "E615"),
    (sql("CREATE TRIGGER more AFTER INSERT ON kinds BEGIN SELECT 1; END"), "E615"),
    (sql("ALTER TABLE cases ADD COLUMN more TEXT"), "E615"),
    (sql("DROP INDEX held_value"), "E615"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "code"), DAMAGES)
@pytest.mark.parametrize("writable", [False, True])
def test_what_is_no_such_index_is_an_error_with_the_next_step(
    folder: Path, damage: Callable[[Path], None], code: str, writable: bool
) -> None:
    damage(folder / DESK_NAME)
    with pytest.raises(TruyvetError) as raised:
        open_index(folder, ID, writable=writable)
    assert raised.value.code == code
    assert "truyvet desk refresh" in raised.value.hint


@pytest.mark.parametrize("damage", [one for one, _ in DAMAGES if one is not a_folder])
def test_a_new_index_takes_the_place_of_any(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder / DESK_NAME)
    make_index(folder, ID)
    assert kinds(folder) == []
    assert not LEFT_BY_DESK & {path.name for path in folder.iterdir()}


@settings(max_examples=25)
@given(st.data())
def test_a_changed_byte_is_an_error_or_does_no_harm(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    make_index(folder, ID)
    path = folder / DESK_NAME
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(content))
    codes = set[str]()
    try:
        with closing(open_index(folder, ID, writable=False)) as database, guarding_index(path):
            assert database.execute("SELECT desk FROM state").fetchall() == [(ID,)]
    except TruyvetError as error:
        codes = {error.code}
    assert codes <= {"E615", "E902", "E903"}


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_what_a_kill_left_of_a_draft_is_no_obstacle(folder: Path, suffix: str) -> None:
    (folder / f"{DRAFT_NAME}{suffix}").write_bytes(b"half" * 1000)
    make_index(folder, ID)
    assert kinds(folder) == []


def test_who_reads_on_while_a_new_index_is_made_reads_what_he_opened(folder: Path) -> None:
    with closing(open_index(folder, ID, writable=False)) as database:
        make_index(folder, ID)
        assert database.execute("SELECT kind FROM kinds").fetchall() == [("phone",)]
    assert kinds(folder) == []


def test_who_writes_second_waits_for_the_first(folder: Path) -> None:
    done = list[str]()

    def second() -> None:
        with closing(open_index(folder, ID, writable=True)) as database, writing(database):
            done.append("second")
            kind_id(database, "b")

    with closing(open_index(folder, ID, writable=True)) as database:
        with writing(database):
            thread = threading.Thread(target=second)
            thread.start()
            kind_id(database, "a")
            done.append("first")
        thread.join(30)
    assert done == ["first", "second"]
    assert kinds(folder) == ["phone", "a", "b"]


def test_on_media_that_cannot_be_written_it_is_read(folder: Path) -> None:
    with read_only(folder):
        assert kinds(folder) == ["phone"]


def test_on_media_that_cannot_be_written_none_is_made(folder: Path) -> None:
    with read_only(folder), pytest.raises((TruyvetError, OSError)) as raised:
        make_index(folder, ID)
    assert getattr(raised.value, "code", "E902") == "E902"
    assert kinds(folder) == ["phone"]
