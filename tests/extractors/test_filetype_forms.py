"""File type by each mark that is known here; text without marks; names against types."""

import struct

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS
from tests.extractors.letters.laws import lawful
from tests.extractors.signatures.test_names import DOCX, PE

from truyvet.extractors import filetype, plaintext
from truyvet.extractors.signatures.names import (
    EXECUTABLE,
    UNKNOWN,
    contradicts,
    deceptions,
    ending_of,
)
from truyvet.extractors.signatures.sniffing import letter_type, text_type
from truyvet.testing.bench import examine

MARKS = [
    (0, b"EVF2\x0d\x0a\x81\x00", "application/x-ewf"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"),
    (0, b"ElfFile\0", "application/x-ms-evtx"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (0, b"%!PS-Adobe-3.0", "application/postscript"),
    (0, b"AVF0", "application/x-aff"),
    (3, b"NTFS    ", "application/x-raw-disk-image"),
    (0, b"WARC/1.1\r\n", "application/warc"),
    (0, b"\x1f\x8b\x08\0", "application/gzip"),
    (0, b"\xff\xd8\xff\xe0", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"%PDF-1.4", "application/pdf"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
]
WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


def kind(content: bytes, name: str = "item") -> str:
    (seen,) = examine(filetype, content, name=name).of("file-type")
    return seen.raw


@pytest.mark.parametrize(("offset", "mark", "media"), MARKS)
def test_a_mark_at_its_place_tells_the_type(offset: int, mark: bytes, media: str) -> None:
    assert kind(b"\xeb" * offset + mark + bytes(600)) == media
    assert kind(b"\xeb" * (offset + 1) + mark + bytes(600)) != media


@pytest.mark.parametrize(("offset", "mark", "media"), MARKS)
def test_a_mark_alone_or_cut_is_of_some_type(offset: int, mark: bytes, media: str) -> None:
    for length in range(1, len(mark) + 1):
        assert "/" in kind(b"\xeb" * offset + mark[:length])


@pytest.mark.parametrize("charset", WIDE)
def test_wide_text_without_a_mark_is_text_and_is_read(charset: str) -> None:
    content = TEXT.encode(charset)
    (seen,) = lawful(filetype, content, name="a.txt").of("file-type")
    assert (seen.raw, seen.facts["charset"]) == ("text/plain", charset)
    assert "".join(line.text for line in examine(plaintext, content, name="a.txt").texts) == TEXT


@pytest.mark.parametrize("charset", ["utf-16", "utf-32", "utf-8-sig"])
def test_text_with_a_mark_is_text(charset: str) -> None:
    assert kind(TEXT.encode(charset)).startswith("text/")


@pytest.mark.parametrize(
    "content",
    [bytes(2000), b"\0\1" * 1000, bytes(range(256)) * 8, struct.pack("<500H", *range(500)),
     b"\x00\x00\x01\x00" * 500],
)  # fmt: skip
def test_numbers_are_no_text(content: bytes) -> None:
    assert not kind(content).startswith("text/")


def test_a_long_text_cut_inside_a_character_is_utf_8() -> None:
    content = b"x" * ((1 << 10) - 1) + TEXT.encode() * 5
    (seen,) = examine(filetype, b"a" + "ệ".encode() * 5000).of("file-type")
    assert seen.facts["charset"] == "utf-8"
    assert examine(filetype, content).of("file-type")[0].raw == "text/plain"


def test_a_text_with_a_damaged_byte_is_still_utf_8() -> None:
    (seen,) = examine(filetype, TEXT.encode()[:300] + b"\xff" + TEXT.encode()).of("file-type")
    assert (seen.raw, seen.facts["charset"]) == ("text/plain", "utf-8")


@pytest.mark.parametrize("offset", [1, 100, 1000])
def test_a_document_behind_other_bytes_is_one(offset: int) -> None:
    assert kind(b"\x90" * offset + b"%PDF-1.4\n" + bytes(99)) == "application/pdf"


def test_a_disk_is_told_by_its_table_of_partitions() -> None:
    disk = bytearray(b"\x90" * 512)
    disk[510:512] = b"\x55\xaa"
    for entry in range(4):
        disk[446 + 16 * entry] = 0x80 if entry == 0 else 0
    assert kind(bytes(disk) + bytes(2000)) == "application/x-raw-disk-image"
    disk[446] = 0x81
    assert kind(bytes(disk) + bytes(2000)) != "application/x-raw-disk-image"


@pytest.mark.parametrize("media", EXECUTABLE)
@pytest.mark.parametrize("ending", ["pdf", "jpg", "docx", "txt", "mp4", "zip"])
def test_no_program_passes_for_what_people_open(media: str, ending: str) -> None:
    assert deceptions(f"hoadon.{ending}", media) == [f"a program called .{ending}"]


@pytest.mark.parametrize(
    "name",
    ["a.pdf.exe", "a.PDF.EXE", "a.docx.scr", "ảnh.jpg.lnk", "a.b.txt.vbs", "a.mp4.apk", "a.zip.js",
     "a.xlsx.hta", "a. pdf . exe", "a.htm.bat"],
)  # fmt: skip
def test_a_second_ending_that_runs_is_told(name: str) -> None:
    assert any(why.startswith("double ending") for why in deceptions(name, UNKNOWN))


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.exe.pdf", "a.tar.gz", "a.txt.pdf", "1.2.exe", "pdf.exe", ".pdf.txt", "a..exe",
     "báo cáo 20.11.pdf"],
)  # fmt: skip
def test_other_names_with_dots_are_not(name: str) -> None:
    assert not any(why.startswith("double") for why in deceptions(name, UNKNOWN))


@pytest.mark.parametrize(
    "mark", list("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
def test_each_mark_that_turns_writing_is_told(mark: str) -> None:
    assert deceptions(f"hoa{mark}fdp.txt", "text/plain") == [
        "characters that turn the direction of writing"
    ]


@pytest.mark.parametrize("gap", ["    ", "\t\t\t\t", "\u3000\u3000", "\u2800\u2800", "\u00a0" * 9])
def test_a_gap_before_an_ending_that_runs_is_told(gap: str) -> None:
    assert "a gap before the real ending" in deceptions(f"a.pdf{gap}.exe", PE)
    assert deceptions(f"a{gap}b.pdf", "application/pdf") == []


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PDF", "pdf"),
        ("a.b.c", "c"),
        ("a", ""),
        ("a.", ""),
        (".a", ""),
        ("", ""),
        (" a.b ", "b"),
        ("a.đ", "đ"),
        ("..", ""),
        ("a.b c", "b c"),
    ],
)
def test_an_ending_is_what_follows_the_last_dot(name: str, ending: str) -> None:
    assert ending_of(name) == ending


PAIRS = [
    ("jpg", "image/jpeg"), ("heic", "image/heic"), ("pdf", "application/pdf"), ("docx", DOCX),
    ("doc", "application/msword"), ("xls", "application/vnd.ms-excel"), ("7z",
     "application/x-7z-compressed"), ("rar", "application/vnd.rar"), ("mp4", "video/mp4"),
    ("mp3", "audio/mpeg"), ("txt", "text/plain"), ("html", "text/html"), ("eml", "message/rfc822"),
    ("msg", "application/vnd.ms-outlook"), ("exe", PE), ("apk",
     "application/vnd.android.package-archive"), ("epub", "application/epub+zip"),
    ("sqlite", "application/vnd.sqlite3"), ("svg", "image/svg+xml"), ("odt",
     "application/vnd.oasis.opendocument.text"), ("xz", "application/x-xz"),
]  # fmt: skip


@pytest.mark.parametrize(("ending", "media"), PAIRS)
def test_an_ending_fits_its_type_and_hardly_any_other(ending: str, media: str) -> None:
    assert contradicts(f"a.{ending}", media) == ""
    others = {other for one, other in PAIRS if one != ending}
    fitting = {other for other in others if not contradicts(f"a.{ending}", other)}
    assert len(fitting) < len(others) / 2


@pytest.mark.parametrize(
    ("header", "media"),
    [
        (b"From: a\nTo: b\nSubject: c\n", "message/rfc822"),
        (b"from: a\nTO: b\nsubject: c\n", "message/rfc822"),
        (b"From: a\r\nTo: b\r\nSubject: c\r\n", "message/rfc822"),
        (b"From: a\rTo: b\rSubject: c\r", "message/rfc822"),
        (b"From : a\nTo : b\nSubject : c\n", "message/rfc822"),
        (b"Subject: a\nTo: b\nDate: c\n", ""),
        (b"From: a\nTo: b\n", ""),
        (b"From: a\nTo: b\n\nSubject: c\n", ""),
        (b"From: a\n\tTo: b\nSubject: c\n", ""),
        (b"x\nFrom: a\nTo: b\nSubject: c\n", ""),
        (b"Received: a\nMessage-ID: b\n", "message/rfc822"),
        (b"Received: a\n", ""),
        (b"Content-Type: multipart/related; boundary=b\nMIME-Version: 1.0\n", "multipart/related"),
        (b"Content-Type: multipart/related\nTo: a\nFrom: b\nDate: c\n", "message/rfc822"),
        (b"Content-Type: multipart/mixed\nMIME-Version: 1.0\n", ""),
    ],
)
def test_fields_tell_a_letter(header: bytes, media: str) -> None:
    assert letter_type(header + b"\nbody") == media


@pytest.mark.parametrize("element", ["html", "HTML", "body", "table", "!DOCTYPE html", "div"])
@pytest.mark.parametrize("before", [b"", b"\n\n ", b"\xef\xbb\xbf", b"<!-- x -->\n"])
def test_an_element_at_the_beginning_tells_a_page(element: str, before: bytes) -> None:
    assert text_type(before + f"<{element}>x</div></html>".encode()) == "text/html"


@pytest.mark.parametrize("charset", sorted(WRITERS))
def test_a_page_in_an_old_encoding_is_a_page(charset: str) -> None:
    content = b"<html><body>" + WRITERS[charset](TEXT) + b"</body></html>"
    assert kind(content) == "text/html"


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "page", [f"<!doctype html><p>{TEXT}", f"<p>{TEXT}</p>", "<html>" + "你好" * 99]
)
def test_a_page_in_utf_16_without_a_mark_is_a_page(charset: str, page: str) -> None:
    (seen,) = lawful(filetype, page.encode(charset), name="item").of("file-type")
    assert (seen.raw, seen.facts["charset"]) == ("text/html", charset)
