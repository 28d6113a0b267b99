"""Records read back where they stand; what is no record, or another one, is named."""

import contextlib
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.support.captures import answer, fetched, written

from truyvet.collectors.warcs.records import (
    NotARecord,
    block_of,
    check_record,
    read_record,
    walk,
)

URL = "https://shop.example/"
WARC, (EXCHANGE,), *_ = written(fetched(URL, answer(b"content of the page")))
PLACE = EXCHANGE.records[0]


def test_a_record_is_read_at_its_place() -> None:
    record = read_record(io.BytesIO(WARC), PLACE)
    assert (record["WARC-Type"], record["warc-target-uri"]) == ("response", URL)
    assert record["X-Absent"] == ""


def test_the_block_of_a_record_can_be_read_in_part() -> None:
    file = io.BytesIO(WARC)
    record = read_record(file, PLACE)
    assert b"".join(block_of(file, record, 8)) == b"HTTP/1.1"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"offset": PLACE.offset + 1}, "no record begins there"),
        ({"offset": len(WARC) + 100}, "no record begins there"),
        ({"length": PLACE.length - 1}, "its length is not that of its place"),
        ({"id": "00000000000040008000000000000000"}, "it has another id"),
    ],
)
def test_a_wrong_place_is_no_record(change: dict[str, object], reason: str) -> None:
    place = msgspec.structs.replace(PLACE, **change)
    with pytest.raises(NotARecord, match=reason):
        read_record(io.BytesIO(WARC), place)
    assert check_record(io.BytesIO(WARC), place) == reason


def test_a_record_of_the_right_bytes_differs_in_nothing() -> None:
    for place in EXCHANGE.records:
        assert check_record(io.BytesIO(WARC), place, EXCHANGE.head) == ""


def test_a_changed_byte_of_the_block_is_found() -> None:
    broken = io.BytesIO(WARC.replace(b"content of the page", b"content of the pagE"))
    assert check_record(broken, PLACE, EXCHANGE.head) == "its block has another digest"


def test_a_payload_digest_of_other_bytes_is_found() -> None:
    digest = (EXCHANGE.body_sha256 or "").encode()
    broken = io.BytesIO(
        WARC.replace(b"Payload-Digest: sha256:" + digest, b"Payload-Digest: sha256:" + b"0" * 64)
    )
    assert check_record(broken, PLACE, EXCHANGE.head) == "its payload has another digest"


def test_walking_meets_every_record_in_order() -> None:
    kinds = [record["WARC-Type"] for _, record in walk(io.BytesIO(WARC))]
    assert kinds == ["warcinfo", "metadata", "response", "request", "metadata"]


def test_walking_gives_the_places_that_were_told() -> None:
    places = [place for place, _ in walk(io.BytesIO(WARC))]
    assert places[2:] == list(EXCHANGE.records)


def test_a_file_that_ends_within_a_record_is_named() -> None:
    with pytest.raises(NotARecord, match="ends beyond the file"):
        list(walk(io.BytesIO(WARC[:-1])))


def test_bytes_between_records_are_named() -> None:
    with pytest.raises(NotARecord, match="no record begins at byte"):
        list(walk(io.BytesIO(WARC + b"junk")))


@given(st.binary(max_size=200))
def test_no_bytes_break_the_walk(junk: bytes) -> None:
    with contextlib.suppress(NotARecord):
        list(walk(io.BytesIO(b"WARC/1.1\r\n" + junk)))
