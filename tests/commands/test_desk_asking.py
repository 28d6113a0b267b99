"""Look-ups across cases are acts: purpose, officer, turn, and recorded before they are answered."""

import os
import signal
import time
from pathlib import Path

from tests.commands.support.desks import ASKS, Desk, officer


def test_no_look_up_without_its_purpose(desk: Desk) -> None:
    for words in (("known", "1234567", "--all"), ("search", "x", "--all"), ("desk", "overlaps")):
        ran = desk.an.run(*words)
        assert (ran.returncode, "E616" in ran.stderr, ran.stdout) == (1, True, "")
    assert desk.an.reads("desk", "log") == []


def test_every_look_up_is_an_act_with_officer_purpose_and_question(desk: Desk) -> None:
    desk.binh.does("known", "0912345678", *ASKS)
    desk.an.does("search", "duc", *ASKS)
    desk.an.does("desk", "overlaps", "--kind", "phone", *ASKS[1:])
    told = desk.an.reads("desk", "log")
    assert [(one["officer"], one["command"], one["questions"]) for one in told] == [
        ("Bình", "known", ["0912345678"]),
        ("An", "search", ["duc"]),
        ("An", "overlaps", ["phone, at least 2 cases"]),
    ]
    assert {one["purpose"] for one in told} == {"vụ 12/2026"}
    assert desk.an.does("verify", "desk").startswith("VALID")


def test_a_question_without_an_answer_is_an_act_too(desk: Desk) -> None:
    desk.an.does("known", "0999999999", *ASKS, status=1)
    (act,) = desk.an.reads("desk", "log")
    assert (act["hits"], act["covered"]) == (0, 2)


def test_who_is_not_admitted_to_the_desk_is_told_nothing(desk: Desk) -> None:
    stranger = officer(desk.place, "Lạ")
    ran = stranger.run("known", "0912345678", *ASKS)
    assert (ran.returncode, "E704" in ran.stderr, ran.stdout) == (1, True, "")


def test_a_role_that_only_reads_may_ask_and_may_not_put_cases_on_it(desk: Desk) -> None:
    kiem = officer(desk.place, "Kiểm", role="prosecutor")
    desk.an.does("--case", "desk", "key", "admit", "Kiểm.pub.json")
    assert kiem.reads("known", "0912345678", *ASKS)[0]["known"]
    assert "E706" in kiem.run("desk", "remove", "1/2026").stderr


def test_an_altered_log_of_look_ups_does_not_verify(desk: Desk) -> None:
    desk.an.does("known", "0912345678", *ASKS)
    ledger = desk.place / "desk/ledger/entries.jsonl"
    ledger.write_bytes(
        ledger.read_bytes().replace(b'"questions":["0912345678"]', b'"questions":["0912345679"]')
    )
    assert desk.an.run("verify", "desk").returncode == 3


def test_officers_who_ask_at_once_wait_for_one_another(desk: Desk, tmp_path: Path) -> None:
    running = [
        by.starts("known", "0912345678", *ASKS, output=tmp_path / f"out-{number}")
        for number, by in enumerate((desk.an, desk.binh) * 3)
    ]
    assert [process.wait(60) for process in running] == [0] * 6
    told = desk.an.reads("desk", "log")
    assert sorted(one["officer"] for one in told) == ["An"] * 3 + ["Bình"] * 3
    assert desk.an.does("verify", "desk").startswith("VALID")


def test_a_kill_leaves_no_answer_without_its_act(desk: Desk, tmp_path: Path) -> None:
    for pause in (0.2, 0.3, 0.4, 0.5, 0.6):
        process = desk.an.starts("known", "0912345678", *ASKS, output=tmp_path / f"out-{pause}")
        time.sleep(pause)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
    answered = sum(b"in case" in path.read_bytes() for path in tmp_path.glob("out-*"))
    assert len(desk.an.reads("desk", "log")) >= answered
    desk.an.does("known", "0912345678", *ASKS)
    assert desk.an.does("verify", "desk").startswith("VALID")


def test_a_sealed_key_is_opened_once_for_a_whole_list(desk: Desk) -> None:
    sealed = officer(desk.place, "Kín")
    (desk.place / "Kín").rename(desk.place / "old")
    sealed.with_(TRUYVET_PASSPHRASE="mật khẩu dài").does(
        "key", "new", "--name", "Kín", "--unit", "PA05"
    )
    sealed.does("key", "show", "-o", "kin.json")
    desk.an.does("--case", "desk", "key", "admit", "kin.json")
    (desk.place / "list.txt").write_text("0912345678\n0922000002\n")
    status, shown = sealed.types("known", "--list", "list.txt", *ASKS, answers=["mật khẩu dài"])
    assert (status, shown.count("Passphrase")) == (0, 1)


def test_the_log_is_searched_by_officer_and_question(desk: Desk) -> None:
    desk.binh.does("known", "0912345678", *ASKS)
    desk.an.does("known", "0922000002", *ASKS)
    assert [one["officer"] for one in desk.an.reads("desk", "log", "--by", "binh")] == ["Bình"]
    assert len(desk.an.reads("desk", "log", "--asked", "0922")) == 1
    assert "vụ 12/2026" in desk.an.does("desk", "log")


def test_the_log_is_asked_for_a_value_in_any_spelling(desk: Desk) -> None:
    desk.an.does("known", "0912345678", *ASKS)
    desk.an.does("known", "+84 912 345 678", *ASKS)
    desk.an.run("search", 'type:phone val:0912345678 "duc"', *ASKS)
    desk.an.run("search", "duc OR 0912345678", *ASKS)
    desk.an.does("known", "0922000002", *ASKS)
    for asked in ("0912.345.678", "+84912345678", "0912 345 678"):
        assert len(desk.an.reads("desk", "log", "--asked", asked)) == 4, asked
    assert len(desk.an.reads("desk", "log", "--asked", "ĐỨC")) == 2
    assert desk.an.reads("desk", "log", "--asked", "0912.345.679") == []
