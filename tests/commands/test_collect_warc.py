"""`truyvet collect warc`: others' archives come in, every record an item, damage named."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.extractors.support.specimens import (
    PAGE,
    browser_log,
    packed_web_archive,
    picture,
    web_archive,
    web_record,
)

MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\n"
    b"Subject: x\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
    b"--B\r\nContent-Type: text/html\r\nContent-Location: https://x.example/a\r\n\r\n<html>\r\n"
    b"--B--\r\n"
)
SINGLE = (
    b"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://a.example/ \n"
    b" saved date: Sat Nov 21 2026 10:00:00 GMT+0700\n--><title>x</title></html>"
)


def laid(an: Any, **files: bytes) -> list[str]:
    """Lay files beside the case; return their names."""
    names = [name.replace("__", ".") for name in files]
    for name, content in zip(names, files.values(), strict=True):
        (an.place / name).write_bytes(content)
    return names


def brought(an: Any, *names: str, status: int = 0) -> dict[str, Any]:
    """Bring archives in; what is said of it as JSON."""
    (said,) = an.reads("--case", "vu-01", "collect", "warc", *names, status=status)
    return dict(said)


def items(an: Any) -> dict[str, str]:
    """Path: hash of all items."""
    return {row["path"]: row.get("sha256") for row in an.reads("--case", "vu-01", "items")}


def test_every_record_is_an_item_at_once(an: Any) -> None:
    laid(an, a__warc=web_archive())
    ran = an.run("--case", "vu-01", "collect", "warc", "a.warc")
    assert ran.returncode == 0
    first, second, third = ran.stdout.splitlines()
    assert first.startswith("entry 2: 1 item, 1 of them stored")
    assert second == "entry 3: 4 items inside them"
    assert third == "  a.warc: WARC/1.1, 4 records: 1 request, 1 resource, 1 response, 1 warcinfo"
    assert items(an)["a.warc/https://example.com/"] == hashlib.sha256(PAGE).hexdigest()


def test_the_archive_itself_is_kept_byte_for_byte(an: Any) -> None:
    content = packed_web_archive()
    laid(an, a__warc__gz=content)
    assert brought(an, "a.warc.gz")["children"] == 4
    assert items(an)["a.warc.gz"] == hashlib.sha256(content).hexdigest()


def test_both_acts_stand_in_the_ledger_and_verify(an: Any, case: Path) -> None:
    laid(an, a__warc=web_archive())
    brought(an, "a.warc")
    lines = (case / "ledger/entries.jsonl").read_bytes().splitlines()
    acts = [json.loads(line)["entry"]["act"] for line in lines[-2:]]
    assert [act["type"] for act in acts] == ["collect", "scan"]
    assert acts[0]["collector"] == "warc"
    assert "VALID" in an.does("--case", "vu-01", "verify")


def test_a_damaged_record_is_named_with_its_byte(an: Any) -> None:
    good = web_record("resource", "a:1", "text/plain", b"one")
    bad = web_record("resource", "a:2", "text/plain", b"two").replace(
        b"\r\n\r\ntwo", b"\r\n\r\ntwx"
    )
    laid(an, a__warc=good + bad)
    ran = an.run("--case", "vu-01", "collect", "warc", "a.warc")
    assert ran.returncode == 4
    text = f"  a.warc: the record at byte {len(good)}: its block has another digest"
    assert text in ran.stderr.splitlines()
    assert "1 defects:" in ran.stderr


def test_damage_is_told_as_json_too(an: Any) -> None:
    laid(an, a__warc=web_archive()[:-100])
    said = brought(an, "a.warc", status=4)
    assert any("is cut off" in hurt["why"] for hurt in said["damage"])
    assert said["damage"][0]["place"].startswith("warc:")
    assert said["entry"] + 1 == said["scan"]


def test_other_forms_come_in_too(an: Any) -> None:
    names = laid(an, a__har=browser_log(), b__mhtml=MHTML, c__html=SINGLE)
    said = brought(an, *names)
    assert {one["path"]: one["words"] for one in said["archives"]} == {
        "a.har": "HAR, 2 entries", "b.mhtml": "MHTML, 1 parts", "c.html": "SingleFile",
    }  # fmt: skip
    assert items(an)["a.har/https://example.com/gửi"] == hashlib.sha256(picture()).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("other", b"", "an empty file"),
        ("other", b"hello", "text/plain"),
        ("other", b"\x1f\x8b\x08\0", "application/gzip"),
        ("other", b"PK\3\4", "application/zip"),
        ("other", PAGE, "text/html"),
        ("other", b"{}", "application/json"),
        ("b.warc", picture(), "image/png"),
        ("b.wacz", b"\x1f\x8b\x08\0", "application/gzip"),
        ("b.har", PAGE, "text/html"),
        ("b.warc", b"", "an empty file"),
    ],
)
def test_what_is_surely_no_archive_is_refused_and_nothing_is_recorded(
    an: Any, case: Path, name: str, content: bytes, what: str
) -> None:
    laid(an, a__warc=web_archive())
    (an.place / name).write_bytes(content)
    before = (case / "ledger/entries.jsonl").read_bytes()
    ran = an.run("--case", "vu-01", "collect", "warc", "a.warc", name)
    assert ran.returncode == 1
    assert f"E540: {an.place / name} is no archive of web pages: it is {what}" in ran.stderr
    assert "truyvet collect files" in ran.stderr
    assert (case / "ledger/entries.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.warc", web_archive()[:3], "no record of a web archive begins it"),
        ("a.warc.gz", packed_web_archive()[20:], "no record of a web archive begins it"),
        ("a.har", browser_log()[:5], "it does not begin as a HAR file"),
        ("a.har", browser_log()[:-9], "breaks off"),
        ("a.wacz", b"PK\3\4", "no datapackage.json in this package"),
    ],
)
def test_a_file_that_is_cut_comes_in_with_its_defect(
    an: Any, name: str, content: bytes, why: str
) -> None:
    (an.place / name).write_bytes(content)
    said = brought(an, name, status=4)
    assert any(why in hurt["why"] for hurt in said["damage"])
    assert items(an)[name] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", ["a.wacz", "renamed"])
def test_a_package_that_is_cut_gives_what_is_left_of_it(an: Any, name: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("archive/data.warc", web_archive())
        package.writestr("datapackage.json", "{}")
    (an.place / name).write_bytes(made.getvalue()[:-150])
    said = brought(an, name, status=4)
    assert any("central directory" in hurt["why"] for hurt in said["damage"])
    assert items(an)[f"{name}/archive/data.warc/https://example.com/"]


def test_a_folder_is_refused(an: Any) -> None:
    ran = an.run("--case", "vu-01", "collect", "warc", "evidence")
    assert (ran.returncode, "E540" in ran.stderr) == (1, True)


def test_a_file_that_is_not_there_is_refused(an: Any) -> None:
    ran = an.run("--case", "vu-01", "collect", "warc", "missing.warc")
    assert (ran.returncode, "E501" in ran.stderr) == (1, True)


def test_only_the_archives_are_examined(an: Any) -> None:
    laid(an, a__warc=web_archive())
    brought(an, "a.warc")
    rows = an.reads("--case", "vu-01", "outcomes", status=4)
    assert rows
    told = an.run("--case", "vu-01", "observations", "--kind", "phone")
    assert told.stdout.count("\n") <= 1  # nobody has looked for numbers yet


def test_a_scan_afterwards_takes_nothing_apart_twice(an: Any) -> None:
    laid(an, a__warc=web_archive())
    brought(an, "a.warc")
    before = items(an)
    an.run("--case", "vu-01", "scan", "--only", "filetype,warc,streams,web")
    assert items(an) == before


def test_real_archives_come_in_with_each_defect_named(an: Any) -> None:
    folder = Path(__file__).resolve().parents[3] / "shared" / "samples" / "warc"
    if not folder.is_dir():
        pytest.skip("no samples")
    names = sorted(map(str, folder.iterdir()))
    said = brought(an, *names, status=4)
    damaged = {hurt["path"] for hurt in said["damage"]}
    assert damaged == {
        "example-bad-non-chunked.warc.gz", "example-trunc.warc", "example-wrong-chunks.warc.gz",
    }  # fmt: skip
    words = {one["path"]: one["words"] for one in said["archives"]}
    assert words["example.com.wacz/archive/data.warc"].startswith("WARC/1.1, 5 records")
