"""Checks without truyvet: the printed lines are typed into a shell and print what is promised."""

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.evidence.support.scenes import check

from truyvet.evidence.case import Case
from truyvet.evidence.findings import Verdict
from truyvet.evidence.keyring import read_card
from truyvet.hashes.checkpoint import parse
from truyvet.reports.document import HandCheck
from truyvet.reports.handchecks import hand_checks

from .support.made import VECTORS, report_on


def typed(check_: HandCheck, folder: Path) -> str:
    """Type the lines in `folder`; return what they print."""
    for program in ("sha256sum", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program} here")
    done = subprocess.run(
        ["sh", "-c", "\n".join(check_.lines)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip()


def checks_of(folder: Path) -> dict[str, HandCheck]:
    """Return the checks of a report on the case in `folder`, by code."""
    return {one.code: one for one in report_on(folder).checks}


KINDS = ["objects", "manifest", "outcomes", "link", "checkpoint"]


def test_all_five_kinds_are_there(history: Path, scanned: Path) -> None:
    assert list(checks_of(scanned)) == KINDS
    assert list(checks_of(history)) == [one for one in KINDS if one != "outcomes"]


@pytest.mark.parametrize("code", KINDS)
def test_the_lines_print_what_is_promised(scanned: Path, code: str) -> None:
    one = checks_of(scanned)[code]
    printed = typed(one, scanned)
    assert printed.split("\n")[0].split() == one.expected.split()


def test_the_line_of_an_item_is_printed(history: Path) -> None:
    printed = typed(checks_of(history)["manifest"], history)
    assert '"path":"usb/báo cáo.docx"' in printed.split("\n")[1]


def test_the_outcomes_are_counted_by_hand(scanned: Path) -> None:
    if shutil.which("jq") is None:
        pytest.skip("no jq here")
    _, items, *statuses = typed(checks_of(scanned)["outcomes"], scanned).split("\n")
    assert items == "8"
    counted = {line.split()[1]: int(line.split()[0]) for line in statuses}
    told = report_on(scanned).examination
    assert counted == dict(told.statuses) | {
        "ok": 11,
        "empty": 1,
        "not_applicable": 1,
    }


def test_a_changed_object_is_named(copy: Case) -> None:
    one = checks_of(copy.folder)["objects"]
    victim = max(copy.store.folder.glob("*/*"))
    victim.chmod(0o600)
    victim.write_bytes(victim.read_bytes() + b"x")
    assert f"objects/{victim.parent.name}/{victim.name}: FAILED" in typed(one, copy.folder)


def test_a_changed_checkpoint_does_not_verify(copy: Case) -> None:
    one = checks_of(copy.folder)["checkpoint"]
    newest = max(copy.checkpoints.folder.iterdir(), key=lambda path: int(path.name))
    newest.write_bytes(newest.read_bytes().replace(b"truyvet/", b"truyveT/", 1))
    assert one.expected not in typed(one, copy.folder)


def test_a_changed_entry_prints_another_hash(copy: Case) -> None:
    one = checks_of(copy.folder)["link"]
    path = copy.ledger.path
    path.write_bytes(path.read_bytes().replace("mất thẻ".encode(), "mất thể".encode()))
    assert one.expected.split()[0] not in typed(one, copy.folder)


def test_checking_by_hand_leaves_the_case_as_it_was(copy: Case) -> None:
    for one in checks_of(copy.folder).values():
        typed(one, copy.folder)
    assert check(copy.folder).verdict is Verdict.VALID


def test_nothing_that_a_person_wrote_is_in_the_lines(scanned: Path) -> None:
    text = "".join("".join(one.lines) + one.expected for one in checks_of(scanned).values())
    assert text.isascii()
    assert not [word for word in ("usb", "truyvet/", "PA05") if word in text]


def test_a_checkpoint_of_a_stranger_gets_no_line() -> None:
    note = (VECTORS / "bad/E411_signed_by_a_stranger/case/ledger/checkpoints/2").read_bytes()
    card = read_card(VECTORS / "keys/an.pub.json")
    signed = parse(note)
    case = signed.checkpoint.origin.removeprefix("truyvet/")
    assert [one.code for one in hand_checks(case, (), (), (), signed, [card])] == ["objects"]


def test_a_case_that_holds_nothing_can_still_be_checked() -> None:
    assert [one.code for one in hand_checks("", (), (), (), None, [])] == ["objects"]
