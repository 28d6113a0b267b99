"""`truyvet observations`: what was seen, by kind, value and item; only the newest of each."""

import json
from typing import Any

import pytest
from tests.commands.support.scanning import lay, lines

from truyvet.evidence.scans.observation import Observation, observation_id
from truyvet.hashes.canonical import decode_record, encode_record

CASE = ("--case", "vu-01")
LIST = (*CASE, "observations")


def test_all_observations_are_listed_in_the_order_they_were_recorded(scanned: Any) -> None:
    shown = scanned.reads(*LIST)
    recorded = lines(scanned.place / "vu-01", "observations")
    assert [one["observation"] for one in shown] == [f"3:{n}" for n in range(len(recorded))]
    assert [one["raw"] for one in shown] == [one["raw"] for one in recorded]


def test_an_id_is_the_hash_of_what_the_specification_says(scanned: Any) -> None:
    recorded = lines(scanned.place / "vu-01", "observations")
    for shown, line in zip(scanned.reads(*LIST), recorded, strict=True):
        seen = decode_record(json.dumps(line, ensure_ascii=False, sort_keys=True,
                                        separators=(",", ":")).encode(), Observation)  # fmt: skip
        assert shown["id"] == observation_id(seen)
        assert encode_record(seen)


def test_kinds_are_counted(scanned: Any) -> None:
    (kinds,) = scanned.reads(*LIST, "--kinds")
    shown = scanned.reads(*LIST)
    assert kinds == {kind: sum(one["kind"] == kind for one in shown) for kind in kinds}
    assert list(kinds) == sorted(kinds)
    assert "phone\t" in scanned.does(*LIST, "--kinds")


@pytest.mark.parametrize("kind", ["phone", "email", "file-type", "url", "mail-subject"])
def test_one_kind_is_listed(scanned: Any, kind: str) -> None:
    shown = scanned.reads(*LIST, "--kind", kind)
    assert {one["kind"] for one in shown} == {kind}


@pytest.mark.parametrize(
    ("value", "found"),
    [("+84900345678", 1), ("+8490034567*", 1), ("+849*", 46), ("+1*", 0), ("0900345678", 0),
     ("*", 46), ("+8490034567?", 0), ("[+]84*", 0)],
)  # fmt: skip
def test_a_value_is_sought_whole_or_by_its_beginning(scanned: Any, value: str, found: int) -> None:
    assert len(scanned.reads(*LIST, "--kind", "phone", "--value", value)) == found


def test_the_phone_of_the_suspect_is_found_in_every_wrapping(scanned: Any) -> None:
    shown = scanned.reads(*LIST, "--kind", "phone", "--value", "+84912345678")
    assert {one["path"] for one in shown} == {
        "bag/broken.zip/b.zip/sâu/trong.txt", "bag/letter.eml/kem.zip/sâu/trong.txt",
        "bag/notes.txt.gz/notes.txt", "bag/page.html", "bag/same-1.zip/b.zip/sâu/trong.txt",
        "bag/same-1.zip/c.html", "bag/same-2.zip/b.zip/sâu/trong.txt", "bag/same-2.zip/c.html",
        "bag/split.html", "bag/utf16.txt",
    }  # fmt: skip


def test_an_item_can_be_named_by_number_or_by_the_start_of_its_id(scanned: Any) -> None:
    by_number = scanned.reads(*LIST, "--item", "2.3")
    (item,) = {one["item_id"] for one in by_number}
    assert by_number == scanned.reads(*LIST, "--item", item[:10]) != []


def test_an_unknown_kind_names_those_there_are(scanned: Any) -> None:
    ran = scanned.run(*LIST, "--kind", "phon")
    assert ran.returncode == 1
    assert "E847" in ran.stderr
    assert "phone" in ran.stderr


def test_a_case_nobody_scanned_has_no_kinds(an: Any) -> None:
    assert an.reads(*LIST) == []
    assert an.reads(*LIST, "--kinds") == [{}]
    assert "none yet" in an.run(*LIST, "--kind", "phone").stderr


def test_an_unknown_item_is_refused(scanned: Any) -> None:
    scanned.does(*LIST, "--item", "9.9", status=1)


def test_a_value_of_bytes_tells_them_in_hexadecimal(an: Any) -> None:
    rules = "rule raw { strings: $a = { C3 28 FF } condition: $a }"
    lay(an.place, {"rules/raw.yar": rules.encode(), "new/bin": b"ab\xc3\x28\xffcd"})
    an.does(*CASE, "collect", "files", "new")
    an.does(*CASE, "scan", "--only", "yara", "--rules", "rules")
    (one,) = (one for one in an.reads(*LIST) if one["facts"].get("rule", "raw") == "raw")
    assert one["raw_bytes"] == "c328ff"


def test_what_a_later_scan_made_anew_is_left_out_unless_asked_for(an: Any) -> None:
    lay(an.place / "new", {"call.txt": "gọi 0912 345 678".encode()})
    an.does(*CASE, "collect", "files", "new")
    an.does(*CASE, "scan", "--only", "filetype,entities")
    an.does(*CASE, "scan", "--only", "filetype,entities", "--region", "KR")
    newest = an.reads(*LIST, "--kind", "phone")
    every = an.reads(*LIST, "--kind", "phone", "--superseded")
    assert {one["observation"].split(":")[0] for one in newest} <= {"4"}
    assert {one["observation"].split(":")[0] for one in every} >= {"3"}
    assert len(every) > len(newest)


def test_hostile_values_are_shown_harmless(an: Any) -> None:
    rules = 'rule esc { strings: $a = "\\x1b[2Jx" condition: $a }'
    lay(an.place, {"rules/esc.yar": rules.encode(), "new/x\u202ey": b"ab\x1b[2Jxcd"})
    an.does(*CASE, "collect", "files", "new")
    an.does(*CASE, "scan", "--only", "yara", "--rules", "rules")
    said = an.does(*LIST)
    assert "esc.yar" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_an_index_that_lies_is_no_evidence(scanned: Any) -> None:
    import sqlite3
    from contextlib import closing

    (path,) = (scanned.place / "vu-01").glob("index*")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE observations SET kind = 'phone' WHERE kind = 'url'")
    ran = scanned.run(*LIST, "--kind", "phone")
    assert ran.returncode == 1
    assert "E604" in ran.stderr


PHONE = (*LIST, "--kind", "phone", "--value", "+84912345678")


def test_what_nobody_retracted_has_no_mark(scanned: Any) -> None:
    assert {one["ended"] for one in scanned.reads(*LIST)} == {None}
    assert "ended" not in scanned.does(*LIST).splitlines()[0]


def test_what_an_officer_retracted_is_listed_with_who_when_and_why(scanned: Any) -> None:
    first, second, *_ = (one["observation"] for one in scanned.reads(*PHONE))
    scanned.does(*CASE, "link", "retract", first, "--because", "nhầm số")
    told = {one["observation"]: one["ended"] for one in scanned.reads(*PHONE)}
    assert (told[first]["entry"], told[first]["reason"]) == (4, "nhầm số")
    assert (told[first]["by"], told[second]) == ("Nguyễn Văn An", None)
    heading, *rows = (line.split("\t") for line in scanned.does(*PHONE).splitlines())
    assert heading[-1] == "ended"
    marked = {row[0]: row[-1] for row in rows}
    assert marked[first].startswith("RETRACTED by Nguyễn Văn An, entry 4, ")
    assert marked[first].endswith(": nhầm số")
    assert {text for name, text in marked.items() if name != first} == {""}


def test_a_reason_that_is_hostile_does_no_harm(scanned: Any) -> None:
    first = scanned.reads(*PHONE)[0]["observation"]
    scanned.does(*CASE, "link", "retract", first, "--because", "a\u202eb")
    said = scanned.does(*PHONE)
    assert "\u202e" not in said
    assert "RETRACTED" in said
