"""One examination: who is for which item, how it ends, and where a step leads."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.extractors.engine.conftest import facts_of, module_of

from truyvet.evidence.scans.locator import NotALocator
from truyvet.extractors.engine.emission import Emission, Ended
from truyvet.extractors.engine.examination import (
    accepts,
    examine,
    resolve_step,
    scheme_of,
    slice_of,
)
from truyvet.extractors.interface import Accepts, Facts, Limits, Member

Emitting = Callable[..., Emission]


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Accepts(everything=True), True),
        (Accepts(), False),
        (Accepts(media=("text/plain",)), True),
        (Accepts(media=("text/*",)), True),
        (Accepts(media=("image/*", "text/html")), False),
        (Accepts(magic=(b"PK", b"hel")), True),
        (Accepts(magic=(b"ello",)), False),
        (Accepts(names=(".txt",)), True),
        (Accepts(names=(".tx", ".TXT")), False),
        (Accepts(media=("image/*",), magic=(b"x",), names=("item.txt",)), True),
    ],
)
def test_one_that_fits_is_enough(wanted: Accepts, fits: bool) -> None:
    assert accepts(wanted, facts_of(5, media_type="text/plain"), b"hello") is fits


def test_an_item_without_bytes_begins_with_nothing() -> None:
    assert not accepts(Accepts(magic=(b"a",)), facts_of(), b"")


def run(behave: Callable[[Any, Emission], None], emission: Emission, view: Any) -> Any:
    return examine(module_of(Limits(), {}, extract=behave), view, emission)


def test_an_examination_that_finds_nothing_is_empty(emitting: Emitting, viewing: Any) -> None:
    assert run(lambda _, __: None, emitting(), viewing(b"")).status == "empty"


def test_what_came_before_an_exception_stays(emitting: Emitting, viewing: Any, kept: Any) -> None:
    def behave(_: Any, emit: Emission) -> None:
        emit.observation("word", "bytes:0+1", "a")
        raise RuntimeError("at 0x7f5d")

    outcome = run(behave, emitting(), viewing(b"a"))
    assert (outcome.status, outcome.observations, len(kept.observations)) == ("crash", 1, 1)
    assert outcome.reason == "RuntimeError at test_examination.py:behave"


def test_a_limit_is_an_outcome(emitting: Emitting, viewing: Any) -> None:
    def behave(_: Any, emit: Emission) -> None:
        for number in range(9):
            emit.observation("word", f"bytes:{number}+1", "a")

    outcome = run(behave, emitting(records=3), viewing(b"a" * 9))
    assert (outcome.status, outcome.observations) == ("partial", 3)
    assert outcome.reason == "more than 3 observations"


def test_a_library_that_catches_every_exception_does_not_catch_the_end(
    emitting: Emitting, viewing: Any
) -> None:
    def behave(_: Any, emit: Emission) -> None:
        try:
            emit.child("line:0", bytes(9), Member(name="x"))
        except Exception:  # noqa: BLE001 - what careless libraries do
            emit.problem("corrupt", "", "caught")

    outcome = run(behave, emitting(allowance=3), viewing(b""))
    assert (outcome.status, outcome.problems) == ("bomb", 0)


def test_no_memory_is_an_outcome(emitting: Emitting, viewing: Any) -> None:
    def behave(_: Any, __: Emission) -> None:
        raise MemoryError

    assert run(behave, emitting(), viewing(b"")).status == "memory"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_a_library_that_wants_to_leave_costs_one_outcome(
    error: type[BaseException], emitting: Emitting, viewing: Any
) -> None:
    def behave(_: Any, __: Emission) -> None:
        raise error

    outcome = run(behave, emitting(), viewing(b""))
    assert (outcome.status, outcome.reason.split()[0]) == ("crash", error.__name__)


def test_an_end_of_ones_own_gives_its_status(emitting: Emitting, viewing: Any) -> None:
    def behave(_: Any, __: Emission) -> None:
        raise Ended("bomb", "a quine")

    assert run(behave, emitting(), viewing(b"")).reason == "a quine"


@pytest.mark.parametrize(
    ("rest", "found"), [("0+0", b""), ("0+5", b"hello"), ("4+1", b"o"), ("5+0", b"")]
)
def test_a_byte_range_gives_the_bytes(rest: str, found: bytes, viewing: Any) -> None:
    assert slice_of(viewing(b"hello"), rest) == found


@pytest.mark.parametrize("rest", ["0+6", "5+1", "9999999999999999+1"])
def test_a_range_beyond_the_end_leads_nowhere(rest: str, viewing: Any) -> None:
    with pytest.raises(LookupError, match="the item ends before byte"):
        slice_of(viewing(b"hello"), rest)


def test_a_step_is_followed_by_whoever_declared_it(viewing: Any) -> None:
    module = module_of(Limits(), {"line": "a line"}, resolve=lambda _, step: step.encode())
    view = viewing(b"hello")
    assert resolve_step(module, view, "line:3") == b"line:3"
    assert resolve_step(module, view, "bytes:1+2") == b"el"
    assert resolve_step(None, view, "bytes:1+2") == b"el"
    for owner, step in [(module, "zip:a"), (None, "line:3")]:
        with pytest.raises(LookupError, match="no extractor knows"):
            resolve_step(owner, view, step)
    with pytest.raises(NotALocator):
        resolve_step(module, view, "no scheme")


def test_the_scheme_of_a_locator_is_that_of_its_first_step() -> None:
    assert scheme_of(("pdf:page/3", "bytes:0+1")) == "pdf"
    for wrong in ((), ("page 3",)):
        with pytest.raises(NotALocator):
            scheme_of(wrong)


def test_what_a_collector_brought_is_accepted_by_who_brought_it() -> None:
    wanted = Accepts(collectors=("table",))
    brought = Facts(id="", path="a.csv", size=1, sha256="", collector="table")
    assert accepts(wanted, brought, b"")
    assert not accepts(wanted, replace(brought, collector="files"), b"")
    assert not accepts(wanted, replace(brought, collector=""), b"")
    assert not accepts(Accepts(names=(".txt",)), brought, b"")
