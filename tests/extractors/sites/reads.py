"""How the tests of what pages tell call it."""

from truyvet.extractors import page
from truyvet.extractors.interface import Extractor
from truyvet.testing import Examination, examine, resolve

URL = "https://ex.vn/dir/p.html"


def told(content: bytes | str, *, url: str = "", name: str = "p.html") -> Examination:
    """Examine a page, and follow every locator to what it was given for."""
    body = content.encode() if isinstance(content, str) else content
    path = f"a.warc/{url}" if url else name
    found = examine(_PAGE, body, name=path, media_type="text/html", depth=1 if url else 0)
    assert found.outcome.status in ("ok", "empty", "partial"), found.outcome
    for seen in found.observations:
        steps = seen.locator
        assert resolve(_PAGE, body, steps, name=path, media_type="text/html") == seen.value()
    return found


def normals(content: bytes | str, kind: str, *, url: str = "") -> list[str]:
    """Return the normal forms of a kind, in order."""
    return [seen.normal for seen in told(content, url=url).of(kind)]


_PAGE: Extractor = page
