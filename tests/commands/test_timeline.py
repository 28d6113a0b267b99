"""`truyvet timeline`: whose to ask for where somebody has none of his own, and in which zone."""

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.calls import node, officer, phone, widest  # noqa: F401 - a fixture


def test_of_a_person_it_says_that_the_number_has_a_timeline_of_its_own(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("timeline", "nguyen van duc")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert f"is asked with: truyvet timeline {node(1)}" in ran.stderr
    assert officer.run("timeline", node(1)).returncode == 0


def test_a_number_is_not_referred_to_whom_it_called(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("timeline", phone(8))
    assert ran.returncode == 1
    assert "is asked with" not in ran.stderr


def test_what_the_question_leaves_out_is_not_referred_to(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("timeline", "nguyen van duc", "--since", "2027-01-01")
    assert ran.returncode == 1
    assert "is asked with" not in ran.stderr


def test_people_are_told_times_as_their_clocks_say_them(an: Officer) -> None:
    (an.place / "cdr.csv").write_text(
        "caller,callee,time,duration\n0912345678,0987654321,2026-03-15 00:30:00,7\n"
    )
    asking = an.with_(TRUYVET_CASE="vu-01")
    asking.does("collect", "table", "cdr.csv", "--profile", "cdr")
    local = an.with_(TRUYVET_CASE="vu-01", TRUYVET_ZONE="+07:00")
    for told in (
        asking.does("timeline", "0912345678", "--zone", "+07:00"),
        local.does("timeline", "0912345678"),
    ):
        head, line = told.splitlines()
        assert head.split("\t")[0] == "when UTC+07:00"
        assert line.split("\t")[0] == "2026-03-15T00:30:00+07:00"
    assert "2026-03-14T17:30:00Z" in asking.does("timeline", "0912345678")
    (row,) = local.reads("timeline", "0912345678")
    assert row["since"] == "2026-03-14T17:30:00Z"
    shown = local.types("timeline", "0912345678")[1]
    assert "2026-03-15 00:30:00" in shown
    assert widest(shown) <= 80


def test_a_day_is_that_of_the_zone(an: Officer) -> None:
    told = ("2026-03-14T16:59:59Z", "2026-03-14T17:00:00Z", "2026-03-15", "2026-03-15T16:59:59Z",
            "2026-03-15T17:00:00Z", "9999-12-31T20:00:00Z")  # fmt: skip
    asking = an.with_(TRUYVET_CASE="vu-01")
    for since in told:
        ends = ("phone:0900000001", "called", "phone:0900000002")
        asking.does("link", "add", *ends, "--since", since)
    there = ("timeline", "0900000001", "--zone", "+07:00")
    within = asking.reads(*there, "--since", "15/3/2026", "--until", "2026-03-15")
    assert [one["since"] for one in within] == list(told[1:4])
    assert len(asking.reads(*there, "--since", "2026-04")) == 1
    shown = [line.split("\t")[0] for line in asking.does(*there).splitlines()[1:]]
    assert shown == [
        "2026-03-14T23:59:59+07:00", "2026-03-15", "2026-03-15T00:00:00+07:00",
        "2026-03-15T23:59:59+07:00", "2026-03-16T00:00:00+07:00", "9999-12-31T20:00:00Z",
    ]  # fmt: skip
    assert "9999-12-31 20:00:00Z" in asking.types(*there)[1]


def test_a_variable_that_is_wrong_is_named(officer: Officer) -> None:  # noqa: F811
    ran = officer.with_(TRUYVET_ZONE="x" * 99).run("timeline", node(1))
    assert ran.returncode == 2
    assert "TRUYVET_ZONE" in ran.stderr
    assert "x" * 21 not in ran.stderr


@pytest.mark.parametrize("zone", ["+7", "07:00", "Asia/Ho_Chi_Minh", "+25:00", "UTC"])
def test_a_zone_of_another_form_is_wrong_usage(zone: str, officer: Officer) -> None:  # noqa: F811
    ran = officer.run("timeline", node(1), "--zone", zone)
    assert ran.returncode == 2
    assert "not like +07:00" in ran.stderr
