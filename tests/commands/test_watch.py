"""`truyvet watch`: what is watched is told by entries, and due by the captures alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.scanning import entries

CASE = ("--case", "vu-01")
PAGE = "https://shop.example/"


def watch(officer: Any, *arguments: str, status: int = 0) -> Any:
    """Run a watch command with --json; its first line."""
    told = officer.reads(*CASE, "watch", *arguments, status=status)
    return told[0] if told else None


def refused(officer: Any, *arguments: str, status: int = 1) -> str:
    """Run a watch command that must fail; what it says."""
    ran = officer.run(*CASE, "watch", *arguments)
    assert ran.returncode == status, ran
    return str(ran.stderr)


def test_watching_a_page_is_an_entry(an: Any, case: Path) -> None:
    told = an.does(*CASE, "watch", "add", PAGE, "--every", "6h", "--browser", "--note", "giả mạo")
    assert told == f"entry 2: {PAGE} watched every 6h\n"
    assert entries(case)[-1]["act"] == {
        "type": "watch", "target": "page", "value": PAGE, "every": 21_600, "browser": True,
        "note": "giả mạo",
    }  # fmt: skip


def test_an_address_is_written_in_its_one_form(an: Any) -> None:
    assert watch(an, "add", "SHOP.example", "--every", "1d")["value"] == PAGE
    assert watch(an, "add", "HTTPS://shop.example:443", "--every", "1d")["entry"] == 2


def test_watching_it_otherwise_is_a_new_entry_and_the_newest_counts(an: Any) -> None:
    watch(an, "add", PAGE, "--every", "6h")
    assert watch(an, "add", PAGE, "--every", "30m")["entry"] == 3
    assert [one["every"] for one in an.reads(*CASE, "watch", "list")] == [1_800]


def test_a_selector_is_looked_up_in_every_way_it_may_be_meant(an: Any) -> None:
    told = watch(an, "add", "--selector", "0912 345 678", "--note", "nghi phạm")
    assert "phone +84912345678" in told["readings"]
    assert watch(an, "list")["selector"] == "0912 345 678"


@pytest.mark.parametrize(
    "selector", ["a.b@example.com", "19030000012345", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"]
)
def test_mail_accounts_and_wallets_are_selectors(an: Any, selector: str) -> None:
    assert watch(an, "add", "--selector", selector)["readings"]


def test_what_no_scan_would_find_is_no_selector(an: Any) -> None:
    assert "E552" in refused(an, "add", "--selector", "hai từ")


@pytest.mark.parametrize("every", ["4m", "6", "1y", "-6h", "0h"])
def test_an_interval_that_is_none_is_wrong_usage(an: Any, every: str) -> None:
    assert "--every" in refused(an, "add", PAGE, f"--every={every}", status=2)


@pytest.mark.parametrize("url", ["ftp://shop.example/", "javascript:alert(1)", "http://"])
def test_what_cannot_be_asked_for_is_not_watched(an: Any, url: str, case: Path) -> None:
    refused(an, "add", url, "--every", "6h")
    assert len(entries(case)) == 2


def test_a_password_in_an_address_stands_in_no_entry_and_no_message(an: Any, case: Path) -> None:
    said = refused(an, "add", "https://an:bimat@shop.example/", "--every", "6h")
    assert "bimat" not in said
    assert len(entries(case)) == 2


@pytest.mark.parametrize(
    "arguments",
    [("add",), ("add", PAGE), ("add", PAGE, "--every", "6h", "--selector", "0912345678"),
     ("add", "--selector", "0912345678", "--every", "6h"),
     ("add", "--selector", "0912345678", "--browser")],
)  # fmt: skip
def test_half_of_what_is_needed_or_too_much_is_wrong_usage(
    an: Any, arguments: tuple[str, ...]
) -> None:
    refused(an, *arguments, status=2)


def test_what_is_removed_is_watched_no_longer(an: Any, case: Path) -> None:
    watch(an, "add", PAGE, "--every", "6h")
    assert watch(an, "remove", "shop.example", "--note", "đã đóng")["value"] == PAGE
    act = entries(case)[-1]["act"]
    assert (act["off"], act["every"], act["note"]) == (True, 21_600, "đã đóng")
    assert watch(an, "list") is None


def test_a_selector_is_removed_in_any_spelling(an: Any) -> None:
    watch(an, "add", "--selector", "0912 345 678")
    assert watch(an, "remove", "0912345678")["value"] == "0912 345 678"
    assert watch(an, "list") is None


def test_what_is_not_watched_cannot_be_removed(an: Any) -> None:
    assert "E551" in refused(an, "remove", PAGE)


def test_a_page_never_captured_is_due_now(an: Any) -> None:
    watch(an, "add", PAGE, "--every", "6h")
    told = watch(an, "list")
    assert (told["is_due"], told["last"], told["captures"]) == (True, None, 0)
    assert "never\tnow\tnever, due" in an.does(*CASE, "watch", "list")
    assert an.does(*CASE, "watch", "run", "--dry-run") == f"{PAGE}\n"


def test_nothing_watched_is_nothing_due(an: Any, case: Path) -> None:
    assert an.does(*CASE, "watch", "run") == "nothing is due\n"
    assert an.reads(*CASE, "watch", "run") == []
    assert len(entries(case)) == 2


def test_a_role_that_may_not_examine_may_watch_and_does_no_round(
    an: Any, binh: Callable[..., Any]
) -> None:
    custodian = binh(an, "custodian")
    an.does(*CASE, "key", "admit", "binh.pub.json")
    watch(custodian, "add", PAGE, "--every", "6h")
    assert "E706" in refused(custodian, "run")


def test_a_prosecutor_watches_nothing(an: Any, binh: Callable[..., Any]) -> None:
    prosecutor = binh(an, "prosecutor")
    an.does(*CASE, "key", "admit", "binh.pub.json")
    assert "E706" in refused(prosecutor, "add", PAGE, "--every", "6h")


def test_a_case_with_watches_verifies(an: Any) -> None:
    watch(an, "add", PAGE, "--every", "6h")
    watch(an, "add", "--selector", "0912345678")
    watch(an, "remove", PAGE)
    assert an.reads("verify", "vu-01")[0]["findings"] == []


def test_watches_are_told_by_the_log(an: Any) -> None:
    watch(an, "add", PAGE, "--every", "6h", "--browser")
    watch(an, "add", "--selector", "0912345678", "--note", "A")
    watch(an, "remove", PAGE)
    told = [line.split("\t")[-1] for line in an.does(*CASE, "log").splitlines()[-3:]]
    assert told == [
        f"watches {PAGE} every 6h, with a browser",
        "put 0912345678 on the watch-list (A)",
        f"ended the watch of {PAGE}",
    ]
