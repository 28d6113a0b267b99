"""The officer's own rules stay in force: a later scan without a word about them keeps them."""

import json
from pathlib import Path
from typing import Any

import pytest

RULE = 'rule mentions_refund { strings: $a = "hoantien-demo" condition: $a }\n'


@pytest.fixture
def place(newcomer: Any) -> Any:
    """An officer with a case of one file, and a folder of rules of his own."""
    newcomer.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    newcomer.does("case", "new", "case", "--title", "t", "--number", "1")
    (newcomer.place / "a.txt").write_text("xem hoantien-demo", encoding="utf-8")
    rules = newcomer.place / "rules"
    rules.mkdir()
    (rules / "own.yar").write_text(RULE, encoding="utf-8")
    officer = newcomer.with_(TRUYVET_CASE=str(newcomer.place / "case"))
    officer.does("collect", "files", "a.txt")
    return officer


def scan(officer: Any, *options: str, status: int = 0) -> Any:
    ran = officer.run("scan", "--only", "yara", *options)
    assert ran.returncode == status, ran
    return ran


def hits(officer: Any) -> list[str]:
    lines = officer.does("flags", "--flag", "yara", "--json").splitlines()
    return [json.loads(line)["facts"]["rule"] for line in lines]


def test_a_later_scan_uses_the_rules_of_the_one_before_and_says_so(place: Any) -> None:
    scan(place, "--rules", "rules")
    assert hits(place) == ["mentions_refund"]
    (place.place / "b.txt").write_text("hoantien-demo nữa", encoding="utf-8")
    place.does("collect", "files", "b.txt")
    assert "with the rules of entry 2" in scan(place).stderr
    assert hits(place) == ["mentions_refund"] * 2


def test_rules_that_are_gone_are_an_error_and_nothing_is_examined_without_them(place: Any) -> None:
    scan(place, "--rules", "rules")
    (place.place / "rules").rename(place.place / "elsewhere")
    assert "E849" in scan(place, status=1).stderr
    assert hits(place) == ["mentions_refund"]
    scan(place, "--rules", "elsewhere")
    assert hits(place) == ["mentions_refund"]


def test_who_wants_none_of_them_says_so(place: Any) -> None:
    scan(place, "--rules", "rules")
    scan(place, "--no-rules")
    assert hits(place) == []
    scan(place)
    assert hits(place) == []


def test_the_configuration_of_the_scan_names_the_folder(place: Any) -> None:
    scan(place, "--rules", "rules")
    case = Path(place.place, "case")
    last = (case / "ledger" / "entries.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    outputs = {one["kind"]: one["sha256"] for one in json.loads(last)["entry"]["outputs"]}
    digest = outputs["configuration"]
    told = json.loads((case / "objects" / digest[:2] / digest).read_bytes())
    assert told["rules"] == [str(place.place / "rules")]
