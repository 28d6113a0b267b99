"""Types that libmagic misses or takes for plain text: mails, mailboxes, pages, web archives.

Sources: RFC 5322 (messages), RFC 4155 (mbox), RFC 2557 (MHTML), ISO 28500 (WARC), and the
Encoding and MIME Sniffing standards of the WHATWG for pages.
"""

import re

MAIL = "message/rfc822"
MAILBOX = "application/mbox"
WEB_ARCHIVE = "multipart/related"
PAGE = "text/html"

_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
_POSTMARK = re.compile(
    rb"From [^\r\n]{1,300}(?:19|20)[0-9]{2}[^\r\n]{0,40}\r?\n>?(?:From |[!-9;-~]+:)"
)
_SURE = {b"received", b"message-id", b"return-path", b"delivered-to", b"dkim-signature"}
_MAIL = _SURE | {
    b"from", b"to", b"cc", b"bcc", b"subject", b"date", b"mime-version", b"sender", b"reply-to",
    b"content-type", b"content-transfer-encoding", b"in-reply-to", b"references", b"x-mailer",
    b"authentication-results", b"arc-seal", b"user-agent", b"x-mozilla-status", b"envelope-to",
    b"x-originating-ip", b"x-priority", b"importance", b"thread-topic", b"thread-index",
    b"list-unsubscribe", b"list-id", b"precedence", b"x-received", b"received-spf",
}  # fmt: skip
_WRITER = {b"from", b"sender", b"return-path", b"received", b"delivered-to"}
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|h1|div|font|table|style|title|br|p|"
    rb"center|meta|span|b|a\s+href|form|img|link)(?=[\s>/])",
    re.IGNORECASE,
)
_XHTML = re.compile(rb"<(?:!doctype\s+html|html)(?=[\s>/])", re.IGNORECASE)
_PAGE_END = re.compile(
    rb"</(?:html|body|head|script|div|table|title|p|a|form|span)>", re.IGNORECASE
)
_SVG = re.compile(rb"<(?:!doctype\s+)?svg[\s>]", re.IGNORECASE)
MAX_PROLOGUE = 16  # comments and instructions that may stand before the first element


def text_type(head: bytes) -> str:
    """Return the type of text that begins with `head`, empty where nothing here fits."""
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") and head[2:4] != b"\0\0":
        order = "utf-16-le" if head[0] == 0xFF else "utf-16-be"
        plain = head[2:8194].decode(order, "replace").encode("utf-8", "replace")
    if plain.startswith(b"WARC/") and b"WARC-Type:" in plain[:4096]:
        return "application/warc"
    if _POSTMARK.match(plain):
        return MAILBOX
    letter = letter_type(plain)
    if letter:
        return letter
    return _markup_type(plain)


def wide_type(head: bytes, charset: str) -> str:
    """Return the type of markup in UTF-16 without a mark, empty where it is none."""
    plain = head[:8192].decode(charset, "replace").encode("utf-8", "replace")
    # Few would write a text that only speaks of pages, and begins so, in this form.
    return PAGE if _XHTML.match(plain.lstrip()) else _markup_type(plain)


def _markup_type(plain: bytes) -> str:
    """Return the type of markup by its first element, after comments and instructions."""
    at, declared = 0, False
    for _ in range(MAX_PROLOGUE):
        at += len(plain[at : at + 4096]) - len(plain[at : at + 4096].lstrip())
        if plain.startswith(b"<!--", at):
            end = plain.find(b"-->", at, at + 8192)
        elif plain.startswith(b"<?", at) and not plain.startswith((b"<?php", b"<?="), at):
            end, declared = plain.find(b"?>", at, at + 8192), True
        else:
            break
        if end < 0:
            return ""
        at = plain.index(b">", end) + 1
    if _SVG.match(plain, at):
        return "image/svg+xml"
    if declared:
        return PAGE if _XHTML.match(plain, at) else ""
    page = _PAGE.match(plain, at)
    if page and (_PAGE_END.search(plain, at) or page[0][:2] == b"<!"):
        return PAGE
    return ""


def letter_type(head: bytes) -> str:
    """Return `message/rfc822` or `multipart/related` where `head` begins with such fields."""
    fields = _fields(head)
    names = set(fields)
    if names & {b"snapshot-content-location"} or (
        fields.get(b"content-type", b"").lower().startswith(b"multipart/related")
        and not names & _SURE
        and b"to" not in names
    ):
        return WEB_ARCHIVE
    known = names & _MAIL
    if len(known) >= 3 and known & _WRITER:
        return MAIL
    return MAIL if len(known) >= 2 and known & _SURE else ""


def _fields(head: bytes) -> dict[bytes, bytes]:
    """Return the header fields that `head` begins with, at most 64; none if it begins otherwise."""
    fields: dict[bytes, bytes] = {}
    lines = head[:16384].lstrip(b"\r\n").splitlines()
    for number, line in enumerate(lines[:400]):
        if not line.strip():
            break
        if line[:1] in b" \t" and number:
            continue
        found = _FIELD.match(line)
        if found is None:
            if fields and number > 1:
                break  # a damaged header; what came before counts
            return {}
        fields.setdefault(found[1].lower(), line[found.end() :].strip())
        if len(fields) >= 64:
            break
    return fields
