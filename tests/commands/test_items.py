"""`truyvet items`, `show`, `log`, `export`, `graph`: what is in a case, asked in words and JSON."""

import hashlib
import json
import stat
from pathlib import Path
from typing import Any

import pytest

MESSAGE = "chuyển khoản\n"
DIGEST = hashlib.sha256(MESSAGE.encode()).hexdigest()


@pytest.fixture
def inside(an: Any) -> Any:
    """An, who has named his case once for all."""
    return an.with_(TRUYVET_CASE="vu-01")


def names(rows: list[dict[str, Any]]) -> list[str]:
    """The paths of items."""
    return [row["path"] for row in rows]


def test_items_come_in_the_order_in_which_they_came_in(inside: Any) -> None:
    rows = inside.reads("items")
    assert [row["item"] for row in rows] == [f"1.{n}" for n in range(7)]
    assert names(rows)[:3] == ["evidence", "evidence/chat", "evidence/chat/copy.txt"]


def test_items_for_people_and_for_programs_are_the_same(inside: Any) -> None:
    lines = [line.split("\t") for line in inside.does("items").splitlines()]
    assert lines[0] == ["item", "kind", "size", "sha256", "path"]
    assert [line[4] for line in lines[1:]] == names(inside.reads("items"))


@pytest.mark.parametrize(
    ("glob", "count"), [("*.txt", 2), ("*chat*", 3), ("evidence/?mpty", 1), ("[", 0), ("*'--", 0)]
)
def test_items_are_found_by_a_pattern(inside: Any, glob: str, count: int) -> None:
    assert len(inside.reads("items", "--path", glob)) == count


def test_items_are_found_by_their_hash_in_any_case(inside: Any) -> None:
    found = inside.reads("items", "--sha256", DIGEST.upper())
    assert names(found) == ["evidence/chat/copy.txt", "evidence/chat/messages.txt"]


@pytest.mark.parametrize("digest", ["", "ab", "x" * 64])
def test_what_is_no_hash_is_wrong_usage(inside: Any, digest: str) -> None:
    assert inside.run("items", "--sha256", digest).returncode == 2


def test_items_of_an_entry(inside: Any) -> None:
    inside.does("collect", "files", "evidence/empty")
    assert names(inside.reads("items", "--entry", "2")) == ["empty"]
    assert inside.reads("items", "--entry", "99") == []


def test_an_item_is_shown_with_all_that_is_known(inside: Any) -> None:
    (shown,) = inside.reads("show", "1.3")
    assert (shown["path"], shown["sha256"]) == ("evidence/chat/messages.txt", DIGEST)
    assert shown["locator"] == "file:0/evidence/chat/messages.txt"
    assert [entry["seq"] for entry in shown["history"]] == [1]


def test_an_item_is_found_by_the_start_of_its_id(inside: Any) -> None:
    (shown,) = inside.reads("show", "1.3")
    assert inside.reads("show", shown["id"][:8]) == [shown]


def test_where_an_item_s_bytes_lie_can_be_checked_without_truyvet(inside: Any, case: Path) -> None:
    lines = [line.split() for line in inside.does("show", "1.3").splitlines()]
    (place,) = [words[1] for words in lines if words[0] == "object"]
    assert hashlib.sha256((case / place).read_bytes()).hexdigest() == DIGEST


@pytest.mark.parametrize(
    "item", ["9.9", "1.999", "1.", ".1", "zz", "", "99999999999999999999.1", "-1.0", "１.２"]
)
def test_an_item_that_is_not_there_is_told(inside: Any, item: str) -> None:
    refused = inside.run("show", "--", item)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "E105" in refused.stderr


def test_an_export_is_an_act_and_its_copy_is_the_item(inside: Any) -> None:
    said = inside.does("export", "1.3", "-o", "copy", "--purpose", "giám định")
    assert DIGEST in said
    assert (inside.place / "copy").read_text() == MESSAGE
    newest = inside.reads("log")[-1]
    assert newest["act"]["type"] == "export"
    assert newest["purpose"] == "giám định"
    assert [entry["seq"] for entry in inside.reads("show", "1.3")[0]["history"]] == [1, 2]
    inside.does("verify", "vu-01")


def test_a_copy_is_private(inside: Any) -> None:
    inside.does("export", "1.3", "-o", "copy")
    assert stat.S_IMODE((inside.place / "copy").stat().st_mode) == 0o600


def test_a_copy_replaces_nothing_unasked(inside: Any) -> None:
    (inside.place / "copy").write_text("precious")
    assert "E108" in inside.run("export", "1.3", "-o", "copy").stderr
    assert (inside.place / "copy").read_text() == "precious"
    assert len(inside.reads("log")) == 2
    inside.does("export", "1.3", "-o", "copy", "--force")
    assert (inside.place / "copy").read_text() == MESSAGE


@pytest.mark.parametrize(
    ("item", "output", "code"),
    [("1.0", "copy", "E107"), ("1.6", "copy", "E107"), ("1.3", "vu-01/copy", "E111"),
     ("1.3", "missing/copy", "E117"), ("1.3", "evidence", "E108")],
)  # fmt: skip
def test_what_cannot_be_copied_is_told_and_not_recorded(
    inside: Any, item: str, output: str, code: str
) -> None:
    refused = inside.run("export", item, "-o", output)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert code in refused.stderr
    assert len(inside.reads("log")) == 2


def test_an_object_that_is_broken_is_not_handed_out(inside: Any, case: Path) -> None:
    victim = case / "objects" / DIGEST[:2] / DIGEST
    victim.chmod(0o600)
    victim.write_text(MESSAGE.replace("n", "m"))
    assert "E302" in inside.run("export", "1.3", "-o", "copy").stderr
    assert not (inside.place / "copy").exists()
    victim.unlink()
    assert "E301" in inside.run("export", "1.3", "-o", "copy").stderr


def test_the_log_tells_who_did_what_newest_last(inside: Any) -> None:
    lines = [line.split("\t") for line in inside.does("log").splitlines()]
    assert lines[0] == ["entry", "time", "who", "act", "what"]
    assert [(line[0], line[3]) for line in lines[1:]] == [("0", "case.open"), ("1", "collect")]
    assert {line[2] for line in lines[1:]} == {"Nguyễn Văn An, PA05"}


def test_the_log_as_json_is_the_ledger_s_entries(inside: Any, case: Path) -> None:
    ledger = (case / "ledger/entries.jsonl").read_text().splitlines()
    assert inside.reads("log") == [json.loads(line)["entry"] for line in ledger]


def test_a_link_graph_is_written_and_counted(inside: Any) -> None:
    (counts,) = inside.reads("graph", "custody", "-o", "links.graphml")
    assert "<graphml" in (inside.place / "links.graphml").read_text()
    assert [shared["sha256"] for shared in counts["shared"]] == [DIGEST]


def test_a_graph_replaces_nothing_unasked(inside: Any) -> None:
    inside.does("graph", "custody", "-o", "links.graphml")
    assert "E108" in inside.run("graph", "custody", "-o", "links.graphml").stderr
    inside.does("graph", "custody", "-o", "links.graphml", "--force")


@pytest.mark.parametrize(
    "command",
    [("items",), ("show", "1.3"), ("log",), ("case", "show"), ("graph", "custody", "-o", "g")],
)
def test_reading_a_case_writes_nothing_into_it(
    inside: Any, case: Path, command: tuple[str, ...]
) -> None:
    inside.does("items")
    before = sorted((path, path.stat().st_mtime_ns) for path in case.rglob("*"))
    inside.does(*command)
    assert sorted((path, path.stat().st_mtime_ns) for path in case.rglob("*")) == before
