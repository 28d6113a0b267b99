"""`truyvet note`: words in the ledger that nobody can change later."""

from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.scanning import entries

CASE = ("--case", "vu-01")


def test_a_note_of_the_case_is_an_entry(an: Any, case: Path) -> None:
    assert an.does(*CASE, "note", "đã gọi ngân hàng") == "entry 2: noted\n"
    act = entries(case)[-1]["act"]
    assert act == {"type": "note", "text": "đã gọi ngân hàng"}


def test_a_note_of_an_item_names_it(an: Any, case: Path) -> None:
    told = an.reads(*CASE, "note", "ảnh gốc", "--of", "1.2")[0]
    (row,) = (one for one in an.reads(*CASE, "items") if one["item"] == "1.2")
    assert told == {"entry": 2, "name": "1.2", "item": row["id"], "text": "ảnh gốc"}
    assert entries(case)[-1]["act"]["item"] == row["id"]


def test_a_note_of_an_observation_names_both(scanned: Any) -> None:
    seen = scanned.reads(*CASE, "observations", "--kind", "phone")[0]
    told = scanned.reads(*CASE, "note", "số của A", "--of", seen["observation"])[0]
    assert (told["name"], told["item"]) == (seen["observation"], seen["item_id"])
    assert scanned.reads("verify", "vu-01")[0]["findings"] == []


def test_a_note_appears_in_the_log_and_in_the_history_of_its_item(an: Any) -> None:
    an.does(*CASE, "note", "ảnh gốc", "--of", "1.2")
    assert "ảnh gốc" in an.does(*CASE, "log")
    assert "ảnh gốc" in an.does(*CASE, "show", "1.2")
    assert "ảnh gốc" not in an.does(*CASE, "show", "1.3")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("",), "E112"), (("  \n",), "E112"), (("x" * 4097,), "E104"),
     (("x", "--of", "1.99"), "E105"), (("x", "--of", "7:7"), "E844")],
)  # fmt: skip
def test_what_makes_no_note_is_refused(
    an: Any, case: Path, arguments: tuple[str, ...], code: str
) -> None:
    ran = an.run(*CASE, "note", *arguments)
    assert ran.returncode == 1
    assert code in ran.stderr
    assert len(entries(case)) == 2


def test_the_longest_note_is_taken(an: Any, case: Path) -> None:
    an.does(*CASE, "note", "ư" * 4096)
    assert entries(case)[-1]["act"]["text"] == "ư" * 4096


def test_a_note_that_was_changed_afterwards_is_found(an: Any, case: Path) -> None:
    an.does(*CASE, "note", "50 triệu")
    path = case / "ledger" / "entries.jsonl"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace("50 triệu".encode(), "60 triệu".encode()))
    assert an.run("verify", "vu-01").returncode == 3


def test_a_note_with_lines_and_hostile_characters_is_shown_harmless(an: Any) -> None:
    an.does(*CASE, "note", "một\nhai \x1b[31mđỏ\u202e")
    said = an.does(*CASE, "log")
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "hai" in said
