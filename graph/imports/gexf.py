"""GEXF of the versions 1.1 to 1.3, as Gephi and networkx write it."""

from typing import Any, BinaryIO

from .hostile import children, elements, local
from .interface import Drawn, NotAGraph

NAME = "gexf"
ENDINGS = (".gexf",)


def read(file: BinaryIO) -> Drawn:
    """Read nodes and links; a node inside another is a node like the others."""
    titles: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    drawn, any_graph = Drawn(), False
    for element in elements(file, "attributes", "node", "edge"):
        name, own = local(element), element.attrib
        any_graph = True
        if name == "attributes":
            known = titles.setdefault(own.get("class", ""), {})
            known |= {one.get("id", ""): one.get("title", "")
                      for one in children(element, "attribute")}  # fmt: skip
        elif name == "node":
            facts = _facts(element, titles["node"])
            facts.setdefault("label", own.get("label", ""))
            drawn.node(own.get("id", ""), facts)
        else:
            facts = _facts(element, titles["edge"])
            facts.setdefault("label", own.get("label", ""))
            if own.get("kind"):
                facts.setdefault("relation", own["kind"])
            drawn.edge(own.get("id", ""), own.get("source", ""), own.get("target", ""), facts)
    if not any_graph:
        raise NotAGraph("it holds no graph")
    drawn.check_ends()
    return drawn


def _facts(element: Any, titles: dict[str, str]) -> dict[str, str]:
    """Return the attributes that stand right below, not those of a node inside."""
    facts = {}
    for values in element:
        if local(values) == "attvalues":
            for one in values:
                name = titles.get(one.get("for", one.get("id", "")), "")
                if name:
                    facts[name] = one.get("value", "")
    return facts
