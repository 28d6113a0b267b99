"""`truyvet flags`: what asks for attention, and nothing else."""

from typing import Any, get_args

import pytest
from tests.commands.support.scanning import lay
from tests.evidence.support.people import acting

from truyvet.evidence.case import Case
from truyvet.evidence.keyring import Keyring, open_key
from truyvet.evidence.links.stating import retract
from truyvet.evidence.scans.observation import Flag
from truyvet.evidence.times import now

CASE = ("--case", "vu-01")


def test_flags_are_those_observations_that_bear_one(scanned: Any) -> None:
    flagged = scanned.reads(*CASE, "flags")
    every = scanned.reads(*CASE, "observations")
    assert flagged == [one for one in every if one["flag"]]
    assert {one["flag"] for one in flagged} == {"yara", "mismatch"}


def test_a_name_that_lies_is_flagged_with_what_it_really_is(scanned: Any) -> None:
    (one,) = scanned.reads(*CASE, "flags", "--flag", "mismatch")
    assert one["path"] == "bag/lie.jpg"
    assert one["raw"] == "application/pdf"


def test_a_rule_s_hit_is_flagged_where_it_stands(scanned: Any) -> None:
    found = scanned.reads(*CASE, "flags", "--flag", "yara")
    assert {one["raw"] for one in found} == {"0912 345 678"}
    assert all(one["locator"][0].startswith("bytes:") for one in found)
    assert "bag/letter.eml/kem.zip/sâu/trong.txt" in {one["path"] for one in found}


def test_none_of_a_kind_is_an_empty_list(scanned: Any) -> None:
    assert scanned.reads(*CASE, "flags", "--flag", "bomb") == []
    table = scanned.does(*CASE, "flags", "--flag", "bomb")
    assert table == "name\tkind\tvalue\twhere\titem\tpath\n"


def test_the_table_says_what_the_name_claims_and_what_the_bytes_are(scanned: Any) -> None:
    said = scanned.does(*CASE, "flags", "--flag", "mismatch")
    assert "type-mismatch\tjpg: application/pdf\t" in said


@pytest.mark.parametrize("flag", [flag for flag in get_args(Flag) if flag])
def test_every_flag_can_be_asked_for(scanned: Any, flag: str) -> None:
    assert all(one["flag"] == flag for one in scanned.reads(*CASE, "flags", "--flag", flag))


def test_a_flag_there_is_not_is_a_wrong_usage(scanned: Any) -> None:
    scanned.does(*CASE, "flags", "--flag", "suspicious", status=2)


def test_a_case_nobody_scanned_has_no_flags(an: Any) -> None:
    assert an.reads(*CASE, "flags") == []


def test_a_known_bad_file_is_flagged_by_its_set(an: Any) -> None:
    digest = "92b3db6e0177"
    (row,) = (one for one in an.reads(*CASE, "items") if one["path"].endswith("copy.txt"))
    assert row["sha256"].startswith(digest)
    lay(an.place, {"bad.txt": f"{row['sha256']}\n".encode()})
    an = an.with_(TRUYVET_HASHSETS=str(an.place / "sets"))
    an.does("hashset", "import", "bad.txt", "--name", "C02", "--known", "bad")
    an.does(*CASE, "scan", "--only", "filetype,hashsets")
    found = an.reads(*CASE, "flags")
    assert [(one["flag"], one["path"]) for one in found] == [
        ("known-bad", "evidence/chat/copy.txt"),
        ("known-bad", "evidence/chat/messages.txt"),
    ]
    for one in found:
        assert an.reads(*CASE, "show", one["observation"])[0]["reread"] is True


def test_a_flag_that_an_officer_found_to_be_wrong_is_marked_as_such(scanned: Any) -> None:
    first, *rest = (one["observation"] for one in scanned.reads(*CASE, "flags"))
    signer = open_key(Keyring(scanned.keys).find(None), None)
    with Case(scanned.place / "vu-01").writing() as writer:
        retract(writer, acting(signer, clock=now), [first], "quy tắc sai")
    told = {one["observation"]: one["ended"] for one in scanned.reads(*CASE, "flags")}
    assert told[first]["reason"] == "quy tắc sai"
    assert [told[name] for name in rest] == [None] * len(rest)
    assert scanned.does(*CASE, "flags").splitlines()[0].endswith("\tended")
