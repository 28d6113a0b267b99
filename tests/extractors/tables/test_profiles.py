"""The profiles that come along, over tables as operators, banks and registers write them."""

from datetime import datetime
from pathlib import Path

import pytest
from tests.extractors.conftest import samples  # noqa: F401 - a fixture
from tests.extractors.tables.reads import named, rows, says, tables, workbook

from truyvet.evidence.links.node import KINDS
from truyvet.evidence.links.relation import NAMING
from truyvet.extractors.tables.headings import bare
from truyvet.extractors.tables.profile import BUILT_IN, VALUES

VIETCOMBANK = """NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM,,,,,
SAO KÊ TÀI KHOẢN,,,,,
Số tài khoản:,0071000123456,,Ngân hàng:,Vietcombank,
Từ ngày,01/03/2026,,,,
Ngày giao dịch,Số tham chiếu,Ghi nợ,Ghi có,Nội dung,Tài khoản đối ứng,Tên đối ứng,Ngân hàng đối ứng
14/03/2026,FT001,"1.500.000",,chuyen tien,1903 4567 8901,Trần Thị Hoa,Techcombank
15/03/2026 10:00:05,FT002,0,"2,000,000.50",tra no,0912345678901,,BIDV
16/03/2026,FT003,"11.000",,phí,,,
,,,,Tổng cộng,,,
"""


@pytest.mark.parametrize("name", BUILT_IN)
def test_no_two_columns_of_a_profile_claim_one_heading(name: str) -> None:
    headings = dict[str, str]()
    for word, column in named(name).columns.items():
        own = {bare(heading) for heading in column.names}
        clash = {one: headings[one] for one in own if one in headings}
        allowed = {"ngan hang", "bank", "so may"}
        assert not clash.keys() - allowed, clash
        headings |= dict.fromkeys(own, word)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_end_of_a_statement_is_a_node(name: str) -> None:
    profile = named(name)
    for said in profile.statements:
        for word in (said.subject, said.object):
            kinds = profile.columns[word].kinds if word in profile.columns else ("person",)
            assert set(kinds) <= KINDS.keys() - VALUES.keys()
        assert said.relation not in NAMING or said.subject in profile.made


def test_a_bank_statement_says_who_paid_whom() -> None:
    found = rows(VIETCOMBANK, named("bank"))
    paid = [said for row in found for said in row.statements if said.relation == "transferred"]
    own = "bank-account:970436:0071000123456"
    assert [f"{said.subject} {said.object}" for said in paid] == [
        f"{own} bank-account:970407:190345678901",
        f"bank-account:970418:0912345678901 {own}",
    ]
    assert paid[0].facts == {
        "amount": "1500000", "currency": "VND", "message": "chuyen tien", "reference": "FT001",
        "row": "6",
    }  # fmt: skip
    assert (paid[0].since, paid[1].since) == ("2026-03-14", "2026-03-15T03:00:05Z")
    assert paid[1].facts["amount"] == "2000000.5"


def test_a_payment_without_the_other_account_is_a_row_and_no_fault() -> None:
    fee = rows(VIETCOMBANK, named("bank"))[2]
    assert (fee.statements, fee.problem) == ((), "")
    assert fee.cells["Nội dung"] == "phí"


def test_the_other_account_bears_its_holders_name() -> None:
    told = says(rows(VIETCOMBANK, named("bank"))[:1])
    assert [line.split(" ", 1)[1] for line in told[1:]] == [
        "named name:Trần Thị Hoa", "holder_of bank-account:970407:190345678901",
    ]  # fmt: skip


def test_the_account_may_be_given_or_stand_in_a_column() -> None:
    content = "Ngày giao dịch,Ghi nợ,Tài khoản đối ứng\n14/03/2026,5.000,1903456789\n"
    (row,) = rows(content, named("bank", account="0071000123456"))
    assert says([row])[0].startswith("bank-account:0071000123456 transferred")
    (row,) = rows(content, named("bank"))
    assert (row.statements, row.problem) == ((), "account: is empty")


@pytest.mark.parametrize(
    ("head", "line", "out"),
    [("Số tiền,Loại", "500.000,Chuyển đi", True), ("Số tiền,Loại", "500.000,CR", False),
     ("Số tiền", "-500.000", True), ("Số tiền", "+500.000", False),
     ("Amount,D/C", '"5,000.00",D', True)],
)  # fmt: skip
def test_one_column_of_amounts_goes_by_its_sign_or_a_word(head: str, line: str, out: bool) -> None:
    (row,) = rows(
        f"Tài khoản đối ứng,{head}\n1903456789,{line}\n", named("bank", account="0071000")
    )
    first = says([row])[0]
    assert first.startswith("bank-account:0071000") is out
    assert not row.statements[0].facts["amount"].startswith("-")


def test_a_register_of_subscribers_says_whose_number_it_is() -> None:
    content = workbook(("DS", [
        ["STT", "Số thuê bao", "Họ và tên", "Số CCCD", "Ngày sinh", "Địa chỉ", "Ngày kích hoạt"],
        [1, 912345678, "Nguyễn Văn Đức", "001090012345", "1/1/1990", "12 Tràng Tiền", "5/6/2020"],
    ]))  # fmt: skip
    (row,) = rows(content, named("subscribers"))
    who = str(row.statements[0].subject)
    assert says([row]) == [
        f"{who} named name:Nguyễn Văn Đức", f"phone:+84912345678 registered_to {who}",
        f"{who} holder_of cccd:001090012345", f"{who} located_at place:12 Tràng Tiền",
    ]  # fmt: skip
    assert row.statements[1].since == "2020-06-05"


def test_a_register_of_vehicles_says_whose_car_it_is() -> None:
    content = (
        "Biển số;Chủ xe;CCCD;Số khung;Nhãn hiệu\n30A 12345;Trần Thị Hoa;001190054321;rl4x;KIA\n"
    )
    (row,) = rows(content, named("vehicles"))
    who = str(row.statements[0].object)
    assert says([row]) == [
        f"licence-plate:30A-123.45 registered_to {who}", f"{who} named name:Trần Thị Hoa",
        f"{who} holder_of cccd:001190054321", "licence-plate:30A-123.45 uses vin:RL4X",
    ]  # fmt: skip
    assert row.statements[0].facts["make"] == "KIA"


def test_a_list_of_contacts_says_who_knows_whom() -> None:
    content = (
        "First Name,Last Name,Nickname,Mobile Phone,E-mail Address\n"
        "Đức,Nguyễn,Tọt,0912345678,D@x.vn\n"
    )
    (row,) = rows(content, named("contacts", owner="0168 345 6789"))
    who = str(row.statements[-1].subject)
    assert says([row]) == [
        "phone:+84383456789 has_contact phone:+84912345678",
        "phone:+84383456789 has_contact email:d@x.vn", f"{who} named name:Nguyễn Đức",
        f"{who} alias alias:Tọt", f"{who} uses phone:+84912345678", f"{who} uses email:d@x.vn",
    ]  # fmt: skip


def test_contacts_of_nobody_known_are_still_people() -> None:
    (row,) = rows("Name,Phone\nĐức,0912345678\n", named("contacts"))
    assert [said.relation for said in row.statements] == ["named", "uses"]


def test_the_call_records_of_2008_are_all_there(samples: Path) -> None:  # noqa: F811
    content = (samples / "links" / "vast2008_cdr.csv").read_bytes()
    table = tables(content, named("cdr"))
    found = list(table.rows())
    calls = [said for row in found for said in row.statements]
    assert len(found) == len(calls) == 9834
    ends = {node.value for said in calls for node in (said.subject, said.object)}
    assert len(ends) == 400
    assert [row.number for row in found if row.problem] == [823, 4222, 6451, 7246]
    lines = content.decode().split("\n")[1:]
    for line, said in zip(lines, calls, strict=False):
        caller, callee, when, _, cell = line.strip().split(",")
        assert (said.subject.value, said.object.value, said.facts["cell"]) == (caller, callee, cell)
        assert said.since.endswith(f":{when[-2:]}:00Z")


# Tables as they come.


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("0912345678,0913456789,14/03/2026 09:15:00,65,Thoại,Đi", "called"),
        ("0912345678,VIETTEL,14/03/2026 09:15:00,,SMS,Đến", "messaged"),
        ("0912345678,0913456789,2026-03-14 09:15:00,0,Data,", "called"),
        ("+84912345678,8613800138000,14/03/2026 9:15,1:05,thoại,đi", "called"),
    ],
)
def test_a_call_record_of_an_operator_is_read(line: str, said: str) -> None:
    head = "Số A,Số B,Thời gian,Thời lượng (giây),Loại,Chiều"
    (row,) = rows(f"{head}\n{line}\n", named("cdr"))
    (one,) = row.statements
    assert (one.relation, row.problem) == (said, "")
    assert "phone:+84912345678" in (str(one.subject), str(one.object))
    assert one.since == "2026-03-14T02:15:00Z"


def test_a_call_record_in_a_workbook_with_numbers_for_telephones_is_read() -> None:
    content = workbook(("Sheet1", [
        ["CHI TIẾT CUỘC GỌI"], [], ["Thuê bao:", "0912345678"], [],
        ["STT", "Số gọi", "Số nhận", "Thời gian", "Thời lượng"],
        [1, 912345678, 913456789, datetime(2026, 3, 14, 9, 15), 65],  # noqa: DTZ001 - local
        [2, 84912345678, 913456789.0, 46095.385416666664, "01:05"],
        ["Tổng cộng", None, None, None, 130],
    ]))  # fmt: skip
    found = rows(content, named("cdr"))
    assert says(found) == ["phone:+84912345678 called phone:+84913456789"] * 2
    assert [said.facts["duration"] for row in found for said in row.statements] == ["65", "65"]
    assert {said.since for row in found for said in row.statements} == {"2026-03-14T02:15:00Z"}
    assert found[-1].problem == "caller: is empty"


def test_a_bank_statement_in_pages_is_read_through() -> None:
    head = "Ngày giao dịch,Ghi nợ,Ghi có,Tài khoản đối ứng"
    content = (
        f"Số tài khoản: 0071000123456\n{head}\n14/03/2026,5.000,-,1903456789\n"
        f"{head}\n15/03/2026,-,7.000,1903456789\n"
    )
    found = rows(content, named("bank"))
    assert [row.problem for row in found] == ["", "", ""]
    own, other = "bank-account:0071000123456", "bank-account:1903456789"
    assert [line for line in says(found) if "transferred" in line] == [
        f"{own} transferred {other}", f"{other} transferred {own}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [(1500000, "1500000", "VND"), (1.234, "1.234", "VND"), ("1.234", "1234", "VND"),
     ("1,234.50 USD", "1234.5", "USD"), (0.5, "0.5", "VND"), ("-", "", ""), (0, "", "")],
)  # fmt: skip
def test_an_amount_in_a_workbook_is_what_the_spreadsheet_means(
    cell: object, amount: str, currency: str
) -> None:
    content = workbook(("S", [["Tài khoản đối ứng", "Ghi nợ"], ["1903456789", cell]]))
    (row,) = rows(content, named("bank", account="0071000123456"))
    facts = [said.facts for said in row.statements if said.relation == "transferred"]
    assert [(one["amount"], one["currency"]) for one in facts] == (
        [(amount, currency)] if amount else []
    )


def test_a_contact_may_be_called_by_a_small_picture() -> None:
    (row,) = rows("Tên,SĐT\n❤️,0912345678\n", named("contacts"))
    assert "named name:❤️" in says([row])[0]


def test_two_subscribers_of_one_name_are_two() -> None:
    content = "Số thuê bao,Họ tên,CCCD\n0912345678,Nguyễn Văn Đức,\n0913456789,Nguyễn Văn Đức,\n"
    found = rows(content, named("subscribers"))
    assert len({str(row.statements[0].subject) for row in found}) == 2


def test_one_owner_of_two_cars_is_one() -> None:
    content = "Biển số,Chủ xe,CCCD\n30A-123.45,Hoa,001190054321\n30A 999.99,HOA,001190054321\n"
    found = rows(content, named("vehicles"))
    assert len({str(said.object) for row in found for said in row.statements
                if said.relation == "registered_to"}) == 1  # fmt: skip
