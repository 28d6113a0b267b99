"""What is proved: every finding speaks against something, and only against what it concerns."""

from pathlib import Path

import pytest

from truyvet.evidence.findings import FINDINGS, Severity, Verdict
from truyvet.reports.document import State
from truyvet.reports.statements import BROUGHT, STATEMENTS, statements

from .support.made import BAD, GOOD, report_on_vector

ALL = STATEMENTS | BROUGHT


def states(*codes: str, missing: bool = False) -> dict[str, State]:
    """Judge everything by these findings."""
    counts = dict.fromkeys(codes, 1)
    judged = statements(counts, kept=True, trusted=True, manifest_missing=missing)
    return {one.code: one.state for one in judged}


def test_every_finding_that_changes_a_verdict_speaks_against_a_statement() -> None:
    used = {code for denying, leaving in ALL.values() for code in (*denying, *leaving)}
    wanted = {code for code, (severity, _) in FINDINGS.items() if severity is not Severity.NOTICE}
    assert wanted <= used <= set(FINDINGS)


def test_every_finding_of_something_false_denies_a_statement() -> None:
    denying = {code for codes, _ in ALL.values() for code in codes}
    assert {c for c, (severity, _) in FINDINGS.items() if severity is Severity.INVALID} == denying


def test_a_finding_does_not_both_deny_a_statement_and_leave_it_open() -> None:
    both = {code: set(denying) & set(leaving) for code, (denying, leaving) in ALL.items()}
    assert {code: found for code, found in both.items() if code != "S1" and found} == {}


def test_without_findings_everything_holds() -> None:
    assert set(states().values()) == {"held"}


def test_what_the_verifier_did_not_bring_is_not_judged() -> None:
    judged = statements({}, kept=False, trusted=False, manifest_missing=False)
    assert [one.code for one in judged] == list(STATEMENTS)


def test_a_changed_object_breaks_what_is_said_of_bytes_and_nothing_else() -> None:
    assert {code for code, state in states("E311").items() if state != "held"} == {"S5"}
    assert states("E311")["S5"] == "broken"


def test_a_missing_object_leaves_the_bytes_open() -> None:
    assert states("E310")["S5"] == "open"
    assert states("E310")["S4"] == "held"


def test_a_missing_manifest_leaves_the_items_open_too() -> None:
    assert states("E310", missing=True)["S4"] == "open"


def test_an_unreadable_entry_breaks_the_order_and_leaves_the_rest_open() -> None:
    judged = states("E210")
    assert judged["S1"] == "broken"
    assert {judged[code] for code in ("S2", "S3", "S4", "S5", "S8", "S9")} == {"open"}


def test_a_fast_verification_leaves_bytes_and_index_open() -> None:
    judged = states("E630")
    assert (judged["S5"], judged["S7"]) == ("open", "open")


def test_an_index_that_is_missing_is_not_said_to_agree() -> None:
    assert states("W104")["S7"] == "open"


def test_a_statement_names_the_findings_against_it() -> None:
    judged = statements(
        {"E401": 3, "E405": 1, "W101": 1}, kept=False, trusted=False, manifest_missing=False
    )
    assert {one.code: one.findings for one in judged if one.findings} == {"S2": ("E401", "E405")}


@pytest.mark.parametrize("vector", [*GOOD, *BAD], ids=lambda path: path.name)
def test_statements_agree_with_the_verdict(vector: Path) -> None:
    document, verdict = report_on_vector(vector)
    found = {one.state for one in document.result.statements if one.code != "S7"}
    if verdict is Verdict.VALID:
        assert found == {"held"}
    elif verdict is Verdict.INCOMPLETE:
        assert "open" in found
        assert "broken" not in found
    else:
        assert "broken" in {one.state for one in document.result.statements}
