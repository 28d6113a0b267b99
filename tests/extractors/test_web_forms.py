"""Pages and archives of pages in every encoding and form, taken out where they lie."""

import base64
import quopri

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS
from tests.extractors.letters.laws import lawful, problems, said, survives, values

from truyvet.extractors import web
from truyvet.extractors.web import charset_for
from truyvet.testing.bench import Examination, examine, resolve

LINE = "Số tiền đã chuyển cho người khác là năm triệu đồng"


def looked(content: bytes, name: str = "a.html", media: str = "text/html") -> Examination:
    return lawful(web, content, name=name, media_type=media)


def archive(*parts: tuple[str, str, bytes], head: str = "") -> bytes:
    """Return a web archive of (media type, address, bytes) of parts, as browsers save it."""
    body = b""
    for media, address, content in parts:
        carried = base64.encodebytes(content) if not media.startswith("text/") else (
            quopri.encodestring(content))  # fmt: skip
        kind = "quoted-printable" if media.startswith("text/") else "base64"
        fields = f"Content-Type: {media}\r\nContent-Transfer-Encoding: {kind}\r\n"
        fields += f"Content-Location: {address}\r\n" if address else ""
        body += b"--B\r\n" + fields.encode() + b"\r\n" + carried + b"\r\n"
    opened = f"{head}MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
    return opened.encode() + body + b"--B--\r\n"


@pytest.mark.parametrize(
    "declared",
    ["", "<meta charset=utf-8>", "<meta charset=windows-1252>", "<meta charset=x-unknown>",
     "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>"],
)  # fmt: skip
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", *sorted(WRITERS)])
def test_a_vietnamese_page_is_read_whatever_it_declares(charset: str, declared: str) -> None:
    page = f"<html><head>{declared}</head><body><p>{LINE}</p></body></html>"
    content = WRITERS[charset](page) if charset in WRITERS else page.encode(charset)
    assert said(looked(content)) == LINE


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("windows-1251", "cp1251", "Привет, друзья"),
        ("koi8-r", "koi8-r", "Привет, друзья"),
        ("gb2312", "gbk", "你好，朋友"),
        ("big5", "big5", "你好，朋友"),
        ("shift_jis", "cp932", "こんにちは"),
        ("euc-kr", "cp949", "안녕하세요"),
        ("tis-620", "cp874", "สวัสดี"),
        ("iso-8859-2", "iso8859-2", "żółć"),
        ("windows-1256", "cp1256", "مرحبا"),
        ("euc-jp", "euc-jp", "こんにちは"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "<meta charset={}>",
        "<meta charset='{}'>",
        '<META CHARSET = "{}" />',
        "<?xml version='1.0' encoding='{}'?>",
        "<meta http-equiv='Content-Type' content='text/html;charset={}'>",
    ],
)
def test_a_page_of_another_language_is_read_as_it_declares(
    declared: str, codec: str, text: str, form: str
) -> None:
    page = f"{form.format(declared)}<html><body><p>{text}</p></body></html>"
    assert said(looked(page.encode(codec))) == text


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (b"<p>plain", "us-ascii"), ("<p>ệ".encode(), "utf-8"), (b"<p>caf\xe9", "windows-1252"),
        (b"<meta charset=utf-16><p>caf\xe9", "windows-1252"),
        (b"<meta charset=koi8-r><p>\xcf", "koi8-r"),
        (b" " * 9000 + b"<meta charset=koi8-r><p>caf\xe9", "windows-1252"),
        (b"<meta charset=koi8-r><meta charset=big5><p>\xcf", "koi8-r"),
        (b"<meta charset=><p>caf\xe9", "windows-1252"),
    ],
)  # fmt: skip
def test_the_encoding_of_a_page_is_found(content: bytes, charset: str) -> None:
    assert charset_for(content) == charset


def test_a_damaged_byte_does_not_make_mojibake_of_a_page() -> None:
    content = f"<p>{TEXT}</p>".encode().replace("đồng".encode(), b"\xff", 1)
    assert "Cộng hòa xã hội" in said(looked(content))


@pytest.mark.parametrize(
    ("markup", "kind", "value"),
    [
        ("<title>Ngân hàng</title>", "page-title", "Ngân hàng"),
        ("<html lang=vi>", "page-language", "vi"),
        ("<html xml:lang=vi>", "page-language", "vi"),
        ("<meta name=generator content='HTTrack'>", "page-generator", "HTTrack"),
        ("<meta http-equiv=refresh content='0;url=//a.example'>", "page-refresh", "//a.example"),
        ("<base href=https://b.example/>", "page-base", "https://b.example/"),
        ("<form action='/đăng-nhập'>", "page-form", "/đăng-nhập"),
        ("<!-- saved from url=(0023)https://c.example/a -->", "page-saved-from",
         "https://c.example/a"),
    ],
)  # fmt: skip
def test_what_a_page_says_of_itself_is_told(markup: str, kind: str, value: str) -> None:
    assert values(looked(f"{markup}<p>x".encode()), kind) == [value]


@pytest.mark.parametrize("length", [4094, 4095, 4096, 4097, 9000])
def test_a_long_mark_is_cut_between_characters(length: int) -> None:
    action = "ệ" * (length // 3) + "x" * (length % 3)
    (seen,) = looked(f"<form action='{action}'></form>x".encode()).of("page-form")
    assert len(seen.raw.encode()) <= 4096
    assert action.startswith(seen.raw)


@pytest.mark.parametrize(
    ("fields", "password"),
    [("<input type=password name=p>", "yes"), ("<input name=password>", ""), ("", "")],
)
def test_a_form_that_asks_for_a_password_is_told(fields: str, password: str) -> None:
    (seen,) = looked(f"<form action=/x>{fields}</form>x".encode()).of("page-form")
    assert seen.facts.get("password", "") == password


def test_the_forms_of_a_page_are_numbered() -> None:
    found = looked("".join(f"<form action=/{n}></form>" for n in range(12)).encode() + b"x")
    assert [seen.locator for seen in found.of("page-form")] == [
        (f"html:form/{number}",) for number in range(12)
    ]


PARTS = (
    ("text/html", "https://x.example/", f"<p>{LINE}</p>".encode()),
    ("image/png", "https://x.example/a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    ("text/css", "cid:css@mhtml.blink", b"p { color: red = blue }"),
    ("application/octet-stream", "", b"\0\xff" * 500),
)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_parts_of_an_archive_are_children_with_their_addresses(count: int) -> None:
    found = looked(archive(*PARTS[:count]), "a.mhtml", "multipart/related")
    assert [child.content for child in found.children] == [part[2] for part in PARTS[:count]]
    for child, (_, address, _) in zip(found.children, PARTS, strict=False):
        assert child.name == (address or f"part-{count}.bin")
    assert problems(found) == []


@pytest.mark.parametrize(
    "head",
    ["", "From: <Saved by Blink>\r\nSubject: x\r\n", "From: \"Saved by IE 11\"\r\n",
     "Snapshot-Content-Location: https://x.example/\r\n"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("name", "media"),
    [("a.mht", "multipart/related"), ("a.mhtml", "message/rfc822"), ("a", "multipart/related")],
)
def test_an_archive_of_any_browser_is_opened(head: str, name: str, media: str) -> None:
    assert len(looked(archive(*PARTS, head=head), name, media).children) == 4


def test_a_message_is_no_archive_of_pages() -> None:
    found = examine(web, archive(*PARTS), name="a.html", media_type="message/rfc822")
    assert found.children == []


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/" + "a" * 5000,
        "../../etc/passwd",
        "",
        "\u202egpj.exe",
        "a\tb",
        "=?utf-8?Q?=C4=91?=",
    ],
)
def test_a_strange_address_of_a_part_stops_nothing(address: str) -> None:
    found = looked(archive(("image/gif", address, b"GIF89a")), "a.mhtml", "multipart/related")
    assert [child.content for child in found.children] == [b"GIF89a"]


def test_an_archive_cut_anywhere_keeps_the_parts_before_the_cut() -> None:
    content = archive(*PARTS)
    for length in range(0, len(content), 101):
        found = examine(web, content[:length], name="a.mht", media_type="multipart/related")
        whole = [child.content for child in found.children[:-1]]
        assert whole == [part[2] for part in PARTS[: len(whole)]]


@pytest.mark.parametrize(
    "media", ["application/pdf", "image/png", "application/zip", "message/rfc822", "video/mp4"]
)
def test_what_is_no_markup_is_left_alone_whatever_it_is_called(media: str) -> None:
    found = examine(web, b"<p>x</p>", name="a.html", media_type=media)
    assert (found.texts, found.observations) == ([], [])


@pytest.mark.parametrize(
    "media", ["text/html", "application/xhtml+xml", "image/svg+xml", "text/plain", "text/xml"]
)
def test_markup_of_any_type_called_a_page_is_read(media: str) -> None:
    assert said(looked(b"<p>x</p>", "a.html", media)) == "x"


@pytest.mark.parametrize(
    "content", [archive(*PARTS), f"<form action=/x><input></form>{TEXT}".encode()]
)
def test_damage_stops_nothing(content: bytes) -> None:
    media = "multipart/related" if content.startswith(b"MIME") else "text/html"
    survives(web, content, name="a.mht", media_type=media)


@pytest.mark.parametrize(
    "step",
    ["html:form/-1", "html:form/x", "html:form/", "html:Title", "mhtml:part/0", "mhtml:part/1.1",
     "mhtml:1/2"],
)  # fmt: skip
def test_a_step_beside_the_page_leads_nowhere(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(web, archive(*PARTS), (step,), name="a.mht", media_type="multipart/related")
