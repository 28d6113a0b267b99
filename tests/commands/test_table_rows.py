"""What came of the rows, as the lists of a scan tell it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

import msgspec

from truyvet.commands.table_rows import MAX_LISTED, Rows, rows_of
from truyvet.evidence.scans.gathering import Gathering

ITEM, OTHER = "a" * 64, "b" * 64
PATHS = {ITEM: "cdr.csv"}


@dataclass
class Gathered:
    """What a scan has gathered, in memory."""

    observations: list[dict[str, object]] = field(default_factory=list)
    examined: list[dict[str, object]] = field(default_factory=list)

    def lines(self, kind: str) -> Iterator[bytes]:
        assert kind == "observations"
        return map(msgspec.json.encode, self.observations)

    def outcomes(self) -> Iterator[bytes]:
        return map(msgspec.json.encode, self.examined)


def counted(gathered: Gathered, paths: Mapping[str, str]) -> Rows:
    return rows_of(cast("Gathering", gathered), paths)


def seen(kind: str, item: str = ITEM, **facts: str) -> dict[str, object]:
    return {"item": item, "kind": kind, "facts": facts}


def outcome(status: str, reason: str = "", defect: str = "", **other: str) -> dict[str, object]:
    defects = [{"code": "partial", "locator": [], "text": defect}] if defect else []
    told: Mapping[str, object] = {
        "extractor": "rows", "status": status, "reason": reason, "defects": defects,
    }  # fmt: skip
    item = other.pop("item", ITEM)
    return {"item": item, "outcomes": [{**told, **other}]}


def short(*examined: dict[str, object]) -> list[str]:
    return counted(Gathered(examined=list(examined)), PATHS).short


def test_statements_are_counted_by_relation_and_rows_by_table() -> None:
    found = counted(
        Gathered([
            seen("link", relation="called"), seen("link", relation="called"),
            seen("link", relation="uses"), seen("table", rows="7", problems="2"),
            seen("table", rows="1", problems="0", sheet="B"),
        ]), PATHS,
    )  # fmt: skip
    assert found.statements == {"called": 2, "uses": 1}
    assert (found.rows, found.unread) == (8, 2)


def test_only_rows_with_a_problem_are_listed_with_their_sheet_and_number() -> None:
    found = counted(
        Gathered([
            seen("row", row="3"), seen("row", row="4", problem="callee: is empty"),
            seen("row", row="9", problem="zero bytes", sheet="Tờ 1"),
        ]), PATHS,
    )  # fmt: skip
    assert found.problems == ["cdr.csv row 4: callee: is empty", "cdr.csv Tờ 1 row 9: zero bytes"]


def test_what_is_of_other_items_does_not_count() -> None:
    gathered = Gathered(
        [seen("link", OTHER, relation="called"), seen("table", OTHER, rows="1", problems="1")],
        [outcome("corrupt", "killed", item=OTHER)],
    )
    found = counted(gathered, PATHS)
    assert (found.statements, found.rows, found.unread, found.short) == ({}, 0, 0, [])


def test_of_very_many_rows_the_first_are_listed() -> None:
    many = [seen("row", row=str(n), problem="x") for n in range(MAX_LISTED + 9)]
    found = counted(Gathered(many), PATHS)
    assert len(found.problems) == MAX_LISTED
    assert found.problems[-1] == f"cdr.csv row {MAX_LISTED - 1}: x"


def test_a_table_that_was_not_read_to_its_end_is_told_with_the_reason() -> None:
    assert short(outcome("timeout", "3600 s")) == ["cdr.csv: 3600 s"]
    assert short(outcome("unsupported", defect="no table: a PDF")) == ["cdr.csv: no table: a PDF"]
    assert short(outcome("partial", "too many observations")) == ["cdr.csv: too many observations"]


def test_a_table_of_which_only_rows_are_left_is_read_to_its_end() -> None:
    assert short(outcome("ok"), outcome("empty"), outcome("partial", defect="row 2: x")) == []


def test_what_other_extractors_did_is_not_told_here() -> None:
    assert short(outcome("corrupt", "killed", extractor="filetype")) == []
