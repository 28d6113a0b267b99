"""Asking a case that was scanned twice, or whose index was tampered with."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.query.conftest import Officer

from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.query.searching import Search
from truyvet.query.source import opened
from truyvet.query.views import ask


@pytest.fixture
def officer(asked: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of the case."""
    shutil.copytree(asked.parent, tmp_path / "copy", symlinks=True)
    return Officer(tmp_path / "copy")


@pytest.fixture(scope="module")
def again(asked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the case, scanned anew for another country, where fewer numbers are read."""
    place = tmp_path_factory.mktemp("again") / "copy"
    shutil.copytree(asked.parent, place, symlinks=True)
    Officer(place).does("scan", "--only", "entities", "--region", "US", "--jobs", "1")
    return place / "vu"


def paths(case: Path, query: str) -> list[str]:
    """The paths of the items that a query finds."""
    with opened(Case(case)) as source:
        return [one.item.path for one in Search(source, query).found() if one.item]


def test_what_was_superseded_is_not_found(asked: Path, again: Path) -> None:
    assert len(paths(asked, "type:phone val:0987654321 -rel:uses")) == 2
    assert paths(again, "type:phone val:0987654321 -rel:uses") == []


def test_what_lacks_only_what_was_superseded_is_found_by_not(asked: Path, again: Path) -> None:
    assert "evidence/wide.txt" not in paths(asked, "ext:txt -type:phone")
    assert "evidence/wide.txt" in paths(again, "ext:txt -type:phone")


def test_what_both_scans_saw_is_found_once(again: Path) -> None:
    assert paths(again, "type:card") == ["evidence/card.csv"]
    with opened(Case(again)) as source:
        (one,) = Search(source, "type:card").found()
        assert one.seen_count == 1
        assert one.seen[0].entry == 9


def test_texts_of_the_first_scan_still_stand(again: Path) -> None:
    assert "evidence/wide.txt" in paths(again, '"nguyen van duc"')


def test_the_view_of_observations_leaves_out_what_was_superseded(asked: Path, again: Path) -> None:
    sql = "SELECT count(*) FROM observations WHERE kind = 'phone' AND value = '+84987654321'"
    for case, count in ((asked, 2), (again, 0)):
        with opened(Case(case)) as source:
            assert list(ask(source, sql, seconds=20).rows) == [(count,)]


def test_the_entry_of_a_scan_chooses_among_what_stands(again: Path) -> None:
    assert paths(again, "type:card entry:2") == []
    assert paths(again, "type:card entry:9") == ["evidence/card.csv"]


def tamper(case: Path, sql: str) -> None:
    """Change the index."""
    with closing(sqlite3.connect(case / "index.db")) as database, database:
        database.execute(sql)


@pytest.mark.parametrize(
    ("sql", "query"),
    [
        ("UPDATE texts SET item = (SELECT max(item) FROM texts)", "duc"),
        ("UPDATE texts SET position = (SELECT min(position) FROM texts)", "xe"),
        ("UPDATE observations SET kind = 'card' WHERE kind = 'phone'", "type:card"),
        ("UPDATE observations SET flag = 'bomb' WHERE flag = 'yara'", "flag:bomb"),
    ],
)
def test_an_index_that_tells_otherwise_gives_an_error_and_no_answer(
    officer: Officer, sql: str, query: str
) -> None:
    tamper(officer.place / "vu", sql)
    with pytest.raises(TruyvetError) as caught:
        paths(officer.place / "vu", query)
    assert caught.value.code in ("E302", "E604")


def test_a_case_on_read_only_media_is_asked_all_the_same(officer: Officer) -> None:
    case = officer.place / "vu"
    paths(case, "duc")
    case.chmod(0o500)
    try:
        assert "evidence/wide.txt" in paths(case, "duc")
    finally:
        case.chmod(0o700)
