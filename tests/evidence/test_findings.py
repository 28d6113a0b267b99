"""Findings: stable codes, one verdict, all counted."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.codes import ERRORS
from truyvet.evidence.findings import (
    FINDINGS,
    MAX_LISTED,
    UNPROVED,
    Found,
    Severity,
    Verdict,
    finding,
)

PLACE = "entry 3"


def facts_of(code: str) -> dict[str, object]:
    names = [name for _, name, _, _ in string.Formatter().parse(FINDINGS[code][1]) if name]
    return {name: f"<{name}>" for name in names}


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_every_finding_has_words_and_a_severity(code: str) -> None:
    one = finding(code, PLACE, **facts_of(code))
    assert re.fullmatch(r"[EW][1-9]\d\d", code)
    assert (one.severity is Severity.NOTICE) == code.startswith("W")
    assert all(str(fact) in one.text for fact in facts_of(code).values())


def test_no_code_means_an_error_and_a_finding() -> None:
    assert not set(FINDINGS) & set(ERRORS)
    assert all(re.fullmatch(r"P\d", code) for code in UNPROVED)


@given(st.lists(st.sampled_from(sorted(FINDINGS))))
def test_the_verdict_is_that_of_the_worst_finding(codes: list[str]) -> None:
    found = Found()
    for code in codes:
        found.add(code, PLACE, **facts_of(code))
    severities = {FINDINGS[code][0] for code in codes}
    expected = Verdict.VALID
    if Severity.INCOMPLETE in severities:
        expected = Verdict.INCOMPLETE
    if Severity.INVALID in severities:
        expected = Verdict.INVALID
    assert found.verdict() is expected
    assert [one.code for one in found.listed] == codes
    assert sum(found.counts.values()) == len(codes)


def test_many_findings_of_one_code_are_counted_and_some_are_listed() -> None:
    found = Found()
    for number in range(MAX_LISTED + 500):
        found.add("E311", str(number))
    found.add("E310", "the last")
    assert len(found.listed) == MAX_LISTED + 1
    assert found.counts["E311"] == MAX_LISTED + 500
    assert found.verdict() is Verdict.INVALID
