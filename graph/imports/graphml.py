"""GraphML as Gephi, yEd, Cytoscape and networkx write it."""

from typing import Any, BinaryIO

from .hostile import children, elements, local, text_of
from .interface import Drawn, NotAGraph

NAME = "graphml"
ENDINGS = (".graphml", ".xml")


def read(file: BinaryIO) -> Drawn:
    """Read nodes and links; a label drawn by yEd counts where there is no attribute so called."""
    names, drawn, any_graph = dict[str, str](), Drawn(), False
    for element in elements(file, "key", "node", "edge"):
        name, own = local(element), element.attrib
        any_graph = True
        if name == "key":
            names[own.get("id", "")] = own.get("attr.name", "")
        elif name == "node":
            drawn.node(own.get("id", ""), _facts(element, names, "NodeLabel"))
        else:
            facts = _facts(element, names, "EdgeLabel")
            drawn.edge(own.get("id", ""), own.get("source", ""), own.get("target", ""), facts)
    if not any_graph:
        raise NotAGraph("it holds no graph")
    drawn.check_ends()
    return drawn


def _facts(element: Any, names: dict[str, str], label: str) -> dict[str, str]:
    facts = {}
    for one in element:
        if local(one) == "data":
            name = names.get(one.get("key", ""), "")
            if name and len(one) == 0:
                facts[name] = text_of(one)
    shapes = (one for one in element if local(one) == "data")
    drawn = [text_of(one).strip() for shape in shapes for one in children(shape, label)]
    if drawn and drawn[0] and "label" not in facts:
        facts["label"] = drawn[0]
    return facts
