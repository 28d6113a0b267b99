"""The full-text index: a word that was altered, moved, added or taken out is found (E620)."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.evidence.support.examining import FILES, scan
from tests.evidence.support.scenes import check, codes, collect

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.findings import Verdict
from truyvet.evidence.index import Index

ALTERED = [
    "INSERT INTO words (rowid, folded, marked) VALUES (99, 'planted', 'planted')",
    "INSERT INTO words (rowid, folded, marked) VALUES (1, 'planted', '')",
    "INSERT INTO words (words) VALUES ('delete-all')",
    "DELETE FROM words_docsize",
    "UPDATE words_docsize SET sz = zeroblob(2)",
    "DELETE FROM words_docsize WHERE id = 1",
    "UPDATE words_config SET v = 99",
    "INSERT INTO words_config VALUES ('rank', 'bm25(0.0, 0.0)')",
    "DELETE FROM words_data WHERE id > 10",
    "DELETE FROM words_data",
    "UPDATE words_data SET block = zeroblob(20) WHERE id = 1",
    "DELETE FROM texts",
    "UPDATE texts SET position = 0",
]


@pytest.fixture
def scanned(case: Case, who: Acting) -> Case:
    """A case with five texts."""
    collect(case, who, FILES)
    scan(case, who)
    return case


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


@pytest.mark.parametrize("statement", ALTERED)
def test_what_was_altered_is_found(scanned: Case, statement: str) -> None:
    execute(scanned.index_path, statement)
    answer = check(scanned.folder)
    assert answer.verdict is Verdict.INVALID
    assert set(answer.counts) <= {"E620", "E621"}


def test_a_word_moved_from_one_text_to_another_is_found(scanned: Case) -> None:
    """The same words and the same counts, at other places."""
    execute(
        scanned.index_path,
        "INSERT INTO words (words, rowid, folded, marked) VALUES ('delete', 2, 'ring 0901234567',"
        " 'ring 0901234567')",
        "INSERT INTO words (rowid, folded, marked)"
        " VALUES (2, '0901234567 ring', '0901234567 ring')",
    )
    assert [one.text for one in check(scanned.folder).findings] == [
        "the index says something else than the ledger (table words)"
    ]


@pytest.mark.parametrize("command", ["optimize", "merge", "nothing"])
def test_how_it_is_cut_into_segments_says_nothing(scanned: Case, command: str) -> None:
    if command == "merge":
        execute(scanned.index_path, "INSERT INTO words (words, rank) VALUES ('merge', 500)")
    elif command == "optimize":
        execute(scanned.index_path, "INSERT INTO words (words) VALUES ('optimize')")
    assert codes(scanned.folder) == []


def test_an_index_that_grew_scan_by_scan_equals_one_that_was_built_at_once(
    case: Case, who: Acting
) -> None:
    for n in range(5):
        collect(
            case, who, {b"%d.txt" % n: f"tin nhắn số {n} gọi 091234567{n}".encode()}, note=str(n)
        )
        scan(case, who)
    grown = case.folder.parent / "grown.db"
    grown.write_bytes(case.index_path.read_bytes())
    case.reindex()
    with closing(Index.open(case.index_path, writable=True)) as index:
        assert index.differs_from(grown) == []
        assert index.differs_from(grown) == [], "nothing is left behind by comparing"
    assert codes(case.folder) == []


def test_words_that_no_search_would_come_to_any_more_are_found(case: Case, who: Acting) -> None:
    words = " ".join(f"x{n * n}" for n in range(9000))
    collect(case, who, {b"long.txt": words.encode()})
    scan(case, who)
    assert codes(case.folder) == []
    execute(case.index_path, "DELETE FROM words_idx WHERE term <> x''")
    assert codes(case.folder) == ["E620"]


def test_an_empty_one_differs_from_one_with_words(scanned: Case, tmp_path: Path) -> None:
    with closing(Index.build(tmp_path / "empty.db")) as empty:
        different = empty.differs_from(scanned.index_path)
    assert different == [
        "state", "acts", "collections", "items", "extractors", "outputs", "examined",
        "shortfalls", "observations", "texts", "words",
    ]  # fmt: skip


def test_reindexing_makes_it_right_again(scanned: Case) -> None:
    execute(scanned.index_path, ALTERED[2])
    assert codes(scanned.folder) == ["E620"]
    scanned.reindex()
    assert codes(scanned.folder) == []
