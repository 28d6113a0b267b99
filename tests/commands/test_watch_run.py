"""`truyvet watch run`, `log`, `diff`: rounds against a real site whose page changes."""

import fcntl
import hashlib
import json
import re
import shutil
import time
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.scanning import entries
from tests.site.scams import OTHER_ACCOUNT, PHONE_NORMAL
from tests.site.site import Site

from truyvet.evidence.case import Case
from truyvet.evidence.web.contents import Contents
from truyvet.evidence.web.reading import find_capture

CASE = ("--case", "vu-01")
RUN = (*CASE, "watch", "run", "--allow-private")
RULES = """rule new_account {
  strings: $account = "T\\xc3\\xa0i kho\\xe1\\xba\\xa3n m\\xe1\\xbb\\x9bi"
  condition: $account
}
"""


@pytest.fixture(scope="module")
def rounds(template: Path, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer after three rounds: version 1, 3 and 3 again of a page; another page is dead."""
    place = tmp_path_factory.mktemp("rounds") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    (place / "rules").mkdir()
    (place / "rules" / "new.yar").write_text(RULES)
    an.does(*CASE, "scan", "--rules", "rules")
    an.does(*CASE, "watch", "add", site.url("/watched"), "--every", "6h")
    an.does(*CASE, "watch", "add", site.closed_url(), "--every", "1d")
    an.does(*CASE, "watch", "add", "--selector", "0900.000.017", "--note", "nghi phạm A")
    an.does(*CASE, "watch", "add", "--selector", OTHER_ACCOUNT)
    for version in (1, 3, 3):
        site.set_version(version)
        ran = an.run(*RUN, "--all", "--json")
        assert ran.returncode == 4, ran
        (place / f"round-{len(list(place.glob('round-*')))}.json").write_text(ran.stdout)
    return an


def told(rounds: Officer, number: int) -> dict[str, Any]:
    """What a round says of the page that changes."""
    lines = (rounds.place / f"round-{number}.json").read_text().splitlines()
    (page,) = (one for one in map(json.loads, lines) if one["page"].endswith("/watched"))
    return dict(page)


@pytest.fixture
def after(rounds: Officer, tmp_path: Path) -> Officer:
    """A copy of that officer, to go on with."""
    place = tmp_path / "an"
    shutil.copytree(rounds.place, place, symlinks=True)
    return replace(rounds, place=place, keys=place / "config/truyvet/keys")


def test_a_round_is_a_collection_and_a_scan(rounds: Officer) -> None:
    acts = [one["act"] for one in entries(rounds.place / "vu-01")]
    made = [(one["type"], one.get("collector"), one.get("note")) for one in acts[-6:]]
    assert made == [("collect", "web", "watch run"), ("scan", None, None)] * 3


def test_the_first_capture_is_compared_with_nothing(rounds: Officer) -> None:
    first = told(rounds, 0)
    assert (first["against"], first["text"]["why"], first["state"]) == (None, "first", "unknown")


def test_what_changed_is_told(rounds: Officer) -> None:
    second = told(rounds, 1)
    assert (second["state"], second["text"]["state"]) == ("changed", "changed")
    assert second["changed"] == ["title"]
    assert second["selectors"]["new"] == [
        ["bank-account", f"970407:{OTHER_ACCOUNT}"], ["phone", PHONE_NORMAL],
    ]  # fmt: skip
    assert second["links"]["state"] == second["trackers"]["state"] == "same"


def test_a_watched_phone_is_met_in_another_spelling_and_only_when_it_is_new(
    rounds: Officer,
) -> None:
    hits = [told(rounds, number)["hits"] for number in range(3)]
    (hit,) = (one for one in hits[1] if one["kind"] == "phone")
    assert (hit["value"], hit["watch"], hit["note"]) == (
        PHONE_NORMAL, "0900.000.017", "nghi phạm A",
    )  # fmt: skip
    assert (hits[0], hits[2]) == ([], [])


def test_a_watched_account_is_met_whichever_bank_the_page_names(rounds: Officer) -> None:
    (hit,) = (one for one in told(rounds, 1)["hits"] if one["kind"] == "bank-account")
    assert (hit["value"], hit["watch"]) == (f"970407:{OTHER_ACCOUNT}", OTHER_ACCOUNT)


def test_the_rules_in_force_are_asked_and_flags_are_told_where_bytes_are_new(
    rounds: Officer,
) -> None:
    flags = [[one["value"] for one in told(rounds, number)["flags"]] for number in range(3)]
    assert flags[0] == flags[2] == []
    assert any("new_account" in value for value in flags[1])


def test_a_page_that_is_the_same_is_unchanged(rounds: Officer) -> None:
    last = told(rounds, 2)
    assert (last["state"], last["text"]["state"], last["bytes_differ"]) == ("same", "same", False)


def test_a_page_that_cannot_be_had_is_told_with_its_reason(rounds: Officer) -> None:
    lines = (rounds.place / "round-1.json").read_text().splitlines()
    (dead,) = (one for one in map(json.loads, lines) if one["result"] == "failed")
    assert (dead["status"], dead["text"]["why"]) == (None, "failed")
    assert "refused" in dead["reason"]


def test_what_failed_counts_as_tried(rounds: Officer) -> None:
    listed = rounds.reads(*CASE, "watch", "list")
    (dead,) = (one for one in listed if one.get("result") == "failed")
    assert (dead["is_due"], dead["captures"]) == (False, 3)
    assert rounds.does(*CASE, "watch", "run") == "nothing is due\n"


def test_the_log_has_one_line_a_capture(rounds: Officer, site: Site) -> None:
    lines = rounds.does(*CASE, "watch", "log", site.url("/watched")).splitlines()[1:]
    cells = [line.split("\t") for line in lines]
    assert [one[3].split(",")[0] for one in cells] == [
        "first capture", "text +4 -2", "unchanged",
    ]  # fmt: skip
    assert [one[2] for one in cells] == ["200"] * 3
    assert [one[5] for one in cells] == ["", "2", ""]


def test_the_log_of_all_pages_tells_failures_too(rounds: Officer) -> None:
    told = rounds.reads(*CASE, "watch", "log", "--last", "1")
    assert [one["result"] for one in told] == ["whole", "failed"]


def test_the_log_of_a_page_that_nobody_watched_is_an_error(rounds: Officer) -> None:
    assert "E551" in rounds.run(*CASE, "watch", "log", "https://x.example/").stderr


def test_a_case_with_rounds_verifies(rounds: Officer) -> None:
    assert rounds.reads("verify", "vu-01")[0]["findings"] == []


def test_a_capture_by_hand_counts_for_the_watch(after: Officer, site: Site) -> None:
    site.set_version(3)
    after.does(*CASE, "collect", "web", site.url("/watched"), "--allow-private")
    page = after.reads(*CASE, "watch", "list")[0]
    assert page["captures"] == 4


def test_a_capture_that_is_not_examined_is_never_called_unchanged(
    after: Officer, site: Site
) -> None:
    site.set_version(3)
    after.does(*CASE, "collect", "web", site.url("/watched"), "--allow-private")
    (last,) = after.reads(*CASE, "watch", "log", site.url("/watched"), "--last", "1")
    assert (last["text"]["state"], last["text"]["why"]) == ("unknown", "unscanned")
    assert last["state"] == "unknown"
    shown = after.does(*CASE, "watch", "log", site.url("/watched"), "--last", "1")
    assert "not known: this capture is not examined yet" in shown


def test_a_round_examines_what_it_compares_with(after: Officer, site: Site) -> None:
    site.set_version(3)
    after.does(*CASE, "collect", "web", site.url("/watched"), "--allow-private")
    ran = after.run(*RUN, "--all", "--json")
    (page,) = (one for one in map(json.loads, ran.stdout.splitlines()) if one["status"] == 200)
    assert (page["text"]["state"], page["state"]) == ("same", "same")


def diff(officer: Officer, *arguments: str) -> tuple[str, dict[str, Any]]:
    """Write a diff; the file's text and what is told of it."""
    told = officer.reads(*CASE, "watch", "diff", *arguments, "-o", "diff.html", "--force")[0]
    content = (officer.place / "diff.html").read_bytes()
    assert hashlib.sha256(content).hexdigest() == told["sha256"]
    return content.decode(), told


def test_a_diff_shows_both_texts_with_what_changed_marked(after: Officer) -> None:
    text, told_of = diff(after, told(after, 1)["capture"], "--lang", "en")
    assert told_of["against"] == told(after, 0)["capture"]
    assert re.findall(r"<del>(.*?)</del>", text)[:1] == ["1"]
    assert "<ins>3</ins>" in text
    assert f'phone</bdi></code> <bdi class="name">{PHONE_NORMAL}' in text
    assert "nghi phạm A" in unescape(text)


def test_any_item_of_a_capture_names_it(after: Officer) -> None:
    name = told(after, 1)["capture"]
    seq, n = name.split(".")
    assert diff(after, f"{seq}.{int(n) + 1}")[1]["capture"] == name


def test_a_diff_with_a_named_capture_goes_back_further(after: Officer) -> None:
    first, last = told(after, 0)["capture"], told(after, 2)["capture"]
    assert diff(after, last, first)[1]["against"] == first


def test_of_two_named_captures_the_one_that_came_in_first_is_the_old_one(after: Officer) -> None:
    first, last = told(after, 0)["capture"], told(after, 2)["capture"]
    assert diff(after, first, last)[1]["against"] == first
    assert after.run(*CASE, "watch", "diff", first, first).returncode == 2


def test_the_first_capture_has_no_diff(after: Officer) -> None:
    ran = after.run(*CASE, "watch", "diff", told(after, 0)["capture"])
    assert (ran.returncode, "E553" in ran.stderr) == (1, True)


def test_a_diff_is_in_vietnamese_unless_asked_otherwise(after: Officer) -> None:
    assert "Thay đổi trên trang web" in diff(after, told(after, 1)["capture"])[0]


def test_a_diff_never_lies_over_a_file_nor_in_a_case(after: Officer) -> None:
    name = told(after, 1)["capture"]
    (after.place / "there.html").write_text("mine")
    for target, code in (("there.html", "E108"), ("vu-01/diff.html", "E111")):
        assert code in after.run(*CASE, "watch", "diff", name, "-o", target).stderr
    assert (after.place / "there.html").read_text() == "mine"


def test_a_second_round_at_the_same_time_is_refused(after: Officer) -> None:
    with (after.place / "vu-01" / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = after.run(*RUN, "--all")
    assert (ran.returncode, "E103" in ran.stderr) == (1, True)


def test_a_page_whose_body_was_captured_under_another_address_has_its_text(
    after: Officer, site: Site
) -> None:
    html = f"<!doctype html><title>đôi</title><p>{'một hai ba bốn ' * 40}</p>".encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(html)}\r\n\r\n"
    paths = [f"/twin/{number}" for number in range(4)]
    for path in paths:
        site.serve(path, head.encode() + html, end="close")
        after.does(*CASE, "watch", "add", site.url(path), "--every", "6h")
    ran = after.run(*RUN, "--json")
    assert (ran.returncode, len(ran.stdout.splitlines())) == (0, 4), ran
    case = Case(after.place / "vu-01")
    with case.reading() as index:
        found = [find_capture(case, index, site.url(path)) for path in paths]
        texts = {Contents(layout=case, index=index, captured=one).page_text() for one in found}
    assert any(one.record.exchanges[0].revisit for one in found)
    assert len(texts) == 1
    assert "một hai ba bốn" in str(texts)


def test_a_round_that_was_killed_is_gone_on_with(
    after: Officer, site: Site, tmp_path: Path
) -> None:
    slow = site.url("/never-ending")
    site.serve("/never-ending", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", end="keep")
    after.does(*CASE, "watch", "add", slow, "--every", "6h")
    process = after.starts(*RUN, "--timeout", "3000", output=tmp_path / "out")
    for _ in range(600):
        if list((after.place / "vu-01" / "work").glob("*/pending.json")):
            break
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert len(after.reads(*CASE, "case", "show")) == 1
    html = b"<!doctype html><title>b</title><p>xong</p>"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(html)}\r\n\r\n"
    site.serve("/never-ending", head.encode() + html, end="close")
    after.does(*CASE, "watch", "add", site.url("/unchanging"), "--every", "6h")
    ran = after.run(*RUN, "--timeout", "3000", "--json")
    assert ran.returncode == 0, ran
    found = {one["page"]: one["result"] for one in map(json.loads, ran.stdout.splitlines())}
    assert found == {slow: "whole", site.url("/unchanging"): "whole"}
    assert not list((after.place / "vu-01" / "work").glob("*/pending.json"))
