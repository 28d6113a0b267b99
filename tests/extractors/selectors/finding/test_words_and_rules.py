"""Words beside values in every spelling and at every distance; rules as they promise."""

import unicodedata
from collections.abc import Callable

import pytest
from tests.extractors.charsets.written import WRITERS
from tests.extractors.selectors.looks import normals

from truyvet.extractors.selectors.banks import BANKS, longest_of, name_of
from truyvet.extractors.selectors.finding.matcher import Places
from truyvet.extractors.selectors.finding.plain import Plain
from truyvet.extractors.selectors.finding.rule import (
    BANK,
    BANK_AFTER,
    NEAR_AFTER,
    NEAR_BEFORE,
    Words,
)
from truyvet.extractors.selectors.finding.shapes import BASE58, negated, spread
from truyvet.extractors.selectors.finding.table import rules_for
from truyvet.extractors.selectors.finding.words import WORDS, words

SCANNER = Plain((), words())
SCREEN = 64
# Words as people write them, with their marks.
MARKED = {
    "phone": ["SĐT", "sđt", "ĐT", "đt", "điện thoại", "liên hệ", "di động", "số máy", "số ĐT"],
    "cmnd": ["chứng minh", "giấy tờ"],
    "cccd": ["căn cước", "định danh"],
    "tax": ["mã số thuế"],
    "account": ["số tài khoản", "chuyển khoản", "ngân hàng", "người thụ hưởng", "chủ TK"],
    "passport": ["hộ chiếu"],
    "card": ["thẻ tín dụng", "số thẻ", "thẻ ATM"],
    "plate": ["biển số", "biển kiểm soát", "xe máy", "số xe", "phương tiện"],
    "geo": ["tọa độ", "vị trí", "kinh độ", "vĩ độ"],
    "ip": ["địa chỉ", "máy chủ"],
    "domain": ["tên miền"],
}
APART = {"di động": "didong", "số ĐT": "sodt", "tọa độ": "toado", "vĩ độ": "vido"}
"""Words whose syllables must stand apart when marked: what they are when joined."""
SYLLABLES = """
đồng đường dương dượng đứng động đông vào với vì vị ví vĩ vạ vấn vẫn tạo tảo tố tờ tổ tộ tợ sát sốt
sét sắt sót sạt cảnh người những được không trong một của là và có cho này các khi đã để sẽ đến từ
ra bị vậy thì mà như nếu rất nhiều việc nước năm ngày tháng giờ phút tiền triệu nghìn tỷ xã huyện
"""
ROWS = [(name, text) for name, some in MARKED.items() for text in some]
ENCODERS: dict[str, Callable[[str], bytes]] = {
    **WRITERS,
    "utf-8": str.encode,
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
}


def classes(content: bytes) -> set[str]:
    """The classes of words that end anywhere in some bytes."""
    places: Places = SCANNER.places(content)
    return {name for name in WORDS if places.words.around(name, 0, len(content))}


@pytest.mark.parametrize(("name", "text"), ROWS)
@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_marked_word_is_known_in_every_encoding_and_case(
    name: str, text: str, encoding: str
) -> None:
    for written in (text, text.capitalize()):
        assert name in classes(b"\n" + ENCODERS[encoding](written) + b" \n"), written


@pytest.mark.parametrize(("name", "text"), ROWS)
def test_in_capitals_it_is_known_in_utf8(name: str, text: str) -> None:
    assert name in classes(f"\n{text.upper()}: \n".encode())


@pytest.mark.parametrize(("name", "text"), [row for row in ROWS if " " in row[1]])
@pytest.mark.parametrize("glue", ["", " ", "_", "-", ".", "  "])
def test_syllables_may_be_joined_in_any_way(name: str, text: str, glue: str) -> None:
    if not glue and text in APART:
        text = APART[text]
    assert name in classes(f"\n{text.replace(' ', glue)} \n".encode())


@pytest.mark.parametrize(
    "text",
    [
        "vật",
        "đồng",
        "xem",
        "cellar",
        "selfie",
        "importance",
        "stkx",
        "xstk",
        "ácc",
        "accé",
        "tine",
        "xes",
        "vats",
        "thẻo",
    ],
)
def test_parts_of_other_words_are_no_short_words(text: str) -> None:
    short = {"tax", "account", "plate", "phone", "zalopay", "card", "cmnd"}
    assert classes(f"\n{text}\n".encode()) & short == set()


@pytest.mark.parametrize("syllable", SYLLABLES.split())
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_common_syllable_reads_as_a_word_of_two(syllable: str, form: str) -> None:
    written = unicodedata.normalize("NFC" if form == "NFC" else "NFD", syllable)
    for text in (written, written.upper(), written.capitalize()):
        assert classes(f"\n{text}\n".encode()) == set(), text


def test_the_name_of_the_currency_does_not_make_a_number_a_surer_one() -> None:
    from tests.extractors.selectors.looks import confidence

    assert confidence("phone", "giá 500 đồng 84912345678") == 60
    assert confidence("phone", "di động 84912345678") == 98


@pytest.mark.parametrize("gap", [0, 1, 20, NEAR_BEFORE - 1, NEAR_BEFORE, NEAR_BEFORE + 1, 200])
def test_a_word_before_counts_within_its_reach(gap: int) -> None:
    content = b"\ncmnd" + b"." * gap + b" 025123456 "
    assert (normals("cmnd", content) == ["025123456"]) is (gap + 1 <= NEAR_BEFORE)


@pytest.mark.parametrize("gap", [1, 20, NEAR_AFTER - 5, NEAR_AFTER - 4, NEAR_AFTER - 3, 200])
def test_a_word_behind_counts_within_its_reach(gap: int) -> None:
    content = b"\n 025123456" + b" " * gap + b"cmnd \n"
    assert (normals("cmnd", content) == ["025123456"]) is (gap + 4 <= NEAR_AFTER)


@pytest.mark.parametrize("gap", [1, 40, BANK_AFTER - 3, BANK_AFTER - 2, 200])
def test_a_bank_behind_counts_a_little_further(gap: int) -> None:
    content = b"\nSTK 0071000123456" + b" " * gap + b"VCB \n"
    wanted = "970436:0071000123456" if gap + 3 <= BANK_AFTER else "0071000123456"
    assert normals("bank-account", content) == [wanted]


@pytest.mark.parametrize(
    ("numbers", "meant"),
    [
        (["970433", "970438"], "970438"),
        (["970438", "970433"], "970438"),
        (["970432", "546034"], "546034"),
        (["970436"], "970436"),
        (["970415", "970400"], "970400"),
        (["970454", "970433"], "970454"),
    ],
)
def test_the_longest_name_that_ends_at_a_place_is_the_bank(numbers: list[str], meant: str) -> None:
    assert longest_of(numbers) == meant


def test_a_bank_by_words_of_different_places() -> None:
    some = Words({f"{BANK}1": [10], f"{BANK}2": [30], f"{BANK}3": [90]})
    assert some.bank(35, 40) == "2"
    assert some.bank(12, 14) == "1"
    assert some.bank(84, 86) == "3"
    assert some.bank(30 + NEAR_BEFORE, 79) == "2"
    assert some.bank(30 + NEAR_BEFORE + 1, 80) == "3"
    assert some.bank(300, 310) == ""
    assert Words({}).bank(0, 1) == ""


@pytest.mark.parametrize("number", BANKS)
def test_every_bank_is_named(number: str) -> None:
    assert name_of(number) == BANKS[number][0]
    assert BANK + number in {name for word in words() for name in word.classes}


@pytest.mark.parametrize("region", ["VN", "US", "GB", "CN", "TH"])
def test_each_rule_promises_what_it_keeps(region: str) -> None:
    for rule in rules_for(region):
        assert rule.longest > 0
        assert rule.beyond >= NEAR_AFTER
        assert rule.pattern().groups == rule.pattern().groups
        for anchor in rule.anchors:
            assert 0 <= anchor.tail <= rule.longest + anchor.reach + 1, rule.name
        if rule.needs:
            assert rule.asks, rule.name
            assert rule.needs in {name for word in words() for name in word.classes}


def test_rules_of_a_region_are_made_once() -> None:
    assert rules_for("VN") is rules_for("VN")
    assert rules_for("VN") is not rules_for("US")


@pytest.mark.parametrize(
    ("ranges", "wanted"),
    [
        ((b"0-9",), b"0123456789"),
        ((b"a-c", b"X-Z"), b"abcXYZ"),
        ((b"a-c", b"_"), b"abc_"),
        ((), b""),
    ],
)
def test_ranges_are_spread(ranges: tuple[bytes, ...], wanted: bytes) -> None:
    assert spread(*ranges) == wanted


def test_a_class_is_negated() -> None:
    import re

    assert re.findall(negated(rb"[0-9]"), b"a1b") == [b"a", b"b"]
    assert not set(b"0OIl") & {byte for byte in range(256) if re.fullmatch(BASE58, bytes([byte]))}
