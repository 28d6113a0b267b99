"""The mutation score of verify: change a real case in thousands of ways, count what is found.

    python benchmarks/mutate.py            every byte of ledger, checkpoints and small objects
    python benchmarks/mutate.py --share 0.1

Prints a Markdown table by kind of change; the status is 1 when any change was missed. Needs an
environment with the package and its test extra.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.evidence.support.mutations import Pristine, Score, mutations, score
from tests.evidence.support.scenes import build_history, check


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Print how many changes of a case are found.")
    parser.add_argument("--share", type=float, default=1.0, help="part of all byte positions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args(arguments)


def part(folder: Path, seed: int, share: float, number: int, jobs: int) -> Score:
    """Score every `jobs`-th mutation, from `number` on, in a copy of its own."""
    case = Pristine(folder, seed)
    scratch = Path(shutil.copytree(folder, folder.parent / f"scratch-{number}"))
    result = score(case, scratch, islice(mutations(case, share), number, None, jobs))
    left = check(scratch).findings
    if left:
        raise RuntimeError(f"a mutation was not taken back: {left}")
    return result


def run(place: Path, options: argparse.Namespace) -> Score:
    """Make the case and score all mutations of it."""
    folder = build_history(place / "case", place).folder
    total = Score()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=context) as pool:
        parts = [
            pool.submit(part, folder, options.seed, options.share, number, options.jobs)
            for number in range(options.jobs)
        ]
        for one in parts:
            total.add(one.result())
    return total


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the score; return 1 when a change was missed."""
    options = parse(arguments)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="truyvet-mutate-") as place:
        total = run(Path(place), options)
    print(f"# Mutations of a case, seed {options.seed}, share {options.share:g}\n")
    print(total.table())
    print(f"\n{time.monotonic() - start:.0f} s with {options.jobs} processes")
    for missed in total.missed:
        print(f"MISSED {missed}", file=sys.stderr)
    return 1 if total.missed else 0


if __name__ == "__main__":
    sys.exit(main())
