"""Made-up link graphs for the benchmarks: telephones that call each other, by a power law.

`write_graph` lays a graph straight into the second index of an otherwise empty case, by the loader
that reads evidence in: its nodes, edges and sums are those of a real one, but there are no signed
lines behind it. `state_graph` goes the whole way: a `state` act with one line for each call, and
the second index built from it. Both give the same graph for the same numbers.

Run alone: `python linkgraphs.py FOLDER --nodes 1000000 --edges 5000000 [--stated]`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case, create
from truyvet.evidence.keyring import Signer
from truyvet.evidence.links.database import drafting
from truyvet.evidence.links.loading import Fresh, Loader
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import state
from truyvet.evidence.links.view import Links
from truyvet.evidence.records import KeyCard, Tool
from truyvet.evidence.times import moment_of
from truyvet.hashes.signatures import generate, key_id

NODES = 1_000_000
EDGES = 5_000_000
REPEATED = 0.1
"""Share of the calls that go between two who have called each other before."""
SKEW = 2.5
"""The greater, the more calls a few telephones have; with it the largest hub has about 0.4 %."""
BATCH = 50_000
EPOCH = 1_735_689_600  # 2025-01-01
SECONDS = 31_536_000


def pairs(nodes: int, edges: int, seed: int = 0) -> Iterator[tuple[int, int, int]]:
    """Yield (caller, called, second of the year) of calls; numbers from 0, nobody calls himself.

    Who is at which place in the power law is shuffled, so that numbers tell nothing of degrees.
    """
    chance = random.Random(seed)
    places = list(range(nodes))
    chance.shuffle(places)
    before = list[tuple[int, int]]()
    for _ in range(edges):
        if before and chance.random() < REPEATED:
            one, two = before[int(chance.random() * len(before))]
        else:
            one = places[int(nodes * chance.random() ** SKEW)]
            two = places[int(nodes * chance.random() ** SKEW)]
            if one == two:
                two = places[(one + 1) % nodes] if places[(one + 1) % nodes] != one else places[one]
            if one == two:
                continue
            if len(before) < 100_000:
                before.append((one, two))
        yield one, two, int(chance.random() * SECONDS)


def phone(number: int) -> str:
    """Return the telephone number of a node."""
    return f"+849{number:08d}"


def moment(second: int) -> str:
    """Return a UTC time, a second of the year 2025."""
    return moment_of((EPOCH + second) * 10**9).utc[:19] + "Z"


def acting(seed: int = 0) -> Acting:
    """Return an officer of the benchmark."""
    key = generate(bytes(32))
    card = KeyCard(
        id=key_id(key.public), name="Nguyễn Văn An", public=key.public.hex(), role="investigator",
        unit="PA05",
    )  # fmt: skip
    tool = Tool(
        name="truyvet", version="0", python="3", system="-", host="-", arguments=(), dependencies={}
    )
    ticks = iter(range(10**9))
    return Acting(
        signer=Signer(card=card, key=key),
        tool=tool,
        clock=lambda: moment_of((1_767_225_600 + next(ticks)) * 10**9),
        random=random.Random(seed).randbytes,
    )


def write_graph(folder: Path, nodes: int = NODES, edges: int = EDGES, seed: int = 0) -> Case:
    """Make a case at `folder` whose second index holds such a graph; return it."""
    case = create(folder, acting(seed), title="benchmark", number="1")
    with case.reading() as index:
        entries, prev = index.head() or (0, "")
    with drafting(case.folder) as database:
        database.execute("BEGIN")
        loader = Loader(database, bulk=True)
        made = pairs(nodes, edges, seed)
        count = 0
        while batch := list(islice(made, BATCH)):
            loader.add(list(_rows(loader, batch, count)))
            count += len(batch)
        loader.finish(lambda item: "")
        utc = moment_of(1_767_225_600 * 10**9).utc
        database.execute("INSERT INTO entries VALUES (0, ?, 0)", (utc,))
        database.execute("UPDATE state SET entries = ?, prev = ?", (entries, prev))
        database.execute("COMMIT")
    return case


def _rows(loader: Loader, batch: list[tuple[int, int, int]], count: int) -> Iterator[Fresh]:
    last = loader.last
    for number, (one, two, second) in enumerate(batch):
        a, b = loader.node("phone", phone(one)), loader.node("phone", phone(two))
        since = moment(second)
        yield (
            last + number + 1, a, b, "called", 0, count + number, None, 0, since, "", "", 100,
            0, f"{second % 600} s",
        )  # fmt: skip


def state_graph(folder: Path, nodes: int, edges: int, seed: int = 0) -> Case:
    """Make a case at `folder` whose only statements are such a graph; return it."""
    officer = acting(seed)
    case = create(folder, officer, title="benchmark", number="1")
    with case.writing() as writer:
        state(writer, officer, (_statement(*call) for call in pairs(nodes, edges, seed)))
    return case


def _statement(one: int, two: int, second: int) -> Statement:
    return Statement(
        subject=Node(kind="phone", value=phone(one)),
        relation="called",
        object=Node(kind="phone", value=phone(two)),
        since=moment(second),
        facts={"duration": str(second % 600)},
    )


def main() -> None:
    """Make a graph and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--nodes", type=int, default=NODES)
    parser.add_argument("--edges", type=int, default=EDGES)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--stated", action="store_true", help="go the whole way")
    given = parser.parse_args()
    make = state_graph if given.stated else write_graph
    start = time.perf_counter()
    case = make(given.folder, given.nodes, given.edges, given.seed)
    print(f"made in {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    with Links.open(case) as links:
        print(f"opened in {time.perf_counter() - start:.3f} s:", *links.counts())


if __name__ == "__main__":
    main()
