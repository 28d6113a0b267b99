"""A worker from its own point of view: one item, all wanted extractors, one answer."""

import errno
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.extractors.engine.conftest import module_of
from tests.extractors.engine.forks import forked

from truyvet.extractors import entities, filetype, plaintext, web
from truyvet.extractors.engine.messages import (
    Answer,
    Job,
    Result,
    SeenResult,
    TextResult,
    results_of,
)
from truyvet.extractors.engine.state import SharedState
from truyvet.extractors.engine.worker import CHILDREN, PRIVATE, Worker
from truyvet.extractors.interface import Accepts, Limits
from truyvet.extractors.settings import Settings

SETTINGS = Settings()
MODULES: dict[str, Any] = {
    "filetype": filetype, "web": web, "plaintext": plaintext, "entities": entities,
}  # fmt: skip
PAGE = b"<html><body><p>goi 0912 <i>345 678</i></p></body></html>"


@pytest.fixture
def state() -> Iterator[SharedState]:
    """What the worker tells its parent."""
    made = SharedState.create()
    yield made
    made.close()


@pytest.fixture
def working(tmp_path: Path, state: SharedState) -> Callable[..., Answer]:
    """Have a worker answer a job about some bytes, in a process of its own."""

    def answer(
        content: bytes, *, modules: Any = MODULES, programs: bool = False, **job: Any
    ) -> Answer:
        path = tmp_path / "object"
        path.write_bytes(content)
        folder = tmp_path / "worker"
        folder.mkdir(exist_ok=True)
        told: dict[str, Any] = {
            "number": 1, "item": "ab" * 32, "object": str(path), "path": "a/b.bin",
            "size": len(content), "sha256": "cd" * 32, "depth": 0, "parent": None, "locator": "",
            "allowance": 1 << 30, "extractors": tuple(modules),
        } | job  # fmt: skip

        def body() -> bytes:
            prepared = {name: module.prepare(SETTINGS) for name, module in modules.items()}
            numbers = {name: number for number, name in enumerate(modules)}
            worker = Worker(modules, numbers, prepared, SETTINGS, folder, state, programs=programs)
            return msgspec.msgpack.encode(worker.answer(Job(**told)))

        found: Answer = msgspec.msgpack.decode(forked(body), type=Answer)
        return found

    return answer


def results(answer: Answer) -> list[Result]:
    return list(results_of(BytesIO(answer.results)))


def kinds(answer: Answer) -> list[tuple[str, str]]:
    return [
        (one.seen.extractor, one.seen.kind)
        for one in results(answer)
        if isinstance(one, SeenResult)
    ]


def one(name: str, extract: Any, **more: Any) -> Any:
    """Return an extractor for everything that does this."""
    functions = {"extract": extract, "prepare": lambda settings: None} | more
    limits = functions.pop("limits", Limits())
    module: Any = module_of(limits, {"line": "a line"}, **functions)
    module.NAME, module.ACCEPTS, module.PROGRAMS = name, Accepts(everything=True), ()
    return module


def test_every_wanted_extractor_has_one_outcome_in_order(working: Any) -> None:
    answer = working(PAGE)
    assert [one.extractor for one in answer.outcomes] == list(MODULES)
    assert {one.status for one in answer.outcomes} <= {"ok", "empty", "not_applicable"}
    assert {one.extractor for one in answer.efforts} <= set(MODULES)


def test_texts_reach_who_reads_them(working: Any) -> None:
    assert ("entities", "phone") in kinds(working(PAGE))


def test_a_replayed_extractor_gives_its_texts_and_records_nothing(working: Any) -> None:
    answer = working(PAGE, extractors=("entities",), replayed=("web",))
    assert [one.extractor for one in answer.outcomes] == ["entities"]
    assert kinds(answer) == [("entities", "phone")]
    assert not any(isinstance(one, TextResult) for one in results(answer))
    assert [one.extractor for one in answer.efforts] == ["entities"]


def test_texts_of_another_worker_are_read_from_its_file(working: Any, tmp_path: Path) -> None:
    first = working(PAGE, extractors=("web",))
    (tmp_path / "left").write_bytes(first.results)
    answer = working(PAGE, extractors=("entities",), texts=str(tmp_path / "left"))
    assert kinds(answer) == [("entities", "phone")]


def test_who_starts_programs_is_asked_for_where_programs_start(working: Any) -> None:
    module = one("reader", lambda view, emit: emit.observation("word", "line:1", "x"))
    module.PROGRAMS = ("tesseract",)
    answer = working(b"x", modules={"reader": module})
    assert (answer.needs, answer.outcomes) == (("reader",), ())
    answer = working(b"x", modules={"reader": module}, programs=True)
    assert (answer.needs, answer.outcomes[0].status) == ((), "ok")


def test_an_object_that_is_gone_is_trouble_and_no_outcome(working: Any, tmp_path: Path) -> None:
    answer = working(b"x", object=str(tmp_path / "nowhere"))
    assert (answer.trouble, answer.outcomes) == ("ENOENT", ())


def test_an_extractor_that_raises_is_named_and_the_others_go_on(
    working: Any, state: SharedState
) -> None:
    def bad(view: Any, emit: Any) -> None:
        emit.observation("word", "line:1", "before")
        raise KeyError("/home/an/secret at 0x7f")

    def good(view: Any, emit: Any) -> None:
        emit.observation("word", "line:1", "after")

    answer = working(b"x", modules={"bad": one("bad", bad), "good": one("good", good)})
    assert [(told.status, told.reason) for told in answer.outcomes] == [
        ("crash", "KeyError at test_worker.py:bad"), ("ok", ""),
    ]  # fmt: skip
    assert kinds(answer) == [("bad", "word"), ("good", "word")]
    assert state.read()[:2] == (-1, -1)


BAD: dict[str, Callable[[Any], None]] = {
    "confidence": lambda emit: emit.observation("word", "line:1", "x", confidence=101),
    "no percentage": lambda emit: emit.observation("word", "line:1", "x", confidence=True),
    "flag": lambda emit: emit.observation("word", "line:1", "x", flag="odd"),
    "kind": lambda emit: emit.observation("sentence", "line:1", "x"),
    "fact": lambda emit: emit.observation("word", "line:1", "x", facts={"Two Words": "x"}),
    "long fact name": lambda emit: emit.observation("word", "line:1", "x", facts={"a" * 49: "x"}),
    "steps": lambda emit: emit.observation("word", ["line:1"] * 9, "x"),
    "no step": lambda emit: emit.observation("word", [], "x"),
    "raw": lambda emit: emit.observation("word", "line:1", b"x" * 4097),
    "code": lambda emit: emit.problem("odd", "", "x"),
    "problem steps": lambda emit: emit.problem("corrupt", ["line:1"] * 9, "x"),
    "text steps": lambda emit: emit.text(["line:1"] * 9, "x"),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_no_record_can_hold_is_the_extractor_s_own_crash(bad: str, working: Any) -> None:
    def extract(view: Any, emit: Any) -> None:
        emit.observation("word", "line:0", "good")
        BAD[bad](emit)

    answer = working(b"x", modules={"words": one("words", extract)})
    assert answer.outcomes[0].status == "crash"
    assert answer.outcomes[0].reason.startswith("NotEmittable at emission.py:")
    assert kinds(answer) == [("words", "word")]  # what came before stays, and can be read


def test_the_private_folder_is_empty_for_the_next(working: Any, tmp_path: Path) -> None:
    def messy(view: Any, emit: Any) -> None:
        (view.folder / "deep").mkdir()
        (view.folder / "deep" / "file").write_bytes(b"x")
        view.open()

    def tidy(view: Any, emit: Any) -> None:
        emit.observation("word", "line:1", str(len(list(view.folder.iterdir()))))

    answer = working(b"x", modules={"messy": one("messy", messy), "tidy": one("tidy", tidy)})
    assert [told.seen.raw for told in results(answer) if isinstance(told, SeenResult)] == ["0"]
    assert list((tmp_path / "worker" / PRIVATE).iterdir()) == []


def test_many_results_wait_in_a_file(working: Any, tmp_path: Path) -> None:
    def extract(view: Any, emit: Any) -> None:
        for number in range(20_000):
            emit.observation("word", f"line:{number}", "x" * 50)

    answer = working(b"x", modules={"words": one("words", extract)})
    assert answer.results == b""
    with (tmp_path / "worker" / CHILDREN / answer.spool).open("rb") as file:
        assert sum(1 for _ in results_of(file)) == 20_000


def test_more_memory_than_an_extractor_may_take_is_its_outcome(working: Any) -> None:
    def eats(view: Any, emit: Any) -> None:
        emit.observation("word", "line:1", str(len(bytearray(64 << 20))))

    modules = {"eats": one("eats", eats, limits=Limits(memory=16 << 20)),
               "next": one("next", eats, limits=Limits(memory=256 << 20))}  # fmt: skip
    answer = working(b"x", modules=modules)
    assert [told.status for told in answer.outcomes] == ["memory", "ok"]


def test_an_io_error_of_an_extractor_s_own_is_its_crash_and_no_trouble(working: Any) -> None:
    def extract(view: Any, emit: Any) -> None:
        raise OSError(errno.EIO, "no such luck")

    answer = working(b"x", modules={"words": one("words", extract)})
    assert (answer.trouble, answer.outcomes[0].status) == ("", "crash")


def test_the_type_can_be_given_where_finding_it_out_failed(working: Any) -> None:
    answer = working(PAGE, extractors=("web",), media_type="application/octet-stream")
    assert answer.outcomes[0].status == "not_applicable"
