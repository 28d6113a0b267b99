"""GEXF 1.3 (gexf.net), for Gephi: ids are text, each edge has one, colours by POLE, size by degree.

Nodes and links stand with all their attributes; the weight of a link is its number of statements.
"""

import math
from collections.abc import Sequence
from typing import BinaryIO

from ..model import GraphNode, Source
from .columns import Survey, survey
from .interface import Written
from .text import Text

NAME = "gexf"
ENDING = ".gexf"
TITLE = "GEXF 1.3, for Gephi"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">\n'
)
COLOURS = {"P": (204, 51, 17), "O": (0, 119, 187), "L": (0, 153, 136), "E": (238, 119, 51)}
"""Red, green and blue by POLE letter; told apart by colour-blind eyes too (Paul Tol's set)."""
_GREY = (128, 128, 128)
_TYPES = {"int": "integer", "double": "double", "string": "string"}


def write(source: Source, target: BinaryIO) -> Written:
    """Write a graph as GEXF."""
    found, text = survey(source), Text()
    node_names, edge_names = found.node_columns()[1:], found.edge_columns()[3:]

    def say(line: str) -> None:
        target.write(line.encode())

    say(_HEAD)
    title = text.xml(source.about.title)
    say(f"<meta><creator>Truyvet</creator><description>{title}</description></meta>\n")
    say('<graph defaultedgetype="directed" mode="static" idtype="string">\n')
    say(_declared("node", node_names, found, text) + _declared("edge", edge_names, found, text))
    say(f'<nodes count="{found.nodes}">\n')
    for node in source.nodes():
        values = _values(found.node_row(node)[1:], text)
        say(f'<node id="{text.xml(text.id(node.id))}" label="{text.xml(node.label)}">'
            f"{values}{_look(node)}</node>\n")  # fmt: skip
    say(f'</nodes>\n<edges count="{found.edges}">\n')
    for edge in source.edges():
        ends = (edge.id, edge.source, edge.target)
        one, start, end = (text.xml(text.id(name)) for name in ends)
        values = _values(found.edge_row(edge)[3:], text)
        say(f'<edge id="{one}" source="{start}" target="{end}" weight="{edge.count}" '
            f'label="{text.xml(edge.label)}" kind="{text.xml(edge.relation)}">'
            f"{values}</edge>\n")  # fmt: skip
    say("</edges>\n</graph>\n</gexf>\n")
    return Written(nodes=found.nodes, edges=found.edges, replaced=text.replaced)


def _declared(of: str, names: Sequence[str], found: Survey, text: Text) -> str:
    rows = "".join(
        f'<attribute id="{number}" title="{text.xml(name)}" '
        f'type="{_TYPES[found.type_of(name)]}"/>\n'
        for number, name in enumerate(names)
    )
    return f'<attributes class="{of}" mode="static">\n{rows}</attributes>\n'


def _values(cells: Sequence[object], text: Text) -> str:
    rows = [
        f'<attvalue for="{number}" value="{text.xml(str(cell))}"/>'
        for number, cell in enumerate(cells)
        if cell != ""
    ]
    return f"<attvalues>{''.join(rows)}</attvalues>"


def _look(node: GraphNode) -> str:
    red, green, blue = COLOURS.get(node.pole, _GREY)
    size = 4 + 4 * math.log10(1 + max(node.degree, 0))
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:size value="{size:.2f}"/>'
