"""A case opened for questions: its indexes missing, behind, damaged, or on read-only media."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.commands.conftest import Officer

from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.query.known import known
from truyvet.query.searching import Search
from truyvet.query.source import opened
from truyvet.query.views import ask

INDEXES = ["index.db", "links.db"]


@pytest.fixture
def officer(asked: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of the case."""
    place = tmp_path / "copy"
    shutil.copytree(asked.parent, place, symlinks=True)
    settings = {"TRUYVET_KEYS": str(place / "keys"), "TRUYVET_CASE": "vu"}
    return Officer(place=place, keys=place / "config/truyvet/keys", settings=settings)


def answers(case: Path) -> tuple[object, ...]:
    """What a case answers to a question of each kind."""
    with opened(Case(case)) as source:
        (number,) = known(source, ["0912345678"])
        found = [one.item.name for one in Search(source, "duc").found() if one.item]
        (person,) = known(source, ["nguyen van duc"])
        return number, found, person, list(ask(source, "SELECT * FROM edges", seconds=20).rows)


def told(case: Path) -> tuple[tuple[object, ...] | None, str]:
    """What a case answers, or the code of the error that it answers with."""
    try:
        return answers(case), ""
    except TruyvetError as error:
        return None, error.code


@pytest.mark.parametrize("gone", [["index.db"], ["links.db"], INDEXES])
def test_a_missing_index_is_made_anew_with_the_same_answers(
    officer: Officer, gone: list[str]
) -> None:
    case = officer.place / "vu"
    before = answers(case)
    for name in gone:
        (case / name).unlink()
    assert answers(case) == before


@pytest.mark.parametrize("name", INDEXES)
@pytest.mark.parametrize("keep", [0, 1, 100, 4_096, 10_000])
def test_an_index_that_was_cut_off_gives_the_same_answers_or_an_error_with_a_code(
    officer: Officer, name: str, keep: int
) -> None:
    case = officer.place / "vu"
    before = answers(case)
    (case / name).write_bytes((case / name).read_bytes()[:keep])
    now, code = told(case)
    assert now == before or code == "E602"


@pytest.mark.parametrize("name", INDEXES)
@pytest.mark.parametrize("content", [b"not a database", b"\0" * 8_192, b"SQLite format 3\0" * 600])
def test_what_is_no_index_gives_the_same_answers_or_an_error_with_a_code(
    officer: Officer, name: str, content: bytes
) -> None:
    case = officer.place / "vu"
    before = answers(case)
    (case / name).write_bytes(content)
    now, code = told(case)
    assert now == before or code in ("E602", "E603")


def test_flipped_bytes_never_give_another_answer(officer: Officer) -> None:
    case = officer.place / "vu"
    before = answers(case)
    whole = (case / "links.db").read_bytes()
    for at in range(5_000, len(whole), len(whole) // 12):
        damaged = bytearray(whole)
        damaged[at : at + 64] = bytes(byte ^ 0xFF for byte in damaged[at : at + 64])
        (case / "links.db").write_bytes(damaged)
        now, code = told(case)
        assert (now and now[0] == before[0]) or code in ("E302", "E602", "E604"), at
        (case / "links.db").unlink(missing_ok=True)


def test_what_was_added_since_is_known_at_the_next_question(officer: Officer) -> None:
    case = officer.place / "vu"
    with opened(Case(case)) as source:
        assert not next(known(source, ["Lê Văn Hải"])).known
    officer.does("person", "add", "Lê Văn Hải", "--phone", "0933444555")
    with opened(Case(case)) as source:
        assert next(known(source, ["le van hai"])).known
        assert next(known(source, ["0933.444.555"])).known


def test_a_folder_that_cannot_be_written_is_asked_all_the_same(officer: Officer) -> None:
    case = officer.place / "vu"
    before = answers(case)
    everything = [case, *(one for one in case.rglob("*") if not one.is_symlink())]
    for path in everything:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        assert answers(case) == before
    finally:
        for path in everything:
            path.chmod(path.stat().st_mode | 0o200)


def test_asking_leaves_no_trace_in_the_case(officer: Officer) -> None:
    case = officer.place / "vu"
    answers(case)
    kept = {one: one.read_bytes() for one in case.rglob("*") if one.is_file()}
    answers(case)
    assert {one: one.read_bytes() for one in case.rglob("*") if one.is_file()} == kept


def test_a_case_is_asked_while_it_is_written(officer: Officer) -> None:
    case = officer.place / "vu"
    with opened(Case(case)) as source:
        officer.does("person", "add", "Lê Văn Hải")
        assert next(known(source, ["nguyen van duc"])).known
        assert not next(known(source, ["Lê Văn Hải"])).known


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("UPDATE nodes SET value = '+84999888777' WHERE value = '+84912345678'", "0999888777"),
        ("UPDATE names SET folded = 'khong ai'", "khong ai"),
        ("UPDATE edges SET relation = 'called' WHERE relation = 'uses'", "0912345678"),
        ("UPDATE statements SET grade = 'A1' WHERE grade = 'B2'", "nguyen van duc"),
        ("UPDATE statements SET position = position + 1", "nguyen van duc"),
        ("UPDATE entries SET position = 0", "nguyen van duc"),
    ],
)
def test_links_that_tell_otherwise_than_the_ledger_are_an_error_and_no_answer(
    officer: Officer, sql: str, value: str
) -> None:
    case = officer.place / "vu"
    answers(case)
    with closing(sqlite3.connect(case / "links.db")) as database, database:
        database.execute(sql)
    labels, code = set[str](), ""
    try:
        with opened(Case(case)) as source:
            for read in next(known(source, [value])).readings:
                labels |= {one.subject_label for one in read.stated}
    except TruyvetError as error:
        code = error.code
    assert code in ("", "E302", "E604")
    assert labels <= {"Nguyễn Văn Đức", "Trần Thị Lan"}
