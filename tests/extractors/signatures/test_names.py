"""What names claim, and how they deceive."""

import pytest

from truyvet.extractors.signatures.names import contradicts, deceptions, ending_of

PE = "application/vnd.microsoft.portable-executable"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("a.jpg", PE), ("a.PDF", "application/zip"), ("a.docx", "application/zip"),
        ("a.mp4", "application/zip"), ("a.txt", PE), ("a.zip", PE), ("a.pdf", "text/html"),
        ("a.png", "application/octet-stream"), ("a.docx", PE), ("a.mp3", "application/pdf"),
        ("a.xlsx", DOCX), ("a.gz", "application/zip"), ("a.log", "application/vnd.sqlite3"),
    ],
)  # fmt: skip
def test_an_ending_that_claims_another_type_is_told(name: str, media: str) -> None:
    assert contradicts(name, media) == ending_of(name) != ""


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("a.jpg", "image/jpeg"), ("a.jpg", "image/png"), ("a.txt", "text/html"),
        ("a.txt", "application/json"), ("a.doc", "text/rtf"), ("a.docx", DOCX),
        ("a.docx", "application/x-ole-storage"), ("a.apk", "application/java-archive"),
        ("a.dll", PE), ("a.unknown", PE), ("noending", PE), (".profile", PE), ("a.", PE),
        ("a.mp4", "application/octet-stream"), ("a.jpg", "inode/x-empty"), ("a.eml", "text/plain"),
        ("a.xls", "text/html"), ("a.svg", "image/svg+xml"), ("a.xml", "application/rss+xml"),
    ],
)  # fmt: skip
def test_an_ending_that_may_be_is_not(name: str, media: str) -> None:
    assert contradicts(name, media) == ""


@pytest.mark.parametrize(
    ("name", "media", "why"),
    [
        ("hoadon.pdf.exe", PE, "double ending .pdf.exe"),
        ("anh.JPG .scr", PE, "double ending .jpg.scr"),
        ("hoadon.pdf         .exe", PE, "a gap before the real ending"),
        ("hoadon\u202efdp.exe", PE, "characters that turn the direction of writing"),
        ("hoadon.pdf", PE, "a program called .pdf"),
        ("tin.docx", "application/vnd.android.package-archive", "a program called .docx"),
    ],
)
def test_a_name_that_deceives_is_told(name: str, media: str, why: str) -> None:
    assert why in deceptions(name, media)


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("setup.exe", PE), ("archive.tar.gz", "application/gzip"), ("a.pdf", "application/pdf"),
        ("jquery.min.js", "application/javascript"), ("báo cáo  quý.docx", DOCX), ("", PE),
        ("lib.so.1.2", "application/x-sharedlib"), ("a b c.txt", "text/plain"),
    ],
)  # fmt: skip
def test_an_honest_name_is_not(name: str, media: str) -> None:
    assert deceptions(name, media) == []
