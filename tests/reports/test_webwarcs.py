"""The record of a capture against its WARC files: whatever one of them tells alone is told."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.evidence.support.captures import Collection, Page, answer, at, fetched
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import open_case

from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.web.capture import Exchange, Name, Part, Tls, WebCapture
from truyvet.evidence.web.reading import Captured, captures_of
from truyvet.hashes.digest import sha256_hex
from truyvet.reports.webcaptures import MAX_DIFFERENCES, differences, refuse_untrue
from truyvet.reports.webwarcs import heads

VECTORS = Path(__file__).parents[1] / "vectors"
SHOP = "https://shop.example/"
PICTURE = answer(b"\xff" * 500, "image/png")
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
TLS = Tls(chain=("AAAA",), verified=True, version="TLSv1.3")
NAME = Name(
    addresses=("192.0.2.1", "2001:db8::1"), host="shop.example", resolved=at(0), source="dns",
    server="192.0.2.53:53",
)  # fmt: skip


def page() -> Page:
    """A redirect, a page after an interim answer, a revisit, one cut, one that never came."""
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"
    body = EARLY + answer(b"<p>trang</p>")
    head = len(body) - 12
    return Page(
        exchanges=[
            fetched(f"{SHOP}old", moved, location=SHOP, tls=TLS, name=NAME),
            fetched(SHOP, body, second=1, tls=TLS, name=NAME, interim=len(EARLY), head=head,
                    status=200, body_sha256=sha256_hex(b"<p>trang</p>")),
            fetched(f"{SHOP}a.png", PICTURE, second=2, purpose="image", key=1),
            fetched(f"{SHOP}b.png", PICTURE, second=3, purpose="image", key=1),
            fetched(f"{SHOP}c.png", answer(b"12")[:-1], second=4, purpose="image", result="cut",
                    truncated="disconnect", reason="closed early: 1 of 2 bytes"),
            fetched(f"{SHOP}d.png", b"", second=5, purpose="image", result="failed", key=-1),
            fetched(f"{SHOP}e.png", b"no HTTP", second=6, purpose="image", result="failed"),
        ],
        loaded=[fetched(SHOP, answer(b"<p>shown</p>"), second=51)],
        title="Trang",
        facts={"result": "cut"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one capture; only for reading."""
    who = acting(clock=Clock(100))
    case = open_case(tmp_path_factory.mktemp("told") / "case", who)
    collection = Collection(case)
    collection.add(page())
    collection.finish(who)
    return case.folder


@pytest.fixture
def case(folder: Path) -> Case:
    """The case."""
    return Case(folder)


def found(case: Case, **told: object) -> Captured:
    """Return the capture, its record telling something else."""
    with case.reading() as index:
        (one,) = captures_of(case, index)
    record = replace(one.record, **told)
    return Captured(seq=one.seq, prefix=one.prefix, record=record, rows=one.rows)


def lied(case: Case, number: int, /, **told: object) -> list[str]:
    """Return what differs where the record tells something else of one exchange."""
    exchanges = list(found(case).record.exchanges)
    exchanges[number] = replace(exchanges[number], **told)
    return differences(case, found(case, exchanges=tuple(exchanges)))


def test_a_true_record_differs_in_nothing(case: Case) -> None:
    record = found(case).record
    assert [one.revisit for one in record.exchanges].count(f"{SHOP}a.png") == 1
    assert differences(case, found(case)) == []
    refuse_untrue(case, found(case))


@pytest.mark.parametrize(
    ("number", "told", "text"),
    [
        (1, {"status": 500}, "status: told 500, in the WARC 200"),
        (1, {"interim": 0}, f"length of the interim answers: told 0, in the WARC {len(EARLY)}"),
        (1, {"head": 20}, "length of the head: told 20, in the WARC 0"),
        (1, {"response_size": 1}, "length of the answer: told 1, in the WARC "),
        (1, {"body_sha256": "1" * 64}, "digest of the body: told sha256:111"),
        (1, {"request_size": 7}, "length of the request: told 7, in the WARC "),
        (1, {"started": "2020-01-01T00:00:00.000000Z"}, "begin: told 2020-01-01"),
        (1, {"url": "https://bank.example/"}, "address: told https://bank.example/, in the WARC"),
        (1, {"media": "text/plain"}, "media: told text/plain, in the WARC none"),
        (1, {"connection": 1}, "connection: told 1, in the WARC 0"),
        (1, {"number": 7}, "has the number 7"),
        (1, {"revisit": SHOP}, "response, request, metadata, not revisit, request, metadata"),
        (1, {"records": ()}, "its records are none, not response, request, metadata"),
        (3, {"revisit": ""}, "revisit, request, metadata, not response, request, metadata"),
        (3, {"revisit": f"{SHOP}x"}, f"same body: told {SHOP}x, in the WARC {SHOP}a.png"),
        (3, {"revisit_date": at(9)}, f"date of the same body: told {at(9)}"),
        (4, {"result": "whole"}, "truncation: told none, in the WARC disconnect"),
        (5, {"reason": "no such name"}, "reason: told no such name, in the WARC none"),
        (6, {"status": 200}, "status: told 200, in the WARC none"),
    ],
)
def test_an_exchange_is_compared_with_its_records_and_bytes(
    case: Case, number: int, told: dict[str, object], text: str
) -> None:
    begun = [one for one in lied(case, number, **told) if f"exchange {number}" in one]
    assert any(text in one for one in begun), begun


@pytest.mark.parametrize(
    ("number", "told", "text"),
    [
        (0, {"peer": "203.0.113.9:443"}, "peer: told 203.0.113.9:443, in the WARC 192.0.2.1:443"),
        (0, {"tls": replace(TLS, chain=("BBBB",))}, 'tls: told {"chain":["BBBB"]'),
        (0, {"opened": at(40)}, f"date of its facts: told {at(40)}, in the WARC {at(0)}"),
        (0, {"number": 5}, "has the number 5"),
        (1, {"local": "198.51.100.1:1"}, "local: told 198.51.100.1:1"),
    ],
)
def test_a_connection_is_compared_with_its_record(
    case: Case, number: int, told: dict[str, object], text: str
) -> None:
    connections = list(found(case).record.connections)
    connections[number] = replace(connections[number], **told)
    problems = differences(case, found(case, connections=tuple(connections)))
    assert any(f"connection {number}" in one and text in one for one in problems), problems


def test_the_address_of_the_other_end_is_compared_with_every_record(case: Case) -> None:
    connections = list(found(case).record.connections)
    connections[0] = replace(connections[0], peer="203.0.113.9:443")
    problems = differences(case, found(case, connections=tuple(connections)))
    text = "address of the other end: told 203.0.113.9, in the WARC 192.0.2.1"
    assert f"capture.warc, exchange 0: {text}" in problems


def test_a_name_is_compared_with_both_its_records(case: Case) -> None:
    name = replace(NAME, addresses=("203.0.113.9",))
    problems = differences(case, found(case, names=(name,)))
    assert any("name shop.example: digest of the addresses" in one for one in problems)
    assert any("name shop.example: addresses: told" in one for one in problems)


def fewer(record: WebCapture) -> dict[str, object]:
    """Tell of one exchange less than there are."""
    return {"exchanges": record.exchanges[:-1]}


def more(record: WebCapture) -> dict[str, object]:
    """Tell of one connection and one name more than there are."""
    name = replace(NAME, host="bank.example")
    return {
        "connections": (*record.connections, replace(record.connections[0], number=9)),
        "names": (*record.names, name),
    }


@pytest.mark.parametrize(
    ("lie", "texts"),
    [
        (fewer, ["3 of its records are not told of, the first is of https://shop.example/e.png"]),
        (lambda _: {"connections": ()}, ["2 of its records are not told of, the first is of urn"]),
        (lambda _: {"names": ()}, ["2 of its records are not told of, the first is of dns:shop"]),
        (more, ["1 records of connections are not in it", "2 records of names are not in it"]),
    ],
)
def test_nothing_stands_in_one_of_them_alone(
    case: Case, lie: Callable[[WebCapture], dict[str, object]], texts: list[str]
) -> None:
    problems = differences(case, found(case, **lie(found(case).record)))
    for text in texts:
        assert any(one.startswith(f"capture.warc, {text}") for one in problems), problems


def test_what_a_browser_loaded_is_compared_too(case: Case) -> None:
    rendering = found(case).record.rendering
    assert rendering is not None
    (one,) = rendering.exchanges
    lying = replace(rendering, exchanges=(replace(one, status=404),))
    problems = differences(case, found(case, rendering=lying))
    assert "rendered.warc, exchange 0: status: told 404, in the WARC 200" in problems


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"url": "https://bank.example/"}, "url: https://bank.example/, and the last answer"),
        ({"given": "https://bank.example/"}, "given: https://bank.example/, and"),
        ({"status": 404}, "status: 404, and the last answer has 200"),
        ({"unverified": True}, "unverified: not as its connections tell"),
        ({"purpose": "robots"}, "no exchange asks for the page"),
        ({"exchanges": ()}, "no exchange asks for the page"),
    ],
)
def test_what_follows_from_the_exchanges_is_made_again(
    case: Case, told: dict[str, object], text: str
) -> None:
    problems = differences(case, found(case, **told))
    assert any(one.startswith(text) for one in problems), problems


def test_a_page_that_did_not_come_whole_is_not_called_whole(case: Case) -> None:
    exchanges: tuple[Exchange, ...] = found(case).record.exchanges
    cut = replace(exchanges[1], result="cut")
    forged = found(case, exchanges=(exchanges[0], cut, *exchanges[2:]), result="whole")
    assert "result: whole, and the last answer is cut" in differences(case, forged)


@pytest.mark.parametrize(("marked", "size", "fits"), [
    (True, 9, True), (False, 9, False), (True, 0, True), (False, 0, True),
])  # fmt: skip
def test_an_untrusted_server_that_answered_must_be_marked(
    case: Case, marked: bool, size: int, fits: bool
) -> None:
    record = found(case).record
    connection = replace(record.connections[0], tls=replace(TLS, verified=False))
    exchange = replace(record.exchanges[0], response_size=size, url=record.url, status=200)
    told = {"connections": (connection,), "exchanges": (exchange,), "unverified": marked}
    problems = differences(case, found(case, **told))
    assert ("unverified: not as its connections tell" not in problems) is fits


def test_the_begin_is_that_of_the_file(case: Case) -> None:
    started = replace(found(case).record.started, utc="2020-01-01T00:00:00.000000Z")
    (problem,) = differences(case, found(case, started=started))
    assert problem.startswith("capture.warc, begin: told 2020-01-01")


def test_a_file_that_is_not_stored_is_told(case: Case) -> None:
    one = found(case)
    bare = {name: row for name, row in one.rows.items() if name != "capture.warc"}
    without = Captured(seq=1, prefix=one.prefix, record=one.record, rows=type(one.rows)(bare))
    assert differences(case, without) == ["capture.warc: the bytes are not stored"]


def test_places_beyond_the_file_are_told_and_read_no_further(case: Case) -> None:
    one = found(case).record.exchanges[0]
    places = tuple(replace(place, offset=2**53 - 1) for place in one.records)
    problems = lied(case, 0, records=places)
    assert "capture.warc, exchange 0: no record begins there" in problems


def test_a_great_many_differences_are_counted(case: Case) -> None:
    connection = found(case).record.connections[0]
    many = tuple(replace(connection, number=n + 500) for n in range(2 * MAX_DIFFERENCES))
    problems = differences(case, found(case, connections=many))
    assert len(problems) <= MAX_DIFFERENCES + 1
    assert problems[-1].endswith("more differences")


@pytest.mark.parametrize(
    "told",
    [
        {"title": "Ngân hàng", "parts": ()},
        {"status": 500},
        {"parts": (Part(name="text.txt", sha256="0" * 64, size=6),)},
        {"capture": 7},
    ],
)
def test_an_untrue_record_is_refused(case: Case, told: dict[str, object]) -> None:
    with pytest.raises(TruyvetError) as error:
        refuse_untrue(case, found(case, **told))
    assert error.value.code == "E567"
    assert "truyvet web show 1." in error.value.hint


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", (200, 0, 25)),
        (b"\r\n\nHTTP/1.0 404 x\n\nbody\n\n", (404, 0, 19)),
        (b"HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", (200, 18, 37)),
        (b"HTTP/1.1 101 Up\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", (101, 0, 19)),
        (b"HTTP/1.1 200 OK\r\nA: b\r\n", (200, 0, 0)),
        (b"HTTP/1.1 2005 OK\r\n\r\n", (None, 0, 20)),
        (b"hello", (None, 0, 0)),
        (b"", (None, 0, 0)),
    ],
)
def test_a_head_ends_at_its_empty_line(block: bytes, expected: tuple[int | None, int, int]) -> None:
    assert heads(block) == expected


def test_many_interim_answers_are_passed_quickly() -> None:
    interim = b"HTTP/1.1 100 C\r\n\r\n" * 20_000
    assert heads(interim + b"HTTP/1.1 200 OK\r\n\r\n")[:2] == (200, len(interim))


def test_the_captures_that_the_vectors_show_fit(tmp_path: Path) -> None:
    shutil.copytree(VECTORS / "good/captured/case", tmp_path / "case")
    shown = Case(tmp_path / "case")
    with shown.reading() as index:
        assert [differences(shown, one) for one in captures_of(shown, index)] == [[], []]
