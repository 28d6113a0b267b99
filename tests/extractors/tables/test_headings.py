"""The row that names the columns, whatever stands above it and however it is spelled."""

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extractors.tables.reads import made, named

from truyvet.extractors.tables.headings import NoHeader, bare, find_header, without_header

CDR = named("cdr")
BANK = named("bank")


@pytest.mark.parametrize(
    ("heading", "compared"),
    [("Duration(seconds)", "duration seconds"), ("  SỐ  Gọi:", "so goi"), ("Số_gọi", "so goi"),
     ("Số đối ứng", "so doi ung"), ("SO\u0302\u0301 GO\u0323I", "so goi"), ("", ""), ("***", "")],
)  # fmt: skip
def test_case_marks_and_signs_of_a_heading_do_not_count(heading: str, compared: str) -> None:
    assert bare(heading) == compared


def test_columns_are_found_in_any_order_and_language() -> None:
    header = find_header(CDR, [(1, ["Thời lượng (giây)", "Số bị gọi", "x", "FROM", "Ngày giờ"])])
    assert header.places == {"duration": 0, "callee": 1, "caller": 3, "time": 4}
    assert (header.row, header.width) == (1, 5)


def test_headings_may_stand_below_a_letterhead() -> None:
    rows = [(1, ["CỘNG HÒA"]), (3, ["Thuê bao: 0912"]), (5, ["Số gọi", "Số nhận", "Giờ"])]
    assert find_header(CDR, rows).row == 5


def test_the_row_that_names_most_columns_is_the_header() -> None:
    rows = [(1, ["From", "To"]), (2, ["From", "To", "Time", "Cell"]), (3, ["From", "To", "Time"])]
    assert find_header(CDR, rows).row == 2


def test_of_two_columns_with_one_heading_the_first_counts() -> None:
    assert find_header(CDR, [(1, ["From", "To", "From"])]).places["caller"] == 0


def test_a_column_of_the_table_is_only_one_of_the_profile() -> None:
    profile = made(
        '[columns.a]\nnames = ["x"]\nkind = "phone"\n'
        '[columns.b]\nnames = ["x", "y"]\nkind = "phone"'
    )
    assert find_header(profile, [(1, ["x", "y"])]).places == {"a": 0, "b": 1}


def test_empty_headings_at_the_end_are_no_width() -> None:
    assert find_header(CDR, [(1, ["From", "To", "", " "])]).width == 2


def test_lacking_columns_are_named_with_the_row_that_comes_nearest() -> None:
    with pytest.raises(NoHeader) as caught:
        find_header(CDR, [(1, ["Title"]), (2, ["From", "Whom", ""]), (3, ["1", "2"])])
    assert caught.value.lacking == ("callee",)
    assert caught.value.seen == ("From", "Whom")


def test_a_table_of_nothing_lacks_everything_it_must_have() -> None:
    with pytest.raises(NoHeader) as caught:
        find_header(CDR, [])
    assert caught.value.lacking == ("caller", "callee")


@pytest.mark.parametrize(
    "above",
    [["Số tài khoản: 0071000123456"], ["Số tài khoản", "", "0071000123456"],
     ["Account number :", "0071000123456", "VND"], ["x", "STK", "0071000123456"]],
)  # fmt: skip
def test_a_value_above_the_headings_is_found_behind_its_words(above: list[str]) -> None:
    rows = [(1, ["SAO KÊ"]), (2, above), (4, ["Ngày giao dịch", "Ghi nợ", "Ghi có"])]
    header = find_header(BANK, rows)
    assert header.above["account"] == "0071000123456"
    assert header.row == 4


def test_a_word_above_with_nothing_behind_gives_nothing() -> None:
    rows = [(1, ["Số tài khoản:"]), (2, ["Ngày giao dịch", "Ghi nợ", "Ghi có"])]
    assert find_header(BANK, rows).above == {}


def test_a_given_value_needs_no_column() -> None:
    profile = named("cdr", caller="0912345678")
    assert find_header(profile, [(1, ["To", "Time"])]).places == {"callee": 0, "time": 1}


def test_without_headings_the_profile_says_what_stands_where() -> None:
    profile = made(
        'header = false\n[columns.a]\nplace = 2\nkind = "phone"\n'
        '[columns.b]\nplace = 1\nkind = "phone"'
    )
    assert without_header(profile).places == {"a": 1, "b": 0}


@given(st.permutations(["Số gọi", "Số nhận", "Thời gian", "Ghi chú", ""]))
def test_columns_are_found_wherever_they_stand(headings: list[str]) -> None:
    header = find_header(CDR, [(1, headings)])
    assert {word: headings[place] for word, place in header.places.items()} == {
        "caller": "Số gọi", "callee": "Số nhận", "time": "Thời gian",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("around", ["{}", " {} ", "*{}*", "{}:", "\n{}\n", "[{}]"])
def test_a_heading_is_one_however_it_is_spelled(form: str, around: str) -> None:
    for heading in ("Số gọi", "TO", "Duration (s)", "mã trạm", "ĐỐI TÁC"):
        spelled = unicodedata.normalize(form, heading)  # type: ignore[arg-type]
        for case in (str.upper, str.lower, str.title, str.swapcase):
            assert bare(around.format(case(spelled))) == bare(heading)


@pytest.mark.parametrize(
    "headings",
    [["Số thuê bao chủ gọi", "Số thuê bao bị gọi", "Thời gian bắt đầu cuộc gọi"],
     ["CALLING NUMBER", "CALLED_NUMBER", "Start-Time"], ["Số A", "Số B", "Thời điểm"],
     ["A Number", "B Number", "Date/Time"], ["MSISDN_A", "MSISDN_B", "timestamp"],
     ["so goi", "so nhan", "thoi gian"], ["SỐ MÁY GỌI ĐI", "SỐ MÁY BỊ GỌI", "NGÀY GIỜ GỌI"]],
)  # fmt: skip
def test_headings_of_operators_are_known(headings: list[str]) -> None:
    assert find_header(CDR, [(1, headings)]).places == {"caller": 0, "callee": 1, "time": 2}


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [(["Ngày giao dịch", "Phát sinh nợ", "Phát sinh có", "Diễn giải", "TK đối ứng"],
      {"time": 0, "debit": 1, "credit": 2, "counterparty": 4}),
     (["Date", "Withdrawal", "Deposit", "Description", "Beneficiary Account"],
      {"debit": 1, "credit": 2, "counterparty": 4}),
     (["NGÀY HIỆU LỰC", "Số tiền ghi nợ", "Số tiền ghi có", "Nội dung", "Số tài khoản đối ứng"],
      {"time": 0, "debit": 1, "credit": 2, "counterparty": 4})],
)  # fmt: skip
def test_headings_of_banks_are_known(headings: list[str], wanted: dict[str, int]) -> None:
    places = find_header(BANK, [(1, headings)]).places
    assert {word: places.get(word) for word in wanted} == wanted


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_no_rows_break_the_search_for_headings(rows: list[list[str]]) -> None:
    with suppress(NoHeader):
        header = find_header(CDR, list(enumerate(rows, 1)))
        assert list(header.headings) == rows[header.row - 1]


def test_a_heading_of_ten_thousand_characters_is_none_of_ours() -> None:
    header = find_header(CDR, [(1, ["From", "To", "x" * 10_000, "to " * 5000])])
    assert (header.places, header.width) == ({"caller": 0, "callee": 1}, 4)
