"""Detection at its limits: damage, mixtures, short texts, wide text without marks."""

import random

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS

from truyvet.extractors.charsets import decode, detect
from truyvet.extractors.charsets.detection import SAMPLE_BYTES, is_utf8

SENTENCES = [
    "Anh chuyển khoản cho em năm triệu đồng vào tài khoản ngân hàng của chị Hạnh trước ba giờ.",
    "Đề nghị quý khách cung cấp mã xác thực để hủy giao dịch đáng ngờ vừa được thực hiện.",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM, ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
    "Hàng đã tới cửa khẩu Lạng Sơn, người nhận gọi số 0912345678 để nhận bưu kiện.",
    "Tổng số tiền thiệt hại ước tính khoảng hai mươi tỷ đồng, nạn nhân chủ yếu là người cao tuổi.",
]
WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("charset", ["viscii", "tcvn3", "vni", "windows-1258"])
@pytest.mark.parametrize("text", SENTENCES)
def test_one_sentence_tells_its_encoding(charset: str, text: str) -> None:
    content = WRITERS[charset](text.lower() if charset == "tcvn3" else text)
    guess = detect(content)
    assert guess.charset == charset
    assert decode(content, guess.charset).lower() == text.lower()


@pytest.mark.parametrize("charset", WIDE)
@pytest.mark.parametrize("text", SENTENCES)
def test_one_sentence_of_wide_text_tells_itself_without_a_mark(charset: str, text: str) -> None:
    assert detect(text.encode(charset)).charset == charset


@pytest.mark.parametrize("charset", WIDE)
def test_wide_text_cut_inside_a_character_is_still_wide(charset: str) -> None:
    content = TEXT.encode(charset)
    for length in range(80, 100):
        assert detect(content[:length], cut=True).charset == charset


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_lines_and_tabs_of_wide_text_are_text(charset: str) -> None:
    assert detect("a\tb\r\nc\td\r\n".encode(charset)).charset == charset


@pytest.mark.parametrize(
    "content",
    [bytes(64), b"\0\1" * 50, b"\1\0" * 50, b"a\0\0\0\0\0\0\0" * 10, b"\0a\0\0" * 20, b"a\0b",
     b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" * 4],
)  # fmt: skip
def test_zeros_alone_make_no_wide_text(content: bytes) -> None:
    assert not detect(content).charset.startswith(("utf-16", "utf-32"))


@pytest.mark.parametrize("seed", range(10))
def test_noise_is_of_no_encoding_that_is_sure(seed: int) -> None:
    noise = random.Random(seed).randbytes(3000)
    assert detect(noise).confidence < 60


@pytest.mark.parametrize("spoilt", [1, 2, 3, 5])
def test_utf_8_with_some_damaged_bytes_is_utf_8(spoilt: int) -> None:
    chance = random.Random(spoilt)
    content = bytearray((TEXT * 3).encode())
    for _ in range(spoilt):
        content.insert(chance.randrange(len(content)), 0xFF)
    guess = detect(bytes(content))
    assert guess.charset == "utf-8"
    assert guess.confidence < 100
    assert decode(bytes(content), guess.charset).count("\ufffd") >= spoilt


@pytest.mark.parametrize(
    ("good", "bad", "utf8"), [(4, 1, True), (3, 1, False), (8, 2, True), (7, 2, False)]
)
def test_four_whole_characters_outweigh_one_damaged_byte(good: int, bad: int, utf8: bool) -> None:
    content = "ệ".encode() * good + b" \xff" * bad
    assert (detect(content).charset == "utf-8") is utf8


@pytest.mark.parametrize("charset", sorted(WRITERS))
@pytest.mark.parametrize("text", SENTENCES)
def test_old_vietnamese_text_is_never_taken_for_damaged_utf_8(charset: str, text: str) -> None:
    for size in range(10, len(text), 7):
        assert detect(WRITERS[charset](text[:size])).charset != "utf-8"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Привет, как твои дела сегодня", "cp1251"), ("Привет, как твои дела сегодня", "koi8-r"),
        ("你好，我们是朋友，今天天气很好", "gbk"), ("你好，我們是朋友，今天天氣很好", "big5"),
        ("こんにちは、お元気ですか", "shift_jis"), ("こんにちは、お元気ですか", "euc-jp"),
        ("안녕하세요 반갑습니다", "euc-kr"), ("สวัสดีครับ ยินดีที่ได้รู้จัก", "cp874"),
        ("Καλημέρα σας, τι κάνετε", "cp1253"), ("مرحبا بكم في البلد", "cp1256"),
        ("Dzień dobry, jak się masz, żółć", "cp1250"), ("Straße, Grüße, Äpfel, Öl", "cp1252"),
    ],
)  # fmt: skip
def test_text_of_another_language_claims_neither_vietnamese_nor_utf_8(
    text: str, codec: str
) -> None:
    guess = detect(text.encode(codec))
    assert guess.charset != "utf-8"
    assert guess.confidence < 60


def test_ascii_before_the_first_accented_line_costs_nothing() -> None:
    content = b"plain line\n" * 20_000 + WRITERS["tcvn3"](SENTENCES[0])
    assert detect(content).charset == "tcvn3"


def test_only_a_sample_is_read_of_a_long_text() -> None:
    content = WRITERS["vni"](TEXT)
    many = content * (SAMPLE_BYTES // len(content) + 2) + WRITERS["viscii"](TEXT) * 2000
    assert detect(many).charset == "vni"


@pytest.mark.parametrize("length", range(1, 4))
@pytest.mark.parametrize("letter", ["é", "ệ", "😀"])
def test_a_character_cut_at_the_end_is_no_damage(letter: str, length: int) -> None:
    content = ("x" + letter).encode()
    cut = content[: 1 + min(length, len(letter.encode()) - 1)]
    assert is_utf8(cut, cut=True)
    assert not is_utf8(cut)


@pytest.mark.parametrize(
    "content",
    [b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\x80", b"\xfe"],
)
def test_forms_that_the_standard_forbids_are_no_utf_8(content: bytes) -> None:
    assert not is_utf8(content)
    assert not is_utf8(content, cut=True)
