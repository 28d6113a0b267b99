"""Graphs of any size to be drawn, the same on every run."""

import random

from truyvet.graph.model import About, Evidence, GraphEdge, GraphNode, Part

KINDS = (("person", "P"), ("phone", "O"), ("bank-account", "O"), ("cell", "L"), ("item", "O"),
         ("investigation", "E"))  # fmt: skip
RELATIONS = ("called", "transferred", "uses", "associate", "seen_at", "mentioned_in")
NAMES = ("Nguyễn Văn Đức", "Trần Thị Bình", "Lê Hoàng Phương", "Phạm Quốc Ưng", "Đỗ Thế Kỷ")


def part(nodes: int, edges: int, *, seed: int = 1) -> Part:
    """Make a graph where few nodes have many links."""
    chance = random.Random(seed)
    made = tuple(sorted((make_node(number) for number in range(nodes)), key=lambda one: one.id))
    ends: list[int] = [0, min(1, nodes - 1)]
    held = []
    for number in range(edges):
        source = number + 1 if number + 1 < nodes else chance.randrange(nodes)
        target = chance.choice(ends) if chance.random() < 0.8 else chance.randrange(nodes)
        if source == target:
            target = (source + 1) % nodes
        ends += [source, target]
        held.append(make_edge(number, made[source], made[target], chance))
    about = About(
        title="12/2026 Lừa đảo chuyển khoản", cases=("12/2026",), question="the whole case",
        entries=7, notes=("3 hubs were left out",),
    )  # fmt: skip
    return Part(about=about, held_nodes=made, held_edges=tuple(held))


def make_node(number: int) -> GraphNode:
    """Make a node whose kind goes by its number."""
    kind, pole = KINDS[number % len(KINDS)]
    value = {"person": f"{number:016x}", "phone": f"+849{number:08d}"}.get(kind, f"v{number:06d}")
    label = f"{NAMES[number % len(NAMES)]} {number}" if kind == "person" else value
    return GraphNode(
        id=f"{kind}:{value}", kind=kind, value=value, label=label, pole=pole, degree=number,
        names=(label,) if kind == "person" else (),
    )  # fmt: skip


def make_edge(
    number: int, source: GraphNode, target: GraphNode, chance: random.Random
) -> GraphEdge:
    """Make a link with two statements, one of an item and one of an officer."""
    month, day = chance.randrange(1, 13), chance.randrange(1, 28)
    time = f"2026-{month:02d}-{day:02d}T02:15:00Z"
    grade = ("A1", "B2", "", "C3")[number % 4]
    told = Evidence(
        name=f"5:{number}", entry=5, said_by="rows 1", recorded="2026-11-20T01:00:00Z",
        item=f"2.{number % 9}", path=f"/evidence/cdr-{number % 9}.csv", sha256=f"{number % 9:064x}",
        locator=(f"row:{number}",), raw=f"0912 {number:06d}", since=time, grade=grade,
        facts={"duration": "64 s"},
    )  # fmt: skip
    own = Evidence(
        name=f"6:{number}", entry=6, said_by="Nguyễn Văn An, PA05", recorded="2026-11-21T01:00:00Z",
        grade=grade, since=time,
    )  # fmt: skip
    relation = RELATIONS[number % len(RELATIONS)]
    return GraphEdge(
        id=f"e{number}", source=source.id, target=target.id, relation=relation, label=relation,
        count=2, first=time, last=time, grade=grade, facts={"VND": f"{number * 1000}"},
        evidence=(told, own),
    )  # fmt: skip


def small(
    *links: str, alone: str = "", title: str = "12/2026 T", notes: tuple[str, ...] = ()
) -> Part:
    """A graph told in words, as `A called B` or `A uses B x3`: capitals are persons.

    Of the other nodes, `n1` is a telephone number, `i1` an item; `alone` are nodes without a link.
    """
    told = [[*words.split(), "x1"][:4] for words in links]
    names = sorted({name for one in told for name in (one[0], one[2])} | set(alone.split()))
    nodes = {name: _named(name) for name in names}
    edges = tuple(
        GraphEdge(
            id=f"e{number}", source=nodes[one].id, target=nodes[other].id, relation=relation,
            label=relation, count=int(times[1:]),
        )
        for number, (one, relation, other, times) in enumerate(told)
    )  # fmt: skip
    about = About(
        title=title, cases=("12/2026",), question="the whole case", entries=7, notes=notes
    )
    return Part(about=about, held_nodes=tuple(nodes.values()), held_edges=edges)


def _named(name: str) -> GraphNode:
    kind, pole = {"n": ("phone", "O"), "i": ("item", "O")}.get(name[0], ("person", "P"))
    return GraphNode(id=f"{kind}:{name}", kind=kind, value=name, label=name, pole=pole)
