"""`truyvet scan --diff`: what another rule set or version changes, and nothing more."""

from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.scanning import entries, lay, lines, scans, statuses

CASE = ("--case", "vu-01")
ONLY = ("scan", "--only", "filetype,digests,yara", "--rules", "rules")


def rule(name: str, text: str, *, more: str = "") -> bytes:
    return f'rule {name} {{ strings: $a = "{text}" condition: $a }}\n{more}'.encode()


@pytest.fixture
def twice(an: Any, case: Path) -> Any:
    """An, whose case was scanned (entry 3) and, with a changed rule set, again (entry 4)."""
    lay(an.place / "new", {"a.txt": b"alpha beta", "b.txt": b"beta gamma", "c.txt": b"nothing"})
    an.does(*CASE, "collect", "files", "new")
    lay(an.place / "rules", {"one.yar": rule("first", "alpha"), "two.yar": rule("second", "beta")})
    an.does(*CASE, *ONLY)
    lay(an.place / "rules", {"one.yar": rule("third", "gamma")})
    an.does(*CASE, *ONLY)
    return an


def test_a_changed_rule_set_runs_yara_again_and_nothing_else(twice: Any, case: Path) -> None:
    _, second = scans(case)
    asked = {frozenset(one) for one in statuses(case, second).values()}
    assert asked == {frozenset({"yara"})}
    assert second["act"]["totals"]["items"] == 7


def test_what_is_gone_and_what_is_new_is_told(twice: Any) -> None:
    told = twice.reads(*CASE, "scan", "--diff", "3", "4")
    seen = {(one["change"], one["kind"], one["value"]) for one in told if "kind" in one}
    assert ("gone", "yara", "one.yar:first") in seen
    assert ("new", "yara", "one.yar:third") in seen
    assert not any("second" in value for _, _, value in seen)


def test_a_changed_outcome_is_told(twice: Any) -> None:
    told = twice.reads(*CASE, "scan", "--diff", "3", "4")
    changed = [one for one in told if one.get("change") == "outcome"]
    assert changed == []  # a.txt and b.txt hold beta before and after
    # Backwards: what was new is gone.
    back = twice.reads(*CASE, "scan", "--diff", "4", "3")
    changes = {(one["change"], one["value"]) for one in back if "kind" in one}
    assert ("gone", "one.yar:third") in changes
    assert ("new", "one.yar:first") in changes


def test_each_extractor_says_what_is_other_about_it(twice: Any) -> None:
    told = twice.reads(*CASE, "scan", "--diff", "3", "4")
    heads = {one["extractor"]: one["change"] for one in told if set(one) == {"extractor", "change"}}
    assert heads["yara"].startswith("configuration ")
    assert heads["filetype"] == heads["digests"] == "the same"


def test_people_read_it_as_a_table(twice: Any) -> None:
    said = twice.does(*CASE, "scan", "--diff", "3", "4")
    assert "digests: the same" in said
    assert "change\textractor\tkind\tvalue\twhere" in said
    assert "gone\tyara\tyara\tone.yar:first" in said


def test_a_scan_compared_with_itself_saw_the_same(twice: Any) -> None:
    ran = twice.run(*CASE, "scan", "--diff", "3", "3")
    assert ran.returncode == 0
    assert "both scans saw the same" in ran.stdout + ran.stderr
    told = twice.reads(*CASE, "scan", "--diff", "3", "3")
    assert all(one["change"] == "the same" for one in told)


def test_a_comparison_records_nothing_and_needs_no_key(twice: Any, case: Path) -> None:
    before = len(entries(case))
    keyless = twice.with_(XDG_CONFIG_HOME=str(twice.place / "nowhere"))
    assert "yara" in keyless.does(*CASE, "scan", "--diff", "3", "4")
    assert len(entries(case)) == before


@pytest.mark.parametrize("pair", [("2", "3"), ("3", "9"), ("0", "0"), ("-1", "3")])
def test_what_is_no_scan_is_named(twice: Any, pair: tuple[str, str]) -> None:
    ran = twice.run(*CASE, "scan", "--diff", *pair)
    assert ran.returncode == 1
    assert "E845" in ran.stderr
    assert "3, 4" in ran.stderr


def test_an_extractor_that_only_one_scan_asked_is_told_and_compares_nothing(
    an: Any, case: Path
) -> None:
    an.does(*CASE, "scan", "--only", "filetype")
    an.does(*CASE, "scan", "--only", "filetype,digests")
    told = an.reads(*CASE, "scan", "--diff", "2", "3")
    assert {one["extractor"]: one["change"] for one in told} == {
        "filetype": "the same", "digests": "only in the second scan",
    }  # fmt: skip


def test_an_outcome_that_changed_is_told(an: Any, case: Path) -> None:
    lay(an.place / "new", {"a.txt": b"alpha"})
    an.does(*CASE, "collect", "files", "new")
    lay(an.place / "rules", {"one.yar": rule("first", "alpha")})
    an.does(*CASE, *ONLY)
    lay(an.place / "rules", {"one.yar": rule("first", "beta")})
    an.does(*CASE, *ONLY)
    told = an.reads(*CASE, "scan", "--diff", "3", "4")
    (outcome,) = (one for one in told if one.get("change") == "outcome")
    assert (outcome["extractor"], outcome["value"]) == ("yara", "ok, then empty")


def test_the_configuration_holds_the_hash_of_the_rules(twice: Any, case: Path) -> None:
    found = []
    for entry in scans(case):
        (object_,) = lines(case, "configuration", entry)
        (yara,) = (one for one in object_["extractors"] if one["name"] == "yara")
        found.append(yara["configuration"])
    assert found[0] != found[1]
    different = [name for name in found[0] if found[0][name] != found[1][name]]
    assert len(different) == 1
