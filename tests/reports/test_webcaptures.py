"""Captures checked against the stored bytes: records, parts, what is missing."""

from pathlib import Path

import msgspec
import pytest
from tests.evidence.support.captures import Collection, Page, answer, fetched
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import open_case

from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.web.capture import Part
from truyvet.evidence.web.reading import Captured, captures_of
from truyvet.reports.webcaptures import check_capture, check_parts, missing_of

SHOP = "https://shop.example/"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case with one rendered page that lacks two things."""
    who = acting(clock=Clock(100))
    case = open_case(tmp_path / "case", who)
    collection = Collection(case)
    lacking = b"HTTP/1.1 404 Not Found\r\n\r\n"
    page = Page(
        exchanges=[
            fetched(SHOP, answer(b"<p>trang</p>")),
            fetched(f"{SHOP}a.png", lacking, purpose="image", second=1),
            fetched(f"{SHOP}b.png", b"", purpose="image", second=2, result="failed"),
            fetched(f"{SHOP}c.png", purpose="image", second=3),
        ],
        loaded=[fetched(SHOP, answer(b"<p>shown</p>"), second=51)],
        parts={"text.txt": b"trang\n"},
    )
    collection.add(page)
    collection.finish(who)
    return case


def found(case: Case) -> Captured:
    """Return the capture."""
    with case.reading() as index:
        (one,) = captures_of(case, index)
    return one


def spoil(case: Case, name: str, old: bytes, new: bytes) -> None:
    """Change bytes of an item in the store."""
    path = case.store.path(found(case).rows[name].sha256 or "")
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(old, new))


def test_every_record_of_both_loads_is_checked(case: Case) -> None:
    checked = check_capture(case, found(case))
    assert [one.warc for one in checked] == ["capture.warc"] * 11 + ["rendered.warc"] * 3
    assert {one.problem for one in checked} == {""}


@pytest.mark.parametrize(
    ("name", "old", "exchange"),
    [("capture.warc", b"<p>trang", 0), ("rendered.warc", b"<p>shown", 0)],
)
def test_a_changed_byte_is_found_with_its_exchange(
    case: Case, name: str, old: bytes, exchange: int
) -> None:
    spoil(case, name, old, b"<P>" + old[3:])
    wrong = [one for one in check_capture(case, found(case)) if one.problem]
    assert [(one.warc, one.exchange, one.problem) for one in wrong] == [
        (name, exchange, "its block has another digest")
    ]


def test_a_capture_whose_bytes_are_not_stored_says_so(case: Case) -> None:
    one = found(case)
    bare = {name: row for name, row in one.rows.items() if name != "capture.warc"}
    without = Captured(seq=1, prefix=one.prefix, record=one.record, rows=type(one.rows)(bare))
    checked = check_capture(case, without)
    assert {c.problem for c in checked if c.warc == "capture.warc"} == {"the bytes are not stored"}


def test_an_object_that_is_gone_is_an_error(case: Case) -> None:
    one = found(case)
    case.store.path(one.rows["capture.warc"].sha256 or "").unlink()
    with pytest.raises(TruyvetError) as error:
        check_capture(case, one)
    assert error.value.code == "E301"


def test_parts_are_the_items_that_the_record_names(case: Case) -> None:
    assert check_parts(case, found(case)) == []


def test_a_part_of_other_bytes_is_found(case: Case) -> None:
    spoil(case, "text.txt", b"trang", b"TRANG")
    (problem,) = check_parts(case, found(case))
    assert problem.startswith("text.txt: ")


def test_a_part_that_the_record_names_otherwise_is_found(case: Case) -> None:
    one = found(case)
    parts = (Part(name="text.txt", sha256="0" * 64, size=6),)
    other = Captured(
        seq=1,
        prefix=one.prefix,
        record=msgspec.structs.replace(one.record, parts=parts),
        rows=one.rows,
    )
    assert check_parts(case, other) == [
        "text.txt is not the item that the record names",
        "capture.warc is an item that the record does not name",
        "rendered.warc is an item that the record does not name",
    ]


def test_a_record_under_the_path_of_another_capture_is_found(case: Case) -> None:
    one = found(case)
    other = Captured(seq=1, prefix=f"7/{SHOP}/", record=one.record, rows=one.rows)
    assert check_parts(case, other) == ["number and given address are not those of the item's path"]


def test_missing_is_what_failed_and_what_was_refused_by_the_server(case: Case) -> None:
    assert [one.url for one in missing_of(found(case))] == [f"{SHOP}a.png", f"{SHOP}b.png"]
