"""`truyvet rules`: what compiles, what does not and why, what a scan asks."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("yara")
GOOD = (
    'rule good : phishing { meta: description = "Finds it" strings: $a = "x1y2" condition: $a }\n'
)


def folder(officer: Any, **files: str) -> Path:
    """Write a folder of rules."""
    place = Path(officer.place, "rules")
    place.mkdir()
    for name, text in files.items():
        (place / f"{name}.yar").write_text(text)
    return place


def test_rules_that_compile_are_counted(newcomer: Any) -> None:
    folder(newcomer, good=GOOD)
    shown = newcomer.does("rules", "check", "rules")
    assert "compiled  1 files, 1 rules" in shown
    assert "failed    0 files" in shown


def test_a_file_that_fails_is_named_with_reason_and_next_step(newcomer: Any) -> None:
    folder(newcomer, good=GOOD, bad='import "magic"\nrule x { condition: true }\n')
    ran = newcomer.run("rules", "check", "rules")
    assert ran.returncode == 4
    assert 'failed  bad.yar: line 1: unknown module "magic"' in ran.stdout
    assert "this build of YARA has no such module" in ran.stderr


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("rule x { condition: $a }\n", "correct the line"),
        ("rule x { condition: nobody }\n", "not defined here"),
        ('include "gone.yar"\nrule x { condition: true }\n', "into the same folder"),
    ],
)
def test_every_failure_has_a_next_step(newcomer: Any, text: str, hint: str) -> None:
    folder(newcomer, bad=text)
    assert hint in newcomer.run("rules", "check", "rules").stderr


def test_warnings_are_shown_and_are_no_failure(newcomer: Any) -> None:
    folder(newcomer, slow="rule slow { strings: $a = /a.*/ condition: $a }\n")
    shown = newcomer.does("rules", "check", "rules")
    assert "warning  slow.yar: " in shown


def test_every_file_is_an_object_for_programs(newcomer: Any) -> None:
    folder(newcomer, good=GOOD, bad="rule", index='include "good.yar"\n')
    found = newcomer.reads("rules", "check", "rules", status=4)
    assert [(one["namespace"], one["result"], one["rules"]) for one in found] == [
        ("bad.yar", "failed", 0),
        ("good.yar", "compiled", 1),
        ("index.yar", "index", 0),
    ]


def test_a_folder_without_rules_is_an_error(newcomer: Any) -> None:
    folder(newcomer)
    ran = newcomer.run("rules", "check", "rules")
    assert (ran.returncode, "E807" in ran.stderr) == (1, True)


def test_a_file_or_nothing_instead_of_a_folder_is_an_error(newcomer: Any) -> None:
    (newcomer.place / "one.yar").write_text(GOOD)
    assert "E807" in newcomer.run("rules", "check", "one.yar").stderr
    assert "E501" in newcomer.run("rules", "check", "gone").stderr


def test_our_own_rules_are_listed_with_what_they_are_for(newcomer: Any) -> None:
    found = newcomer.reads("rules", "list")
    assert len(found) > 40
    first = next(one for one in found if one["rule"] == "phishing_vn_bank_kit")
    assert first["namespace"] == "truyvet/phishing_vn"
    assert "ngân hàng" in first["meta"]["description_vi"]


def test_rules_of_a_folder_are_listed_after_ours(newcomer: Any) -> None:
    folder(newcomer, good=GOOD, bad="rule")
    ran = newcomer.run("rules", "list", "rules")
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[-1] == "good\tgood.yar\tFinds it"
    assert "left out: bad.yar" in ran.stderr
    assert "rule set" in ran.stderr


def test_hostile_names_and_words_do_not_reach_the_terminal(newcomer: Any) -> None:
    place = folder(newcomer)
    (place / "a\x1b[31m.yar").write_text(GOOD.replace("Finds", "F\x1b[2Jinds"))
    ran = newcomer.run("rules", "list", "rules")
    assert "\x1b" not in ran.stdout + ran.stderr
