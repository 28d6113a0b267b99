"""Reference registers: brought in byte for byte, asked row by row, built anew when it must be."""

import hashlib

import pytest
from tests.commands.support.desks import ASKS, VEHICLES, Desk, rows

IMPORT = ("desk", "register", "import", "vehicles.csv", "--profile", "vehicles")


@pytest.fixture
def registered(desk: Desk) -> Desk:
    """A desk with a register of vehicles."""
    (desk.place / "vehicles.csv").write_text(VEHICLES)
    desk.an.does(*IMPORT, "--note", "PC08, 3/2026", status=4)
    return desk


def test_a_row_is_told_with_register_row_locator_cells_item_and_entry(registered: Desk) -> None:
    (answer,) = registered.asks(registered.an, "30A 12345")
    (register,) = answer["registers"]
    (row,) = register["rows"]
    assert (register["register"], register["count"], row["row"]) == ("vehicles", 1, 2)
    assert register["item"] == f"{register['entry']}.1"
    assert row["cells"]["Chủ xe"] == "Nguyễn Văn Đức"
    assert row["met"] == [{"kind": "licence-plate", "value": "30A-123.45", "weak": ""}]
    start, length = map(int, row["locator"][0].removeprefix("bytes:").split("+"))
    raw = (registered.place / "vehicles.csv").read_bytes()[start : start + length]
    assert raw.decode().startswith("30A-123.45,Nguyễn Văn Đức")


@pytest.mark.parametrize("value", ["0912345678", "001085012345", "RLHJF5803DY123456"])
def test_every_identifier_of_a_row_is_looked_up(registered: Desk, value: str) -> None:
    (answer,) = registered.asks(registered.an, value)
    assert answer["registers"][0]["rows"][0]["row"] == 2


def test_each_value_of_a_cell_is_looked_up(desk: Desk) -> None:
    (desk.place / "vehicles.csv").write_text(
        "Biển số,Chủ xe\n30A-12345;30A-123.46,An\n30A–123.47,Ba\n30A 12348 (xe máy),Ca\n"
    )
    desk.an.does(*IMPORT)
    for value, row in (("30A-123.45", 2), ("30A-123.46", 2), ("30A12347", 3), ("30A-123.48", 4)):
        (answer,) = desk.asks(desk.an, value)
        assert [one["row"] for one in answer["registers"][0]["rows"]] == [row]


def test_an_owner_is_found_by_name_without_marks(registered: Desk) -> None:
    (answer,) = registered.asks(registered.an, "tran thi binh")
    assert answer["registers"][0]["rows"][0]["cells"]["Biển số"] == "29H1-234.56"


def test_cases_and_registers_are_told_side_by_side(registered: Desk) -> None:
    told = registered.an.does("known", "0912345678", *ASKS)
    assert told.index("in case 1/2026") < told.index("in register vehicles")
    assert "Số khung: RLHJF5803DY123456" in told


def test_a_row_that_cannot_be_read_is_listed_and_counted(registered: Desk) -> None:
    (told,) = registered.an.reads("desk", "register", "list")
    assert (told["rows"], told["unread"]) == (3, 1)
    (row,) = registered.an.reads("desk", "register", "list", "--unread", "vehicles")
    assert (row["row"], "plate" in row["reason"]) == (4, True)


def test_the_table_is_stored_byte_for_byte_with_where_it_came_from(registered: Desk) -> None:
    (told,) = registered.an.reads("desk", "register", "list")
    digest = hashlib.sha256((registered.place / "vehicles.csv").read_bytes()).hexdigest()
    assert (told["sha256"], told["source"]) == (digest, str(registered.place / "vehicles.csv"))
    acts = registered.an.reads("--case", "desk", "log")
    assert acts[-1]["act"]["note"] == "PC08, 3/2026"
    assert registered.an.does("verify", "desk").startswith("VALID")


def test_the_rows_are_built_anew_from_the_stored_table(registered: Desk) -> None:
    before = rows(registered.place)
    (registered.place / "vehicles.csv").unlink()
    registered.an.does("desk", "refresh", "--rebuild")
    assert rows(registered.place) == before


def test_a_register_given_anew_is_asked_instead_of_the_older(registered: Desk) -> None:
    (registered.place / "vehicles.csv").write_text("Biển số,Chủ xe\n51F-111.11,Ai đó\n")
    registered.an.does(*IMPORT)
    assert not registered.asks(registered.an, "30A12345", status=1)[0]["known"]
    assert registered.asks(registered.an, "51F11111")[0]["known"]
    assert len(registered.an.reads("desk", "register", "list")) == 1


def test_a_register_that_was_removed_is_asked_no_longer(registered: Desk) -> None:
    registered.an.does("desk", "register", "remove", "vehicles")
    assert registered.an.reads("desk", "register", "list") == []
    assert not registered.asks(registered.an, "30A12345", status=1)[0]["known"]
    assert "E623" in registered.an.run("desk", "register", "remove", "vehicles").stderr
    assert registered.an.does("verify", "desk").startswith("VALID")


def test_a_no_names_the_registers_that_it_covers(registered: Desk) -> None:
    told = registered.an.does("known", "99Z99999", *ASKS, status=1)
    assert "register vehicles" in told
    assert "3 rows, 1 of them not whole" in told


def test_what_is_no_such_table_leaves_no_entry(desk: Desk) -> None:
    before = len(desk.an.reads("--case", "desk", "log"))
    for content in (b"a,b\n1,2\n", b"%PDF-1.7\n", b"\x00" * 100):
        (desk.place / "vehicles.csv").write_bytes(content)
        assert "E619" in desk.an.run(*IMPORT).stderr
    assert "E501" in desk.an.run(*IMPORT[:3], "nowhere.csv", *IMPORT[4:]).stderr
    assert len(desk.an.reads("--case", "desk", "log")) == before


def test_a_stored_table_that_was_altered_is_not_shown_as_evidence(registered: Desk) -> None:
    (told,) = registered.an.reads("desk", "register", "list")
    path = registered.place / "desk/objects" / told["sha256"][:2] / told["sha256"][2:]
    path = path if path.exists() else path.with_name(told["sha256"])
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"30A-123.45", b"30A-999.99"))
    (answer,) = registered.asks(registered.an, "30A12345")
    register = answer["registers"][0]
    assert (register["rows"], "E604" in register["reason"]) == ([], True)


def test_a_workbook_is_a_register_too(desk: Desk) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (("Biển số", "Chủ xe"), ("30A-123.45", "Nguyễn Văn Đức")):
        sheet.append(cells)
    book.save(desk.place / "vehicles.xlsx")
    words = ("desk", "register", "import", "vehicles.xlsx", "--profile", "vehicles")
    desk.an.does(*words, "--name", "Xe")
    (row,) = desk.asks(desk.an, "30A12345")[0]["registers"][0]["rows"]
    assert row["cells"] == {"Biển số": "30A-123.45", "Chủ xe": "Nguyễn Văn Đức"}


def test_hostile_cells_do_no_harm(desk: Desk) -> None:
    name = "\x1b[2J\u202e</script>" + "x" * 10_000
    (desk.place / "vehicles.csv").write_text(f"Biển số,Chủ xe\n30A-123.45,{name}\n")
    desk.an.does(*IMPORT, status=4)
    told = desk.an.does("known", "30A12345", *ASKS)
    assert "\x1b" not in told
    assert "\u202e" not in told
