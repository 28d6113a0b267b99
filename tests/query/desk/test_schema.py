"""Names in the look-up index: found without marks, told as they are written."""

import unicodedata

import pytest

from truyvet.query.desk.schema import MAX_NAME, is_exact, name_key, name_of


def test_a_name_is_keyed_without_marks_and_kept_as_it_is_written() -> None:
    assert name_key("Nguyễn Văn Đức") == "nguyen van duc\tNguyễn Văn Đức"
    assert name_of(name_key("Nguyễn Văn Đức")) == "Nguyễn Văn Đức"


def test_composed_and_decomposed_names_are_one() -> None:
    assert name_key(unicodedata.normalize("NFD", "Đường Thị Ứng")) == name_key("Đường Thị Ứng")


def test_blanks_tabs_and_line_ends_within_a_name_are_one_blank() -> None:
    assert name_key(" Trần\t Hải\n") == name_key("Trần Hải")


def test_a_zero_byte_within_a_name_is_a_blank() -> None:
    assert name_key("Trần\0Hải") == name_key("Trần Hải")


def test_all_spellings_of_a_name_stand_side_by_side() -> None:
    keys = sorted(map(name_key, ("duong", "Dương", "Đường", "Duongx", "duon")))
    start = name_key("dương").partition("\t")[0]
    found = [key for key in keys if f"{start}\t" <= key < f"{start}\n"]
    assert sorted(map(name_of, found)) == ["Dương", "duong", "Đường"]


@pytest.mark.parametrize(
    ("name", "text", "exact"),
    [("Đức", "đức", True), ("Đức", "duc", False), ("Duc", "duc", True), ("A  B", "a b", True)],
)
def test_an_exact_name_is_one_with_the_same_marks(name: str, text: str, exact: bool) -> None:
    assert is_exact(name_key(name), text) is exact


def test_a_name_without_end_is_cut() -> None:
    assert len(name_of(name_key("x" * 100_000))) == MAX_NAME
