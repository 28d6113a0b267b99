"""`truyvet scan`: everything that lacks an outcome is examined once, and the rest is left alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.scanning import (
    PHONE,
    QUICK,
    bag,
    entries,
    lay,
    left_in_work,
    lines,
    roots,
    scans,
    statuses,
    zipped,
)

CASE = ("--case", "vu-01")
SCAN = (*CASE, "scan", "--only", QUICK)


@pytest.fixture
def baggy(an: Any, case: Path) -> Path:
    """The case with a bag of small evidence as entry 2."""
    an.does(*CASE, "collect", "files", str(lay(an.place / "bag", bag())))
    return case


def copied(case: Path, name: str) -> Path:
    """Copy a case beside itself: its collections keep their ids, so roots can be compared."""
    return Path(shutil.copytree(case, case.parent / name, symlinks=True))


def contents(case: Path) -> dict[Path, bytes]:
    """Return all files of a case with their bytes; the lock says who looked last."""
    found = (path for path in case.rglob("*") if path.is_file() and path.name != "lock")
    return {path: path.read_bytes() for path in found}


def test_a_scan_says_what_it_examined(an: Any, baggy: Path) -> None:
    ran = an.run(*SCAN)
    assert ran.returncode == 4
    first, second = ran.stdout.splitlines()
    assert first.startswith("entry 3: 40 items examined, 1.0 MB: 39 fully, 1 partly, 0 not")
    assert "18 items inside others" in second
    assert "what is left, and why: truyvet outcomes" in ran.stderr


def test_a_scan_in_json_says_the_same_as_its_entry(an: Any, baggy: Path) -> None:
    told = an.reads(*SCAN, status=4)[0]
    (entry,) = scans(baggy)
    totals = entry["act"]["totals"]
    assert {name: told[name] for name in totals} == totals
    assert told["roots"] == {one["kind"]: one["root"] for one in entry["outputs"] if "root" in one}
    assert (told["scan"], told["status"]) == (entry["act"]["scan"], "partial")


def test_a_second_scan_has_nothing_to_do_and_records_nothing(an: Any, baggy: Path) -> None:
    an.does(*SCAN, status=4)
    before = len(entries(baggy))
    assert an.does(*SCAN) == "nothing is left to examine\n"
    assert an.reads(*SCAN) == [{"items": 0}]
    assert len(entries(baggy)) == before
    assert left_in_work(baggy) == ["work/parts"]


def test_every_item_has_one_outcome_of_every_extractor(an: Any, baggy: Path) -> None:
    an.does(*SCAN, status=4)
    with_bytes = {row["id"] for row in an.reads(*CASE, "items") if row["sha256"]}
    found = statuses(baggy)
    assert found.keys() == with_bytes
    assert all(set(one) == set(QUICK.split(",")) for one in found.values())


def test_roots_do_not_hang_on_the_number_of_processes(an: Any, baggy: Path) -> None:
    found = []
    for jobs in ("1", "2", "4"):
        copy = copied(baggy, f"jobs-{jobs}")
        an.does("--case", copy.name, *SCAN[2:], "--jobs", jobs, status=4)
        found.append(roots(scans(copy)[0]))
    assert found[0] == found[1] == found[2]
    assert set(found[0]) == {"manifest", "outcomes", "observations", "texts"}


def test_only_twice_sees_the_same_as_all_at_once(an: Any, baggy: Path) -> None:
    at_once, apart = copied(baggy, "at-once"), copied(baggy, "apart")
    an.does("--case", "at-once", *SCAN[2:], status=4)
    containers, others = "filetype,archive,streams,mail", "digests,web,plaintext,entities"
    an.does("--case", "apart", "scan", "--only", containers, status=4)
    an.does("--case", "apart", "scan", "--only", others)
    one = sorted(map(str, lines(at_once, "observations")))
    two = [line for entry in scans(apart) for line in lines(apart, "observations", entry)]
    assert one == sorted(map(str, two))
    texts = [line for entry in scans(apart) for line in lines(apart, "texts", entry)]
    assert sorted(map(str, lines(at_once, "texts"))) == sorted(map(str, texts))


def test_entities_alone_and_later_still_read_the_texts_of_others(an: Any, baggy: Path) -> None:
    an.does(*CASE, "scan", "--only", "filetype,web,plaintext")
    assert an.does(*CASE, "scan", "--only", "web,entities")
    (later,) = scans(baggy)[1:]
    split = [
        one
        for one in lines(baggy, "observations", later)
        if one["kind"] == "phone" and one["locator"][0].startswith("html:")
    ]
    assert [one["normal"] for one in split] == ["+84912345678"]
    assert lines(baggy, "texts", later) == []  # recorded once, by the scan that took them out


def test_a_phone_split_by_markup_is_found_in_the_text_whoever_was_asked(
    an: Any, baggy: Path
) -> None:
    an.does(*CASE, "scan", "--only", "filetype,entities")
    (row,) = an.reads(*CASE, "items", "--path", "*split.html")
    alone = an.reads(*CASE, "observations", "--kind", "phone", "--item", row["item"])
    assert [one["normal"] for one in alone] == ["+84912345678"]
    assert alone[0]["locator"][0].startswith("html:")
    an.does(*CASE, "scan", "--only", "web,entities")
    assert alone == an.reads(*CASE, "observations", "--kind", "phone", "--item", row["item"])


def test_only_new_items_are_examined(an: Any, baggy: Path) -> None:
    an.does(*SCAN, status=4)
    lay(an.place / "new", {"later.txt": f"gọi {PHONE}".encode(), "later.zip": zipped({"a": b"b"})})
    an.does(*CASE, "collect", "files", "new")
    told = an.reads(*SCAN)[0]
    assert (told["items"], told["children"], told["status"]) == (3, 1, "complete")
    assert an.does(*SCAN) == "nothing is left to examine\n"
    assert an.reads("verify", "vu-01")[0]["findings"] == []


def test_a_further_extractor_examines_all_and_the_others_nothing(an: Any, baggy: Path) -> None:
    an.does(*CASE, "scan", "--only", "filetype,archive", status=4)
    an.does(*CASE, "scan", "--only", "filetype,archive,digests")
    found = statuses(baggy)
    assert {frozenset(one) for one in found.values()} == {frozenset({"digests"})}
    # The same members are no new items.
    assert scans(baggy)[1]["act"]["totals"]["children"] == 0


def test_children_are_items_with_their_parents_and_locators(an: Any, baggy: Path) -> None:
    an.does(*SCAN, status=4)
    rows = {row["path"]: row for row in an.reads(*CASE, "items")}
    deep = rows["bag/letter.eml/kem.zip/sâu/trong.txt"]
    assert rows["bag/letter.eml/kem.zip"]["id"] == deep["parent"]
    shown = an.reads(*CASE, "show", deep["item"])[0]
    assert shown["locator"].endswith("zip:sâu/trong.txt")


def test_equal_bytes_at_two_places_are_stored_once_and_seen_twice(an: Any, baggy: Path) -> None:
    an.does(*SCAN, status=4)
    rows = an.reads(*CASE, "items", "--path", "*same-?.zip/b.zip/s*")
    assert len(rows) == 2
    assert len({row["sha256"] for row in rows}) == 1
    for row in rows:
        found = an.reads(*CASE, "observations", "--item", row["item"], "--kind", "phone")
        assert [one["normal"] for one in found] == ["+84912345678"]


def test_the_order_of_lines_is_the_order_of_items(an: Any, baggy: Path) -> None:
    an.does(*SCAN, "--jobs", "4", status=4)
    told = [one["item"] for one in lines(baggy, "outcomes")]
    seen = [one["item"] for one in lines(baggy, "observations")]
    places = {item: place for place, item in enumerate(told)}
    assert seen == sorted(seen, key=places.__getitem__)
    numbers = [one["n"] for one in lines(baggy, "manifest")]
    assert numbers == list(range(18))


def test_an_empty_case_has_nothing_to_examine(newcomer: Any) -> None:
    newcomer.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    newcomer.does("case", "new", "vu", "--title", "x", "--number", "1")
    said = newcomer.does("--case", "vu", "scan", "--only", "filetype")
    assert said == "nothing is left to examine\n"


@pytest.mark.parametrize("names", ["telepathy", "filetype,", "filetype,Entities", ""])
def test_an_unknown_extractor_is_refused_before_anything_is_done(
    an: Any, case: Path, names: str
) -> None:
    ran = an.run(*CASE, "scan", "--only", names)
    assert ran.returncode == 1
    assert "E843" in ran.stderr
    assert left_in_work(case) in ([], ["work/parts"])


@pytest.mark.parametrize("option", ["--rules", "--passwords", "--dkim-keys"])
def test_a_file_that_is_not_there_is_refused_before_anything_is_done(
    an: Any, case: Path, option: str
) -> None:
    ran = an.run(*CASE, "scan", "--only", "filetype", option, "nowhere")
    assert ran.returncode == 1
    assert "E501" in ran.stderr
    assert "nowhere" in ran.stderr
    assert scans(case) == []


@pytest.mark.parametrize(
    "arguments", [("--jobs", "0"), ("--jobs", "257"), ("--jobs", "x"), ("--diff", "1"), ("x",)]
)
def test_what_makes_no_sense_is_a_wrong_usage(an: Any, arguments: tuple[str, ...]) -> None:
    an.does(*CASE, "scan", *arguments, status=2)


def test_the_order_of_only_does_not_matter(an: Any, baggy: Path) -> None:
    found = []
    for number, names in enumerate(("filetype,web,entities", " entities , web,filetype")):
        copy = copied(baggy, f"order-{number}")
        an.does("--case", copy.name, "scan", "--only", names)
        found.append(roots(scans(copy)[0]))
    assert found[0] == found[1]


def test_an_extractor_twice_runs_once(an: Any, baggy: Path) -> None:
    an.does(*CASE, "scan", "--only", "filetype,filetype")
    assert [one["name"] for one in scans(baggy)[0]["act"]["extractors"]] == ["filetype"]


def test_who_was_not_asked_is_told(an: Any, baggy: Path) -> None:
    an.does(*CASE, "scan", "--only", "filetype")
    left_out = scans(baggy)[0]["act"]["left_out"]
    assert "entities" in left_out
    assert "filetype" not in left_out
    assert an.reads(*CASE, "outcomes", status=4)[0]["left_out"] == sorted(left_out)


def test_purpose_and_ground_go_into_the_entry(an: Any, baggy: Path) -> None:
    an.does(*CASE, "scan", "--only", "filetype", "--purpose", "tìm số", "--authority", "QĐ 12")
    entry = scans(baggy)[0]
    assert entry["purpose"] == "tìm số"
    assert entry["authority"]["text"] == "QĐ 12"


def test_another_region_examines_again_and_reads_numbers_otherwise(an: Any, baggy: Path) -> None:
    an.does(*CASE, "scan", "--only", "filetype,entities")
    an.does(*CASE, "scan", "--only", "filetype,entities", "--region", "us")
    first, second = scans(baggy)
    assert {frozenset(one) for one in statuses(baggy, second).values()} == {frozenset({"entities"})}
    by_scan = [
        {one["normal"] for one in lines(baggy, "observations", entry) if one["kind"] == "phone"}
        for entry in (first, second)
    ]
    assert by_scan[0] != by_scan[1]


def test_another_choice_of_digests_examines_digests_again(an: Any, baggy: Path) -> None:
    an.does(*CASE, "scan", "--only", "filetype,digests")
    an.does(*CASE, "scan", "--only", "filetype,digests", "--digests", "sha512")
    kinds = {one["kind"] for one in lines(baggy, "observations")}
    assert kinds == {"digest-sha512"}


def test_whatever_lies_where_the_officer_stands_is_not_imported(an: Any, baggy: Path) -> None:
    for name in ("struct.py", "mmap.py", "msgspec.py", "truyvet.py"):
        (an.place / name).write_text("raise SystemExit('imported')\n")
    code = "import sys; from truyvet.cli import main; sys.exit(main(sys.argv[1:]))"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", code, *CASE, "scan", "--only", "filetype"],
        cwd=an.place, env=an.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr.count("imported")) == (0, 0), ran


def test_a_case_that_cannot_be_written_is_refused_and_unchanged(limited: Any, case: Path) -> None:
    before = contents(case)
    folders = [case, *(path for path in case.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        ran = limited.run(*CASE, "scan", "--only", "filetype")
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "truyvet: E" in ran.stderr
    assert contents(case) == before


def test_the_help_tells_all_options_and_an_example(an: Any) -> None:
    said = an.does("scan", "--help")
    for option in ("--only", "--jobs", "--rules", "--region", "--passwords", "--diff", "--close"):
        assert option in said
    assert "Example: truyvet scan" in said


def test_progress_is_shown_on_a_terminal(an: Any, baggy: Path) -> None:
    status, said = an.types(*SCAN, width=120)
    assert status == 4
    assert "40 items" in said
    assert "0 faults" in said
    assert "entry 3: 40 items examined" in said


def test_a_missing_object_ends_the_scan_and_the_rest_is_kept(an: Any, baggy: Path) -> None:
    (row,) = an.reads(*CASE, "items", "--path", "*page.html")
    path = baggy / "objects" / row["sha256"][:2] / row["sha256"]
    path.rename(an.place / "away")
    ran = an.run(*SCAN)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    os.rename(an.place / "away", path)
    an.does(*SCAN, status=4)
    assert scans(baggy)[0]["act"]["totals"]["items"] == 40
