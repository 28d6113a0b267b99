"""WARC files as we write them, read by warcio: every byte of the wire, every digest right."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.support.captures import MADE, SOFTWARE, answer, at, fetched, seeded, written

from truyvet.collectors.warcs.records import block_of, read_record, walk
from truyvet.collectors.warcs.writing import PROFILE, Original, WarcWriter
from truyvet.collectors.wire.exchange import Fetched
from truyvet.evidence.web.capture import Connection, Exchange, Name, Tls

URL = "https://shop.example/a?b=1"
ODD = (
    b"HTTP/1.1  200  OK\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nx-name:  caf\xe9 \r\n"
    b"X-Fold: one\r\n\ttwo\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5;x=y\r\nhello\r\n0\r\nX-Trailer: t\r\n\r\n"
)
TLS = Tls(cipher="TLS_AES_128_GCM_SHA256", sni="shop.example", verified=True, version="TLSv1.3")


class Record:
    """A record as warcio reads it."""

    def __init__(self, read: Any) -> None:
        self.kind: str = read.rec_type
        self.headers: dict[str, str] = dict(read.rec_headers.headers)
        self.all = read.rec_headers.headers
        self.http = read.http_headers
        self.body: bytes = read.raw_stream.read()
        self.passed = read.digest_checker.passed
        self.problems = list(read.digest_checker.problems)


def read(warc: bytes) -> list[Record]:
    """Return all records, their digests checked."""
    archiveiterator = pytest.importorskip("warcio.archiveiterator")
    found = archiveiterator.ArchiveIterator(io.BytesIO(warc), check_digests=True)
    return [Record(one) for one in found]


def blocks(warc: bytes, kind: str) -> list[bytes]:
    """Return the exact blocks of all records of a kind, as our own reader finds them."""
    file = io.BytesIO(warc)
    return [
        b"".join(block_of(file, record)) for _, record in walk(file) if record["WARC-Type"] == kind
    ]


def one(warc: bytes, kind: str) -> Record:
    """Return the record of a kind."""
    (found,) = [record for record in read(warc) if record.kind == kind]
    return found


def metadata(warc: bytes, what: str) -> list[Any]:
    """Return what the metadata records of one of our addresses say."""
    return [
        json.loads(record.body)
        for record in read(warc)
        if record.kind == "metadata"
        and record.headers["WARC-Target-URI"].startswith(f"urn:truyvet:{what}:")
    ]


def plain(record: msgspec.Struct) -> Any:
    """Return a record as its JSON says it."""
    return json.loads(msgspec.json.encode(record))


def test_an_exchange_is_response_request_and_metadata_after_what_carried_it() -> None:
    warc, *_ = written(fetched(URL))
    kinds = ["warcinfo", "metadata", "response", "request", "metadata"]
    assert [record.kind for record in read(warc)] == kinds


def test_the_block_of_a_response_is_every_byte_of_the_wire() -> None:
    warc, *_ = written(fetched(URL, ODD))
    assert blocks(warc, "response") == [ODD]


@given(st.binary(max_size=400))
def test_any_bytes_come_back_as_they_were(content: bytes) -> None:
    warc, *_ = written(fetched(URL, content, request=content))
    assert blocks(warc, "response") == ([content] if content else [])
    assert blocks(warc, "request") == ([content] if content else [])


def test_a_request_stands_as_it_was_sent() -> None:
    sent = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na\r\n"
    warc, *_ = written(fetched(URL, request=sent))
    assert blocks(warc, "request") == [sent]


def test_warcio_finds_every_digest_right() -> None:
    warc, *_ = written(fetched(URL, ODD), fetched(URL + "2", answer(b"x" * 1000), second=1))
    for record in read(warc):
        assert (record.kind, record.passed, record.problems) == (record.kind, True, [])


def test_warcio_check_passes_on_the_file(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    warc, *_ = written(
        fetched(URL, ODD), fetched(URL, ODD + b"y" * 300, second=1), fetched(URL, b"", second=2)
    )
    (tmp_path / "x.warc").write_bytes(warc)
    command = [sys.executable, "-m", "warcio.cli", "check", str(tmp_path / "x.warc")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, ""), ran


def test_a_changed_byte_of_a_body_is_found_by_warcio() -> None:
    warc, *_ = written(fetched(URL, answer(b"abcdefgh")))
    broken = one(warc.replace(b"abcdefgh", b"abcdefgX"), "response")
    assert broken.passed is False


def test_the_payload_of_a_response_is_what_follows_its_head() -> None:
    exchange = fetched(URL, ODD).exchange
    warc, *_ = written(fetched(URL, ODD))
    told = one(warc, "response").headers["WARC-Payload-Digest"]
    assert told == f"sha256:{exchange.body_sha256}"


def test_the_digest_of_a_payload_is_made_where_the_wire_has_made_none() -> None:
    large = answer(b"0123456789" * 60_000)
    warc, *_ = written(fetched(URL, large, body_sha256=None))
    response = one(warc, "response")
    told = fetched(URL, large).exchange.body_sha256
    assert (response.headers["WARC-Payload-Digest"], response.passed) == (f"sha256:{told}", True)


def test_a_body_larger_than_any_buffer_is_written_whole() -> None:
    large = answer(bytes(range(256)) * 8000, "application/octet-stream")
    warc, *_ = written(fetched(URL, large))
    assert blocks(warc, "response") == [large]
    assert one(warc, "response").passed


def test_a_body_of_exactly_one_buffer_is_not_written_twice() -> None:
    head = answer(b"", "text/plain")
    exact = head + b"x" * ((256 << 10) - len(head))
    warc, *_ = written(fetched(URL, exact))
    assert blocks(warc, "response") == [exact]


def test_a_response_says_where_when_and_over_what_it_came() -> None:
    warc, *_ = written(fetched(URL, tls=TLS, second=3))
    response = one(warc, "response")
    assert response.headers["WARC-Target-URI"] == URL
    assert response.headers["WARC-Date"] == at(3)
    assert response.headers["WARC-IP-Address"] == "192.0.2.1"
    protocols = [value for name, value in response.all if name == "WARC-Protocol"]
    assert protocols == ["http/1.1", "tls/1.3"]
    assert response.headers["WARC-Cipher-Suite"] == "TLS_AES_128_GCM_SHA256"
    assert response.headers["Content-Type"] == "application/http;msgtype=response"


def test_the_address_of_a_proxy_is_not_given_as_the_servers() -> None:
    warc, *_ = written(fetched(URL, route="socks5h://127.0.0.1:9050"))
    assert "WARC-IP-Address" not in one(warc, "response").headers


def test_request_and_metadata_name_the_response_they_belong_to() -> None:
    warc, *_ = written(fetched(URL))
    response = one(warc, "response").headers["WARC-Record-ID"]
    assert one(warc, "request").headers["WARC-Concurrent-To"] == response
    last = read(warc)[-1]
    assert last.headers["WARC-Concurrent-To"] == response


def test_every_record_names_the_warcinfo_of_its_file() -> None:
    warc, *_ = written(fetched(URL))
    info, *rest = read(warc)
    named = {record.headers["WARC-Warcinfo-ID"] for record in rest}
    assert named == {info.headers["WARC-Record-ID"]}


def test_warcinfo_says_what_wrote_the_file() -> None:
    warc, *_ = written(fetched(URL))
    info = read(warc)[0]
    assert b"software: " + SOFTWARE.encode() in info.body
    assert b"description: a test\r\n" in info.body
    assert info.headers["WARC-Date"] == MADE


def test_a_line_end_cannot_get_into_warcinfo() -> None:
    file = io.BytesIO()
    writer = WarcWriter(file, software="x\r\ny", made=MADE, random=seeded())
    writer.info({"operator": "An\r\nrobots: none"})
    assert b"\r\ny" not in file.getvalue()
    assert b"operator: An robots: none\r\n" in file.getvalue()


def test_a_hostile_address_cannot_begin_a_header() -> None:
    warc, *_ = written(fetched("http://a.example/\r\nWARC-Type: warcinfo\r\n\r\n", request=b"x"))
    response = one(warc, "response")
    assert response.headers["WARC-Target-URI"] == (
        "http://a.example/%0D%0AWARC-Type:%20warcinfo%0D%0A%0D%0A"
    )


def test_places_lead_to_the_records() -> None:
    warc, exchanges, *_ = written(fetched(URL), fetched(URL + "2", second=1))
    file = io.BytesIO(warc)
    kinds = [read_record(file, place)["WARC-Type"] for one in exchanges for place in one.records]
    assert kinds == ["response", "request", "metadata"] * 2


def test_places_count_from_where_the_file_stood() -> None:
    file = io.BytesIO(b"before")
    file.seek(0, io.SEEK_END)
    place = WarcWriter(file, software="x", made=MADE, random=seeded()).info({})
    assert place.offset == len(b"before")
    assert place.length == len(file.getvalue()) - place.offset


def test_the_metadata_of_an_exchange_is_its_record_without_places() -> None:
    warc, (exchange,), *_ = written(fetched(URL))
    (told,) = metadata(warc, "exchange")
    assert told == plain(msgspec.structs.replace(exchange, records=()))


def test_an_exchange_without_an_answer_is_request_and_metadata() -> None:
    failed = fetched(URL, b"", result="failed", reason="connection refused")
    warc, (exchange,), *_ = written(failed)
    assert [record.kind for record in read(warc)][-2:] == ["request", "metadata"]
    assert len(exchange.records) == 2
    assert metadata(warc, "exchange")[0]["reason"] == "connection refused"


def test_a_refused_exchange_that_sent_nothing_is_metadata_alone() -> None:
    refused = fetched(URL, b"", result="refused", request=b"", key=-1, reason="private address")
    warc, (exchange,), connections, _ = written(refused)
    assert [record.kind for record in read(warc)] == ["warcinfo", "metadata"]
    assert (exchange.connection, connections) == (None, ())
    assert "WARC-Concurrent-To" not in read(warc)[-1].headers


@pytest.mark.parametrize("why", ["length", "time", "disconnect"])
def test_a_cut_response_says_what_cut_it(why: str) -> None:
    warc, *_ = written(fetched(URL, answer(b"half"), result="cut", truncated=why))
    assert one(warc, "response").headers["WARC-Truncated"] == why


def test_a_response_cut_for_another_reason_says_so() -> None:
    warc, *_ = written(fetched(URL, answer(b"half"), result="cut"))
    assert one(warc, "response").headers["WARC-Truncated"] == "unspecified"


def test_a_response_cut_within_its_head_has_no_payload() -> None:
    warc, *_ = written(fetched(URL, b"HTTP/1.1 200 OK\r\nContent-", result="cut"))
    assert "WARC-Payload-Digest" not in one(warc, "response").headers


def test_what_is_not_http_is_not_called_so() -> None:
    warc, *_ = written(fetched(URL, b"SSH-2.0-OpenSSH_9.2\r\n", result="failed"))
    response = one(warc, "response")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert blocks(warc, "response") == [b"SSH-2.0-OpenSSH_9.2\r\n"]


ORIGINAL = Original(url="http://a.example/first", date=at(0))


def revisited(response: bytes = answer(b"z" * 300)) -> tuple[bytes, Exchange]:
    """Return the WARC of an exchange whose body is known."""
    warc, (exchange,), *_ = written(fetched(URL, response), known=lambda digest: ORIGINAL)
    return warc, exchange


def test_a_body_that_came_before_is_a_revisit_with_the_head_alone() -> None:
    warc, _ = revisited()
    assert blocks(warc, "revisit") == [answer(b"z" * 300)[:-300]]
    assert not blocks(warc, "response")


def test_a_revisit_refers_to_address_and_date_of_the_original() -> None:
    warc, exchange = revisited()
    revisit = one(warc, "revisit")
    assert revisit.headers["WARC-Profile"] == PROFILE
    assert revisit.headers["WARC-Refers-To-Target-URI"] == ORIGINAL.url
    assert revisit.headers["WARC-Refers-To-Date"] == ORIGINAL.date
    assert revisit.headers["WARC-Payload-Digest"] == f"sha256:{exchange.body_sha256}"


def test_the_head_of_a_revisit_is_read_by_warcio() -> None:
    warc, _ = revisited()
    assert one(warc, "revisit").http.get_header("Content-Length") == "300"


def test_a_revisit_whose_head_is_long_has_all_of_it() -> None:
    long = answer(b"z" * 300, X_Long="y" * (300 << 10))
    warc, _ = revisited(long)
    assert blocks(warc, "revisit") == [long[:-300]]


def test_a_name_is_written_as_dns_with_what_it_led_to() -> None:
    name = Name(
        addresses=("192.0.2.1", "2001:db8::1"), answers=("AAAA",), host="shop.example",
        resolved=at(1), server="192.0.2.53:53", source="dns",
    )  # fmt: skip
    warc, *_ = written(fetched(URL, name=name))
    told = next(record for record in read(warc) if record.kind == "response")
    assert told.headers["WARC-Target-URI"] == "dns:shop.example"
    assert told.headers["Content-Type"] == "text/dns"
    assert told.headers["WARC-IP-Address"] == "192.0.2.53"
    assert told.body == (
        b"20260314021501\r\nshop.example.\tIN\tA\t192.0.2.1\r\n"
        b"shop.example.\tIN\tAAAA\t2001:db8::1\r\n"
    )
    assert metadata(warc, "name") == [plain(name)]


def test_a_name_that_led_nowhere_is_metadata_alone() -> None:
    name = Name(error="NXDOMAIN", host="gone.example", resolved=at(1), source="dns")
    warc, *_ = written(fetched(URL, b"", name=name, result="failed", request=b"", key=-1))
    assert [record.kind for record in read(warc)] == ["warcinfo", "metadata", "metadata"]
    assert metadata(warc, "name")[0]["error"] == "NXDOMAIN"


def test_a_connection_is_metadata_with_its_certificates() -> None:
    tls = msgspec.structs.replace(TLS, chain=("AAEC", "AwQF"))
    warc, _, (connection,), _ = written(fetched(URL, tls=tls))
    assert isinstance(connection, Connection)
    assert metadata(warc, "connection") == [plain(connection)]
    assert metadata(warc, "connection")[0]["tls"]["chain"] == ["AAEC", "AwQF"]


def test_a_resource_is_written_in_one_pass_over_each_of_its_two_readings() -> None:
    file, readings = io.BytesIO(), []

    def chunks() -> list[bytes]:
        readings.append(1)
        return [b"ab", b"", b"cd"]

    writer = WarcWriter(file, software="x", made=MADE, random=seeded())
    writer.resource("urn:view:http://a.example/", at(1), "image/png", chunks)
    (record,) = read(file.getvalue())
    assert (record.kind, record.body, record.passed) == ("resource", b"abcd", True)
    assert record.headers["WARC-Target-URI"] == "urn:view:http://a.example/"
    assert len(readings) == 2


def test_bytes_that_change_between_the_readings_are_an_error() -> None:
    contents = iter([[b"ab"], [b"abc"]])
    writer = WarcWriter(io.BytesIO(), software="x", made=MADE, random=seeded())
    with pytest.raises(ValueError, match="2 bytes were announced, 3 came"):
        writer.resource("urn:x", at(1), "text/plain", lambda: next(contents))


def test_the_same_exchanges_make_the_same_file() -> None:
    first, *_ = written(fetched(URL), seed=7)
    second, *_ = written(fetched(URL), seed=7)
    assert first == second


def test_the_response_is_left_open() -> None:
    exchange: Fetched = fetched(URL)
    writer = WarcWriter(io.BytesIO(), software="x", made=MADE, random=seeded())
    writer.exchange(exchange, exchange.exchange)
    assert exchange.message(8) == b"HTTP/1.1"
