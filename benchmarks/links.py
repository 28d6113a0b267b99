"""Questions about a link graph: a case of many calls against networkx with the same graph loaded.

The graph is made by `linkgraphs.py`: at scale 1 a million telephones and five million calls. Each
program is a process of its own, asked in turn; it answers the same questions and prints how long
each took, and the answers are compared. `LINKS_BENCHMARK_CASE` names a case made before, as making
one takes two minutes. networkx needs four minutes a round and 3.4 GB at scale 1; `--only truyvet`
leaves it out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import median

import linkgraphs
from measure import say
from setting import Settings
from tables import Section, grid, spread

NODES = 1_000_000
EDGES = 5_000_000
PAIRS = 60
"""Questions about two nodes or one, asked one after the other."""
FEW = 10
"""Questions for all shortest paths that networkx is asked."""
GOALS = {
    "all shortest paths, warm": 10,
    "all shortest paths, opened cold": 60,
    "2-hop ego, warm": 150,
    "2-hop ego, opened cold": 200,
    "PageRank": 500,
    "components": 1_000,
    "snapshot built": 10_000,
}
"""Milliseconds, medians."""
COMMON = """
import json, random, resource, sys, time

def timed(times, name, question):
    start = time.perf_counter()
    answer = question()
    times.setdefault(name, []).append(1000 * (time.perf_counter() - start))
    return answer

def told(times, answers):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"times": times, "answers": answers, "peak": peak * 1024}))

def drawn(count, pairs, seed):
    chance = random.Random(seed)
    name = lambda: f"+849{chance.randrange(count):08d}"
    return [(name(), name()) for _ in range(4 * pairs)]
"""
OURS = """
from pathlib import Path
from truyvet.evidence.case import Case
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.neighbourhood import ego_of
from truyvet.graph.paths import Question, find_paths
from truyvet.graph.shortest import shortest
from truyvet.graph.steps import Steps

folder, count, pairs, seed, whole = sys.argv[1], *map(int, sys.argv[2:])
times, answers = {}, {}
case = Case(Path(folder))

def row(links, value):
    return links.find(Node(kind="phone", value=value))

def path(links, one, two):
    return shortest(Steps(links, Lens()), (one.id,), (two.id,), most=12)

def ego(links, one):
    return ego_of(links, Steps(links, Lens()), one, hops=2)

def cold(name, question):
    def opened():
        with Links.open(case) as links:
            question(links)
    timed(times, name, opened)

asked = drawn(count, pairs, seed)
with Links.open(case) as links:
    asked = [pair for pair in asked if all(row(links, value) for value in pair)][:pairs]
for one, two in asked[:10]:
    cold("all shortest paths, opened cold",
         lambda links: path(links, row(links, one), row(links, two)))
    cold("2-hop ego, opened cold", lambda links: ego(links, row(links, one)))
with Links.open(case) as links:
    for one, two in asked:
        a, b = row(links, one), row(links, two)
        web = timed(times, "all shortest paths, warm", lambda: path(links, a, b))
        answers.setdefault("path", []).append(web.length if web else None)
        answers.setdefault("paths", []).append(web.count() if web else 0)
        timed(times, "5 paths with their statements",
              lambda: find_paths(links, a, b, Question(lens=Lens(), hops=12)))
        around = timed(times, "2-hop ego, warm", lambda: ego(links, a))
        answers.setdefault("ego", []).append(sum(around.reached))
    if whole:
        from truyvet.graph.components import components
        from truyvet.graph.pagerank import pagerank_of
        from truyvet.graph.snapshot import build, current, snapshot_of

        (case.folder / "links.snapshot").unlink(missing_ok=True)
        build(links, Lens(relations=frozenset({"met"})))  # imports
        timed(times, "snapshot built", lambda: snapshot_of(case, links))
        timed(times, "snapshot opened", lambda: current(case, links))
        graph = current(case, links)
        for _ in range(3):
            ranks = timed(times, "PageRank", lambda: pagerank_of(graph))[0]
            parts = timed(times, "components", lambda: components(graph))
        answers["components"] = len(parts.sizes)
        names = links.nodes(graph.ids[ranks.argsort()[::-1][:10]].tolist()).values()
        answers["first"] = sorted(row.node.value for row in names)
told(times, answers)
"""
THEIRS = """
import networkx as nx

from linkgraphs import pairs as calls, phone

nodes, edges, count, pairs, seed, few = map(int, sys.argv[1:])
times, answers = {}, {}

def load():
    graph = nx.Graph()
    for one, two, _ in calls(nodes, edges, 0):
        one, two = phone(one), phone(two)
        if graph.has_edge(one, two):
            graph[one][two]["weight"] += 1
        else:
            graph.add_edge(one, two, weight=1)
    return graph

graph = timed(times, "graph loaded", load)
asked = [pair for pair in drawn(nodes, pairs, seed) if all(one in graph for one in pair)][:count]
for number, (one, two) in enumerate(asked):
    joined = timed(times, "one path, warm", lambda: nx.has_path(graph, one, two)
                   and nx.bidirectional_shortest_path(graph, one, two))
    answers.setdefault("path", []).append(len(joined) - 1 if joined else None)
    if number < few:  # seconds each in a large graph
        found = timed(times, "all shortest paths, warm",
                      lambda: list(nx.all_shortest_paths(graph, one, two)) if joined else [])
        answers.setdefault("paths", []).append(len(found))
    ball = timed(times, "2-hop ego, warm",
                 lambda: nx.single_source_shortest_path_length(graph, one, cutoff=2))
    answers.setdefault("ego", []).append(len(ball) - 1)
answers["components"] = len(timed(times, "components",
                                  lambda: list(nx.connected_components(graph))))
ranks = timed(times, "PageRank", lambda: nx.pagerank(graph, tol=1e-6 / len(graph), max_iter=500))
answers["first"] = sorted(sorted(ranks, key=ranks.get, reverse=True)[:10])
told(times, answers)
"""


def links(settings: Settings) -> Section:
    """Ask a case and networkx the same questions about the same graph."""
    nodes, edges = (max(1_000, int(count * settings.scale)) for count in (NODES, EDGES))
    folder = case_of(settings, nodes, edges)
    size = (folder / "links.db").stat().st_size
    given = (str(folder), nodes, PAIRS, settings.seed, 1)
    told, theirs = list[dict[str, object]](), list[dict[str, object]]()
    for number in range(1, settings.rounds + 1):
        say(f"round {number}: asking the case")
        told.append(asked(COMMON + OURS, *given))
        if not settings.only or "networkx" in settings.only:
            say(f"round {number}: asking networkx")
            theirs.append(asked(COMMON + THEIRS, nodes, edges, PAIRS, PAIRS, settings.seed, FEW))
    notes = [
        f"{nodes:,} telephones, {edges:,} calls, links.db {size / 1e6:,.0f} MB; {PAIRS} questions"
        f" of each kind, {settings.rounds} rounds; milliseconds, median (95th percentile).",
        "x networkx: the median of the rounds' own ratios of medians, with the least and the"
        " greatest.",
    ]
    if settings.scale != 1:
        notes.append(f"**Scale {settings.scale:g}: a trial of the harness, not a figure.**")
    lines = [*grid(("question", "case", "networkx", "x networkx", "goal"), rows(told, theirs))]
    lines += ["", *compared(told, theirs)]
    return Section(title="Questions about links", notes=tuple(notes), lines=tuple(lines))


def case_of(settings: Settings, nodes: int, edges: int) -> Path:
    """Return the folder of a case with such a graph, made by another process."""
    named = os.environ.get("LINKS_BENCHMARK_CASE")
    folder = Path(named) if named else settings.runs / "links" / "case"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        script = str(Path(linkgraphs.__file__))
        size = ("--nodes", str(nodes), "--edges", str(edges))
        argv = (sys.executable, script, str(folder), *size)
        say("making the graph")
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    return folder


def asked(program: str, *given: object) -> dict[str, object]:
    """Run a program and return what it printed."""
    here = str(Path(__file__).resolve().parent)
    paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))
    argv = (sys.executable, "-c", program, *map(str, given))
    env = os.environ | {"PYTHONPATH": paths}
    ran = subprocess.run(argv, check=True, env=env, stdout=subprocess.PIPE)
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def rows(told: list[dict[str, object]], theirs: list[dict[str, object]]) -> Iterator[list[str]]:
    """Yield a row for each question."""
    names = dict.fromkeys(name for one in (*told, *theirs) for name in times_of(one))
    for name in names:
        own, other = ([times_of(one).get(name, []) for one in side] for side in (told, theirs))
        ratios = [median(a) / median(b) for a, b in zip(own, other, strict=False) if a and b]
        goal = f"{GOALS[name]:,}" if name in GOALS else ""
        if any(own) and goal:
            goal += ", kept" if median(chain.from_iterable(own)) <= GOALS[name] else ", MISSED"
        beside = factors(ratios) if ratios else "-"
        yield [name, *(cell(list(chain.from_iterable(one))) for one in (own, other)), beside, goal]
    peaks = [[int(str(one["peak"])) / 1e6 for one in side] for side in (told, theirs)]
    yield ["largest process, MB", *(spread(one, 0) if one else "-" for one in peaks), "", ""]


def factors(values: list[float]) -> str:
    """Return the median with the least and the greatest, two figures each."""
    middle, low, high = (
        f"{value:.2g}" if value < 9.5 else f"{value:,.0f}"
        for value in (median(values), min(values), max(values))
    )
    return f"{middle} ({low}-{high})"


def times_of(told: dict[str, object]) -> dict[str, list[float]]:
    """Return the milliseconds by question."""
    return told["times"]  # type: ignore[return-value]


def cell(values: list[float]) -> str:
    """Return the median and the 95th percentile; a dash for none."""
    if not values:
        return "-"
    ordered = sorted(values)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    digits = 1 if late < 1_000 else 0
    return f"{median(ordered):,.{digits}f} ({late:,.{digits}f})"


def compared(told: list[dict[str, object]], theirs: list[dict[str, object]]) -> Iterator[str]:
    """Yield whether both gave the same answers."""
    if not theirs:
        yield "- networkx was not asked"
        return
    for name in answers_of(told[0]):
        rounds = zip(map(answers_of, told), map(answers_of, theirs), strict=True)
        same = all(alike(ours[name], other.get(name)) for ours, other in rounds)
        yield f"- answers of {name}: {'the same' if same else 'DIFFERENT'}"


def alike(ours: object, theirs: object) -> bool:
    """Tell whether two answers are the same, as far as both were asked."""
    if isinstance(ours, list) and isinstance(theirs, list):
        return ours[: len(theirs)] == theirs
    return ours == theirs


def answers_of(told: dict[str, object]) -> dict[str, object]:
    """Return the answers by question."""
    return told["answers"]  # type: ignore[return-value]
