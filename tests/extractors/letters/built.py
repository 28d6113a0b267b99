"""Messages built by the standard library's email package, and what it reads out of them."""

from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage, Message

VIETNAMESE = "Nguyễn Văn Đức chuyển 5.000.000 đồng.\nĐã nhận đủ.\n"
PAGE = "<p>Số tài khoản: <b>0123456789</b></p>\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3
DOCUMENT = b"%PDF-1.7\n" + bytes(range(255, -1, -1)) * 5


def head(subject: str = "Hồ sơ vay") -> EmailMessage:
    """Return a message with the fields that every message has."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address("Trần Thị Bưởi", "buoi", "b.example")
    message["To"] = (Address("Đức", "duc", "c.example"), Address("", "an", "d.example"))
    message["Subject"] = subject
    message["Date"] = "Fri, 20 Nov 2026 09:00:00 +0700"
    return message


def plain(encoding: str | None = None, charset: str = "utf-8") -> EmailMessage:
    """Return a message of one text."""
    message = head()
    message.set_content(VIETNAMESE, charset=charset, cte=encoding)
    return message


def alternative() -> EmailMessage:
    """Return a message of a text and the same as a page."""
    message = plain()
    message.add_alternative(PAGE, subtype="html")
    return message


def related() -> EmailMessage:
    """Return a message whose page shows a picture that travels with it."""
    message = alternative()
    page = message.get_payload(1)
    assert isinstance(page, EmailMessage)
    page.add_related(PICTURE, "image", "png", cid="<anh@b.example>")
    return message


def mixed(*names: str) -> EmailMessage:
    """Return a message with a document under each name."""
    message = alternative()
    for name in names:
        message.add_attachment(DOCUMENT, "application", "pdf", filename=name)
    return message


def forwarded() -> EmailMessage:
    """Return a message with another one in it, that has an attachment itself."""
    message = plain()
    message.add_attachment(mixed("trong.pdf"))
    return message


def report() -> EmailMessage:
    """Return what a server says of a message that it could not deliver (RFC 3464)."""
    message = head("Undelivered Mail Returned to Sender")
    message.make_mixed()
    message.set_type("multipart/report")
    message.set_param("report-type", "delivery-status")
    for kind, text in (("text/plain", "I'm sorry."), ("text/rfc822-headers", "From: a@b.example")):
        part = EmailMessage(policy=policy.SMTP)
        part.set_content(text)
        part.set_type(kind)
        message.attach(part)
    return message


def deep(levels: int) -> EmailMessage:
    """Return a text inside so many multiparts."""
    message = plain()
    for level in range(levels):
        outer = head()
        outer.make_mixed(boundary=f"o{level}")
        for field in ("From", "To", "Subject", "Date"):
            del message[field]
        outer.attach(message)
        message = outer
    return message


BUILT = {
    "plain": plain,
    "alternative": alternative,
    "related": related,
    "mixed": lambda: mixed("a.pdf", "Hồ sơ vay.pdf"),
    "forwarded": forwarded,
    "report": report,
    "deep": lambda: deep(12),
}
"""Shapes of messages, each with what builds one."""


def parts_of(content: bytes) -> list[tuple[str, str, bytes]]:
    """Return (media type, file name, bytes decoded) of each part, as the standard library reads."""
    return [_told(part) for part in _leaves(message_from_bytes(content, policy=policy.compat32))]


def _leaves(message: Message) -> list[Message]:
    held = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(held, list):
        return [message]
    return [leaf for part in held if isinstance(part, Message) for leaf in _leaves(part)]


def _told(part: Message) -> tuple[str, str, bytes]:
    held = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(held, list):
        assert isinstance(held[0], Message)
        content = held[0].as_bytes(policy=policy.SMTP)
    else:
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
    name = part.get_filename("")
    return part.get_content_type(), _readable(name), content


def _readable(name: str) -> str:
    from email.header import decode_header, make_header

    return str(make_header(decode_header(name)))
