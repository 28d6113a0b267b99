"""How the tests of the reader call it: an answer of a server, and what was found in it."""

from truyvet.evidence.web.references import Found
from truyvet.extractors.references.reading import read

URL = "https://ex.vn/dir/page.html"


def answer(body: bytes | str, media: str = "text/html", *fields: str) -> bytes:
    """Return an HTTP response as it is on the wire."""
    content = body.encode() if isinstance(body, str) else body
    lines = ["HTTP/1.1 200 OK", *([f"Content-Type: {media}"] if media else []), *fields]
    head = "\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""])
    return head.encode("latin-1") + content


def found(body: bytes | str, media: str = "text/html", *fields: str, url: str = URL) -> Found:
    """Return what is found in an answer with this body."""
    return read(answer(body, media, *fields), url)


def uses(body: bytes | str, media: str = "text/html", *fields: str) -> list[tuple[str, str]]:
    """Return (use, address without what all begin with) of each reference, in order."""
    references = found(body, media, *fields).references
    return [(one.use, one.url.removeprefix("https://ex.vn")) for one in references]
