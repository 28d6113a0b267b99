"""`truyvet person add`: every option in any spelling, refused values, hostile names, roles."""

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import does, fails, reads

NAME = "Nguyễn Thị Ánh Đào"


@pytest.fixture(scope="module")
def worn(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer beside a case to which all these tests add people."""
    place = tmp_path_factory.mktemp("people") / "an"
    shutil.copytree(template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


@pytest.fixture
def unchanged(worn: Officer) -> Iterator[None]:
    """The ledger has as many entries afterwards as before."""
    ledger = worn.place / "vu-01/ledger/entries.jsonl"
    before = ledger.read_bytes()
    yield
    assert ledger.read_bytes() == before


def states(officer: Officer, *options: str) -> list[str]:
    """What a person is said to be or have, but for the name."""
    (told,) = reads(officer, "person", "add", NAME, *options)
    return [str(one) for one in told["states"][1:]]


SPELLINGS = [
    ("--phone", "0912345678", "uses phone:+84912345678"),
    ("--phone", "+84 (0) 912-345-678", "uses phone:+84912345678"),
    ("--phone", "0084912345678", "uses phone:+84912345678"),
    ("--phone", " 0912 345 678 ", "uses phone:+84912345678"),
    ("--phone", "0123 956 7890", "uses phone:+84839567890"),
    ("--phone", "+1 202 555 0123", "uses phone:+12025550123"),
    ("--phone", "SĐT: 0911000890", "uses phone:+84911000890"),
    ("--phone", "0911000890 (Zalo)", "uses phone:+84911000890"),
    ("--plate", "30A–123.99", "owns licence-plate:30A-123.99"),
    ("--email", "DUC.NV@Example.VN", "uses email:duc.nv@example.vn"),
    ("--email", " a@b.vn ", "uses email:a@b.vn"),
    ("--cccd", "001 090 012345", "holder_of cccd:001090012345"),
    ("--cmnd", "012 345 679", "holder_of cmnd:012345679"),
    ("--passport", "b1234567", "holder_of passport:B1234567"),
    ("--tax-code", "0100109106", "holder_of tax-code:0100109106"),
    ("--account", "vietcombank: 0071000 123456", "holder_of bank-account:970436:0071000123456"),
    ("--account", "VCB/0071000123456", "holder_of bank-account:970436:0071000123456"),
    ("--plate", "30A12345", "owns licence-plate:30A-123.45"),
    ("--plate", "30a-123.45", "owns licence-plate:30A-123.45"),
    ("--imei", "490154203237518", "uses imei:490154203237518"),
    ("--address", "  số 1   Đại Cồ Việt ", "located_at place:số 1 Đại Cồ Việt"),
    ("--alias", "Đào\tCá", "alias alias:Đào Cá"),
    ("--uses", "telegram:@Dao_NT", "uses telegram:dao_nt"),
    ("--uses", "email:X@Y.VN", "uses email:x@y.vn"),
    ("--uses", "place:Hà Nội", "uses place:Hà Nội"),
    ("--uses", "user-account:shopee: dao ", "uses user-account:shopee: dao"),
    ("--uses", "mac:AA-BB-CC-DD-EE-FF", "uses mac:aa:bb:cc:dd:ee:ff"),
]


@pytest.mark.parametrize(("option", "typed", "stated"), SPELLINGS)
def test_each_option_reads_any_spelling(
    worn: Officer, option: str, typed: str, stated: str
) -> None:
    assert states(worn, option, typed) == [stated]


def test_what_can_be_read_is_read_even_where_all_is_taken_as_written(worn: Officer) -> None:
    assert states(worn, "--phone", "SĐT: 0911000890", "--as-written") == ["uses phone:+84911000890"]
    assert states(worn, "--phone", "máy nhánh 12", "--as-written") == ["uses phone:máy nhánh 12"]


REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (("--phone", ""), 1, "E595"), (("--phone", "113"), 1, "E595"),
    (("--phone", "09123456789012345678"), 1, "E595"), (("--phone", "-1"), 1, "E595"),
    (("--phone", "không có"), 1, "E595"), (("--phone", "0911000222; 0911000333"), 1, "E595"),
    (("--phone", "0911000222 ext 5"), 1, "E595"), (("--email", "@"), 1, "E595"),
    (("--email", "a@b"), 1, "E595"), (("--cccd", "00109001234"), 1, "E595"),
    (("--cccd", "999090012345"), 1, "E595"), (("--cmnd", "12"), 1, "E595"),
    (("--account", "Vietcombank:"), 1, "E595"), (("--account", "No Such Bank:12"), 1, "E595"),
    (("--plate", "ABC"), 1, "E595"), (("--imei", "490154203237519"), 1, "E595"),
    (("--alias", " "), 1, "E595"), (("--address", ""), 1, "E595"),
    (("--address", "x" * 513), 1, "E595"), (("--alias", "x" * 5000), 1, "E104"),
    (("--uses", "telegram"), 2, "no KIND:VALUE"), (("--uses", ":x"), 1, "E596"),
    (("--uses", "Phone:0912345678"), 1, "E596"), (("--uses", "phone:"), 1, "E595"),
    (("--uses", "person:0123456789abcdef"), 1, "E570"), (("--uses", "device:none"), 1, "E570"),
    (("--uses", "item:" + "0" * 64), 1, "E574"), (("--uses", "item:9.9"), 1, "E574"),
    (("--born", ""), 2, "no time"), (("--born", "0000"), 2, "no time"),
    (("--born", "31/4/1990"), 2, "no time"), (("--born", "1990-02-30"), 2, "no time"),
    (("--born", "1/5/90"), 2, "no time"), (("--born", "-1990"), 2, "no time"),
    (("--born", "19900"), 2, "no time"), (("--born", "1990-05-01T10:00"), 2, "which zone"),
    (("--born", "9999-12-31T23:59:59-07:00"), 2, "no time"),
    (("--born", "0001-01-01T00:00+07:00"), 2, "no time"), (("--born", "١٩٩٠"), 2, "no time"),
    (("--sex", "other"), 2, "female"), (("--sex", ""), 2, "female"),
    (("--grade", "B"), 2, "no grade"), (("--grade", "B7"), 2, "no grade"),
    (("--grade", "B2\n"), 2, "no grade"), (("--note", "x" * 4097), 1, "E104"),
    (("--item", "1.9999"), 1, "E105"), (("--item", "no such"), 1, "E105"),
    (("--locator", "bytes:0+4"), 2, "--item"),
    (("--item", "1.3", "--locator", "nowhere"), 2, "--locator"),
    (("--item", "1.3", *("--locator", "bytes:0+4") * 40), 2, "at most"),
    (("--case",), 2, "--case"), (("second",), 2, "second"), (("--phones", "1"), 2, "--phone"),
]  # fmt: skip


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("options", "status", "words"), REFUSED)
def test_what_says_nothing_clear_is_refused_and_nothing_is_recorded(
    worn: Officer, options: tuple[str, ...], status: int, words: str
) -> None:
    ran = worn.run("--case", "vu-01", "person", "add", NAME, *options)
    assert (ran.returncode, ran.stdout) == (status, ""), ran
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr
    assert status == 2 or "  hint: " in ran.stderr


@pytest.mark.usefixtures("unchanged")
def test_one_wrong_value_among_many_records_nothing(worn: Officer) -> None:
    fails(worn, "person", "add", NAME, "--phone", "0912345678", "--email", "a@b.vn", "--cccd", "1")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1990", "1990"), ("1990-05", "1990-05"), ("1990-05-01", "1990-05-01"),
        ("1/5/1990", "1990-05-01"), ("01.05.1990", "1990-05-01"), (" 1/12/1990 ", "1990-12-01"),
        ("29/2/2000", "2000-02-29"), ("1990-05-01T00:30+07:00", "1990-04-30T17:30:00Z"),
        ("0001", "0001"), ("9999-12-31", "9999-12-31"),
    ],
)  # fmt: skip
def test_birth_is_a_year_a_month_or_a_day(worn: Officer, typed: str, kept: str) -> None:
    (told,) = reads(worn, "person", "add", NAME, "--born", typed)
    (said,) = reads(worn, "link", "show", f"{told['entry']}:0")
    assert said["facts"] == {"born": kept}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("male", "male"), ("Nam", "male"), ("FEMALE", "female"), ("nữ", "female"),
        ("NỮ", "female"), ("nu", "female"), (unicodedata.normalize("NFD", "nữ"), "female"),
    ],
)  # fmt: skip
def test_sex_is_read_in_both_languages(worn: Officer, typed: str, kept: str) -> None:
    (told,) = reads(worn, "person", "add", NAME, "--sex", typed)
    (said,) = reads(worn, "link", "show", f"{told['entry']}:0")
    assert said["facts"] == {"sex": kept}


# Names.

NAMES = [
    (unicodedata.normalize("NFD", NAME), NAME), (f"  {NAME}\u00a0 ", NAME),
    (NAME.replace(" ", "\n"), NAME), ("Ánh", "Ánh"), ("Đ", "Đ"), ("'; DROP TABLE nodes--",) * 2,
    ("person:x",) * 2, ("田中 さくら",) * 2, ("🚗",) * 2, ("x" * 512,) * 2,
    ("%s{0}\\n",) * 2, ("a\u200bb",) * 2, ("</script>",) * 2,
]  # fmt: skip


@pytest.mark.parametrize(("typed", "kept"), NAMES)
def test_any_name_is_kept_in_its_one_form_and_found_again(
    worn: Officer, typed: str, kept: str
) -> None:
    (told,) = reads(worn, "person", "add", typed)
    assert told["name"] == kept
    names = {one["node"]: one["name"] for one in reads(worn, "person", "list")}
    assert names[told["node"]] == kept


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("name", "code"),
    [("", "E595"), (" \t\n", "E595"), ("x" * 513, "E595"), ("x" * 10_000, "E104")],
)
def test_a_name_that_is_none_is_refused(worn: Officer, name: str, code: str) -> None:
    assert code in fails(worn, "person", "add", name)


@pytest.mark.usefixtures("unchanged")
def test_a_name_that_is_no_utf_8_is_refused(worn: Officer) -> None:
    ran = worn.run("--case", "vu-01", "person", "add", b"\xff\xfe Lan")
    assert ran.returncode == 1
    assert "E114" in ran.stderr
    assert "hint: " in ran.stderr


def test_both_unicode_forms_of_a_name_find_the_same_person(an: Officer) -> None:
    (told,) = reads(an, "person", "add", unicodedata.normalize("NFD", NAME))
    for typed in (NAME, unicodedata.normalize("NFD", NAME), NAME.upper(), "nguyen thi anh dao"):
        (shown,) = reads(an, "person", "show", typed)
        assert shown["node"] == told["node"]


def test_the_exactly_accented_one_is_meant_before_others(an: Officer) -> None:
    nodes = {name: reads(an, "person", "add", name)[0]["node"] for name in ("Đào", "Dao", "Đạo")}
    for name in ("Đào", "Đạo"):
        assert reads(an, "person", "show", name)[0]["node"] == nodes[name]
    assert "E571" in fails(an, "person", "show", "đảo")


# What it uses, who may, and where.


def test_a_device_of_a_known_person_is_used_by_another(an: Officer) -> None:
    (one,) = reads(an, "person", "add", "Công ty Ánh Dương", "--organization")
    for typed in (one["node"], one["node"][:17], "organization:Công ty Ánh Dương"):
        (told,) = reads(an, "person", "add", NAME, "--uses", typed)
        assert told["states"] == [f"named name:{NAME}", f"uses {one['node']}"]


@pytest.mark.parametrize(
    ("role", "may"),
    [("investigator", True), ("analyst", True), ("custodian", False), ("prosecutor", False)],
)
def test_only_some_roles_may_state(
    an: Officer, binh: Callable[..., Officer], role: str, may: bool
) -> None:
    other = binh(an, role=role)
    does(an, "key", "admit", "binh.pub.json")
    if may:
        does(other, "person", "add", NAME)
    else:
        said = fails(other, "person", "add", NAME)
        assert "E706" in said
        assert "hint: " in said
    assert len(reads(an, "person", "list")) == int(may)


def test_a_key_that_was_revoked_may_no_longer_state(
    an: Officer, binh: Callable[..., Officer]
) -> None:
    other = binh(an)
    does(an, "key", "admit", "binh.pub.json")
    (added,) = [one["act"] for one in reads(an, "log") if one["act"]["type"] == "key.add"]
    does(an, "key", "revoke", added["key"]["id"], "--because", "mất máy")
    assert "E705" in fails(other, "person", "add", NAME)


def test_purpose_and_authority_stand_in_the_entry(an: Officer) -> None:
    does(an, "person", "add", NAME, "--purpose", "xác minh", "--authority", "QĐ 12")
    entry = reads(an, "log")[-1]
    assert (entry["purpose"], entry["authority"]) == ("xác minh", {"text": "QĐ 12"})


def test_a_case_that_cannot_be_written_takes_nobody(limited: Officer) -> None:
    case = limited.place / "vu-01"
    folders = [case, *(one for one in case.rglob("*") if one.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    ran = limited.run("--case", "vu-01", "person", "add", NAME)
    for folder in folders:
        folder.chmod(0o755)
    assert ran.returncode == 1
    assert ran.stderr.startswith("truyvet: E")
    assert "hint: " in ran.stderr


def test_without_a_case_the_error_says_how_to_name_one(newcomer: Officer) -> None:
    ran = newcomer.run("person", "add", NAME)
    assert ran.returncode == 1
    assert "hint: " in ran.stderr


def test_a_hundred_identifiers_are_one_act(an: Officer) -> None:
    phones = [one for n in range(100) for one in ("--phone", f"09{n:08}")]
    (told,) = reads(an, "person", "add", NAME, *phones)
    assert len(told["states"]) == 101
    (shown,) = reads(an, "person", "show", NAME)
    assert shown["links"] == 100
    does(an, "verify", "vu-01")


def test_the_list_and_the_sheet_keep_to_the_terminal(an: Officer) -> None:
    long = "Công ty trách nhiệm hữu hạn một thành viên thương mại và dịch vụ " * 3
    does(an, "person", "add", long, "--alias", long + "hai", "--phone", "0912345678")
    for arguments in (("list",), ("show", "0912345678")):
        _, shown = an.types("--case", "vu-01", "person", *arguments, width=80)
        widths = [len(line) for line in re.sub(r"\x1b\[[0-9;]*m|\r", "", shown).split("\n")]
        assert max(widths) <= 80, shown


def test_someone_decided_to_be_one_with_a_number_stays_in_the_list(an: Officer) -> None:
    (first,) = reads(an, "person", "add", "Trần Hùng", "--phone", "0987654321")
    (told,) = reads(an, "person", "add", NAME, "--phone", "0912345678")
    does(an, "same", "0987654321", told["node"], "--because", "chỉ một người dùng")
    shown = reads(an, "person", "list", "--people")
    everybody = {node for one in shown for node in (one["node"], *one["same"])}
    assert {first["node"], told["node"]} <= everybody
