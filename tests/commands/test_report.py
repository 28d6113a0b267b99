"""`truyvet report custody`: statuses, refusals, languages, and what is printed."""

import json
import os
import shutil
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.evidence.support.people import officer
from tests.evidence.support.scenes import build_history, check

from truyvet.cli import cli, main
from truyvet.evidence.case import Case
from truyvet.evidence.errors import ExitStatus
from truyvet.evidence.findings import Verdict
from truyvet.evidence.keyring import card_bytes


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a case with every kind of act. Only for reading."""
    folder = tmp_path_factory.mktemp("history")
    return build_history(folder / "case", folder).folder


@pytest.fixture
def copy(history: Path, tmp_path: Path) -> Case:
    """A copy of it to break."""
    return Case(Path(shutil.copytree(history, tmp_path / "copy", symlinks=True)))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where the report goes."""
    return tmp_path / "report.html"


def report(case: Path, output: Path, *options: str) -> int:
    """Run `truyvet report custody`."""
    arguments = ["--case", str(case), "report", "custody", "-o", str(output), *options]
    return main(arguments)


def break_object(case: Case) -> None:
    """Change the bytes of some object."""
    victim = max(case.store.folder.glob("*/*"), key=lambda path: path.stat().st_size)
    victim.chmod(0o600)
    victim.write_bytes(victim.read_bytes()[:-1] + b"?")


def test_a_valid_case_gives_its_report_and_status_0(history: Path, output: Path) -> None:
    assert report(history, output) == ExitStatus.DONE
    assert "HỢP LỆ" in output.read_text("utf-8")


def test_a_broken_case_gives_its_report_and_status_3(copy: Case, output: Path) -> None:
    break_object(copy)
    assert report(copy.folder, output) == ExitStatus.INVALID
    assert "KHÔNG HỢP LỆ" in output.read_text("utf-8")


def test_an_incomplete_case_gives_its_report_and_status_4(copy: Case, output: Path) -> None:
    min(copy.store.folder.glob("*/*")).unlink()
    assert report(copy.folder, output) == ExitStatus.PARTIAL
    assert "CHƯA ĐẦY ĐỦ" in output.read_text("utf-8")


def test_fast_is_never_better_than_incomplete(history: Path, output: Path) -> None:
    assert report(history, output, "--fast", "--lang", "en") == ExitStatus.PARTIAL
    assert "INCOMPLETE" in output.read_text("utf-8")


def test_no_case_is_an_error(tmp_path: Path, output: Path, capsys: pytest.CaptureFixture) -> None:
    assert report(tmp_path, output) == ExitStatus.FAILED
    assert "E101" in capsys.readouterr().err
    assert not output.exists()


def test_what_is_printed_names_verdict_file_and_hash(
    history: Path, output: Path, capsys: pytest.CaptureFixture
) -> None:
    report(history, output)
    printed = capsys.readouterr()
    assert printed.out.startswith(f"VALID  custody report written to {output}")
    assert sha256(output.read_bytes()).hexdigest() in printed.out
    assert printed.err == ""


def test_json_says_the_same(history: Path, output: Path, capsys: pytest.CaptureFixture) -> None:
    report(history, output, "--json", "--items", "5")
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "path": str(output),
        "sha256": sha256(output.read_bytes()).hexdigest(),
        "size": output.stat().st_size,
        "unlisted_items": 7,
        "verdict": "VALID",
    }


def test_the_file_is_private(history: Path, output: Path) -> None:
    report(history, output)
    assert stat.S_IMODE(output.stat().st_mode) == 0o600


def test_nothing_else_is_left_beside_it(history: Path, output: Path) -> None:
    report(history, output)
    assert list(output.parent.iterdir()) == [output]


def test_a_file_that_is_there_is_kept(
    history: Path, output: Path, capsys: pytest.CaptureFixture
) -> None:
    output.write_text("mine")
    assert report(history, output) == ExitStatus.FAILED
    assert "E108" in capsys.readouterr().err
    assert output.read_text() == "mine"


def test_a_link_that_leads_nowhere_is_kept_too(
    history: Path, output: Path, capsys: pytest.CaptureFixture
) -> None:
    output.symlink_to(output.parent / "nowhere")
    assert report(history, output) == ExitStatus.FAILED
    assert "E108" in capsys.readouterr().err


def test_force_replaces_the_file(history: Path, output: Path) -> None:
    output.write_text("mine")
    output.chmod(0o644)
    assert report(history, output, "--force") == ExitStatus.DONE
    assert output.read_bytes().startswith(b"<!DOCTYPE html>")
    assert stat.S_IMODE(output.stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["report.html", "objects/00/report.html", "work/report.html"])
def test_nothing_is_written_into_the_case(
    copy: Case, place: str, capsys: pytest.CaptureFixture
) -> None:
    assert report(copy.folder, copy.folder / place, "--force") == ExitStatus.FAILED
    assert "E111" in capsys.readouterr().err
    assert check(copy.folder).verdict is Verdict.VALID


def test_a_link_into_the_case_is_seen_through(
    copy: Case, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "door").symlink_to(copy.folder / "ledger")
    assert report(copy.folder, tmp_path / "door" / "report.html") == ExitStatus.FAILED
    assert "E111" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_an_error(
    history: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert report(history, tmp_path / "no" / "report.html") == ExitStatus.FAILED
    assert "E117" in capsys.readouterr().err


def test_another_format_is_wrong_usage(history: Path, tmp_path: Path) -> None:
    assert report(history, tmp_path / "report.pdf") == ExitStatus.USAGE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rows", ["-1", "many", "1.5", "", "٣"])
def test_a_number_of_items_is_a_number(history: Path, output: Path, rows: str) -> None:
    assert report(history, output, "--items", rows) == ExitStatus.USAGE
    assert not output.exists()


@pytest.mark.parametrize(("rows", "listed"), [("0", 0), ("3", 3), ("all", 12)])
def test_as_many_items_are_listed_as_are_wanted(
    history: Path, output: Path, rows: str, listed: int
) -> None:
    report(history, output, "--lang", "en", "--items", rows)
    text = output.read_text("utf-8")
    cut = f"Listed: {listed} of 12 items. The other {12 - listed} are not listed here"
    assert (cut in text) == (listed < 12)


def test_keys_and_a_kept_checkpoint_are_taken_from_the_verifier(
    history: Path, tmp_path: Path, output: Path
) -> None:
    (tmp_path / "an.pub.json").write_bytes(card_bytes(officer().card))
    kept = shutil.copy(Case(history).checkpoints.folder / "2", tmp_path / "kept")
    options = ("--key", str(tmp_path / "an.pub.json"), "--checkpoint", str(kept), "--lang", "en")
    assert report(history, output, *options) == ExitStatus.DONE
    text = output.read_text("utf-8")
    assert "vouched for by a key that the verifier brought" in text
    assert "kept outside the case" in text


def test_a_key_of_somebody_else_breaks_the_verdict(
    history: Path, tmp_path: Path, output: Path
) -> None:
    (tmp_path / "other.json").write_bytes(card_bytes(officer(9, name="Người lạ").card))
    assert report(history, output, "--key", str(tmp_path / "other.json")) == ExitStatus.INVALID


def test_a_checkpoint_that_is_none_is_an_error_before_anything_is_written(
    history: Path, tmp_path: Path, output: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "kept").write_text("not a checkpoint")
    assert report(history, output, "--checkpoint", str(tmp_path / "kept")) == ExitStatus.FAILED
    assert "E113" in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize(
    ("language", "options", "title"),
    [
        (None, (), "Báo cáo chuỗi hành trình chứng cứ"),
        ("en", (), "Chain of Custody Report"),
        ("en", ("--lang", "vi"), "Báo cáo chuỗi hành trình chứng cứ"),
    ],
)
def test_the_language_comes_from_the_option_or_the_environment(
    history: Path, output: Path, language: str | None, options: tuple[str, ...], title: str
) -> None:
    arguments = ["--case", str(history), "report", "custody", "-o", str(output), *options]
    runner = CliRunner(env={"TRUYVET_LANG": language})
    result = runner.invoke(cli, arguments, standalone_mode=False)
    assert result.exception is None
    assert f"<title>{title} · 12/2026</title>" in output.read_text("utf-8")


def test_a_language_nobody_wrote_is_wrong_usage(history: Path, output: Path) -> None:
    assert report(history, output, "--lang", "fr") == ExitStatus.USAGE


def test_help_tells_the_statuses_and_ends_with_an_example() -> None:
    text = CliRunner().invoke(cli, ["report", "custody", "--help"], prog_name="truyvet").output
    assert "0 VALID, 3 INVALID, 4 INCOMPLETE" in text
    assert text.rstrip().split("\n")[-1].strip().startswith("Example: truyvet report custody -o")


def test_a_report_needs_no_index_and_builds_none(copy: Case, output: Path) -> None:
    copy.drop_index()
    before = sorted(os.listdir(copy.folder))
    assert report(copy.folder, output) == ExitStatus.DONE
    assert sorted(os.listdir(copy.folder)) == before
