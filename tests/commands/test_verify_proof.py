"""`truyvet verify FILE`: what it prints of a bundle, and what it makes of files that are none."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.reports.proof.support.forged import Members, bundle, good, sealed, signed, with_ledger
from tests.reports.proof.support.forged import entries_of as ledger_of
from tests.reports.proof.support.made import BUNDLE
from tests.vectors.officers import AN, STRANGER

from truyvet.evidence.keyring import card_bytes

EMAIL, ACCOUNT = "email:duc@example.vn", "bank-account:970436:0071000123456"


@pytest.fixture(scope="module")
def members() -> Members:
    """What the true bundle holds."""
    return good()


def told(officer: Officer, path: Path | str, *more: str, status: int = 0) -> Any:
    """What `verify --json` says."""
    return json.loads(officer.does("verify", str(path), *more, "--json", status=status))


def test_the_answer_as_json_has_all_that_is_proved(newcomer: Officer) -> None:
    answer = told(newcomer, BUNDLE)
    assert set(answer) == {
        "verdict", "title", "number", "entries", "root", "signers", "findings", "unproved", "case",
        "question", "made", "maker", "paths", "hops", "names", "items",
        "decisions", "own_readme",
    }  # fmt: skip
    assert answer["verdict"] == "VALID"
    assert answer["unproved"] == ["P1", "P2", "P3", "P4", "P6"]
    assert answer["paths"] == [
        [EMAIL, "person:3f2a3f2a3f2a3f2a", ACCOUNT, "person:5d7e5d7e5d7e5d7e"]
    ]
    (link,) = answer["hops"][2]["links"]
    assert (link["relation"], link["total"]) == ("transferred", 1)
    assert "amount 1500000" in link["statements"]["4:0"]
    assert answer["items"] == ["2.0"]
    assert [one["entry"] for one in answer["decisions"]] == answer["hops"][0]["one_by"] == [5]
    assert answer["own_readme"] is False


def test_the_answer_for_people_names_everybody_by_name(newcomer: Officer) -> None:
    text = newcomer.does("verify", str(BUNDLE))
    assert text.startswith("VALID  proof out of case 12/2026 “Lừa đảo hoàn tiền”")
    assert f"Trần Hùng (person:5d7e5d7e5d7e5d7e) transferred {ACCOUNT}" in text
    assert "are one by entry 5, Nguyễn Văn An, PA05, 2026-03-14T02:25:00" in text
    assert "made, as its maker tells, for: truyvet path" in text
    assert "its maker's own words" not in text
    assert "no findings" in text
    assert "by the bundle's own word" in text


def test_keys_are_told_to_be_trusted(newcomer: Officer) -> None:
    (newcomer.place / "an.pub.json").write_bytes(card_bytes(AN.card))
    assert "(trusted)" in newcomer.does("verify", str(BUNDLE), "--key", "an.pub.json")
    (newcomer.place / "x.pub.json").write_bytes(card_bytes(STRANGER.card))
    text = newcomer.does("verify", str(BUNDLE), "--key", "x.pub.json", status=3)
    assert text.startswith("INVALID")
    assert "✗ E430" in text


@pytest.mark.parametrize("name", ["checkpoint", "key"])
@pytest.mark.parametrize("content", [b"", b"\x00" * 50, b"x" * 100_000])
def test_what_is_brought_and_is_none_is_an_error_with_a_hint(
    newcomer: Officer, name: str, content: bytes
) -> None:
    (newcomer.place / "brought").write_bytes(content)
    ran = newcomer.run("verify", str(BUNDLE), f"--{name}", "brought")
    assert ran.returncode == 1
    assert ran.stderr.startswith("truyvet: E")
    assert "hint: " in ran.stderr


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff" * 1000, "văn bản".encode()])
def test_any_other_file_is_said_to_be_no_bundle(newcomer: Officer, content: bytes) -> None:
    (newcomer.place / "x.zip").write_bytes(content)
    answer = told(newcomer, "x.zip", status=3)
    assert [one["code"] for one in answer["findings"]] == ["E645"]
    assert "paths" not in answer
    assert "no proof could be read" in newcomer.does("verify", "x.zip", status=3)


def test_a_bundle_under_any_name_is_verified(newcomer: Officer) -> None:
    for name in ("đường đi.zip", "x", "-x.zip", "a\nb.zip"):
        (newcomer.place / name).write_bytes(BUNDLE.read_bytes())
        assert told(newcomer, f"./{name}")["verdict"] == "VALID"


def test_a_link_to_a_bundle_is_followed_or_refused_but_never_a_traceback(
    newcomer: Officer,
) -> None:
    (newcomer.place / "x.zip").symlink_to(BUNDLE)
    ran = newcomer.run("verify", "x.zip", "--json")
    assert ran.returncode in (0, 1)
    assert "Traceback" not in ran.stderr


def test_a_bundle_without_leave_to_read_is_an_error_with_a_hint(limited: Officer) -> None:
    path = limited.place / "x.zip"
    path.write_bytes(BUNDLE.read_bytes())
    path.chmod(0)
    ran = limited.run("verify", "x.zip")
    assert ran.returncode == 1
    assert "hint: " in ran.stderr


def test_a_pipe_does_not_hang(newcomer: Officer) -> None:
    os.mkfifo(newcomer.place / "pipe.zip")
    assert newcomer.run("verify", "pipe.zip", timeout=30).returncode in (1, 2)


def test_nothing_is_left_beside_the_bundle(newcomer: Officer) -> None:
    (newcomer.place / "x.zip").write_bytes(BUNDLE.read_bytes())
    newcomer.does("verify", "x.zip")
    assert [one.name for one in newcomer.place.iterdir()] == ["x.zip"]


def test_a_lie_is_told_where_it_stands(newcomer: Officer, members: Members) -> None:
    def lie(proof: Any) -> None:
        proof["hops"][2]["links"][0]["relation"] = "called"

    path = bundle(sealed(members, lie), newcomer.place)
    (finding,) = told(newcomer, path, status=3)["findings"]
    assert (finding["code"], finding["severity"]) == ("E649", "invalid")
    assert finding["place"] == f"{ACCOUNT} – person:5d7e5d7e5d7e5d7e"
    assert "statement 4:0 says" in finding["text"]


def test_what_the_maker_left_out_is_counted(newcomer: Officer, members: Members) -> None:
    def more(proof: Any) -> None:
        proof["hops"][2]["links"][0]["total"] = 12_346

    path = bundle(sealed(members, more), newcomer.place)
    assert "and 12,345 more in the case, as its maker tells" in newcomer.does("verify", str(path))


HOSTILE = "x\x1b[2J\u202e\x00</script>\n✗ E999"


def test_hostile_texts_are_shown_as_escapes(newcomer: Officer, members: Members) -> None:
    claimed = sealed(members, lambda proof: proof.update(question=HOSTILE, software=HOSTILE))
    text = newcomer.does("verify", str(bundle(claimed, newcomer.place)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\n✗ E999" not in text


def test_long_texts_and_roots_keep_to_the_terminal(newcomer: Officer, members: Members) -> None:
    claimed = sealed(members, lambda proof: proof.update(question="truyvet path " + "đ " * 400))
    path = bundle(claimed, newcomer.place)
    status, shown = newcomer.types("verify", path.name, width=80)
    assert status == 0
    assert max(map(len, shown.splitlines())) <= 80


def test_a_proof_of_a_million_brackets_is_refused_at_once(
    newcomer: Officer, members: Members
) -> None:
    path = bundle(signed(members, b"[" * 1_000_000), newcomer.place)
    assert [one["code"] for one in told(newcomer, path, status=3)["findings"]] == ["E646"]


def test_a_kept_checkpoint_that_does_not_join_makes_it_incomplete(
    newcomer: Officer, members: Members
) -> None:
    later = with_ledger(members, ledger_of(members)[:5])
    (newcomer.place / "kept").write_bytes(later["checkpoint"])
    answer = told(newcomer, BUNDLE, "--checkpoint", "kept", status=4)
    assert (answer["verdict"], answer["findings"][0]["severity"]) == ("INCOMPLETE", "incomplete")
    assert "? E650" in newcomer.does("verify", str(BUNDLE), "--checkpoint", "kept", status=4)
