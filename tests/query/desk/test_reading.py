"""Registers read in a confined process: whole, in order, bounded, strict about what comes back."""

import pytest

from truyvet.evidence.errors import TruyvetError
from truyvet.extractors.tables.profile import built_in
from truyvet.query.desk.reading import Row, Rows

PROFILE = built_in("vehicles")


def read(table: bytes, profile: str = PROFILE) -> tuple[list[Row], list[tuple[str, ...]]]:
    """Return all rows and headings."""
    with Rows(table, profile) as rows:
        found = [row for batch in rows.batches() for row in batch]
        return found, rows.headings


def test_rows_come_in_order_over_many_answers() -> None:
    lines = "".join(f"30A-{number // 100:03d}.{number % 100:02d},x\n" for number in range(12_345))
    rows, headings = read(f"biển số,chủ xe\n{lines}".encode())
    assert [row.number for row in rows] == list(range(2, 12_347))
    assert headings == [("biển số", "chủ xe")]


def test_a_row_says_its_cells_its_place_and_what_it_names() -> None:
    table = "biển số,chủ xe,màu\n30A-123.45,Đức,đỏ\n".encode()
    (row,), _ = read(table)
    start, length = map(int, row.locator[0].removeprefix("bytes:").split("+"))
    assert table[start : start + length].decode() == "30A-123.45,Đức,đỏ"
    assert row.selectors == (("licence-plate", "30A-123.45"), ("name", "Đức"))
    assert row.cells == ("30A-123.45", "Đức", "đỏ")


def test_a_row_that_says_nothing_has_a_problem() -> None:
    (row,), _ = read("biển số,chủ xe\n,Đức\n".encode())
    assert "plate" in row.problem


def test_a_table_without_rows_gives_none() -> None:
    assert read("biển số,chủ xe\n".encode())[0] == []
    assert read(b"")[0] == []


@pytest.mark.parametrize("table", [b"a,b\n1,2\n", b"%PDF-1.7\n1 0 obj", b"\x00\xff" * 500])
def test_what_is_no_such_table_is_an_error(table: bytes) -> None:
    with pytest.raises(TruyvetError, match="E619"):
        read(table)


def test_no_profile_is_an_error() -> None:
    with pytest.raises(TruyvetError, match="E619"):
        read(b"a,b\n", "nonsense = ")


def test_whoever_stops_early_leaves_no_process_behind() -> None:
    with Rows("biển số\n30A-123.45\n".encode() * 30_000, PROFILE) as rows:
        assert len(next(rows.batches())) == 5_000
