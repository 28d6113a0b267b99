"""Findings: steps that resolve, values that are cut, jobs that are left out."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.scans.locator import MAX_STEP, parse_step
from truyvet.extractors.documents.findings import (
    Finding,
    Inside,
    Seen,
    Trouble,
    Words,
    content,
    deliver,
    plain,
    run,
    search,
    step,
)
from truyvet.extractors.interface import Member


class Taken:
    """An `Emit` that keeps what it is given."""

    def __init__(self) -> None:
        self.seen: list[tuple[object, bytes]] = []
        self.children: list[str] = []
        self.problems: list[str] = []
        self.texts: list[str] = []

    def observation(self, kind: str, locator: object, raw: bytes, **_: object) -> None:
        self.seen.append((locator, raw))

    def child(self, locator: str, *_: object) -> None:
        self.children.append(locator)

    def text(self, _: object, text: str) -> None:
        self.texts.append(text)

    def problem(self, code: str, *_: object) -> None:
        self.problems.append(code)


def said(*findings: Finding) -> Taken:
    taken = Taken()
    deliver(findings, taken)  # type: ignore[arg-type]
    return taken


def seen(where: str, raw: str | bytes) -> Seen:
    return Seen(kind="k", step=where, raw=raw)


@given(st.lists(st.text(), max_size=4))
def test_any_names_make_a_step_that_parses(names: list[str]) -> None:
    assert parse_step(step("x", *names))[0] == "x"


def test_a_step_of_many_long_names_stays_within_its_bound() -> None:
    names = ["đ" * 5_000 + str(n) for n in range(50)]
    first = step("x", *names)
    assert len(first) < MAX_STEP
    assert first != step("x", *names[:-1], "other")


def test_two_names_that_begin_alike_and_are_cut_stay_two() -> None:
    assert step("x", "a" * 2_000) != step("x", "a" * 2_001)


def test_control_characters_and_percents_are_quoted() -> None:
    assert step("x", "\x01a%", "b") == "x:%01a%25/b"


def test_a_long_value_is_cut_with_its_span_and_not_through_a_character() -> None:
    taken = said(seen("x:a", "đ" * 3_000), seen("x:b", "a" + "đ" * 3_000))
    assert taken.seen == [
        (("x:a", "bytes:0+4096"), ("đ" * 2_048).encode()),
        (("x:b", "bytes:0+4095"), ("a" + "đ" * 2_047).encode()),
    ]


def test_bytes_are_cut_at_the_bound() -> None:
    assert said(seen("x:a", b"\x80" * 5_000)).seen == [(("x:a", "bytes:0+4096"), b"\x80" * 4_096)]


def test_an_empty_value_is_not_seen() -> None:
    assert said(seen("x:a", "")).seen == []


def test_lone_surrogates_are_replaced_before_anything_is_located() -> None:
    assert plain("a\ud800b") == "a?b"
    assert content(Words(step="x:a", text="\ud800")) == b"?"


def test_a_child_that_stands_twice_is_given_once() -> None:
    child = Inside(step="x:a", content=b"1", member=Member(name="a"))
    assert said(*run([(("x:",), lambda: iter([child, child]))])).children == ["x:a"]


def test_problems_and_texts_are_passed_on() -> None:
    taken = said(Trouble(code="corrupt", why="w"), Words(step="x:t", text="text"))
    assert (taken.problems, taken.texts) == (["corrupt"], ["text"])


def test_a_second_value_at_a_step_gets_a_step_of_its_own() -> None:
    def job() -> Iterator[Finding]:
        yield seen("x:a", "1")
        yield seen("x:a", "2")
        yield seen("x:a", "1")
        yield seen("x:a~2", "3")

    found = [one.step for one in run([(("x:",), job)]) if isinstance(one, Seen)]
    assert found == ["x:a", "x:a~2", "x:a", "x:a~2~2"]
    assert search(run([(("x:",), job)], "x:a~2~2"), "x:a~2~2") == b"3"


def test_a_step_of_bytes_is_never_renamed() -> None:
    two = [seen("bytes:0+1", b"a"), seen("bytes:0+1", b"b")]
    assert [one.step for one in run([(("",), lambda: iter(two))]) if isinstance(one, Seen)] == [
        "bytes:0+1", "bytes:0+1",
    ]  # fmt: skip


def test_only_the_jobs_that_may_have_written_a_step_run() -> None:
    ran: list[str] = []

    def job(name: str) -> Iterator[Finding]:
        ran.append(name)
        yield seen(f"{name}:v", name)

    jobs = [(("a:",), lambda: job("a")), (("b:", "c:"), lambda: job("b"))]
    assert search(run(jobs, "b:v"), "b:v") == b"b"
    assert ran == ["b"]


def test_a_step_that_nothing_has_is_a_lookup_error() -> None:
    with pytest.raises(LookupError):
        search([Trouble(code="corrupt", why="w", step="x:a")], "x:a")
