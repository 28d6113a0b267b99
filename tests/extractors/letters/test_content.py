"""Which parts are read here, in which encoding, and what the others are called."""

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS

from truyvet.extractors.letters.content import (
    MAX_TEXT_BYTES,
    charset_for,
    is_text,
    name_of,
    text_of,
)
from truyvet.extractors.letters.parts import Part, parse_message


def part(header: str, body: bytes = b"x") -> tuple[Part, bytes]:
    content = header.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body
    return parse_message(content, 0, len(content)), content


@pytest.mark.parametrize(
    ("header", "read"),
    [
        ("Content-Type: text/plain", True),
        ("Subject: without a type", True),
        ("Content-Type: text/enriched", True),
        ("Content-Type: text/x-amp-html", True),
        ("Content-Type: text/plain\nContent-Disposition: inline", True),
        ("Content-Type: text/plain\nContent-Disposition: attachment", False),
        ("Content-Type: text/plain\nContent-Disposition: ATTACHMENT; x=y", False),
        ("Content-Type: text/plain\nContent-Disposition: inline; filename=a.txt", False),
        ("Content-Type: text/plain; name=a.txt", False),
        ("Content-Type: text/plain\nContent-Location: https://x.example/a", False),
        ("Content-Type: text/html", False),
        ("Content-Type: text/calendar; method=REQUEST", False),
        ("Content-Type: text/x-vcard", False),
        ("Content-Type: text/rtf", False),
        ("Content-Type: message/rfc822", False),
        ("Content-Type: message/delivery-status", False),
        ("Content-Type: application/octet-stream", False),
        ("Content-Type: image/png", False),
    ],
)
def test_a_text_that_is_no_file_is_read_here(header: str, read: bool) -> None:
    assert is_text(part(header)[0]) is read


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Content-Type: text/html", "part-1.html"),
        ("Content-Type: message/rfc822", "part-1.eml"),
        ("Content-Type: text/calendar", "part-1.ics"),
        ("Content-Type: text/x-vcard", "part-1.vcf"),
        ("Content-Type: text/csv", "part-1.txt"),
        ("Content-Type: image/jpeg", "part-1.jpg"),
        ("Content-Type: application/pdf", "part-1.pdf"),
        ("Content-Type: application/ms-tnef", "part-1.dat"),
        ("Content-Type: message/delivery-status", "part-1.txt"),
        ("Content-Type: text/rfc822-headers", "part-1.txt"),
        ("Content-Type: application/x-unheard-of", "part-1.bin"),
        ("Content-Type: video/mp4", "part-1.bin"),
        ("Content-Type: image/png; name=a.png", "a.png"),
        (
            "Content-Disposition: attachment; filename=b.png\nContent-Type: image/png; name=a.png",
            "b.png",
        ),
        (
            'Content-Disposition: attachment; filename="C:\\\\Users\\\\a\\\\b.pdf"',
            "C:_Users_a_b.pdf",
        ),
        ("Content-Disposition: attachment; filename=../../etc/passwd", ".._.._etc_passwd"),
        ('Content-Disposition: attachment; filename="Hồ\n  sơ.pdf"', "Hồ sơ.pdf"),
        ('Content-Disposition: attachment; filename=" "', "part-1.txt"),
        ("Content-Disposition: attachment; filename*=utf-8''a%00b%2Fc", "a_b_c"),
        ('Content-Disposition: attachment; filename="=?utf-8?B?SOG7kyBzxqEucGRm?="', "Hồ sơ.pdf"),
        ("Content-Type: image/gif\nContent-Location: cid:a/b", "cid:a_b"),
    ],
)
def test_a_part_is_called_by_its_own_name_or_by_its_number_and_type(header: str, name: str) -> None:
    assert name_of(part(header)[0]) == name


@pytest.mark.parametrize("charset", sorted(WRITERS))
def test_a_name_in_an_old_encoding_is_read(charset: str) -> None:
    name = "thuyết phục người khác chuyển khoản ngân hàng.pdf"
    head = b'Content-Disposition: attachment; filename="' + WRITERS[charset](name) + b'"\n\nx'
    assert name_of(parse_message(head, 0, len(head))) == name


@pytest.mark.parametrize(
    ("text", "written", "declared"),
    [
        (TEXT, "utf-8", ""), (TEXT, "utf-8", "windows-1252"), (TEXT, "utf-8", "us-ascii"),
        (TEXT, "utf-8", "no such"), (TEXT, "utf-8-sig", "utf-8"), (TEXT, "utf-16", "utf-8"),
        (TEXT, "utf-16-le", ""), (TEXT, "utf-16-be", "utf-8"),
        ("Привет, друзья", "cp1251", "windows-1251"), ("Привет, друзья", "koi8-r", "KOI8-R"),
        ("你好，我们是朋友", "gbk", "gb2312"), ("こんにちは", "shift_jis", "shift_jis"),
        ("こんにちは", "iso-2022-jp", "iso-2022-jp"), ("안녕하세요", "euc-kr", "ks_c_5601-1987"),
        ("Việt Nam", "utf-7", "utf-7"), ("你好", "hz", "hz-gb-2312"),
        ("Où est-il déjà allé", "latin-1", "iso-8859-1"), ("10 €", "cp1252", "iso-8859-1"),
        ("10 €", "iso-8859-15", "iso-8859-15"), ("café déjà", "latin-1", ""),
        ("café déjà", "latin-1", "utf-8"), ("plain", "ascii", "utf-16"),
    ],
)  # fmt: skip
def test_the_encoding_is_what_the_bytes_are_else_what_is_declared(
    text: str, written: str, declared: str
) -> None:
    body = text.encode(written)
    found, content = part(f'Content-Type: text/plain; charset="{declared}"', body)
    assert text_of(content, found)[0].lstrip("\ufeff") == text


@pytest.mark.parametrize("declared", ["", "utf-8", "us-ascii", "windows-1252", "x-unknown"])
def test_one_damaged_byte_does_not_make_mojibake_of_a_text(declared: str) -> None:
    body = TEXT.encode().replace(b"khoa", b"kho\xff\xfea", 1)
    found, content = part(f'Content-Type: text/plain; charset="{declared}"', body + b"\xff")
    text, _ = text_of(content, found)
    assert "Cộng hòa xã hội" in text
    assert text.endswith("\ufffd")


def test_a_declared_narrow_encoding_does_not_lose_to_a_weak_guess() -> None:
    assert charset_for("Grüße".encode("latin-1"), "iso-8859-2") == "iso-8859-2"
    assert charset_for(WRITERS["vni"](TEXT), "windows-1252") == "vni"
    assert charset_for(WRITERS["vni"](TEXT), "koi8-r") == "koi8-r"


@pytest.mark.parametrize("beyond", [-1, 0, 1, 5000])
def test_a_text_is_read_up_to_its_limit(beyond: int) -> None:
    found, content = part("Content-Type: text/plain", b"a" * (MAX_TEXT_BYTES + beyond))
    text, cut = text_of(content, found)
    assert (len(text), cut) == (MAX_TEXT_BYTES + min(beyond, 0), beyond > 0)


def test_a_text_cut_inside_a_character_stays_utf_8() -> None:
    body = b"a" + "ệ".encode() * (MAX_TEXT_BYTES // 3 + 10)
    found, content = part("Content-Type: text/plain; charset=utf-8", body)
    text, cut = text_of(content, found)
    assert cut
    assert text.startswith("aệệ")
    assert text.count("\ufffd") <= 1


def test_text_is_composed_and_can_be_written_as_utf_8() -> None:
    found, content = part("Content-Type: text/plain; charset=utf-7", b"+2AA- e\xcc\x81")
    assert text_of(content, found)[0].encode()
