"""What a page shows, hides and says of itself (HTML Living Standard), read by libxml2.

The parser gets the page in pieces and keeps no tree, so that neither depth nor length of a hostile
page takes memory. Nothing is fetched, no script runs, entities of a DTD are not looked up.
"""

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 32 << 20
"""Bytes of a page that are read; what comes after is a problem `partial`."""
_PIECE = 64 << 10
_BLOCKS_WORDS = """
address article aside blockquote body br center dd details dialog div dl dt fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre
section select summary table tbody tfoot thead title tr ul textarea iframe text tspan
"""
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_CELLS = frozenset(("td", "th"))
_CODE = frozenset(("script",))
_NEVER_SHOWN = ("template", "noframes")
_TELLING = frozenset(("html", "base", "link", "meta", "form", "input", "textarea", "select"))
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
    r"|max-height\s*:\s*0(?![.\d])|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_SHOWN = ("alt", "placeholder", "title", "aria-label")
_SAVED = re.compile(r"\s*saved from url=\([0-9]{1,6}\)(\S{1,4000})")
_REFRESH = re.compile(r"""url\s*=\s*['"]?([^'"\s>]{1,4000})""", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")
NEEDED = "needs lxml: pip install lxml"
"""What to do where there is no lxml."""


@dataclass(kw_only=True, slots=True)
class Form:
    """One form of a page."""

    action: str
    """Where it sends what is typed."""
    method: str
    """`get` or `post`."""
    fields: list[str] = field(default_factory=list)
    """Types and names of its fields."""


@dataclass(kw_only=True, slots=True)
class Page:
    """What a page says."""

    text: str = ""
    """What is shown, a line for each block."""
    hidden: str = ""
    """What is written but not shown, and remarks."""
    script: str = ""
    """Its scripts."""
    marks: dict[str, str] = field(default_factory=dict)
    """title, language, canonical, generator, refresh, saved-from, base: the first of each."""
    forms: list[Form] = field(default_factory=list)
    """Its forms, in order."""


def version() -> str:
    """Return the versions of lxml and libxml2, `none` without them."""
    etree = _etree()
    if etree is None:
        return "none"
    return f"{etree.__version__} libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))}"


def _etree() -> Any:
    try:
        return importlib.import_module("lxml.etree")
    except ImportError:
        return None


def read_page(markup: str) -> Page:
    """Return what a page says; LookupError where lxml is missing."""
    etree = _etree()
    if etree is None:
        raise LookupError(NEEDED)
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, recover=True, no_network=True, huge_tree=False)
    clean = _SURROGATES.sub("\ufffd", markup).replace("\0", "\ufffd")
    try:
        for at in range(0, len(clean), _PIECE):
            parser.feed(clean[at : at + _PIECE])
        parser.close()
    except etree.LxmlError:
        pass  # a page that libxml2 gives up on keeps what was read before
    return reader.finished()


class _Reader:
    """Takes the parser's events; the names of its methods are lxml's."""

    def __init__(self) -> None:
        self._page = Page()
        self._open: list[tuple[str, bool]] = []
        self._hiding = 0
        self._shown: list[str] = []
        self._lines: list[str] = []
        self._hidden: list[str] = []
        self._script: list[str] = []
        self._title: list[str] = []
        self._titles = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        hides = bool(attributes or tag in _NEVER_SHOWN) and _hides(tag, attributes)
        self._open.append((tag, hides))
        self._hiding += hides
        self._titles += tag == "title"
        if tag in _BLOCKS:
            self._flush()
        elif tag in _CELLS:
            self._shown.append("\t")
        if tag in _TELLING:
            self._mark(tag, attributes)
        for name in _SHOWN if attributes else ():
            value = attributes.get(name, "")
            if value and not value.isspace():
                self.data(f" {value} ")
        if tag == "input" and attributes.get("type", "").lower() in ("submit", "button", "reset"):
            self.data(f" {attributes.get('value', '')} ")

    def end(self, tag: str) -> None:
        while self._open:
            opened, hides = self._open.pop()
            self._hiding -= hides
            if opened == tag:
                break
        if tag in _BLOCKS:
            self._flush()

    def data(self, text: str) -> None:
        tag = self._open[-1][0] if self._open else ""
        if tag in _CODE:
            self._script.append(text)
        elif tag == "title" and self._titles == 1:
            if sum(map(len, self._title)) < 4096:
                self._title.append(text)
        elif tag == "style":
            return
        elif self._hiding:
            self._hidden.append(text)
        else:
            self._shown.append(text.replace("\t", " "))  # a tab is only what is between cells

    def comment(self, text: str) -> None:
        if text.startswith("?xml "):
            return  # what XHTML begins with, which HTML takes for a remark
        saved = _SAVED.match(text)
        if saved:
            self._page.marks.setdefault("saved-from", saved[1])
        self._hidden.append(f"\n{text}\n")

    def pi(self, target: str, text: str | None = None) -> None:
        """Pass over an instruction."""

    def close(self) -> None:
        """Take the end."""

    def _flush(self) -> None:
        if self._hiding:
            self._hidden.append("\n")
        if self._shown:
            line = _line("".join(self._shown))
            if line:
                self._lines.append(line)
            self._shown.clear()

    def _mark(self, tag: str, attributes: dict[str, str]) -> None:
        for name, value in _marks(tag, attributes):
            if value.strip():
                self._page.marks.setdefault(name, value.strip())
        if tag == "form":
            self._page.forms.append(
                Form(
                    action=attributes.get("action", "").strip(),
                    method=attributes.get("method", "get").strip().lower(),
                )
            )
        elif tag in ("input", "textarea", "select") and self._page.forms:
            kind = attributes.get("type", "text" if tag == "input" else tag).strip().lower()
            name = attributes.get("name", "").strip()
            if len(self._page.forms[-1].fields) < 200:
                self._page.forms[-1].fields.append(f"{kind}:{name}"[:100])

    def finished(self) -> Page:
        """Return what was read."""
        self._hiding = 0
        self._flush()
        page = self._page
        page.text = "\n".join(self._lines)
        page.hidden = "\n".join(filter(None, map(_line, "".join(self._hidden).splitlines())))
        page.script = "\n".join(self._script).strip()
        title = " ".join("".join(self._title).split())
        if title:
            page.marks["title"] = title
            page.text = f"{title}\n{page.text}" if page.text else title
        return page


def _line(text: str) -> str:
    """Return text as one line; cells stay apart by tabs."""
    return "\t".join(filter(None, (" ".join(cell.split()) for cell in text.split("\t"))))


def _hides(tag: str, attributes: dict[str, str]) -> bool:
    if "hidden" in attributes or tag in _NEVER_SHOWN:
        return True
    return bool(_HIDING.search(attributes.get("style", "")[:4096]))


def _marks(tag: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what an element says of the page."""
    if tag == "html":
        yield "language", attributes.get("lang", "") or attributes.get("xml:lang", "")
    elif tag == "base":
        yield "base", attributes.get("href", "")
    elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
        yield "canonical", attributes.get("href", "")
    elif tag == "meta":
        name = attributes.get("name", "").lower()
        content = attributes.get("content", "")
        if name in ("generator", "author", "description"):
            yield name, content
        if attributes.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.search(content)
            yield "refresh", found[1] if found else ""
