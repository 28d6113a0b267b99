"""Lists of addresses: sitemaps (sitemaps.org, 0.9), RSS 2.0, Atom (RFC 4287), plain text."""

import importlib
from typing import Any

from .gathering import Gathered

_LISTS = frozenset(("urlset", "sitemapindex", "rss", "feed", "rdf"))
"""Root elements of what is read here."""


def read_list(content: bytes, gathered: Gathered) -> bool:
    """Gather the addresses of a sitemap or a feed; False where it is neither."""
    root = _parsed(content)
    if root is None or _name(root) not in _LISTS:
        return False
    kind = _name(root)
    for element in root.iter("*"):
        name = _name(element)
        text = element.text or ""
        parent = element.getparent()
        above = _name(parent) if parent is not None else ""
        if name == "loc" and above in ("url", "sitemap"):
            gathered.add(text, "sitemap" if above == "sitemap" else "link")
        elif name == "link" and kind in ("rss", "rdf") and text:
            gathered.add(text, "link", _sibling(parent))
        elif (name == "link" and kind in ("feed", "urlset")) or name == "enclosure":
            _linked(element, gathered, _sibling(parent) if above == "entry" else "")
        elif name == "title" and above in ("channel", "feed") and not gathered.title:
            gathered.title = text
        if gathered.over:
            break
    return True


def read_lines(text: str, gathered: Gathered) -> None:
    """Gather a sitemap of plain text: an address on each line."""
    for line in text.split("\n"):
        if line.strip().lower().startswith(("http://", "https://")):
            gathered.add(line, "link")
        if gathered.over:
            break


def _linked(element: Any, gathered: Gathered, words: str) -> None:
    address = element.get("href") or element.get("url") or ""
    if element.get("rel", "alternate") in ("alternate", "enclosure", "next", "related"):
        gathered.add(address, "link", words)


def _sibling(parent: Any) -> str:
    """Return the title beside a link."""
    for element in parent[:50] if parent is not None else ():
        if isinstance(element.tag, str) and _name(element) == "title":
            return " ".join((element.text or "").split())[:200]
    return ""


def _name(element: Any) -> str:
    """Return an element's name without its namespace, in lower case."""
    name: str = element.tag
    return name.rpartition("}")[2].lower()


def _parsed(content: bytes) -> Any:
    """Return the root; entities are not looked up, nothing is fetched."""
    etree: Any = importlib.import_module("lxml.etree")
    parser = etree.XMLParser(
        recover=True, no_network=True, resolve_entities=False, load_dtd=False, huge_tree=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError):
        return None
