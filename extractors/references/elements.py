"""What the elements of a page refer to (HTML Standard, "list of attributes"; SVG 2, "linking").

Beside the attributes of the standard, those in which programs on pages keep the address of a
picture until it scrolls into sight: without them a page cannot be seen again.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ...evidence.web.references import Use
from .gathering import MAX_TEXT, Gathered
from .pictures import candidates
from .relations import add_link, refresh_of

Attributes = Mapping[str, str]
ADDRESSES: dict[str, tuple[tuple[str, Use], ...]] = {
    "script": (("src", "script"),),
    "img": (("src", "image"), ("lowsrc", "image")),
    "iframe": (("src", "frame"),),
    "frame": (("src", "frame"),),
    "embed": (("src", "frame"),),
    "object": (("data", "frame"),),
    "video": (("poster", "image"), ("src", "media")),
    "audio": (("src", "media"),),
    "track": (("src", "media"),),
    "bgsound": (("src", "media"),),
    "image": (("href", "image"), ("xlink:href", "image"), ("src", "image")),
    "feimage": (("href", "image"), ("xlink:href", "image")),
    "use": (("href", "image"), ("xlink:href", "image")),
    "form": (("action", "form"),),
    "button": (("formaction", "form"),),
    "html": (("manifest", "manifest"),),
}
"""Element: attributes that hold one address, and what it is for."""
LAZY_USES: dict[str, Use] = {
    "iframe": "frame", "embed": "frame", "script": "script", "video": "media", "audio": "media",
    "link": "style",
}  # fmt: skip
_LAZY_WORDS = """
data-src data-original data-lazy data-lazy-src data-original-src data-lazyload data-echo
data-bg data-bg-image data-background data-background-image data-image data-img data-thumb
data-large_image data-hi-res-src data-retina data-src-retina data-lazy-bg data-bgset
data-poster data-litespeed-src data-rocket-src data-pagespeed-lazy-src data-cfsrc lazy-src
data-orig-file data-flickity-lazyload data-url-src data-image-src data-lazyload-src
"""
LAZY = frozenset(_LAZY_WORDS.split())
_LAZY_SETS = frozenset(
    ("data-srcset", "data-lazy-srcset", "data-original-set", "data-flickity-lazyload-srcset")
)
_PICTURES = ("data-poster", "data-thumb")
_ADDRESS = re.compile(r"(?:https?:)?(?!\[)[^\s{}<>\"'|]{1,4000}", re.IGNORECASE)
_BACKGROUND = ("body", "table", "tr", "td", "th", "thead", "tbody", "tfoot", "section", "div")
_PIECES = 200


def read_element(tag: str, element: Any, attributes: Attributes, gathered: Gathered) -> None:
    """Gather what one element refers to, but for its style and what stands in it."""
    special = _SPECIAL.get(tag)
    if special is not None:
        special(element, attributes, gathered)
    for name, use in ADDRESSES.get(tag, ()):
        value = attributes.get(name)
        if value:
            gathered.add(value, use)
    for name, value in attributes.items():
        if name == "srcset":
            _pictures(value, gathered)
        elif name[0] in "dl" and name in LAZY:
            _lazy(tag, name, value, gathered)
        elif name in _LAZY_SETS:
            _pictures(value, gathered)
        elif name == "background" and tag in _BACKGROUND:
            gathered.add(value, "image")


def _pictures(text: str, gathered: Gathered) -> None:
    for address in candidates(text):
        gathered.add(address, "image")


def _lazy(tag: str, name: str, value: str, gathered: Gathered) -> None:
    """Take an address kept for later; what does not look like one is something else."""
    value = value.strip()
    if "url(" in value:
        value = value.partition("url(")[2].partition(")")[0].strip("\"' ")
    if not _ADDRESS.fullmatch(value) or not ("/" in value or "." in value):
        return
    if tag == "source":
        use: Use = "image" if name in _PICTURES else "media"
    else:
        use = "image" if name in _PICTURES else LAZY_USES.get(tag, "image")
    gathered.add(value, use)


def _anchor(element: Any, attributes: Attributes, gathered: Gathered) -> None:
    address = attributes.get("href") or attributes.get("xlink:href")
    if address:
        relations = attributes.get("rel", "").lower().split()
        follow = "nofollow" not in relations
        gathered.add(address, "link", words_of(element, attributes), follow=follow)


def _link(element: Any, attributes: Attributes, gathered: Gathered) -> None:
    address = attributes.get("href", "")
    if address or "imagesrcset" in attributes:
        add_link(address, attributes, gathered)


def _source(element: Any, attributes: Attributes, gathered: Gathered) -> None:
    address = attributes.get("src", "")
    parent = element.getparent()
    picture = parent is not None and parent.tag == "picture"
    if address:
        gathered.add(address, "image" if picture else "media")


def _input(element: Any, attributes: Attributes, gathered: Gathered) -> None:
    if attributes.get("src") and attributes.get("type", "").lower() == "image":
        gathered.add(attributes["src"], "image")
    if attributes.get("formaction"):
        gathered.add(attributes["formaction"], "form")


def _meta(element: Any, attributes: Attributes, gathered: Gathered) -> None:
    content = attributes.get("content", "")
    if attributes.get("http-equiv", "").strip().lower() == "refresh":
        gathered.add(refresh_of(content), "refresh")
    elif attributes.get("name", "").strip().lower() == "robots":
        words = set(re.split(r"[\s,]+", content.lower()))
        gathered.follow = gathered.follow and words.isdisjoint(("nofollow", "none"))


_SPECIAL: dict[str, Callable[[Any, Attributes, Gathered], None]] = {
    "a": _anchor, "area": _anchor, "link": _link, "source": _source, "input": _input,
    "meta": _meta,
}  # fmt: skip


def words_of(element: Any, attributes: Attributes) -> str:
    """Return the words of a link: its text, else what stands for a picture in it."""
    first = element.text
    if first is not None and len(element) == 0:
        words = " ".join(first[: MAX_TEXT * 4].split())
    else:
        words = " ".join(_pieces(element).split())
    if not words:
        words = attributes.get("aria-label") or attributes.get("title") or ""
    if not words and len(element):
        picture = next(element.iter("img"), None)
        words = (picture.get("alt") or "") if picture is not None else ""
    return " ".join(words[: MAX_TEXT * 4].split())[:MAX_TEXT]


def _pieces(element: Any) -> str:
    """Return the text below an element, a little more than is needed of it."""
    taken, size = list[str](), 0
    for number, piece in enumerate(element.itertext()):
        taken.append(piece[: MAX_TEXT * 4])
        size += len(taken[-1])
        if size > MAX_TEXT * 4 or number > _PIECES:
            break
    return "".join(taken)
