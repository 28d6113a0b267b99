"""XML from elsewhere, element by element, with nothing resolved, fetched or left without a limit.

No document type, no entities, no network; libxml2's own limits on depth and size of text stay on.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from .interface import NotAGraph

MAX_DEPTH = 64
"""Elements inside one another; no format here nests so far."""

MAX_INSIDE = 1_000_000
"""Elements inside one that is held whole; they fill the memory."""


def elements(file: BinaryIO, *whole: str) -> Iterator[Any]:
    """Yield each element of these local names once it is whole, in document order.

    What is not inside one of them is cleared as it passes. Raises NotAGraph where the file is no
    XML, or holds what is refused.
    """
    depth = inside = held = 0
    try:
        events = etree.iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True,
            load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        for event, element in events:
            if not isinstance(element.tag, str):
                raise NotAGraph("it holds an entity")
            if event == "start":
                depth += 1
                if depth == 1 and element.getroottree().docinfo.doctype:
                    raise NotAGraph("it has a document type definition")
                if depth > MAX_DEPTH:
                    raise NotAGraph(f"its elements are nested deeper than {MAX_DEPTH}")
                inside += local(element) in whole
                held = held + 1 if inside else 0
                if held > MAX_INSIDE:
                    raise NotAGraph(f"an element holds more than {MAX_INSIDE:,} others")
                continue
            depth -= 1
            if local(element) in whole:
                inside -= 1
                yield element
            if not inside:
                element.clear()
                _drop_before(element)
    except etree.XMLSyntaxError as error:
        raise NotAGraph(f"it is no XML: {error.msg}") from error


def local(element: Any) -> str:
    """Return an element's name without its name space."""
    return str(element.tag).rpartition("}")[2]


def children(element: Any, name: str) -> Iterator[Any]:
    """Yield the elements of this local name below, at any depth."""
    for one in element.iter():
        if isinstance(one.tag, str) and local(one) == name:
            yield one


def text_of(element: Any) -> str:
    """Return all text inside an element; NotAGraph where it holds an entity."""
    for one in element.iter():
        if not isinstance(one.tag, str):
            raise NotAGraph("it holds an entity")
    return "".join(element.itertext())


def _drop_before(element: Any) -> None:
    """Let go of what came before an element, or an empty shell of each stays."""
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
