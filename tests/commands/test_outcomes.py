"""`truyvet outcomes`: how completely a case is examined, and a status that cannot be overlooked."""

from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.scanning import lay, statuses

CASE = ("--case", "vu-01")


def test_a_case_nobody_scanned_is_not_examined(an: Any) -> None:
    told = an.reads(*CASE, "outcomes", status=4)
    assert told == [
        {"items": 7, "without_bytes": 3, "not_collected": 0, "full": 0, "partly": 0, "not": 0,
         "never_scanned": 4, "left_out": [], "extractors": {}}
    ]  # fmt: skip


def test_a_case_nobody_scanned_says_so_to_people(an: Any) -> None:
    said = an.does(*CASE, "outcomes", status=4)
    assert "not examined     4 (4 since the last scan)" in said
    assert "without bytes    3 (folders, links)" in said


def test_all_is_well_only_where_everything_was_asked_and_answered(an: Any, case: Path) -> None:
    an.does(*CASE, "scan")
    told = an.reads(*CASE, "outcomes")[0]
    assert (told["full"], told["partly"], told["not"], told["never_scanned"]) == (4, 0, 0, 0)
    assert told["left_out"] == []
    assert all(set(one) == set(told["extractors"]) for one in statuses(case).values())


def test_an_extractor_that_nobody_asked_keeps_a_case_from_being_whole(an: Any) -> None:
    an.does(*CASE, "scan", "--only", "filetype")
    said = an.does(*CASE, "outcomes", status=4)
    assert "never asked: archive, digests" in said
    assert "examined fully   4" in said


def test_what_is_collected_after_a_scan_is_counted_as_not_examined(an: Any) -> None:
    an.does(*CASE, "scan", "--only", "filetype")
    lay(an.place / "new", {"one": b"1", "two": b"2"})
    an.does(*CASE, "collect", "files", "new")
    told = an.reads(*CASE, "outcomes", status=4)[0]
    assert (told["full"], told["never_scanned"]) == (4, 2)


def test_an_extractor_that_saw_only_some_items_leaves_the_others_partly(an: Any) -> None:
    an.does(*CASE, "scan", "--only", "filetype,digests")
    lay(an.place / "new", {"one": b"1"})
    an.does(*CASE, "collect", "files", "new")
    an.does(*CASE, "scan", "--only", "filetype")
    told = an.reads(*CASE, "outcomes", status=4)[0]
    assert (told["full"], told["partly"]) == (4, 1)


def test_the_list_names_item_extractor_status_and_reason(scanned: Any) -> None:
    _, *listed = scanned.reads(*CASE, "outcomes", status=4)
    told = {(one["path"], one["extractor"]): one for one in listed}
    broken = told["bag/broken.zip", "archive"]
    assert broken["status"] == "corrupt"
    assert "central directory" in broken["reason"]
    assert set(told) == {("bag/broken.zip", "archive"), ("bag/lie.jpg", "pdf")}


@pytest.mark.parametrize(
    ("options", "count"),
    [((), 2), (("--extractor", "archive"), 1), (("--extractor", "digests"), 0),
     (("--status", "corrupt"), 2), (("--status", "timeout"), 0),
     (("--extractor", "pdf", "--status", "corrupt"), 1)],
)  # fmt: skip
def test_the_list_can_be_narrowed_and_the_summary_stays(
    scanned: Any, options: tuple[str, ...], count: int
) -> None:
    summary, *listed = scanned.reads(*CASE, "outcomes", *options, status=4)
    assert (summary["full"], summary["partly"], len(listed)) == (38, 2, count)


def test_every_outcome_of_every_extractor_is_counted(scanned: Any) -> None:
    summary = scanned.reads(*CASE, "outcomes", status=4)[0]
    assert all(sum(of_one.values()) == 40 for of_one in summary["extractors"].values())
    assert summary["extractors"]["archive"]["corrupt"] == 1


def test_the_columns_are_the_statuses_there_are(scanned: Any) -> None:
    said = scanned.does(*CASE, "outcomes", status=4)
    heads = [line for line in said.splitlines() if line.startswith("extractor\t")]
    assert heads == ["extractor\tcorrupt\tempty\tnot_applicable\tok"]


def test_fifty_are_listed_and_all_where_asked(an: Any) -> None:
    torn = {f"{number:02}.zip": b"PK\3\4" + bytes([number]) * 40 for number in range(60)}
    an.does(*CASE, "collect", "files", str(lay(an.place / "torn", torn)))
    an.does(*CASE, "scan", "--only", "filetype,archive", status=4)
    ran = an.run(*CASE, "outcomes")
    assert ran.stdout.count("corrupt\t") - 1 == 50  # one is the head of a column
    assert "all of them: --all" in ran.stderr
    whole = an.run(*CASE, "outcomes", "--all")
    assert whole.stdout.count("corrupt\t") - 1 == 60
    assert "--all" not in whole.stderr


def test_only_the_newest_examination_counts(an: Any) -> None:
    an.does(*CASE, "scan", "--only", "filetype,digests")
    an.does(*CASE, "scan", "--only", "filetype,digests", "--digests", "sha512")
    told = an.reads(*CASE, "outcomes", status=4)[0]
    assert told["extractors"]["digests"] == {"ok": 4}


def test_hostile_names_are_shown_harmless(an: Any) -> None:
    lay(an.place / "evil", {"a\x1b[31m\u202egpj.zip": b"PK\3\4 torn"})
    an.does(*CASE, "collect", "files", "evil")
    an.does(*CASE, "scan", "--only", "filetype,archive", status=4)
    said = an.does(*CASE, "outcomes", status=4)
    assert "corrupt" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_the_answer_survives_a_lost_index(scanned: Any) -> None:
    before = scanned.reads(*CASE, "outcomes", status=4)
    for path in (scanned.place / "vu-01").glob("index*"):
        path.unlink()
    assert scanned.reads(*CASE, "outcomes", status=4) == before
