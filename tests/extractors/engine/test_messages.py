"""Messages: what a worker says is taken only whole, bounded, and as a record that is known."""

import socket
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from tests.extractors.engine.forks import forked

from truyvet.evidence.scans.observation import Observation, TextLine
from truyvet.evidence.scans.outcome import Effort, Outcome
from truyvet.extractors.engine.emission import Found, NoRoom
from truyvet.extractors.engine.messages import (
    MAX_MESSAGE,
    Answer,
    Broken,
    ChildResult,
    Forked,
    Reaped,
    SeenResult,
    Spool,
    TextResult,
    frame,
    receive,
    results_of,
    send,
)

ITEM = "ab" * 32
SEEN = SeenResult(
    seen=Observation(extractor="words", item=ITEM, kind="word", locator=("bytes:0+4",), raw="thư")
)
TEXT = TextResult(line=TextLine(extractor="words", item=ITEM, locator=("html:text",), text="chữ"))
CHILD = ChildResult(found=Found(kind="file", locator="zip:a", name="a", inline=b"x", size=1))
ANSWER = Answer(
    number=3,
    outcomes=(Outcome(extractor="words", status="ok", observations=1),),
    efforts=(Effort(attempts=1, cpu=5, extractor="words", memory=9),),
)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The two ends of a connection."""
    one, other = socket.socketpair()
    yield one, other
    one.close()
    other.close()


def test_a_message_arrives_as_it_was_sent(ends: tuple[socket.socket, socket.socket]) -> None:
    send(ends[0], ANSWER)
    send(ends[0], Forked(pid=7))
    assert receive(ends[1], Answer) == ANSWER
    assert receive(ends[1], Forked) == Forked(pid=7)


def test_a_large_message_arrives_piece_by_piece(ends) -> None:
    large = msgspec.structs.replace(ANSWER, results=bytes(5 << 20))
    one, other = ends

    def sends() -> None:
        send(one, large)

    import threading

    thread = threading.Thread(target=sends)
    thread.start()
    assert receive(other, Answer) == large
    thread.join()


def test_an_end_that_is_gone_is_broken(ends: tuple[socket.socket, socket.socket]) -> None:
    one, other = ends
    one.close()
    with pytest.raises(Broken):
        receive(other, Answer)
    with pytest.raises(Broken):
        send(other, ANSWER)


@pytest.mark.parametrize("keep", [1, 3, 4, 5, -1])
def test_half_a_message_is_broken(keep: int, ends) -> None:
    ends[0].sendall(frame(ANSWER)[:keep])
    ends[0].close()
    with pytest.raises(Broken, match="ended"):
        receive(ends[1], Answer)


def test_a_message_longer_than_any_is_not_read(ends) -> None:
    ends[0].sendall(struct.pack(">I", MAX_MESSAGE + 1))
    with pytest.raises(Broken, match=str(MAX_MESSAGE + 1)):
        receive(ends[1], Answer)


def packed(value: object) -> bytes:
    content = msgspec.msgpack.encode(value)
    return struct.pack(">I", len(content)) + content


WHOLE = msgspec.to_builtins(ANSWER)
LIES: list[object] = [
    {}, [], None, 7, "text", {"number": "three"}, WHOLE | {"number": 1.5},
    WHOLE | {"outcomes": [{"extractor": "Two Words", "status": "ok"}]},
    WHOLE | {"outcomes": [{"extractor": "words", "status": "fine"}]},
    WHOLE | {"outcomes": [{"extractor": "words", "status": "ok", "observations": -1}]},
    WHOLE | {"outcomes": [{"extractor": "words", "status": "ok", "more": 1}]},
    WHOLE | {"outcomes": [{"extractor": "words", "status": "ok", "reason": "x" * 513}]},
    WHOLE | {"efforts": [{"attempts": 1, "cpu": 1 << 60, "extractor": "a", "memory": 0}]},
]  # fmt: skip


@pytest.mark.parametrize("lie", LIES, ids=range(len(LIES)))
def test_what_is_no_answer_is_broken(lie: object, ends) -> None:
    ends[0].sendall(packed(lie))
    with pytest.raises(Broken):
        receive(ends[1], Answer)


def test_bytes_that_are_no_message_are_broken(ends) -> None:
    for content in (b"\xc1", b"\xff" * 9, b"\x81\xa1a"):
        ends[0].sendall(struct.pack(">I", len(content)) + content)
        with pytest.raises(Broken):
            receive(ends[1], Reaped)


def test_results_come_back_one_by_one_in_order() -> None:
    results = [SEEN, CHILD, TEXT, SEEN]
    assert list(results_of(BytesIO(b"".join(map(frame, results))))) == results
    assert list(results_of(BytesIO())) == []


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 10, -1])
def test_results_that_are_not_whole_are_broken(cut: int) -> None:
    with pytest.raises(Broken):
        list(results_of(BytesIO(frame(SEEN)[:cut])))


SEEN_FACTS = {"type": "o", "seen": msgspec.to_builtins(SEEN.seen)}
BAD_FIELDS: list[dict[str, object]] = [
    {"confidence": 101}, {"confidence": -1}, {"flag": "odd"}, {"kind": "Two Words"},
    {"item": "AB" * 32}, {"item": "ab"}, {"locator": []}, {"locator": ["bytes:0+1"] * 9},
    {"facts": {"Two Words": "x"}}, {"facts": {"a": "x" * 4097}}, {"facts": {"a": 7}},
    {"normal": "x" * 4097}, {"raw_bytes": "abc"}, {"raw_bytes": "zz"}, {"extra": 1},
    {"raw": None}, {"extractor": ""},
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_FIELDS, ids=str)
def test_the_fields_of_an_observation_are_checked_as_they_arrive(bad: dict[str, object]) -> None:
    seen = msgspec.to_builtins(SEEN.seen) | bad
    with pytest.raises(Broken):
        list(results_of(BytesIO(packed({"type": "o", "seen": seen}))))


@pytest.mark.parametrize(
    "bad",
    [{"kind": "door"}, {"modified": "today"}, {"sha256": "x"}, {"size": -1}, {"name_bytes": "f"},
     {"size": 1 << 60}],
    ids=str,
)  # fmt: skip
def test_the_fields_of_a_child_are_checked_as_they_arrive(bad: dict[str, object]) -> None:
    found = {"kind": "file", "locator": "zip:a", "name": "a"} | bad
    with pytest.raises(Broken):
        list(results_of(BytesIO(packed({"type": "c", "found": found}))))


def test_a_result_of_no_known_sort_is_broken() -> None:
    with pytest.raises(Broken):
        list(results_of(BytesIO(packed({"type": "x", "seen": {}}))))


def test_few_results_stay_in_memory(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "results")
    for result in (SEEN, TEXT):
        spool.add(result)
    name, kept = spool.close()
    assert (name, list(results_of(BytesIO(kept)))) == ("", [SEEN, TEXT])
    assert list(tmp_path.iterdir()) == []


def test_many_results_go_to_a_file(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "results")
    count = 2 * Spool.KEPT // len(frame(SEEN)) + 5
    for _ in range(count):
        spool.add(SEEN)
    name, kept = spool.close()
    assert (name, kept) == ("results", b"")
    with (tmp_path / "results").open("rb") as file:
        found = list(results_of(file))
    assert found == [SEEN] * count


def test_results_that_find_no_room_are_no_fault_of_the_item(tmp_path: Path) -> None:
    def body() -> None:
        spool = Spool(tmp_path / "missing" / "results")
        while True:
            spool.add(TextResult(line=msgspec.structs.replace(TEXT.line, text="x" * 300_000)))

    assert forked(body) is NoRoom
