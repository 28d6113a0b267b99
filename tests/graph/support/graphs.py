"""Graphs made by hand: one of plain facts, one of all that is hostile, one of any size."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from truyvet.graph.model import About, Evidence, GraphEdge, GraphNode, Part

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "rtl": "\u202egnp.exe\u202c",
    "long": "x" * 10_000,
    "control": "a\x00b\x1bc",
    "surrogate": "lone\ud800end",
    "formula": "=cmd|' /C calc'!A0",
    "quoted": 'he said "hi", then\nnew\r\nline\ttab',
    "nfc": "Nguyễn Văn Đức",
    "nfd": unicodedata.normalize("NFD", "Nguyễn Văn Đức"),
    "cdata": "]]><!--&amp;",
    "escape": "_x0041_",
    "apostrophe": "'=1+1",
}
"""Labels that have broken programs."""
TELLING = About(title="VA-1 Ví dụ <&>", cases=("VA-1",), question="the whole case", entries=9,
                recorded="2026-11-01T08:00:00.123456Z")  # fmt: skip
SEEN = Evidence(
    name="5:12", entry=5, said_by="rows 1", recorded="2026-11-01T00:00:00.000000Z", item="2.17",
    path="cdr.csv", sha256="ef" * 32, locator=("table:1", "row:3"), raw="0912345678,=x\nnext",
    since="2026-01-02T03:04:05Z", grade="B2", facts={"duration": "12"},
)  # fmt: skip


def node(kind: str, value: str, label: str = "", *, pole: str = "O", degree: int = 1,
         names: tuple[str, ...] = (), **facts: str) -> GraphNode:  # fmt: skip
    """A node as a case has it."""
    return GraphNode(id=f"{kind}:{value}", kind=kind, value=value, label=label or value, pole=pole,
                     degree=degree, names=names, facts=facts)  # fmt: skip


def edge(number: int, source: str, relation: str, target: str, **more: object) -> GraphEdge:
    """A link as a case has it."""
    told = {"label": relation, "count": 1} | more
    return GraphEdge(id=f"e{number}", source=source, target=target, relation=relation,
                     **told)  # type: ignore[arg-type]  # fmt: skip


def part(nodes: list[GraphNode], edges: list[GraphEdge]) -> Part:
    """A graph of these, in the order of its ids."""
    return Part(
        about=TELLING,
        held_nodes=tuple(sorted(nodes, key=lambda one: (one.value, one.kind))),
        held_edges=tuple(edges),
    )


def plain() -> Part:
    """People, phones, accounts, a place and an item, linked in ways that formats tell apart."""
    one, two = "person:24b764aa47b615fa", "person:599497e546db2db6"
    nodes = [
        node("person", "24b764aa47b615fa", "Nguyễn Văn Đức", pole="P", degree=4,
             names=("Nguyễn Văn Đức", "Đức Cống")),
        node("person", "599497e546db2db6", "Trần Thị B", pole="P", degree=2),
        node("phone", "+84912345678", degree=3),
        node("phone", "+84987654321", degree=2),
        node("bank-account", "970415:0012345678"),
        node("bank-account", "970436:9990001112"),
        node("organization", "ab12cd34ab12cd34", "Công ty A", pole="P"),
        node("email", "duc@example.vn"),
        node("ipv4", "203.0.113.9"),
        node("licence-plate", "30A12345"),
        node("place", "12 Hàng Bài, Hà Nội", pole="L"),
        node("geo", "21.0285,105.8542", "Hà Nội", pole="L", latitude="21.0285",
             longitude="105.8542"),
        node("item", "ab" * 32, "cdr.csv", item="2.17", path="cdr.csv", sha256="cd" * 32),
    ]  # fmt: skip
    call = {"count": 12, "first": "2026-01-02T03:04:05Z", "last": "2026-02-02T00:00:00Z",
            "grade": "B2", "facts": {"sum s": "640"}, "label": "called"}  # fmt: skip
    edges = [
        edge(1, "phone:+84912345678", "called", "phone:+84987654321", **call, evidence=(SEEN,)),
        edge(2, "phone:+84987654321", "called", "phone:+84912345678", count=3, first="2026-01"),
        edge(3, one, "uses", "phone:+84912345678", grade="A1"),
        edge(4, one, "associate", two, label="is associated with"),
        edge(5, "bank-account:970415:0012345678", "transferred", "bank-account:970436:9990001112",
             facts={"sum VND": "1500000"}, first="2026-03-01"),
        edge(6, one, "employed_by", "organization:ab12cd34ab12cd34"),
        edge(7, "phone:+84912345678", "seen_at", "geo:21.0285,105.8542",
             first="2026-01-05T10:00:00Z"),
        edge(8, "phone:+84912345678", "mentioned_in", "item:" + "ab" * 32),
        edge(9, two, "has_contact", "email:duc@example.vn"),
        edge(10, one, "has_contact", "phone:+84912345678"),
    ]  # fmt: skip
    return part(nodes, edges)


def hostile() -> Part:
    """Every hostile text as id, label, name and fact; ids that differ in one forbidden letter."""
    nodes = [
        node("name", text[:400], text, names=(text, "a; b"), note=text) for text in HOSTILE.values()
    ]
    nodes += [node("name", "twin\x01", "one"), node("name", "twin\x02", "other")]
    first = nodes[0].id
    edges = [
        edge(number, first, "associate", one.id, label=one.label, facts={"note": one.label})
        for number, one in enumerate(nodes[1:], 1)
    ]
    edges.append(edge(99, "name:twin\x01", "associate", "name:twin\x02", evidence=(SEEN,)))
    return part(nodes, edges)


@dataclass(frozen=True, kw_only=True)
class Endless:
    """A graph of any size that is nowhere held."""

    count: int
    """Nodes, and edges."""

    about = TELLING

    def nodes(self) -> Iterator[GraphNode]:
        """Yield the nodes."""
        for number in range(self.count):
            yield node("phone", f"+849{number:08}")

    def edges(self) -> Iterator[GraphEdge]:
        """Yield a ring."""
        for number in range(self.count):
            after = f"phone:+849{(number + 1) % self.count:08}"
            yield edge(number, f"phone:+849{number:08}", "called", after, grade="B2")
