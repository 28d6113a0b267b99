"""The extractor of tables: each statement an observation, each row accounted for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extractors.support.specimens import CALLS, workbook
from tests.extractors.tables.reads import workbook as book
from tests.extractors.tables.test_workbooks import changed

from truyvet.evidence.links.statement import statement_of
from truyvet.evidence.scans.observation import MAX_RAW
from truyvet.extractors import rows
from truyvet.extractors.settings import Settings
from truyvet.extractors.tables.profile import Given, built_in, with_given
from truyvet.testing import Brought, Examination, examine, resolve

CDR = Brought(collector="table", companion=built_in("cdr"))


def looked_at(content: bytes | str, brought: Brought = CDR) -> Examination:
    """Examine a table; every observation is followed back to its raw value."""
    raw = content.encode() if isinstance(content, str) else content
    found = examine(rows, raw, name="a.csv", brought=brought)
    for seen in found.observations:
        assert resolve(rows, raw, seen.locator, name="a.csv") == seen.value()
    return found


def test_only_what_its_collector_brought_is_read() -> None:
    for brought in (Brought(), Brought(collector="files", companion=built_in("cdr"))):
        assert (
            examine(rows, CALLS, name="a.csv", brought=brought).outcome.status == "not_applicable"
        )


def test_the_profile_itself_is_no_table() -> None:
    found = examine(rows, built_in("cdr").encode(), brought=Brought(collector="table"))
    assert found.outcome.status == "empty"


def test_each_row_that_says_something_is_a_link_at_its_bytes() -> None:
    found = looked_at("From,To,Time\r\n1,2,20060601 0008\r\n3,4,\r\n")
    links = found.of("link")
    assert [(seen.raw, seen.locator) for seen in links] == [
        ("1,2,20060601 0008", ("bytes:14+17",)), ("3,4,", ("bytes:33+4",)),
    ]  # fmt: skip
    assert [seen.normal for seen in links] == ["phone:1 called phone:2", "phone:3 called phone:4"]
    assert links[0].facts["since"] == "2006-05-31T17:08:00Z"
    assert statement_of(links[0]).relation == "called"
    assert not found.of("row")
    assert found.outcome.status == "ok"


def test_further_statements_of_a_row_stand_at_the_same_row() -> None:
    also = with_given(built_in("cdr"), Given(options=("places",)))
    found = looked_at("From,To,Cell\n1,2,HN1\n", Brought(collector="table", companion=also))
    assert [seen.locator for seen in found.of("link")] == [
        ("bytes:13+7",), ("bytes:13+7", "said:1"),
    ]  # fmt: skip


def test_a_row_that_says_nothing_is_an_observation_with_its_cells() -> None:
    (seen,) = looked_at("From,To,Số tiền,row\n5,5,x,y\n").of("row")
    assert seen.raw == "5,5,x,y"
    assert seen.facts == {"from": "5", "to": "5", "so-tien": "x", "row-cell": "y", "row": "2"}


BANK = Brought(collector="table", companion=built_in("bank"))
STATEMENT = (
    "Số tài khoản,Ngày,Ghi nợ,Ghi có,Nội dung\n"
    "0071000123456,01/02/2026,500000,,rút ATM\n"
    "0071000123456,02/02/2026,,1000000,nộp tiền mặt\n"
)


def test_a_payment_without_the_other_side_is_found_by_its_own_account() -> None:
    found = looked_at(STATEMENT, BANK)
    assert not found.of("link")
    assert [seen.facts["ghi-no"] for seen in found.of("row")[:1]] == ["500000"]
    named = found.of("bank-account")
    assert [seen.normal for seen in named] == ["0071000123456"] * 2
    assert [seen.facts for seen in named] == [
        {"column": "account", "row": "2"}, {"column": "account", "row": "3"},
    ]  # fmt: skip
    assert "rút ATM" in named[0].raw


def test_the_rows_without_a_statement_are_counted_at_the_headings() -> None:
    (seen,) = looked_at(STATEMENT, BANK).of("table")
    assert [seen.facts[name] for name in ("rows", "statements", "no-statement")] == ["2", "0", "2"]
    (seen,) = looked_at("From,To\n1,2\n").of("table")
    assert "no-statement" not in seen.facts


def test_headings_printed_again_are_no_row_without_a_statement() -> None:
    again = STATEMENT + STATEMENT.partition("\n")[0] + "\n"
    (seen,) = looked_at(again, BANK).of("table")
    assert (seen.facts["rows"], seen.facts["no-statement"]) == ("3", "2")


def test_all_that_a_row_without_a_statement_names_is_told_at_places_of_their_own() -> None:
    text = (
        'name = "x"\n[columns.a]\nnames = ["a"]\nkind = "phone"\n[columns.b]\nnames = ["b"]\n'
        'kind = "phone"\n[columns.n]\nnames = ["n"]\nkind = "name"\n[[statements]]\n'
        'subject = "a"\nrelation = "called"\nobject = "b"\nwhen = { n = ["gọi"] }\n'
    )
    brought = Brought(collector="table", companion=text)
    named = looked_at("a,b,n\n0912345678,0987654321,An\n", brought).of("phone")
    assert [seen.normal for seen in named] == ["+84912345678", "+84987654321"]
    assert [seen.locator[1:] for seen in named] == [(), ("said:1",)]


def test_of_a_row_that_says_something_nothing_is_told_besides() -> None:
    text = "account,counterparty,debit\n0071000123456,0081000654321,5\n"
    found = looked_at(text, BANK)
    assert len(found.of("link")) == 2
    assert not found.of("bank-account")


def test_a_row_with_a_cell_that_cannot_be_read_names_what_can() -> None:
    found = looked_at("account,date,debit\n0071000123456,hôm qua,5\n", BANK)
    assert found.of("row")[0].facts["problem"].startswith("time")
    assert [seen.normal for seen in found.of("bank-account")] == ["0071000123456"]


def test_a_row_that_cannot_be_read_is_a_problem_and_an_observation() -> None:
    found = looked_at("From,To,Time\n1,2,hôm qua\n1,,\n3,4,\n")
    assert found.outcome.status == "partial"
    assert found.outcome.problems == 2
    first, second = found.outcome.defects
    assert first.text == "row 2: time: in none of the forms of a time (“hôm qua”)"
    assert first.locator == ("bytes:17+8",)
    assert second.text == "row 3: callee: is empty"
    assert [seen.facts["problem"] for seen in found.of("row")] == [
        "time: in none of the forms of a time (“hôm qua”)", "callee: is empty",
    ]  # fmt: skip
    assert len(found.of("link")) == 2


def test_how_the_table_was_read_stands_at_its_headings() -> None:
    (seen,) = looked_at("x;From;To\n9;1;2\n9;1;\n").of("table")
    assert (seen.raw, seen.locator, seen.normal) == ("x;From;To", ("bytes:0+9",), "cdr")
    assert seen.facts["columns"] == "caller = From, callee = To"
    assert seen.facts["delimiter"] == "semicolon"
    assert seen.facts["not-read"] == "x"
    assert [seen.facts[name] for name in ("rows", "statements", "problems")] == ["2", "1", "1"]


def test_a_workbook_is_read_row_by_row() -> None:
    found = looked_at(workbook())
    (link,) = found.of("link")
    assert link.locator == ("rows:Cuộc gọi/3",)
    assert link.normal == "phone:+84912345678 called phone:+84383456789"
    (table,) = found.of("table")
    assert (table.facts["sheet"], table.locator) == ("Cuộc gọi", ("rows:Cuộc gọi/1",))


def test_a_table_without_headings_says_how_it_was_read_at_its_beginning() -> None:
    text = (
        'name = "x"\nheader = false\n[columns.a]\nplace = 1\nkind = "phone"\nplain = true\n'
        '[columns.b]\nplace = 2\nkind = "phone"\nplain = true\n'
        '[[statements]]\nsubject = "a"\nrelation = "called"\nobject = "b"\n'
    )
    found = looked_at("1\t2\n3\t4\n", Brought(collector="table", companion=text))
    assert len(found.of("link")) == 2
    (seen,) = found.of("table")
    assert (seen.locator, seen.facts["columns"]) == (("bytes:0+8",), "a = 1, b = 2")


def test_a_row_of_megabytes_is_cut_with_its_locator() -> None:
    found = looked_at('From,To,x\n1,2,"' + "x" * (1 << 20) + '"\n')
    (link,) = found.of("link")
    assert len(link.value()) == MAX_RAW
    assert link.locator == (f"bytes:10+{MAX_RAW}",)
    long = book(("a", [["From", "To", "x"], [1, 2, "y" * 9000]]))
    (link,) = looked_at(long).of("link")
    assert link.locator == ("rows:a/2", f"bytes:0+{MAX_RAW}")


@pytest.mark.parametrize(
    ("content", "why"),
    [("a,b\n1,2\n", "no row names the columns caller, callee; it names a, b"),
     ("%PDF-1.4", "no table: it is a PDF document")],
)  # fmt: skip
def test_what_does_not_fit_the_profile_is_unsupported(content: str, why: str) -> None:
    found = looked_at(content)
    assert found.outcome.status == "unsupported"
    assert found.outcome.defects[0].text == why


def test_a_profile_that_is_none_is_named() -> None:
    found = looked_at("a,b\n", Brought(collector="table", companion="x = 1"))
    assert found.outcome.status == "corrupt"
    assert "unknown: x" in found.outcome.defects[0].text


def test_an_empty_table_is_empty() -> None:
    assert looked_at(b"").outcome.status == "empty"


@pytest.mark.parametrize("step", ["said:0", "said:x", "rows:a/1", "rows:"])
def test_steps_that_lead_nowhere_are_lookup_errors(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(rows, b"From,To\n1,2\n", (step,))


def test_a_column_without_a_latin_letter_has_a_name_too() -> None:
    (seen,) = looked_at("From,To,Телефон,1st,Имя\n5,5,x,y,z\n").of("row")
    assert [seen.facts[name] for name in ("column-3", "column-1st", "column-5")] == ["x", "y", "z"]


def test_columns_whose_headings_sound_alike_are_both_told() -> None:
    (seen,) = looked_at("From,To,Số dư,so du\n5,5,x,y\n").of("row")
    assert (seen.facts["so-du"], seen.facts["so-du-4"]) == ("x", "y")


def test_a_row_that_repeats_the_headings_is_a_row_and_no_problem() -> None:
    found = looked_at("From,To\n1,2\nFrom,To\n3,4\n")
    assert [seen.raw for seen in found.of("row")] == ["From,To"]
    assert "problem" not in found.of("row")[0].facts
    assert found.outcome.status == "ok"


def test_a_text_that_is_missing_from_a_workbook_is_a_problem_and_no_number() -> None:
    content = changed(
        book(("a", [["From", "To"], [1, 2]])), "xl/worksheets/sheet1.xml",
        '<c r="B2" t="n"><v>2</v></c>', '<c r="B2" t="s"><v>77</v></c>',
    )  # fmt: skip
    found = looked_at(content)
    assert not found.of("link")
    assert "missing from the workbook" in found.of("row")[0].facts["problem"]


def test_a_sheet_that_breaks_off_gives_what_stands_before() -> None:
    content = changed(
        book(("a", [["From", "To"], [1, 2], [3, 4]])), "xl/worksheets/sheet1.xml",
        '<row r="3">', '<row r="3"',
    )  # fmt: skip
    found = examine(rows, content, name="a.xlsx", brought=CDR)
    assert [seen.normal for seen in found.of("link")] == ["phone:1 called phone:2"]
    assert "breaks off" in found.outcome.defects[0].text


@pytest.mark.parametrize(
    ("content", "status"),
    [("", "empty"), ("\n\n", "empty"), ("From,To\n", "ok"), ("From,To\n1,2\n", "ok"),
     ("From,To\n1,\n", "partial"), ("a,b\n", "unsupported"), ("PK\x03\x04", "unsupported"),
     ("<html>", "unsupported")],
)  # fmt: skip
def test_how_far_a_table_could_be_read_is_its_outcome(content: str, status: str) -> None:
    assert looked_at(content).outcome.status == status


def test_the_counts_at_the_headings_are_those_of_the_observations() -> None:
    found = looked_at("From,To,Time\n1,2,\n1,,\n5,5,\n1,2,x\n-,NULL,\n\n7,8,20060601 0008\n")
    (table,) = found.of("table")
    assert table.facts["statements"] == str(len(found.of("link"))) == "3"
    assert table.facts["problems"] == str(found.outcome.problems) == "3"
    assert table.facts["rows"] == "6"


def test_every_row_is_a_link_or_a_row() -> None:
    found = looked_at("From,To,Time\n1,2,\n1,,\n5,5,\n1,2,x\n")
    seen = {one.facts["row"] for kind in ("link", "row") for one in found.of(kind)}
    assert seen == {"2", "3", "4", "5"}


@pytest.mark.parametrize(
    ("headings", "name"),
    [("Số tiền", "so-tien"), ("row", "row-cell"), ("Problem", "problem-cell"),
     ("sheet", "sheet-cell"),
     ("1", "column-1"), ("***", "column-3"), ("x" * 90, "x" * 40), ("a b  c!", "a-b-c"),
     ("Đ", "d"), ("🙂", "column-3"), ("a\u202eb", "a-b")],
)  # fmt: skip
def test_a_heading_is_a_plain_name_among_the_facts(headings: str, name: str) -> None:
    (seen,) = looked_at(f"From,To,{headings}\n5,5,here\n").of("row")
    assert seen.facts[name] == "here"


def test_a_row_of_very_many_cells_names_the_first_of_them() -> None:
    head = ",".join(f"h{n}" for n in range(500))
    (seen,) = looked_at(f"From,To,{head}\n5,5,{','.join('x' * 500)}\n").of("row")
    assert len(seen.facts) <= rows.MAX_DETAILS + 3


@settings(max_examples=40)
@given(st.binary(max_size=150))
def test_whatever_stands_below_the_headings_every_value_stands_where_it_says(tail: bytes) -> None:
    found = looked_at(b"From,To,Time\n" + tail)
    for seen in found.of("link"):
        assert statement_of(seen).facts["row"].isdecimal()


@pytest.mark.parametrize("step", ["rows:a/2", "rows:a/B2", "rows:a/A1"])
def test_a_workbook_is_followed_to_a_row_and_a_cell(step: str) -> None:
    content = book(("a", [["From", "To"], [1, 2]]))
    told = {"rows:a/2": b"1\t2", "rows:a/B2": b"2", "rows:a/A1": b"From"}
    assert resolve(rows, content, (step,)) == told[step]


def test_a_damaged_workbook_leads_nowhere() -> None:
    content = book(("a", [["From", "To"], [1, 2]]))
    for cut in (1, 10, len(content) // 2):
        with pytest.raises(LookupError):
            resolve(rows, content[:cut], ("rows:a/2",))


def test_what_the_reading_depends_on_stands_in_its_configuration() -> None:
    assert rows.configuration(Settings()).keys() == {"phonenumbers"}


VEHICLES = Brought(collector="table", companion=built_in("vehicles"))


def test_a_required_cell_that_cannot_be_read_takes_only_what_hangs_on_it() -> None:
    found = looked_at("Biển số,Chủ xe,CCCD,Số khung\nXYZ,Lê B,001090012345,VIN1\n", VEHICLES)
    assert "plate: no " in found.of("row")[0].facts["problem"]
    said = [seen.facts["relation"] for seen in found.of("link")]
    assert said == ["named", "holder_of"]
    assert found.of("link")[1].facts["object"] == "cccd:001090012345"
    assert [seen.normal for seen in found.of("vin")] == ["VIN1"]


def test_a_row_that_leaves_out_a_required_cell_tells_of_nobody_and_names_what_is_there() -> None:
    found = looked_at("Biển số,Chủ xe,CCCD\n,Lê B,001090012345\n", VEHICLES)
    assert not found.of("link")
    assert [seen.normal for seen in found.of("cccd")] == ["001090012345"]
    assert [seen.normal for seen in found.of("name")] == ["Lê B"]


def test_what_hangs_on_a_required_time_is_not_told_without_it() -> None:
    text = (
        'name = "x"\n[columns.a]\nnames = ["a"]\nkind = "phone"\n[columns.b]\nnames = ["b"]\n'
        'kind = "phone"\n[columns.t]\nnames = ["t"]\nkind = "time"\nrequired = true\n'
        '[[statements]]\nsubject = "a"\nrelation = "called"\nobject = "b"\nsince = "t"\n'
    )
    brought = Brought(collector="table", companion=text)
    found = looked_at("a,b,t\n0912345678,0987654321,gestern\n", brought)
    assert not found.of("link")
    assert [seen.normal for seen in found.of("phone")] == ["+84912345678", "+84987654321"]


def test_a_row_of_too_many_cells_names_what_is_seen_by_its_form_and_less_surely() -> None:
    found = looked_at("Biển số,Chủ xe,CCCD\n30A-123.45,Lê B,001090012345,x\n", VEHICLES)
    assert not found.of("link")
    assert not found.of("name")
    assert [(seen.normal, seen.confidence) for seen in found.of("cccd")] == [("001090012345", 50)]


NAMED_ONLY = (
    "Số tài khoản,Ngày,Ghi nợ,Ghi có,Tài khoản đối ứng,Tên đối ứng\n"
    "0071000123456,05/03/2026,1500000,,,LE THI B\n"
    "0071000123456,05/03/2026,,200000,,LE THI B\n"
    "0071000123456,05/03/2026,7,,0081000654321,LE THI B\n"
)


def test_a_payment_to_a_name_without_an_account_is_one_to_that_person() -> None:
    found = looked_at(NAMED_ONLY, BANK)
    told = [seen.facts for seen in found.of("link") if seen.facts["relation"] == "transferred"]
    assert [(one["row"], one["amount"]) for one in told] == [
        ("2", "1500000"), ("3", "200000"), ("4", "7"),
    ]  # fmt: skip
    assert told[0]["subject"] == told[1]["object"] == "bank-account:0071000123456"
    assert told[0]["object"].startswith("person:")
    assert told[1]["subject"].startswith("person:")
    assert told[2]["object"] == "bank-account:0081000654321"
    (seen,) = found.of("table")
    assert "no-statement" not in seen.facts


def test_each_value_of_a_cell_is_said_and_a_rest_is_a_row_that_could_not_be_read() -> None:
    found = looked_at("From,To,Time\n0911000222/79,0911000333; 0911000444,\n")
    assert [seen.normal for seen in found.of("link")] == [
        "phone:+84911000222 called phone:+84911000333",
        "phone:+84911000222 called phone:+84911000444",
    ]
    (row,) = found.of("row")
    assert row.facts["problem"] == "caller: not read: 79 (“0911000222/79”)"
    assert found.outcome.status == "partial"


def test_a_cell_of_which_nothing_can_be_read_names_no_node() -> None:
    found = looked_at("From,To\n0912 345 và 678,0911000333\n")
    assert not found.of("link")
    assert [seen.normal for seen in found.of("phone")] == ["+84911000333"]
    assert found.of("row")
