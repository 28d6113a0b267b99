"""What lies in an exhibit: all below a folder by its raw path, and all inside any of it."""

import sqlite3
from contextlib import closing

import pytest
from tests.evidence.support.linking import Says, scan
from tests.evidence.support.scenes import Memory, add

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import SourcePath
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.item import Item, readable
from truyvet.evidence.links.exhibits import Exhibits
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links

HOME, AWAY = SourcePath(path="/media/usb"), SourcePath(path="/backup/usb")
PLACES = (
    (0, b"usb", "directory"),
    (0, b"usb/d", "directory"),
    (0, b"usb/d/x.txt", "file"),
    (0, b"usb/d/deep/y.txt", "file"),
    (0, b"usb/d-beside.txt", "file"),
    (0, b"usb/d0", "file"),
    (0, b"usb/D/z.txt", "file"),
    (0, b"usb/\xe1", "directory"),
    (0, b"usb/\xe1/one.txt", "file"),
    (0, b"usb/\xe2", "directory"),
    (0, b"usb/\xe2/two.txt", "file"),
    (1, b"usb", "directory"),
    (1, b"usb/d", "directory"),
    (1, b"usb/d/x.txt", "file"),
)
"""What was collected from two sources of one name: number of the source, raw path, kind."""


def lay(case: Case, who: Acting, places: tuple[tuple[int, bytes, str], ...] = PLACES) -> None:
    """Collect these places, all files with the same bytes."""
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "files", (HOME, AWAY), "")
        stored = case.store.put(Memory(b"x"))
        for source, raw, kind in places:
            path, path_bytes = readable(raw)
            item = Item(
                n=collecting.next_n, kind=kind, source=source, path=path, path_bytes=path_bytes,  # type: ignore[arg-type]
                sha256=stored.sha256 if kind == "file" else None,
                size=stored.size if kind == "file" else None,
            )  # fmt: skip
            add(collecting, [item])
        writer.finish_collect(who, collecting, finished=True)


def within(case: Case, *numbers: int, seq: int = 1) -> set[str]:
    """The short names of what lies in items of an entry."""
    with case.reading() as index:
        ids = {row.n: row.id for row in index.items(seq=seq)}
        found = Exhibits(case, index).within(frozenset(ids[n] for n in numbers))
        names = {row.id: row.name for row in index.items()}
    return {names[one] for one in found}


@pytest.fixture
def laid(case: Case, who: Acting) -> Case:
    """A case with these places as entry 1."""
    lay(case, who)
    return case


def test_all_below_a_folder_lies_in_it(laid: Case) -> None:
    assert within(laid, 1) == {"1.1", "1.2", "1.3"}


def test_a_source_holds_all_of_it_and_nothing_of_another_of_its_name(laid: Case) -> None:
    assert within(laid, 0) == {f"1.{n}" for n in range(11)}
    assert within(laid, 11) == {"1.11", "1.12", "1.13"}


def test_the_same_path_of_another_source_lies_elsewhere(laid: Case) -> None:
    assert within(laid, 12) == {"1.12", "1.13"}


def test_two_names_that_look_the_same_are_told_apart_by_their_bytes(laid: Case) -> None:
    assert within(laid, 7) == {"1.7", "1.8"}
    assert within(laid, 9) == {"1.9", "1.10"}


def test_a_file_holds_nothing_by_its_path(laid: Case) -> None:
    assert within(laid, 5) == {"1.5"}


def test_several_exhibits_are_left_out_together(laid: Case) -> None:
    assert within(laid, 1, 7) == {"1.1", "1.2", "1.3", "1.7", "1.8"}


def test_none_hold_nothing(laid: Case) -> None:
    assert within(laid) == set()


def test_the_same_folder_of_a_later_collection_is_another_exhibit(laid: Case, who: Acting) -> None:
    lay(laid, who)
    assert within(laid, 1) == {"1.1", "1.2", "1.3"}
    assert within(laid, 1, seq=2) == {"2.1", "2.2", "2.3"}


def test_the_root_of_a_disk_holds_all_of_it(case: Case, who: Acting) -> None:
    lay(case, who, ((0, b"/", "directory"), (0, b"/etc/passwd", "file"), (1, b"/x", "file")))
    assert within(case, 0) == {"1.0", "1.1"}


def test_marks_that_like_or_glob_would_read_are_plain(case: Case, who: Acting) -> None:
    lay(case, who, ((0, b"a%*[", "directory"), (0, b"a%*[/x", "file"), (0, b"abcd[/x", "file")))
    assert within(case, 0) == {"1.0", "1.1"}


def test_more_than_one_question_holds_is_found(case: Case, who: Acting) -> None:
    many = tuple((0, b"d/%04d" % n, "file") for n in range(1100))
    lay(case, who, ((0, b"d", "directory"), *many))
    assert len(within(case, 0)) == 1101


def test_statements_on_what_lies_in_a_folder_do_not_count_without_it(
    laid: Case, who: Acting
) -> None:
    scan(laid, who, {"usb/d/deep/y.txt": [Says(normal="+84912345678")]})
    with laid.reading() as index:
        ids = {row.n: row.id for row in index.items(seq=1)}
    for n, left in ((0, 0), (1, 0), (3, 0), (2, 1), (11, 1)):
        with Links.open(laid) as links:
            lens = Lens(without=frozenset({ids[n]}))
            assert len(list(links.all_edges(lens))) == left


def test_an_index_that_misleads_is_not_believed(laid: Case) -> None:
    with closing(sqlite3.connect(laid.index_path)) as database:
        database.execute("UPDATE items SET path = 'usb/d/forged' WHERE n = 5")
        database.commit()
    with pytest.raises(TruyvetError, match="E604"):
        within(laid, 1)


def test_a_manifest_that_is_gone_is_told(laid: Case) -> None:
    with laid.reading() as index:
        _, manifest, _ = index.collection_of(1) or ("", "", None)
    laid.store.path(manifest).unlink()
    with pytest.raises(TruyvetError, match="E301"):
        within(laid, 1)
