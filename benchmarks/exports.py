"""Writing link graphs for other programs: a generated graph, streamed, at two sizes.

The graph is made up as it is written, so that what is measured is the writer and its memory, not
the case. Ids, labels and times are those of call records.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from measure import Command, Contender, Series, do_nothing, run_series
from setting import Settings, rehearse
from tables import Section, series_table

NODES = 1_000_000
EDGES = 5_000_000
SMALL = 10  # the other size is a tenth
MEMORY_GOAL = 1.1  # the largest process at full size over that at a tenth
PROGRAM = """
import sys
from truyvet.graph.exports.table import exporter
from truyvet.graph.model import About, GraphEdge, GraphNode

name, file, nodes, edges = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])

def phone(number):
    return f"phone:+849{number:08}"

class Calls:
    about = About(title="calls", cases=("1",), question="the whole case", entries=1)
    def nodes(self):
        for n in range(nodes):
            value = f"+849{n:08}"
            yield GraphNode(id=phone(n), kind="phone", value=value, label=value, pole="O", degree=5)
    def edges(self):
        for n in range(edges):
            start = n * 2654435761 % nodes
            yield GraphEdge(id=f"e{n}", source=phone(start), target=phone((start + n) % nodes),
                            relation="called", label="called", count=1 + n % 9,
                            first="2026-01-02T03:04:05Z", last="2026-02-03T04:05:06Z", grade="B2")

with open(file, "wb", buffering=1 << 18) as target:
    written = exporter(name).write(Calls(), target)
assert (written.nodes, written.edges) == (nodes, edges)
"""
FORMATS = ("graphml", "gexf", "csv", "neo4j", "stix")


def exports(settings: Settings) -> Section:
    """Write the same graph in some formats, and GraphML at a tenth of the size."""
    nodes, edges = (max(100, int(count * settings.scale)) for count in (NODES, EDGES))
    sizes = [(f"{name}-small", name, nodes // SMALL, edges // SMALL) for name in FORMATS[:1]]
    sizes += [(name, name, nodes, edges) for name in FORMATS]
    contenders = settings.chosen([writer(*size) for size in sizes])
    place = settings.runs / "exports"
    rehearse(
        [writer(one.key, one.key.split("-")[0], 100, 500) for one in contenders], place / "try"
    )
    series = run_series(
        contenders, place, rounds=settings.rounds, seed=settings.seed, before_round=do_nothing,
        before_run=do_nothing, keep=False,
    )  # fmt: skip
    notes = (f"A generated graph of {nodes:,} nodes and {edges:,} links.",)
    lines = [*series_table(series, (), 0), *goal(series)]
    return Section(title="Exports of links", notes=notes, lines=tuple(lines))


def writer(key: str, name: str, nodes: int, edges: int) -> Contender:
    """Return the writing of one format."""
    return Contender(
        key=key,
        label=f"{name}, {edges:,} links",
        command=lambda folder: Command(
            argv=(sys.executable, "-c", PROGRAM, name, str(folder / "out"), str(nodes), str(edges))
        ),
        problems=empty,
    )


def empty(folder: Path) -> Iterator[str]:
    """Find a file that is not there, or empty."""
    if not (folder / "out").exists() or not (folder / "out").stat().st_size:
        yield "nothing was written"


def goal(series: Series) -> Iterator[str]:
    """Yield whether memory stays the same for ten times the graph."""
    large, small = (series.samples.get(key) for key in ("graphml", "graphml-small"))
    if large and small:
        over = max(one.largest for one in large) / max(one.largest for one in small)
        verdict = "kept" if over <= MEMORY_GOAL else "MISSED"
        yield ""
        yield f"- goal: memory of GraphML <= {MEMORY_GOAL} x that of a tenth: {over:.2f}, {verdict}"
