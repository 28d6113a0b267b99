"""An account's number alone finds it at whatever bank: looked up, searched, and on the desk."""

from collections.abc import Iterator

import pytest
from tests.commands.conftest import Officer
from tests.query.desk.laying import case_id, fill, lay

from truyvet.evidence.case import Case
from truyvet.query.desk.desk import Desk
from truyvet.query.desk.lookup import look_up
from truyvet.query.known import known
from truyvet.query.searching import Search
from truyvet.query.source import Source, opened
from truyvet.query.spellings import Form, at_banks, bare_accounts, form_of, spellings

NUMBER = "0123456789012"
AT_BANK = f"970436:{NUMBER}"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """A case with a text that names an account, and a person who holds another."""
    place = tmp_path_factory.mktemp("accounts")
    an = Officer(place=place, keys=place / "keys", settings={"TRUYVET_CASE": "vu"})
    an.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    an.does("case", "new", "vu", "--title", "x", "--number", "1/2026")
    (place / "note.txt").write_text(f"STK {NUMBER} Vietcombank chủ tài khoản\n")
    an.does("collect", "files", "note.txt")
    an.does("scan", "--only", "filetype,plaintext,entities", "--jobs", "1")
    an.does("person", "add", "Trần Thị Lan", "--account", "970418:99990001112223")
    with opened(Case(place / "vu")) as source:
        yield source


def found(source: Source, query: str) -> set[str]:
    """The paths of the items, and the relations of statements that rest on none."""
    return {
        one.item.path if one.item else one.stated[0].relation
        for one in Search(source, query).found()
    }


@pytest.mark.parametrize("typed", [NUMBER, "0123 4567 89012", AT_BANK, f"{NUMBER} VCB"])
def test_an_account_is_known_by_its_number(source: Source, typed: str) -> None:
    (answer,) = known(source, [typed])
    assert [(one.kind, one.value) for one in answer.readings] == [("bank-account", AT_BANK)]


@pytest.mark.parametrize(
    "query",
    [f"val:{NUMBER}", f"type:bank-account val:{NUMBER}", 'val:"0123 4567 89012"', NUMBER,
     f'val:"{AT_BANK}"', f"type:bank-account val:{AT_BANK} extractor:entities"],
)  # fmt: skip
def test_an_account_seen_in_an_item_is_searched_by_its_number(source: Source, query: str) -> None:
    assert found(source, query) == {"note.txt"}


@pytest.mark.parametrize(
    "query", ["val:99990001112223", "rel:holder_of val:99990001112223", "99990001112223"]
)
def test_an_account_that_was_stated_is_searched_by_its_number(source: Source, query: str) -> None:
    assert found(source, query) == {"holder_of"}


@pytest.mark.parametrize("query", [f"type:phone val:{NUMBER}", f"val:970418:{NUMBER}"])
def test_another_kind_or_another_bank_is_not_found(source: Source, query: str) -> None:
    assert found(source, query) == set()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of three cases: the account at its bank, alone, and that number at another bank."""
    laid = lay(tmp_path_factory.mktemp("lookup") / "desk")
    for number in (1, 2, 3):
        laid.attach(case_id(number), f"/nowhere/{number}", number=f"{number}/2026")
    with laid.opened() as there:
        values = {1: AT_BANK, 2: NUMBER, 3: f"970418:{NUMBER}"}
        fill(there, {n: [("bank-account", value, 1)] for n, value in values.items()}, {})
        yield there


@pytest.mark.parametrize(
    ("typed", "places"),
    [(NUMBER, [1, 2, 3]), ("0123 4567 89012", [1, 2, 3]), (f"bank-account:{NUMBER}", [1, 2, 3]),
     (AT_BANK, [1]), (f"{NUMBER} VCB", [1, 2]),
     (NUMBER[1:], [1, 2, 3]), (NUMBER[2:], [])],  # a spreadsheet takes the 0 off
)  # fmt: skip
def test_all_cases_are_asked_for_a_number_at_any_bank(
    desk: Desk, typed: str, places: list[int]
) -> None:
    assert [hit.place for hit in look_up(desk, typed).hits] == places


def test_a_value_that_names_a_bank_is_meant_at_that_bank_alone() -> None:
    assert [one.value for one in bare_accounts(spellings(NUMBER))] == [NUMBER]
    assert bare_accounts(spellings(f"{NUMBER} VCB")) == []
    assert bare_accounts(spellings("Trần Thị Lan")) == []


def test_only_an_account_without_a_bank_stands_for_more_than_itself() -> None:
    assert form_of("bank-account", NUMBER).others == at_banks(NUMBER)
    assert form_of("bank-account", AT_BANK) == Form(kind="bank-account", start=AT_BANK)
    assert form_of("phone", NUMBER) == Form(kind="phone", start=NUMBER)
