"""Registers of all kinds: every bad row is listed, nothing is lost, the newest of a name counts."""

from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.desks import ASKS, Desk, officer

from truyvet.evidence.errors import TruyvetError
from truyvet.extractors.tables.profile import built_in
from truyvet.query.desk.registers import check_table, try_table

HEAD = "Biển số,Chủ xe,CCCD,Điện thoại"
DUC = "30A-123.45,Nguyễn Văn Đức,001085012345,0912345678"
BAD = [
    (",Ai đó,,", "plate"),
    ("30A-123.46,Hải,00108501234,", "id"),
    ("30A-123.47,Lan,,8.49E+10", "phone"),
    ("30A-123.48,Mai,,,,x", "cells"),
    ("#N/A,Bình,,", "plate"),
    ('30A-123.49,"Nam,,', "quote"),
]
"""Rows that cannot be read, or not all of them, and a word of the reason."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk without cases; each test gives its registers another name."""
    place = tmp_path_factory.mktemp("registers")
    an = officer(place, "An")
    an.does("desk", "init", "desk")
    return Desk(an=an, binh=an, place=place)


def bring(desk: Desk, name: str, table: str | bytes, *more: str, status: int = 0) -> Any:
    """Import a register of vehicles; what is told of it."""
    content = table.encode() if isinstance(table, str) else table
    (desk.place / f"{name}.csv").write_bytes(content)
    words = ("desk", "register", "import", f"{name}.csv", "--profile", "vehicles", *more)
    return desk.an.reads(*words, status=status)[0]


def rows(desk: Desk, name: str, value: str, status: int = 0) -> list[Any]:
    """The rows of one register in which a value stands."""
    (answer,) = desk.asks(desk.an, value, status=status)
    return [row for one in answer["registers"] if one["register"] == name for row in one["rows"]]


def test_every_bad_row_is_listed_with_its_number_place_and_reason(desk: Desk) -> None:
    table = "\n".join([HEAD, DUC, *(row for row, _ in BAD), ""])
    told = bring(desk, "bad", table, status=4)
    assert (told["rows"], told["unread"]) == (1 + len(BAD), len(BAD))
    listed = desk.an.reads("desk", "register", "list", "--unread", "bad")
    assert [one["row"] for one in listed] == list(range(3, 3 + len(BAD)))
    assert [
        why for one, (_, why) in zip(listed, BAD, strict=True) if why not in one["reason"]
    ] == []
    assert told["first_unread"] == listed
    assert rows(desk, "bad", "30A-123.45")[0]["row"] == 2


def test_what_can_be_read_of_a_bad_row_is_looked_up(desk: Desk) -> None:
    bring(desk, "partly", f"{HEAD}\n51F-111.11,Trần Hải,12,0987654321\n", status=4)
    assert [row["row"] for row in rows(desk, "partly", "0987654321")] == [2]
    assert [row["row"] for row in rows(desk, "partly", "tran hai")] == [2]


def test_more_bad_rows_than_are_shown_are_counted_and_can_be_listed(desk: Desk) -> None:
    table = HEAD + "\n" + ",Ai đó,,\n" * 50
    (desk.place / "many.csv").write_text(table)
    words = ("desk", "register", "import", "many.csv", "--profile", "vehicles")
    ran = desk.an.run(*words)
    assert (ran.returncode, "50 rows not read" in ran.stderr) == (4, True)
    assert "truyvet desk register list --unread 'many'" in ran.stderr
    assert len(desk.an.reads("desk", "register", "list", "--unread", "many")) == 50


def test_the_same_file_twice_is_one_register_of_two_entries(desk: Desk) -> None:
    one, two = (bring(desk, "twice", f"{HEAD}\n{DUC}\n") for _ in range(2))
    assert (one["sha256"], one["entry"] < two["entry"]) == (two["sha256"], True)
    names = [one["name"] for one in desk.an.reads("desk", "register", "list")]
    assert names.count("twice") == 1
    assert len(rows(desk, "twice", "30A12345")) == 1


def test_a_name_that_was_imported_twice_and_removed_is_gone(desk: Desk) -> None:
    bring(desk, "gone", f"{HEAD}\n43A-111.11,X,,\n")
    bring(desk, "gone", f"{HEAD}\n43A-222.22,X,,\n")
    desk.an.does("desk", "register", "remove", "gone")
    assert "gone" not in [one["name"] for one in desk.an.reads("desk", "register", "list")]
    for plate in ("43A11111", "43A22222"):
        assert rows(desk, "gone", plate, status=1) == []
    desk.an.does("desk", "refresh", "--rebuild")
    assert rows(desk, "gone", "43A11111", status=1) == []


def test_it_can_be_brought_again_under_its_name(desk: Desk) -> None:
    bring(desk, "again", f"{HEAD}\n43A-333.33,X,,\n")
    desk.an.does("desk", "register", "remove", "again")
    bring(desk, "again", f"{HEAD}\n43A-333.33,X,,\n")
    assert len(rows(desk, "again", "43A33333")) == 1


def test_a_register_is_named_by_its_entry_too(desk: Desk) -> None:
    seq = bring(desk, "numbered", f"{HEAD}\n43A-444.44,X,,\n")["entry"]
    desk.an.does("desk", "register", "remove", str(seq))
    assert rows(desk, "numbered", "43A44444", status=1) == []


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("upper", "BIỂN SỐ,CHỦ XE,SỐ CCCD,SỐ ĐIỆN THOẠI"),
        ("plain", "bien so,chu xe,cccd,dien thoai"),
        ("signs", "Biển_số:,Chủ xe (*),Số CCCD.,Điện-thoại"),
        ("other", "BKS,Họ và tên chủ xe,Số định danh,SĐT"),
        ("english", "Licence plate,Owner,Citizen ID,Phone"),
        ("letterhead", f"CÔNG AN TỈNH\nPhòng PC08,,,\n\n{HEAD}"),
    ],
)
def test_headings_are_read_however_they_are_written(desk: Desk, name: str, head: str) -> None:
    assert bring(desk, name, f"{head}\n{DUC}\n")["unread"] == 0
    for value in ("30A-123.45", "001085012345", "0912345678", "nguyen van duc"):
        assert len(rows(desk, name, value)) == 1


@pytest.mark.parametrize(
    ("name", "encoding", "sign"),
    [
        ("utf8", "utf-8", ","), ("mark", "utf-8-sig", ";"), ("utf16", "utf-16", "\t"),
        ("utf16be", "utf-16-be", ","), ("pipes", "utf-8", "|"),
    ],
)  # fmt: skip
def test_encodings_and_signs_are_found_out(desk: Desk, name: str, encoding: str, sign: str) -> None:
    text = "\r\n".join(line.replace(",", sign) for line in [HEAD, *[DUC] * 20])
    content = (b"\xfe\xff" if encoding.endswith("be") else b"") + text.encode(encoding)
    assert bring(desk, name, content)["rows"] == 20
    row = rows(desk, name, "30A-123.45")[0]
    assert row["cells"]["Chủ xe"] == "Nguyễn Văn Đức"


def test_a_huge_cell_is_listed_and_its_row_looked_up(desk: Desk) -> None:
    told = bring(
        desk, "huge", f"{HEAD}\n43A-555.55,{'x' * 3_000_000},,\n43A-666.66,X,,\n", status=4
    )
    assert (told["rows"], told["unread"]) == (2, 1)
    ran = desk.an.run("known", "43A55555", *ASKS)
    assert (ran.returncode, "row 2" in ran.stdout) == (0, True)


def test_citizen_ids_with_few_different_digits_are_found(desk: Desk) -> None:
    bring(desk, "ids", f"{HEAD}\n43A-777.77,X,001151105001,\n43A-888.88,Y,001101010101,\n")
    assert [row["row"] for row in rows(desk, "ids", "001151105001")] == [2]
    assert [row["row"] for row in rows(desk, "ids", "001 101 010 101")] == [3]


def test_many_rows_of_one_value_are_counted_and_twenty_told(desk: Desk) -> None:
    lines = "".join(f"29C-{n:03d}.00,Hãng Taxi,,0977000000\n" for n in range(60))
    bring(desk, "taxi", f"{HEAD}\n{lines}")
    (answer,) = desk.asks(desk.an, "0977000000")
    (register,) = answer["registers"]
    assert (register["count"], len(register["rows"])) == (60, 20)
    assert "and 40 more rows" in desk.an.does("known", "0977000000", *ASKS)


@pytest.mark.parametrize("sheet", ["Hà Nội", "Huế"])
def test_a_sheet_of_a_workbook_can_be_chosen(desk: Desk, sheet: str) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name, plate in (("Hà Nội", "30A-999.99"), ("Huế", "75A-999.99")):
        page = book.create_sheet(name)
        page.append(HEAD.split(","))
        page.append([plate, "X", 1085012345, None])
    book.save(desk.place / "two.xlsx")
    words = ("desk", "register", "import", "two.xlsx", "--profile", "vehicles", "--sheet", sheet)
    desk.an.reads(*words, "--name", f"sheet {sheet}", status=4)
    found = {plate for plate in ("30A99999", "75A99999") if rows(desk, f"sheet {sheet}", plate,
             status=0 if rows_known(desk, plate) else 1)}  # fmt: skip
    assert found == {"30A99999" if sheet == "Hà Nội" else "75A99999"}


def rows_known(desk: Desk, value: str) -> bool:
    """Tell whether any register holds a value."""
    return desk.an.run("known", value, *ASKS).returncode == 0


def test_a_profile_of_ones_own_reads_a_register(desk: Desk) -> None:
    (desk.place / "sim.toml").write_text(
        'name = "sim"\n[columns.phone]\nnames = ["thuê bao"]\nkind = "phone"\nrequired = true\n'
    )
    (desk.place / "sim.csv").write_text("thuê bao,gói\n0966000001,x\n\n0966000002,y\n")
    words = ("desk", "register", "import", "sim.csv", "--profile", "sim.toml")
    (told,) = desk.an.reads(*words)
    assert told["rows"] == 2
    assert [row["row"] for row in rows(desk, "sim", "0966 000 002")] == [4]


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"\x00" * 999, b"PK\x03\x04", b'"'])
def test_what_holds_no_table_is_refused_before_anything_is_recorded(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "x").write_bytes(content)
    table = check_table(tmp_path / "x")
    if not content.strip(b"\xff\xfe\n"):
        try_table(table, built_in("vehicles"))
        return
    with pytest.raises(TruyvetError, match="E619"):
        try_table(table, built_in("vehicles"))


def test_the_ledger_stays_valid_after_all_that(desk: Desk) -> None:
    assert desk.an.does("verify", "desk").startswith("VALID")


@pytest.mark.parametrize(
    ("name", "content"), [("head", f"{HEAD}\n"), ("empty", ""), ("blank", "\n\n")]
)
def test_a_register_in_which_no_row_stands_is_said_to_know_nothing(
    desk: Desk, name: str, content: str
) -> None:
    (desk.place / "xe.csv").write_text(content)
    words = ("desk", "register", "import", "xe.csv", "--profile", "vehicles", "--name", name)
    for more in ((), ("--json",)):
        ran = desk.an.run(*words, *more)
        assert ran.returncode == 0
        assert f"no row stands in it: nothing is known by register {name}" in ran.stderr
        assert ("older ones of its name" in ran.stderr) == bool(more)  # the second stands over one
    told = {one["name"]: one["rows"] for one in desk.an.reads("desk", "register", "list")}
    assert told[name] == 0


def test_a_register_with_rows_is_not_said_to_be_empty(desk: Desk) -> None:
    (desk.place / "đầy.csv").write_text(f"{HEAD}\n{DUC}\n")
    ran = desk.an.run("desk", "register", "import", "đầy.csv", "--profile", "vehicles")
    assert ran.returncode == 0
    assert "no row" not in ran.stderr
