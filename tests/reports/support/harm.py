"""Texts that were made to do harm, and graphs that have them wherever evidence has any."""

from dataclasses import replace

from tests.reports.support.charts import part

from truyvet.graph.model import Evidence, GraphNode, Part

HARM = {
    "script": "</script><script>window.harmed = 1</script>",
    "comment": "<!--<script>window.harmed = 1",
    "image": "<img src=x onerror='window.harmed = 1'>",
    "quotes": "\"'`${window.harmed = 1}{n}",
    "holes": "{missed} {0} {} %s %(x)s {middle.__class__}",
    "lines": "one\u2028two\u2029three\r\nfour",
    "right_to_left": "\u202egnp.\u2066exe\u200f שלום مرحبا",
    "long": "ệ" * 10_000,
    "many_words": "rất dài " * 1_250,
    "emoji": "👮🏽‍♀️ 🇻🇳 \U000e0041",
    "zero": "a\x00b\x1b[31m",
    "half": "\ud800 half a pair",
    "no_character": "\ufffe\uffff\ufdd0",
    "entity": "&lt;b&gt; &#x202e; ]]>",
    "marks": "Z" + "\u0301" * 400,
    "words": "__proto__ constructor toString",
    "blank": "\u3164\u2800\u00ad ",
    "nothing": "",
}
"""Texts by what is bad about them."""


def hostile(text: str) -> Part:
    """A graph of six nodes that has the text wherever evidence has any."""
    graph = part(6, 8)
    nodes = tuple(harmed(node, text) for node in graph.held_nodes)
    edges = tuple(
        replace(edge, evidence=(evidence(text),), facts={text: text}) for edge in graph.held_edges
    )
    about = replace(graph.about, title=text, question=text, cases=(text,), notes=(text,))
    return Part(about=about, held_nodes=nodes, held_edges=edges)


def all_harm() -> Part:
    """A graph with a node and a link for each such text, and all of them as its notes."""
    texts = list(HARM.values())
    graph = part(len(texts), len(texts))
    nodes = tuple(map(harmed, graph.held_nodes, texts))
    edges = tuple(
        replace(edge, evidence=(evidence(text),), facts={text: text})
        for edge, text in zip(graph.held_edges, texts, strict=True)
    )
    about = replace(graph.about, title="".join(texts[:5]), question=texts[0], cases=tuple(texts),
                    notes=tuple(texts))  # fmt: skip
    return Part(about=about, held_nodes=nodes, held_edges=edges)


def harmed(node: GraphNode, text: str) -> GraphNode:
    """The node with the text wherever it has any; its id stays what tells it from others."""
    return replace(
        node, label=text, value=text, names=(text, "x"), same=(text,), facts={text: text}
    )


def evidence(text: str) -> Evidence:
    """A statement that says the text everywhere."""
    return Evidence(
        name="5:1", entry=5, said_by=text, recorded="2026-01-01T00:00:00Z", item="2.1", path=text,
        sha256="0" * 64, locator=(text, text), raw=text, facts={text: text},
    )  # fmt: skip
