"""A report as a reader's program sees it: parsed by the standard library, nothing of ours."""

import base64
import hashlib
import re
from html.parser import HTMLParser

VOID = {"meta", "br", "wbr"}


class Page(HTMLParser):
    """Elements, attributes and text of an HTML file."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        """(open elements, outermost first; text)."""
        self._open: list[str] = []
        self.feed(content.decode())
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self._open), data))

    def all_within(self, element: str) -> str:
        """Return all text inside elements of this name."""
        return "".join(text for path, text in self.texts if element in path)

    @property
    def shown(self) -> str:
        """The text of the page, one blank for any run of them."""
        text = "".join(text for path, text in self.texts if "style" not in path)
        return re.sub(r"\s+", " ", text)

    @property
    def policy(self) -> dict[str, str]:
        """The directives of its policy."""
        (content,) = (
            value for _, name, value in self.attributes if name == "content" and "-src" in value
        )
        return dict(part.strip().split(" ", 1) for part in content.split(";"))

    @property
    def style_hash(self) -> str:
        """What a browser compares with `style-src`: the hash of the style element's text."""
        digest = hashlib.sha256(self.all_within("style").encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"
