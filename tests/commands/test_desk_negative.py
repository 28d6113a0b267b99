"""A no names every case and register that it does not cover, or not as of now, and why."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import ASKS, VEHICLES, Desk, open_case, standing_in

WHY = ASKS[1:]
NO = [
    ("known", "0999999999", *ASKS),
    ("search", "xyzzy", *ASKS),
    ("desk", "overlaps", "--kind", "imei", *WHY),
]
"""What nobody knows, asked in every way."""


def moved(place: Path) -> None:
    (place / "va").rename(place / "elsewhere")


def damaged(place: Path) -> None:
    with (place / "va/ledger/entries.jsonl").open("ab") as file:
        file.write(b"\x00{}\n")


def cut(place: Path) -> None:
    ledger = place / "va/ledger/entries.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-100])


def grown(place: Path) -> None:
    (place / "new.txt").write_text("x")
    standing_in(place, "An").does("--case", "va", "collect", "files", "new.txt")


def replaced(place: Path) -> None:
    moved(place)
    open_case(standing_in(place, "An"), "va", "1/2026")


CHANGES: list[tuple[Callable[[Path], None], str]] = [
    (moved, "missing"), (damaged, "behind"), (cut, "behind"), (grown, "behind"),
    (replaced, "behind"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "state"), CHANGES)
def test_every_no_names_a_case_that_is_not_as_it_was(
    desk: Desk, change: Callable[[Path], None], state: str
) -> None:
    change(desk.place)
    (answer,) = desk.an.reads(*NO[0], status=1)
    states = {one["case"]: one["state"] for one in answer["covered"]["cases"]}
    assert states == {"1/2026": state, "2/2026": "current"}
    assert all(one["reason"] for one in answer["covered"]["cases"] if one["state"] != "current")
    for words in NO:
        told = desk.an.does(*words, status=1)
        assert "case 1/2026" in told
        assert any(
            why in told
            for why in ("longer there", "not there", "has grown", "is shorter", "E2", "another")
        )


def test_a_case_that_was_never_read_is_not_covered(desk: Desk) -> None:
    open_case(desk.an, "vc", "3/2026")
    (desk.place / "vc/ledger/entries.jsonl").rename(desk.place / "kept")
    (desk.place / "vc/ledger/entries.jsonl").write_bytes(
        (desk.place / "kept").read_bytes() + b"{}\n"
    )
    desk.an.does("desk", "add", "vc", status=4)
    for words in (NO[0], NO[2]):
        told = desk.an.does(*words, status=1)
        assert "NOT covered:" in told
        assert "case 3/2026: " in told[told.index("NOT covered") :]


def test_a_register_that_could_not_be_read_is_not_covered(desk: Desk) -> None:
    (desk.place / "vehicles.csv").write_text(VEHICLES)
    words = ("desk", "register", "import", "vehicles.csv", "--profile", "vehicles")
    seq = desk.an.reads(*words, status=4)[0]["entry"]
    (told,) = desk.an.reads("desk", "register", "list")
    (stored,) = (one for one in (desk.place / "desk").rglob(f"*{told['sha256'][2:]}*"))
    kept = stored.read_bytes()
    stored.chmod(0o600)
    stored.write_bytes(b"x" + kept[1:])
    ran = desk.an.run("desk", "refresh", "--rebuild")
    assert (ran.returncode, f"register vehicles of entry {seq}: E302" in ran.stderr) == (4, True)
    told = desk.an.does("known", "30A12345", *ASKS, status=1)
    assert f"register vehicles of entry {seq}: E302" in told
    assert desk.an.run("desk", "status").returncode == 4
    stored.write_bytes(kept)
    desk.an.does("desk", "refresh")
    assert desk.asks(desk.an, "30A12345")[0]["known"]


@pytest.fixture
def bound(desk: Desk, limited: Officer) -> Officer:
    """An, whom permissions bind."""
    return replace(desk.an, prefix=limited.prefix)


def test_a_case_that_may_not_be_read_is_named_and_stops_no_other(
    desk: Desk, bound: Officer
) -> None:
    ledger = desk.place / "va/ledger/entries.jsonl"
    desk.binh.does("--case", "vb", "person", "add", "Hồ Nam", "--phone", "0933000003")
    ledger.chmod(0)
    try:
        ran = bound.run("desk", "refresh")
        known = bound.run("known", "0933000003", *ASKS)
        no = bound.run(*NO[0])
    finally:
        ledger.chmod(0o600)
    assert (ran.returncode, "case 1/2026: E902" in ran.stderr) == (4, True)
    assert known.returncode == 0
    assert "E902" in no.stdout


def test_a_folder_that_may_not_be_entered_is_missing(desk: Desk, bound: Officer) -> None:
    (desk.place / "va").chmod(0)
    try:
        ran = bound.run(*NO[0])
    finally:
        (desk.place / "va").chmod(0o700)
    assert (ran.returncode, "1/2026" in ran.stdout) == (1, True)
    assert "Traceback" not in ran.stderr


def test_on_a_desk_that_cannot_be_written_nothing_is_answered(desk: Desk, bound: Officer) -> None:
    folders = [path for path in (desk.place / "desk").rglob("*") if path.is_dir()]
    for path in (desk.place / "desk", *folders):
        path.chmod(0o500)
    try:
        ran = bound.run("known", "0912345678", *ASKS)
    finally:
        for path in (desk.place / "desk", *folders):
            path.chmod(0o700)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "E90" in ran.stderr


def test_a_no_says_when_what_it_covers_was_recorded(desk: Desk) -> None:
    (answer,) = desk.an.reads(*NO[0], status=1)
    assert [one["entry"] for one in answer["covered"]["cases"]] == [2, 2]
    assert all(one["as_of"].startswith("20") for one in answer["covered"]["cases"])
    assert answer["covered"]["not_covered"] == []
    assert {one["kind"] for one in answer["tried"]} >= {"phone", "as typed"}


def test_a_pipe_in_the_place_of_a_ledger_holds_nobody_up(desk: Desk) -> None:
    ledger = desk.place / "va/ledger/entries.jsonl"
    ledger.unlink()
    os.mkfifo(ledger)
    ran = desk.an.run("desk", "refresh")
    assert (ran.returncode, "1/2026" in ran.stderr) == (4, True)
    assert "1/2026" in desk.an.does(*NO[0], status=1)


def test_a_no_that_is_not_of_today_says_how_to_bring_it_up_to_date(desk: Desk) -> None:
    assert "desk refresh" not in desk.an.does(*NO[0], status=1)
    with (desk.place / "va/ledger/entries.jsonl").open("ab") as file:
        file.write(b"{}\n")
    for words in NO:
        assert "truyvet desk refresh, then ask again" in desk.an.does(*words, status=1)


def test_what_is_new_in_a_case_that_is_behind_stands_under_not_covered(desk: Desk) -> None:
    grown(desk.place)
    told = desk.an.does(*NO[0], status=1)
    covered, _, missed = told.partition("NOT covered:\n")
    assert "has grown" not in covered
    said = " ".join(missed.split())
    assert said.startswith("case 1/2026, what is new since entry 2, ")
    assert "its ledger has grown since; truyvet desk refresh" in said
    (answer,) = desk.an.reads(*NO[0], status=1)
    assert [one["next"] for one in answer["covered"]["cases"]] == ["truyvet desk refresh", ""]
