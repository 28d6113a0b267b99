"""Captures as they are written: numbers, connections shared, bodies that come again."""

import io
from collections.abc import Iterator

import msgspec
import pytest
from tests.evidence.support.captures import MADE, answer, at, fetched, seeded, written

from truyvet.collectors.warcs.capture import MIN_REVISIT_BYTES, body_key, write_capture
from truyvet.collectors.warcs.records import walk
from truyvet.collectors.warcs.writing import Original, WarcWriter
from truyvet.collectors.wire.exchange import Fetched
from truyvet.evidence.web.capture import Name

URL = "https://shop.example/"
BODY = b"b" * MIN_REVISIT_BYTES
NAME = Name(addresses=("192.0.2.1",), host="shop.example", resolved=at(0), source="dns")


def test_exchanges_are_numbered_in_their_order() -> None:
    _, exchanges, *_ = written(fetched(URL), fetched(URL + "a"), fetched(URL + "b"))
    assert [(one.number, one.url) for one in exchanges] == [
        (0, URL),
        (1, URL + "a"),
        (2, URL + "b"),
    ]


def test_exchanges_of_one_connection_share_it() -> None:
    _, exchanges, connections, _ = written(
        fetched(URL, key=7), fetched(URL + "a", key=3), fetched(URL + "b", key=7)
    )
    assert [one.connection for one in exchanges] == [0, 1, 0]
    assert [one.number for one in connections] == [0, 1]


def test_attempts_without_a_key_are_connections_of_their_own() -> None:
    tried = [fetched(URL, b"", result="failed") for _ in range(2)]
    for one in tried:
        one.connection_key = -1
        one.connection = fetched(URL).connection
    _, exchanges, connections, _ = written(*tried)
    assert [one.connection for one in exchanges] == [0, 1]
    assert len(connections) == 2


def test_a_name_is_written_once_however_often_it_served() -> None:
    warc, *_, names = written(fetched(URL, name=NAME), fetched(URL + "a", name=NAME))
    assert names == (NAME,)
    targets = [record["WARC-Target-URI"] for _, record in walk(io.BytesIO(warc))]
    assert targets.count("dns:shop.example") == 1


def test_a_name_resolved_anew_is_written_again() -> None:
    later = msgspec.structs.replace(NAME, resolved=at(9))
    *_, names = written(fetched(URL, name=NAME), fetched(URL + "a", name=later))
    assert names == (NAME, later)


def test_a_body_that_comes_again_in_one_capture_is_a_revisit() -> None:
    _, (first, again), *_ = written(
        fetched(URL, answer(BODY)), fetched(URL + "a", answer(BODY), second=5)
    )
    assert (first.revisit, again.revisit, again.revisit_date) == ("", URL, first.started)


def test_a_body_that_the_collection_has_is_a_revisit() -> None:
    before = Original(url=URL + "o", date=at(1))
    known = {body_key(fetched(URL, answer(BODY)).exchange): before}
    _, (exchange,), *_ = written(fetched(URL, answer(BODY)), known=known.get)
    assert (exchange.revisit, exchange.revisit_date) == (URL + "o", at(1))


@pytest.mark.parametrize(
    "other", ["http://shop.example/", "https://shop.example:8443/", "https://m.shop.example/"]
)
def test_a_body_that_another_site_has_too_is_written_for_each(other: str) -> None:
    _, exchanges, *_ = written(
        fetched(URL, answer(BODY)), fetched(other, answer(BODY)), fetched(other + "a", answer(BODY))
    )
    assert [one.revisit for one in exchanges] == ["", "", other]


def test_a_body_shorter_than_a_reference_to_it_is_written_again() -> None:
    short = answer(BODY[1:])
    _, (_, again), *_ = written(fetched(URL, short), fetched(URL + "a", short))
    assert again.revisit == ""


def test_a_cut_body_is_never_a_revisit_nor_an_original() -> None:
    _, exchanges, *_ = written(
        fetched(URL, answer(BODY), result="cut"), fetched(URL + "a", answer(BODY), result="cut")
    )
    assert [one.revisit for one in exchanges] == ["", ""]


def test_each_exchange_is_written_before_the_next_is_taken() -> None:
    file, sizes = io.BytesIO(), []

    def bring() -> Iterator[Fetched]:
        for path in ("", "a"):
            with_bytes = fetched(URL + path)
            yield with_bytes
            with_bytes.close()
            sizes.append(file.tell())

    writer = WarcWriter(file, software="x", made=MADE, random=seeded())
    exchanges, _, _ = write_capture(writer, bring(), lambda digest: None)
    assert 0 < sizes[0] < sizes[1]
    assert len(exchanges) == 2
