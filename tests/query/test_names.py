"""Names that tables and officers give: searched word by word, and asked for as a value."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.query.conftest import Officer

from truyvet.evidence.case import Case
from truyvet.query.known import known
from truyvet.query.searching import Search
from truyvet.query.source import Source, opened

CONTACTS = (
    'Tên,Số điện thoại\n"Vũ Minh Khôi",0912345678\n"Lý Tám (Ba Gác)",0987654321\n'
    "Tạ Mười/Tư,0168 345 6789\n"
)
CALLS = (
    "from,to,time,duration\n"
    '"1 555-521-5554",0912345678,2026-01-02 10:00,10\n'
    "15555215554,0987654321,2026-01-02 11:00,20\n"
    '"+1 (555) 521-5554",0987654321,2026-01-02 12:00,20\n'
)
FIRM = "Công ty TNHH Lâm-Sản Xanh, CN Huế"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two tables and a firm, whose tables no scan has read as texts."""
    place = tmp_path_factory.mktemp("names")
    (place / "k.csv").write_text(CONTACTS)
    (place / "c.csv").write_text(CALLS)
    officer = Officer(place)
    officer.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    officer.does("case", "new", "vu", "--title", "x", "--number", "1/2026")
    officer.does("collect", "table", "k.csv", "--profile", "contacts", "--set", "owner=0900000000")
    officer.does("collect", "table", "c.csv", "--profile", "cdr")
    officer.does("person", "add", FIRM, "--organization")
    officer.does("person", "add", 'Đức "Cá" Mập')
    return place


@pytest.fixture
def tables(place: Path) -> Iterator[Source]:
    """That case, opened for questions."""
    with opened(Case(place / "vu")) as source:
        yield source


def stated(source: Source, query: str) -> set[str]:
    """The statements that a query finds, as `relation object`."""
    told = (one for found in Search(source, query).found() for one in found.stated)
    return {f"{one.relation} {one.object.partition(':')[2]}" for one in told}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("xanh", FIRM),
        ("lâm", FIRM),
        ("sản", FIRM),
        ('"lam san xanh"', FIRM),
        ("hue", FIRM),
        ("lam*", FIRM),
        ("ca", 'Đức "Cá" Mập'),
        ("gác", "Lý Tám (Ba Gác)"),
        ('"ba gac"', "Lý Tám (Ba Gác)"),
        ("mười", "Tạ Mười/Tư"),
        ("tu", "Tạ Mười/Tư"),
    ],
)
def test_a_word_of_a_name_is_found_whatever_sign_stands_beside_it(
    tables: Source, query: str, name: str
) -> None:
    assert stated(tables, query) == {f"named {name}"}


@pytest.mark.parametrize("query", ["xan", "anh", '"san lam"', '"tam gac"'])
def test_a_part_of_a_word_is_not_found_in_a_name(tables: Source, query: str) -> None:
    assert stated(tables, query) == set()


@pytest.mark.parametrize(
    "query",
    [
        'type:name val:"Vũ Minh Khôi"',
        'type:name val:"vu  minh khoi"',
        'type:name val:"vu minh*"',
        "type:name val:*Khôi*",
        "type:name val:*khoi",
        "type:name val:v*minh*",
    ],
)
def test_a_name_that_a_table_gives_is_asked_for_as_a_value(tables: Source, query: str) -> None:
    assert stated(tables, query) == {"named Vũ Minh Khôi"}


@pytest.mark.parametrize("query", ["type:person val:*khoi*", "val:*Khôi*", "val:vu*"])
def test_who_bears_a_name_is_found_by_any_part_of_it(tables: Source, query: str) -> None:
    assert stated(tables, query) == {"named Vũ Minh Khôi", "uses +84912345678"}


@pytest.mark.parametrize(
    "query",
    ['type:phone val:"Vũ Minh Khôi"', "type:name val:*hoang*", "type:name val:[v]u*",
     'type:name val:"Vũ Minh Khôi" entry:1', "type:alias val:*khoi*"],
)  # fmt: skip
def test_what_is_no_such_name_is_not_found(tables: Source, query: str) -> None:
    assert stated(tables, query) == set()


@pytest.mark.parametrize("typed", ["1 555-521-5554", "15555215554", "1.555.521.5554"])
def test_a_number_is_known_as_it_is_written_in_the_table(tables: Source, typed: str) -> None:
    (told,) = known(tables, [typed])
    sure, weaker = told.readings
    assert (sure.value, sure.weak, sum(sure.links.values())) == ("15555215554", "", 2)
    assert (weaker.value, sum(weaker.links.values())) == ("+15555215554", 1)
    assert weaker.weak


@pytest.mark.parametrize("typed", ["+1 (555) 521-5554", "+15555215554"])
def test_a_number_with_its_country_is_known_without_too_but_weaker(
    tables: Source, typed: str
) -> None:
    (told,) = known(tables, [typed])
    assert [(one.value, bool(one.weak)) for one in told.readings] == [
        ("+15555215554", False), ("15555215554", True)
    ]  # fmt: skip
