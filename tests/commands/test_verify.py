"""`truyvet verify`: verdicts, statuses, findings, and what the verifier brings himself."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def largest(case: Path) -> Path:
    """The largest object."""
    return max((case / "objects").glob("*/*"), key=lambda path: path.stat().st_size)


def overwrite(path: Path, content: bytes) -> None:
    """Write over a read-only file."""
    path.chmod(0o600)
    path.write_bytes(content)


def codes(officer: Any, *arguments: str, status: int) -> set[str]:
    """The codes that verify finds."""
    return set(officer.reads("verify", *arguments, status=status)[0]["counts"])


def test_a_sound_case_is_valid(an: Any) -> None:
    said = an.run("verify", "vu-01")
    assert said.returncode == 0
    assert said.stderr == ""
    lines = said.stdout.splitlines()
    assert lines[0].startswith("VALID  case 12/2026 “Lừa đảo” (")
    assert lines[1] == "  2 entries, 7 items, 4 objects, 1.0 MB"
    assert "no findings" in lines


def test_what_is_not_proved_is_always_said(an: Any) -> None:
    assert an.reads("verify", "vu-01")[0]["unproved"] == ["P1", "P2", "P3", "P4"]
    assert "not proved:" in an.does("verify", "vu-01")


def test_json_is_one_object_with_the_same_answer(an: Any) -> None:
    (answer,) = an.reads("verify", "vu-01")
    assert answer["root"] in an.does("verify", "vu-01")
    assert (answer["verdict"], answer["findings"], answer["counts"]) == ("VALID", [], {})
    assert (answer["entries"], answer["items"], answer["objects"]) == (2, 7, 4)


def change(case: Path) -> None:
    """Change one byte of an object."""
    content = bytearray(largest(case).read_bytes())
    content[7] ^= 1
    overwrite(largest(case), bytes(content))


def shorten(case: Path) -> None:
    """Cut an object short."""
    overwrite(largest(case), largest(case).read_bytes()[:-1])


def plant(case: Path) -> None:
    """Put something into the case."""
    (case / "objects/ab/README").write_text("planted")


def rename(case: Path) -> None:
    """Change the case's title in the ledger."""
    ledger = case / "ledger/entries.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace("Lừa đảo".encode(), "Lừa dối".encode()))


def drop_last(case: Path) -> None:
    """Take the last entry off, and keep the checkpoints."""
    ledger = case / "ledger/entries.jsonl"
    ledger.write_bytes(ledger.read_bytes().splitlines(keepends=True)[0])


@pytest.mark.parametrize(
    ("tamper", "code"),
    [(change, "E311"), (shorten, "E312"), (plant, "E314"), (rename, "E401"), (drop_last, "E413")],
)
def test_a_case_that_was_tampered_with_is_invalid(
    an: Any, case: Path, tamper: Callable[[Path], None], code: str
) -> None:
    tamper(case)
    assert code in codes(an, "vu-01", status=3)
    said = an.does("verify", "vu-01", status=3)
    assert said.startswith("INVALID  ")
    assert f"✗ {code} " in said


def test_all_problems_are_found_and_not_only_the_first(an: Any, case: Path) -> None:
    change(case)
    plant(case)
    rename(case)
    assert {"E311", "E314", "E401"} <= codes(an, "vu-01", status=3)


def test_a_missing_object_is_incomplete(an: Any, case: Path) -> None:
    largest(case).unlink()
    assert codes(an, "vu-01", status=4) == {"E310"}


def test_fast_is_never_better_than_incomplete(an: Any) -> None:
    assert codes(an, "vu-01", "--fast", status=4) == {"E630"}


def test_fast_reads_no_bytes_and_finds_what_lengths_tell(an: Any, case: Path) -> None:
    change(case)
    assert codes(an, "vu-01", "--fast", status=4) == {"E630"}
    shorten(case)
    assert "E312" in codes(an, "vu-01", "--fast", status=3)


@pytest.mark.parametrize("jobs", ["1", "2", "5"])
def test_the_answer_does_not_depend_on_the_number_of_processes(
    an: Any, case: Path, jobs: str
) -> None:
    change(case)
    assert codes(an, "vu-01", "--jobs", jobs, status=3) == {"E311"}


def test_a_trusted_key_vouches_for_the_signer(an: Any) -> None:
    an.does("key", "show", "-o", "an.pub.json")
    (answer,) = an.reads("verify", "vu-01", "--key", "an.pub.json")
    assert "P4" not in answer["unproved"]
    assert [signer["trusted"] for signer in answer["signers"]] == [True]


def test_a_signer_whom_no_trusted_key_admitted_makes_the_case_invalid(
    an: Any, binh: Callable[..., Any]
) -> None:
    binh(an)
    assert codes(an, "vu-01", "--key", "binh.pub.json", status=3) == {"E430"}


def keep(case: Path, size: int) -> Path:
    """Copy a checkpoint out of the case, as a verifier keeps one."""
    kept: Path = shutil.copyfile(case / f"ledger/checkpoints/{size}", case.parent / "kept")
    return kept


def test_a_kept_checkpoint_proves_that_nothing_was_cut_off(an: Any, case: Path) -> None:
    keep(case, 2)
    an.does("--case", "vu-01", "collect", "files", "evidence")
    (answer,) = an.reads("verify", "vu-01", "--checkpoint", "kept")
    assert "P3" not in answer["unproved"]


def test_a_rewritten_case_does_not_fit_the_kept_checkpoint(an: Any, case: Path) -> None:
    an.does("case", "new", "forged", "--title", "Lừa đảo", "--number", "12/2026")
    keep(case, 2)
    assert "E420" in codes(an, "forged", "--checkpoint", "kept", status=3)


def test_a_case_cut_back_does_not_fit_the_kept_checkpoint(an: Any, case: Path) -> None:
    keep(case, 2)
    drop_last(case)
    (case / "ledger/checkpoints/2").unlink()
    found = codes(an, "vu-01", "--checkpoint", "kept", status=3)
    assert "E421" in found


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("missing",), "E501"), (("nosuch.zip",), "E501"), (("evidence",), "E101"),
     (("vu-01", "--checkpoint", "missing"), "E501"), (("vu-01", "--checkpoint", "note"), "E113"),
     (("vu-01", "--key", "note"), "E708"), (("vu-01", "--key", "missing"), "E117")],
)  # fmt: skip
def test_what_cannot_be_verified_at_all_is_status_1(
    an: Any, arguments: tuple[str, ...], code: str
) -> None:
    (an.place / "note").write_text("not what it should be")
    refused = an.run("verify", *arguments)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert code in refused.stderr


def test_the_case_to_verify_is_found_like_any_other(an: Any, case: Path) -> None:
    assert an.run("--case", "vu-01", "verify").returncode == 0
    assert an.with_(TRUYVET_CASE="vu-01").run("verify").returncode == 0
    assert an.run("verify", cwd=case / "objects").returncode == 0


def test_a_folder_in_a_case_that_was_named_is_not_taken_for_the_case(an: Any) -> None:
    assert "E101" in an.run("verify", "vu-01/objects").stderr


def test_verifying_needs_no_key_and_writes_nothing(an: Any, newcomer: Any, case: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in case.rglob("*"))
    newcomer.does("verify", str(case))
    assert sorted((path, path.stat().st_mtime_ns) for path in case.rglob("*")) == before


@pytest.mark.parametrize(
    "closed", ["ledger", "ledger/entries.jsonl", "ledger/checkpoints", "objects", "index.db", "."]
)
@pytest.mark.parametrize("command", [("verify", "vu-01"), ("--case", "vu-01", "case", "show")])
def test_a_part_of_a_case_that_cannot_be_read_is_told_and_no_traceback(
    limited: Any, case: Path, closed: str, command: tuple[str, ...]
) -> None:
    mode = (case / closed).stat().st_mode
    (case / closed).chmod(0)
    try:
        ran = limited.run(*command)
    finally:
        (case / closed).chmod(mode)
    assert "Traceback" not in ran.stderr
    assert ran.returncode in {0, 1, 4}
    assert (ran.returncode == 1) == ran.stderr.startswith("truyvet: E")


def test_a_case_on_a_read_only_disk_is_verified_and_shown(limited: Any, case: Path) -> None:
    folders = [path for path in [case, *case.rglob("*")] if path.is_dir()]
    for folder in folders:
        folder.chmod(0o500)
    try:
        verified = limited.run("verify", "vu-01")
        shown = limited.run("--case", "vu-01", "items", "--json")
        refused = limited.run("--case", "vu-01", "collect", "files", "evidence")
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert verified.returncode == 0
    assert len(list(map(json.loads, shown.stdout.splitlines()))) == 7
    assert refused.returncode == 1
    assert "E902" in refused.stderr
