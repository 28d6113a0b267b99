"""What a row gives: values, nodes, statements, made-up persons, conditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extractors.tables.reads import ITEM, made, named, rows, says

from truyvet.evidence.links.node import Node
from truyvet.evidence.scans.observation import MAX_FACT
from truyvet.extractors.tables.giving import MADE_UP, Given, Giver, Selector
from truyvet.extractors.tables.headings import find_header
from truyvet.extractors.tables.profile import Profile, parse_profile
from truyvet.extractors.tables.reading import ReadRow

PAYMENTS = """
currency = "VND"
[columns.a]
names = ["from"]
kind = "phone"
plain = true
required = true
[columns.b]
names = ["to"]
kind = "phone"
plain = true
[columns.sum]
names = ["sum"]
kind = "amount"
[columns.code]
names = ["code"]
kind = "number"
[columns.word]
names = ["word"]
[columns.money]
names = ["money"]
[columns.at]
names = ["at"]
kind = "time"
[columns.till]
names = ["till"]
kind = "time"
"""
CALLED = '[[statements]]\nsubject = "a"\nrelation = "called"\nobject = "b"\n'
LOCATOR = ("bytes:0+1",)


def profile(statement: str = "", columns: str = "") -> Profile:
    return made(f"{PAYMENTS}{columns}{CALLED}{statement}")


def gives(of: Profile, headings: str, cells: str, figures: frozenset[int] = frozenset()) -> Given:
    """Return what a row gives, headings and cells parted by `|`."""
    giver = Giver(of, find_header(of, [(1, headings.split("|"))]), ITEM)
    return giver.give(2, cells.split("|"), LOCATOR, figures)


def is_said(condition: str, headings: str, cells: str) -> bool:
    """Tell whether a row gives its statement under a condition."""
    return bool(gives(profile(condition), headings, cells).statements)


# Values, nodes, problems.


def test_each_cell_is_a_value_of_its_columns_kind() -> None:
    found = gives(profile(), "from|to|sum|code|word", "1|2|1.500.000|7|xin chào")
    assert found.values == {
        "a": ("phone", "1"), "b": ("phone", "2"), "sum": ("amount", "1500000 VND"),
        "code": ("number", "7"), "word": ("text", "xin chào"),
    }  # fmt: skip
    assert (found.problem, found.column) == ("", "")


def test_only_cells_of_nodes_are_selectors() -> None:
    found = gives(profile(), "from|to|word", "1|2|0912345678")
    assert found.selectors == (
        Selector("a", Node(kind="phone", value="1")), Selector("b", Node(kind="phone", value="2")),
    )  # fmt: skip


def test_the_first_cell_that_cannot_be_read_is_the_problem_and_the_others_count() -> None:
    found = gives(profile(), "from|to|sum|code|at", "1|2|x|y|14/03/2026")
    assert (found.problem, found.column) == ("sum: no amount (“x”)", "sum")
    assert found.values["at"] == ("time", "2026-03-14")
    assert len(found.statements) == 1


def test_a_row_without_what_it_must_have_says_nothing_but_names_its_nodes() -> None:
    found = gives(profile(), "from|to", "|2")
    assert (found.statements, found.problem, found.column) == ((), "a: is empty", "a")
    assert [str(one.node) for one in found.selectors] == ["phone:2"]


@pytest.mark.parametrize(
    "nothing", ["", " ", "-", "--", "–", "…", ".", "NULL", "null", "(null)", "N/A", "NaN", "\\N"]
)
def test_what_stands_for_nothing_is_nothing_and_no_node(nothing: str) -> None:
    found = gives(profile(), "from|to|sum|at", f"1|{nothing}|{nothing}|{nothing}")
    assert (found.problem, found.statements) == ("", ())
    assert found.values.keys() == {"a"}


@pytest.mark.parametrize("text", ["-", "NULL", "N/A"])
def test_in_a_column_of_texts_it_is_the_text_that_stands_there(text: str) -> None:
    assert gives(profile(), "from|word", f"1|{text}").values["word"] == ("text", text)


@pytest.mark.parametrize(
    ("text", "figure", "amount"),
    [("1.234", True, "1.234 VND"), ("1.234", False, "1234 VND"), ("1500.5", True, "1500.5 VND"),
     ("-0.001", True, "-0.001 VND")],
)  # fmt: skip
def test_the_point_of_a_spreadsheets_number_stands_before_a_fraction(
    text: str, figure: bool, amount: str
) -> None:
    figures = frozenset({1}) if figure else frozenset[int]()
    assert gives(profile(), "from|sum", f"1|{text}", figures).values["sum"] == ("amount", amount)


# Statements.


def test_a_statement_bears_its_time_its_details_and_the_number_of_its_row() -> None:
    of = profile('since = "at"\nuntil = "till"\nconfidence = 60\nfacts = { said = "word" }\n')
    (said,) = gives(of, "from|to|at|till|word", "1|2|14/03/2026|15/03/2026|x").statements
    assert (said.since, said.until, said.confidence) == ("2026-03-14", "2026-03-15", 60)
    assert said.facts == {"said": "x", "row": "2"}
    assert said.locator == LOCATOR


def test_a_detail_of_megabytes_is_cut() -> None:
    of = profile('facts = { said = "word" }\n')
    (said,) = gives(of, "from|to|word", f"1|2|{'x' * (1 << 20)}").statements
    assert len(said.facts["said"]) == MAX_FACT


def test_an_amount_is_told_without_its_sign_and_its_currency_apart() -> None:
    of = profile('facts = { amount = "sum" }\n')
    (said,) = gives(of, "from|to|sum", "1|2|-$5,50").statements
    assert said.facts == {"amount": "5.5", "currency": "USD", "row": "2"}


def test_a_column_of_currencies_counts_before_the_profiles() -> None:
    of = profile('facts = { amount = "sum", currency = "money" }\n')
    assert gives(of, "from|to|sum|money", "1|2|5|THB").statements[0].facts["currency"] == "THB"
    assert gives(of, "from|to|sum|money", "1|2|5|").statements[0].facts["currency"] == "VND"


def test_a_time_that_cannot_be_read_leaves_the_statement_without_one() -> None:
    found = gives(profile('since = "at"\n'), "from|to|at", "1|2|31/02/2026")
    assert found.statements[0].since == ""
    assert found.problem.startswith("at: ")


@pytest.mark.parametrize(
    ("condition", "headings", "cells", "is_there"),
    [
        ('when = { word = ["đi"] }', "from|to|word", "1|2|ĐI", True),
        ('when = { word = ["đi"] }', "from|to|word", "1|2|di!", True),
        ('when = { word = ["đi"] }', "from|to|word", "1|2|đi đâu", False),
        ('when = { word = ["đi"] }', "from|to|word", "1|2|", False),
        ('when = { word = ["đi"] }', "from|to", "1|2", False),
        ('when = { word = ["*"] }', "from|to|word", "1|2|x", True),
        ('when = { word = ["-"] }', "from|to|word", "1|2|-", True),
        ('when = { word = ["+"] }', "from|to|word", "1|2|-", False),
        ('unless = { word = ["đi"] }', "from|to|word", "1|2|đi", False),
        ('unless = { word = ["đi"] }', "from|to|word", "1|2|", True),
        ('unless = { word = ["đi"] }', "from|to", "1|2", True),
        ('when = { sum = ["*"] }', "from|to|sum", "1|2|5", True),
        ('when = { sum = ["*"] }', "from|to|sum", "1|2|0,00", False),
        ('when = { sum = ["-"] }', "from|to|sum", "1|2|(5)", True),
        ('when = { sum = ["+"] }', "from|to|sum", "1|2|(5)", False),
        ('when = { sum = ["+"] }', "from|to|sum", "1|2|x", False),
        ('when = { code = ["2"] }', "from|to|code", "1|2|2", True),
        ('when = { code = ["2"] }', "from|to|code", "1|2|22", False),
        ('when = { code = ["0"] }', "from|to|code", "1|2|0", True),
        ('when = { code = ["*"] }', "from|to|code", "1|2|0,0", False),
        ('when = { code = ["*"] }', "from|to|code", "1|2|-3", True),
    ],
)
def test_a_condition_is_asked_of_the_row(
    condition: str, headings: str, cells: str, is_there: bool
) -> None:
    assert is_said(condition, headings, cells) is is_there


def test_all_conditions_must_hold_and_no_exception() -> None:
    both = 'when = { word = ["a"], code = ["1"] }\nunless = { money = ["x"] }'
    head = "from|to|word|code|money"
    assert is_said(both, head, "1|2|a|1|y")
    assert not is_said(both, head, "1|2|a|2|y")
    assert not is_said(both, head, "1|2|a|1|x")


# Persons.

PEOPLE = """
[columns.name]
names = ["name"]
kind = "name"
[columns.id]
names = ["id"]
kind = ["cccd", "cmnd"]
[columns.born]
names = ["born"]
[made.who]
by = ["id"]
name = "name"
also = ["born"]
[[statements]]
subject = "who"
relation = "named"
object = "name"
[[statements]]
subject = "who"
relation = "holder_of"
object = "id"
"""


def people(*lines: str) -> list[str]:
    """Return the person of each row."""
    found = rows("name,id,born\n" + "\n".join(lines), made(PEOPLE))
    return [str(row.statements[0].subject) for row in found]


def test_a_made_up_value_is_short_hexadecimal_and_the_same_again() -> None:
    (who,) = people("Đức,001090012345,")
    value = who.removeprefix("person:")
    assert len(value) == MADE_UP
    assert int(value, 16) >= 0
    assert people("Đức,001090012345,") == [who]


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Đức,001090012345,", "Duc,001 090 012 345,", True),
        ("Đức,001090012345,", "Đức,001090012346,", False),
        ("Đức,012345679,", "Đức,012345679,1990", True),
        ("Đức,,1990", "ĐỨC,,1990", True),
        ("Đức,,1990", "Đức,,1991", False),
        ("Đức,,1990", "Hoa,,1990", False),
        ("Đức,,", "Đức,,", False),
        ("Đức,,1990", "Đức,001090012345,1990", False),
        ("a,,b c", "a b,,c", False),
    ],
)
def test_two_rows_tell_of_one_person_only_where_something_sure_says_so(
    one: str, other: str, is_one: bool
) -> None:
    first, second = people(one, other)
    assert (first == second) is is_one


@given(st.permutations(["A,001090012345,", "B,,1990", "C,012345679,", "b,,1990"]))
def test_who_a_row_tells_of_does_not_depend_on_the_order_of_rows(lines: list[str]) -> None:
    plain = ["A,001090012345,", "B,,1990", "C,012345679,", "b,,1990"]
    known = dict(zip(plain, people(*plain), strict=True))
    assert dict(zip(lines, people(*lines), strict=True)) == known


def test_an_organization_may_be_made_up_too() -> None:
    text = PEOPLE.replace("[made.who]", '[made.who]\nkind = "organization"')
    (row,) = rows("name,id\nCông ty A,\n", made(text))
    assert row.statements[0].subject.kind == "organization"


# Options.


def asked(*options: str) -> list[ReadRow]:
    text = f'name = "x"\n{PAYMENTS}{CALLED}option = "calls"\n{CALLED}option = "more"\n'
    given = f"[given]\noptions = [{', '.join(map(repr, options))}]\n" if options else ""
    return rows("from,to\n1,2\n", parse_profile(text + given))


@pytest.mark.parametrize(("options", "count"), [((), 0), (("more",), 1), (("calls", "more"), 2)])
def test_a_statement_with_an_option_is_given_only_where_it_is_asked_for(
    options: tuple[str, ...], count: int
) -> None:
    assert says(asked(*options)) == ["phone:1 called phone:2"] * count


def test_an_empty_given_value_does_not_hide_the_cells() -> None:
    assert says(rows("From,To\n1,2\n", named("cdr", caller=""))) == ["phone:1 called phone:2"]
