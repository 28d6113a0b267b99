"""`truyvet show OBS`: read anew from the original bytes, with what it stands in and all acts."""

import os
from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.scanning import lay, lines

CASE = ("--case", "vu-01")


def named(officer: Any, path: str, kind: str) -> str:
    """The short name of the first observation of this kind in this item."""
    (row,) = officer.reads(*CASE, "items", "--path", path)
    found: str = officer.reads(*CASE, "observations", "--item", row["item"], "--kind", kind)[0][
        "observation"
    ]
    return found


def test_every_observation_is_read_anew_and_is_the_same(scanned: Any) -> None:
    kinds: dict[tuple[str, str], str] = {}
    for one in scanned.reads(*CASE, "observations"):
        kinds.setdefault((one["kind"], one["locator"][0].split(":")[0]), one["observation"])
    assert len(kinds) > 14
    for name in kinds.values():
        shown = scanned.reads(*CASE, "show", name)[0]
        assert shown["reread"] is True, shown


def test_the_value_is_shown_between_what_stands_around_it(scanned: Any) -> None:
    name = named(scanned, "*texts/3.txt", "phone")
    (shown,) = scanned.reads(*CASE, "show", name)
    assert shown["context"] == "máy 3: ⟦0903345678⟧, a3@example.com\n"
    said = scanned.does(*CASE, "show", name)
    assert "context      máy 3: ⟦0903345678⟧, a3@example.com" in said


def test_the_context_of_a_value_in_a_text_is_that_of_the_text(scanned: Any) -> None:
    name = named(scanned, "*split.html", "phone")
    (shown,) = scanned.reads(*CASE, "show", name)
    assert shown["locator"][0].startswith("html:")
    assert shown["locator"][1].startswith("bytes:")
    assert "⟦0912 345 678⟧" in shown["context"]
    assert "xin goi so" in shown["context"]
    assert "<i>" not in shown["context"]


def test_the_chain_leads_from_the_item_to_what_was_collected(scanned: Any) -> None:
    name = named(scanned, "*kem.zip/s*", "phone")
    (shown,) = scanned.reads(*CASE, "show", name)
    assert [one["path"] for one in shown["chain"]] == [
        "bag/letter.eml/kem.zip/sâu/trong.txt", "bag/letter.eml/kem.zip", "bag/letter.eml",
    ]  # fmt: skip
    schemes = [one["locator"].split(":")[0] for one in shown["chain"]]
    assert schemes == ["zip", "mail", ""]


def test_the_acts_are_the_collection_and_the_scan(scanned: Any) -> None:
    name = named(scanned, "*texts/3.txt", "phone")
    (shown,) = scanned.reads(*CASE, "show", name)
    assert [act.split(",")[0] for act in shown["acts"]] == ["entry 2", "entry 3"]
    said = scanned.does(*CASE, "show", name)
    assert said.index("found in:") < said.index("custody:") < said.index("entry 2,")


def test_an_observation_without_bytes_around_it_shows_no_context(scanned: Any) -> None:
    name = named(scanned, "*texts/3.txt", "digest-md5")
    assert scanned.reads(*CASE, "show", name)[0]["context"] == ""
    assert "context" not in scanned.does(*CASE, "show", name)


def test_facts_flag_and_confidence_are_shown(scanned: Any) -> None:
    flagged = scanned.reads(*CASE, "flags", "--flag", "yara")[0]["observation"]
    said = scanned.does(*CASE, "show", flagged)
    assert ["flag", "yara"] in [line.split() for line in said.splitlines()]
    assert "swindle" in said
    phone = named(scanned, "*texts/3.txt", "phone")
    assert "MobiFone" in scanned.does(*CASE, "show", phone)


def test_tags_of_the_observation_are_shown(scanned: Any) -> None:
    name = named(scanned, "*texts/3.txt", "phone")
    scanned.does(*CASE, "tag", name, "nghi phạm A")
    assert scanned.reads(*CASE, "show", name)[0]["tags"] == ["nghi phạm A"]
    assert "nghi phạm A" in scanned.does(*CASE, "show", name)


def test_what_an_officer_retracted_is_told_with_who_when_and_why(scanned: Any) -> None:
    name = named(scanned, "*texts/3.txt", "phone")
    assert scanned.reads(*CASE, "show", name)[0]["ended"] is None
    scanned.does(*CASE, "link", "retract", name, "--because", "nhầm số")
    (shown,) = scanned.reads(*CASE, "show", name)
    assert (shown["ended"]["by"], shown["ended"]["reason"]) == ("Nguyễn Văn An", "nhầm số")
    assert shown["reread"] is True
    assert "RETRACTED by Nguyễn Văn An, entry 4, " in scanned.does(*CASE, "show", name)


@pytest.mark.parametrize("name", ["9:0", "3:99999", "1:0", "0:0", "3:999999999999999"])
def test_an_observation_there_is_not_is_named(scanned: Any, name: str) -> None:
    ran = scanned.run(*CASE, "show", name)
    assert ran.returncode == 1
    assert "E844" in ran.stderr


def test_other_bytes_than_were_seen_are_told_and_the_status_says_so(scanned: Any) -> None:
    name = named(scanned, "*texts/3.txt", "phone")
    (row,) = scanned.reads(*CASE, "items", "--path", "*texts/3.txt")
    path = scanned.place / "vu-01" / "objects" / row["sha256"][:2] / row["sha256"]
    os.chmod(path, 0o600)
    path.write_bytes(path.read_bytes().replace(b"0903345678", b"0903345679"))
    ran = scanned.run(*CASE, "show", name)
    assert ran.returncode == 1
    assert "E846" in ran.stderr
    assert "other bytes stand there" in ran.stderr


def test_an_item_that_became_shorter_leads_nowhere(scanned: Any) -> None:
    name = named(scanned, "*texts/3.txt", "phone")
    (row,) = scanned.reads(*CASE, "items", "--path", "*texts/3.txt")
    path = scanned.place / "vu-01" / "objects" / row["sha256"][:2] / row["sha256"]
    os.chmod(path, 0o600)
    path.write_bytes(b"short")
    ran = scanned.run(*CASE, "show", name)
    assert ran.returncode == 1
    assert "E846" in ran.stderr


def test_a_member_of_a_damaged_archive_is_read_anew_too(scanned: Any) -> None:
    name = named(scanned, "*broken.zip/b.zip/s*", "phone")
    (shown,) = scanned.reads(*CASE, "show", name)
    assert shown["reread"] is True
    assert [one["path"] for one in shown["chain"]][-1] == "bag/broken.zip"


def test_an_extractor_that_is_gone_is_told(scanned: Any, tmp_path: Path) -> None:
    here = Path(__file__).parent / "support" / "hostile_extractors"
    inner = os.environ.get("PYTHONPATH", "")
    with_it = scanned.with_(PYTHONPATH=os.pathsep.join(filter(None, (inner, str(here)))))
    lay(scanned.place / "more", {"many": b"many"})
    scanned.does(*CASE, "collect", "files", "more")
    assert with_it.run(*CASE, "scan", "--only", "many").returncode == 4
    seen = lines(scanned.place / "vu-01", "observations")
    (n,) = (n for n, one in enumerate(seen) if one["raw"] == "7")
    with_it_ran = with_it.run(*CASE, "show", f"5:{n}")
    assert "E846" in with_it_ran.stderr  # it resolves nothing
    gone = scanned.run(*CASE, "show", f"5:{n}")
    assert gone.returncode == 1
    assert "E846" in gone.stderr
    assert "Traceback" not in gone.stderr
    # What stands in the item's own bytes needs no extractor.
    (first,) = (n for n, one in enumerate(seen) if one["raw"] == "many")
    assert scanned.reads(*CASE, "show", f"5:{first}")[0]["reread"] is True
