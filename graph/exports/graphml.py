"""GraphML (graphml.graphdrawing.org), for Gephi, yEd, Cytoscape and networkx; streamed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

from ..model import Source
from .columns import Survey, survey
from .interface import Written
from .text import Text

NAME = "graphml"
ENDING = ".graphml"
TITLE = "GraphML, for yEd, Gephi, Cytoscape and networkx"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
_BATCH = 1 << 16
"""Characters that are gathered before they are written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """An attribute of nodes or edges."""

    name: str
    """Its name."""
    type: Literal["string", "int", "long", "double", "boolean"] = "string"
    """Its type."""


class Document:
    """A GraphML document that is being written: keys first, then nodes, then edges."""

    def __init__(self, target: BinaryIO, title: str, text: Text) -> None:
        """Begin it."""
        self._target = target
        self._text = text
        self._held = [_HEAD]
        self._size = 0
        if title:
            self._held.append(f"<desc>{text.xml(title)}</desc>\n")
        self._tags: dict[str, list[str]] = {}

    def keys(self, of: Literal["node", "edge"], keys: Iterable[Key]) -> None:
        """Declare the attributes of nodes or edges; values follow in this order."""
        tags = self._tags[of] = []
        for number, key in enumerate(keys):
            one = f"{of[0]}{number}"
            tags.append(f'<data key="{one}">')
            self._held.append(
                f'<key id="{one}" for="{of}" attr.name="{self._text.xml(key.name)}" '
                f'attr.type="{key.type}"/>\n'
            )

    def begin(self) -> None:
        """Begin the graph, after the keys."""
        self._held.append('<graph id="G" edgedefault="directed">\n')

    def node(self, one: str, values: Iterable[object]) -> None:
        """Write a node."""
        self._element(f'<node id="{self._id(one)}">', self._tags["node"], values, "</node>\n")

    def edge(self, one: str, source: str, target: str, values: Iterable[object]) -> None:
        """Write an edge."""
        begun = (
            f'<edge id="{self._id(one)}" source="{self._id(source)}" target="{self._id(target)}">'
        )
        self._element(begun, self._tags["edge"], values, "</edge>\n")

    def end(self) -> None:
        """Write what is left."""
        self._held.append("</graph>\n</graphml>\n")
        self._flush()

    def _id(self, one: str) -> str:
        text = self._text
        return one if one.isascii() and one.isalnum() else text.xml(text.id(one))

    def _element(
        self, begun: str, tags: Sequence[str], values: Iterable[object], ended: str
    ) -> None:
        xml = self._text.xml
        data = [
            f"{tag}{xml(value) if isinstance(value, str) else value}</data>"
            for tag, value in zip(tags, values, strict=True)
            if value is not None and value != ""
        ]
        element = f"{begun}{''.join(data)}{ended}"
        self._held.append(element)
        self._size += len(element)
        if self._size > _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._target.write("".join(self._held).encode())
        self._held.clear()
        self._size = 0


def write(source: Source, target: BinaryIO) -> Written:
    """Write a graph as GraphML: every attribute a key, no value where there is none."""
    found, text = survey(source), Text()
    document = Document(target, source.about.title, text)
    document.keys("node", (_key(found, name) for name in found.node_columns()[1:]))
    document.keys("edge", (_key(found, name) for name in found.edge_columns()[3:]))
    document.begin()
    for node in source.nodes():
        document.node(node.id, found.node_row(node)[1:])
    for edge in source.edges():
        document.edge(edge.id, edge.source, edge.target, found.edge_row(edge)[3:])
    document.end()
    return Written(nodes=found.nodes, edges=found.edges, replaced=text.replaced)


def _key(found: Survey, name: str) -> Key:
    return Key(name=name, type=found.type_of(name))
