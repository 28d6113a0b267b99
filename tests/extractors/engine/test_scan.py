"""A scan's own checks: what workers hand in is compared with what was asked, and then stored."""

from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.index import Row
from truyvet.evidence.scans.observation import Observation, TextLine
from truyvet.extractors.engine.emission import Found
from truyvet.extractors.engine.messages import (
    Answer,
    ChildResult,
    Job,
    SeenResult,
    TextResult,
    frame,
)
from truyvet.extractors.engine.pool import Done, Part, Task
from truyvet.extractors.engine.scan import MAX_PATH, _item, _Results

ITEM, OTHER = "ab" * 32, "cd" * 32
SEEN = Observation(extractor="web", item=ITEM, kind="word", locator=("bytes:0+1",), raw="x")
TEXT = TextLine(extractor="web", item=ITEM, locator=("html:text",), text="x")


def task(path: str = "a/b.zip") -> Task:
    job = Job(
        number=1, item=ITEM, object="", path=path, size=9, sha256=OTHER, depth=2, parent=None,
        locator="", allowance=100, extractors=("web", "archive"),
    )  # fmt: skip
    return Task(key=b"k", job=job)


def done(*results: Any, tail: bytes = b"") -> Done:
    answer = Answer(number=1, outcomes=(), efforts=(), results=b"".join(map(frame, results)) + tail)
    return Done(task=task(), outcomes=(), efforts=(),
                parts=(Part(answer=answer, folder=Path("nowhere")),))  # fmt: skip


def test_results_are_sorted_by_what_they_are() -> None:
    child = Found(kind="file", locator="zip:a", name="a")
    flagged = msgspec.structs.replace(SEEN, flag="yara")
    told = _Results(task(), done(
        SeenResult(seen=SEEN), ChildResult(found=child), TextResult(line=TEXT),
        SeenResult(seen=flagged),
    ))  # fmt: skip
    lines = [list(told.lines(kind)) for kind in ("observations", "texts")]
    assert ([len(one) for one in lines], told.flags) == ([2, 1], 1)
    assert list(told.lines("texts")) == lines[1]  # as often as anyone asks
    assert [found for found, _ in told.children] == [child]


@pytest.mark.parametrize(
    "result",
    [SeenResult(seen=msgspec.structs.replace(SEEN, item=OTHER)),
     SeenResult(seen=msgspec.structs.replace(SEEN, extractor="yara")),
     TextResult(line=msgspec.structs.replace(TEXT, item=OTHER)),
     TextResult(line=msgspec.structs.replace(TEXT, extractor="yara")),
     ChildResult(found=Found(kind="file", locator="zip:a", name="a", file="../../ledger"))],
    ids=["item", "extractor", "text's item", "text's extractor", "child elsewhere"],
)  # fmt: skip
def test_what_speaks_of_others_is_not_believed(result: Any) -> None:
    with pytest.raises(TruyvetError) as caught:
        _Results(task(), done(result))
    assert caught.value.code == "E841"


@pytest.mark.parametrize("tail", [b"\0", b"\0\0\0\5abc", b"\xff" * 8, b"\0\0\0\1\xc1"])
def test_what_is_no_result_is_not_believed(tail: bytes) -> None:
    with pytest.raises(TruyvetError) as caught:
        _Results(task(), done(SeenResult(seen=SEEN), tail=tail))
    assert caught.value.code == "E841"


def row(path: str = "a/b.zip") -> Row:
    return Row(seq=1, n=0, id=ITEM, kind="file", path=path, size=9, sha256=OTHER, modified=None,
               problem=None, position=0, parent=None)  # fmt: skip


def found(**more: Any) -> Found:
    return Found(**({"kind": "file", "locator": "zip:a", "name": "a"} | more))


def test_a_child_stands_below_its_parent() -> None:
    item = _item(task(), row(), found(sha256=OTHER, size=3, modified="2026-01-02T03:04:05Z"), 50)
    assert (item.path, item.parent, item.depth, item.allowance) == ("a/b.zip/a", ITEM, 3, 50)
    assert (item.locator, item.sha256, item.size) == ("zip:a", OTHER, 3)
    assert item.modified == "2026-01-02T03:04:05Z"


def test_a_child_of_a_child_has_the_raw_path_of_both() -> None:
    outer = _item(task(), row(), found(name="\ufffd", name_bytes="ff"), 50)
    inner = _item(task(), outer, found(name="thư"), 50)
    assert inner.raw_path() == b"a/b.zip/\xff/th\xc6\xb0"
    assert inner.path_bytes == inner.raw_path().hex()


def test_a_child_without_a_name_is_called_by_its_step() -> None:
    assert _item(task(), row(), found(name=""), 50).path == "a/b.zip/zip:a"


def test_of_a_path_without_end_the_end_is_kept() -> None:
    item = _item(task(), row("x" * MAX_PATH), found(name="end.txt"), 50)
    assert len(item.raw_path()) == MAX_PATH
    assert item.path.endswith("x/end.txt")


def test_a_target_of_a_link_is_kept() -> None:
    item = _item(task(), row(), found(kind="symlink", target="../../etc/passwd"), 50)
    assert (item.kind, item.target, item.sha256) == ("symlink", "../../etc/passwd", None)


def test_parts_can_be_read_again_and_again() -> None:
    (part,) = done(SeenResult(seen=SEEN)).parts
    assert part.results().read() == part.results().read() == BytesIO(part.answer.results).read()
