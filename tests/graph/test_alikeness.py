"""How alike names are: marks and order lower it less than letters; keys let likely ones meet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.graph.alikeness import Name, alikeness, block_keys

NAMES = st.text(st.sampled_from("ABDEGHNOTUaăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ  "), max_size=20)


def alike(one: str, two: str) -> int:
    """How alike two names are."""
    return alikeness(Name.read(one), Name.read(two))[0]


def meet(one: str, two: str) -> bool:
    """Whether two names share a key."""
    keys, others = (dict(block_keys(Name.read(name))) for name in (one, two))
    return any(keys[key] or others[key] for key in keys.keys() & others.keys())


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Nguyễn Văn Đức", "nguyễn văn đức"),
        ("Nguyễn Văn Đức", unicodedata.normalize("NFD", "Nguyễn Văn Đức")),
        ("Nguyễn  Văn-Đức", "Nguyễn Văn Đức"),
    ],
)  # fmt: skip
def test_spelling_alone_makes_no_other_name(one: str, two: str) -> None:
    assert alike(one, two) == 100


@pytest.mark.parametrize(
    ("likelier", "less_likely"),
    [
        (("Nguyễn Văn Đức", "Nguyen Van Duc"), ("Nguyễn Văn Đức", "Nguyễn Văn Dục")),
        (("Nguyễn Văn Đức", "Đức Nguyễn Văn"), ("Nguyễn Văn Đức", "Văn Nguyễn Đức")),
        (("Nguyễn Văn Đức", "Nguyễn Văn Dục"), ("Nguyễn Văn Đức", "Nguyễn Văn Đạt")),
        (("Nguyễn Văn Đức", "Duc Nguyen Van"), ("Nguyễn Văn Đức", "Nguyễn Văn Đat")),
        (("Nguyễn Văn Đức", "Nguyễn Đức"), ("Nguyễn Văn Đức", "Nguyễn Hải")),
        (("Nguyễn Văn Đức", "NguyenVanDuc"), ("Nguyễn Văn Đức", "Nguyen Van Duk")),
    ],
)
def test_marks_and_order_lower_it_less_than_letters(
    likelier: tuple[str, str], less_likely: tuple[str, str]
) -> None:
    assert alike(*likelier) > alike(*less_likely)


@pytest.mark.parametrize(
    ("one", "two"),
    [("Nguyễn Văn Đức", "Trần Thị Lan"), ("Nguyễn Văn Đức", "Nguyễn Văn Hải"), ("An", "Bình")],
)
def test_other_people_are_not_alike(one: str, two: str) -> None:
    assert alike(one, two) < 80


@pytest.mark.parametrize("two", ["", "!!!", "  "])
def test_a_name_without_letters_is_like_none(two: str) -> None:
    assert alike("Nguyễn Văn Đức", two) == 0


def test_the_way_is_told_in_words() -> None:
    told = alikeness(Name.read("Nguyễn Văn Đức"), Name.read("Duc Nguyen Van"))[1]
    assert "another order" in told
    assert "without marks" in told


@given(NAMES, NAMES)
def test_it_is_the_same_from_both_sides_and_within_bounds(one: str, two: str) -> None:
    assert alike(one, two) == alike(two, one)
    assert 0 <= alike(one, two) <= 100


@given(NAMES)
def test_a_name_is_like_itself(name: str) -> None:
    assert alike(name, name) == (100 if Name.read(name).words else 0)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Nguyễn Văn Đức", "Duc Nguyen Van"), ("Nguyễn Văn Đức", "Nguyễn Đức"),
        ("Nguyễn Văn Đức", "nguyenvanduc"), ("Nguyễn Văn Đức", "Nguyen Van Duk"),
        ("Nguyễn Văn Đức", "Nguyen Ban Duc".replace("B", "V")),
    ],
)  # fmt: skip
def test_what_is_alike_meets_under_a_key(one: str, two: str) -> None:
    assert meet(one, two)


@pytest.mark.parametrize("two", ["Trần Thị Lan", "Nguyễn Văn Hải", "Đức"])
def test_what_is_not_alike_does_not_even_meet(two: str) -> None:
    assert not meet("Nguyễn Văn Đức", two)


def test_keys_are_few() -> None:
    assert len(block_keys(Name.read("Nguyễn Thị Minh Khai"))) <= 2 + 2 * 4


# Against hand-made truth: pairs of one person, and pairs of two.

ONE = [
    ("Nguyễn Thị Ánh Đào", "NGUYỄN THỊ ÁNH ĐÀO"), ("Nguyễn Thị Ánh Đào", "Nguyen Thi Anh Dao"),
    ("Nguyễn Thị Ánh Đào", "Dao Nguyen Thi Anh"), ("Đặng Đình Đức", "Dang Dinh Duc"),
    ("Đặng Đình Đức", "Ðặng Ðình Ðức"), ("Phạm Hòa", "Phạm Hoà"), ("Lý Thủy", "Lý Thuỷ"),
    ("Trương Vĩnh Ký", "Trương-Vĩnh-Ký"), ("Trần Văn A", "Tran Van A."),
    ("Hoàng Văn Thụ", "HOANGVANTHU"), ("Phan Bội Châu", "Phan Boi  Chau"),
]  # fmt: skip
TWO = [
    ("Nguyễn Văn Nam", "Nguyễn Văn Việt"), ("Trần Thị Hoa", "Trần Văn Hoa Lê"),
    ("Lê Lợi", "Lê Lai"), ("Nguyễn Huệ", "Nguyễn Nhạc"), ("Võ Thị Sáu", "Võ Văn Kiệt"),
    ("Phạm Văn Đồng", "Phạm Ngọc Thạch"), ("An", "Bình"), ("Đức", "Đạt"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two"), ONE)
def test_one_person_written_two_ways_is_alike(one: str, two: str) -> None:
    assert alike(one, two) >= 90
    assert meet(one, two)


@pytest.mark.parametrize(("one", "two"), TWO)
def test_two_people_are_not_alike(one: str, two: str) -> None:
    assert alike(one, two) < 80


@given(NAMES)
def test_the_composition_of_letters_is_no_matter(name: str) -> None:
    forms = {unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert {Name.read(form).words for form in forms} == {Name.read(name).words}
    assert {alike(name, form) for form in forms} <= {0, 100}


@given(NAMES, NAMES)
def test_only_the_same_name_is_wholly_alike(one: str, two: str) -> None:
    if alike(one, two) == 100:
        assert Name.read(one).marks == Name.read(two).marks


@given(
    st.lists(st.sampled_from(["Lê", "Văn", "Đức", "An", "Hải"]), min_size=1, max_size=4), st.data()
)
def test_names_of_the_same_words_are_alike_in_any_order(
    words: list[str], data: st.DataObject
) -> None:
    turned = data.draw(st.permutations(words))
    one, two = " ".join(words), " ".join(turned)
    assert alike(one, two) >= 90
    assert meet(one, two)


@given(NAMES, NAMES)
def test_names_that_differ_in_marks_alone_meet_and_are_alike(one: str, two: str) -> None:
    left, right = Name.read(one), Name.read(two)
    if left.words and left.words == right.words:
        assert alikeness(left, right)[0] >= 88
        assert meet(one, two)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_compared(one: str, two: str) -> None:
    found, how = alikeness(Name.read(one), Name.read(two))
    assert 0 <= found <= 100
    assert isinstance(how, str)


@pytest.mark.parametrize("name", ["a " * 5000, "a" * 10_000, "\u202eĐức", "Đức\x00", "🚗", "١٢٣"])
def test_hostile_names_are_read(name: str) -> None:
    assert alike(name, name) in (0, 100)
    assert alike(name, "Nguyễn Văn Đức") <= 100
