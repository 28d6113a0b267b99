"""Windows of long texts in every encoding: nothing lost, nothing doubled, all in place."""

import json

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS
from tests.extractors.letters.laws import lawful, said

from truyvet.evidence.scans.locator import parse_span
from truyvet.extractors import plaintext
from truyvet.extractors.plaintext import WINDOW_BYTES
from truyvet.testing.bench import Examination, examine, resolve

LONG = TEXT.replace("Độc", "độc") * 1200


def looked(content: bytes, name: str = "a.txt") -> Examination:
    return examine(plaintext, content, name=name, media_type="text/plain")


def places(found: Examination) -> list[tuple[int, int]]:
    """Return (offset, length) of each window."""
    return [parse_span(line.locator[0].partition(":")[2].partition(";")[0]) for line in found.texts]


def encoded(text: str, charset: str) -> bytes:
    return WRITERS[charset](text) if charset in WRITERS else text.encode(charset)


@pytest.mark.parametrize(
    "charset",
    ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8-sig", "utf-16", "utf-32",
     "viscii", "tcvn3", "vni", "windows-1258"],
)  # fmt: skip
def test_windows_lie_one_behind_the_other_to_the_end(charset: str) -> None:
    content = encoded(LONG, charset)
    found = looked(content)
    at = places(found)[0][0]
    assert at == {"utf-8-sig": 3, "utf-16": 2, "utf-32": 4}.get(charset, 0)
    for offset, length in places(found):
        assert offset == at
        assert 0 < length <= WINDOW_BYTES
        at += length
    assert at == len(content)
    assert said(found).replace("\n\n", "\n") == LONG


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_any_kind_are_kept_as_they_are(end: str) -> None:
    text = LONG.replace("\n", end)
    found = looked(text.encode())
    assert "".join(line.text for line in found.texts) == text


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("shift", range(4))
def test_a_character_of_two_units_is_never_cut(charset: str, shift: int) -> None:
    text = "b" * shift + "😀" * (WINDOW_BYTES // 2)
    found = looked(("\ufeff" + text).encode(charset))
    assert len(found.texts) > 1
    assert "".join(line.text for line in found.texts) == text


@pytest.mark.parametrize("shift", range(5))
@pytest.mark.parametrize("letter", ["ă", "ệ", "😀"])
def test_a_character_of_utf_8_is_never_cut(letter: str, shift: int) -> None:
    text = "x" * shift + letter * (WINDOW_BYTES // len(letter.encode()) + 50)
    found = looked(text.encode())
    assert "".join(line.text for line in found.texts) == text
    assert found.of("text-encoding") == []


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_text_as_long_as_a_window_is_one_or_two(extra: int) -> None:
    content = b"x" * (WINDOW_BYTES - 1 + extra) + b"y"
    found = looked(content)
    assert len(found.texts) == (1 if extra <= 0 else 2)
    assert sum(length for _, length in places(found)) == len(content)


@pytest.mark.parametrize(
    ("first", "second"), [("utf-8", "vni"), ("vni", "utf-8"), ("viscii", "utf-8")]
)
def test_a_text_of_two_encodings_is_read_in_both(first: str, second: str) -> None:
    content = encoded(LONG, first) + b"\n" * WINDOW_BYTES + encoded(LONG, second)
    text = said(looked(content))
    assert text.startswith("Cộng hòa xã hội")
    assert text.rstrip("\n").endswith("sàn giao dịch ảo.")


@pytest.mark.parametrize("damage", [b"\xff", b"\xc3", b"\xe1\xbb", b"\x80", b"\xf0\x9f\x98"])
def test_a_damaged_byte_costs_only_itself(damage: bytes) -> None:
    half = TEXT.encode()
    found = lawful(plaintext, half + damage + b"\n" + half, name="a.txt", media_type="text/plain")
    text = said(found)
    assert text.startswith(TEXT)
    assert text.endswith("\n" + TEXT)
    assert "\ufffd" in text
    assert found.of("text-encoding") == []


def test_damage_in_one_window_changes_no_other() -> None:
    content = LONG.encode()
    at = content.index(b"\n", WINDOW_BYTES * 5 // 4)
    found = looked(content[:at] + b"\xff" + content[at:])
    schemes = [line.locator[0].partition(":")[0] for line in found.texts]
    assert schemes.count("text") == 1
    assert schemes.count("bytes") == len(schemes) - 1
    assert said(found).count("\ufffd") == 1


@pytest.mark.parametrize(
    ("content", "media", "name"),
    [
        (json.dumps({"tên": "Đức"}, ensure_ascii=False).encode(), "application/json", "a.json"),
        (b"\n".join(b'{"id": %d}' % n for n in range(9)), "application/x-ndjson", "a.jsonl"),
        ("tên;số tiền\nĐức;5\n".encode(), "text/csv", "a.csv"),
        ("BEGIN:VCARD\nFN:Đức\nEND:VCARD\n".encode(), "text/vcard", "a.vcf"),
        ("1\n00:00:01,000 --> 00:00:02,000\nXin chào\n".encode(), "application/x-subrip", "a.srt"),
        (b"CREATE TABLE a (b);\n", "application/sql", "a.sql"),
        ("<gpx><wpt><name>Hà Nội</name></wpt></gpx>".encode(), "application/gpx+xml", "a.gpx"),
        (b"-----BEGIN PGP MESSAGE-----\n", "application/pgp-encrypted", "a.asc"),
        (b"[a]\nb=c\n", "application/x-wine-extension-ini", "a.ini"),
        (b"key: value\n", "application/x-yaml", "a.yml"),
        (b"words\n", "application/octet-stream", "a.log"),
    ],
)
def test_text_of_every_type_is_read_whole(content: bytes, media: str, name: str) -> None:
    found = lawful(plaintext, content, name=name, media_type=media)
    assert said(found).encode() == content


@pytest.mark.parametrize(
    ("media", "name"),
    [
        ("application/pdf", "a.txt"), ("image/png", "a.csv"), ("video/mp4", "a.srt"),
        ("audio/mpeg", "a.log"), ("message/rfc822", "a.txt"), ("application/zip", "a.json"),
        ("text/html", "a.txt"), ("application/mbox", "a.txt"), ("text/plain", "a.htm"),
    ],
)  # fmt: skip
def test_what_is_read_elsewhere_is_not_read_twice(media: str, name: str) -> None:
    assert examine(plaintext, b"words\n", name=name, media_type=media).texts == []


@pytest.mark.parametrize(
    "step",
    ["text:0+5;utf-8;x", "text:0+5;UTF-8", "text:0;utf-8", "text:+5;utf-8", "text:-1+5;utf-8",
     "text:0+5;idna", "text:", "rtf:object/-1", "rtf:object/x", "rtf:text/0"],
)  # fmt: skip
def test_a_step_that_is_no_step_leads_nowhere(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(plaintext, b"plain text", (step,), media_type="text/plain")


def test_a_chat_with_letters_of_many_languages_is_one_text() -> None:
    text = "20/11/2026, 09:01 - Đức: 你好 😀\u200d😀 Привет\u200f مرحبا\n" * 3
    found = lawful(plaintext, text.encode(), name="chat.txt", media_type="text/plain")
    assert said(found) == text


def test_decomposed_letters_stay_as_they_are_where_they_are_located_by_bytes() -> None:
    text = "Nguye\u0302\u0303n\n"
    found = lawful(plaintext, text.encode(), name="a.txt", media_type="text/plain")
    assert said(found) == text
