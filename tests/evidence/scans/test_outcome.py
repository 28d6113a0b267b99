"""Outcomes: every status is full, partly or not examined, and lines are read as written."""

from typing import get_args

import msgspec
import pytest

from truyvet.evidence.scans.outcome import (
    FULL,
    MAX_PROBLEMS,
    PARTLY,
    Defect,
    Effort,
    Efforts,
    Examined,
    Outcome,
    ProblemCode,
    Status,
)
from truyvet.hashes.canonical import encode_record

ITEM = "ab" * 32


def test_a_status_is_not_both_full_and_partly() -> None:
    assert not FULL & PARTLY
    assert set(get_args(Status)) >= FULL | PARTLY


def test_what_an_extractor_says_is_a_status_and_never_full() -> None:
    codes = set(get_args(ProblemCode))
    assert codes <= set(get_args(Status))
    assert not codes & FULL


def test_what_ended_without_a_word_is_neither_full_nor_partly() -> None:
    assert not {"timeout", "memory", "crash", "unsupported", "skipped"} & (FULL | PARTLY)


def test_an_outcome_is_read_as_it_was_written() -> None:
    defect = Defect(code="corrupt", locator=("zip:a",), text="bad CRC-32")
    outcome = Outcome(
        children=2, defects=(defect,), extractor="archive", observations=1, problems=1,
        reason="", status="corrupt", texts=0,
    )  # fmt: skip
    line = encode_record(Examined(item=ITEM, outcomes=(outcome,)))
    assert msgspec.json.decode(line, type=Examined).outcomes == (outcome,)


def test_an_outcome_of_nothing_is_short() -> None:
    line = encode_record(Outcome(extractor="pdf", status="not_applicable"))
    assert line == b'{"extractor":"pdf","status":"not_applicable"}'


@pytest.mark.parametrize(
    "change",
    [
        {"status": "fine"},
        {"extractor": "PDF"},
        {"children": -1},
        {"reason": "x" * 513},
        {"defects": [{"code": "tired"}]},
        {"defects": [{"code": "corrupt", "text": "x" * 513}]},
        {"defects": [{"code": "corrupt", "locator": ["a:b"] * 9}]},
        {"cpu": 3},
    ],
)
def test_what_no_outcome_may_hold_is_refused(change: dict[str, object]) -> None:
    fields: dict[str, object] = {"extractor": "pdf", "status": "ok"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields | change, Outcome)


def test_the_list_of_problems_is_bounded() -> None:
    assert 0 < MAX_PROBLEMS <= 1000


def test_what_differs_from_run_to_run_stands_apart() -> None:
    effort = Effort(attempts=1, cpu=12, extractor="pdf", memory=4096)
    line = encode_record(Efforts(item=ITEM, efforts=(effort,)))
    assert msgspec.json.decode(line, type=Efforts).efforts == (effort,)
    shared = set(Effort.__struct_fields__) & set(Outcome.__struct_fields__)
    assert shared == {"extractor"}
