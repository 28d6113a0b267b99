"""What an HTML, XHTML or SVG page refers to, read by libxml2.

Nothing is fetched, no script runs. What stands in `noscript`, in `template` and in frames that
bring their page along (`srcdoc`) counts too: somebody sees it.
"""

import importlib
import re
from typing import Any

from .elements import read_element
from .gathering import Gathered
from .scripts import read_script
from .styles import read_style

_HOLDERS = (
    rb"(?:div|span|font|b|i|u|s|p|em|strong|small|big|center|table|tbody|thead|tfoot|tr|td|th|ul|ol"
    rb"|li|dl|dt|dd|section|article|main|header|footer|nav|aside|label|blockquote|h[1-6]|tt|ins|del"
    rb"|sub|sup|code|figure|details|fieldset|g)"
)
_NESTING = re.compile(rb"<" + _HOLDERS + rb"(?=[\s/>])", re.IGNORECASE)
_NESTING_END = re.compile(rb"</" + _HOLDERS + rb"\s*>", re.IGNORECASE)
_TOO_DEEP = "ERR_RESOURCE_LIMIT"
MAX_FRAMES = 3
"""How deep pages inside pages (`srcdoc`) are read."""


def read_page(content: bytes, gathered: Gathered, depth: int = 0) -> None:
    """Gather what a page in UTF-8 refers to."""
    root, deep = parsed(content)
    if deep:
        gathered.problem("the page is nested too deeply to be read to its end")
    if root is None:
        return
    base = root.find(".//base[@href]")
    if base is not None:
        gathered.base = gathered.base.based(base.get("href"))
    if not depth:
        gathered.title = _title(root)
    for element in root.iter("*"):
        _read(element, gathered, depth)
        if gathered.over:
            return


def parsed(content: bytes) -> tuple[Any, bool]:
    """Return the root element of a page in UTF-8 or none, and whether the rest could not be read.

    A page whose tags lie so deep in one another that libxml2 gives up (2,048; old pages that
    never close a tag) is read without that nesting.
    """
    etree: Any = importlib.import_module("lxml.etree")
    root, deep = _parsed(etree, content)
    return _parsed(etree, _flat(content)) if deep else (root, False)


def _parsed(etree: Any, content: bytes) -> tuple[Any, bool]:
    """Return the root and whether the page lies too deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True,
        huge_tree=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError):
        root = None
    last = parser.error_log.last_error
    if last is not None and last.type_name == "ERR_NO_MEMORY":
        raise MemoryError
    return root, last is not None and last.type_name == _TOO_DEEP


def _flat(content: bytes) -> bytes:
    """Return a page whose nesting tags hold nothing any more; their attributes stay."""
    return _NESTING_END.sub(b"", _NESTING.sub(b"<hr", content))


def _read(element: Any, gathered: Gathered, depth: int) -> None:
    tag, attributes = element.tag, element.attrib
    if attributes:
        read_element(tag, element, attributes, gathered)
        style = attributes.get("style")
        if style and "(" in style:
            read_style(style, gathered)
        if tag == "iframe" and depth < MAX_FRAMES:
            inner = attributes.get("srcdoc")
            if inner:
                read_page(inner.encode("utf-8", "replace"), gathered, depth + 1)
    if tag == "style" and element.text:
        read_style(element.text, gathered)
    elif tag == "script" and element.text and attributes.get("type", "").lower() == "module":
        read_script(element.text, gathered)


def _title(root: Any) -> str:
    """Return the text of the first title that is not one of a drawing's."""
    for title in root.iter("title"):
        parent = title.getparent()
        if title.text and (parent is None or parent.tag in ("head", "html", "body", "svg")):
            text: str = title.text
            return text[:4096]
    return ""
