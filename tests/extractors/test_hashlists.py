"""Lists of hashes as others publish them: each form is told apart, no line is dropped silently."""

# ruff: noqa: S608 - the databases are made here

import hashlib
import random
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from truyvet.extractors.hashlists import importing
from truyvet.extractors.hashlists.buckets import Buckets
from truyvet.extractors.hashlists.importing import Imported, Order, import_list
from truyvet.extractors.hashlists.reading import MAX_LINE, NotAList
from truyvet.extractors.hashlists.rows import EMPTY_FILE
from truyvet.extractors.hashlists.sets import stored
from truyvet.hashes.hashset import WIDTHS

WHEN = "2026-03-14T02:15:00.000000Z"


def digest(algorithm: str, text: str) -> str:
    return hashlib.new(algorithm, text.encode()).hexdigest()


M, S, L = digest("md5", "a"), digest("sha1", "a"), digest("sha256", "a")
M2, S2, L2 = digest("md5", "b"), digest("sha1", "b"), digest("sha256", "b")


@pytest.fixture
def bring(tmp_path: Path) -> Any:
    """Import a list given as text or bytes."""

    def bring(content: str | bytes, **order: str) -> Imported:
        source = tmp_path / "list"
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        given: dict[str, Any] = {"name": "A", "known": "good", "created": WHEN} | order
        return import_list(source, tmp_path / "sets", Order(**given))

    return bring


def held(tmp_path: Path, text: str) -> list[str]:
    """The algorithms of the sets that hold a digest."""
    raw = bytes.fromhex(text)
    sets = [one.opened for one in stored(tmp_path / "sets") if one.opened]
    fitting = [one for one in sets if WIDTHS[one.head.algorithm] == len(raw)]
    return [one.head.algorithm for one in fitting if raw in one]


FORMS = {
    "sha256sum": (f"{L}  one.txt\n{L2} *two words.bin\n", "checksums", "sha256"),
    "escaped": (f"\\{L}  line\\nfeed\n{L2}  b\n", "checksums", "sha256"),
    "md5sum": (f"{M}  a\n{M2}  b\n", "checksums", "md5"),
    "upper case": (f"{S.upper()}  a\n{S2}  b\n", "checksums", "sha1"),
    "names with commas": (f"{L}  a, b\n{L2}  c, d, e\n", "checksums", "sha256"),
    "BSD": (f"SHA256 (a (1).txt) = {L}\nSHA256 (b) = {L2}\n", "checksums", "sha256"),
    "openssl": (f"SHA2-256(a)= {L}\nSHA256(a)= {L}\nSHA256(b)= {L2}\n", "checksums", "sha256"),
    "digests": (f"{L}\n\n# a comment\n; another\n{L2}\n", "digests", "sha256"),
    "digests under a word": (f"md5\n{M}\n{M2}\n", "digests", "md5"),
    "line ends of Windows": (f"{L}\r\n{L2}\r\n", "digests", "sha256"),
    "no last line end": (f"{L}\n{L2}", "digests", "sha256"),
    "hashdeep": (
        "%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## Invoked from: /x\n##\n"
        f"3,{M},{L},/x/a, b.txt\n4,{M2},{L2},/x/c\n",
        "hashdeep",
        "sha256",
    ),
    "NSRL 2": (
        '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"\n'
        f'"{S.upper()}","{M}","00000000","a, b.exe",1,1,"x",""\n"{S2}","{M2}","1","c",1,1,"x",""\n',
        "CSV",
        "sha1",
    ),
    "threat feed": (
        '# a feed\n# "first_seen","sha256_hash","md5_hash","imphash"\n'
        f'"2026-01-01","{L}","{M}","{M2}"\n"2026-01-02","{L2}","{M2}","n/a"\n',
        "CSV",
        "sha256",
    ),
    "unknown columns": (f"file;value\na;{L}\nb;{L2}\n", "CSV", "sha256"),
    "tabs": (f"name\tSHA256\na\t{L}\nb\t{L2}\n", "CSV", "sha256"),
    "without names": (f"{L},a\n{L2},b\n", "CSV", "sha256"),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_told_apart_and_read(bring: Any, tmp_path: Path, form: str) -> None:
    content, kind, algorithm = FORMS[form]
    result = bring(content)
    assert result.kind == kind
    assert [(head.algorithm, head.count) for head in result.heads] == [(algorithm, 2)]
    first = {"sha256": L, "sha1": S, "md5": M}[algorithm]
    assert held(tmp_path, first) == [algorithm]
    assert result.refused == 0


def test_a_list_in_utf_16_is_read(bring: Any) -> None:
    assert bring(f"{L}\r\n{L2}\r\n".encode("utf-16")).rows == 2


def test_a_mark_of_utf_8_is_no_digit(bring: Any) -> None:
    assert bring(b"\xef\xbb\xbf" + L.encode()).rows == 1


def test_mixed_digests_make_one_set_each(bring: Any, tmp_path: Path) -> None:
    result = bring(f"{M}\n{S}\n{L}\n{digest('sha512', 'a')}\n")
    assert [head.algorithm for head in result.heads] == ["md5", "sha1", "sha256", "sha512"]
    assert len(list((tmp_path / "sets").glob("*.hashset"))) == 4


def test_of_a_row_with_several_the_strongest_is_taken_unless_asked_otherwise(bring: Any) -> None:
    content = FORMS["hashdeep"][0]
    assert [head.algorithm for head in bring(content).heads] == ["sha256"]
    assert [head.algorithm for head in bring(content, algorithm="md5").heads] == ["md5"]


def test_bare_digests_are_what_the_officer_says(bring: Any) -> None:
    assert [head.algorithm for head in bring(f"{L}\n", algorithm="blake3").heads] == ["blake3"]


def test_lines_that_give_no_digest_are_counted_and_listed(bring: Any) -> None:
    result = bring(f"{L}\nhello\n{L[:-1]}\n{L2}\n{'z' * 64}\n")
    assert (result.rows, result.refused) == (2, 3)
    assert [number for number, _ in result.listed] == [2, 3, 5]
    assert "hello" in result.listed[0][1]


def test_a_digest_that_is_not_looked_up_is_refused(bring: Any) -> None:
    result = bring(f"SHA384 (a) = {'a' * 96}\nSHA256 (b) = {L}\n")
    assert (result.rows, result.refused) == (1, 1)


def test_the_empty_file_is_no_bad_file(bring: Any) -> None:
    content = f"{EMPTY_FILE['sha256']}\n{L}\n"
    assert bring(content, known="bad").refused == 1
    assert bring(content, known="good").refused == 0


def test_the_digests_of_the_empty_file_are_right() -> None:
    for algorithm in ("md5", "sha1", "sha256", "sha512"):
        assert EMPTY_FILE[algorithm] == digest(algorithm, "")


def test_a_digest_twice_is_one(bring: Any) -> None:
    result = bring(f"{L}\n{L.upper()}\n")
    assert (result.rows, result.heads[0].count) == (2, 1)


def test_many_refused_lines_are_counted_and_the_first_listed(bring: Any) -> None:
    result = bring(f"{L}\n" + "x\n" * (importing.MAX_LISTED + 5))
    assert result.refused == importing.MAX_LISTED + 5
    assert len(result.listed) == importing.MAX_LISTED


def test_a_line_without_end_is_refused_in_parts(bring: Any) -> None:
    result = bring(f"{L}\n" + "y" * (3 * MAX_LINE))
    assert (result.rows, result.refused) == (1, 3)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"hello\nworld\n", b"PK\x03\x04\0\0", b"SQLite format 3\0" + bytes(100),
     b"%%%% HASHDEEP-1.0\n", b"sha256\n", b"a,b\n1,2\n"],
)  # fmt: skip
def test_what_holds_no_list_is_refused_and_leaves_nothing(
    bring: Any, tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(NotAList):
        bring(content)
    sets = tmp_path / "sets"
    assert not sets.exists() or list(sets.iterdir()) == []


def test_sets_are_private_and_nothing_else_is_left(bring: Any, tmp_path: Path) -> None:
    bring(f"{L}\n")
    (file,) = (tmp_path / "sets").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_source_is_named_by_its_hash(bring: Any) -> None:
    head = bring(f"{L}\n").heads[0]
    assert head.source == "list"
    assert head.source_sha256 == hashlib.sha256(f"{L}\n".encode()).hexdigest()


# NSRL's Reference Data Set, version 3.


def database(path: Path, *statements: str) -> bytes:
    """A SQLite database made by these statements."""
    made = sqlite3.connect(path)
    for statement in statements:
        made.execute(statement)
    made.commit()
    made.close()
    return path.read_bytes()


def test_a_minimal_reference_set_is_read(bring: Any, tmp_path: Path) -> None:
    content = database(
        tmp_path / "minimal.db",
        "CREATE TABLE FILE (sha256 VARCHAR NOT NULL, sha1 VARCHAR NOT NULL, md5 VARCHAR NOT NULL, "
        "file_name VARCHAR, file_size INTEGER, package_id INTEGER)",
        "CREATE TABLE VERSION (version VARCHAR, build_set VARCHAR)",
        f"INSERT INTO FILE VALUES ('{L.upper()}', '{S.upper()}', '{M.upper()}', 'a', 1, 1)",
        f"INSERT INTO FILE VALUES ('{L2}', '{S2}', '{M2}', 'b', 1, 1)",
        f"INSERT INTO FILE VALUES ('{L2}', '{S2}', '{M2}', 'b again', 1, 2)",
    )
    result = bring(content)
    assert (result.kind, result.rows, result.heads[0].count) == ("NSRL RDSv3", 3, 2)
    assert held(tmp_path, L) == ["sha256"]
    assert bring(content, algorithm="sha1").heads[0].algorithm == "sha1"


def test_a_full_reference_set_is_read_from_its_table_and_not_its_view(
    bring: Any, tmp_path: Path
) -> None:
    content = database(
        tmp_path / "full.db",
        "CREATE TABLE METADATA (metadata_id INTEGER PRIMARY KEY, object_id INTEGER, bytes INTEGER, "
        "md5 TEXT, sha1 TEXT, sha256 TEXT)",
        f"INSERT INTO METADATA VALUES (1, 1, 1, '{M}', '{S}', '{L}')",
        "INSERT INTO METADATA VALUES (2, 2, 1, NULL, NULL, NULL)",
        "CREATE VIEW FILE AS SELECT sha256, sha1, md5 FROM METADATA WHERE 0",
    )
    result = bring(content)
    assert (result.rows, result.refused) == (1, 1)


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE PKG (sha256 TEXT)", "CREATE TABLE FILE (name TEXT)"]
)
def test_another_database_is_refused(bring: Any, tmp_path: Path, statement: str) -> None:
    with pytest.raises(NotAList, match="RDSv3"):
        bring(database(tmp_path / "other.db", statement))


def test_a_damaged_database_is_refused_and_never_imported_in_part(
    bring: Any, tmp_path: Path
) -> None:
    rows = ", ".join(f"('{digest('sha256', str(number))}')" for number in range(2_000))
    content = database(
        tmp_path / "d.db", "CREATE TABLE FILE (sha256 TEXT)", f"INSERT INTO FILE VALUES {rows}"
    )
    with pytest.raises(NotAList, match="SQLite says"):
        bring(content[: len(content) // 2])
    assert stored(tmp_path / "sets") == []


# Sorting more than memory holds.


@pytest.mark.parametrize("spill", [16, 1_000, 1 << 20])
def test_buckets_sort_and_drop_what_comes_twice_however_often_they_spill(
    tmp_path: Path, spill: int
) -> None:
    source = random.Random(3)
    digests = [source.randbytes(16) for _ in range(300)] * 2
    buckets = Buckets(tmp_path, 16, spill)
    for one in digests:
        buckets.add(one)
    assert [one for block in buckets.blocks() for one in block] == sorted(set(digests))
    assert buckets.taken == 600


def test_hostile_bytes_never_raise_anything_else(bring: Any) -> None:
    source = random.Random(5)
    good = FORMS["NSRL 2"][0].encode()
    for _ in range(60):
        damaged = bytearray(good)
        for _ in range(20):
            damaged[source.randrange(len(damaged))] = source.randrange(256)
        try:
            result = bring(bytes(damaged))
        except NotAList:
            continue
        assert result.rows + result.refused >= 1
