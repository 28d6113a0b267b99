"""Answers that are odd but whole: codings, chunks, strange heads, old versions, other statuses."""

import gzip

from tests.site.answers import Answer, Asked, Page, answer, chunked, chunks, head, packed, page, raw

WORDS = (
    "<!doctype html><meta charset=utf-8><title>Lạ</title><p>Chuyển khoản cho anh Đức, số "
    "0900 000 010, ngân hàng Ví Dụ</p>" + "<p>Đoạn văn lặp lại cho dài.</p>" * 40
)
CONTENT = WORDS.encode()
"""What most of these pages say, decoded."""
CODINGS = ("gzip", "br", "zstd", "deflate", "raw-deflate")
SAME = (
    *(f"/odd/coding/{one}" for one in CODINGS), "/odd/coding/x-gzip", "/odd/coding/twice",
    "/odd/coding/gzip-members", "/odd/chunked", "/odd/chunked-gzip", "/odd/chunked-upper",
    "/odd/chunked-bytes", "/odd/lower", "/odd/spaces", "/odd/latin", "/odd/cookies", "/odd/folded",
    "/odd/bare-lf", "/odd/no-reason", "/odd/obs-text-reason", "/odd/http10", "/odd/http10-length",
    "/odd/no-length", "/odd/empty-header", "/odd/tab", "/odd/many-headers", "/odd/early-hints",
    "/odd/continue", "/odd/two-same-lengths", "/odd/length-and-chunked",
    "/odd/upper-protocol",
)  # fmt: skip
"""Paths whose answer is whole and whose decoded body is CONTENT."""
BODILESS = ("/odd/204", "/odd/304", "/odd/empty", "/odd/205")
"""Paths whose answer is whole and has no body."""
ERRORS = {"/odd/404": 404, "/odd/500": 500, "/odd/403": 403, "/odd/410": 410, "/odd/451": 451}
"""Paths whose answer is whole, with a body and another status."""
BUSY = "/odd/503"
"""A server that is busy: whoever asks may ask again later."""
_HTML = b"Content-Type: text/html; charset=utf-8\r\n"
_LENGTH = b"Content-Length: %d\r\n" % len(CONTENT)
_OK = b"HTTP/1.1 200 OK\r\n"


def _coded(coding: str, name: str = "") -> Page:
    name = name or coding.removeprefix("raw-")
    made = answer(packed(CONTENT, coding), headers=[("Content-Encoding", name)])
    return lambda asked: made


def _pieces() -> list[bytes]:
    return [CONTENT[n : n + 700] for n in range(0, len(CONTENT), 700)]


def _trailed(asked: Asked) -> Answer:
    trailer = b"X-Checksum: abc\r\nX-Signed: \xc3\xa9\r\n"
    coded = chunks(*_pieces(), trailer=trailer, extension=b';name="v;1"')
    return chunked(coded, headers=[("Trailer", "X-Checksum, X-Signed")])


def _chunked_gzip(asked: Asked) -> Answer:
    small = packed(CONTENT, "gzip")
    return chunked(chunks(small[:10], small[10:]), headers=[("Content-Encoding", "gzip")])


def _twice(asked: Asked) -> Answer:
    """Two codings, applied in the order they are named."""
    body = packed(packed(CONTENT, "gzip"), "br")
    return answer(body, headers=[("Content-Encoding", "gzip, br")])


def _members(asked: Asked) -> Answer:
    body = b"".join(gzip.compress(piece, mtime=0) for piece in _pieces())
    return answer(body, headers=[("Content-Encoding", "gzip")])


def _whole(*lines: bytes, first: bytes = _OK) -> Page:
    """Return a page with these header lines and the usual body with its length."""
    return raw(first + b"".join(lines) + _HTML + _LENGTH + b"\r\n" + CONTENT, end="keep")


def _heads() -> dict[str, Page]:
    bare = b"HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n%s\n" % _LENGTH.replace(
        b"\r", b""
    )
    many = b"".join(b"X-Number-%d: %d\r\n" % (n, n) for n in range(150))
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </css/main.css>; rel=preload; as=style\r\n\r\n"
    return {
        "/odd/lower": raw(
            b"HTTP/1.1 200 ok\r\ncontent-type: text/html; charset=utf-8\r\n"
            + _LENGTH.lower() + b"x-oDD: a\r\n\r\n" + CONTENT, end="keep",
        ),
        "/odd/spaces": _whole(b"X-Spaces:   two  spaces  \r\nX-None:nospace\r\n"),
        "/odd/latin": _whole(b"X-Name: caf\xe9 \xc4\x91\r\nX-Path: /a%2Fb\r\n"),
        "/odd/cookies": _whole(
            b"Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; HttpOnly; Expires=Wed, 01 Jan 2031 "
            b"00:00:00 GMT\r\nset-cookie: c=3\r\n"
        ),
        "/odd/folded": _whole(b"X-Folded: first\r\n second\r\n\tthird\r\n"),
        "/odd/bare-lf": raw(bare + CONTENT, end="keep"),
        "/odd/no-reason": _whole(first=b"HTTP/1.1 200\r\n"),
        "/odd/obs-text-reason": _whole(first="HTTP/1.1 200 Được\r\n".encode()),
        "/odd/empty-header": _whole(b"X-Empty:\r\nX-Blank:  \r\n"),
        "/odd/tab": _whole(b"X-Tab:\ta\tb\r\n"),
        "/odd/many-headers": _whole(many),
        "/odd/early-hints": _whole(first=hint + _OK),
        "/odd/continue": _whole(first=b"HTTP/1.1 100 Continue\r\n\r\n" * 2 + _OK),
        "/odd/leading-crlf": _whole(first=b"\r\n" + _OK),
        "/odd/two-same-lengths": _whole(_LENGTH),
        "/odd/upper-protocol": _whole(b"CONNECTION: Keep-Alive\r\n"),
    }  # fmt: skip


def _frames() -> dict[str, Page]:
    """How the end of a body is told."""
    old = b"HTTP/1.0 200 OK\r\n" + _HTML
    coded = chunks(*_pieces())
    both = b"Transfer-Encoding: chunked\r\nContent-Length: 7\r\n"
    upper = b"".join(b"%X\r\n%s\r\n" % (len(one), one) for one in _pieces()) + b"000\r\n\r\n"
    single = chunks(*(CONTENT[n : n + 1] for n in range(len(CONTENT))))
    return {
        "/odd/chunked": _trailed,
        "/odd/chunked-gzip": _chunked_gzip,
        "/odd/chunked-upper": lambda asked: chunked(upper),
        "/odd/chunked-bytes": lambda asked: chunked(single),
        "/odd/http10": raw(old + b"\r\n" + CONTENT),
        "/odd/http10-length": raw(old + _LENGTH + b"\r\n" + CONTENT),
        "/odd/http09": raw(CONTENT),
        "/odd/no-length": raw(_OK + _HTML + b"Connection: close\r\n\r\n" + CONTENT),
        "/odd/length-and-chunked": raw(_OK + _HTML + both + b"\r\n" + coded),
        "/odd/extra": raw(_OK + _HTML + _LENGTH + b"\r\n" + CONTENT + b"EXTRA BYTES", end="keep"),
        "/odd/second-answer": raw(
            _OK + _HTML + _LENGTH + b"\r\n" + CONTENT
            + b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nSMUGGLED", end="keep",
        ),
    }  # fmt: skip


def _statuses() -> dict[str, Page]:
    exact: dict[str, Page] = {
        path: page(f"<title>Lỗi {status}</title><p>Không được: {status}</p>", status=f"{status} No")
        for path, status in ERRORS.items()
    }
    return exact | {
        "/odd/204": lambda asked: Answer(head=b"HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n"),
        "/odd/205": lambda asked: Answer(head=head("205 Reset", [("Content-Length", "0")])),
        "/odd/304": lambda asked: Answer(head=b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'),
        "/odd/empty": page(b""),
        "/odd/unknown-coding": lambda asked: answer(CONTENT, headers=[("Content-Encoding", "xyz")]),
        "/odd/not-gzip": lambda asked: answer(CONTENT, headers=[("Content-Encoding", "gzip")]),
        BUSY: page("<title>Bận</title><p>Xin thử lại sau</p>", status="503 Busy"),
        "/odd/status-999": page("<p>999</p>", status="999 Request denied"),
        "/odd/content-length-plus": raw(
            _OK + _HTML + b"Content-Length: +5\r\n\r\nabcde", end="close"
        ),
    }


def pages() -> tuple[dict[str, Page], dict[str, Page]]:
    """Return pages by path, and by how a path begins."""
    exact: dict[str, Page] = {f"/odd/coding/{one}": _coded(one) for one in CODINGS}
    exact["/odd/coding/x-gzip"] = _coded("gzip", "x-gzip")
    exact["/odd/coding/twice"] = _twice
    exact["/odd/coding/gzip-members"] = _members
    links = "".join(f'<a href="{path}">{path}</a> ' for path in (*SAME, *BODILESS, *ERRORS))
    exact["/odd/"] = page(f"<!doctype html><title>Lạ</title>{links}")
    return exact | _heads() | _frames() | _statuses(), {}
