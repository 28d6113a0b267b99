"""Captures of a case: found by their records, named by their items or addresses."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.evidence.support.captures import Collection, Page, answer, fetched
from tests.evidence.support.scenes import collect

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.index import Index
from truyvet.evidence.web.reading import Captured, captures_of, find_capture, page_of

SHOP = "https://shop.example/"


@pytest.fixture
def captured(case: Case, who: Acting) -> Case:
    """A case with two captures of one page, in two collections, and one of another."""
    for paths in (("", "about"), ("",)):
        collection = Collection(case)
        for second, path in enumerate(paths):
            collection.add(Page(exchanges=[fetched(SHOP + path, second=second)], title="t" + path))
        collection.finish(who)
    return case


@contextmanager
def index_of(case: Case) -> Iterator[Index]:
    """Give the index."""
    with case.reading() as index:
        yield index


def found(case: Case, wanted: str) -> Captured:
    """Find a capture."""
    with index_of(case) as index:
        return find_capture(case, index, wanted)


def code(case: Case, wanted: str) -> str:
    """Return the code of the error that finding it raises."""
    with pytest.raises(TruyvetError) as error:
        found(case, wanted)
    return error.value.code


def test_captures_come_in_ledger_order(captured: Case) -> None:
    with index_of(captured) as index:
        all_of_them = list(captures_of(captured, index))
    assert [one.name for one in all_of_them] == ["1.1", "1.3", "2.1"]
    assert [one.record.url for one in all_of_them] == [SHOP, f"{SHOP}about", SHOP]


def test_the_captures_of_one_entry_can_be_had(captured: Case) -> None:
    with index_of(captured) as index:
        assert [one.name for one in captures_of(captured, index, seq=2)] == ["2.1"]


def test_a_capture_has_its_items_by_name(captured: Case) -> None:
    one = found(captured, "1.1")
    assert list(one.rows) == ["capture.warc", "capture.json"]
    assert one.prefix == f"1/{SHOP}/"


@pytest.mark.parametrize("item", ["1.3", "1.4"])
def test_any_item_of_a_capture_names_it(captured: Case, item: str) -> None:
    assert found(captured, item).record.url == f"{SHOP}about"


def test_the_start_of_an_items_id_names_it(captured: Case) -> None:
    row = found(captured, "1.3").rows["capture.json"]
    assert found(captured, row.id[:16]).name == "1.3"


def test_an_address_that_fits_one_capture_alone_names_it(captured: Case) -> None:
    assert found(captured, f"{SHOP}ab").name == "1.3"


def test_an_address_of_several_captures_is_told_with_their_names(captured: Case) -> None:
    with pytest.raises(TruyvetError, match=r"fits 2 captures: 1\.1, 2\.1") as error:
        found(captured, SHOP)
    assert error.value.code == "E562"


def test_a_whole_address_is_meant_before_one_that_only_begins_so(captured: Case) -> None:
    assert code(captured, "https://shop.example") == "E562"
    assert found(captured, f"{SHOP}about").name == "1.3"


def test_what_fits_nothing_is_told(captured: Case) -> None:
    assert code(captured, "https://other.example/") == "E561"
    assert code(captured, "9.9") == "E105"


def test_an_item_of_the_collection_that_belongs_to_no_capture_is_told(captured: Case) -> None:
    assert code(captured, "1.0") == "E563"


def test_a_file_of_that_name_that_was_collected_is_no_capture(captured: Case, who: Acting) -> None:
    record = b"".join(captured.store.read(found(captured, "1.1").rows["capture.json"].sha256 or ""))
    collect(captured, who, {b"1/x/capture.json": record})
    with index_of(captured) as index:
        assert len(list(captures_of(captured, index))) == 3
    assert code(captured, "3.0") == "E563"


def test_a_capture_that_was_not_finished_is_not_listed(case: Case, who: Acting) -> None:
    collection = Collection(case)
    collection.add(Page(exchanges=[fetched(SHOP)]))
    collection.add(Page(exchanges=[fetched(SHOP)]))
    collection.lose("1/https://shop.example//capture.json")
    collection.finish(who)
    with index_of(case) as index:
        assert [one.record.capture for one in captures_of(case, index)] == [2]


def test_a_record_of_other_bytes_is_refused_or_told(captured: Case) -> None:
    path = captured.store.path(found(captured, "1.3").rows["capture.json"].sha256 or "")
    path.chmod(0o600)
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"title":"tabout"', b'"title":"tXXXXX"'))
    with index_of(captured) as index, pytest.raises(TruyvetError) as error:
        list(captures_of(captured, index))
    assert error.value.code == "E560"
    told = list[str]()
    with index_of(captured) as index:
        rest = list(captures_of(captured, index, damaged=lambda row, why: told.append(row.name)))
    assert ([one.name for one in rest], told) == (["1.1", "2.1"], ["1.4"])


def test_the_page_is_the_exchange_after_redirects(case: Case, who: Acting) -> None:
    moved = fetched(SHOP + "old", b"HTTP/1.1 301 x\r\nLocation: /\r\n\r\n", location=SHOP)
    record = Collection(case).add(Page(exchanges=[moved, fetched(SHOP, answer(), second=1)]))
    page = page_of(record)
    assert page is not None
    assert (page.url, page.number) == (SHOP, 1)


def test_a_page_of_which_no_answer_came_has_none(case: Case) -> None:
    failed = fetched(SHOP, b"", result="failed", reason="connection refused")
    assert page_of(Collection(case).add(Page(exchanges=[failed]))) is None
