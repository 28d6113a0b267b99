"""Cases of a desk that were moved, replaced, cut short, rewritten or damaged: all are named."""

import shutil
from pathlib import Path

from tests.commands.support.desks import Desk, open_case, states


def test_a_case_that_was_moved_is_named_and_found_again_at_its_new_place(desk: Desk) -> None:
    (desk.place / "va").rename(desk.place / "moved")
    assert states(desk.an, status=4)["1/2026"] == "missing"
    ran = desk.an.run("desk", "refresh")
    assert (ran.returncode, "1/2026" in ran.stderr) == (4, True)
    desk.an.does("desk", "add", "moved")
    assert states(desk.an)["1/2026"] == "current"


def test_another_case_in_the_place_of_one_is_not_taken_for_it(desk: Desk) -> None:
    shutil.rmtree(desk.place / "va")
    open_case(desk.an, "va", "9/2026", ("Kẻ Lạ", "0944000004"))
    ran = desk.an.run("desk", "refresh")
    assert (ran.returncode, "another case" in ran.stderr) == (4, True)
    assert not desk.asks(desk.an, "0944000004", status=1)[0]["known"]


def test_a_case_that_lost_entries_is_named_and_known_as_it_was(desk: Desk) -> None:
    ledger = desk.place / "va/ledger/entries.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-1]))
    assert states(desk.an, status=4)["1/2026"] == "behind"
    assert desk.an.run("desk", "refresh").returncode == 4
    assert desk.asks(desk.an, "0911000001")[0]["known"]


def test_a_case_whose_history_was_rewritten_is_named(desk: Desk, tmp_path: Path) -> None:
    shutil.copytree(desk.place / "va", tmp_path / "kept")
    desk.an.does("--case", "va", "note", "one")
    desk.an.does("desk", "refresh")
    shutil.rmtree(desk.place / "va")
    shutil.copytree(tmp_path / "kept", desk.place / "va")
    for word in ("another", "history"):
        desk.an.does("--case", "va", "note", word)
    ran = desk.an.run("desk", "refresh")
    assert (ran.returncode, "verify it" in ran.stderr) == (4, True)


def test_a_damaged_case_is_named_and_the_others_are_read(desk: Desk) -> None:
    ledger = desk.place / "va/ledger/entries.jsonl"
    ledger.write_bytes(ledger.read_bytes() + b"{}\n")
    desk.binh.does("--case", "vb", "person", "add", "Hồ Nam", "--phone", "0933000003")
    ran = desk.an.run("desk", "refresh")
    assert (ran.returncode, "E202" in ran.stderr) == (4, True)
    assert desk.asks(desk.an, "0933000003")[0]["known"]
