"""The folder of sets, imports that fail half-way, many rows, and NSRL databases of every shape."""

# ruff: noqa: S608 - the databases are made here

import hashlib
import os
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from truyvet.extractors import hashsets
from truyvet.extractors.hashlists import nsrl
from truyvet.extractors.hashlists.buckets import Buckets
from truyvet.extractors.hashlists.importing import Order, import_list
from truyvet.extractors.hashlists.reading import NotAList
from truyvet.extractors.hashlists.sets import SUFFIX, keep, stored, workspace
from truyvet.extractors.settings import Settings
from truyvet.hashes.hashset import HashSet, NotAHashSet
from truyvet.testing import examine

WHEN = "2026-03-14T02:15:00.000000Z"
MANY = 200_000


def order(**said: Any) -> Order:
    """What an officer says of a list."""
    return Order(**({"name": "A", "known": "bad", "created": WHEN} | said))


def lines(count: int, algorithm: str = "sha256", seed: int = 0) -> list[str]:
    """So many digests of numbers."""
    return [
        hashlib.new(algorithm, f"{seed}/{number}".encode(), usedforsecurity=False).hexdigest()
        for number in range(count)
    ]


def bring(place: Path, content: str | bytes, **said: Any) -> list[Path]:
    """Import a list; the files that it became."""
    source = place / "list.txt"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_list(source, place / "sets", order(**said)).files


def names(place: Path) -> list[str]:
    """What lies in the folder of sets."""
    return sorted(path.name for path in (place / "sets").iterdir())


def test_two_hundred_thousand_rows_become_one_set(tmp_path: Path) -> None:
    some = lines(MANY, "md5")
    (file,) = bring(tmp_path, "".join(f"{one}  file\n" for one in some))
    held = HashSet(file.read_bytes())
    held.check()
    assert held.head.count == MANY
    assert all(bytes.fromhex(one) in held for one in some[::501])


def test_an_import_twice_is_the_same_file(tmp_path: Path) -> None:
    content = "\n".join(lines(10))
    first = bring(tmp_path, content)
    before = first[0].read_bytes()
    assert bring(tmp_path, content) == first
    assert first[0].read_bytes() == before
    assert len(names(tmp_path)) == 1


@pytest.mark.parametrize(
    "said", [{"name": "B"}, {"known": "good"}, {"created": "2026-03-15T00:00:00.000000Z"}]
)
def test_what_is_said_of_a_list_makes_another_set(tmp_path: Path, said: dict[str, str]) -> None:
    content = "\n".join(lines(10))
    assert bring(tmp_path, content) != bring(tmp_path, content, **said)
    one, other = [each.opened for each in stored(tmp_path / "sets")]
    assert one is not None
    assert other is not None
    assert one.head.body == other.head.body


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_lines_does_not_matter(tmp_path: Path, seed: int) -> None:
    some = lines(300)
    bodies = []
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (file,) = bring(tmp_path / place, "\n".join(some))
        bodies.append(HashSet(file.read_bytes()).head.body)
        random.Random(seed).shuffle(some)
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("spill", [32, 33, 1_000, 32 * 256, 1 << 30])
@pytest.mark.parametrize("count", [0, 1, 500])
def test_buckets_give_all_in_order_however_small_the_memory(
    tmp_path: Path, spill: int, count: int
) -> None:
    raw = [bytes.fromhex(one) for one in lines(count)]
    buckets = Buckets(tmp_path, 32, spill)
    for one in raw + raw[::3]:
        buckets.add(one)
    blocks = list(buckets.blocks())
    assert len(blocks) == 256
    assert [one for block in blocks for one in block] == sorted(raw)
    assert all(one[0] == number for number, block in enumerate(blocks) for one in block)


def test_a_failed_import_leaves_neither_sets_nor_parts(tmp_path: Path) -> None:
    bring(tmp_path, "\n".join(lines(3)))
    before = names(tmp_path)
    for content in (b"", b"hello", b"SQLite format 3\0" + bytes(200)):
        with pytest.raises(NotAList):
            bring(tmp_path, content)
        assert names(tmp_path) == before


def test_a_writer_that_raises_leaves_nothing(tmp_path: Path) -> None:
    def fails() -> None:
        with workspace(tmp_path / "sets") as place:
            (place / "part").write_bytes(b"x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert names(tmp_path) == []


def test_a_set_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with workspace(tmp_path / "sets") as place:
        buckets = Buckets(place, 32)
        buckets.add(bytes(32))
        with pytest.raises(ValueError, match="head cannot be written"):
            keep(
                tmp_path / "sets",
                place,
                buckets,
                algorithm="sha256",
                name="",
                known="bad",
                created=WHEN,
                source="x",
                source_sha256="0" * 64,
            )
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["a\ud800b", "x" * 255, "ngân hàng", "a b;c"])
def test_the_name_of_the_source_is_kept_as_text(tmp_path: Path, name: str) -> None:
    source = tmp_path / os.fsdecode(name.encode("utf-8", "replace")[:200])
    source.write_text(lines(1)[0])
    result = import_list(source, tmp_path / "sets", order())
    assert result.heads[0].source == source.name[:255]


def test_a_source_whose_name_is_no_text_is_told_all_the_same(tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt"))
    source.write_text(lines(1)[0])
    (head,) = import_list(source, tmp_path / "sets", order()).heads
    assert head.source == "??.txt"


@pytest.mark.parametrize("made", ["folder", "link", "empty", "short", "noise"])
def test_what_is_no_set_is_listed_last_with_the_reason(tmp_path: Path, made: str) -> None:
    bring(tmp_path, "\n".join(lines(3)))
    path = tmp_path / "sets" / f"0{SUFFIX}"
    if made == "folder":
        path.mkdir()
    elif made == "link":
        path.symlink_to(tmp_path / "list.txt")
    else:
        path.write_bytes({"empty": b"", "short": b"x" * 4_095, "noise": b"x" * 300_000}[made])
    good, bad = stored(tmp_path / "sets")
    assert good.opened is not None
    assert (bad.opened, bad.path) == (None, path)
    assert bad.problem
    assert str(tmp_path) not in bad.problem


def test_other_files_of_the_folder_are_no_sets(tmp_path: Path) -> None:
    bring(tmp_path, "\n".join(lines(3)))
    for name in ("README", ".hashset.swp", "x.hashset.bak", ".importing-1"):
        (tmp_path / "sets" / name).write_text("x")
    assert len(stored(tmp_path / "sets")) == 1


def test_sets_stand_in_the_order_of_names_and_algorithms(tmp_path: Path) -> None:
    for name in ("b", "a", "ă"):
        bring(tmp_path, "\n".join([*lines(2), *lines(2, "md5")]), name=name)
    order_of = [
        (one.opened.head.name, one.opened.head.algorithm)
        for one in stored(tmp_path / "sets")
        if one.opened
    ]
    assert order_of == [
        ("a", "md5"),
        ("a", "sha256"),
        ("b", "md5"),
        ("b", "sha256"),
        ("ă", "md5"),
        ("ă", "sha256"),
    ]


@pytest.mark.parametrize("place", range(0, 4_200, 300))
def test_a_changed_byte_is_said_at_opening_or_found_by_checking(tmp_path: Path, place: int) -> None:
    (file,) = bring(tmp_path, "\n".join(lines(20)))
    content = bytearray(file.read_bytes())
    content[place] ^= 4
    file.write_bytes(content)
    (one,) = stored(tmp_path / "sets")
    if one.opened is None:
        assert one.problem
    else:
        with pytest.raises(NotAHashSet):
            one.opened.check()


def test_an_item_of_a_large_set_is_found_by_the_extractor(tmp_path: Path) -> None:
    item = b"kich ban lua dao"
    bring(
        tmp_path,
        "\n".join([*lines(5_000, "sha1"), hashlib.sha1(item, usedforsecurity=False).hexdigest()]),
    )
    found = examine(
        hashsets, item, media_type="text/plain", settings=Settings(hashsets=str(tmp_path / "sets"))
    )
    (one,) = found.observations
    assert (one.kind, one.facts["set"], one.facts["algorithm"]) == ("known-bad", "A", "sha1")


# NSRL's Reference Data Set, version 3.


def database(place: Path, *statements: str) -> Path:
    """A SQLite database made by these statements."""
    path = place / "rds.db"
    with sqlite3.connect(path) as made:
        for statement in statements:
            made.execute(statement)
    made.close()
    return path


SHA, MD = lines(3), lines(3, "md5")
SHAPES = {
    "a table METADATA": [
        "CREATE TABLE METADATA (md5 TEXT, sha256 TEXT)",
        f"INSERT INTO METADATA VALUES ('{MD[0]}', '{SHA[0]}')",
    ],
    "a table FILE": [
        "CREATE TABLE FILE (sha256 TEXT, sha1 TEXT)",
        f"INSERT INTO FILE VALUES ('{SHA[0]}', 'x')",
    ],
    "a table DISTINCT_HASH": [
        "CREATE TABLE DISTINCT_HASH (sha256 TEXT)",
        f"INSERT INTO DISTINCT_HASH VALUES ('{SHA[0]}')",
    ],
    "names in small letters": [
        "CREATE TABLE file (SHA256 TEXT)",
        f"INSERT INTO file VALUES ('{SHA[0].upper()}')",
    ],
    "a view FILE": [
        "CREATE TABLE x (d TEXT)",
        f"INSERT INTO x VALUES ('{SHA[0]}')",
        "CREATE VIEW FILE AS SELECT d AS sha256 FROM x",
    ],
    "METADATA without digests": [
        "CREATE TABLE METADATA (x TEXT)",
        "CREATE TABLE FILE (sha256 TEXT)",
        f"INSERT INTO FILE VALUES ('{SHA[0]}')",
    ],
    "a table without rows by its key": [
        "CREATE TABLE FILE (sha256 TEXT PRIMARY KEY) WITHOUT ROWID",
        f"INSERT INTO FILE VALUES ('{SHA[0]}')",
    ],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_the_reference_set_gives_its_digests(tmp_path: Path, shape: str) -> None:
    path = database(tmp_path, *SHAPES[shape])
    found = [digests for _, digests in nsrl.rows(path, "") if not isinstance(digests, str)]
    assert [{name: text.lower() for name, text in one.items()} for one in found] == [
        {"sha256": SHA[0]}
    ]


@pytest.mark.parametrize("value", ["NULL", "1", "1.5", "x'00ff'", "''"])
def test_a_cell_that_is_no_digest_is_refused_and_the_rest_read(tmp_path: Path, value: str) -> None:
    path = database(
        tmp_path,
        "CREATE TABLE FILE (sha256)",
        f"INSERT INTO FILE VALUES ('{SHA[0]}')",
        f"INSERT INTO FILE VALUES ({value})",
        f"INSERT INTO FILE VALUES ('{SHA[1]}')",
    )
    result = import_list(path, tmp_path / "sets", order())
    assert (result.rows, result.refused, [number for number, _ in result.listed]) == (2, 1, [2])


@pytest.mark.parametrize("asked", ["sha1", "md5", "sha512", "blake3"])
def test_an_asked_digest_that_is_not_there_is_refused(tmp_path: Path, asked: str) -> None:
    path = database(tmp_path, *SHAPES["a table DISTINCT_HASH"])
    with pytest.raises(NotAList, match=f"column {asked}"):
        import_list(path, tmp_path / "sets", order(algorithm=asked))


@pytest.mark.parametrize("cut", [100, 1_000, 4_096, 5_000, 9_000, 20_000])
def test_a_database_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    rows = ", ".join(f"('{one}')" for one in lines(2_000))
    path = database(tmp_path, "CREATE TABLE FILE (sha256 TEXT)", f"INSERT INTO FILE VALUES {rows}")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(NotAList, match="SQLite says"):
        import_list(path, tmp_path / "sets", order())
    assert names(tmp_path) == []


def test_nothing_is_written_beside_a_database(tmp_path: Path) -> None:
    path = database(tmp_path, *SHAPES["a table FILE"])
    before = (path.read_bytes(), sorted(one.name for one in tmp_path.iterdir()))
    list(nsrl.rows(path, ""))
    assert (path.read_bytes(), sorted(one.name for one in tmp_path.iterdir())) == before


def test_a_name_with_signs_of_addresses_is_opened(tmp_path: Path) -> None:
    place = tmp_path / "a?b#c %41"
    place.mkdir()
    path = database(place, *SHAPES["a table FILE"])
    assert len(list(nsrl.rows(path, ""))) == 1


@pytest.mark.parametrize(
    "view", ["SELECT load_extension('x') AS sha256", "SELECT readfile('/etc/passwd') AS sha256"]
)
def test_functions_of_a_hostile_view_are_not_run(tmp_path: Path, view: str) -> None:
    path = database(tmp_path, f"CREATE VIEW FILE AS {view}")
    with pytest.raises(NotAList):
        import_list(path, tmp_path / "sets", order())
