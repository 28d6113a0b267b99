"""Which encoding bytes are in."""

import time

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS

from truyvet.extractors.charsets import Guess, decode, detect, wide_markup
from truyvet.extractors.charsets.detection import is_utf8

FRENCH = "Le garçon a été très élevé à l'école où il naît. Noël, ça va déjà, hôtel français."
GERMAN = "Müller Straße schöne Grüße für die Jäger über alles Mädchen"
SPANISH = "Año nuevo señor corazón también está aquí mañana"


@pytest.mark.parametrize("charset", sorted(WRITERS))
def test_an_old_vietnamese_encoding_is_recognised(charset: str) -> None:
    guess = detect(WRITERS[charset](TEXT))
    assert guess.charset == charset
    assert guess.confidence >= 80


@pytest.mark.parametrize("charset", sorted(WRITERS))
def test_what_is_recognised_reads_right(charset: str) -> None:
    content = WRITERS[charset](TEXT)
    read = decode(content, detect(content).charset)
    assert read.lower() == TEXT.lower()


@pytest.mark.parametrize("charset", sorted(WRITERS))
def test_two_lines_are_enough(charset: str) -> None:
    text = "Những người khác đã được thuyết phục đầu tư.\nSố tiền đã chuyển cho ngân hàng.\n"
    assert detect(WRITERS[charset](text)).charset == charset


@pytest.mark.parametrize("text", [FRENCH, GERMAN, SPANISH])
def test_a_western_text_is_windows_1252_with_little_confidence(text: str) -> None:
    assert detect(text.encode("cp1252")) == Guess(charset="windows-1252", confidence=20)


@pytest.mark.parametrize(
    ("text", "codec"), [("Привет, как дела, друзья мои", "cp1251"), ("你好世界，我们是朋友", "gbk")]
)
def test_another_language_is_not_taken_for_vietnamese(text: str, codec: str) -> None:
    assert detect(text.encode(codec)).confidence < 60


@pytest.mark.parametrize(
    ("mark", "charset"),
    [("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-32", "utf-32")],
)
def test_a_mark_decides(mark: str, charset: str) -> None:
    assert detect(TEXT.encode(mark)) == Guess(charset=charset, confidence=100)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_is_recognised_without_a_mark(charset: str) -> None:
    assert detect(TEXT.encode(charset)).charset == charset


def test_ascii_and_utf_8_are_certain() -> None:
    assert detect(b"plain") == Guess(charset="us-ascii", confidence=100)
    assert detect(TEXT.encode()) == Guess(charset="utf-8", confidence=100)


def test_a_cut_character_does_not_hide_utf_8() -> None:
    content = "Việt".encode()[:-2]
    assert not is_utf8(content)
    assert is_utf8(content, cut=True)
    assert detect(content, cut=True).charset == "utf-8"


def test_nothing_is_ascii() -> None:
    assert detect(b"").charset == "us-ascii"


def test_numbers_of_a_binary_file_are_no_wide_text() -> None:
    content = b"".join(number.to_bytes(2, "little") for number in range(1, 32)) * 40
    assert not detect(content).charset.startswith("utf-16")


def test_a_megabyte_is_judged_by_its_beginning() -> None:
    content = WRITERS["vni"](TEXT) * 4000
    begun = time.perf_counter()
    detect(content)
    assert time.perf_counter() - begun < 1.0


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "opening", ["<html>", "\r\n <!DOCTYPE html>", "<?xml version='1.0'?>", "<HTML"]
)
def test_markup_without_a_mark_is_known_by_its_first_tag(charset: str, opening: str) -> None:
    assert wide_markup((opening + "你好世界" * 500).encode(charset)) == charset


@pytest.mark.parametrize("content", [b"", b"<", b"<html>", "<p>".encode("utf-16-le"), b"\0<\0h"])
def test_what_begins_otherwise_is_no_wide_markup(content: bytes) -> None:
    assert wide_markup(content) == ""
