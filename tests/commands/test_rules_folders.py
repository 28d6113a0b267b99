"""`truyvet rules` over folders as officers have them: many files, damage, links, indexes."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("yara")
GOOD = 'rule good { strings: $a = "x1y2" condition: $a }\n'


def folder(officer: Any, **files: str | bytes) -> Path:
    """Write a folder of rules; `__` in a name is a slash."""
    place = Path(officer.place, "rules")
    place.mkdir(exist_ok=True)
    for name, content in files.items():
        path = place / (name.replace("__", "/") + ".yar")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return place


FAILURES: dict[str, tuple[str | bytes, str, str]] = {
    "a syntax error": ("rule x {", "syntax error", "correct the line"),
    "an unknown string": ("rule x { condition: $a }", "undefined string", "correct the line"),
    "an unknown variable": (
        "rule x { condition: vt_score > 3 }",
        "undefined identifier",
        "not defined here",
    ),
    "a module of another build": (
        'import "androguard"\nrule x { condition: true }',
        "unknown module",
        "no such module",
    ),
    "an include that is gone": (
        'include "gone.yar"\nrule x { condition: true }',
        "include",
        "same folder",
    ),
    "a rule twice": (
        "rule x { condition: true } rule x { condition: true }",
        "duplicated",
        "correct the line",
    ),
    "an empty condition": ("rule x { condition: }", "syntax error", "correct the line"),
    "no rule but noise": (b"\xff\xfe\0\0", "", "correct the line"),
}


@pytest.mark.parametrize("what", FAILURES)
def test_a_failure_is_told_with_reason_and_hint(newcomer: Any, what: str) -> None:
    source, reason, hint = FAILURES[what]
    folder(newcomer, bad=source, good=GOOD)
    ran = newcomer.run("rules", "check", "rules")
    assert ran.returncode == 4
    assert "failed  bad.yar: " in ran.stdout
    assert reason in ran.stdout
    assert hint in ran.stderr
    assert "compiled  1 files, 1 rules" in ran.stdout


def test_all_of_many_files_are_told_in_order(newcomer: Any) -> None:
    files = {f"f{number:03d}": GOOD if number % 3 else "rule" for number in range(40)}
    folder(newcomer, **files)
    found = newcomer.reads("rules", "check", "rules", status=4)
    assert [one["namespace"] for one in found] == [f"{name}.yar" for name in sorted(files)]
    assert sum(one["result"] == "failed" for one in found) == 14


def test_only_so_many_warnings_are_shown_and_all_in_json(newcomer: Any) -> None:
    slow = "".join(f"rule s{n} {{ strings: $a = /a{n}.*/ condition: $a }}\n" for n in range(30))
    folder(newcomer, slow=slow)
    ran = newcomer.run("rules", "check", "rules")
    shown = ran.stdout.count("warning  ")
    (file,) = newcomer.reads("rules", "check", "rules")
    assert shown == 20 < len(file["warnings"])
    assert f"… and {len(file['warnings']) - shown} more warnings" in ran.stderr


def test_an_index_is_counted_and_is_no_failure(newcomer: Any) -> None:
    folder(newcomer, a=GOOD, sub__b=GOOD, index='include "a.yar"\ninclude "sub/b.yar"\n')
    shown = newcomer.does("rules", "check", "rules")
    assert "compiled  2 files, 2 rules" in shown
    assert "index     1 files that only include" in shown


def test_the_same_rule_in_two_files_is_two_rules(newcomer: Any) -> None:
    folder(newcomer, a=GOOD, b=GOOD)
    found = [one for one in newcomer.reads("rules", "list", "rules") if one["rule"] == "good"]
    assert [one["namespace"] for one in found] == ["a.yar", "b.yar"]


def test_meta_and_tags_of_every_type_are_told(newcomer: Any) -> None:
    folder(newcomer, a='rule r : one two { meta: t = "chữ" n = 7 b = true condition: true }')
    (found,) = [one for one in newcomer.reads("rules", "list", "rules") if one["rule"] == "r"]
    assert found["tags"] == ["one", "two"]
    assert found["meta"] == {"t": "chữ", "n": 7, "b": True}


def test_a_link_to_a_rule_file_is_followed_and_one_to_nothing_is_told(newcomer: Any) -> None:
    place = folder(newcomer)
    (newcomer.place / "elsewhere.txt").write_text(GOOD)
    (place / "link.yar").symlink_to(newcomer.place / "elsewhere.txt")
    (place / "broken.yar").symlink_to(newcomer.place / "gone")
    found = newcomer.reads("rules", "check", "rules", status=4)
    assert [(one["namespace"], one["result"]) for one in found] == [
        ("broken.yar", "failed"),
        ("link.yar", "compiled"),
    ]


def test_where_the_folder_lies_is_never_told(newcomer: Any) -> None:
    folder(newcomer, bad="rule", gone='include "x.yar"\nrule y { condition: true }')
    ran = newcomer.run("rules", "check", "rules")
    assert str(newcomer.place) not in ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ["a b", "ngân hàng", "a'b", "%s", "-x"])
def test_odd_names_of_files_are_told(newcomer: Any, name: str) -> None:
    folder(newcomer, **{name: GOOD})
    (found,) = newcomer.reads("rules", "check", "rules")
    assert found["result"] == "compiled"


def test_our_own_rules_stand_before_others_and_alone_without_a_folder(newcomer: Any) -> None:
    folder(newcomer, aaa=GOOD)
    own = newcomer.reads("rules", "list")
    both = newcomer.reads("rules", "list", "rules")
    assert both[: len(own)] == own
    assert [one["rule"] for one in both[len(own) :]] == ["good"]
    assert all(one["namespace"].startswith("truyvet/") for one in own)
