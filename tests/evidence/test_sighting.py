"""From the index back to the line an observation was made of: nothing is shown on its word."""

import sqlite3
from contextlib import closing

import pytest
from tests.evidence.support.examining import FILES, lines_of, refs_of, scan
from tests.evidence.support.scenes import collect

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.scans.observation import Observation
from truyvet.evidence.sighting import (
    find_observation,
    is_observation_name,
    item_of,
    read_observation,
)
from truyvet.hashes.canonical import decode_record


@pytest.fixture
def entry(case: Case, who: Acting) -> Entry:
    """The scan of a case with every sort of file."""
    collect(case, who, FILES)
    return scan(case, who)


@pytest.mark.parametrize("name", ["5:12", "0:0", "1" * 15 + ":0"])
def test_a_name_with_a_colon_is_an_observation(name: str) -> None:
    assert is_observation_name(name)


@pytest.mark.parametrize(
    "name", ["5.12", "", ":", "5:", ":5", "a:b", "5:1:2", "5:1 ", "1" * 16 + ":0"]
)
def test_any_other_name_is_none(name: str) -> None:
    assert not is_observation_name(name)


def test_every_observation_is_found_by_its_name_and_read_as_it_was_written(
    case: Case, entry: Entry
) -> None:
    lines = lines_of(case, entry, "observations")
    with case.reading() as index:
        for n, line in enumerate(lines):
            sighted = find_observation(index, f"{entry.seq}:{n}")
            seen = read_observation(case, index, sighted)
            assert seen == decode_record(line, Observation)
            assert sighted.name == f"{entry.seq}:{n}"
            assert item_of(index, seen.item).id == seen.item


@pytest.mark.parametrize("name", ["2:999", "9:0", "0:0", "2.0", "nothing", "999999999999999:1"])
def test_a_name_of_nothing_is_refused(case: Case, entry: Entry, name: str) -> None:
    with case.reading() as index, pytest.raises(TruyvetError, match="E844"):
        find_observation(index, name)


def test_a_superseded_observation_is_still_found_by_its_name(
    case: Case, entry: Entry, who: Acting
) -> None:
    with case.reading() as index:
        before = find_observation(index, f"{entry.seq}:0")
    collect(case, who, {b"more": b"1"}, note="more")
    scan(case, who)
    with case.reading() as index:
        assert find_observation(index, f"{entry.seq}:0") == before


def test_a_missing_list_is_an_error_with_a_code(case: Case, entry: Entry) -> None:
    with case.reading() as index:
        sighted = find_observation(index, f"{entry.seq}:0")
        case.store.path(refs_of(entry)["observations"].sha256).unlink()
        with pytest.raises(TruyvetError, match="E301"):
            read_observation(case, index, sighted)


@pytest.mark.parametrize("content", [b"", b"{}\n", b"x" * 9000, b'{"item":"' + b"\n"])
def test_a_list_that_holds_no_observation_there_is_an_error_with_a_code(
    case: Case, entry: Entry, content: bytes
) -> None:
    path = case.store.path(refs_of(entry)["observations"].sha256)
    with case.reading() as index:
        sighted = find_observation(index, f"{entry.seq}:3")
        path.chmod(0o600)
        path.write_bytes(content)
        with pytest.raises(TruyvetError, match="E302"):
            read_observation(case, index, sighted)


@pytest.mark.parametrize(
    "change",
    [
        "item = zeroblob(32)",
        "kind = 'email'",
        "place = 0",
        "flag = 'yara'",
        "position = (SELECT max(position) FROM observations)",
    ],
)
def test_an_index_that_says_something_else_is_refused(
    case: Case, entry: Entry, change: str
) -> None:
    with closing(sqlite3.connect(case.index_path, isolation_level=None)) as database:
        where = "WHERE n = (SELECT min(n) FROM observations WHERE kind = 'phone')"
        database.execute(f"UPDATE observations SET {change} {where}")  # noqa: S608
        n = database.execute("SELECT min(n) FROM observations WHERE position > 0").fetchone()[0]
    with case.reading() as index:
        found = [find_observation(index, f"{entry.seq}:{number}") for number in range(n, n + 3)]
        codes = set()
        for sighted in found:
            try:
                read_observation(case, index, sighted)
            except TruyvetError as error:
                codes.add(error.code)
        assert codes == {"E604"}


def test_an_item_that_is_not_there_is_refused(case: Case, entry: Entry) -> None:
    with case.reading() as index, pytest.raises(TruyvetError, match="E105"):
        item_of(index, "ee" * 32)
