"""Messages that the standard library built, read here as it reads them itself."""

import base64
from email.message import EmailMessage

import pytest
from tests.extractors.letters.built import (
    BUILT,
    DOCUMENT,
    PICTURE,
    VIETNAMESE,
    forwarded,
    head,
    mixed,
    parts_of,
    plain,
    related,
)
from tests.extractors.letters.laws import lawful, normals, problems, said, values

from truyvet.extractors import mail
from truyvet.extractors.letters.bodies import decoded
from truyvet.extractors.letters.parts import parse_message
from truyvet.testing.bench import Examination

NAMES = [
    "a.pdf",
    "Hồ sơ vay.pdf",
    "Giấy chứng nhận quyền sử dụng đất, nhà ở và tài sản khác gắn liền với đất (bản sao).pdf",
    'dấu "nháy".pdf',
    "a;b=c.pdf",
    "a'b%20c.pdf",
    "tệp (1).pdf",
    "合同 契約 договор.pdf",
    "😀.pdf",
]


def ours(content: bytes) -> list[tuple[str, str, bytes]]:
    """Return (media type, file name, bytes decoded) of each part, as this package reads."""
    root = parse_message(content, 0, len(content))
    assert [defect for part in root.all() for defect in part.defects] == []
    return [
        (
            part.media,
            part.filename,
            b"".join(decoded(content, part.block.end, part.end, part.encoding)),
        )
        for part in root.leaves()
    ]


def looked(content: bytes) -> Examination:
    return lawful(mail, content, name="a.eml", media_type="message/rfc822")


@pytest.mark.parametrize("shape", sorted(BUILT))
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_parts_are_those_that_the_library_reads(shape: str, end: bytes) -> None:
    content = bytes(BUILT[shape]()).replace(b"\r\n", end)
    mine, theirs = ours(content), parts_of(content)
    assert [part[:2] for part in mine] == [part[:2] for part in theirs]
    for (media, _, here), (_, _, there) in zip(mine, theirs, strict=True):
        binary = not media.startswith(("text/", "message/"))
        assert (here if binary else here.split()) == (there if binary else there.split())


@pytest.mark.parametrize("shape", sorted(BUILT))
def test_all_that_is_taken_out_of_a_built_message_lies_where_it_says(shape: str) -> None:
    found = looked(bytes(BUILT[shape]()))
    assert problems(found) == []
    assert normals(found, "mail-from") == ["buoi@b.example"]
    assert normals(found, "mail-to") == ["duc@c.example", "an@d.example"]
    assert normals(found, "mail-date") == ["2026-11-20T02:00:00Z"]


@pytest.mark.parametrize("name", NAMES)
def test_an_attachment_has_the_name_it_was_given(name: str) -> None:
    found = looked(bytes(mixed(name)))
    child = found.children[-1]
    assert (child.name, child.content) == (name, DOCUMENT)


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "base64", "quoted-printable"])
def test_a_text_is_read_whatever_carries_it(encoding: str) -> None:
    message = head()
    text = "khong dau\n" if encoding == "7bit" else VIETNAMESE
    message.set_content(text, cte=encoding)
    assert said(looked(bytes(message))).replace("\r\n", "\n") == text


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1252", "Où est le café ?"), ("iso-8859-15", "10 € déjà"),
        ("windows-1251", "Привет, друзья"), ("koi8-r", "Привет, друзья"),
        ("gb18030", "你好，朋友"), ("big5", "你好，朋友"), ("shift_jis", "こんにちは"),
        ("iso-2022-jp", "こんにちは"), ("euc-kr", "안녕하세요"), ("windows-1258", "Lê Văn Đôn"),
        ("utf-16", "Cộng hòa xã hội"), ("utf-16-be", "Cộng hòa xã hội"), ("utf-7", "Việt Nam"),
        ("windows-874", "สวัสดี"), ("windows-1256", "مرحبا بكم"),
    ],
)  # fmt: skip
def test_a_text_is_read_in_the_charset_it_declares(charset: str, text: str) -> None:
    codec = {"windows-874": "cp874"}.get(charset, charset)
    content = bytes(plain()).split(b"Content-Type")[0]
    content += f'Content-Type: text/plain; charset="{charset}"\r\n'.encode()
    content += b"Content-Transfer-Encoding: base64\r\n\r\n"
    content += base64.encodebytes(text.encode(codec))
    assert said(looked(content)).lstrip("\ufeff") == text


@pytest.mark.parametrize(
    "subject",
    [
        "plain", "Hồ sơ vay vốn", "Thông báo: " + "chuyển tiền " * 20, "=? not a word ?=",
        "a  b", "100% =20", "đ", "Re: [VCB] Xác nhận giao dịch 5.000.000₫ 😀",
    ],
)  # fmt: skip
def test_a_subject_comes_back(subject: str) -> None:
    (found,) = values(looked(bytes(_with_subject(subject))), "mail-subject")
    assert found.split() == subject.split()


def _with_subject(subject: str) -> EmailMessage:
    message = head(subject)
    message.set_content("x")
    return message


def test_a_picture_of_a_page_is_a_child() -> None:
    pictures = [child for child in looked(bytes(related())).children if child.name.endswith("png")]
    assert [child.content for child in pictures] == [PICTURE]


def test_a_message_in_a_message_gives_its_own_attachment_when_it_is_examined() -> None:
    outer = looked(bytes(forwarded()))
    inner = next(child for child in outer.children if child.name.endswith(".eml"))
    assert inner.content is not None
    assert [child.name for child in looked(inner.content).children][-1] == "trong.pdf"


def test_a_hundred_attachments_come_out_in_their_order() -> None:
    names = [f"tệp-{number:03d}.pdf" for number in range(100)]
    content = bytes(mixed(*names))
    assert [name for _, name, _ in ours(content)][2:] == names
